# Written by "dbx lock"; do not edit. A package is a line:
# name, version, architecture, path in the pool, bytes, sha256.

debian_snapshot "bookworm" {
  time = "2026-07-11T10:16:37Z"
}

debian_snapshot "trixie" {
  time = "2026-09-12T07:55:41Z"
}

debian_set "//foreign:tools" {
  suite     = "bookworm"
  arch      = "amd64"
  foreign   = ["arm64"]
  requested = ["busybox-static:arm64", "qemu-user-static"]
  packages = [
    ["base-files", "12.4+deb12u15", "amd64", "pool/main/b/base-files/base-files_12.4+deb12u15_amd64.deb", 70936, "3eb1ea6d85488f488cc2a163b98ad640ef88cee4c79287cf14e361aaf6206f47"],
    ["base-passwd", "3.6.1", "amd64", "pool/main/b/base-passwd/base-passwd_3.6.1_amd64.deb", 59972, "908ca1b35125f49125ae56945a72bc11ce0fcec85a8d980d10d83bb3a610f518"],
    ["bash", "5.2.15-2+b13", "amd64", "pool/main/b/bash/bash_5.2.15-2+b13_amd64.deb", 1490652, "82130bb6a560cd2a7234d8018baf73f188f5dd56413d5aa0accc987b2197a6a1"],
    ["bsdutils", "1:2.38.1-5+deb12u3", "amd64", "pool/main/u/util-linux/bsdutils_2.38.1-5+deb12u3_amd64.deb", 94412, "6cae172b006a4603e710e046c3acba8d98d36748894cbe3eeda31d415fec331e"],
    ["busybox-static", "1:1.35.0-4+deb12u1+b1", "arm64", "pool/main/b/busybox/busybox-static_1.35.0-4+deb12u1+b1_arm64.deb", 822236, "732c9135564fc71337e0e05fb4da4d11e6c28c1834bce3e405e575afef2a52f5"],
    ["coreutils", "9.1-1", "amd64", "pool/main/c/coreutils/coreutils_9.1-1_amd64.deb", 2896560, "61038f857e346e8500adf53a2a0a20859f4d3a3b51570cc876b153a2d51a3091"],
    ["dash", "0.5.12-2", "amd64", "pool/main/d/dash/dash_0.5.12-2_amd64.deb", 91848, "33ea40061da2f1a861ec46212b2b6a34f0776a049b1a3f0abce2fb8cb994258f"],
    ["debconf", "1.5.82", "all", "pool/main/d/debconf/debconf_1.5.82_all.deb", 121212, "74ab14194a3762b2fc717917dcfda42929ab98e3c59295a063344dc551cd7cc8"],
    ["debianutils", "5.7-0.5~deb12u1", "amd64", "pool/main/d/debianutils/debianutils_5.7-0.5~deb12u1_amd64.deb", 102588, "55f951359670eb3236c9e2ccd5fac9ccb3db734f5a22aff21589e7a30aee48c9"],
    ["diffutils", "1:3.8-4", "amd64", "pool/main/d/diffutils/diffutils_3.8-4_amd64.deb", 351740, "8bdfedc14c1035e3750e9f055ac9c1ecd9b5d05d9e6dc6466c4e9237eef407dd"],
    ["dpkg", "1.21.23", "amd64", "pool/main/d/dpkg/dpkg_1.21.23_amd64.deb", 1567804, "f89e9f8d1a4a50ade44be3ed59a6ec55460fce205d2f8520c5c492137c5b609b"],
    ["findutils", "4.9.0-4", "amd64", "pool/main/f/findutils/findutils_4.9.0-4_amd64.deb", 635500, "5dd86bd0af4aa73f067dfd6b8339dd868f2dd84056aa79db29d1206d4fbc5e04"],
    ["gcc-12-base", "12.2.0-14+deb12u1", "amd64", "pool/main/g/gcc-12/gcc-12-base_12.2.0-14+deb12u1_amd64.deb", 37596, "1896a2aacf4ad681ff5eacc24a5b0ca4d5d9c9b9c9e4b6de5197bc1e116ea619"],
    ["grep", "3.8-5", "amd64", "pool/main/g/grep/grep_3.8-5_amd64.deb", 421444, "3264acea728df3c48a54f20e9291b965130e306b9d00adac76647049da7196df"],
    ["gzip", "1.12-1", "amd64", "pool/main/g/gzip/gzip_1.12-1_amd64.deb", 140364, "eabec1dde2834f72540d7b93fc5df2625f52611c06d93d61f5cdb12480e0e6a3"],
    ["hostname", "3.23+nmu1", "amd64", "pool/main/h/hostname/hostname_3.23+nmu1_amd64.deb", 10500, "17d9a2f3c05004499d80e180d2440fd716f84c32b65f09d96c9a024af4d1d0e7"],
    ["init-system-helpers", "1.65.2+deb12u1", "all", "pool/main/i/init-system-helpers/init-system-helpers_1.65.2+deb12u1_all.deb", 39020, "afab482524c64e4e256eb5cab43c1a96dc493ec476d94f19f1a5ec3de5fa0fef"],
    ["libacl1", "2.3.1-3", "amd64", "pool/main/a/acl/libacl1_2.3.1-3_amd64.deb", 31488, "8be9df5795114bfe90e2be3d208ef47a5edd3fc7b3e20d387a597486d444e5e2"],
    ["libattr1", "1:2.5.1-4", "amd64", "pool/main/a/attr/libattr1_2.5.1-4_amd64.deb", 22164, "c4945123d66d0503ba42e2fc0585abc76d0838978c6d277b9cc37a4da25d1a34"],
    ["libaudit-common", "1:3.0.9-1", "all", "pool/main/a/audit/libaudit-common_3.0.9-1_all.deb", 10448, "17d0341ca6ce604ce59c296780ac2c2a24141a769823c50669af942c025e6591"],
    ["libaudit1", "1:3.0.9-1", "amd64", "pool/main/a/audit/libaudit1_3.0.9-1_amd64.deb", 46764, "30954df4b5a7c505661ba8ae5e6ea94f5805e408899fb400783bb166eb5ff306"],
    ["libblkid1", "2.38.1-5+deb12u3", "amd64", "pool/main/u/util-linux/libblkid1_2.38.1-5+deb12u3_amd64.deb", 147380, "5a083377f29191cafcdf0f91ec124349b4a7895b531556633a136e43c6d53943"],
    ["libbz2-1.0", "1.0.8-5+b1", "amd64", "pool/main/b/bzip2/libbz2-1.0_1.0.8-5+b1_amd64.deb", 47348, "54149da3f44b22d523b26b692033b84503d822cc5122fed606ea69cc83ca5aeb"],
    ["libc-bin", "2.36-9+deb12u14", "amd64", "pool/main/g/glibc/libc-bin_2.36-9+deb12u14_amd64.deb", 609144, "e667401af91fad95f15b3ebd25d1abd8373fd18b00dc32219678413170544e84"],
    ["libc6", "2.36-9+deb12u14", "amd64", "pool/main/g/glibc/libc6_2.36-9+deb12u14_amd64.deb", 2759320, "ba4f88f73dbc3ae9055f3c20f4523bfdbaf1ad13ff95e258924f77d20b4fbedf"],
    ["libcap-ng0", "0.8.3-1+b3", "amd64", "pool/main/libc/libcap-ng/libcap-ng0_0.8.3-1+b3_amd64.deb", 17068, "b4b54769c77e4a71c8b33aee4d600ba28a9994a1c6f60d55d4ebe7fc44882e07"],
    ["libcap2", "1:2.66-4+deb12u3+b1", "amd64", "pool/main/libc/libcap2/libcap2_2.66-4+deb12u3+b1_amd64.deb", 27708, "8d684c673e7483802a5c447834b0df6fce006eb3a7109e1be412f5ad425bb24f"],
    ["libcrypt1", "1:4.4.33-2", "amd64", "pool/main/libx/libxcrypt/libcrypt1_4.4.33-2_amd64.deb", 89464, "f5f60a5cdfd4e4eaa9438ade5078a57741a7a78d659fcb0c701204f523e8bd29"],
    ["libdb5.3", "5.3.28+dfsg2-1", "amd64", "pool/main/d/db5.3/libdb5.3_5.3.28+dfsg2-1_amd64.deb", 697412, "7dc5127b8dd0da80e992ba594954c005ae4359d839a24eb65d0d8129b5235c84"],
    ["libdebconfclient0", "0.270", "amd64", "pool/main/c/cdebconf/libdebconfclient0_0.270_amd64.deb", 9900, "7d2b2b700bae0ba67a13655fabba6a98da3f6ce7dee43d1ee0ac433b7ca1d947"],
    ["libfile-find-rule-perl", "0.34-4~deb12u1", "all", "pool/main/libf/libfile-find-rule-perl/libfile-find-rule-perl_0.34-4~deb12u1_all.deb", 26736, "d941143c65e47eff192195ed1b8367d3d74e5a0de668fc5ae9d787383ec48c23"],
    ["libgcc-s1", "12.2.0-14+deb12u1", "amd64", "pool/main/g/gcc-12/libgcc-s1_12.2.0-14+deb12u1_amd64.deb", 49856, "3016e62cb4b7cd8038822870601f5ed131befe942774d0f745622cc77d8a88f7"],
    ["libgcrypt20", "1.10.1-3+deb12u1", "amd64", "pool/main/libg/libgcrypt20/libgcrypt20_1.10.1-3+deb12u1_amd64.deb", 696204, "e7a56552139c693904a6f9712234c05fe918353273a7cbdb5e62f423ad71bb97"],
    ["libgdbm-compat4", "1.23-3", "amd64", "pool/main/g/gdbm/libgdbm-compat4_1.23-3_amd64.deb", 48156, "4af36a590b68d415a78d9238b932b6a4579f515ec8a8016597498acff5b515a4"],
    ["libgdbm6", "1.23-3", "amd64", "pool/main/g/gdbm/libgdbm6_1.23-3_amd64.deb", 72248, "95fe4a1336532450e67bd067892f46eaa484139919ea8d067a9ffcbf5a4bf883"],
    ["libgmp10", "2:6.2.1+dfsg1-1.1", "amd64", "pool/main/g/gmp/libgmp10_6.2.1+dfsg1-1.1_amd64.deb", 562588, "187aedef2ed763f425c1e523753b9719677633c7eede660401739e9c893482bd"],
    ["libgpg-error0", "1.46-1", "amd64", "pool/main/libg/libgpg-error/libgpg-error0_1.46-1_amd64.deb", 76888, "89944ee11d7370ce6ef46fc52f094c4a6512eff8943ec4c6ebefeae6360ceada"],
    ["liblz4-1", "1.9.4-1", "amd64", "pool/main/l/lz4/liblz4-1_1.9.4-1_amd64.deb", 62884, "64cde86cef1deaf828bd60297839b59710b5cd8dc50efd4f12643caaee9389d3"],
    ["liblzma5", "5.4.1-1+deb12u1", "amd64", "pool/main/x/xz-utils/liblzma5_5.4.1-1+deb12u1_amd64.deb", 205732, "f96d8876b53ec89d76a992bc199679b818cf518225a768954d9451fb556a4eb7"],
    ["libmd0", "1.0.4-2", "amd64", "pool/main/libm/libmd/libmd0_1.0.4-2_amd64.deb", 29456, "03539fd30c509e27101d13a56e52eda9062bdf1aefe337c07ab56def25a13eab"],
    ["libmount1", "2.38.1-5+deb12u3", "amd64", "pool/main/u/util-linux/libmount1_2.38.1-5+deb12u3_amd64.deb", 165732, "f46e2d6b006951825adde9757790b6609d7c66c7700f9b68f3db913eaac323c3"],
    ["libnumber-compare-perl", "0.03-3", "all", "pool/main/libn/libnumber-compare-perl/libnumber-compare-perl_0.03-3_all.deb", 6332, "cf95662e27037d92c582647400bb1ca7a6dfd2eb26eee5b968b23263cd4976dc"],
    ["libpam-modules", "1.5.2-6+deb12u2", "amd64", "pool/main/p/pam/libpam-modules_1.5.2-6+deb12u2_amd64.deb", 291056, "19fb4838168e68bc15a5606070f14b1162bb34a3899686913f5d661f1707f483"],
    ["libpam-modules-bin", "1.5.2-6+deb12u2", "amd64", "pool/main/p/pam/libpam-modules-bin_1.5.2-6+deb12u2_amd64.deb", 75676, "e7b1f6c60a51398920c5da792016161a65bf1c7caaa64140dd2099176ed51280"],
    ["libpam-runtime", "1.5.2-6+deb12u2", "all", "pool/main/p/pam/libpam-runtime_1.5.2-6+deb12u2_all.deb", 160936, "7a4f26d54c1e3ee8c68095f9d9013d13dd89a33ff78ef87330d21f21235fc278"],
    ["libpam0g", "1.5.2-6+deb12u2", "amd64", "pool/main/p/pam/libpam0g_1.5.2-6+deb12u2_amd64.deb", 92060, "a06f889caf9e97ccf04dedec0905573916bc6ec3366ade2c6ef8900047fd5cc1"],
    ["libpcre2-8-0", "10.42-1", "amd64", "pool/main/p/pcre2/libpcre2-8-0_10.42-1_amd64.deb", 260776, "030db54f4d76cdfe2bf0e8eb5f9efea0233ab3c7aa942d672c7b63b52dbaf935"],
    ["libperl5.36", "5.36.0-7+deb12u3", "amd64", "pool/main/p/perl/libperl5.36_5.36.0-7+deb12u3_amd64.deb", 4195924, "591903643119c7e1735011369287976eccab1d79b1d2f210760e2138d0a3aa46"],
    ["libselinux1", "3.4-1+b6", "amd64", "pool/main/libs/libselinux/libselinux1_3.4-1+b6_amd64.deb", 73720, "2b07f5287b9105f40158b56e4d70cc1652dac56a408f3507b4ab3d061eed425f"],
    ["libsmartcols1", "2.38.1-5+deb12u3", "amd64", "pool/main/u/util-linux/libsmartcols1_2.38.1-5+deb12u3_amd64.deb", 106776, "84088c6895fc07538fc51624899f3f71835188e0d38ebc3812097ac13da523b0"],
    ["libsystemd0", "252.39-1~deb12u2", "amd64", "pool/main/s/systemd/libsystemd0_252.39-1~deb12u2_amd64.deb", 332372, "013c07514a9e4933b2d5c098018695a6aa42d085dbc483ce2c094a954c8a1b0a"],
    ["libtext-glob-perl", "0.11-3", "all", "pool/main/libt/libtext-glob-perl/libtext-glob-perl_0.11-3_all.deb", 7676, "b0f1a40c5b26f4e4c83a4f8e1768fcf50ae9aac84b7f807ccb38123b50396f64"],
    ["libtinfo6", "6.4-4", "amd64", "pool/main/n/ncurses/libtinfo6_6.4-4_amd64.deb", 331352, "072d908f38f51090ca28ca5afa3b46b2957dc61fe35094c0b851426859a49a51"],
    ["libudev1", "252.39-1~deb12u2", "amd64", "pool/main/s/systemd/libudev1_252.39-1~deb12u2_amd64.deb", 108880, "6f7e08f11c4809d2e5998c775f7b423ab5ec2ce0309494b4a2615037052245e2"],
    ["libuuid1", "2.38.1-5+deb12u3", "amd64", "pool/main/u/util-linux/libuuid1_2.38.1-5+deb12u3_amd64.deb", 28784, "5fff398321da62d28a842bcbabd193d72ae21724962c029dc32b1dc6b2deaeaf"],
    ["libzstd1", "1.5.4+dfsg2-5", "amd64", "pool/main/libz/libzstd/libzstd1_1.5.4+dfsg2-5_amd64.deb", 290036, "6315b5ac38b724a710fb96bf1042019398cb656718b1522279a5185ed39318fa"],
    ["login", "1:4.13+dfsg1-1+deb12u2", "amd64", "pool/main/s/shadow/login_4.13+dfsg1-1+deb12u2_amd64.deb", 616084, "f1cc45bf505a8457340dc3c36f3a01a1835aaf564d73d9d394afb8ccfb6595a0"],
    ["mawk", "1.3.4.20200120-3.1", "amd64", "pool/main/m/mawk/mawk_1.3.4.20200120-3.1_amd64.deb", 119144, "bcbc83f391854ea9d50ce2a4101aacf330de3b8b71d81a798faadba14a157f78"],
    ["ncurses-base", "6.4-4", "all", "pool/main/n/ncurses/ncurses-base_6.4-4_all.deb", 261308, "bfd1d89f833c09a28b062ee916495cf69649ca2bf529532476c7b69d75d24909"],
    ["ncurses-bin", "6.4-4", "amd64", "pool/main/n/ncurses/ncurses-bin_6.4-4_amd64.deb", 421400, "396d6e453aee6d71b7141f0bfb333a6c08a44c64f77632bdf52894ccd123db46"],
    ["perl", "5.36.0-7+deb12u3", "amd64", "pool/main/p/perl/perl_5.36.0-7+deb12u3_amd64.deb", 238900, "afa50ec7d9b1a407cd0187dae033644ef13578d4f3792435e0c41b962ffec0c4"],
    ["perl-base", "5.36.0-7+deb12u3", "amd64", "pool/main/p/perl/perl-base_5.36.0-7+deb12u3_amd64.deb", 1607712, "8ec874926e211807cde71e1b0a2311d2534ab3539dffcb2c8553633f542efc1a"],
    ["perl-modules-5.36", "5.36.0-7+deb12u3", "all", "pool/main/p/perl/perl-modules-5.36_5.36.0-7+deb12u3_all.deb", 2815332, "3d237ccb1ea32727b6573d43c67d78337aa928a81148d36cef54b369a07c240a"],
    ["qemu-user-static", "1:7.2+dfsg-7+deb12u18+b3", "amd64", "pool/main/q/qemu/qemu-user-static_7.2+dfsg-7+deb12u18+b3_amd64.deb", 62603724, "c3e3ba2bd87f8c5b9a5da5ef21b5a3b82d7c63b89dd448d9ddaa4eabc5b6e402"],
    ["sed", "4.9-1+deb12u1", "amd64", "pool/main/s/sed/sed_4.9-1+deb12u1_amd64.deb", 329092, "fd557efeee8aae4619c2cb7f68aadccb804322ad4a99ab048aaae5901d253885"],
    ["sysvinit-utils", "3.06-4", "amd64", "pool/main/s/sysvinit/sysvinit-utils_3.06-4_amd64.deb", 30996, "11790842108768ec52432ea22e7b4f057232813b7c27ef6dfe1aba776a5cb90e"],
    ["tar", "1.34+dfsg-1.2+deb12u1", "amd64", "pool/main/t/tar/tar_1.34+dfsg-1.2+deb12u1_amd64.deb", 836288, "24fb92e98c2969171f81a8b589263d705f6b1670f95d121cd74c810d4605acc3"],
    ["usrmerge", "37~deb12u1", "all", "pool/main/u/usrmerge/usrmerge_37~deb12u1_all.deb", 13336, "8a25318213244f075b56363408c87a519ed8cef24b270c3d045ef35d695de13a"],
    ["util-linux", "2.38.1-5+deb12u3", "amd64", "pool/main/u/util-linux/util-linux_2.38.1-5+deb12u3_amd64.deb", 1177276, "8eb241ff24b2e1ee9c0373f4fc9bc728b85bf5966c1496154df7da01c0e42f34"],
    ["util-linux-extra", "2.38.1-5+deb12u3", "amd64", "pool/main/u/util-linux/util-linux-extra_2.38.1-5+deb12u3_amd64.deb", 110728, "b097a68c68e5c47a18e82678729dd9986782cf1d439f53beafad6f6dd3e6d688"],
    ["zlib1g", "1:1.2.13.dfsg-1", "amd64", "pool/main/z/zlib/zlib1g_1.2.13.dfsg-1_amd64.deb", 86684, "d7dd1d1411fedf27f5e27650a6eff20ef294077b568f4c8c5e51466dc7c08ce4"],
  ]
  essential = [
    ["base-files:amd64"],
    ["base-passwd:amd64"],
    ["bash:amd64"],
    ["bsdutils:amd64"],
    ["coreutils:amd64"],
    ["dash:amd64"],
    ["debconf:all"],
    ["debianutils:amd64"],
    ["diffutils:amd64"],
    ["dpkg:amd64"],
    ["findutils:amd64"],
    ["gcc-12-base:amd64"],
    ["grep:amd64"],
    ["gzip:amd64"],
    ["hostname:amd64"],
    ["init-system-helpers:all"],
    ["libacl1:amd64"],
    ["libattr1:amd64"],
    ["libaudit-common:all"],
    ["libaudit1:amd64"],
    ["libblkid1:amd64"],
    ["libbz2-1.0:amd64"],
    ["libc-bin:amd64"],
    ["libc6:amd64"],
    ["libcap-ng0:amd64"],
    ["libcap2:amd64"],
    ["libcrypt1:amd64"],
    ["libdb5.3:amd64"],
    ["libdebconfclient0:amd64"],
    ["libfile-find-rule-perl:all"],
    ["libgcc-s1:amd64"],
    ["libgcrypt20:amd64"],
    ["libgdbm-compat4:amd64"],
    ["libgdbm6:amd64"],
    ["libgmp10:amd64"],
    ["libgpg-error0:amd64"],
    ["liblz4-1:amd64"],
    ["liblzma5:amd64"],
    ["libmd0:amd64"],
    ["libmount1:amd64"],
    ["libnumber-compare-perl:all"],
    ["libpam-modules:amd64"],
    ["libpam-modules-bin:amd64"],
    ["libpam-runtime:all"],
    ["libpam0g:amd64"],
    ["libpcre2-8-0:amd64"],
    ["libperl5.36:amd64"],
    ["libselinux1:amd64"],
    ["libsmartcols1:amd64"],
    ["libsystemd0:amd64"],
    ["libtext-glob-perl:all"],
    ["libtinfo6:amd64"],
    ["libudev1:amd64"],
    ["libuuid1:amd64"],
    ["libzstd1:amd64"],
    ["login:amd64"],
    ["mawk:amd64"],
    ["ncurses-base:all"],
    ["ncurses-bin:amd64"],
    ["perl:amd64"],
    ["perl-base:amd64"],
    ["perl-modules-5.36:all"],
    ["sed:amd64"],
    ["sysvinit-utils:amd64"],
    ["tar:amd64"],
    ["usrmerge:all"],
    ["util-linux:amd64"],
    ["util-linux-extra:amd64"],
    ["zlib1g:amd64"],
  ]
  pre_depends = [
    ["base-files:amd64", "gcc-12-base:amd64", "libc6:amd64", "libgcc-s1:amd64", "mawk:amd64"],
    ["bash:amd64", "gcc-12-base:amd64", "libc6:amd64", "libgcc-s1:amd64", "libtinfo6:amd64"],
    ["bsdutils:amd64", "gcc-12-base:amd64", "libc6:amd64", "libcap2:amd64", "libgcc-s1:amd64", "libgcrypt20:amd64", "libgpg-error0:amd64", "liblz4-1:amd64", "liblzma5:amd64", "libsystemd0:amd64", "libzstd1:amd64"],
    ["coreutils:amd64", "gcc-12-base:amd64", "libacl1:amd64", "libattr1:amd64", "libc6:amd64", "libgcc-s1:amd64", "libgmp10:amd64", "libpcre2-8-0:amd64", "libselinux1:amd64"],
    ["dash:amd64", "gcc-12-base:amd64", "libc6:amd64", "libgcc-s1:amd64"],
    ["debianutils:amd64", "gcc-12-base:amd64", "libc6:amd64", "libgcc-s1:amd64"],
    ["diffutils:amd64", "gcc-12-base:amd64", "libc6:amd64", "libgcc-s1:amd64"],
    ["dpkg:amd64", "gcc-12-base:amd64", "libbz2-1.0:amd64", "libc6:amd64", "libgcc-s1:amd64", "liblzma5:amd64", "libmd0:amd64", "libpcre2-8-0:amd64", "libselinux1:amd64", "libzstd1:amd64", "zlib1g:amd64"],
    ["findutils:amd64", "gcc-12-base:amd64", "libc6:amd64", "libgcc-s1:amd64", "libpcre2-8-0:amd64", "libselinux1:amd64"],
    ["grep:amd64", "gcc-12-base:amd64", "libc6:amd64", "libgcc-s1:amd64", "libpcre2-8-0:amd64"],
    ["gzip:amd64", "gcc-12-base:amd64", "libc6:amd64", "libgcc-s1:amd64"],
    ["hostname:amd64", "gcc-12-base:amd64", "libc6:amd64", "libgcc-s1:amd64"],
    ["libpam-modules:amd64", "debconf:all", "gcc-12-base:amd64", "libaudit-common:all", "libaudit1:amd64", "libc6:amd64", "libcap-ng0:amd64", "libcrypt1:amd64", "libdb5.3:amd64", "libgcc-s1:amd64", "libpam-modules-bin:amd64", "libpam0g:amd64", "libpcre2-8-0:amd64", "libselinux1:amd64"],
    ["login:amd64", "debconf:all", "gcc-12-base:amd64", "libaudit-common:all", "libaudit1:amd64", "libc6:amd64", "libcap-ng0:amd64", "libcrypt1:amd64", "libdb5.3:amd64", "libgcc-s1:amd64", "libpam-modules-bin:amd64", "libpam-modules:amd64", "libpam-runtime:all", "libpam0g:amd64", "libpcre2-8-0:amd64", "libselinux1:amd64"],
    ["ncurses-bin:amd64", "gcc-12-base:amd64", "libc6:amd64", "libgcc-s1:amd64", "libtinfo6:amd64"],
    ["perl:amd64", "dpkg:amd64", "gcc-12-base:amd64", "libacl1:amd64", "libbz2-1.0:amd64", "libc6:amd64", "libgcc-s1:amd64", "liblzma5:amd64", "libmd0:amd64", "libpcre2-8-0:amd64", "libselinux1:amd64", "libzstd1:amd64", "tar:amd64", "zlib1g:amd64"],
    ["perl-base:amd64", "dpkg:amd64", "gcc-12-base:amd64", "libacl1:amd64", "libbz2-1.0:amd64", "libc6:amd64", "libcrypt1:amd64", "libgcc-s1:amd64", "liblzma5:amd64", "libmd0:amd64", "libpcre2-8-0:amd64", "libselinux1:amd64", "libzstd1:amd64", "tar:amd64", "zlib1g:amd64"],
    ["perl-modules-5.36:all", "dpkg:amd64", "gcc-12-base:amd64", "libacl1:amd64", "libbz2-1.0:amd64", "libc6:amd64", "libgcc-s1:amd64", "liblzma5:amd64", "libmd0:amd64", "libpcre2-8-0:amd64", "libselinux1:amd64", "libzstd1:amd64", "tar:amd64", "zlib1g:amd64"],
    ["sed:amd64", "gcc-12-base:amd64", "libacl1:amd64", "libc6:amd64", "libgcc-s1:amd64", "libpcre2-8-0:amd64", "libselinux1:amd64"],
    ["tar:amd64", "gcc-12-base:amd64", "libacl1:amd64", "libc6:amd64", "libgcc-s1:amd64", "libpcre2-8-0:amd64", "libselinux1:amd64"],
    ["util-linux:amd64", "debconf:all", "gcc-12-base:amd64", "libaudit-common:all", "libaudit1:amd64", "libblkid1:amd64", "libc6:amd64", "libcap-ng0:amd64", "libcap2:amd64", "libcrypt1:amd64", "libgcc-s1:amd64", "libgcrypt20:amd64", "libgpg-error0:amd64", "liblz4-1:amd64", "liblzma5:amd64", "libmount1:amd64", "libpam0g:amd64", "libpcre2-8-0:amd64", "libselinux1:amd64", "libsmartcols1:amd64", "libsystemd0:amd64", "libtinfo6:amd64", "libudev1:amd64", "libuuid1:amd64", "libzstd1:amd64", "zlib1g:amd64"],
  ]
}

debian_set "//images:bookworm" {
  suite     = "bookworm"
  arch      = "amd64"
  requested = ["gcc", "libc6-dev", "make", "python3-dev", "python3-pip", "python3-setuptools", "python3-wheel"]
  packages = [
    ["base-files", "12.4+deb12u15", "amd64", "pool/main/b/base-files/base-files_12.4+deb12u15_amd64.deb", 70936, "3eb1ea6d85488f488cc2a163b98ad640ef88cee4c79287cf14e361aaf6206f47"],
    ["base-passwd", "3.6.1", "amd64", "pool/main/b/base-passwd/base-passwd_3.6.1_amd64.deb", 59972, "908ca1b35125f49125ae56945a72bc11ce0fcec85a8d980d10d83bb3a610f518"],
    ["bash", "5.2.15-2+b13", "amd64", "pool/main/b/bash/bash_5.2.15-2+b13_amd64.deb", 1490652, "82130bb6a560cd2a7234d8018baf73f188f5dd56413d5aa0accc987b2197a6a1"],
    ["binutils", "2.40-2", "amd64", "pool/main/b/binutils/binutils_2.40-2_amd64.deb", 64980, "83c3e20b53e1fbd84d764c3ba27d26a0376e361ae5d7fb37120196934dd87424"],
    ["binutils-common", "2.40-2", "amd64", "pool/main/b/binutils/binutils-common_2.40-2_amd64.deb", 2486664, "ab314134f43a0891a48f69a9bc33d825da748fa5e0ba2bebb7a5c491b026f1a0"],
    ["binutils-x86-64-linux-gnu", "2.40-2", "amd64", "pool/main/b/binutils/binutils-x86-64-linux-gnu_2.40-2_amd64.deb", 2245848, "2d7ea8a570d768224d7f2424abbe6f373d2154865a1fa7f56c80d43ecf492521"],
    ["bsdutils", "1:2.38.1-5+deb12u3", "amd64", "pool/main/u/util-linux/bsdutils_2.38.1-5+deb12u3_amd64.deb", 94412, "6cae172b006a4603e710e046c3acba8d98d36748894cbe3eeda31d415fec331e"],
    ["ca-certificates", "20230311+deb12u1", "all", "pool/main/c/ca-certificates/ca-certificates_20230311+deb12u1_all.deb", 155260, "0d5f444f594e48c1e16a41d8fc628a09b24c658916a1274025c2330f2a802bed"],
    ["coreutils", "9.1-1", "amd64", "pool/main/c/coreutils/coreutils_9.1-1_amd64.deb", 2896560, "61038f857e346e8500adf53a2a0a20859f4d3a3b51570cc876b153a2d51a3091"],
    ["cpp", "4:12.2.0-3", "amd64", "pool/main/g/gcc-defaults/cpp_12.2.0-3_amd64.deb", 6836, "a63db920f7aa1857a57beab185423deffb6111fa09437a99bbb4ef724fb7ba78"],
    ["cpp-12", "12.2.0-14+deb12u1", "amd64", "pool/main/g/gcc-12/cpp-12_12.2.0-14+deb12u1_amd64.deb", 9767788, "fedbb98e877adde83c983c6071537ea25ac52b277ac6e4637d85025949ca1454"],
    ["dash", "0.5.12-2", "amd64", "pool/main/d/dash/dash_0.5.12-2_amd64.deb", 91848, "33ea40061da2f1a861ec46212b2b6a34f0776a049b1a3f0abce2fb8cb994258f"],
    ["debconf", "1.5.82", "all", "pool/main/d/debconf/debconf_1.5.82_all.deb", 121212, "74ab14194a3762b2fc717917dcfda42929ab98e3c59295a063344dc551cd7cc8"],
    ["debianutils", "5.7-0.5~deb12u1", "amd64", "pool/main/d/debianutils/debianutils_5.7-0.5~deb12u1_amd64.deb", 102588, "55f951359670eb3236c9e2ccd5fac9ccb3db734f5a22aff21589e7a30aee48c9"],
    ["diffutils", "1:3.8-4", "amd64", "pool/main/d/diffutils/diffutils_3.8-4_amd64.deb", 351740, "8bdfedc14c1035e3750e9f055ac9c1ecd9b5d05d9e6dc6466c4e9237eef407dd"],
    ["dpkg", "1.21.23", "amd64", "pool/main/d/dpkg/dpkg_1.21.23_amd64.deb", 1567804, "f89e9f8d1a4a50ade44be3ed59a6ec55460fce205d2f8520c5c492137c5b609b"],
    ["findutils", "4.9.0-4", "amd64", "pool/main/f/findutils/findutils_4.9.0-4_amd64.deb", 635500, "5dd86bd0af4aa73f067dfd6b8339dd868f2dd84056aa79db29d1206d4fbc5e04"],
    ["gcc", "4:12.2.0-3", "amd64", "pool/main/g/gcc-defaults/gcc_12.2.0-3_amd64.deb", 5216, "bb63b0fb2797e2a3a294dab8a02614930c557ec1f4ea96637c244b8b5f87e630"],
    ["gcc-12", "12.2.0-14+deb12u1", "amd64", "pool/main/g/gcc-12/gcc-12_12.2.0-14+deb12u1_amd64.deb", 19268852, "b46f33cc2ec245e435e043807038cecf4b201ef004800e9dfc1455240360e49d"],
    ["gcc-12-base", "12.2.0-14+deb12u1", "amd64", "pool/main/g/gcc-12/gcc-12-base_12.2.0-14+deb12u1_amd64.deb", 37596, "1896a2aacf4ad681ff5eacc24a5b0ca4d5d9c9b9c9e4b6de5197bc1e116ea619"],
    ["grep", "3.8-5", "amd64", "pool/main/g/grep/grep_3.8-5_amd64.deb", 421444, "3264acea728df3c48a54f20e9291b965130e306b9d00adac76647049da7196df"],
    ["gzip", "1.12-1", "amd64", "pool/main/g/gzip/gzip_1.12-1_amd64.deb", 140364, "eabec1dde2834f72540d7b93fc5df2625f52611c06d93d61f5cdb12480e0e6a3"],
    ["hostname", "3.23+nmu1", "amd64", "pool/main/h/hostname/hostname_3.23+nmu1_amd64.deb", 10500, "17d9a2f3c05004499d80e180d2440fd716f84c32b65f09d96c9a024af4d1d0e7"],
    ["init-system-helpers", "1.65.2+deb12u1", "all", "pool/main/i/init-system-helpers/init-system-helpers_1.65.2+deb12u1_all.deb", 39020, "afab482524c64e4e256eb5cab43c1a96dc493ec476d94f19f1a5ec3de5fa0fef"],
    ["libacl1", "2.3.1-3", "amd64", "pool/main/a/acl/libacl1_2.3.1-3_amd64.deb", 31488, "8be9df5795114bfe90e2be3d208ef47a5edd3fc7b3e20d387a597486d444e5e2"],
    ["libasan8", "12.2.0-14+deb12u1", "amd64", "pool/main/g/gcc-12/libasan8_12.2.0-14+deb12u1_amd64.deb", 2192652, "e7ac5d797d7d438a130674a8e463530f06aa02ecf919ca054d75eaa2f7849ec7"],
    ["libatomic1", "12.2.0-14+deb12u1", "amd64", "pool/main/g/gcc-12/libatomic1_12.2.0-14+deb12u1_amd64.deb", 9376, "fbd4e154a6b444229ea002cc209df099209c0adc09102e5fd21239a3d2b55e2d"],
    ["libattr1", "1:2.5.1-4", "amd64", "pool/main/a/attr/libattr1_2.5.1-4_amd64.deb", 22164, "c4945123d66d0503ba42e2fc0585abc76d0838978c6d277b9cc37a4da25d1a34"],
    ["libaudit-common", "1:3.0.9-1", "all", "pool/main/a/audit/libaudit-common_3.0.9-1_all.deb", 10448, "17d0341ca6ce604ce59c296780ac2c2a24141a769823c50669af942c025e6591"],
    ["libaudit1", "1:3.0.9-1", "amd64", "pool/main/a/audit/libaudit1_3.0.9-1_amd64.deb", 46764, "30954df4b5a7c505661ba8ae5e6ea94f5805e408899fb400783bb166eb5ff306"],
    ["libbinutils", "2.40-2", "amd64", "pool/main/b/binutils/libbinutils_2.40-2_amd64.deb", 572104, "fcf55b99e5f8a78f3c8ce9b6957f1024f394cf20c196b100d308a57e43547710"],
    ["libblkid1", "2.38.1-5+deb12u3", "amd64", "pool/main/u/util-linux/libblkid1_2.38.1-5+deb12u3_amd64.deb", 147380, "5a083377f29191cafcdf0f91ec124349b4a7895b531556633a136e43c6d53943"],
    ["libbz2-1.0", "1.0.8-5+b1", "amd64", "pool/main/b/bzip2/libbz2-1.0_1.0.8-5+b1_amd64.deb", 47348, "54149da3f44b22d523b26b692033b84503d822cc5122fed606ea69cc83ca5aeb"],
    ["libc-bin", "2.36-9+deb12u14", "amd64", "pool/main/g/glibc/libc-bin_2.36-9+deb12u14_amd64.deb", 609144, "e667401af91fad95f15b3ebd25d1abd8373fd18b00dc32219678413170544e84"],
    ["libc-dev-bin", "2.36-9+deb12u14", "amd64", "pool/main/g/glibc/libc-dev-bin_2.36-9+deb12u14_amd64.deb", 48056, "f61d923b703401023bec2ac3d9d1c9ad7341930fbe11736f7f5ef64b489d03c4"],
    ["libc6", "2.36-9+deb12u14", "amd64", "pool/main/g/glibc/libc6_2.36-9+deb12u14_amd64.deb", 2759320, "ba4f88f73dbc3ae9055f3c20f4523bfdbaf1ad13ff95e258924f77d20b4fbedf"],
    ["libc6-dev", "2.36-9+deb12u14", "amd64", "pool/main/g/glibc/libc6-dev_2.36-9+deb12u14_amd64.deb", 1903668, "0218fc2befcd784c1b0c6292c0a137ce89fad054efaa579ad083bee0f2c01aae"],
    ["libcap-ng0", "0.8.3-1+b3", "amd64", "pool/main/libc/libcap-ng/libcap-ng0_0.8.3-1+b3_amd64.deb", 17068, "b4b54769c77e4a71c8b33aee4d600ba28a9994a1c6f60d55d4ebe7fc44882e07"],
    ["libcap2", "1:2.66-4+deb12u3+b1", "amd64", "pool/main/libc/libcap2/libcap2_2.66-4+deb12u3+b1_amd64.deb", 27708, "8d684c673e7483802a5c447834b0df6fce006eb3a7109e1be412f5ad425bb24f"],
    ["libcc1-0", "12.2.0-14+deb12u1", "amd64", "pool/main/g/gcc-12/libcc1-0_12.2.0-14+deb12u1_amd64.deb", 41736, "4ee6009633003f47de98333ea7f7d8835ec563ae2ac4f30251dbfee04d75d46b"],
    ["libcom-err2", "1.47.0-2+b2", "amd64", "pool/main/e/e2fsprogs/libcom-err2_1.47.0-2+b2_amd64.deb", 20044, "a2bac7015e78fbc0c504df3e441f3a22292f1d2d77f9ccda760057f3690e22f2"],
    ["libcrypt-dev", "1:4.4.33-2", "amd64", "pool/main/libx/libxcrypt/libcrypt-dev_4.4.33-2_amd64.deb", 118144, "81ccd29130f75a9e3adabc80e61921abff42f76761e1f792fa2d1bb69af7f52f"],
    ["libcrypt1", "1:4.4.33-2", "amd64", "pool/main/libx/libxcrypt/libcrypt1_4.4.33-2_amd64.deb", 89464, "f5f60a5cdfd4e4eaa9438ade5078a57741a7a78d659fcb0c701204f523e8bd29"],
    ["libctf-nobfd0", "2.40-2", "amd64", "pool/main/b/binutils/libctf-nobfd0_2.40-2_amd64.deb", 153384, "ef1dfcf22de41ea90ebd3d505447ccccd999e96b85aa777a1d7d981dc3b347aa"],
    ["libctf0", "2.40-2", "amd64", "pool/main/b/binutils/libctf0_2.40-2_amd64.deb", 89796, "3fb7b6f326be3fae4a87a3d33b9269bd06c1e4346a24bd737f265067e3b7427f"],
    ["libdb5.3", "5.3.28+dfsg2-1", "amd64", "pool/main/d/db5.3/libdb5.3_5.3.28+dfsg2-1_amd64.deb", 697412, "7dc5127b8dd0da80e992ba594954c005ae4359d839a24eb65d0d8129b5235c84"],
    ["libdebconfclient0", "0.270", "amd64", "pool/main/c/cdebconf/libdebconfclient0_0.270_amd64.deb", 9900, "7d2b2b700bae0ba67a13655fabba6a98da3f6ce7dee43d1ee0ac433b7ca1d947"],
    ["libexpat1", "2.5.0-1+deb12u2", "amd64", "pool/main/e/expat/libexpat1_2.5.0-1+deb12u2_amd64.deb", 99888, "2255e62fc22a86d2c544b8a3f516da9aee19383ad5742722ab4ce7f66a30dbc8"],
    ["libexpat1-dev", "2.5.0-1+deb12u2", "amd64", "pool/main/e/expat/libexpat1-dev_2.5.0-1+deb12u2_amd64.deb", 150980, "757279c1ce56ca88ca519e4c01cffd94e8480ce936f53fe9b0d61dc1bab20394"],
    ["libffi8", "3.4.4-1", "amd64", "pool/main/libf/libffi/libffi8_3.4.4-1_amd64.deb", 22856, "6d9f6c25c30efccce6d4bceaa48ea86c329a3432abb360a141f76ac223a4c34a"],
    ["libfile-find-rule-perl", "0.34-4~deb12u1", "all", "pool/main/libf/libfile-find-rule-perl/libfile-find-rule-perl_0.34-4~deb12u1_all.deb", 26736, "d941143c65e47eff192195ed1b8367d3d74e5a0de668fc5ae9d787383ec48c23"],
    ["libgcc-12-dev", "12.2.0-14+deb12u1", "amd64", "pool/main/g/gcc-12/libgcc-12-dev_12.2.0-14+deb12u1_amd64.deb", 2437204, "d720259380a84f2ffc6fe516eff5cbe9c8a005138e8d6a5748747ba4b3404a82"],
    ["libgcc-s1", "12.2.0-14+deb12u1", "amd64", "pool/main/g/gcc-12/libgcc-s1_12.2.0-14+deb12u1_amd64.deb", 49856, "3016e62cb4b7cd8038822870601f5ed131befe942774d0f745622cc77d8a88f7"],
    ["libgcrypt20", "1.10.1-3+deb12u1", "amd64", "pool/main/libg/libgcrypt20/libgcrypt20_1.10.1-3+deb12u1_amd64.deb", 696204, "e7a56552139c693904a6f9712234c05fe918353273a7cbdb5e62f423ad71bb97"],
    ["libgdbm-compat4", "1.23-3", "amd64", "pool/main/g/gdbm/libgdbm-compat4_1.23-3_amd64.deb", 48156, "4af36a590b68d415a78d9238b932b6a4579f515ec8a8016597498acff5b515a4"],
    ["libgdbm6", "1.23-3", "amd64", "pool/main/g/gdbm/libgdbm6_1.23-3_amd64.deb", 72248, "95fe4a1336532450e67bd067892f46eaa484139919ea8d067a9ffcbf5a4bf883"],
    ["libgmp10", "2:6.2.1+dfsg1-1.1", "amd64", "pool/main/g/gmp/libgmp10_6.2.1+dfsg1-1.1_amd64.deb", 562588, "187aedef2ed763f425c1e523753b9719677633c7eede660401739e9c893482bd"],
    ["libgomp1", "12.2.0-14+deb12u1", "amd64", "pool/main/g/gcc-12/libgomp1_12.2.0-14+deb12u1_amd64.deb", 115772, "48fec46bda7f5b1638b9e959889bfbc20491247d402d120bb152687eb48143d7"],
    ["libgpg-error0", "1.46-1", "amd64", "pool/main/libg/libgpg-error/libgpg-error0_1.46-1_amd64.deb", 76888, "89944ee11d7370ce6ef46fc52f094c4a6512eff8943ec4c6ebefeae6360ceada"],
    ["libgprofng0", "2.40-2", "amd64", "pool/main/b/binutils/libgprofng0_2.40-2_amd64.deb", 812120, "a3c4092d84f19d13caf90f3c96eec53db8819f0e3a5247434944d71ed75fa53d"],
    ["libgssapi-krb5-2", "1.20.1-2+deb12u5", "amd64", "pool/main/k/krb5/libgssapi-krb5-2_1.20.1-2+deb12u5_amd64.deb", 135168, "d8b87aea91b956b416c01a28c44ff6228315ae3b73de40acddac3dc5043607d2"],
    ["libisl23", "0.25-1.1", "amd64", "pool/main/i/isl/libisl23_0.25-1.1_amd64.deb", 683060, "ebff0b2f8b220c74224197523019366e97ee4770d464bebc48e4865114e4da0e"],
    ["libitm1", "12.2.0-14+deb12u1", "amd64", "pool/main/g/gcc-12/libitm1_12.2.0-14+deb12u1_amd64.deb", 26140, "0ed5b35dfd1346cccbf065408ec789db6c44c1d0a16ae84533411dea09632979"],
    ["libjansson4", "2.14-2", "amd64", "pool/main/j/jansson/libjansson4_2.14-2_amd64.deb", 40788, "3fc9742f9f1a37bcb9931df6074b4d1483419ef832ad5349f47323e75fc27864"],
    ["libjs-jquery", "3.6.1+dfsg+~3.5.14-1", "all", "pool/main/n/node-jquery/libjs-jquery_3.6.1+dfsg+~3.5.14-1_all.deb", 326128, "a58c9ff6afe96c769cb6535754c909410760e4efa1e1540236194e489adcfb25"],
    ["libjs-sphinxdoc", "5.3.0-4", "all", "pool/main/s/sphinx/libjs-sphinxdoc_5.3.0-4_all.deb", 130384, "93c0e211e0399659b224a49f86147bac4b2282b7e23fbfaa2edf990979cee59a"],
    ["libjs-underscore", "1.13.4~dfsg+~1.11.4-3", "all", "pool/main/u/underscore/libjs-underscore_1.13.4~dfsg+~1.11.4-3_all.deb", 115632, "4a0fbc90e7f62ea50c4ac7453352721fa60bb5eac87e9f39a027908faff29015"],
    ["libk5crypto3", "1.20.1-2+deb12u5", "amd64", "pool/main/k/krb5/libk5crypto3_1.20.1-2+deb12u5_amd64.deb", 79712, "7b6e47d15c5c9cdcd456137533d8308aeba608a54cec73b28bd59bfc4b54cf06"],
    ["libkeyutils1", "1.6.3-2", "amd64", "pool/main/k/keyutils/libkeyutils1_1.6.3-2_amd64.deb", 8808, "cfac89e6a7a54ff3c6a4f843310e25efeddaa771baeae470bd98bd588c373563"],
    ["libkrb5-3", "1.20.1-2+deb12u5", "amd64", "pool/main/k/krb5/libkrb5-3_1.20.1-2+deb12u5_amd64.deb", 332280, "c90801be09701af221b54dd502a59cb378b7284ff31e480738baca317d2f7653"],
    ["libkrb5support0", "1.20.1-2+deb12u5", "amd64", "pool/main/k/krb5/libkrb5support0_1.20.1-2+deb12u5_amd64.deb", 33212, "8b9c05f2d8d461a10d657b118f572af5bf8fd6c8f93dcef81e852c5ab0f428ab"],
    ["liblsan0", "12.2.0-14+deb12u1", "amd64", "pool/main/g/gcc-12/liblsan0_12.2.0-14+deb12u1_amd64.deb", 969300, "d234ab339c0ba31a4fb44e2334cf5a8d15b87f2c2f9e74fadfaa877f92dcf22a"],
    ["liblz4-1", "1.9.4-1", "amd64", "pool/main/l/lz4/liblz4-1_1.9.4-1_amd64.deb", 62884, "64cde86cef1deaf828bd60297839b59710b5cd8dc50efd4f12643caaee9389d3"],
    ["liblzma5", "5.4.1-1+deb12u1", "amd64", "pool/main/x/xz-utils/liblzma5_5.4.1-1+deb12u1_amd64.deb", 205732, "f96d8876b53ec89d76a992bc199679b818cf518225a768954d9451fb556a4eb7"],
    ["libmd0", "1.0.4-2", "amd64", "pool/main/libm/libmd/libmd0_1.0.4-2_amd64.deb", 29456, "03539fd30c509e27101d13a56e52eda9062bdf1aefe337c07ab56def25a13eab"],
    ["libmount1", "2.38.1-5+deb12u3", "amd64", "pool/main/u/util-linux/libmount1_2.38.1-5+deb12u3_amd64.deb", 165732, "f46e2d6b006951825adde9757790b6609d7c66c7700f9b68f3db913eaac323c3"],
    ["libmpc3", "1.3.1-1", "amd64", "pool/main/m/mpclib3/libmpc3_1.3.1-1_amd64.deb", 51480, "d7f79544790e44f9b0c8cb9034a18c58d37f8702a15f32539050718679e52f80"],
    ["libmpfr6", "4.2.0-1", "amd64", "pool/main/m/mpfr4/libmpfr6_4.2.0-1_amd64.deb", 700900, "37b7a2b4e78890b6a074777f27b96c84f58e81558ba08410c2b6c0ca4a4ad77b"],
    ["libncursesw6", "6.4-4", "amd64", "pool/main/n/ncurses/libncursesw6_6.4-4_amd64.deb", 133824, "98fa7a53dc565a38b65fb70422ad08001bf5361d8fbc74255280c329996a6bec"],
    ["libnsl-dev", "1.3.0-2", "amd64", "pool/main/libn/libnsl/libnsl-dev_1.3.0-2_amd64.deb", 66436, "bb81a188c119cd7fdebae723cbc95887b6c549b2fe4fb7e268a9c8846444da99"],
    ["libnsl2", "1.3.0-2", "amd64", "pool/main/libn/libnsl/libnsl2_1.3.0-2_amd64.deb", 39480, "c0d83437fdb016cb289436f49f28a36be44b3e8f1f2498c7e3a095f709c0d6f8"],
    ["libnumber-compare-perl", "0.03-3", "all", "pool/main/libn/libnumber-compare-perl/libnumber-compare-perl_0.03-3_all.deb", 6332, "cf95662e27037d92c582647400bb1ca7a6dfd2eb26eee5b968b23263cd4976dc"],
    ["libpam-modules", "1.5.2-6+deb12u2", "amd64", "pool/main/p/pam/libpam-modules_1.5.2-6+deb12u2_amd64.deb", 291056, "19fb4838168e68bc15a5606070f14b1162bb34a3899686913f5d661f1707f483"],
    ["libpam-modules-bin", "1.5.2-6+deb12u2", "amd64", "pool/main/p/pam/libpam-modules-bin_1.5.2-6+deb12u2_amd64.deb", 75676, "e7b1f6c60a51398920c5da792016161a65bf1c7caaa64140dd2099176ed51280"],
    ["libpam-runtime", "1.5.2-6+deb12u2", "all", "pool/main/p/pam/libpam-runtime_1.5.2-6+deb12u2_all.deb", 160936, "7a4f26d54c1e3ee8c68095f9d9013d13dd89a33ff78ef87330d21f21235fc278"],
    ["libpam0g", "1.5.2-6+deb12u2", "amd64", "pool/main/p/pam/libpam0g_1.5.2-6+deb12u2_amd64.deb", 92060, "a06f889caf9e97ccf04dedec0905573916bc6ec3366ade2c6ef8900047fd5cc1"],
    ["libpcre2-8-0", "10.42-1", "amd64", "pool/main/p/pcre2/libpcre2-8-0_10.42-1_amd64.deb", 260776, "030db54f4d76cdfe2bf0e8eb5f9efea0233ab3c7aa942d672c7b63b52dbaf935"],
    ["libperl5.36", "5.36.0-7+deb12u3", "amd64", "pool/main/p/perl/libperl5.36_5.36.0-7+deb12u3_amd64.deb", 4195924, "591903643119c7e1735011369287976eccab1d79b1d2f210760e2138d0a3aa46"],
    ["libpython3-dev", "3.11.2-1+b1", "amd64", "pool/main/p/python3-defaults/libpython3-dev_3.11.2-1+b1_amd64.deb", 9572, "ded769fd142b6a49f7f2eb9b27056a1340a96d99f7d96e5a0f449585d22c9602"],
    ["libpython3-stdlib", "3.11.2-1+b1", "amd64", "pool/main/p/python3-defaults/libpython3-stdlib_3.11.2-1+b1_amd64.deb", 9312, "4e58891d5c951a1e360ed9eaa814413cb5e84deadce3f08e801ac680434c786e"],
    ["libpython3.11", "3.11.2-6+deb12u8", "amd64", "pool/main/p/python3.11/libpython3.11_3.11.2-6+deb12u8_amd64.deb", 1988456, "63845d53d5f64d2362cfb6007ec175ad1c6044cebe60a1885eff76d2ce637c35"],
    ["libpython3.11-dev", "3.11.2-6+deb12u8", "amd64", "pool/main/p/python3.11/libpython3.11-dev_3.11.2-6+deb12u8_amd64.deb", 4737920, "01a8eddeb8505bb6e2c01209cda66b41fb5ebeaa64e69d0e25f7131915f1cd32"],
    ["libpython3.11-minimal", "3.11.2-6+deb12u8", "amd64", "pool/main/p/python3.11/libpython3.11-minimal_3.11.2-6+deb12u8_amd64.deb", 817740, "f3beaa03994ffedacf73c43a0843d53b062d347115d8af65bee2034552a4e6f9"],
    ["libpython3.11-stdlib", "3.11.2-6+deb12u8", "amd64", "pool/main/p/python3.11/libpython3.11-stdlib_3.11.2-6+deb12u8_amd64.deb", 1798560, "890b3540dad8a1ccc0deeca025db735bcc82629a76adacbe3b50fcc06ed528ca"],
    ["libquadmath0", "12.2.0-14+deb12u1", "amd64", "pool/main/g/gcc-12/libquadmath0_12.2.0-14+deb12u1_amd64.deb", 144616, "3f0c9a4c730da2fdab001cae596625438598fd2996d29d888feeb4c1cdc9011f"],
    ["libreadline8", "8.2-1.3", "amd64", "pool/main/r/readline/libreadline8_8.2-1.3_amd64.deb", 165760, "e02ebbd3701cf468dbf98d6d917fbe0325e881f07fe8b316150c8d2a64486e66"],
    ["libselinux1", "3.4-1+b6", "amd64", "pool/main/libs/libselinux/libselinux1_3.4-1+b6_amd64.deb", 73720, "2b07f5287b9105f40158b56e4d70cc1652dac56a408f3507b4ab3d061eed425f"],
    ["libsmartcols1", "2.38.1-5+deb12u3", "amd64", "pool/main/u/util-linux/libsmartcols1_2.38.1-5+deb12u3_amd64.deb", 106776, "84088c6895fc07538fc51624899f3f71835188e0d38ebc3812097ac13da523b0"],
    ["libsqlite3-0", "3.40.1-2+deb12u2", "amd64", "pool/main/s/sqlite3/libsqlite3-0_3.40.1-2+deb12u2_amd64.deb", 838808, "a8d78b40e9b4e422224aeebfe0e4dfc243f6acf3532490b0c05480d4283d41e2"],
    ["libssl3", "3.0.20-1~deb12u2", "amd64", "pool/main/o/openssl/libssl3_3.0.20-1~deb12u2_amd64.deb", 2036016, "89be24b41bff568ee6e7caf5680a3d808e80315ed92e407056ce0fa7a5bda025"],
    ["libstdc++6", "12.2.0-14+deb12u1", "amd64", "pool/main/g/gcc-12/libstdc++6_12.2.0-14+deb12u1_amd64.deb", 612604, "5cd3171216d4ab0fc911cfe9c35509bf2dd8f47761c43b7f6a4296701551a24d"],
    ["libsystemd0", "252.39-1~deb12u2", "amd64", "pool/main/s/systemd/libsystemd0_252.39-1~deb12u2_amd64.deb", 332372, "013c07514a9e4933b2d5c098018695a6aa42d085dbc483ce2c094a954c8a1b0a"],
    ["libtext-glob-perl", "0.11-3", "all", "pool/main/libt/libtext-glob-perl/libtext-glob-perl_0.11-3_all.deb", 7676, "b0f1a40c5b26f4e4c83a4f8e1768fcf50ae9aac84b7f807ccb38123b50396f64"],
    ["libtinfo6", "6.4-4", "amd64", "pool/main/n/ncurses/libtinfo6_6.4-4_amd64.deb", 331352, "072d908f38f51090ca28ca5afa3b46b2957dc61fe35094c0b851426859a49a51"],
    ["libtirpc-common", "1.3.3+ds-1", "all", "pool/main/libt/libtirpc/libtirpc-common_1.3.3+ds-1_all.deb", 14048, "3e3ef129b4bf61513144236e15e1b4ec57fa5ae3dc8a72137abdbefb7a63af85"],
    ["libtirpc-dev", "1.3.3+ds-1", "amd64", "pool/main/libt/libtirpc/libtirpc-dev_1.3.3+ds-1_amd64.deb", 191428, "03326473eed54ffa27efae19aa5d6aeb402930968f869f318445513093691d55"],
    ["libtirpc3", "1.3.3+ds-1", "amd64", "pool/main/libt/libtirpc/libtirpc3_1.3.3+ds-1_amd64.deb", 85192, "2a46d5a5e9486da11ffeff5740931740d6deae4f92cd6098df060dc5dff1e1c7"],
    ["libtsan2", "12.2.0-14+deb12u1", "amd64", "pool/main/g/gcc-12/libtsan2_12.2.0-14+deb12u1_amd64.deb", 2196972, "06906663d644a75a1a836382ecd80b61461129c06f02935ce408b25809f6c958"],
    ["libubsan1", "12.2.0-14+deb12u1", "amd64", "pool/main/g/gcc-12/libubsan1_12.2.0-14+deb12u1_amd64.deb", 883056, "744f52adf00ffd45d44806b1c7e802a36bd27e479c9bc8457128fde357faa530"],
    ["libudev1", "252.39-1~deb12u2", "amd64", "pool/main/s/systemd/libudev1_252.39-1~deb12u2_amd64.deb", 108880, "6f7e08f11c4809d2e5998c775f7b423ab5ec2ce0309494b4a2615037052245e2"],
    ["libuuid1", "2.38.1-5+deb12u3", "amd64", "pool/main/u/util-linux/libuuid1_2.38.1-5+deb12u3_amd64.deb", 28784, "5fff398321da62d28a842bcbabd193d72ae21724962c029dc32b1dc6b2deaeaf"],
    ["libzstd1", "1.5.4+dfsg2-5", "amd64", "pool/main/libz/libzstd/libzstd1_1.5.4+dfsg2-5_amd64.deb", 290036, "6315b5ac38b724a710fb96bf1042019398cb656718b1522279a5185ed39318fa"],
    ["linux-libc-dev", "6.1.176-1", "amd64", "pool/main/l/linux/linux-libc-dev_6.1.176-1_amd64.deb", 2303828, "8bb258735b9dffbb111da778ebdd024750878e435ffd9dfcadcb6762ede6b4cf"],
    ["login", "1:4.13+dfsg1-1+deb12u2", "amd64", "pool/main/s/shadow/login_4.13+dfsg1-1+deb12u2_amd64.deb", 616084, "f1cc45bf505a8457340dc3c36f3a01a1835aaf564d73d9d394afb8ccfb6595a0"],
    ["make", "4.3-4.1", "amd64", "pool/main/m/make-dfsg/make_4.3-4.1_amd64.deb", 395632, "a1a83af8cbd854af887b72ad196b1f4af58387815e21ced1000253a116a46e2a"],
    ["mawk", "1.3.4.20200120-3.1", "amd64", "pool/main/m/mawk/mawk_1.3.4.20200120-3.1_amd64.deb", 119144, "bcbc83f391854ea9d50ce2a4101aacf330de3b8b71d81a798faadba14a157f78"],
    ["media-types", "10.0.0", "all", "pool/main/m/media-types/media-types_10.0.0_all.deb", 26136, "aaa46dcb3b39948ae2e0fdb72cfcb2f48c0b59f19785a3da8045c05eb19955dd"],
    ["ncurses-base", "6.4-4", "all", "pool/main/n/ncurses/ncurses-base_6.4-4_all.deb", 261308, "bfd1d89f833c09a28b062ee916495cf69649ca2bf529532476c7b69d75d24909"],
    ["ncurses-bin", "6.4-4", "amd64", "pool/main/n/ncurses/ncurses-bin_6.4-4_amd64.deb", 421400, "396d6e453aee6d71b7141f0bfb333a6c08a44c64f77632bdf52894ccd123db46"],
    ["openssl", "3.0.20-1~deb12u2", "amd64", "pool/main/o/openssl/openssl_3.0.20-1~deb12u2_amd64.deb", 1438712, "4d218561dc838de081de97f54584c4a29e77e26c7ed9fe3440d776d8e6071bf9"],
    ["perl", "5.36.0-7+deb12u3", "amd64", "pool/main/p/perl/perl_5.36.0-7+deb12u3_amd64.deb", 238900, "afa50ec7d9b1a407cd0187dae033644ef13578d4f3792435e0c41b962ffec0c4"],
    ["perl-base", "5.36.0-7+deb12u3", "amd64", "pool/main/p/perl/perl-base_5.36.0-7+deb12u3_amd64.deb", 1607712, "8ec874926e211807cde71e1b0a2311d2534ab3539dffcb2c8553633f542efc1a"],
    ["perl-modules-5.36", "5.36.0-7+deb12u3", "all", "pool/main/p/perl/perl-modules-5.36_5.36.0-7+deb12u3_all.deb", 2815332, "3d237ccb1ea32727b6573d43c67d78337aa928a81148d36cef54b369a07c240a"],
    ["python3", "3.11.2-1+b1", "amd64", "pool/main/p/python3-defaults/python3_3.11.2-1+b1_amd64.deb", 26300, "33f6dafbd1a6902d9063172ec7dbd4b2225e12009e0d7ec5c933a72c2f5f3b74"],
    ["python3-dev", "3.11.2-1+b1", "amd64", "pool/main/p/python3-defaults/python3-dev_3.11.2-1+b1_amd64.deb", 26180, "74c35488ce04fd9a371522d2ef3ef3a3d0ba585d5afcb4ce4ec9c6a531377518"],
    ["python3-distutils", "3.11.2-3", "all", "pool/main/p/python3-stdlib-extensions/python3-distutils_3.11.2-3_all.deb", 130936, "a620b555f301860a08e30534c7e6f7d79818e5e1977bfec39a612e7003074318"],
    ["python3-lib2to3", "3.11.2-3", "all", "pool/main/p/python3-stdlib-extensions/python3-lib2to3_3.11.2-3_all.deb", 76284, "4e7f5e01e49a0622d10db3d0995666a6ead6a369cd127a996e9a4f9e91696a51"],
    ["python3-minimal", "3.11.2-1+b1", "amd64", "pool/main/p/python3-defaults/python3-minimal_3.11.2-1+b1_amd64.deb", 26312, "30f9618670e686d781afbfc713eb0830c29d2819e9cb2a0488800dad6bb99faa"],
    ["python3-pip", "23.0.1+dfsg-1", "all", "pool/main/p/python-pip/python3-pip_23.0.1+dfsg-1_all.deb", 1324972, "d8024ededc6c7fe941ca96aabebdcf2d846fd130eae9d66aad1aa32a84454291"],
    ["python3-pkg-resources", "66.1.1-1+deb12u2", "all", "pool/main/s/setuptools/python3-pkg-resources_66.1.1-1+deb12u2_all.deb", 296604, "25dfb378939ccdf27e7382adf44c168f86e22f9f1a8e6e3a2ec526431ed5e30f"],
    ["python3-setuptools", "66.1.1-1+deb12u2", "all", "pool/main/s/setuptools/python3-setuptools_66.1.1-1+deb12u2_all.deb", 521580, "96f934b8dbe4367c4cf9e4c740aa5c85f9a9ac8875a16556c8677fb342c7838f"],
    ["python3-wheel", "0.38.4-2", "all", "pool/main/w/wheel/python3-wheel_0.38.4-2_all.deb", 30808, "623a8f7c70ba713b0d8d5a321f157405861f0a0b1a652edad2cda5f70f5773f9"],
    ["python3.11", "3.11.2-6+deb12u8", "amd64", "pool/main/p/python3.11/python3.11_3.11.2-6+deb12u8_amd64.deb", 574236, "cd7b10c24281416a6acb22cd23ed7391c7dddd4a3d4d4a63d37faa786639b5de"],
    ["python3.11-dev", "3.11.2-6+deb12u8", "amd64", "pool/main/p/python3.11/python3.11-dev_3.11.2-6+deb12u8_amd64.deb", 619232, "b17df208ce4d8967269d7ef5aa7f9c8fc873f8c766a9b6382aae23a48ea71c17"],
    ["python3.11-minimal", "3.11.2-6+deb12u8", "amd64", "pool/main/p/python3.11/python3.11-minimal_3.11.2-6+deb12u8_amd64.deb", 2064968, "4aba533f7cc5e7b93b7ff24482840e96813f5bcde9cce028395b65a0d799ccee"],
    ["readline-common", "8.2-1.3", "all", "pool/main/r/readline/readline-common_8.2-1.3_all.deb", 68988, "69317523fe56429aa361545416ad339d138c1500e5a604856a80dd9074b4e35c"],
    ["rpcsvc-proto", "1.4.3-1", "amd64", "pool/main/r/rpcsvc-proto/rpcsvc-proto_1.4.3-1_amd64.deb", 63268, "32ac0692694f8a34cc90c895f4fc739680fb2ef0e2d4870a68833682bf1c81a3"],
    ["sed", "4.9-1+deb12u1", "amd64", "pool/main/s/sed/sed_4.9-1+deb12u1_amd64.deb", 329092, "fd557efeee8aae4619c2cb7f68aadccb804322ad4a99ab048aaae5901d253885"],
    ["sysvinit-utils", "3.06-4", "amd64", "pool/main/s/sysvinit/sysvinit-utils_3.06-4_amd64.deb", 30996, "11790842108768ec52432ea22e7b4f057232813b7c27ef6dfe1aba776a5cb90e"],
    ["tar", "1.34+dfsg-1.2+deb12u1", "amd64", "pool/main/t/tar/tar_1.34+dfsg-1.2+deb12u1_amd64.deb", 836288, "24fb92e98c2969171f81a8b589263d705f6b1670f95d121cd74c810d4605acc3"],
    ["usrmerge", "37~deb12u1", "all", "pool/main/u/usrmerge/usrmerge_37~deb12u1_all.deb", 13336, "8a25318213244f075b56363408c87a519ed8cef24b270c3d045ef35d695de13a"],
    ["util-linux", "2.38.1-5+deb12u3", "amd64", "pool/main/u/util-linux/util-linux_2.38.1-5+deb12u3_amd64.deb", 1177276, "8eb241ff24b2e1ee9c0373f4fc9bc728b85bf5966c1496154df7da01c0e42f34"],
    ["util-linux-extra", "2.38.1-5+deb12u3", "amd64", "pool/main/u/util-linux/util-linux-extra_2.38.1-5+deb12u3_amd64.deb", 110728, "b097a68c68e5c47a18e82678729dd9986782cf1d439f53beafad6f6dd3e6d688"],
    ["zlib1g", "1:1.2.13.dfsg-1", "amd64", "pool/main/z/zlib/zlib1g_1.2.13.dfsg-1_amd64.deb", 86684, "d7dd1d1411fedf27f5e27650a6eff20ef294077b568f4c8c5e51466dc7c08ce4"],
    ["zlib1g-dev", "1:1.2.13.dfsg-1", "amd64", "pool/main/z/zlib/zlib1g-dev_1.2.13.dfsg-1_amd64.deb", 916272, "f9ce531f60cbd5df37996af9370e0171be96902a17ec2bdbd8d62038c354094f"],
  ]
  essential = [
    ["base-files:amd64"],
    ["base-passwd:amd64"],
    ["bash:amd64"],
    ["bsdutils:amd64"],
    ["coreutils:amd64"],
    ["dash:amd64"],
    ["debconf:all"],
    ["debianutils:amd64"],
    ["diffutils:amd64"],
    ["dpkg:amd64"],
    ["findutils:amd64"],
    ["gcc-12-base:amd64"],
    ["grep:amd64"],
    ["gzip:amd64"],
    ["hostname:amd64"],
    ["init-system-helpers:all"],
    ["libacl1:amd64"],
    ["libattr1:amd64"],
    ["libaudit-common:all"],
    ["libaudit1:amd64"],
    ["libblkid1:amd64"],
    ["libbz2-1.0:amd64"],
    ["libc-bin:amd64"],
    ["libc6:amd64"],
    ["libcap-ng0:amd64"],
    ["libcap2:amd64"],
    ["libcrypt1:amd64"],
    ["libdb5.3:amd64"],
    ["libdebconfclient0:amd64"],
    ["libfile-find-rule-perl:all"],
    ["libgcc-s1:amd64"],
    ["libgcrypt20:amd64"],
    ["libgdbm-compat4:amd64"],
    ["libgdbm6:amd64"],
    ["libgmp10:amd64"],
    ["libgpg-error0:amd64"],
    ["liblz4-1:amd64"],
    ["liblzma5:amd64"],
    ["libmd0:amd64"],
    ["libmount1:amd64"],
    ["libnumber-compare-perl:all"],
    ["libpam-modules:amd64"],
    ["libpam-modules-bin:amd64"],
    ["libpam-runtime:all"],
    ["libpam0g:amd64"],
    ["libpcre2-8-0:amd64"],
    ["libperl5.36:amd64"],
    ["libselinux1:amd64"],
    ["libsmartcols1:amd64"],
    ["libsystemd0:amd64"],
    ["libtext-glob-perl:all"],
    ["libtinfo6:amd64"],
    ["libudev1:amd64"],
    ["libuuid1:amd64"],
    ["libzstd1:amd64"],
    ["login:amd64"],
    ["mawk:amd64"],
    ["ncurses-base:all"],
    ["ncurses-bin:amd64"],
    ["perl:amd64"],
    ["perl-base:amd64"],
    ["perl-modules-5.36:all"],
    ["sed:amd64"],
    ["sysvinit-utils:amd64"],
    ["tar:amd64"],
    ["usrmerge:all"],
    ["util-linux:amd64"],
    ["util-linux-extra:amd64"],
    ["zlib1g:amd64"],
  ]
  pre_depends = [
    ["base-files:amd64", "gcc-12-base:amd64", "libc6:amd64", "libgcc-s1:amd64", "mawk:amd64"],
    ["bash:amd64", "gcc-12-base:amd64", "libc6:amd64", "libgcc-s1:amd64", "libtinfo6:amd64"],
    ["bsdutils:amd64", "gcc-12-base:amd64", "libc6:amd64", "libcap2:amd64", "libgcc-s1:amd64", "libgcrypt20:amd64", "libgpg-error0:amd64", "liblz4-1:amd64", "liblzma5:amd64", "libsystemd0:amd64", "libzstd1:amd64"],
    ["coreutils:amd64", "gcc-12-base:amd64", "libacl1:amd64", "libattr1:amd64", "libc6:amd64", "libgcc-s1:amd64", "libgmp10:amd64", "libpcre2-8-0:amd64", "libselinux1:amd64"],
    ["dash:amd64", "gcc-12-base:amd64", "libc6:amd64", "libgcc-s1:amd64"],
    ["debianutils:amd64", "gcc-12-base:amd64", "libc6:amd64", "libgcc-s1:amd64"],
    ["diffutils:amd64", "gcc-12-base:amd64", "libc6:amd64", "libgcc-s1:amd64"],
    ["dpkg:amd64", "gcc-12-base:amd64", "libbz2-1.0:amd64", "libc6:amd64", "libgcc-s1:amd64", "liblzma5:amd64", "libmd0:amd64", "libpcre2-8-0:amd64", "libselinux1:amd64", "libzstd1:amd64", "zlib1g:amd64"],
    ["findutils:amd64", "gcc-12-base:amd64", "libc6:amd64", "libgcc-s1:amd64", "libpcre2-8-0:amd64", "libselinux1:amd64"],
    ["grep:amd64", "gcc-12-base:amd64", "libc6:amd64", "libgcc-s1:amd64", "libpcre2-8-0:amd64"],
    ["gzip:amd64", "gcc-12-base:amd64", "libc6:amd64", "libgcc-s1:amd64"],
    ["hostname:amd64", "gcc-12-base:amd64", "libc6:amd64", "libgcc-s1:amd64"],
    ["libpam-modules:amd64", "debconf:all", "gcc-12-base:amd64", "libaudit-common:all", "libaudit1:amd64", "libc6:amd64", "libcap-ng0:amd64", "libcrypt1:amd64", "libdb5.3:amd64", "libgcc-s1:amd64", "libpam-modules-bin:amd64", "libpam0g:amd64", "libpcre2-8-0:amd64", "libselinux1:amd64"],
    ["login:amd64", "debconf:all", "gcc-12-base:amd64", "libaudit-common:all", "libaudit1:amd64", "libc6:amd64", "libcap-ng0:amd64", "libcrypt1:amd64", "libdb5.3:amd64", "libgcc-s1:amd64", "libpam-modules-bin:amd64", "libpam-modules:amd64", "libpam-runtime:all", "libpam0g:amd64", "libpcre2-8-0:amd64", "libselinux1:amd64"],
    ["ncurses-bin:amd64", "gcc-12-base:amd64", "libc6:amd64", "libgcc-s1:amd64", "libtinfo6:amd64"],
    ["perl:amd64", "dpkg:amd64", "gcc-12-base:amd64", "libacl1:amd64", "libbz2-1.0:amd64", "libc6:amd64", "libgcc-s1:amd64", "liblzma5:amd64", "libmd0:amd64", "libpcre2-8-0:amd64", "libselinux1:amd64", "libzstd1:amd64", "tar:amd64", "zlib1g:amd64"],
    ["perl-base:amd64", "dpkg:amd64", "gcc-12-base:amd64", "libacl1:amd64", "libbz2-1.0:amd64", "libc6:amd64", "libcrypt1:amd64", "libgcc-s1:amd64", "liblzma5:amd64", "libmd0:amd64", "libpcre2-8-0:amd64", "libselinux1:amd64", "libzstd1:amd64", "tar:amd64", "zlib1g:amd64"],
    ["perl-modules-5.36:all", "dpkg:amd64", "gcc-12-base:amd64", "libacl1:amd64", "libbz2-1.0:amd64", "libc6:amd64", "libgcc-s1:amd64", "liblzma5:amd64", "libmd0:amd64", "libpcre2-8-0:amd64", "libselinux1:amd64", "libzstd1:amd64", "tar:amd64", "zlib1g:amd64"],
    ["python3:amd64", "dpkg:amd64", "gcc-12-base:amd64", "libacl1:amd64", "libbz2-1.0:amd64", "libc6:amd64", "libexpat1:amd64", "libgcc-s1:amd64", "liblzma5:amd64", "libmd0:amd64", "libpcre2-8-0:amd64", "libpython3.11-minimal:amd64", "libselinux1:amd64", "libssl3:amd64", "libzstd1:amd64", "python3-minimal:amd64", "python3.11-minimal:amd64", "tar:amd64", "zlib1g:amd64"],
    ["python3-minimal:amd64", "gcc-12-base:amd64", "libc6:amd64", "libexpat1:amd64", "libgcc-s1:amd64", "libpython3.11-minimal:amd64", "libssl3:amd64", "python3.11-minimal:amd64", "zlib1g:amd64"],
    ["python3.11-minimal:amd64", "gcc-12-base:amd64", "libc6:amd64", "libgcc-s1:amd64"],
    ["sed:amd64", "gcc-12-base:amd64", "libacl1:amd64", "libc6:amd64", "libgcc-s1:amd64", "libpcre2-8-0:amd64", "libselinux1:amd64"],
    ["tar:amd64", "gcc-12-base:amd64", "libacl1:amd64", "libc6:amd64", "libgcc-s1:amd64", "libpcre2-8-0:amd64", "libselinux1:amd64"],
    ["util-linux:amd64", "debconf:all", "gcc-12-base:amd64", "libaudit-common:all", "libaudit1:amd64", "libblkid1:amd64", "libc6:amd64", "libcap-ng0:amd64", "libcap2:amd64", "libcrypt1:amd64", "libgcc-s1:amd64", "libgcrypt20:amd64", "libgpg-error0:amd64", "liblz4-1:amd64", "liblzma5:amd64", "libmount1:amd64", "libpam0g:amd64", "libpcre2-8-0:amd64", "libselinux1:amd64", "libsmartcols1:amd64", "libsystemd0:amd64", "libtinfo6:amd64", "libudev1:amd64", "libuuid1:amd64", "libzstd1:amd64", "zlib1g:amd64"],
  ]
}

debian_set "//images:cross-arm64" {
  suite     = "bookworm"
  arch      = "amd64"
  base      = "//images:host"
  requested = ["g++-aarch64-linux-gnu", "gcc-aarch64-linux-gnu"]
  packages = [
    ["binutils-aarch64-linux-gnu", "2.40-2", "amd64", "pool/main/b/binutils/binutils-aarch64-linux-gnu_2.40-2_amd64.deb", 3352924, "3d6f64a7a4ed6d73719f8fa2e85fd896f58ff7f211a6683942ba93de690aaa66"],
    ["cpp-12-aarch64-linux-gnu", "12.2.0-14cross1", "amd64", "pool/main/g/gcc-12-cross/cpp-12-aarch64-linux-gnu_12.2.0-14cross1_amd64.deb", 9149684, "5921df4ad56e34e6257a1caf862474845aab6548ba7ae7852e8cdd7cb622394e"],
    ["cpp-aarch64-linux-gnu", "4:12.2.0-3", "amd64", "pool/main/g/gcc-defaults/cpp-aarch64-linux-gnu_12.2.0-3_amd64.deb", 3980, "03764ecc22d39c4fb3232b237240a685aa781a82c58152e17b9407722ba9ccb4"],
    ["g++-12-aarch64-linux-gnu", "12.2.0-14cross1", "amd64", "pool/main/g/gcc-12-cross/g++-12-aarch64-linux-gnu_12.2.0-14cross1_amd64.deb", 10080720, "3693e31fe2b42fcbdd92fef3e5578e91dd86af30e3d2c5fff3f9821e34a1cb91"],
    ["g++-aarch64-linux-gnu", "4:12.2.0-3", "amd64", "pool/main/g/gcc-defaults/g++-aarch64-linux-gnu_12.2.0-3_amd64.deb", 1176, "755dfb3555bc94d9bce99060489a276c67576172d5b6ede57e4272d17d80f2d3"],
    ["gcc-12-aarch64-linux-gnu", "12.2.0-14cross1", "amd64", "pool/main/g/gcc-12-cross/gcc-12-aarch64-linux-gnu_12.2.0-14cross1_amd64.deb", 18035900, "43747bbcd46a4062e66e855090b8ed9c2e06a93ae5a69fb304beebbc8c36d11f"],
    ["gcc-12-aarch64-linux-gnu-base", "12.2.0-14cross1", "amd64", "pool/main/g/gcc-12-cross/gcc-12-aarch64-linux-gnu-base_12.2.0-14cross1_amd64.deb", 37732, "6ede94430fde75ca023be50b3f5a94aa4a063b2d5c3a359bee169a934930f130"],
    ["gcc-12-cross-base", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/gcc-12-cross-base_12.2.0-14cross1_all.deb", 33232, "8dcb9dc293df9069f09dbe68d73f4a8ec2d4e3da4dcfbfe14a821d94e257e9d5"],
    ["gcc-aarch64-linux-gnu", "4:12.2.0-3", "amd64", "pool/main/g/gcc-defaults/gcc-aarch64-linux-gnu_12.2.0-3_amd64.deb", 1468, "4456013f03831e2cd58e3114d797b1a9a4b2b5f95130a15d3dc8a14499861163"],
    ["libasan8-arm64-cross", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/libasan8-arm64-cross_12.2.0-14cross1_all.deb", 2096868, "bf00a5bb8de76c68bb5e710b3734808286e1e9ca86c0bd136ed3a5077c46d949"],
    ["libatomic1-arm64-cross", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/libatomic1-arm64-cross_12.2.0-14cross1_all.deb", 9292, "15c1baededd89ad388f6ea527aa25140364b2867332e3e815d67cba09d179bf6"],
    ["libc6-arm64-cross", "2.36-8cross1", "all", "pool/main/c/cross-toolchain-base/libc6-arm64-cross_2.36-8cross1_all.deb", 1004648, "91936cbbee75771c360ed16513f6e734a25ca5517fe7c3e13dfd7835d7553186"],
    ["libc6-dev-arm64-cross", "2.36-8cross1", "all", "pool/main/c/cross-toolchain-base/libc6-dev-arm64-cross_2.36-8cross1_all.deb", 1423640, "5e4cf6abf0e89e89c4b3006bb8b7dc47aa831df25d94df9134929b8b968cacb4"],
    ["libgcc-12-dev-arm64-cross", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/libgcc-12-dev-arm64-cross_12.2.0-14cross1_all.deb", 961328, "ff1324e262bae2c3aad685c2ed52bd531ab0a2a337a0fe35c3b720947d55b2ba"],
    ["libgcc-s1-arm64-cross", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/libgcc-s1-arm64-cross_12.2.0-14cross1_all.deb", 34832, "af1e686fc6a416228222e7bfb68317dd2fa2685236301ae29141fc6108a66cac"],
    ["libgomp1-arm64-cross", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/libgomp1-arm64-cross_12.2.0-14cross1_all.deb", 101832, "9abdd1a77691a1fa5de1d142236194d690a040c953ef032ce78a8c6bde7ffca5"],
    ["libhwasan0-arm64-cross", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/libhwasan0-arm64-cross_12.2.0-14cross1_all.deb", 997540, "eda088253ed14ded10d8311131d97f500e257d4cb7bf36334367d781ba3eb939"],
    ["libitm1-arm64-cross", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/libitm1-arm64-cross_12.2.0-14cross1_all.deb", 23492, "d1b41cfcbf835ad970717b022de79526fce3837d076c0f15c52a14930155edc6"],
    ["liblsan0-arm64-cross", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/liblsan0-arm64-cross_12.2.0-14cross1_all.deb", 925676, "6711ed147338b929e45c9e3c1b3b0655c98c0d0e7877d8cd1ff57183dfc7dea7"],
    ["libstdc++-12-dev-arm64-cross", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/libstdc++-12-dev-arm64-cross_12.2.0-14cross1_all.deb", 1975364, "942b5710c6b9792578dfa64f7a4633bc0d3cb205b56ded11297e240ff824f5da"],
    ["libstdc++6-arm64-cross", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/libstdc++6-arm64-cross_12.2.0-14cross1_all.deb", 513672, "9cba984b64d0cf11698978fc5e0fe93c7441d29b9f42f70f1c6c734cc9e2ea41"],
    ["libtsan2-arm64-cross", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/libtsan2-arm64-cross_12.2.0-14cross1_all.deb", 2178896, "5c21f8753b5c73ffeb8a505b083f9695bd72a0bce416f8910daf4a03e23ccc0b"],
    ["libubsan1-arm64-cross", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/libubsan1-arm64-cross_12.2.0-14cross1_all.deb", 860512, "f293ec2cb6d40acb1ab1715d8a248bd0aa64ca3104168bc095c973cde5e2e395"],
    ["linux-libc-dev-arm64-cross", "6.1.4-1cross1", "all", "pool/main/c/cross-toolchain-base/linux-libc-dev-arm64-cross_6.1.4-1cross1_all.deb", 1815380, "66457f015d16b7d372db6591cff38db0da928362ff2ea1fa75491e28f6904d81"],
  ]
  extracted = [
    ["libexpat1", "2.5.0-1+deb12u2", "arm64", "pool/main/e/expat/libexpat1_2.5.0-1+deb12u2_arm64.deb", 86280, "8dc1976735acf825e3a922d82f171e20feec7394da2b8c616091983e38706275"],
    ["libpython3.11", "3.11.2-6+deb12u8", "arm64", "pool/main/p/python3.11/libpython3.11_3.11.2-6+deb12u8_arm64.deb", 1841072, "124978ff6bdfb972b5ab4eb44899fde190d3e651fdf941d141fd1b5a68bedc80"],
    ["libpython3.11-dev", "3.11.2-6+deb12u8", "arm64", "pool/main/p/python3.11/libpython3.11-dev_3.11.2-6+deb12u8_arm64.deb", 4394264, "454a191a37dd86674c309691904be69d499f060e643c1f8efc8b82078967cd48"],
    ["libpython3.11-minimal", "3.11.2-6+deb12u8", "arm64", "pool/main/p/python3.11/libpython3.11-minimal_3.11.2-6+deb12u8_arm64.deb", 810796, "c48bac178c0fc43a2bf8ace784c762b5ee83e2b981894a991dc3ccfd3ec7cd4b"],
    ["libstd-rust-dev", "1.63.0+dfsg1-2", "arm64", "pool/main/r/rustc/libstd-rust-dev_1.63.0+dfsg1-2_arm64.deb", 33878752, "7208129550b09ab775161a133a90baa56dd8daf86a4c466c2c0194d50281a713"],
    ["zlib1g", "1:1.2.13.dfsg-1", "arm64", "pool/main/z/zlib/zlib1g_1.2.13.dfsg-1_arm64.deb", 82744, "52b8b8a145bbe1956bba82034f77022cbef0c3d0885c9e32d9817a7932fe1913"],
    ["zlib1g-dev", "1:1.2.13.dfsg-1", "arm64", "pool/main/z/zlib/zlib1g-dev_1.2.13.dfsg-1_arm64.deb", 912840, "afb60f0bae432f2f0edfe2d674e99c1a13a147c9aa2b52f2f23e3df19ece76f5"],
  ]
}

debian_set "//images:cross-armel" {
  suite     = "bookworm"
  arch      = "amd64"
  base      = "//images:host"
  requested = ["g++-arm-linux-gnueabi", "gcc-arm-linux-gnueabi"]
  packages = [
    ["binutils-arm-linux-gnueabi", "2.40-2", "amd64", "pool/main/b/binutils/binutils-arm-linux-gnueabi_2.40-2_amd64.deb", 3232148, "febda98ec85a9b1b99a3521326ed8fce15a6d1848435d52d432ab43fc9dab570"],
    ["cpp-12-arm-linux-gnueabi", "12.2.0-14cross1", "amd64", "pool/main/g/gcc-12-cross/cpp-12-arm-linux-gnueabi_12.2.0-14cross1_amd64.deb", 8664816, "834c4b0abbcb473cc48c28a3e12f9c54a0174a606b7bbd38b61af9780dd3da10"],
    ["cpp-arm-linux-gnueabi", "4:12.2.0-3", "amd64", "pool/main/g/gcc-defaults/cpp-arm-linux-gnueabi_12.2.0-3_amd64.deb", 3980, "745d34a55afb6baea1959225bf32e213caee6cdef2e9dd865b9cd790ab56ff28"],
    ["g++-12-arm-linux-gnueabi", "12.2.0-14cross1", "amd64", "pool/main/g/gcc-12-cross/g++-12-arm-linux-gnueabi_12.2.0-14cross1_amd64.deb", 9593872, "661530bff25a2fc170bcb7cdf03d132605c527b8d8f099a25cec36247e93bd2b"],
    ["g++-arm-linux-gnueabi", "4:12.2.0-3", "amd64", "pool/main/g/gcc-defaults/g++-arm-linux-gnueabi_12.2.0-3_amd64.deb", 1176, "7ebb7eef23e6ee81ad3e6ad2d23106d780790048c427c4e87532ff78100f7d7d"],
    ["gcc-12-arm-linux-gnueabi", "12.2.0-14cross1", "amd64", "pool/main/g/gcc-12-cross/gcc-12-arm-linux-gnueabi_12.2.0-14cross1_amd64.deb", 17028240, "008aa0c2c881ccbb17df94f77a905bc4fbfbb2d71ddeca2069f8bd4ce9da2870"],
    ["gcc-12-arm-linux-gnueabi-base", "12.2.0-14cross1", "amd64", "pool/main/g/gcc-12-cross/gcc-12-arm-linux-gnueabi-base_12.2.0-14cross1_amd64.deb", 37712, "ee560cf2e4fbb6c56fdaa1448d2aeecc127373fbb61e3a745de7a8e2c417eb27"],
    ["gcc-12-cross-base", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/gcc-12-cross-base_12.2.0-14cross1_all.deb", 33232, "8dcb9dc293df9069f09dbe68d73f4a8ec2d4e3da4dcfbfe14a821d94e257e9d5"],
    ["gcc-arm-linux-gnueabi", "4:12.2.0-3", "amd64", "pool/main/g/gcc-defaults/gcc-arm-linux-gnueabi_12.2.0-3_amd64.deb", 1472, "7379757e941428033e8710579fa387d86ba294604517f989e68acaaf3232cab1"],
    ["libasan8-armel-cross", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/libasan8-armel-cross_12.2.0-14cross1_all.deb", 2092688, "a6baaeb6d4afe50a3463b1601b38f20c0657f5f693b97120c9e466129717f3d5"],
    ["libatomic1-armel-cross", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/libatomic1-armel-cross_12.2.0-14cross1_all.deb", 8856, "9141a20b3fff6b16c2be2bf00e1bfc1d0ec4f5b6fc70be735be98a031e9c6996"],
    ["libc6-armel-cross", "2.36-8cross1", "all", "pool/main/c/cross-toolchain-base/libc6-armel-cross_2.36-8cross1_all.deb", 883272, "1f263368de455d680381c6665956770e63f7646084cc4d8393750e23475dde13"],
    ["libc6-dev-armel-cross", "2.36-8cross1", "all", "pool/main/c/cross-toolchain-base/libc6-dev-armel-cross_2.36-8cross1_all.deb", 1285436, "c0f6385b372dcdcbd6c4b1628cc3c41c4d114d591665b763f62e33947d032117"],
    ["libgcc-12-dev-armel-cross", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/libgcc-12-dev-armel-cross_12.2.0-14cross1_all.deb", 735332, "47c4ee472e3a25ca43e2a7d66deac974dc68ebc88719eeaed78c374218ab3af2"],
    ["libgcc-s1-armel-cross", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/libgcc-s1-armel-cross_12.2.0-14cross1_all.deb", 38432, "733084ab5f3b7cbe49a4dd35a817d13cdd8715fcb750c579b776437e05dca8e6"],
    ["libgomp1-armel-cross", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/libgomp1-armel-cross_12.2.0-14cross1_all.deb", 96640, "6a078520b0390648cdad7cec0e54599cd31b57b463e44f9f2f43c1b04a19dc72"],
    ["libstdc++-12-dev-armel-cross", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/libstdc++-12-dev-armel-cross_12.2.0-14cross1_all.deb", 2032820, "f794867fb924f675c994776af0e8d4b87e7d70f2603d4f4c18f3a27ba38bafb6"],
    ["libstdc++6-armel-cross", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/libstdc++6-armel-cross_12.2.0-14cross1_all.deb", 463928, "97fc9b9ede5076fef17d98449d068508578f35a2a081b511866efb36c01706d0"],
    ["libubsan1-armel-cross", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/libubsan1-armel-cross_12.2.0-14cross1_all.deb", 861596, "4661c65d80fd0489f85c8af7b4743571bd2047c91054a3fbbe01885a988bbb22"],
    ["linux-libc-dev-armel-cross", "6.1.4-1cross1", "all", "pool/main/c/cross-toolchain-base/linux-libc-dev-armel-cross_6.1.4-1cross1_all.deb", 1800612, "b62b393dbc326f7d45571cfb11ae96863af6640269212b9bdb28a86b7fe05809"],
  ]
  extracted = [
    ["libexpat1", "2.5.0-1+deb12u2", "armel", "pool/main/e/expat/libexpat1_2.5.0-1+deb12u2_armel.deb", 79100, "4753aa4dbbfedded0319a55bf292fb116d9ed1c29b5bc44b842576adf0bfcda7"],
    ["libpython3.11", "3.11.2-6+deb12u8", "armel", "pool/main/p/python3.11/libpython3.11_3.11.2-6+deb12u8_armel.deb", 1683448, "73f641236c1668d642ad0eefce45f2f8623241c2f89d2cc06b51faab487a56a3"],
    ["libpython3.11-dev", "3.11.2-6+deb12u8", "armel", "pool/main/p/python3.11/libpython3.11-dev_3.11.2-6+deb12u8_armel.deb", 3394240, "184706f4ee0fbf56387f27e2c29fc524409e30a61f7b801e9cf48cd4f9433b27"],
    ["libpython3.11-minimal", "3.11.2-6+deb12u8", "armel", "pool/main/p/python3.11/libpython3.11-minimal_3.11.2-6+deb12u8_armel.deb", 802024, "5b0163d92be3c6be2ad024684c3a65dd7cc615ee7b512df9c18496ce5aefa3ef"],
    ["libstd-rust-dev", "1.63.0+dfsg1-2", "armel", "pool/main/r/rustc/libstd-rust-dev_1.63.0+dfsg1-2_armel.deb", 31790816, "79d35b197bcc6e33908125927f58619c92c4d1a0e8135a2d81d27d10ad927377"],
    ["zlib1g", "1:1.2.13.dfsg-1", "armel", "pool/main/z/zlib/zlib1g_1.2.13.dfsg-1_armel.deb", 73580, "e048eb368e45058d2a62449e8a967a4cb336c7af05c9075a9bbd1107c38f627a"],
    ["zlib1g-dev", "1:1.2.13.dfsg-1", "armel", "pool/main/z/zlib/zlib1g-dev_1.2.13.dfsg-1_armel.deb", 902336, "731bbcae63272072ac4332b3086e88306e116b789adc083f9f7af52c1a7bc813"],
  ]
}

debian_set "//images:cross-armhf" {
  suite     = "bookworm"
  arch      = "amd64"
  base      = "//images:host"
  requested = ["g++-arm-linux-gnueabihf", "gcc-arm-linux-gnueabihf"]
  packages = [
    ["binutils-arm-linux-gnueabihf", "2.40-2", "amd64", "pool/main/b/binutils/binutils-arm-linux-gnueabihf_2.40-2_amd64.deb", 3229104, "7ae66e614dc4ca896523641b66c643a8b157ab5ef7cddc658d5e16e76944643c"],
    ["cpp-12-arm-linux-gnueabihf", "12.2.0-14cross1", "amd64", "pool/main/g/gcc-12-cross/cpp-12-arm-linux-gnueabihf_12.2.0-14cross1_amd64.deb", 8665572, "41e6249f08ff9a6e0612c985b8fe5a844242e05f5865219fba83bfc747fbde59"],
    ["cpp-arm-linux-gnueabihf", "4:12.2.0-3", "amd64", "pool/main/g/gcc-defaults/cpp-arm-linux-gnueabihf_12.2.0-3_amd64.deb", 3984, "2ab1455719bfd3858a4d0e00f082cd22a73f80940af5329516110554ce595a19"],
    ["g++-12-arm-linux-gnueabihf", "12.2.0-14cross1", "amd64", "pool/main/g/gcc-12-cross/g++-12-arm-linux-gnueabihf_12.2.0-14cross1_amd64.deb", 9593108, "037dafa22aee437719bf91dd97bca088b0312976dc0a3c98e33f809f41506e71"],
    ["g++-arm-linux-gnueabihf", "4:12.2.0-3", "amd64", "pool/main/g/gcc-defaults/g++-arm-linux-gnueabihf_12.2.0-3_amd64.deb", 1180, "325e4ac2af8ccb6cce0da8f86436bd671af4bcd6d842451783440ff76ce832cc"],
    ["gcc-12-arm-linux-gnueabihf", "12.2.0-14cross1", "amd64", "pool/main/g/gcc-12-cross/gcc-12-arm-linux-gnueabihf_12.2.0-14cross1_amd64.deb", 17027128, "5232b72a43b08b67f97c23408240db5836c37d7b0d41767f2194c41bca099c7e"],
    ["gcc-12-arm-linux-gnueabihf-base", "12.2.0-14cross1", "amd64", "pool/main/g/gcc-12-cross/gcc-12-arm-linux-gnueabihf-base_12.2.0-14cross1_amd64.deb", 37700, "dc4129694d3cbf117760df10502696fe4bc2958b197198af610cd45d06799451"],
    ["gcc-12-cross-base", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/gcc-12-cross-base_12.2.0-14cross1_all.deb", 33232, "8dcb9dc293df9069f09dbe68d73f4a8ec2d4e3da4dcfbfe14a821d94e257e9d5"],
    ["gcc-arm-linux-gnueabihf", "4:12.2.0-3", "amd64", "pool/main/g/gcc-defaults/gcc-arm-linux-gnueabihf_12.2.0-3_amd64.deb", 1480, "2cae113bcec3cb6a4848fd46c4c0348fa5e0c68eac78b713de11db71c29b7d98"],
    ["libasan8-armhf-cross", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/libasan8-armhf-cross_12.2.0-14cross1_all.deb", 2112764, "9aee6e518b02bcdcb4a29299f0ba927da33ee9ae8eea2b1c9a399fb762f96bc0"],
    ["libatomic1-armhf-cross", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/libatomic1-armhf-cross_12.2.0-14cross1_all.deb", 6688, "6e405f79ad976c9178c7045be5951bd9abf76f302e79eb8315b8896edec70f81"],
    ["libc6-armhf-cross", "2.36-8cross1", "all", "pool/main/c/cross-toolchain-base/libc6-armhf-cross_2.36-8cross1_all.deb", 871004, "bd4c250aef23a6145ad2749f7a54e0dca1c13bd520a34a8b3ba831284da93dc3"],
    ["libc6-dev-armhf-cross", "2.36-8cross1", "all", "pool/main/c/cross-toolchain-base/libc6-dev-armhf-cross_2.36-8cross1_all.deb", 1262252, "e15fbc0c42bc12ef4fc809aac3780cf5fb455c40691a0ad1fbb591d49898d8dc"],
    ["libgcc-12-dev-armhf-cross", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/libgcc-12-dev-armhf-cross_12.2.0-14cross1_all.deb", 741568, "55d2d48dc29a7a08c8a9287b0b0214db886dda5ae33a88138cfc782612f3b1a1"],
    ["libgcc-s1-armhf-cross", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/libgcc-s1-armhf-cross_12.2.0-14cross1_all.deb", 36532, "a8c68921641aaeb29258fd2e1ae2c2a9df4f836936240597eef8b7190000217e"],
    ["libgomp1-armhf-cross", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/libgomp1-armhf-cross_12.2.0-14cross1_all.deb", 94588, "df970a553267db22bcab38ab13ec24efd280dc85b6deef095664d4a846e2c9b6"],
    ["libstdc++-12-dev-armhf-cross", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/libstdc++-12-dev-armhf-cross_12.2.0-14cross1_all.deb", 2035708, "2729fedec7d328876c0fb6ec4d68dbef4daf883f7c248e86bd0ec91277b2c683"],
    ["libstdc++6-armhf-cross", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/libstdc++6-armhf-cross_12.2.0-14cross1_all.deb", 476428, "12ce7b76655b40ccf4664d5e5cc7c4930da9dc82544601b3fcd568d1244059dc"],
    ["libubsan1-armhf-cross", "12.2.0-14cross1", "all", "pool/main/g/gcc-12-cross/libubsan1-armhf-cross_12.2.0-14cross1_all.deb", 854608, "19f242d43d45433012af0bf84b1c0cc1ea0f508feafebe1c72f3e4b126724763"],
    ["linux-libc-dev-armhf-cross", "6.1.4-1cross1", "all", "pool/main/c/cross-toolchain-base/linux-libc-dev-armhf-cross_6.1.4-1cross1_all.deb", 1800356, "f3c313d843558fea7e3ebe3768607c14c17d769f8954580a9d829c8de18827a1"],
  ]
  extracted = [
    ["libexpat1", "2.5.0-1+deb12u2", "armhf", "pool/main/e/expat/libexpat1_2.5.0-1+deb12u2_armhf.deb", 81908, "e1cbf8b00e34295cd92865747abf80999218b6511ddc68daffd6b0e5f9fe0d63"],
    ["libpython3.11", "3.11.2-6+deb12u8", "armhf", "pool/main/p/python3.11/libpython3.11_3.11.2-6+deb12u8_armhf.deb", 1708828, "13b6c7f39ebed9330fdb66763198bc642a98d19205cfd5edecc8372116cc35b9"],
    ["libpython3.11-dev", "3.11.2-6+deb12u8", "armhf", "pool/main/p/python3.11/libpython3.11-dev_3.11.2-6+deb12u8_armhf.deb", 3529428, "02d6b74085dd3dc65cfcc211e72b612f9dddb96bbce6da06d45ad757cf7f3707"],
    ["libpython3.11-minimal", "3.11.2-6+deb12u8", "armhf", "pool/main/p/python3.11/libpython3.11-minimal_3.11.2-6+deb12u8_armhf.deb", 802900, "a8984ddc0c2a29feedb34861ed9e839a05e02543b71965e6d09c1bdefa5b5e6d"],
    ["libstd-rust-dev", "1.63.0+dfsg1-2", "armhf", "pool/main/r/rustc/libstd-rust-dev_1.63.0+dfsg1-2_armhf.deb", 32811664, "45ba65967ce2295aea23635e9e872ebd2297bfc9535e97c75eceaf0baaeb72b6"],
    ["zlib1g", "1:1.2.13.dfsg-1", "armhf", "pool/main/z/zlib/zlib1g_1.2.13.dfsg-1_armhf.deb", 73844, "b52fcc443085ff9c676648b4d0fc97cd31b8f119bdd4e7534e50b6e9386502ba"],
    ["zlib1g-dev", "1:1.2.13.dfsg-1", "armhf", "pool/main/z/zlib/zlib1g-dev_1.2.13.dfsg-1_armhf.deb", 902156, "4fbb63530bb52324d74f42f6d69b6b1c6e3c09bd2cb84cecc121f688191e04f5"],
  ]
}

debian_set "//images:cross-mips64el" {
  suite     = "bookworm"
  arch      = "amd64"
  base      = "//images:host"
  requested = ["g++-mips64el-linux-gnuabi64", "gcc-mips64el-linux-gnuabi64"]
  packages = [
    ["binutils-mips64el-linux-gnuabi64", "2.40-2cross2", "amd64", "pool/main/b/binutils-mipsen/binutils-mips64el-linux-gnuabi64_2.40-2cross2_amd64.deb", 2797584, "83709143f40f9b38112a7b2383cb14a3580d7e818d5bf45e37cdc04b60867dd6"],
    ["cpp-12-mips64el-linux-gnuabi64", "12.2.0-14cross5", "amd64", "pool/main/g/gcc-12-cross-mipsen/cpp-12-mips64el-linux-gnuabi64_12.2.0-14cross5_amd64.deb", 8093112, "c0c8fc4f101501474c40916a91b25687a8a39d23a937c266bc161ec479a0e535"],
    ["cpp-mips64el-linux-gnuabi64", "4:12.2.0-4", "amd64", "pool/main/g/gcc-defaults-mipsen/cpp-mips64el-linux-gnuabi64_12.2.0-4_amd64.deb", 3296, "ea03284c5f67d6559a39621af8463a9517e7dbabb0493c4ec590b5e1362f31d8"],
    ["g++-12-mips64el-linux-gnuabi64", "12.2.0-14cross5", "amd64", "pool/main/g/gcc-12-cross-mipsen/g++-12-mips64el-linux-gnuabi64_12.2.0-14cross5_amd64.deb", 9007756, "35cf8b85c813fdd43a23946e70ce5e41bc171957bcd6ebf7109c547d6c9549e8"],
    ["g++-mips64el-linux-gnuabi64", "4:12.2.0-4", "amd64", "pool/main/g/gcc-defaults-mipsen/g++-mips64el-linux-gnuabi64_12.2.0-4_amd64.deb", 1188, "abf94ef2e59244501ec5fa5493b595cb05b31730d5980e5b1378e7590b620237"],
    ["gcc-12-cross-base-mipsen", "12.2.0-14cross5", "all", "pool/main/g/gcc-12-cross-mipsen/gcc-12-cross-base-mipsen_12.2.0-14cross5_all.deb", 33272, "73dec5a7f4bb6ae1e80d3229e8f76286b46c08b68b0bf4e658a04469ebf330c2"],
    ["gcc-12-mips64el-linux-gnuabi64", "12.2.0-14cross5", "amd64", "pool/main/g/gcc-12-cross-mipsen/gcc-12-mips64el-linux-gnuabi64_12.2.0-14cross5_amd64.deb", 15941708, "fafe5e0533dc7cd0985ad13a575f4d421302bec55fa8e60e1cc427f19e771c8e"],
    ["gcc-12-mips64el-linux-gnuabi64-base", "12.2.0-14cross5", "amd64", "pool/main/g/gcc-12-cross-mipsen/gcc-12-mips64el-linux-gnuabi64-base_12.2.0-14cross5_amd64.deb", 37748, "77155a4793210ae0ab0c8cda510b14543f971b03d771c53d54152beb41a93a5b"],
    ["gcc-mips64el-linux-gnuabi64", "4:12.2.0-4", "amd64", "pool/main/g/gcc-defaults-mipsen/gcc-mips64el-linux-gnuabi64_12.2.0-4_amd64.deb", 1480, "9b4c523ce4b4ff1396825ca0231bb151546c42ac707742699b62fb78bcaec492"],
    ["libatomic1-mips64el-cross", "12.2.0-14cross5", "all", "pool/main/g/gcc-12-cross-mipsen/libatomic1-mips64el-cross_12.2.0-14cross5_all.deb", 7172, "1074bd3143764ba85a7a8b7da01eda7a2ffd7568c3c210a26e8543cd43c4dc02"],
    ["libc6-dev-mips64el-cross", "2.36-8cross2", "all", "pool/main/c/cross-toolchain-base-mipsen/libc6-dev-mips64el-cross_2.36-8cross2_all.deb", 1571724, "f260396552add0ea9bed019d64310fae980b890bbf84b08f2a0396ad76f754aa"],
    ["libc6-mips64el-cross", "2.36-8cross2", "all", "pool/main/c/cross-toolchain-base-mipsen/libc6-mips64el-cross_2.36-8cross2_all.deb", 1057392, "2da29d0d6cd2a259eb6187d4d3925dbace1d249a97c963f260e81bc668284611"],
    ["libgcc-12-dev-mips64el-cross", "12.2.0-14cross5", "all", "pool/main/g/gcc-12-cross-mipsen/libgcc-12-dev-mips64el-cross_12.2.0-14cross5_all.deb", 294272, "d5057a869ef96b7897d17b872a1a463c3af9cd5b9945708c45217bc134a39b49"],
    ["libgcc-s1-mips64el-cross", "12.2.0-14cross5", "all", "pool/main/g/gcc-12-cross-mipsen/libgcc-s1-mips64el-cross_12.2.0-14cross5_all.deb", 70868, "4674c789220b56f8ba05aeb8b56c61fc0a4965c3faa548aba0f493b31b8a4113"],
    ["libgomp1-mips64el-cross", "12.2.0-14cross5", "all", "pool/main/g/gcc-12-cross-mipsen/libgomp1-mips64el-cross_12.2.0-14cross5_all.deb", 101772, "8fb81d35ee4b8b87974befee899a8305d0e026e1474192981349e29809ecd895"],
    ["libstdc++-12-dev-mips64el-cross", "12.2.0-14cross5", "all", "pool/main/g/gcc-12-cross-mipsen/libstdc++-12-dev-mips64el-cross_12.2.0-14cross5_all.deb", 2065316, "f9e2380dae02012ed16bc6b844ef068a0984ee71a578c9c3288bda11d628eaec"],
    ["libstdc++6-mips64el-cross", "12.2.0-14cross5", "all", "pool/main/g/gcc-12-cross-mipsen/libstdc++6-mips64el-cross_12.2.0-14cross5_all.deb", 504276, "e70de429577df8a3b5d5743be7d77de6bed643c65acd5da0e130d08a429b1402"],
    ["linux-libc-dev-mips64el-cross", "6.1.8-1cross2", "all", "pool/main/c/cross-toolchain-base-mipsen/linux-libc-dev-mips64el-cross_6.1.8-1cross2_all.deb", 1837072, "03b5778bb900f1edae3d62268e806027b23e81c4607d17831e85acadf1c74358"],
  ]
  extracted = [
    ["libexpat1", "2.5.0-1+deb12u2", "mips64el", "pool/main/e/expat/libexpat1_2.5.0-1+deb12u2_mips64el.deb", 97664, "e57a27c72b6880525bbfc2de1d1ebd3060a7845ff95add384681390f7ac755b8"],
    ["libpython3.11", "3.11.2-6+deb12u8", "mips64el", "pool/main/p/python3.11/libpython3.11_3.11.2-6+deb12u8_mips64el.deb", 1652036, "f3ba065eadb7bab03f79a729fdee3af8d966b3c3db4feaded77da4c09bece259"],
    ["libpython3.11-dev", "3.11.2-6+deb12u8", "mips64el", "pool/main/p/python3.11/libpython3.11-dev_3.11.2-6+deb12u8_mips64el.deb", 4715816, "1664a10929cd69768098ec394397cf4b91ea635f84f2c323090f702e669bb924"],
    ["libpython3.11-minimal", "3.11.2-6+deb12u8", "mips64el", "pool/main/p/python3.11/libpython3.11-minimal_3.11.2-6+deb12u8_mips64el.deb", 805736, "4901012aea9ba792d6b793da97675a4a0aa16a651eafcb5becbc8f9bfc507d3a"],
    ["libstd-rust-dev", "1.63.0+dfsg1-2", "mips64el", "pool/main/r/rustc/libstd-rust-dev_1.63.0+dfsg1-2_mips64el.deb", 31980020, "48be6fcc608e2de6aae2f4bd2506fb3180cca4a2ccc12d7891517b5caf8ad7ae"],
    ["zlib1g", "1:1.2.13.dfsg-1", "mips64el", "pool/main/z/zlib/zlib1g_1.2.13.dfsg-1_mips64el.deb", 77892, "6e1397141f33e661397227f51f51148999802936ddea8912fd7348e49ccdb1a3"],
    ["zlib1g-dev", "1:1.2.13.dfsg-1", "mips64el", "pool/main/z/zlib/zlib1g-dev_1.2.13.dfsg-1_mips64el.deb", 909376, "a4f4c7f48c1378ab8836abee2b212eb0ef56e52c6ea36c748c8dac6849d09856"],
  ]
}

debian_set "//images:cross-mipsel" {
  suite     = "bookworm"
  arch      = "amd64"
  base      = "//images:host"
  requested = ["g++-mipsel-linux-gnu", "gcc-mipsel-linux-gnu"]
  packages = [
    ["binutils-mipsel-linux-gnu", "2.40-2cross2", "amd64", "pool/main/b/binutils-mipsen/binutils-mipsel-linux-gnu_2.40-2cross2_amd64.deb", 2795020, "e803da3a36d96b7e16ae54a0e84c850a10e959d39f4a83efd02bcadc18db9e11"],
    ["cpp-12-mipsel-linux-gnu", "12.2.0-14cross5", "amd64", "pool/main/g/gcc-12-cross-mipsen/cpp-12-mipsel-linux-gnu_12.2.0-14cross5_amd64.deb", 8082508, "b45d2f0ff2034b48a9afc01e7c9b8e745286213a7bf1b290d256a2e6ff757129"],
    ["cpp-mipsel-linux-gnu", "4:12.2.0-4", "amd64", "pool/main/g/gcc-defaults-mipsen/cpp-mipsel-linux-gnu_12.2.0-4_amd64.deb", 3284, "c8b8a3085c21765684d757179ef9db7d2e4b1eed281adee4cbd78c3dfa2a1a3e"],
    ["g++-12-mipsel-linux-gnu", "12.2.0-14cross5", "amd64", "pool/main/g/gcc-12-cross-mipsen/g++-12-mipsel-linux-gnu_12.2.0-14cross5_amd64.deb", 9009172, "af53d413074f30f0d56566d921cb6d0b0329463f0bb54b9b78c0742ac0f7a3d7"],
    ["g++-mipsel-linux-gnu", "4:12.2.0-4", "amd64", "pool/main/g/gcc-defaults-mipsen/g++-mipsel-linux-gnu_12.2.0-4_amd64.deb", 1176, "9ef89e696680bed527ad3089d74bc874ca337d40da5f0486fff295660884989a"],
    ["gcc-12-cross-base-mipsen", "12.2.0-14cross5", "all", "pool/main/g/gcc-12-cross-mipsen/gcc-12-cross-base-mipsen_12.2.0-14cross5_all.deb", 33272, "73dec5a7f4bb6ae1e80d3229e8f76286b46c08b68b0bf4e658a04469ebf330c2"],
    ["gcc-12-mipsel-linux-gnu", "12.2.0-14cross5", "amd64", "pool/main/g/gcc-12-cross-mipsen/gcc-12-mipsel-linux-gnu_12.2.0-14cross5_amd64.deb", 15942208, "93f138d26854ad62d0f791ccef860df31d89e9f3f5049c30797a43ea5c4128f7"],
    ["gcc-12-mipsel-linux-gnu-base", "12.2.0-14cross5", "amd64", "pool/main/g/gcc-12-cross-mipsen/gcc-12-mipsel-linux-gnu-base_12.2.0-14cross5_amd64.deb", 37728, "ed4b0636efd5d14e403ff1a7a24a97edabc0e03dad110496382034729c560d39"],
    ["gcc-mipsel-linux-gnu", "4:12.2.0-4", "amd64", "pool/main/g/gcc-defaults-mipsen/gcc-mipsel-linux-gnu_12.2.0-4_amd64.deb", 1452, "5f112603f2a9728d03f80d3ce211e27cc18306600c0a0cb0bceac9912f111e98"],
    ["libatomic1-mipsel-cross", "12.2.0-14cross5", "all", "pool/main/g/gcc-12-cross-mipsen/libatomic1-mipsel-cross_12.2.0-14cross5_all.deb", 6476, "40b39b862d2476972ce6bc9fedb351be739f2b9464980b98d7ea2e163a8757c7"],
    ["libc6-dev-mipsel-cross", "2.36-8cross2", "all", "pool/main/c/cross-toolchain-base-mipsen/libc6-dev-mipsel-cross_2.36-8cross2_all.deb", 1417008, "49ec500c8dd2540f9615881c3a66d3b038c3808e47bd4f0bd97c51cdcda6ffa0"],
    ["libc6-mipsel-cross", "2.36-8cross2", "all", "pool/main/c/cross-toolchain-base-mipsen/libc6-mipsel-cross_2.36-8cross2_all.deb", 950396, "3d122fdb4c759f2ac31feefac76c2a0d957917568c0f7177e57f7ae627bb1c82"],
    ["libgcc-12-dev-mipsel-cross", "12.2.0-14cross5", "all", "pool/main/g/gcc-12-cross-mipsen/libgcc-12-dev-mipsel-cross_12.2.0-14cross5_all.deb", 266796, "a9fc26d0c98e17262cccd6389e6eb3ca5f70e185ce0e66505845b36315c55b74"],
    ["libgcc-s1-mipsel-cross", "12.2.0-14cross5", "all", "pool/main/g/gcc-12-cross-mipsen/libgcc-s1-mipsel-cross_12.2.0-14cross5_all.deb", 46008, "0029200f1f3546649d5b239638770b429f20147bcdcef8cf241795ebe8605388"],
    ["libgomp1-mipsel-cross", "12.2.0-14cross5", "all", "pool/main/g/gcc-12-cross-mipsen/libgomp1-mipsel-cross_12.2.0-14cross5_all.deb", 104748, "ff43a2da495a149ef20478ba6f54a85e70084bc3f312443b483c1838d30204f0"],
    ["libstdc++-12-dev-mipsel-cross", "12.2.0-14cross5", "all", "pool/main/g/gcc-12-cross-mipsen/libstdc++-12-dev-mipsel-cross_12.2.0-14cross5_all.deb", 2032972, "e308842a90fa4433bd6a0288aaa6e4c2e7658ba8fff1eecbf53d8bc38ec396a9"],
    ["libstdc++6-mipsel-cross", "12.2.0-14cross5", "all", "pool/main/g/gcc-12-cross-mipsen/libstdc++6-mipsel-cross_12.2.0-14cross5_all.deb", 498312, "34d2cb2a50f12605eb70db56c6daf64451b3bac1e2bb2b4f9566a9db48874142"],
    ["linux-libc-dev-mipsel-cross", "6.1.8-1cross2", "all", "pool/main/c/cross-toolchain-base-mipsen/linux-libc-dev-mipsel-cross_6.1.8-1cross2_all.deb", 1837016, "915e546a5ac2e84220f0890ed5c2c3ce10f2e9ff78b2f4e0ca2a2293fdef6a00"],
  ]
  extracted = [
    ["libexpat1", "2.5.0-1+deb12u2", "mipsel", "pool/main/e/expat/libexpat1_2.5.0-1+deb12u2_mipsel.deb", 95504, "a1e4e8c6888c02e0aff3b9ff845dbb67a67490856c80d3b0cdcf93a722bd9391"],
    ["libpython3.11", "3.11.2-6+deb12u8", "mipsel", "pool/main/p/python3.11/libpython3.11_3.11.2-6+deb12u8_mipsel.deb", 1667196, "f1b435eb8ef204381277e10d789964ac77cc5d2fd6292a3a094bfe7ad137a0d5"],
    ["libpython3.11-dev", "3.11.2-6+deb12u8", "mipsel", "pool/main/p/python3.11/libpython3.11-dev_3.11.2-6+deb12u8_mipsel.deb", 4636740, "7d23684680e0ef285b0f267b4af5ce3a3bb0c175a602a9512345357a7f81a3ca"],
    ["libpython3.11-minimal", "3.11.2-6+deb12u8", "mipsel", "pool/main/p/python3.11/libpython3.11-minimal_3.11.2-6+deb12u8_mipsel.deb", 805476, "156f7e1d0d14a34cf9639b521ed380ca49ce17c83bfc240499e20ac90330bfb3"],
    ["libstd-rust-dev", "1.63.0+dfsg1-2", "mipsel", "pool/main/r/rustc/libstd-rust-dev_1.63.0+dfsg1-2_mipsel.deb", 31588152, "c4cfa6bce564bc0c04cdbb9c35594c7fb53d8f4291e4618275dfe9ccdd3bec75"],
    ["zlib1g", "1:1.2.13.dfsg-1", "mipsel", "pool/main/z/zlib/zlib1g_1.2.13.dfsg-1_mipsel.deb", 77784, "f00f85c33e27d954d4659463852e0fd60d473d6eb5a5dba639652b26ae35f25a"],
    ["zlib1g-dev", "1:1.2.13.dfsg-1", "mipsel", "pool/main/z/zlib/zlib1g-dev_1.2.13.dfsg-1_mipsel.deb", 908676, "9fcec0410b19862684aeac9c267577bd0d77c135c5ccf66f5aa4eb957faa19a1"],
  ]
}

debian_set "//images:cross-trixie-arm64" {
  suite     = "trixie"
  arch      = "amd64"
  base      = "//images:host-trixie"
  requested = ["g++-aarch64-linux-gnu", "gcc-aarch64-linux-gnu"]
  packages = [
    ["binutils-aarch64-linux-gnu", "2.44-3", "amd64", "pool/main/b/binutils/binutils-aarch64-linux-gnu_2.44-3_amd64.deb", 1686720, "6e5a9be38121213dda42189a525db01aad4dc52194b577d7d73d659a5843ce6c"],
    ["cpp-14-aarch64-linux-gnu", "14.2.0-19cross1", "amd64", "pool/main/g/gcc-14-cross/cpp-14-aarch64-linux-gnu_14.2.0-19cross1_amd64.deb", 11203104, "6610dda7938376fefcbc3b49c81cd23c82e86411a488e4c9a69c082f2acd714e"],
    ["cpp-aarch64-linux-gnu", "4:14.2.0-1", "amd64", "pool/main/g/gcc-defaults/cpp-aarch64-linux-gnu_14.2.0-1_amd64.deb", 4844, "4480016c11678c1a391f8b3d77d8c87915af5e5aaa96c21dcf69a9c516979e63"],
    ["g++-14-aarch64-linux-gnu", "14.2.0-19cross1", "amd64", "pool/main/g/gcc-14-cross/g++-14-aarch64-linux-gnu_14.2.0-19cross1_amd64.deb", 12177992, "edbb7ab8e432a4a5b2ca2b7cce97bb643bd6fb1ae75e65bb0e889bae1c6d40eb"],
    ["g++-aarch64-linux-gnu", "4:14.2.0-1", "amd64", "pool/main/g/gcc-defaults/g++-aarch64-linux-gnu_14.2.0-1_amd64.deb", 1200, "7bf2009e0449b44b12856a9d5521bc3f352abb422a3280e11c3be296e22d2eb5"],
    ["gcc-14-aarch64-linux-gnu", "14.2.0-19cross1", "amd64", "pool/main/g/gcc-14-cross/gcc-14-aarch64-linux-gnu_14.2.0-19cross1_amd64.deb", 21571468, "489acd3a7479d7e55c01e7f3af10176b70a99ec8c2230ba63cacdbcf2e6e0692"],
    ["gcc-14-aarch64-linux-gnu-base", "14.2.0-19cross1", "amd64", "pool/main/g/gcc-14-cross/gcc-14-aarch64-linux-gnu-base_14.2.0-19cross1_amd64.deb", 49664, "4a40a7a5429a03f58bdb1f49df9b7aeecb86770f5585d88dcf6a27b5979a6d5d"],
    ["gcc-14-cross-base", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross/gcc-14-cross-base_14.2.0-19cross1_all.deb", 44884, "a6c277ad0961c1e69bebd2509151733961ea49bb53ff64aa1dac72b5929babf0"],
    ["gcc-aarch64-linux-gnu", "4:14.2.0-1", "amd64", "pool/main/g/gcc-defaults/gcc-aarch64-linux-gnu_14.2.0-1_amd64.deb", 1448, "ff536dd2b6a7f2879cf83ebadd7cc4af3e7234a87226a2ba97bbf0a857e930da"],
    ["libasan8-arm64-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross/libasan8-arm64-cross_14.2.0-19cross1_all.deb", 435668, "e223a6c4aa71aa8754abb845cba3de9ae175a213e36a98b67b1aad558ac818be"],
    ["libatomic1-arm64-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross/libatomic1-arm64-cross_14.2.0-19cross1_all.deb", 10340, "4a8636b3c0ab2b0a568d0b7fc6ab089d5b22f7a3e696fe8784acef594c88dc1c"],
    ["libc6-arm64-cross", "2.41-11cross1", "all", "pool/main/c/cross-toolchain-base/libc6-arm64-cross_2.41-11cross1_all.deb", 1168128, "82cd3a0c6754d36cb5a7acbd9fa64c38080a681608c41165736dc88438acfc71"],
    ["libc6-dev-arm64-cross", "2.41-11cross1", "all", "pool/main/c/cross-toolchain-base/libc6-dev-arm64-cross_2.41-11cross1_all.deb", 1616752, "61e0b87dec4929abc9fb345ef324139498bf23ddbf0b10ca3a743b59c8ddf8bb"],
    ["libgcc-14-dev-arm64-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross/libgcc-14-dev-arm64-cross_14.2.0-19cross1_all.deb", 2451584, "44d31567993f2f138638e3088cc75240d13c7d8a2ebe69032aafd37bc35c7a6f"],
    ["libgcc-s1-arm64-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross/libgcc-s1-arm64-cross_14.2.0-19cross1_all.deb", 54056, "272751f04dc1669c6368005ccea3496b28626c720c64c98980f705350f4c6b6b"],
    ["libgomp1-arm64-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross/libgomp1-arm64-cross_14.2.0-19cross1_all.deb", 91696, "6ef2c0825f2edd319d333fe6db721e1efa79bd595a5149c9f5a17af04dd40978"],
    ["libhwasan0-arm64-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross/libhwasan0-arm64-cross_14.2.0-19cross1_all.deb", 255940, "c0a783cec783df2ac0bae56887f3afd43f2f0047daf0aa8e51cb3147c2bcbbac"],
    ["libitm1-arm64-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross/libitm1-arm64-cross_14.2.0-19cross1_all.deb", 26044, "61e0bc450632165ef442d0db2902831c878fe24bb89f08e7257e02d4eff92b40"],
    ["liblsan0-arm64-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross/liblsan0-arm64-cross_14.2.0-19cross1_all.deb", 201368, "31cb9c474a78ea3233e4ea87badadc33f0c7e48934e39965437091f7f6d5ab78"],
    ["libstdc++-14-dev-arm64-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross/libstdc++-14-dev-arm64-cross_14.2.0-19cross1_all.deb", 2551912, "dc2d2e1e59f2687a6cb30f3f5ed25e795f2769482ee8f7c5835f00481bf5ad65"],
    ["libstdc++6-arm64-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross/libstdc++6-arm64-cross_14.2.0-19cross1_all.deb", 545968, "81e667b7dad2d378defcc502e9772fe4f435a27e62b7a33a20576885b02e9693"],
    ["libtsan2-arm64-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross/libtsan2-arm64-cross_14.2.0-19cross1_all.deb", 415676, "a93d548f6a34d1afb6f1dda193fe841c0d6225363af55e6106f333986c906169"],
    ["libubsan1-arm64-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross/libubsan1-arm64-cross_14.2.0-19cross1_all.deb", 185724, "c9f76887373bf39380605cdbbbe2942f4a2ba434eb4aefdf3a573d9bed930ffb"],
    ["linux-libc-dev-arm64-cross", "6.12.38-1cross1", "all", "pool/main/c/cross-toolchain-base/linux-libc-dev-arm64-cross_6.12.38-1cross1_all.deb", 2445712, "fd77c13fedf057038732ef1c4fc06edd753d08092fd5f92c4629551f1f69870f"],
  ]
  extracted = [
    ["libexpat1", "2.8.3-1~deb13u1", "arm64", "pool/main/e/expat/libexpat1_2.8.3-1~deb13u1_arm64.deb", 109116, "c3248c4beb721c8290e6e34527ae56b1fc965aa6a14982ca602df4458ef0854e"],
    ["libpython3.13", "3.13.5-2+deb13u5", "arm64", "pool/main/p/python3.13/libpython3.13_3.13.5-2+deb13u5_arm64.deb", 1977160, "d79db845c37478273d6d9097daafc568199e1475742e18678c5d0781a7293074"],
    ["libpython3.13-dev", "3.13.5-2+deb13u5", "arm64", "pool/main/p/python3.13/libpython3.13-dev_3.13.5-2+deb13u5_arm64.deb", 4932808, "cd8e73644d319576d8cf02ab63ccd6b1fb8eb12637b5f59114b520a9b3d4741e"],
    ["libpython3.13-minimal", "3.13.5-2+deb13u5", "arm64", "pool/main/p/python3.13/libpython3.13-minimal_3.13.5-2+deb13u5_arm64.deb", 856328, "3655ef258b19142cf6fe38ef89731d5c630b2cf3309632494a720b28c1cfcd85"],
    ["libpython3.13-stdlib", "3.13.5-2+deb13u5", "arm64", "pool/main/p/python3.13/libpython3.13-stdlib_3.13.5-2+deb13u5_arm64.deb", 1894712, "d1178d24e4d143cc6c577d9dc0f26dd982efccc2e600d25ce86361f168a22be0"],
    ["libstd-rust-dev", "1.85.1+dfsg1-1+deb13u1", "arm64", "pool/main/r/rustc/libstd-rust-dev_1.85.1+dfsg1-1+deb13u1_arm64.deb", 37696188, "176facb3ae2ee70d8f7e3a7c2f6c2b0fca16211ae2edadad9e6ce133dedd2ad1"],
    ["zlib1g", "1:1.3.dfsg+really1.3.1-1+b1", "arm64", "pool/main/z/zlib/zlib1g_1.3.dfsg+really1.3.1-1+b1_arm64.deb", 85116, "209aa5cf671e97b9eb0410844fa6df4cae2e75b0c72e7802ab6c8ece13e6ddef"],
    ["zlib1g-dev", "1:1.3.dfsg+really1.3.1-1+b1", "arm64", "pool/main/z/zlib/zlib1g-dev_1.3.dfsg+really1.3.1-1+b1_arm64.deb", 916612, "745ebcf1fa115e230af76216355d7290a24f1790fe3780249b519c0e4d30534f"],
  ]
}

debian_set "//images:cross-trixie-armel" {
  suite     = "trixie"
  arch      = "amd64"
  base      = "//images:host-trixie"
  requested = ["g++-arm-linux-gnueabi", "gcc-arm-linux-gnueabi"]
  packages = [
    ["binutils-arm-linux-gnueabi", "2.44-3", "amd64", "pool/main/b/binutils/binutils-arm-linux-gnueabi_2.44-3_amd64.deb", 1500476, "3c7505b0312464d82df9a6c0c5b1c19d75081f146ac0352f4c0e475dbf2d95cd"],
    ["cpp-14-arm-linux-gnueabi", "14.2.0-19cross1", "amd64", "pool/main/g/gcc-14-cross-ports/cpp-14-arm-linux-gnueabi_14.2.0-19cross1_amd64.deb", 10388368, "b0d2a936e23939677d4e5a770b37b2eea381d22e55924171d8b8327b56b34039"],
    ["cpp-arm-linux-gnueabi", "4:14.2.0-1", "amd64", "pool/main/g/gcc-defaults-ports/cpp-arm-linux-gnueabi_14.2.0-1_amd64.deb", 4132, "44cc0972f579f8a46e5c1fe03f7bd13ad28ec49c2428b398c3c5483d85f63660"],
    ["g++-14-arm-linux-gnueabi", "14.2.0-19cross1", "amd64", "pool/main/g/gcc-14-cross-ports/g++-14-arm-linux-gnueabi_14.2.0-19cross1_amd64.deb", 11374504, "47aee186596b39c03e570360af8f14f3e478d0da4e0b4cd2fe3b8add1c44c5bd"],
    ["g++-arm-linux-gnueabi", "4:14.2.0-1", "amd64", "pool/main/g/gcc-defaults-ports/g++-arm-linux-gnueabi_14.2.0-1_amd64.deb", 1204, "01fad91408240277af8e153158c97e55ee5982b6d078a94ccdc87134b8e10aeb"],
    ["gcc-14-arm-linux-gnueabi", "14.2.0-19cross1", "amd64", "pool/main/g/gcc-14-cross-ports/gcc-14-arm-linux-gnueabi_14.2.0-19cross1_amd64.deb", 19773372, "a80513211b46887bd149a6c628a38f13b3b90a7068f990f034c64e5a2b06cae2"],
    ["gcc-14-arm-linux-gnueabi-base", "14.2.0-19cross1", "amd64", "pool/main/g/gcc-14-cross-ports/gcc-14-arm-linux-gnueabi-base_14.2.0-19cross1_amd64.deb", 49672, "6f4999b302eac3f19b3dc5fc7655cc63dd01d1764cf168c9651fc7f3d7779763"],
    ["gcc-14-cross-base-ports", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross-ports/gcc-14-cross-base-ports_14.2.0-19cross1_all.deb", 44900, "3444fa7c3e93819c4b1661b9caa79e7f97be50ec93b2e4b8a466e312d5c8ade1"],
    ["gcc-arm-linux-gnueabi", "4:14.2.0-1", "amd64", "pool/main/g/gcc-defaults-ports/gcc-arm-linux-gnueabi_14.2.0-1_amd64.deb", 1452, "e19429f22f16f94052b249b03b4950704ddd7084d7a69cee6bdf09c1f8c2ddcd"],
    ["libasan8-armel-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross-ports/libasan8-armel-cross_14.2.0-19cross1_all.deb", 2541992, "6fbdb6b4754897c61d7d7637005a1dc87e599bbe6c904e562ceb10cc8f750a7f"],
    ["libatomic1-armel-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross-ports/libatomic1-armel-cross_14.2.0-19cross1_all.deb", 9316, "c8e3f5e36f0e5a8b65d46e1197f816eebdc587364c873ca11a4cebbe0c7d42b9"],
    ["libc6-armel-cross", "2.41-11cross1", "all", "pool/main/c/cross-toolchain-base-ports/libc6-armel-cross_2.41-11cross1_all.deb", 942236, "843c034b9c303429fca80f7d316f65aefa3695edaf1e95e60abcb64a5bcbbe9d"],
    ["libc6-dev-armel-cross", "2.41-11cross1", "all", "pool/main/c/cross-toolchain-base-ports/libc6-dev-armel-cross_2.41-11cross1_all.deb", 1357576, "efb7f45e392090c24eaa3a0379ae7857886ef1f6525a03bce32d9d621c28faa6"],
    ["libgcc-14-dev-armel-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross-ports/libgcc-14-dev-armel-cross_14.2.0-19cross1_all.deb", 762520, "4d580fc87966c3f7794b618f24daa14455166550680ee7ac70d80805b82c60f4"],
    ["libgcc-s1-armel-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross-ports/libgcc-s1-armel-cross_14.2.0-19cross1_all.deb", 38952, "393087b77a3f174d8838c9ce4513b097a6aa6a759a7884b9b3f7ae6370c5ec76"],
    ["libgomp1-armel-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross-ports/libgomp1-armel-cross_14.2.0-19cross1_all.deb", 110068, "5f5595f61513897b4587c3eaa26d73f47d8e4995c9b70fd4e79ad6de1a474f7d"],
    ["libstdc++-14-dev-armel-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross-ports/libstdc++-14-dev-armel-cross_14.2.0-19cross1_all.deb", 2344312, "0865aa91dd4d7cc528a901810cb2f59eb711cf1a4e56dc63a6586cd570c53cf4"],
    ["libstdc++6-armel-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross-ports/libstdc++6-armel-cross_14.2.0-19cross1_all.deb", 545932, "401c080a1aaeff2829366bef45c51d3627ce3e9d5fe8b7f26b302ce6892f3f1f"],
    ["libubsan1-armel-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross-ports/libubsan1-armel-cross_14.2.0-19cross1_all.deb", 1035244, "df02ffeb8b83698119ccafbf3bdaf1580b30048c0e84a418fb5fd96d6c5f9bbe"],
    ["linux-libc-dev-armel-cross", "6.12.38-1cross1", "all", "pool/main/c/cross-toolchain-base-ports/linux-libc-dev-armel-cross_6.12.38-1cross1_all.deb", 2430236, "f686df8ff402db308effbfb3a9bc146598ed7412845e2335629455518ffc8638"],
  ]
  extracted = [
    ["libexpat1", "2.8.3-1~deb13u1", "armel", "pool/main/e/expat/libexpat1_2.8.3-1~deb13u1_armel.deb", 101792, "59c804a1a610d5833d620e8671c0ecfde28bdffee336ab2e63c080b1f4726b6b"],
    ["libpython3.13", "3.13.5-2+deb13u5", "armel", "pool/main/p/python3.13/libpython3.13_3.13.5-2+deb13u5_armel.deb", 1820752, "b6a73824f1386c02d2ebdc954cc62a6ddab328b4f102656c864344f03952db44"],
    ["libpython3.13-dev", "3.13.5-2+deb13u5", "armel", "pool/main/p/python3.13/libpython3.13-dev_3.13.5-2+deb13u5_armel.deb", 3832224, "44a56433568027bbe9824cea2d48021a60b822d1841c91d4ffce4bdc0c67a982"],
    ["libpython3.13-minimal", "3.13.5-2+deb13u5", "armel", "pool/main/p/python3.13/libpython3.13-minimal_3.13.5-2+deb13u5_armel.deb", 848696, "9e258577203687d98e641bba8b98675ba594598ab3b26042be4e2b1ffcf5669c"],
    ["libpython3.13-stdlib", "3.13.5-2+deb13u5", "armel", "pool/main/p/python3.13/libpython3.13-stdlib_3.13.5-2+deb13u5_armel.deb", 1818300, "9ad3c311789722dbdb7e94d8c41bf861bd969ce790a8d9da397a40dc93b244f7"],
    ["libstd-rust-dev", "1.85.1+dfsg1-1+deb13u1", "armel", "pool/main/r/rustc/libstd-rust-dev_1.85.1+dfsg1-1+deb13u1_armel.deb", 35788760, "a4e1dc91ef6aeca6ed0e67d4f7ec12b39b8ec99281c61b6346bfd458cdbb96a8"],
    ["zlib1g", "1:1.3.dfsg+really1.3.1-1+b1", "armel", "pool/main/z/zlib/zlib1g_1.3.dfsg+really1.3.1-1+b1_armel.deb", 75320, "8445f5c7d5675de62148fa80d95199835f0fa6c521a1104f73666b4454f566b7"],
    ["zlib1g-dev", "1:1.3.dfsg+really1.3.1-1+b1", "armel", "pool/main/z/zlib/zlib1g-dev_1.3.dfsg+really1.3.1-1+b1_armel.deb", 905388, "773e7136ecc9a884595466cff95fb25abfabb1721b632420e952442b9fe47241"],
  ]
}

debian_set "//images:cross-trixie-riscv64" {
  suite     = "trixie"
  arch      = "amd64"
  base      = "//images:host-trixie"
  requested = ["g++-riscv64-linux-gnu", "gcc-riscv64-linux-gnu"]
  packages = [
    ["binutils-riscv64-linux-gnu", "2.44-3", "amd64", "pool/main/b/binutils/binutils-riscv64-linux-gnu_2.44-3_amd64.deb", 1428404, "a7e5304f538357983164454ae2ccc7b9bfb8023f54ec6be4e682c6d8067f76ab"],
    ["cpp-14-riscv64-linux-gnu", "14.2.0-19cross1", "amd64", "pool/main/g/gcc-14-cross/cpp-14-riscv64-linux-gnu_14.2.0-19cross1_amd64.deb", 13271660, "7b188d1754125dbb1553c50a7419bbb88da689a26858f517ba38c3cfbef7e9cb"],
    ["cpp-riscv64-linux-gnu", "4:14.2.0-1", "amd64", "pool/main/g/gcc-defaults/cpp-riscv64-linux-gnu_14.2.0-1_amd64.deb", 4848, "ab7df1122a3c536f57736b379523e338e162344e6fd1fdbf29d656afc8cf18f2"],
    ["g++-14-riscv64-linux-gnu", "14.2.0-19cross1", "amd64", "pool/main/g/gcc-14-cross/g++-14-riscv64-linux-gnu_14.2.0-19cross1_amd64.deb", 14270600, "4c0794938f1e137a40df762c6ee8332f15e641150cef43c4882ee215ca5468aa"],
    ["g++-riscv64-linux-gnu", "4:14.2.0-1", "amd64", "pool/main/g/gcc-defaults/g++-riscv64-linux-gnu_14.2.0-1_amd64.deb", 1200, "8670a857cefdc5c071ac5dfc216e965fbce5fc21bf2f211d49d29fa2af376f5c"],
    ["gcc-14-cross-base", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross/gcc-14-cross-base_14.2.0-19cross1_all.deb", 44884, "a6c277ad0961c1e69bebd2509151733961ea49bb53ff64aa1dac72b5929babf0"],
    ["gcc-14-riscv64-linux-gnu", "14.2.0-19cross1", "amd64", "pool/main/g/gcc-14-cross/gcc-14-riscv64-linux-gnu_14.2.0-19cross1_amd64.deb", 25741616, "fca814820c63cd7cc7ffe6a4c63e0b4dd677028a23e1584e1eecc2e08dbfa394"],
    ["gcc-14-riscv64-linux-gnu-base", "14.2.0-19cross1", "amd64", "pool/main/g/gcc-14-cross/gcc-14-riscv64-linux-gnu-base_14.2.0-19cross1_amd64.deb", 49648, "392321d96d4fefca7a0461541ec197a8880e12590d387739878c17aee831f5d7"],
    ["gcc-riscv64-linux-gnu", "4:14.2.0-1", "amd64", "pool/main/g/gcc-defaults/gcc-riscv64-linux-gnu_14.2.0-1_amd64.deb", 1444, "c11880a5271fee10e123905ccb08d4337032bba10e570e438ef310432a68179f"],
    ["libasan8-riscv64-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross/libasan8-riscv64-cross_14.2.0-19cross1_all.deb", 2353864, "a3b94b5633851d7366db16f576c6ef9d501946695ec0292fb2857678b4a0c873"],
    ["libatomic1-riscv64-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross/libatomic1-riscv64-cross_14.2.0-19cross1_all.deb", 8316, "1ee832ad1b3583cc5fadf0ac9430d87d90911ed8a138a15a27dd523927d43f9e"],
    ["libc6-dev-riscv64-cross", "2.41-11cross1", "all", "pool/main/c/cross-toolchain-base/libc6-dev-riscv64-cross_2.41-11cross1_all.deb", 3121272, "b76e06ca31dba05b94f0b648c4896c0e74bf6c50dc35a2fe4328fd7971dc802f"],
    ["libc6-riscv64-cross", "2.41-11cross1", "all", "pool/main/c/cross-toolchain-base/libc6-riscv64-cross_2.41-11cross1_all.deb", 1170268, "d91109b719920cb503ec5146abd2cc4ba838da5bac4c8c84f698b86b779613eb"],
    ["libgcc-14-dev-riscv64-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross/libgcc-14-dev-riscv64-cross_14.2.0-19cross1_all.deb", 5177540, "f7e759ee96231bc83e98c0f5a7a70460cabf08399a1eac23ab17f08288ff4b17"],
    ["libgcc-s1-riscv64-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross/libgcc-s1-riscv64-cross_14.2.0-19cross1_all.deb", 56764, "873ce7e703da35fff92aefc4b27661909529200000c2f3ee892f1aa06e072e3a"],
    ["libgomp1-riscv64-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross/libgomp1-riscv64-cross_14.2.0-19cross1_all.deb", 127948, "5966e60a1f1c3e02b3cf5c2e419f08138f38c928e5647210a0d937606d5024a3"],
    ["libitm1-riscv64-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross/libitm1-riscv64-cross_14.2.0-19cross1_all.deb", 25240, "cf05996a46f5187adf3a8ffea90add45657247d8624859c56dbe2956f7b243b7"],
    ["liblsan0-riscv64-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross/liblsan0-riscv64-cross_14.2.0-19cross1_all.deb", 1075984, "6e08f624200ade65a8dab7e4cf1efbef6a28c5231c6e5518618738d2ff109fb6"],
    ["libstdc++-14-dev-riscv64-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross/libstdc++-14-dev-riscv64-cross_14.2.0-19cross1_all.deb", 4939728, "20f2ef235ba797f0b8cb26efb4cd68ca542f07d99e48aa4c83728122e750a92e"],
    ["libstdc++6-riscv64-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross/libstdc++6-riscv64-cross_14.2.0-19cross1_all.deb", 660052, "adbe5405e1e99baa964b3d0a4f8cc1d091f484e4089243e1b9dd00d0c03aa31a"],
    ["libtsan2-riscv64-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross/libtsan2-riscv64-cross_14.2.0-19cross1_all.deb", 2230044, "aa2b93b80abe7129c3b7f3c9c42a55e693dd8398d5a7adaa6278be08406f709c"],
    ["libubsan1-riscv64-cross", "14.2.0-19cross1", "all", "pool/main/g/gcc-14-cross/libubsan1-riscv64-cross_14.2.0-19cross1_all.deb", 978472, "4330f9dd0a753a5374202e4c0d508cb8f3bb5f33b48f88ca2b61cea4bccb696a"],
    ["linux-libc-dev-riscv64-cross", "6.12.38-1cross1", "all", "pool/main/c/cross-toolchain-base/linux-libc-dev-riscv64-cross_6.12.38-1cross1_all.deb", 2440048, "e8683a94aad15e044efdd862e6da7e417e80747a6636bd8d19011dc220b9e825"],
  ]
  extracted = [
    ["libexpat1", "2.8.3-1~deb13u1", "riscv64", "pool/main/e/expat/libexpat1_2.8.3-1~deb13u1_riscv64.deb", 119880, "114156a4bccea157194bc6dc9ac4e2b44f7e8416245a34b168e40a3baaa68fa3"],
    ["libpython3.13", "3.13.5-2+deb13u5", "riscv64", "pool/main/p/python3.13/libpython3.13_3.13.5-2+deb13u5_riscv64.deb", 2171212, "175d86957c90233145644852a2dbfacd18788a27a3d2c58272edb38882c1fb89"],
    ["libpython3.13-dev", "3.13.5-2+deb13u5", "riscv64", "pool/main/p/python3.13/libpython3.13-dev_3.13.5-2+deb13u5_riscv64.deb", 14425848, "ed392849f715057550cb1e7e218f4b65cf611cc72b5201b1e7a452263a5a39cf"],
    ["libpython3.13-minimal", "3.13.5-2+deb13u5", "riscv64", "pool/main/p/python3.13/libpython3.13-minimal_3.13.5-2+deb13u5_riscv64.deb", 858560, "5d170a02c4127b58cffe299d579803a32653e488e02eaa00548d54a7af589ca9"],
    ["libpython3.13-stdlib", "3.13.5-2+deb13u5", "riscv64", "pool/main/p/python3.13/libpython3.13-stdlib_3.13.5-2+deb13u5_riscv64.deb", 1921220, "0a8cd5a602d1464cd67fe3c5b864cd062f0e5492768ff6dc80d0f4d2b371409b"],
    ["libstd-rust-dev", "1.85.1+dfsg1-1+deb13u1", "riscv64", "pool/main/r/rustc/libstd-rust-dev_1.85.1+dfsg1-1+deb13u1_riscv64.deb", 37494080, "948a12e8b28583b26380ff48fe9141f55028383c9e899fb058189614d25a9609"],
    ["zlib1g", "1:1.3.dfsg+really1.3.1-1+b1", "riscv64", "pool/main/z/zlib/zlib1g_1.3.dfsg+really1.3.1-1+b1_riscv64.deb", 85664, "38c52eef58e5fc9b13d93f8a7d0a0549c32b4f00402a778d39a135254f554314"],
    ["zlib1g-dev", "1:1.3.dfsg+really1.3.1-1+b1", "riscv64", "pool/main/z/zlib/zlib1g-dev_1.3.dfsg+really1.3.1-1+b1_riscv64.deb", 978240, "d114f1570a22a105ffda27f92989bb892541f36ebe3fbe85d3238b21ffdc39bc"],
  ]
}

debian_set "//images:emulators" {
  suite = "bookworm"
  arch  = "amd64"
  packages = [
  ]
  extracted = [
    ["qemu-user-static", "1:7.2+dfsg-7+deb12u18+b3", "amd64", "pool/main/q/qemu/qemu-user-static_7.2+dfsg-7+deb12u18+b3_amd64.deb", 62603724, "c3e3ba2bd87f8c5b9a5da5ef21b5a3b82d7c63b89dd448d9ddaa4eabc5b6e402"],
  ]
}

debian_set "//images:host" {
  suite     = "bookworm"
  arch      = "amd64"
  base      = "//images:bookworm"
  requested = ["cargo", "cython3", "flit", "g++", "libpython3.11", "patchelf", "perl", "pkgconf", "python3-hatchling", "python3-mesonpy", "python3-poetry-core", "python3-pycparser", "python3-setuptools-rust", "python3-setuptools-scm", "rustc", "zlib1g-dev"]
  packages = [
    ["cargo", "0.66.0+ds1-1", "amd64", "pool/main/c/cargo/cargo_0.66.0+ds1-1_amd64.deb", 3419492, "2b12583c9ed71fae0707f7e568afbc232bace5a9e25e94b3800480aa7d295c39"],
    ["cython3", "0.29.32-2+b1", "amd64", "pool/main/c/cython/cython3_0.29.32-2+b1_amd64.deb", 1301688, "2bd82343a59dbdc75c8e2078cb64b4ba562528c49fe024d259dacdae4e31dc80"],
    ["docutils-common", "0.19+dfsg-6", "all", "pool/main/p/python-docutils/docutils-common_0.19+dfsg-6_all.deb", 127340, "ebd335fbf075f1f5c32c94e3621f7cd217d5850fd5c4d69c63d4eb7c937edb6c"],
    ["flit", "3.8.0-3", "all", "pool/main/f/flit/flit_3.8.0-3_all.deb", 95596, "437f3baa5c62bd07aa5a46371efa7f6d4c5d6f997a6020a1f08dec10fc182d67"],
    ["g++", "4:12.2.0-3", "amd64", "pool/main/g/gcc-defaults/g++_12.2.0-3_amd64.deb", 1356, "26c451a660728cf7c15548a281e17eef2f36fab28499371e83fc2d3accb499d7"],
    ["g++-12", "12.2.0-14+deb12u1", "amd64", "pool/main/g/gcc-12/g++-12_12.2.0-14+deb12u1_amd64.deb", 10694076, "68b182badae4ace7d472f1393c559d3532a95a2d70817498b10bb481d2627251"],
    ["libbrotli1", "1.0.9-2+b6", "amd64", "pool/main/b/brotli/libbrotli1_1.0.9-2+b6_amd64.deb", 275248, "563b4caec1aa5e876bd3355b36e7a38e1484baf5a293b48d1e8bd22db786e4d7"],
    ["libbsd0", "0.11.7-2", "amd64", "pool/main/libb/libbsd/libbsd0_0.11.7-2_amd64.deb", 117416, "bb31cc8b40f962a85b2cec970f7f79cc704a1ae4bad24257a822055404b2c60b"],
    ["libcurl3-gnutls", "7.88.1-10+deb12u15", "amd64", "pool/main/c/curl/libcurl3-gnutls_7.88.1-10+deb12u15_amd64.deb", 386008, "bf430ecf80f7808704e0187cddc582fd57fc98789ea356d4797651edad387ef3"],
    ["libedit2", "3.1-20221030-2", "amd64", "pool/main/libe/libedit/libedit2_3.1-20221030-2_amd64.deb", 92992, "1cf14abf2716d3279db12d0657a5737cf70074a1e71d3bdf73206625e3c89ce6"],
    ["libgit2-1.5", "1.5.1+ds-1+deb12u1", "amd64", "pool/main/libg/libgit2/libgit2-1.5_1.5.1+ds-1+deb12u1_amd64.deb", 502248, "1fa025157c73990eb3024a4356d15d3625ea9a23dfa88bca9bca05f8a8d4b3af"],
    ["libgnutls30", "3.7.9-2+deb12u7", "amd64", "pool/main/g/gnutls28/libgnutls30_3.7.9-2+deb12u7_amd64.deb", 1409084, "30abec8c824feb1d2d7e9000a34083cccd19d139625e1b21547e3ac53b922f8e"],
    ["libhogweed6", "3.8.1-2", "amd64", "pool/main/n/nettle/libhogweed6_3.8.1-2_amd64.deb", 327524, "ed8185c28b2cb519744a5a462dcd720d3b332c9b88a1d0002eac06dc8550cb94"],
    ["libhttp-parser2.9", "2.9.4-5", "amd64", "pool/main/h/http-parser/libhttp-parser2.9_2.9.4-5_amd64.deb", 21972, "98045b047b8f3ccfdd7930983797df3e316112e1cd4d161fc793260e31183b59"],
    ["libicu72", "72.1-3+deb12u1", "amd64", "pool/main/i/icu/libicu72_72.1-3+deb12u1_amd64.deb", 9376124, "f7f6f99c6d7b025914df2447fc93e11d22c44c0c8bdd8b6f36691c9e7ddcef88"],
    ["libidn2-0", "2.3.3-1+b1", "amd64", "pool/main/libi/libidn2/libidn2-0_2.3.3-1+b1_amd64.deb", 123636, "d50716d5824083d667427817d506b45d3f59dc77e1ca52de000f3f62d4918afa"],
    ["libldap-2.5-0", "2.5.13+dfsg-5", "amd64", "pool/main/o/openldap/libldap-2.5-0_2.5.13+dfsg-5_amd64.deb", 183248, "4b6c30f6554149c594628d945edc6003f0eea8d0cc1341638c0e71375db147ed"],
    ["libllvm14", "1:14.0.6-12", "amd64", "pool/main/l/llvm-toolchain-14/libllvm14_14.0.6-12_amd64.deb", 21840232, "cd986403cfe53f47c41b80667f6b344c40fe35de4c5081dad9358b4c77cf64a8"],
    ["libmbedcrypto7", "2.28.3-1", "amd64", "pool/main/m/mbedtls/libmbedcrypto7_2.28.3-1_amd64.deb", 277112, "af3295f80abf7e6ba2cba419134e29bde04192bf3614622ee53ce49de8d02abe"],
    ["libmbedtls14", "2.28.3-1", "amd64", "pool/main/m/mbedtls/libmbedtls14_2.28.3-1_amd64.deb", 163324, "621ddfb85c668a86d755fae7bb0f31f00d83e4456c8171f9da7445a54b04da9c"],
    ["libmbedx509-1", "2.28.3-1", "amd64", "pool/main/m/mbedtls/libmbedx509-1_2.28.3-1_amd64.deb", 128084, "3377b6bedec2882b9fefeb0ef960ad4dc372939854d76adf761ba70e71d35c3b"],
    ["libnettle8", "3.8.1-2", "amd64", "pool/main/n/nettle/libnettle8_3.8.1-2_amd64.deb", 287764, "45922e6e289ffd92f0f92d2bb9159e84236ff202d552a461bf10e5335b3f0261"],
    ["libnghttp2-14", "1.52.0-1+deb12u3", "amd64", "pool/main/n/nghttp2/libnghttp2-14_1.52.0-1+deb12u3_amd64.deb", 72404, "5a5736cee57e51c1baed869979e6ecdbc6495e939e33203d6cfe3b6e5a149e3f"],
    ["libp11-kit0", "0.24.1-2", "amd64", "pool/main/p/p11-kit/libp11-kit0_0.24.1-2_amd64.deb", 345080, "251330faddbf013f060fcdb41f4b0c037c8a6e89ba7c09b04bfcc4e3f0807b22"],
    ["libpkgconf3", "1.8.1-1", "amd64", "pool/main/p/pkgconf/libpkgconf3_1.8.1-1_amd64.deb", 36084, "da01fb901123ae498c36387a32240e09e1f2866810146c5a574273f7eaf31093"],
    ["libpsl5", "0.21.2-1", "amd64", "pool/main/libp/libpsl/libpsl5_0.21.2-1_amd64.deb", 58684, "4f0d35610204e4e754b057748719744114621f2f6f4202d846c314860a981afb"],
    ["librtmp1", "2.4+20151223.gitfa8646d.1-2+b2", "amd64", "pool/main/r/rtmpdump/librtmp1_2.4+20151223.gitfa8646d.1-2+b2_amd64.deb", 60824, "e1f69020dc2c466e421ec6a58406b643be8b5c382abf0f8989011c1d3df91c87"],
    ["libsasl2-2", "2.1.28+dfsg-10", "amd64", "pool/main/c/cyrus-sasl2/libsasl2-2_2.1.28+dfsg-10_amd64.deb", 59712, "11ee190ad39f8d7af441d2c8347388b9449434c73acc67b4b372445ac4152efa"],
    ["libsasl2-modules-db", "2.1.28+dfsg-10", "amd64", "pool/main/c/cyrus-sasl2/libsasl2-modules-db_2.1.28+dfsg-10_amd64.deb", 20336, "3ac4fd6cbe3b3b06e68d24b931bf3eb9385b42f15604a37ed25310e948ca0ee6"],
    ["libssh2-1", "1.10.0-3+b1", "amd64", "pool/main/libs/libssh2/libssh2-1_1.10.0-3+b1_amd64.deb", 178704, "d20a3ee34fa84ad8bd381e8be6e9c2c2ea32347cff5e1169c10e978d43f54f24"],
    ["libstd-rust-1.63", "1.63.0+dfsg1-2", "amd64", "pool/main/r/rustc/libstd-rust-1.63_1.63.0+dfsg1-2_amd64.deb", 18676676, "3970c02845cd407e2389623f138e2e96443702c46a789d394ec63b58a482448e"],
    ["libstd-rust-dev", "1.63.0+dfsg1-2", "amd64", "pool/main/r/rustc/libstd-rust-dev_1.63.0+dfsg1-2_amd64.deb", 33869108, "de55a06ec2b6bede97e2b756e3b87c9d2ee81cc85de1d3ff719d298803039ef4"],
    ["libstdc++-12-dev", "12.2.0-14+deb12u1", "amd64", "pool/main/g/gcc-12/libstdc++-12-dev_12.2.0-14+deb12u1_amd64.deb", 2047292, "d28def6c23630432b57cb38a4c2fd67a79d4e0484027386ca6e8d6005c3d7a73"],
    ["libtasn1-6", "4.19.0-2+deb12u1", "amd64", "pool/main/libt/libtasn1-6/libtasn1-6_4.19.0-2+deb12u1_amd64.deb", 48596, "2c27c613b69be248d09432839ea3d3382f6ee27fabaa65987aa2d884cd00afda"],
    ["libunistring2", "1.0-2", "amd64", "pool/main/libu/libunistring/libunistring2_1.0-2_amd64.deb", 436708, "d466bbfe011d764d793c1d9d777cad9c7cf65b938e11598f27408171ad95a951"],
    ["libxml2", "2.9.14+dfsg-1.3~deb12u6", "amd64", "pool/main/libx/libxml2/libxml2_2.9.14+dfsg-1.3~deb12u6_amd64.deb", 688760, "4460e39dda10a815881374217cde08474747cfa018358cd8612c14b390eff53b"],
    ["libz3-4", "4.8.12-3.1", "amd64", "pool/main/z/z3/libz3-4_4.8.12-3.1_amd64.deb", 7216172, "6221ca25ad5abcfbe1965801029d85a88b4775320384b4b716de8fab7a4d2f7a"],
    ["meson", "1.0.1-5", "all", "pool/main/m/meson/meson_1.0.1-5_all.deb", 548060, "64c435548c1118afdcc68a5d537b99cfcd12e0556b695a81febd512d671eb666"],
    ["ninja-build", "1.11.1-2~deb12u1", "amd64", "pool/main/n/ninja-build/ninja-build_1.11.1-2~deb12u1_amd64.deb", 134996, "e75fe14ee81334f52efe955aaaddac07d26f117bac60488ea19ea7a8b564e62c"],
    ["patchelf", "0.14.3-1+b1", "amd64", "pool/main/p/patchelf/patchelf_0.14.3-1+b1_amd64.deb", 65480, "0364b90e81faabbb9569076063952c7bcbf07f83d954a2f2602a163d65be60e6"],
    ["pkgconf", "1.8.1-1", "amd64", "pool/main/p/pkgconf/pkgconf_1.8.1-1_amd64.deb", 25892, "4e3ce982b5fedc6c6119268435504a64f5ffcc6d93aaecaea902d816eba1215f"],
    ["pkgconf-bin", "1.8.1-1", "amd64", "pool/main/p/pkgconf/pkgconf-bin_1.8.1-1_amd64.deb", 29472, "8fb5a8f83e46ad04b4cf02651ceec56c0611a335cf0d30780d859a95d0400174"],
    ["python3-certifi", "2022.9.24-1", "all", "pool/main/p/python-certifi/python3-certifi_2022.9.24-1_all.deb", 152796, "121abb6d0af69b57ce7202be38b2db9150e5d627bbaab6c17fe10650d2ced4fc"],
    ["python3-chardet", "5.1.0+dfsg-2", "all", "pool/main/c/chardet/python3-chardet_5.1.0+dfsg-2_all.deb", 109720, "271227b4ca709db673d8bff58b64f4a590ab17b50a9616d49aacc459bbd05f85"],
    ["python3-charset-normalizer", "3.0.1-2", "all", "pool/main/p/python-charset-normalizer/python3-charset-normalizer_3.0.1-2_all.deb", 49312, "f547a25ac5349111ef4ea0c54654cf72fed48193eaf1c658f9309aff3715cd38"],
    ["python3-docutils", "0.19+dfsg-6", "all", "pool/main/p/python-docutils/python3-docutils_0.19+dfsg-6_all.deb", 382132, "ada9a80195375262c50dc0acf21a00a51166fee3fc96f6ca6d20a1a27868ba2c"],
    ["python3-hatchling", "1.12.2-1", "all", "pool/main/h/hatchling/python3-hatchling_1.12.2-1_all.deb", 53644, "09221ca057426fffb58bdd069f24d816dc58515a86305c5eb785da2570fe9629"],
    ["python3-idna", "3.3-1+deb12u1", "all", "pool/main/p/python-idna/python3-idna_3.3-1+deb12u1_all.deb", 40956, "0bf81fb1906d3aa607482d09aa3bcbab5c263242b1fd1d93be39658fa783af1a"],
    ["python3-mesonpy", "0.12.0-2", "all", "pool/main/m/meson-python/python3-mesonpy_0.12.0-2_all.deb", 41796, "4ddbc6acb737d6a049ccb1680cf7492a0f0d6225f9f74d1c6ed44b849e62b925"],
    ["python3-packaging", "23.0-1", "all", "pool/main/p/python-packaging/python3-packaging_23.0-1_all.deb", 32460, "04adb9e09aa8ed5bd8e31d31143fb265c43dcbec70da19f21e37cbe44b0c32cf"],
    ["python3-pathspec", "0.11.0-1", "all", "pool/main/p/python-pathspec/python3-pathspec_0.11.0-1_all.deb", 26348, "34c2835f36cabfbbf2b7f52131327bf4891818f6719a1eb80f5c2a80d64f16c6"],
    ["python3-pluggy", "1.0.0+repack-1", "all", "pool/main/p/python-pluggy/python3-pluggy_1.0.0+repack-1_all.deb", 19712, "7bda88243752fef7fd14f256ae91bf39bdcda68f83dc726db1d6d9b8b3957899"],
    ["python3-ply", "3.11-5", "all", "pool/main/p/ply/python3-ply_3.11-5_all.deb", 65832, "849d8c26e7909ada2ff36c2dbae6c6057195b8e4a0db03c9cbadb8d0e47f23c1"],
    ["python3-poetry-core", "1.4.0-4", "all", "pool/main/p/poetry-core/python3-poetry-core_1.4.0-4_all.deb", 376560, "d1df964a8f2e2654e214aca1dc82c1d64b523d323051573412b3fb29889925a9"],
    ["python3-pycparser", "2.21-1", "all", "pool/main/p/pycparser/python3-pycparser_2.21-1_all.deb", 78776, "75b24be8984010092d36f29e5792ae7025da8cb374fd3a1102fb7cbca4df8487"],
    ["python3-pyproject-metadata", "0.6.1-3", "all", "pool/main/p/pyproject-metadata/python3-pyproject-metadata_0.6.1-3_all.deb", 8836, "7a03cbe3c135c2ee6ba52761ec59418063a2adc72e5084ea9d42236947b4f222"],
    ["python3-requests", "2.28.1+dfsg-1", "all", "pool/main/r/requests/python3-requests_2.28.1+dfsg-1_all.deb", 67868, "c75b5c05d8d4a813bd83c3d432ffe65a2ca13e771bc91d4b9787690097598603"],
    ["python3-roman", "3.3-3", "all", "pool/main/p/python-roman/python3-roman_3.3-3_all.deb", 9880, "944a24906c5807a1a2c1810228ae99498be3a96c5defdd6166efb3abfb04dcb9"],
    ["python3-semantic-version", "2.9.0-2", "all", "pool/main/p/python-semantic-version/python3-semantic-version_2.9.0-2_all.deb", 17728, "e61f95f962db610898f50f41f7cd73b4364d7594f92a6ac9f43a29c7d5f1c9ee"],
    ["python3-setuptools-rust", "1.5.2-2", "all", "pool/main/p/python-setuptools-rust/python3-setuptools-rust_1.5.2-2_all.deb", 23576, "c59ba1370d039708465951de7f0ee77e7ab82cd043c5ac060ca30dbc6583d505"],
    ["python3-setuptools-scm", "7.1.0-3", "all", "pool/main/s/setuptools-scm/python3-setuptools-scm_7.1.0-3_all.deb", 42636, "403a491ca8fcf5e71f4c80de01bb354afaa44002da08cdefa6f77207eb5701d8"],
    ["python3-six", "1.16.0-4", "all", "pool/main/s/six/python3-six_1.16.0-4_all.deb", 17516, "fd189e9cecbcf17a1fc20aec30055c8afa9c1eec00cd6e7ab385087a2ab3b0d3"],
    ["python3-tomli", "2.0.1-2", "all", "pool/main/p/python-tomli/python3-tomli_2.0.1-2_all.deb", 17948, "449d097503c7ea329fab4398f3cd1599fd1f7aa6fcbde8d1ad25a7b08cb8b6af"],
    ["python3-tomli-w", "1.0.0-2", "all", "pool/main/p/python-tomli-w/python3-tomli-w_1.0.0-2_all.deb", 8012, "a49e8a7e5ec88d84ab023f8b2bf6dfa8dcc189bc08e98b9b9a744882a87ef179"],
    ["python3-typing-extensions", "4.4.0-1", "all", "pool/main/p/python-typing-extensions/python3-typing-extensions_4.4.0-1_all.deb", 45180, "e2f88fe73b6dac2907b29d709647eb66302776f7693f45b1e95e116ddedbddd3"],
    ["python3-urllib3", "1.26.12-1+deb12u4", "all", "pool/main/p/python-urllib3/python3-urllib3_1.26.12-1+deb12u4_all.deb", 114476, "9dd6fef10317e437f2195cb5ea8b38d8e39e02106c5fda7b16d58b4bb9a85886"],
    ["rustc", "1.63.0+dfsg1-2", "amd64", "pool/main/r/rustc/rustc_1.63.0+dfsg1-2_amd64.deb", 2612712, "26dd439266153e38d3e6fbe0fe2dbbb41f20994afa688faa71f38427348589ed"],
    ["sgml-base", "1.31", "all", "pool/main/s/sgml-base/sgml-base_1.31_all.deb", 15372, "bd69220c46abaec55f0d82f2fa103c3fc89ff7c921ac68f3f242ac790f04a35d"],
    ["xml-core", "0.18+nmu1", "all", "pool/main/x/xml-core/xml-core_0.18+nmu1_all.deb", 23752, "fcc5e2dfd3c6d1ffb50a73d9fd1d562724644f4ad779c7f695fea04e68febb0e"],
  ]
}

debian_set "//images:host-trixie" {
  suite     = "trixie"
  arch      = "amd64"
  base      = "//images:trixie"
  requested = ["cargo", "cython3", "flit", "g++", "libpython3.13", "patchelf", "perl", "pkgconf", "python3-hatchling", "python3-maturin", "python3-mesonpy", "python3-poetry-core", "python3-pycparser", "python3-scikit-build-core", "python3-setuptools-rust", "python3-setuptools-scm", "rustc", "zlib1g-dev"]
  packages = [
    ["cargo", "1.85.1+dfsg1-1+deb13u1", "amd64", "pool/main/r/rustc/cargo_1.85.1+dfsg1-1+deb13u1_amd64.deb", 6452256, "673120ed6dff1aa3626199d3768bdddabe3124da90459f4b65da2ff5d66de234"],
    ["cython3", "3.0.11+dfsg-2+b1", "amd64", "pool/main/c/cython/cython3_3.0.11+dfsg-2+b1_amd64.deb", 2504408, "ca9e41c1f13b3d2b4693034b9ee7660762c78ebe6043f03eef9068cacbfe6c9c"],
    ["docutils-common", "0.21.2+dfsg-2", "all", "pool/main/p/python-docutils/docutils-common_0.21.2+dfsg-2_all.deb", 128264, "6f1ec59c479376c8b6f75b7e4d2f5d2a6fb148d870ec2440a74fb1de8b2e561c"],
    ["flit", "3.12.0-1", "all", "pool/main/f/flit/flit_3.12.0-1_all.deb", 95208, "8a38d4fd0fb0a7c7283042f6f26dfe81e39f5efae45cff5f096843585f734fb6"],
    ["g++", "4:14.2.0-1", "amd64", "pool/main/g/gcc-defaults/g++_14.2.0-1_amd64.deb", 1344, "f86661c021ab2acb39ceb87315e7c2d4d420fdadc19945d5d589f3953410445c"],
    ["g++-14", "14.2.0-19", "amd64", "pool/main/g/gcc-14/g++-14_14.2.0-19_amd64.deb", 22544, "4706ab29eab3d81e93582b45b229fdedc71f1eec3071996a448cf2c8beb83f3a"],
    ["g++-14-x86-64-linux-gnu", "14.2.0-19", "amd64", "pool/main/g/gcc-14/g++-14-x86-64-linux-gnu_14.2.0-19_amd64.deb", 12114812, "c66b009fedd340520279d1af2f91d0668e9f64f0c08fe62179ca1c75e556be58"],
    ["g++-x86-64-linux-gnu", "4:14.2.0-1", "amd64", "pool/main/g/gcc-defaults/g++-x86-64-linux-gnu_14.2.0-1_amd64.deb", 1200, "15e10fc3948ec76be8d51b23e75ad9df9c39588c94f1f47059cee02c117c7583"],
    ["libbrotli1", "1.1.0-2+b7", "amd64", "pool/main/b/brotli/libbrotli1_1.1.0-2+b7_amd64.deb", 306624, "0fb79f88db210afbd69282ab9649e525f393ec6950ca34da1a6b359250b8d7db"],
    ["libbsd0", "0.12.2-2", "amd64", "pool/main/libb/libbsd/libbsd0_0.12.2-2_amd64.deb", 130968, "e5a85986fa6bec3307ab1bc860736b478b331882bc45e17675a7bdf88eecb43a"],
    ["libcom-err2", "1.47.2-3+b12", "amd64", "pool/main/e/e2fsprogs/libcom-err2_1.47.2-3+b12_amd64.deb", 25036, "bd43e020b8fed399db3eebf098111f10fba4c436fff99ccad72cc7e27c9764ec"],
    ["libcurl4t64", "8.14.1-2+deb13u5", "amd64", "pool/main/c/curl/libcurl4t64_8.14.1-2+deb13u5_amd64.deb", 391492, "0dedddfe614fc4a4335c9167b73c64a50136edd76b7991aa851408d0795163eb"],
    ["libedit2", "3.1-20250104-1", "amd64", "pool/main/libe/libedit/libedit2_3.1-20250104-1_amd64.deb", 93832, "b002ea172b9c1e34a67bc497c523c67bb74c3f0a4e98113cb083990a1f1d3bfe"],
    ["libgdbm-compat4t64", "1.24-2", "amd64", "pool/main/g/gdbm/libgdbm-compat4t64_1.24-2_amd64.deb", 50280, "2cbd43cf2dfbf57ff48188b5d79d29cf7ea8f0dedaa61ab0bcc02eceff50ea01"],
    ["libgdbm6t64", "1.24-2", "amd64", "pool/main/g/gdbm/libgdbm6t64_1.24-2_amd64.deb", 75176, "e7b42c68c391e278733adb3c1efdacd24d660862bd7bac0efbc10a91e5696dfc"],
    ["libgit2-1.9", "1.9.0+ds-2+deb13u1", "amd64", "pool/main/libg/libgit2/libgit2-1.9_1.9.0+ds-2+deb13u1_amd64.deb", 555732, "2fb4b6503fb8f143a8035077b9de99118326ac2b26565779e71c4648e01e75ee"],
    ["libgnutls30t64", "3.8.9-3+deb13u4", "amd64", "pool/main/g/gnutls28/libgnutls30t64_3.8.9-3+deb13u4_amd64.deb", 1469024, "18a8bdfd91c7e3bcb01719d55a2b56849c7160b34f1f52b1c4fdfdd41bf1352b"],
    ["libgssapi-krb5-2", "1.21.3-5+deb13u1", "amd64", "pool/main/k/krb5/libgssapi-krb5-2_1.21.3-5+deb13u1_amd64.deb", 138356, "30847c1fde4240567d7ed3aeab4f655dd591203758b857e85e824045aae70299"],
    ["libhogweed6t64", "3.10.1-1", "amd64", "pool/main/n/nettle/libhogweed6t64_3.10.1-1_amd64.deb", 335240, "b059ed155115ac09da295322de48ee1ed58ef5fa45edcc9e12ff0e94636ef25f"],
    ["libhttp-parser2.9", "2.9.4-6+b2", "amd64", "pool/main/h/http-parser/libhttp-parser2.9_2.9.4-6+b2_amd64.deb", 21192, "eb226fd47bec216a02ca6282ab348a3515d1832c58edf1d71b2b5e7948ef3d03"],
    ["libidn2-0", "2.3.8-2", "amd64", "pool/main/libi/libidn2/libidn2-0_2.3.8-2_amd64.deb", 109096, "90b039bcdc4578f8e1c4935adf8dbb525e36a164deefdbbb8c45bac347d48278"],
    ["libk5crypto3", "1.21.3-5+deb13u1", "amd64", "pool/main/k/krb5/libk5crypto3_1.21.3-5+deb13u1_amd64.deb", 81152, "7da07ee674b47f1f0be7cc89317c25310086a1f1761217d0f72e6ae2c5a69b84"],
    ["libkeyutils1", "1.6.3-6", "amd64", "pool/main/k/keyutils/libkeyutils1_1.6.3-6_amd64.deb", 9456, "0b11ad17be0300b63ad4eeb4c6450fed24d34b7b740f23e5363dcb29ee6d5eba"],
    ["libkrb5-3", "1.21.3-5+deb13u1", "amd64", "pool/main/k/krb5/libkrb5-3_1.21.3-5+deb13u1_amd64.deb", 326056, "47d71d6a7f2e59b9bae5f89602397594805113b95889ad18fa703cd53abafc97"],
    ["libkrb5support0", "1.21.3-5+deb13u1", "amd64", "pool/main/k/krb5/libkrb5support0_1.21.3-5+deb13u1_amd64.deb", 33124, "3a0acd8b37955c0e102c756b52c97df2a31f67b96453c35dab70df218d309117"],
    ["libldap2", "2.6.10+dfsg-1", "amd64", "pool/main/o/openldap/libldap2_2.6.10+dfsg-1_amd64.deb", 193576, "60069e4a550ca890113fa89d3001417781b18e146ec5d637d31e368dec9909bd"],
    ["libllvm19", "1:19.1.7-3+b1", "amd64", "pool/main/l/llvm-toolchain-19/libllvm19_19.1.7-3+b1_amd64.deb", 25978316, "db0d614d61345ca710fb73e75105f1ec6e38898fa7b3aa99fa7eb7d8b0a11d57"],
    ["libmbedcrypto16", "3.6.6-0.1~deb13u1", "amd64", "pool/main/m/mbedtls/libmbedcrypto16_3.6.6-0.1~deb13u1_amd64.deb", 365220, "b38baf2ecaca7b28b3005d34b8108ee9b17681426b20662813995e939aea6dfa"],
    ["libmbedtls21", "3.6.6-0.1~deb13u1", "amd64", "pool/main/m/mbedtls/libmbedtls21_3.6.6-0.1~deb13u1_amd64.deb", 245620, "9e280505afa5f5aa7034e494e7466c82d8e9af2eb3bf2edf46bab0bd7b62e1ac"],
    ["libmbedx509-7", "3.6.6-0.1~deb13u1", "amd64", "pool/main/m/mbedtls/libmbedx509-7_3.6.6-0.1~deb13u1_amd64.deb", 154848, "e0b6630efcf9eae2e05172496576bc3235be134a6bbf8da4cf3570fba65f65b8"],
    ["libnettle8t64", "3.10.1-1", "amd64", "pool/main/n/nettle/libnettle8t64_3.10.1-1_amd64.deb", 305436, "1b03d4a9cd9c8143ba50fe6396f36937e901a317d492d179f4596862c1731cfe"],
    ["libnghttp2-14", "1.64.0-1.1+deb13u1", "amd64", "pool/main/n/nghttp2/libnghttp2-14_1.64.0-1.1+deb13u1_amd64.deb", 76188, "896cb217537c09251fb909b8541349010ac279d802d871e98c06a62a2c67ce2c"],
    ["libnghttp3-9", "1.8.0-1", "amd64", "pool/main/n/nghttp3/libnghttp3-9_1.8.0-1_amd64.deb", 67656, "388e4c33b72829cbf0d098afdc8539fa5ba7458eddb077f5538fdb4d5538716b"],
    ["libp11-kit0", "0.25.5-3", "amd64", "pool/main/p/p11-kit/libp11-kit0_0.25.5-3_amd64.deb", 425240, "784bf2063e166c8bc851a32623b74ebd85c499043a9d57c5bbd64fa63447f45a"],
    ["libperl5.40", "5.40.1-6+deb13u1", "amd64", "pool/main/p/perl/libperl5.40_5.40.1-6+deb13u1_amd64.deb", 4325996, "e44777ff47ad248d1debd57e1f96ab5e89061a341008ae39880ba3b5fc15f273"],
    ["libpkgconf3", "1.8.1-4", "amd64", "pool/main/p/pkgconf/libpkgconf3_1.8.1-4_amd64.deb", 36436, "85087cd04e57fd4ab7d6e816d348c335047823ab60c78878336b74f07b352ca1"],
    ["libpsl5t64", "0.21.2-1.1+b1", "amd64", "pool/main/libp/libpsl/libpsl5t64_0.21.2-1.1+b1_amd64.deb", 57188, "59d42bb1f9ebc0d1776fe616efb08a7a8568b05982e00f70b03c63863db768ab"],
    ["librtmp1", "2.4+20151223.gitfa8646d.1-2+b5", "amd64", "pool/main/r/rtmpdump/librtmp1_2.4+20151223.gitfa8646d.1-2+b5_amd64.deb", 58840, "93baa2004cbe6c8721b9e81beed078612540aef120970b4751305c51c6697368"],
    ["libsasl2-2", "2.1.28+dfsg1-9", "amd64", "pool/main/c/cyrus-sasl2/libsasl2-2_2.1.28+dfsg1-9_amd64.deb", 57512, "66e49d7ae026811b49a0050f18b0325960a2625ffd1ff60d91b7844a815fa9d2"],
    ["libsasl2-modules-db", "2.1.28+dfsg1-9", "amd64", "pool/main/c/cyrus-sasl2/libsasl2-modules-db_2.1.28+dfsg1-9_amd64.deb", 19768, "a5c38659fbd62c33c6d9bfa2be43e75a572d1818531aad32dd74d0a58cc4bd19"],
    ["libssh2-1t64", "1.11.1-1+deb13u2", "amd64", "pool/main/libs/libssh2/libssh2-1t64_1.11.1-1+deb13u2_amd64.deb", 245240, "dbb1024c192d4d292b7cfa902b96076cfe81b56a5eed4fb28da36e8bf543e49a"],
    ["libstd-rust-1.85", "1.85.1+dfsg1-1+deb13u1", "amd64", "pool/main/r/rustc/libstd-rust-1.85_1.85.1+dfsg1-1+deb13u1_amd64.deb", 19728300, "880a7ccc84ac9ed5964379ff2f2c2de2763dc87cb2c812963cefb44008306587"],
    ["libstd-rust-dev", "1.85.1+dfsg1-1+deb13u1", "amd64", "pool/main/r/rustc/libstd-rust-dev_1.85.1+dfsg1-1+deb13u1_amd64.deb", 39264472, "f10847d21f156e700c16fede486e404d078183197187406b4b512ccc92468adb"],
    ["libstdc++-14-dev", "14.2.0-19", "amd64", "pool/main/g/gcc-14/libstdc++-14-dev_14.2.0-19_amd64.deb", 2375760, "4b962fac5f1af0bd8b1b3f97e0f47b9d8e9a79e88802143f00ebfbd78ad87a7b"],
    ["libtasn1-6", "4.20.0-2+deb13u1", "amd64", "pool/main/libt/libtasn1-6/libtasn1-6_4.20.0-2+deb13u1_amd64.deb", 50112, "23fec6e06583ce2bad9b2c04c9b485e90440e259b1abf8677cd80d3ce60831ad"],
    ["libunistring5", "1.3-2", "amd64", "pool/main/libu/libunistring/libunistring5_1.3-2_amd64.deb", 476768, "6dd3490bef06ea1096f32d10766b7e016cf579bfae8451d1b7df15ce05b8aa46"],
    ["libxml2", "2.12.7+dfsg+really2.9.14-2.1+deb13u3", "amd64", "pool/main/libx/libxml2/libxml2_2.12.7+dfsg+really2.9.14-2.1+deb13u3_amd64.deb", 699724, "e0c6b63ce4602a036a526f60fe5e6c1586710688058d98fc1001b9b3147b7efd"],
    ["libz3-4", "4.13.3-1", "amd64", "pool/main/z/z3/libz3-4_4.13.3-1_amd64.deb", 8560036, "71383373523ef62d47eccf660cf6535c3febcbb3f88e54cb7a43124014b57359"],
    ["meson", "1.7.0-1", "all", "pool/main/m/meson/meson_1.7.0-1_all.deb", 639072, "e92d04e60e784336883d537755d09b7dcb856809fa318a0931df3898e84ded95"],
    ["ninja-build", "1.12.1-1", "amd64", "pool/main/n/ninja-build/ninja-build_1.12.1-1_amd64.deb", 142132, "bc172ce9270bd6fcd6d5335a83ff9d3c7ba0d13ec624cfdfa1b5aa06901dc453"],
    ["patchelf", "0.18.0-1.4", "amd64", "pool/main/p/patchelf/patchelf_0.18.0-1.4_amd64.deb", 99720, "1d39a7973504a4a5eb4101293cca142b83055a5a0f94e1d4286ded2563289b92"],
    ["perl", "5.40.1-6+deb13u1", "amd64", "pool/main/p/perl/perl_5.40.1-6+deb13u1_amd64.deb", 267736, "ef145c247787d6f40dcdefd5b417502484827cde0d555998c17fd5b27ec1e1dd"],
    ["perl-modules-5.40", "5.40.1-6+deb13u1", "all", "pool/main/p/perl/perl-modules-5.40_5.40.1-6+deb13u1_all.deb", 3013728, "4c46cdd8f3135aa1c95f07e817f8e5d9be590687441ac1c27e3a8c49400f35ce"],
    ["pkgconf", "1.8.1-4", "amd64", "pool/main/p/pkgconf/pkgconf_1.8.1-4_amd64.deb", 26172, "f1fcad470ca3ac80b4a0f4af6f03cd215089473996b07e508b3ee342bbb11af7"],
    ["pkgconf-bin", "1.8.1-4", "amd64", "pool/main/p/pkgconf/pkgconf-bin_1.8.1-4_amd64.deb", 30220, "54efef2aef4db5fcb5e0f5b7746465000c6a779b06f3686d0ec3d2a901b20aeb"],
    ["python3-certifi", "2025.1.31+ds-1", "all", "pool/main/p/python-certifi/python3-certifi_2025.1.31+ds-1_all.deb", 9652, "939b1a979218ec23b5f9469e2ad8a809de588f586bbaf3292b4e617d987824bd"],
    ["python3-chardet", "5.2.0+dfsg-2", "all", "pool/main/c/chardet/python3-chardet_5.2.0+dfsg-2_all.deb", 107644, "06d26a4755a176d56d3c68510fe35f394b86640003360b9c6ad047d9a35268bc"],
    ["python3-charset-normalizer", "3.4.2-1", "amd64", "pool/main/p/python-charset-normalizer/python3-charset-normalizer_3.4.2-1_amd64.deb", 127636, "84acc2d79eb675e00c41a8031157e87529a97bc550430d9a6146069285fee8bc"],
    ["python3-docutils", "0.21.2+dfsg-2", "all", "pool/main/p/python-docutils/python3-docutils_0.21.2+dfsg-2_all.deb", 403036, "342d7d5717940c2af9ebd6c7b5d34c80809fcc200fcbbba146e2088827b2e397"],
    ["python3-hatchling", "1.27.0-1", "all", "pool/main/h/hatchling/python3-hatchling_1.27.0-1_all.deb", 47000, "3cae864c83fc459a03da884419bffe5f8cea1175778a0a9c52a1c6bf28000e22"],
    ["python3-idna", "3.10-1+deb13u1", "all", "pool/main/p/python-idna/python3-idna_3.10-1+deb13u1_all.deb", 43032, "5cf05020b0e5c523ace373a4feac7e074de3e95df30b5a2d584842accba6e60b"],
    ["python3-maturin", "1.8.3-1", "amd64", "pool/main/p/python-maturin/python3-maturin_1.8.3-1_amd64.deb", 3522580, "fc4b4c48fb9f2727839af5de0aa25beb2329be5411af7450f1b05f022585f41b"],
    ["python3-mesonpy", "0.17.1-1", "all", "pool/main/m/meson-python/python3-mesonpy_0.17.1-1_all.deb", 108208, "2a1a39d83a562bf61562c44f5e97b02472723a67592c393fbb656a9a9ef59e16"],
    ["python3-pathspec", "0.12.1-1", "all", "pool/main/p/python-pathspec/python3-pathspec_0.12.1-1_all.deb", 28080, "e90dfd6e9e988df606197427607735f1055f9996a3c237bca1105d7427713817"],
    ["python3-pluggy", "1.5.0-1", "all", "pool/main/p/python-pluggy/python3-pluggy_1.5.0-1_all.deb", 26900, "d762a370c7c54046d991b3caa9095facbee5c54792e306b5f9e32455326f82bc"],
    ["python3-ply", "3.11-9", "all", "pool/main/p/ply/python3-ply_3.11-9_all.deb", 62888, "d85058c4ec2b77641f7cc413d943be1f412b1b44d4cbe0b174810d37615a7a00"],
    ["python3-poetry-core", "2.1.2-2", "all", "pool/main/p/poetry-core/python3-poetry-core_2.1.2-2_all.deb", 228756, "84e1d1e2a6d36119e1d1c2550b64d3ef9c6d92a1b9a1b61712ffc026a9b9a2db"],
    ["python3-pycparser", "2.22-2", "all", "pool/main/p/pycparser/python3-pycparser_2.22-2_all.deb", 77976, "1aa9bac8dac107b96fba3277ee067ef6d10b2ae521bb052841068b5194afd408"],
    ["python3-pyproject-metadata", "0.9.1-1", "all", "pool/main/p/pyproject-metadata/python3-pyproject-metadata_0.9.1-1_all.deb", 21500, "c0f24a52d09f7b3cc3b80413c71c382b2c42a33dba961bad70fe9238d12c99c5"],
    ["python3-requests", "2.32.3+dfsg-5+deb13u1", "all", "pool/main/r/requests/python3-requests_2.32.3+dfsg-5+deb13u1_all.deb", 72212, "7d271bd47c6647b16aec9facc656c39eca763062ec392aea615dd6597b8304c2"],
    ["python3-roman", "5.0-1", "all", "pool/main/p/python-roman/python3-roman_5.0-1_all.deb", 10628, "5da6c00238cca76fbff5a3aee14f8094eb13a10104c7698e89ec8fd89ff481a3"],
    ["python3-scikit-build-core", "0.11.1-3", "all", "pool/main/s/scikit-build-core/python3-scikit-build-core_0.11.1-3_all.deb", 118240, "b7858e5b1f102d61588fd485eb1ccfc081989e9efbbfd75252d67e67908c898f"],
    ["python3-semantic-version", "2.10.0-3", "all", "pool/main/p/python-semantic-version/python3-semantic-version_2.10.0-3_all.deb", 17728, "29e197f69d0e1c6e89924848fd3410d7b64701ea5982c66c5bb7e9280b40200c"],
    ["python3-setuptools-rust", "1.9.0+dfsg-3", "all", "pool/main/p/python-setuptools-rust/python3-setuptools-rust_1.9.0+dfsg-3_all.deb", 27048, "3188dcf1956bcc7e08626ac0a09e94dabb4a206516b2a66597a4178a22858df2"],
    ["python3-setuptools-scm", "8.2.1-1", "all", "pool/main/s/setuptools-scm/python3-setuptools-scm_8.2.1-1_all.deb", 41196, "f7899e7de65ad8655fc9b65b3ca5c245663683526138653e66c49d01711da82d"],
    ["python3-tomli-w", "1.0.0-3", "all", "pool/main/p/python-tomli-w/python3-tomli-w_1.0.0-3_all.deb", 8000, "d8fc021090f9277ac6d54db0c94801f797dadd8aefad9b7909375c21633d0a80"],
    ["python3-trove-classifiers", "2025.4.28.22-1", "all", "pool/main/t/trove-classifiers/python3-trove-classifiers_2025.4.28.22-1_all.deb", 10828, "874162ed71f249a2694d192473a419d6ada0284a8428d9c705f1fcac6b3b2875"],
    ["python3-urllib3", "2.3.0-3+deb13u2", "all", "pool/main/p/python-urllib3/python3-urllib3_2.3.0-3+deb13u2_all.deb", 115344, "8132c30c09060562e540025a5d5b1ee9dd3496234c36eab57339e8b94f9e6b38"],
    ["rustc", "1.85.1+dfsg1-1+deb13u1", "amd64", "pool/main/r/rustc/rustc_1.85.1+dfsg1-1+deb13u1_amd64.deb", 3855660, "8dc8db527ef0e4e64c1361281c123c461b768c148d5308f841ef47c7b90b19d4"],
    ["sgml-base", "1.31+nmu1", "all", "pool/main/s/sgml-base/sgml-base_1.31+nmu1_all.deb", 10868, "a355b832d9f0f4dc9eca1a661080db5dc118e6c435f107a5c4dd201d7af59ba8"],
    ["xml-core", "0.19", "all", "pool/main/x/xml-core/xml-core_0.19_all.deb", 20088, "079ec5e10b1c49aa23a6c53ae8e55e33aec121d1c87a131d2172bdabc3f4030e"],
  ]
}

debian_set "//images:root-amd64" {
  suite = "bookworm"
  arch  = "amd64"
  packages = [
  ]
  extracted = [
    ["base-files", "12.4+deb12u15", "amd64", "pool/main/b/base-files/base-files_12.4+deb12u15_amd64.deb", 70936, "3eb1ea6d85488f488cc2a163b98ad640ef88cee4c79287cf14e361aaf6206f47"],
    ["dash", "0.5.12-2", "amd64", "pool/main/d/dash/dash_0.5.12-2_amd64.deb", 91848, "33ea40061da2f1a861ec46212b2b6a34f0776a049b1a3f0abce2fb8cb994258f"],
    ["libatomic1", "12.2.0-14+deb12u1", "amd64", "pool/main/g/gcc-12/libatomic1_12.2.0-14+deb12u1_amd64.deb", 9376, "fbd4e154a6b444229ea002cc209df099209c0adc09102e5fd21239a3d2b55e2d"],
    ["libbz2-1.0", "1.0.8-5+b1", "amd64", "pool/main/b/bzip2/libbz2-1.0_1.0.8-5+b1_amd64.deb", 47348, "54149da3f44b22d523b26b692033b84503d822cc5122fed606ea69cc83ca5aeb"],
    ["libc6", "2.36-9+deb12u14", "amd64", "pool/main/g/glibc/libc6_2.36-9+deb12u14_amd64.deb", 2759320, "ba4f88f73dbc3ae9055f3c20f4523bfdbaf1ad13ff95e258924f77d20b4fbedf"],
    ["libcrypt1", "1:4.4.33-2", "amd64", "pool/main/libx/libxcrypt/libcrypt1_4.4.33-2_amd64.deb", 89464, "f5f60a5cdfd4e4eaa9438ade5078a57741a7a78d659fcb0c701204f523e8bd29"],
    ["libexpat1", "2.5.0-1+deb12u2", "amd64", "pool/main/e/expat/libexpat1_2.5.0-1+deb12u2_amd64.deb", 99888, "2255e62fc22a86d2c544b8a3f516da9aee19383ad5742722ab4ce7f66a30dbc8"],
    ["libffi8", "3.4.4-1", "amd64", "pool/main/libf/libffi/libffi8_3.4.4-1_amd64.deb", 22856, "6d9f6c25c30efccce6d4bceaa48ea86c329a3432abb360a141f76ac223a4c34a"],
    ["libgcc-s1", "12.2.0-14+deb12u1", "amd64", "pool/main/g/gcc-12/libgcc-s1_12.2.0-14+deb12u1_amd64.deb", 49856, "3016e62cb4b7cd8038822870601f5ed131befe942774d0f745622cc77d8a88f7"],
    ["liblzma5", "5.4.1-1+deb12u1", "amd64", "pool/main/x/xz-utils/liblzma5_5.4.1-1+deb12u1_amd64.deb", 205732, "f96d8876b53ec89d76a992bc199679b818cf518225a768954d9451fb556a4eb7"],
    ["libncursesw6", "6.4-4", "amd64", "pool/main/n/ncurses/libncursesw6_6.4-4_amd64.deb", 133824, "98fa7a53dc565a38b65fb70422ad08001bf5361d8fbc74255280c329996a6bec"],
    ["libpython3-stdlib", "3.11.2-1+b1", "amd64", "pool/main/p/python3-defaults/libpython3-stdlib_3.11.2-1+b1_amd64.deb", 9312, "4e58891d5c951a1e360ed9eaa814413cb5e84deadce3f08e801ac680434c786e"],
    ["libpython3.11-minimal", "3.11.2-6+deb12u8", "amd64", "pool/main/p/python3.11/libpython3.11-minimal_3.11.2-6+deb12u8_amd64.deb", 817740, "f3beaa03994ffedacf73c43a0843d53b062d347115d8af65bee2034552a4e6f9"],
    ["libpython3.11-stdlib", "3.11.2-6+deb12u8", "amd64", "pool/main/p/python3.11/libpython3.11-stdlib_3.11.2-6+deb12u8_amd64.deb", 1798560, "890b3540dad8a1ccc0deeca025db735bcc82629a76adacbe3b50fcc06ed528ca"],
    ["libreadline8", "8.2-1.3", "amd64", "pool/main/r/readline/libreadline8_8.2-1.3_amd64.deb", 165760, "e02ebbd3701cf468dbf98d6d917fbe0325e881f07fe8b316150c8d2a64486e66"],
    ["libsqlite3-0", "3.40.1-2+deb12u2", "amd64", "pool/main/s/sqlite3/libsqlite3-0_3.40.1-2+deb12u2_amd64.deb", 838808, "a8d78b40e9b4e422224aeebfe0e4dfc243f6acf3532490b0c05480d4283d41e2"],
    ["libssl3", "3.0.20-1~deb12u2", "amd64", "pool/main/o/openssl/libssl3_3.0.20-1~deb12u2_amd64.deb", 2036016, "89be24b41bff568ee6e7caf5680a3d808e80315ed92e407056ce0fa7a5bda025"],
    ["libstdc++6", "12.2.0-14+deb12u1", "amd64", "pool/main/g/gcc-12/libstdc++6_12.2.0-14+deb12u1_amd64.deb", 612604, "5cd3171216d4ab0fc911cfe9c35509bf2dd8f47761c43b7f6a4296701551a24d"],
    ["libtinfo6", "6.4-4", "amd64", "pool/main/n/ncurses/libtinfo6_6.4-4_amd64.deb", 331352, "072d908f38f51090ca28ca5afa3b46b2957dc61fe35094c0b851426859a49a51"],
    ["libuuid1", "2.38.1-5+deb12u3", "amd64", "pool/main/u/util-linux/libuuid1_2.38.1-5+deb12u3_amd64.deb", 28784, "5fff398321da62d28a842bcbabd193d72ae21724962c029dc32b1dc6b2deaeaf"],
    ["python3", "3.11.2-1+b1", "amd64", "pool/main/p/python3-defaults/python3_3.11.2-1+b1_amd64.deb", 26300, "33f6dafbd1a6902d9063172ec7dbd4b2225e12009e0d7ec5c933a72c2f5f3b74"],
    ["python3-distutils", "3.11.2-3", "all", "pool/main/p/python3-stdlib-extensions/python3-distutils_3.11.2-3_all.deb", 130936, "a620b555f301860a08e30534c7e6f7d79818e5e1977bfec39a612e7003074318"],
    ["python3-lib2to3", "3.11.2-3", "all", "pool/main/p/python3-stdlib-extensions/python3-lib2to3_3.11.2-3_all.deb", 76284, "4e7f5e01e49a0622d10db3d0995666a6ead6a369cd127a996e9a4f9e91696a51"],
    ["python3-minimal", "3.11.2-1+b1", "amd64", "pool/main/p/python3-defaults/python3-minimal_3.11.2-1+b1_amd64.deb", 26312, "30f9618670e686d781afbfc713eb0830c29d2819e9cb2a0488800dad6bb99faa"],
    ["python3-pip", "23.0.1+dfsg-1", "all", "pool/main/p/python-pip/python3-pip_23.0.1+dfsg-1_all.deb", 1324972, "d8024ededc6c7fe941ca96aabebdcf2d846fd130eae9d66aad1aa32a84454291"],
    ["python3-pkg-resources", "66.1.1-1+deb12u2", "all", "pool/main/s/setuptools/python3-pkg-resources_66.1.1-1+deb12u2_all.deb", 296604, "25dfb378939ccdf27e7382adf44c168f86e22f9f1a8e6e3a2ec526431ed5e30f"],
    ["python3-ply", "3.11-5", "all", "pool/main/p/ply/python3-ply_3.11-5_all.deb", 65832, "849d8c26e7909ada2ff36c2dbae6c6057195b8e4a0db03c9cbadb8d0e47f23c1"],
    ["python3-pycparser", "2.21-1", "all", "pool/main/p/pycparser/python3-pycparser_2.21-1_all.deb", 78776, "75b24be8984010092d36f29e5792ae7025da8cb374fd3a1102fb7cbca4df8487"],
    ["python3-setuptools", "66.1.1-1+deb12u2", "all", "pool/main/s/setuptools/python3-setuptools_66.1.1-1+deb12u2_all.deb", 521580, "96f934b8dbe4367c4cf9e4c740aa5c85f9a9ac8875a16556c8677fb342c7838f"],
    ["python3-wheel", "0.38.4-2", "all", "pool/main/w/wheel/python3-wheel_0.38.4-2_all.deb", 30808, "623a8f7c70ba713b0d8d5a321f157405861f0a0b1a652edad2cda5f70f5773f9"],
    ["python3.11", "3.11.2-6+deb12u8", "amd64", "pool/main/p/python3.11/python3.11_3.11.2-6+deb12u8_amd64.deb", 574236, "cd7b10c24281416a6acb22cd23ed7391c7dddd4a3d4d4a63d37faa786639b5de"],
    ["python3.11-minimal", "3.11.2-6+deb12u8", "amd64", "pool/main/p/python3.11/python3.11-minimal_3.11.2-6+deb12u8_amd64.deb", 2064968, "4aba533f7cc5e7b93b7ff24482840e96813f5bcde9cce028395b65a0d799ccee"],
    ["zlib1g", "1:1.2.13.dfsg-1", "amd64", "pool/main/z/zlib/zlib1g_1.2.13.dfsg-1_amd64.deb", 86684, "d7dd1d1411fedf27f5e27650a6eff20ef294077b568f4c8c5e51466dc7c08ce4"],
  ]
}

debian_set "//images:root-arm64" {
  suite = "bookworm"
  arch  = "arm64"
  packages = [
  ]
  extracted = [
    ["base-files", "12.4+deb12u15", "arm64", "pool/main/b/base-files/base-files_12.4+deb12u15_arm64.deb", 70936, "b1272fbdc197f7d5bd22c05b741a03840f8bec66ca68c8d797f567ff2c99d42d"],
    ["dash", "0.5.12-2", "arm64", "pool/main/d/dash/dash_0.5.12-2_arm64.deb", 88808, "c1358e2a8054eb93efd460adf480224a16ea9e0b4d7b4c6cbcf8c8c91902a1d7"],
    ["libatomic1", "12.2.0-14+deb12u1", "arm64", "pool/main/g/gcc-12/libatomic1_12.2.0-14+deb12u1_arm64.deb", 9568, "1693aa13ce2b30d061a519fc28b77b9bab8c8e45804ced5969d99821e1bc2159"],
    ["libbz2-1.0", "1.0.8-5+b1", "arm64", "pool/main/b/bzip2/libbz2-1.0_1.0.8-5+b1_arm64.deb", 47452, "d3a96ece03326498b39ff093a76800dfcbcb1d4049d6ae6e9f6fa1aa7a590ad6"],
    ["libc6", "2.36-9+deb12u14", "arm64", "pool/main/g/glibc/libc6_2.36-9+deb12u14_arm64.deb", 2324660, "01f4330719fd4f65580e16ea5a0527f372fca750e8f588d26deaf09f2d3b1cf4"],
    ["libcrypt1", "1:4.4.33-2", "arm64", "pool/main/libx/libxcrypt/libcrypt1_4.4.33-2_arm64.deb", 90044, "eea0ad76ea5eb507127fea0c291622ea4ecdbb71c4b9a8ed9c76ae33fc1a0127"],
    ["libexpat1", "2.5.0-1+deb12u2", "arm64", "pool/main/e/expat/libexpat1_2.5.0-1+deb12u2_arm64.deb", 86280, "8dc1976735acf825e3a922d82f171e20feec7394da2b8c616091983e38706275"],
    ["libffi8", "3.4.4-1", "arm64", "pool/main/libf/libffi/libffi8_3.4.4-1_arm64.deb", 20492, "80b5c36177dc0e29d531c7eddbed3cc7355cb490e49f8cfa5959572d161f27b3"],
    ["libgcc-s1", "12.2.0-14+deb12u1", "arm64", "pool/main/g/gcc-12/libgcc-s1_12.2.0-14+deb12u1_arm64.deb", 34816, "576926b283613db80168ddf76380a3bd877602778cf0d226caa7bfbfa71eacf3"],
    ["liblzma5", "5.4.1-1+deb12u1", "arm64", "pool/main/x/xz-utils/liblzma5_5.4.1-1+deb12u1_arm64.deb", 199508, "647ce9d81e41c30071ce6ac0d3324579216a33aaa1d28971d6952315f6a95a75"],
    ["libncursesw6", "6.4-4", "arm64", "pool/main/n/ncurses/libncursesw6_6.4-4_arm64.deb", 121688, "cf32cb6751718872c6def448b82211eec494f688e2f1a3e6c71bfdaf6b0722c5"],
    ["libpython3-stdlib", "3.11.2-1+b1", "arm64", "pool/main/p/python3-defaults/libpython3-stdlib_3.11.2-1+b1_arm64.deb", 9296, "3ceea13a9d2eff6e850d47b4f03ebd0162acb2aa5646a84ccbe77783be104302"],
    ["libpython3.11-minimal", "3.11.2-6+deb12u8", "arm64", "pool/main/p/python3.11/libpython3.11-minimal_3.11.2-6+deb12u8_arm64.deb", 810796, "c48bac178c0fc43a2bf8ace784c762b5ee83e2b981894a991dc3ccfd3ec7cd4b"],
    ["libpython3.11-stdlib", "3.11.2-6+deb12u8", "arm64", "pool/main/p/python3.11/libpython3.11-stdlib_3.11.2-6+deb12u8_arm64.deb", 1749796, "e79876de55c6c2dca10d044b2fa69ccd863950ea01714220c1982d16008105f9"],
    ["libreadline8", "8.2-1.3", "arm64", "pool/main/r/readline/libreadline8_8.2-1.3_arm64.deb", 154776, "f3b162b7c1e05430607e792ebdbfc417cbd1f1d32cf83664133ae63d811a72d2"],
    ["libsqlite3-0", "3.40.1-2+deb12u2", "arm64", "pool/main/s/sqlite3/libsqlite3-0_3.40.1-2+deb12u2_arm64.deb", 785596, "a690f7f2aa6435bd1fd7cbbd2216acb9acbb8c48c9721f2c195766375439eb13"],
    ["libssl3", "3.0.20-1~deb12u2", "arm64", "pool/main/o/openssl/libssl3_3.0.20-1~deb12u2_arm64.deb", 1823624, "a256e03cc3abd7243ac5c6ee91a9deb56478221ef0d3c2b0748551e13140c0bf"],
    ["libstdc++6", "12.2.0-14+deb12u1", "arm64", "pool/main/g/gcc-12/libstdc++6_12.2.0-14+deb12u1_arm64.deb", 556608, "26e138c677a985775331373828a6c286c551ff397cb735d00e2383cb273d1cb2"],
    ["libtinfo6", "6.4-4", "arm64", "pool/main/n/ncurses/libtinfo6_6.4-4_arm64.deb", 324548, "baef0f6776f84c7eed4f1146d6e5774689567dad43216894d41da02e6608e4b3"],
    ["libuuid1", "2.38.1-5+deb12u3", "arm64", "pool/main/u/util-linux/libuuid1_2.38.1-5+deb12u3_arm64.deb", 28532, "3b2d19df0f3190108cf54228c4cfc822226c06d8f3615a5ab16a7dffb1f58aed"],
    ["python3", "3.11.2-1+b1", "arm64", "pool/main/p/python3-defaults/python3_3.11.2-1+b1_arm64.deb", 26284, "d31a6f8bdea49711f221baee0e27197c314d0cbe748c020262d32650aca5f017"],
    ["python3-distutils", "3.11.2-3", "all", "pool/main/p/python3-stdlib-extensions/python3-distutils_3.11.2-3_all.deb", 130936, "a620b555f301860a08e30534c7e6f7d79818e5e1977bfec39a612e7003074318"],
    ["python3-lib2to3", "3.11.2-3", "all", "pool/main/p/python3-stdlib-extensions/python3-lib2to3_3.11.2-3_all.deb", 76284, "4e7f5e01e49a0622d10db3d0995666a6ead6a369cd127a996e9a4f9e91696a51"],
    ["python3-minimal", "3.11.2-1+b1", "arm64", "pool/main/p/python3-defaults/python3-minimal_3.11.2-1+b1_arm64.deb", 26296, "f01c94963ace8a6fec59300427c95fc4ac204d752567dd2e4b36ee930755110f"],
    ["python3-pip", "23.0.1+dfsg-1", "all", "pool/main/p/python-pip/python3-pip_23.0.1+dfsg-1_all.deb", 1324972, "d8024ededc6c7fe941ca96aabebdcf2d846fd130eae9d66aad1aa32a84454291"],
    ["python3-pkg-resources", "66.1.1-1+deb12u2", "all", "pool/main/s/setuptools/python3-pkg-resources_66.1.1-1+deb12u2_all.deb", 296604, "25dfb378939ccdf27e7382adf44c168f86e22f9f1a8e6e3a2ec526431ed5e30f"],
    ["python3-ply", "3.11-5", "all", "pool/main/p/ply/python3-ply_3.11-5_all.deb", 65832, "849d8c26e7909ada2ff36c2dbae6c6057195b8e4a0db03c9cbadb8d0e47f23c1"],
    ["python3-pycparser", "2.21-1", "all", "pool/main/p/pycparser/python3-pycparser_2.21-1_all.deb", 78776, "75b24be8984010092d36f29e5792ae7025da8cb374fd3a1102fb7cbca4df8487"],
    ["python3-setuptools", "66.1.1-1+deb12u2", "all", "pool/main/s/setuptools/python3-setuptools_66.1.1-1+deb12u2_all.deb", 521580, "96f934b8dbe4367c4cf9e4c740aa5c85f9a9ac8875a16556c8677fb342c7838f"],
    ["python3-wheel", "0.38.4-2", "all", "pool/main/w/wheel/python3-wheel_0.38.4-2_all.deb", 30808, "623a8f7c70ba713b0d8d5a321f157405861f0a0b1a652edad2cda5f70f5773f9"],
    ["python3.11", "3.11.2-6+deb12u8", "arm64", "pool/main/p/python3.11/python3.11_3.11.2-6+deb12u8_arm64.deb", 574236, "76b445c9428db92fb8f17a322a99e3e54b3f8d0eeac76d80d5d6fff95f5dd526"],
    ["python3.11-minimal", "3.11.2-6+deb12u8", "arm64", "pool/main/p/python3.11/python3.11-minimal_3.11.2-6+deb12u8_arm64.deb", 1861304, "6a07dd571f1a15af2f855d64571766fe44b73a57cc3b5ca79502bc89156a5e12"],
    ["zlib1g", "1:1.2.13.dfsg-1", "arm64", "pool/main/z/zlib/zlib1g_1.2.13.dfsg-1_arm64.deb", 82744, "52b8b8a145bbe1956bba82034f77022cbef0c3d0885c9e32d9817a7932fe1913"],
  ]
}

debian_set "//images:root-armel" {
  suite = "bookworm"
  arch  = "armel"
  packages = [
  ]
  extracted = [
    ["base-files", "12.4+deb12u15", "armel", "pool/main/b/base-files/base-files_12.4+deb12u15_armel.deb", 70936, "cd13643031e923e2bd0af298a7c159189217362646b7101f6e36efd08a9942ea"],
    ["dash", "0.5.12-2", "armel", "pool/main/d/dash/dash_0.5.12-2_armel.deb", 85324, "82e5fe32d0ba54fa05045daa4139c827d4dca7bf81d65b4c3eb8a56b3ab95e99"],
    ["libatomic1", "12.2.0-14+deb12u1", "armel", "pool/main/g/gcc-12/libatomic1_12.2.0-14+deb12u1_armel.deb", 9056, "cf05c67ba9e699105aff6717e02b5139cf77c1391d8a717e563de088839711ef"],
    ["libbz2-1.0", "1.0.8-5+b1", "armel", "pool/main/b/bzip2/libbz2-1.0_1.0.8-5+b1_armel.deb", 45388, "0ca98b5ebcdca330b1f173142ccfaeaeb10f9d2226bc1357ad46be293216254c"],
    ["libc6", "2.36-9+deb12u14", "armel", "pool/main/g/glibc/libc6_2.36-9+deb12u14_armel.deb", 2141784, "5eb674d8a73cccad372a7d35878209fc403266da1c23eb5974cdadb69de4091e"],
    ["libcrypt1", "1:4.4.33-2", "armel", "pool/main/libx/libxcrypt/libcrypt1_4.4.33-2_armel.deb", 95916, "a56d0fac6237f76b8f42695baea45bc8a70ba152fe2566b29cf43b7dd4aa8e03"],
    ["libexpat1", "2.5.0-1+deb12u2", "armel", "pool/main/e/expat/libexpat1_2.5.0-1+deb12u2_armel.deb", 79100, "4753aa4dbbfedded0319a55bf292fb116d9ed1c29b5bc44b842576adf0bfcda7"],
    ["libffi8", "3.4.4-1", "armel", "pool/main/libf/libffi/libffi8_3.4.4-1_armel.deb", 19348, "86d8b31946f44462fef4fce71df072e8ef2ca6550c73d01a9fdb804866d22887"],
    ["libgcc-s1", "12.2.0-14+deb12u1", "armel", "pool/main/g/gcc-12/libgcc-s1_12.2.0-14+deb12u1_armel.deb", 38300, "4d9bf44b70e4437e652160ec8c042ed7a186662281f4d58a728f4a87225f1527"],
    ["liblzma5", "5.4.1-1+deb12u1", "armel", "pool/main/x/xz-utils/liblzma5_5.4.1-1+deb12u1_armel.deb", 193832, "e70cf47ae962af4eb2a26201f8d397ff66d88e7125d089b521ce94293bd98b13"],
    ["libncursesw6", "6.4-4", "armel", "pool/main/n/ncurses/libncursesw6_6.4-4_armel.deb", 107364, "0a479a9f1a7df120f37b5579a36b9599f72765ae35f0683b5e1eb2f91e08173e"],
    ["libpython3-stdlib", "3.11.2-1+b1", "armel", "pool/main/p/python3-defaults/libpython3-stdlib_3.11.2-1+b1_armel.deb", 9296, "4c454748748dd1d48252c5221b9327c74ba451b18dd845a3daf0ff01a891b663"],
    ["libpython3.11-minimal", "3.11.2-6+deb12u8", "armel", "pool/main/p/python3.11/libpython3.11-minimal_3.11.2-6+deb12u8_armel.deb", 802024, "5b0163d92be3c6be2ad024684c3a65dd7cc615ee7b512df9c18496ce5aefa3ef"],
    ["libpython3.11-stdlib", "3.11.2-6+deb12u8", "armel", "pool/main/p/python3.11/libpython3.11-stdlib_3.11.2-6+deb12u8_armel.deb", 1674144, "62a277aed48d5c91ab54ea72cb48462c0780e22cafc9d034265abd439f2c08e8"],
    ["libreadline8", "8.2-1.3", "armel", "pool/main/r/readline/libreadline8_8.2-1.3_armel.deb", 141444, "09cc4fc646ebfc881c13f64076abafb256db61ca70d8264f56a747e819b39273"],
    ["libsqlite3-0", "3.40.1-2+deb12u2", "armel", "pool/main/s/sqlite3/libsqlite3-0_3.40.1-2+deb12u2_armel.deb", 728796, "79f47ee2ea05dce286e8d247367f3b175cb26c4b4b96995813c4591f31ffcedb"],
    ["libssl3", "3.0.20-1~deb12u2", "armel", "pool/main/o/openssl/libssl3_3.0.20-1~deb12u2_armel.deb", 1644304, "9718caf674956ecabcf0d2b3328f4d24cea5f1bf4e99a513fb89e7c5fbfcbf27"],
    ["libstdc++6", "12.2.0-14+deb12u1", "armel", "pool/main/g/gcc-12/libstdc++6_12.2.0-14+deb12u1_armel.deb", 506204, "0ddc1914184e5beb5db4c7d7c6c2ce7de14094ac8cdf1d5b9ed6e2097ff8b6b1"],
    ["libtinfo6", "6.4-4", "armel", "pool/main/n/ncurses/libtinfo6_6.4-4_armel.deb", 317080, "0f42d28f95b923a2be6904e29c1ccf6e3f206bc9ba8208fe965593c17ed638dd"],
    ["libuuid1", "2.38.1-5+deb12u3", "armel", "pool/main/u/util-linux/libuuid1_2.38.1-5+deb12u3_armel.deb", 27520, "7ff7defc3f6156ad992e28950c45bf3285bc566bf0a59238eef1fca3756fc424"],
    ["python3", "3.11.2-1+b1", "armel", "pool/main/p/python3-defaults/python3_3.11.2-1+b1_armel.deb", 26288, "549a7272d97bde371ef1ab60e475a022b44b97f402365348b1ace2be8d640db9"],
    ["python3-distutils", "3.11.2-3", "all", "pool/main/p/python3-stdlib-extensions/python3-distutils_3.11.2-3_all.deb", 130936, "a620b555f301860a08e30534c7e6f7d79818e5e1977bfec39a612e7003074318"],
    ["python3-lib2to3", "3.11.2-3", "all", "pool/main/p/python3-stdlib-extensions/python3-lib2to3_3.11.2-3_all.deb", 76284, "4e7f5e01e49a0622d10db3d0995666a6ead6a369cd127a996e9a4f9e91696a51"],
    ["python3-minimal", "3.11.2-1+b1", "armel", "pool/main/p/python3-defaults/python3-minimal_3.11.2-1+b1_armel.deb", 26292, "c1cd0c4131bfb151104ebc7a8fbb271260929d4bf505bc76a4f30e86d416fa6a"],
    ["python3-pip", "23.0.1+dfsg-1", "all", "pool/main/p/python-pip/python3-pip_23.0.1+dfsg-1_all.deb", 1324972, "d8024ededc6c7fe941ca96aabebdcf2d846fd130eae9d66aad1aa32a84454291"],
    ["python3-pkg-resources", "66.1.1-1+deb12u2", "all", "pool/main/s/setuptools/python3-pkg-resources_66.1.1-1+deb12u2_all.deb", 296604, "25dfb378939ccdf27e7382adf44c168f86e22f9f1a8e6e3a2ec526431ed5e30f"],
    ["python3-ply", "3.11-5", "all", "pool/main/p/ply/python3-ply_3.11-5_all.deb", 65832, "849d8c26e7909ada2ff36c2dbae6c6057195b8e4a0db03c9cbadb8d0e47f23c1"],
    ["python3-pycparser", "2.21-1", "all", "pool/main/p/pycparser/python3-pycparser_2.21-1_all.deb", 78776, "75b24be8984010092d36f29e5792ae7025da8cb374fd3a1102fb7cbca4df8487"],
    ["python3-setuptools", "66.1.1-1+deb12u2", "all", "pool/main/s/setuptools/python3-setuptools_66.1.1-1+deb12u2_all.deb", 521580, "96f934b8dbe4367c4cf9e4c740aa5c85f9a9ac8875a16556c8677fb342c7838f"],
    ["python3-wheel", "0.38.4-2", "all", "pool/main/w/wheel/python3-wheel_0.38.4-2_all.deb", 30808, "623a8f7c70ba713b0d8d5a321f157405861f0a0b1a652edad2cda5f70f5773f9"],
    ["python3.11", "3.11.2-6+deb12u8", "armel", "pool/main/p/python3.11/python3.11_3.11.2-6+deb12u8_armel.deb", 574236, "f693bcbd3f011dec383b422701b3ecf578faff280fafe889d48de5da1e701015"],
    ["python3.11-minimal", "3.11.2-6+deb12u8", "armel", "pool/main/p/python3.11/python3.11-minimal_3.11.2-6+deb12u8_armel.deb", 1693532, "077b81448c88e427aed0b58f20bb142b0484f692087017ed048ded33be328fae"],
    ["zlib1g", "1:1.2.13.dfsg-1", "armel", "pool/main/z/zlib/zlib1g_1.2.13.dfsg-1_armel.deb", 73580, "e048eb368e45058d2a62449e8a967a4cb336c7af05c9075a9bbd1107c38f627a"],
  ]
}

debian_set "//images:root-armhf" {
  suite = "bookworm"
  arch  = "armhf"
  packages = [
  ]
  extracted = [
    ["base-files", "12.4+deb12u15", "armhf", "pool/main/b/base-files/base-files_12.4+deb12u15_armhf.deb", 70932, "70e1c54484af17060d895a36a14a5256370f30391364c7797aba4994356c7d09"],
    ["dash", "0.5.12-2", "armhf", "pool/main/d/dash/dash_0.5.12-2_armhf.deb", 83976, "a2ad8a24025cb188260c74a8bc911bccc8b3c55ceb3130e69dbd977afbe62f9d"],
    ["libatomic1", "12.2.0-14+deb12u1", "armhf", "pool/main/g/gcc-12/libatomic1_12.2.0-14+deb12u1_armhf.deb", 6932, "9fefdd86958961a384bbb07de3105e6502d581831ba8f69bb8e1a84ab0e63baa"],
    ["libbz2-1.0", "1.0.8-5+b1", "armhf", "pool/main/b/bzip2/libbz2-1.0_1.0.8-5+b1_armhf.deb", 44140, "aeed5e720eb41badf6ab8b0e719007fe446c13ce93a8d75ca37d1cdfaaf7f5b4"],
    ["libc6", "2.36-9+deb12u14", "armhf", "pool/main/g/glibc/libc6_2.36-9+deb12u14_armhf.deb", 2146016, "758c68b92654747025b48476a45c315bf16df1321224abdd9be672bfd120be45"],
    ["libcrypt1", "1:4.4.33-2", "armhf", "pool/main/libx/libxcrypt/libcrypt1_4.4.33-2_armhf.deb", 95644, "6bb061a2279a27ff61791cda6edc8925455e5423e475e5e6c41ad7e04d8efc3c"],
    ["libexpat1", "2.5.0-1+deb12u2", "armhf", "pool/main/e/expat/libexpat1_2.5.0-1+deb12u2_armhf.deb", 81908, "e1cbf8b00e34295cd92865747abf80999218b6511ddc68daffd6b0e5f9fe0d63"],
    ["libffi8", "3.4.4-1", "armhf", "pool/main/libf/libffi/libffi8_3.4.4-1_armhf.deb", 19528, "c709b6666a6f166b7aaf98c9e89ab17143d5b1d33e6b545e582b6b5da31ec2bd"],
    ["libgcc-s1", "12.2.0-14+deb12u1", "armhf", "pool/main/g/gcc-12/libgcc-s1_12.2.0-14+deb12u1_armhf.deb", 36464, "f58562bf01efd6112b914182147ee149e0d4c90869046e31844da8803669eeb3"],
    ["liblzma5", "5.4.1-1+deb12u1", "armhf", "pool/main/x/xz-utils/liblzma5_5.4.1-1+deb12u1_armhf.deb", 193216, "bfbb78b257213e3d66a8c5940c1f5e922dc3bad5c427c9077324657a5eb78e00"],
    ["libncursesw6", "6.4-4", "armhf", "pool/main/n/ncurses/libncursesw6_6.4-4_armhf.deb", 107928, "ded4916e2807b6f479c940faad42476ab4e101d16132a4b2c73f251f5288739f"],
    ["libpython3-stdlib", "3.11.2-1+b1", "armhf", "pool/main/p/python3-defaults/libpython3-stdlib_3.11.2-1+b1_armhf.deb", 9296, "78eba121bec8e5a182288f4e1fe037241d02892de4c9c864c0885251721b7230"],
    ["libpython3.11-minimal", "3.11.2-6+deb12u8", "armhf", "pool/main/p/python3.11/libpython3.11-minimal_3.11.2-6+deb12u8_armhf.deb", 802900, "a8984ddc0c2a29feedb34861ed9e839a05e02543b71965e6d09c1bdefa5b5e6d"],
    ["libpython3.11-stdlib", "3.11.2-6+deb12u8", "armhf", "pool/main/p/python3.11/libpython3.11-stdlib_3.11.2-6+deb12u8_armhf.deb", 1680148, "75cb85717ba70b0c239394120413abe4e43e75694fbbfc45412f5b6d2e44e584"],
    ["libreadline8", "8.2-1.3", "armhf", "pool/main/r/readline/libreadline8_8.2-1.3_armhf.deb", 143640, "a4eb4a4931012e597080396a23ed10df019e26868bf66d9694eab55c98f6a5c2"],
    ["libsqlite3-0", "3.40.1-2+deb12u2", "armhf", "pool/main/s/sqlite3/libsqlite3-0_3.40.1-2+deb12u2_armhf.deb", 735568, "216a65aab002d49e325430a6498ba62b59e3cf1b6b8f5fb87747c685a0713d92"],
    ["libssl3", "3.0.20-1~deb12u2", "armhf", "pool/main/o/openssl/libssl3_3.0.20-1~deb12u2_armhf.deb", 1681260, "8e7bfa25f6be0b5b0257e093ffad36f6ccb72f51ead97d8b7e78fafac59184a4"],
    ["libstdc++6", "12.2.0-14+deb12u1", "armhf", "pool/main/g/gcc-12/libstdc++6_12.2.0-14+deb12u1_armhf.deb", 519216, "66d53ddeb10a37f22e455611c2c515f9d444e523b55d873ff48bde47267963db"],
    ["libtinfo6", "6.4-4", "armhf", "pool/main/n/ncurses/libtinfo6_6.4-4_armhf.deb", 317144, "5990d010cc1f96d166c1fb1bce06822f14665dc9d83e528b166e129982b09d7b"],
    ["libuuid1", "2.38.1-5+deb12u3", "armhf", "pool/main/u/util-linux/libuuid1_2.38.1-5+deb12u3_armhf.deb", 27580, "8e7bdaf72a70a29520cae0d3da81ab814a6954b17dedd33d68b7eebcdc9de56c"],
    ["python3", "3.11.2-1+b1", "armhf", "pool/main/p/python3-defaults/python3_3.11.2-1+b1_armhf.deb", 26296, "ea72abf8595916b719b5711da643bf76c2553cb4f7e9af173dc0780610e7c5e8"],
    ["python3-distutils", "3.11.2-3", "all", "pool/main/p/python3-stdlib-extensions/python3-distutils_3.11.2-3_all.deb", 130936, "a620b555f301860a08e30534c7e6f7d79818e5e1977bfec39a612e7003074318"],
    ["python3-lib2to3", "3.11.2-3", "all", "pool/main/p/python3-stdlib-extensions/python3-lib2to3_3.11.2-3_all.deb", 76284, "4e7f5e01e49a0622d10db3d0995666a6ead6a369cd127a996e9a4f9e91696a51"],
    ["python3-minimal", "3.11.2-1+b1", "armhf", "pool/main/p/python3-defaults/python3-minimal_3.11.2-1+b1_armhf.deb", 26300, "b08cd93e411403c60462e71dd5ae507fd6c682e09bed626c259e100b015f5270"],
    ["python3-pip", "23.0.1+dfsg-1", "all", "pool/main/p/python-pip/python3-pip_23.0.1+dfsg-1_all.deb", 1324972, "d8024ededc6c7fe941ca96aabebdcf2d846fd130eae9d66aad1aa32a84454291"],
    ["python3-pkg-resources", "66.1.1-1+deb12u2", "all", "pool/main/s/setuptools/python3-pkg-resources_66.1.1-1+deb12u2_all.deb", 296604, "25dfb378939ccdf27e7382adf44c168f86e22f9f1a8e6e3a2ec526431ed5e30f"],
    ["python3-ply", "3.11-5", "all", "pool/main/p/ply/python3-ply_3.11-5_all.deb", 65832, "849d8c26e7909ada2ff36c2dbae6c6057195b8e4a0db03c9cbadb8d0e47f23c1"],
    ["python3-pycparser", "2.21-1", "all", "pool/main/p/pycparser/python3-pycparser_2.21-1_all.deb", 78776, "75b24be8984010092d36f29e5792ae7025da8cb374fd3a1102fb7cbca4df8487"],
    ["python3-setuptools", "66.1.1-1+deb12u2", "all", "pool/main/s/setuptools/python3-setuptools_66.1.1-1+deb12u2_all.deb", 521580, "96f934b8dbe4367c4cf9e4c740aa5c85f9a9ac8875a16556c8677fb342c7838f"],
    ["python3-wheel", "0.38.4-2", "all", "pool/main/w/wheel/python3-wheel_0.38.4-2_all.deb", 30808, "623a8f7c70ba713b0d8d5a321f157405861f0a0b1a652edad2cda5f70f5773f9"],
    ["python3.11", "3.11.2-6+deb12u8", "armhf", "pool/main/p/python3.11/python3.11_3.11.2-6+deb12u8_armhf.deb", 574236, "4bc6fee5d83552c6eba8d8e4f3ac761dda8794aa602ab456d8036da8c0734b42"],
    ["python3.11-minimal", "3.11.2-6+deb12u8", "armhf", "pool/main/p/python3.11/python3.11-minimal_3.11.2-6+deb12u8_armhf.deb", 1716208, "3464ec52751fa9c9bd09e66452b27150ea78f4373533b5490a529b3f5c6cdab1"],
    ["zlib1g", "1:1.2.13.dfsg-1", "armhf", "pool/main/z/zlib/zlib1g_1.2.13.dfsg-1_armhf.deb", 73844, "b52fcc443085ff9c676648b4d0fc97cd31b8f119bdd4e7534e50b6e9386502ba"],
  ]
}

debian_set "//images:root-mips64el" {
  suite = "bookworm"
  arch  = "mips64el"
  packages = [
  ]
  extracted = [
    ["base-files", "12.4+deb12u15", "mips64el", "pool/main/b/base-files/base-files_12.4+deb12u15_mips64el.deb", 70940, "7b77ac2ea3e55835a3e5a60d785207b392d45a7cdec6d6c8fcb09fc2b249de92"],
    ["dash", "0.5.12-2", "mips64el", "pool/main/d/dash/dash_0.5.12-2_mips64el.deb", 93128, "91898c2cd80c9131578b3a5efabfd592f372263f1448831bef9ffd91722abd18"],
    ["libatomic1", "12.2.0-14+deb12u1", "mips64el", "pool/main/g/gcc-12/libatomic1_12.2.0-14+deb12u1_mips64el.deb", 7464, "cb252458203f1879740fc855e70e86291a70c84b2d3c22b50002054117978473"],
    ["libbz2-1.0", "1.0.8-5+b1", "mips64el", "pool/main/b/bzip2/libbz2-1.0_1.0.8-5+b1_mips64el.deb", 48808, "87a3ccb1250df4af1f5df3b55926cdfc7068758212217a772b2c3a9357168596"],
    ["libc6", "2.36-9+deb12u14", "mips64el", "pool/main/g/glibc/libc6_2.36-9+deb12u14_mips64el.deb", 2374056, "316a6904b4775e6e0e82545c92ae7b955896ab5412125f873f27467d52e91046"],
    ["libcrypt1", "1:4.4.33-2", "mips64el", "pool/main/libx/libxcrypt/libcrypt1_4.4.33-2_mips64el.deb", 94016, "41b2b616561722bebfd03b705176e6741ab7f8e77df498792f3799443453fd6d"],
    ["libexpat1", "2.5.0-1+deb12u2", "mips64el", "pool/main/e/expat/libexpat1_2.5.0-1+deb12u2_mips64el.deb", 97664, "e57a27c72b6880525bbfc2de1d1ebd3060a7845ff95add384681390f7ac755b8"],
    ["libffi8", "3.4.4-1", "mips64el", "pool/main/libf/libffi/libffi8_3.4.4-1_mips64el.deb", 23208, "ed9fccb15f374e12aed497ad4b3ab01e61140733ab0171a4ee8609002b187572"],
    ["libgcc-s1", "12.2.0-14+deb12u1", "mips64el", "pool/main/g/gcc-12/libgcc-s1_12.2.0-14+deb12u1_mips64el.deb", 70680, "b7eae32a2617f29a602052f143fce4e0769011acf3dbe2f0945d500e8fd12923"],
    ["liblzma5", "5.4.1-1+deb12u1", "mips64el", "pool/main/x/xz-utils/liblzma5_5.4.1-1+deb12u1_mips64el.deb", 201004, "caee71ace023af4c7348c0b7ca4ab3f7380cef3cdb35a63da3923fdba5d21819"],
    ["libncursesw6", "6.4-4", "mips64el", "pool/main/n/ncurses/libncursesw6_6.4-4_mips64el.deb", 118440, "667670c61e68116881ca1849d73bc09f58211485cc3c003511c7bd09db1898c5"],
    ["libpython3-stdlib", "3.11.2-1+b1", "mips64el", "pool/main/p/python3-defaults/libpython3-stdlib_3.11.2-1+b1_mips64el.deb", 9308, "bd645827ad2cd52d6390e54e2921817f923cef22471a74d37d80d8c33c2c5cc6"],
    ["libpython3.11-minimal", "3.11.2-6+deb12u8", "mips64el", "pool/main/p/python3.11/libpython3.11-minimal_3.11.2-6+deb12u8_mips64el.deb", 805736, "4901012aea9ba792d6b793da97675a4a0aa16a651eafcb5becbc8f9bfc507d3a"],
    ["libpython3.11-stdlib", "3.11.2-6+deb12u8", "mips64el", "pool/main/p/python3.11/libpython3.11-stdlib_3.11.2-6+deb12u8_mips64el.deb", 1708056, "ed3d2dcabcc5e799dc46855339258dd3dfbc95b75d28436749b5839a6f47e305"],
    ["libreadline8", "8.2-1.3", "mips64el", "pool/main/r/readline/libreadline8_8.2-1.3_mips64el.deb", 146232, "9726bc6af2927cd039bf224fb3d9713e4b9281b03882c3b09c2541fef679ddd7"],
    ["libsqlite3-0", "3.40.1-2+deb12u2", "mips64el", "pool/main/s/sqlite3/libsqlite3-0_3.40.1-2+deb12u2_mips64el.deb", 773892, "7cf1f34bdb4787e2f663c325cf65a491ce36c5d4294c60d5176dbdc036cb4314"],
    ["libssl3", "3.0.20-1~deb12u2", "mips64el", "pool/main/o/openssl/libssl3_3.0.20-1~deb12u2_mips64el.deb", 1500920, "17c44816d6e21c93b49df19b20d1268310453db02a1985a4c8974be4ebd2aff1"],
    ["libstdc++6", "12.2.0-14+deb12u1", "mips64el", "pool/main/g/gcc-12/libstdc++6_12.2.0-14+deb12u1_mips64el.deb", 546948, "4150ac3ed907e39e57970ac1e96af062e09b66cf71f5ad79e8fd31b98c051f01"],
    ["libtinfo6", "6.4-4", "mips64el", "pool/main/n/ncurses/libtinfo6_6.4-4_mips64el.deb", 323308, "fce9502a3dfd95e71d32c7c6394a0311c775951fea62c59a77234966cbb855fa"],
    ["libuuid1", "2.38.1-5+deb12u3", "mips64el", "pool/main/u/util-linux/libuuid1_2.38.1-5+deb12u3_mips64el.deb", 28956, "98217486e3c501a431561a3af2b7e0087db8f52cb7eeeb3152f7fcbef1e7f629"],
    ["python3", "3.11.2-1+b1", "mips64el", "pool/main/p/python3-defaults/python3_3.11.2-1+b1_mips64el.deb", 26296, "866064664d038f500988cc7536959a44bb51fcc10bcc60983de6a752a9afd16a"],
    ["python3-distutils", "3.11.2-3", "all", "pool/main/p/python3-stdlib-extensions/python3-distutils_3.11.2-3_all.deb", 130936, "a620b555f301860a08e30534c7e6f7d79818e5e1977bfec39a612e7003074318"],
    ["python3-lib2to3", "3.11.2-3", "all", "pool/main/p/python3-stdlib-extensions/python3-lib2to3_3.11.2-3_all.deb", 76284, "4e7f5e01e49a0622d10db3d0995666a6ead6a369cd127a996e9a4f9e91696a51"],
    ["python3-minimal", "3.11.2-1+b1", "mips64el", "pool/main/p/python3-defaults/python3-minimal_3.11.2-1+b1_mips64el.deb", 26296, "34f1793a7451100ce55a3abf733faf8bfd00e8ee04adffeff637a8f203c06ee3"],
    ["python3-pip", "23.0.1+dfsg-1", "all", "pool/main/p/python-pip/python3-pip_23.0.1+dfsg-1_all.deb", 1324972, "d8024ededc6c7fe941ca96aabebdcf2d846fd130eae9d66aad1aa32a84454291"],
    ["python3-pkg-resources", "66.1.1-1+deb12u2", "all", "pool/main/s/setuptools/python3-pkg-resources_66.1.1-1+deb12u2_all.deb", 296604, "25dfb378939ccdf27e7382adf44c168f86e22f9f1a8e6e3a2ec526431ed5e30f"],
    ["python3-ply", "3.11-5", "all", "pool/main/p/ply/python3-ply_3.11-5_all.deb", 65832, "849d8c26e7909ada2ff36c2dbae6c6057195b8e4a0db03c9cbadb8d0e47f23c1"],
    ["python3-pycparser", "2.21-1", "all", "pool/main/p/pycparser/python3-pycparser_2.21-1_all.deb", 78776, "75b24be8984010092d36f29e5792ae7025da8cb374fd3a1102fb7cbca4df8487"],
    ["python3-setuptools", "66.1.1-1+deb12u2", "all", "pool/main/s/setuptools/python3-setuptools_66.1.1-1+deb12u2_all.deb", 521580, "96f934b8dbe4367c4cf9e4c740aa5c85f9a9ac8875a16556c8677fb342c7838f"],
    ["python3-wheel", "0.38.4-2", "all", "pool/main/w/wheel/python3-wheel_0.38.4-2_all.deb", 30808, "623a8f7c70ba713b0d8d5a321f157405861f0a0b1a652edad2cda5f70f5773f9"],
    ["python3.11", "3.11.2-6+deb12u8", "mips64el", "pool/main/p/python3.11/python3.11_3.11.2-6+deb12u8_mips64el.deb", 574236, "21c2dd6ef1de743a3d2911e5b44249c16597cff8db99635e1911eea06316dc1e"],
    ["python3.11-minimal", "3.11.2-6+deb12u8", "mips64el", "pool/main/p/python3.11/python3.11-minimal_3.11.2-6+deb12u8_mips64el.deb", 1665572, "7bad2c9518a345c1eb37ca6ec6232e74c21f84e03bbbcf57e9a71b0cd0f2cb8d"],
    ["zlib1g", "1:1.2.13.dfsg-1", "mips64el", "pool/main/z/zlib/zlib1g_1.2.13.dfsg-1_mips64el.deb", 77892, "6e1397141f33e661397227f51f51148999802936ddea8912fd7348e49ccdb1a3"],
  ]
}

debian_set "//images:root-mipsel" {
  suite = "bookworm"
  arch  = "mipsel"
  packages = [
  ]
  extracted = [
    ["base-files", "12.4+deb12u15", "mipsel", "pool/main/b/base-files/base-files_12.4+deb12u15_mipsel.deb", 70936, "59414d732f4e1bcf5235f2a0160a2db40148d663ea0a25c31192bbd977147369"],
    ["dash", "0.5.12-2", "mipsel", "pool/main/d/dash/dash_0.5.12-2_mipsel.deb", 94084, "b490bebc8163963ecb91192fea23b0ce968817bdf6aed705f6dbe7fb57350db4"],
    ["libatomic1", "12.2.0-14+deb12u1", "mipsel", "pool/main/g/gcc-12/libatomic1_12.2.0-14+deb12u1_mipsel.deb", 6708, "c4d2ff8c91dfe0279ce0ce9c11d1fa65214fcf9de8060d819e58034a7e86112d"],
    ["libbz2-1.0", "1.0.8-5+b1", "mipsel", "pool/main/b/bzip2/libbz2-1.0_1.0.8-5+b1_mipsel.deb", 47224, "3c5f2dccff99c26f0df22eb73e2d1ad03fa0e0232d2299a3c30b2d38ab167417"],
    ["libc6", "2.36-9+deb12u14", "mipsel", "pool/main/g/glibc/libc6_2.36-9+deb12u14_mipsel.deb", 2272556, "c1857cd91fd59d63c8fbd75b7a64397af81153d5a9972dfd2872e6764fbbb6a1"],
    ["libcrypt1", "1:4.4.33-2", "mipsel", "pool/main/libx/libxcrypt/libcrypt1_4.4.33-2_mipsel.deb", 112632, "e97a694b091cdd34c1b3cd0decb05cd00ebff1b90eccd25d829a3e8da30710e5"],
    ["libexpat1", "2.5.0-1+deb12u2", "mipsel", "pool/main/e/expat/libexpat1_2.5.0-1+deb12u2_mipsel.deb", 95504, "a1e4e8c6888c02e0aff3b9ff845dbb67a67490856c80d3b0cdcf93a722bd9391"],
    ["libffi8", "3.4.4-1", "mipsel", "pool/main/libf/libffi/libffi8_3.4.4-1_mipsel.deb", 20172, "da3c6d45e1ecd5312880b6b2d4dc1eae2c7248ae4db16ce3845741b48fa68caf"],
    ["libgcc-s1", "12.2.0-14+deb12u1", "mipsel", "pool/main/g/gcc-12/libgcc-s1_12.2.0-14+deb12u1_mipsel.deb", 45792, "7f37e54a4d555eaf1bc7752b83768fcda526032755ffada77cd1ad79be181afc"],
    ["liblzma5", "5.4.1-1+deb12u1", "mipsel", "pool/main/x/xz-utils/liblzma5_5.4.1-1+deb12u1_mipsel.deb", 204848, "def8eaf600e41c7051076a2099b89964644e49fbc615d13433501b7fa1076f2f"],
    ["libncursesw6", "6.4-4", "mipsel", "pool/main/n/ncurses/libncursesw6_6.4-4_mipsel.deb", 116632, "15ff2dc88152a6b5dd5a69f1430bd63f1ad9c9f2a93ffbb45edceb9ea8423d72"],
    ["libpython3-stdlib", "3.11.2-1+b1", "mipsel", "pool/main/p/python3-defaults/libpython3-stdlib_3.11.2-1+b1_mipsel.deb", 9304, "6dee75e446d056ea71a67a203662f6f1a31d59399caea640999d78cb82be1945"],
    ["libpython3.11-minimal", "3.11.2-6+deb12u8", "mipsel", "pool/main/p/python3.11/libpython3.11-minimal_3.11.2-6+deb12u8_mipsel.deb", 805476, "156f7e1d0d14a34cf9639b521ed380ca49ce17c83bfc240499e20ac90330bfb3"],
    ["libpython3.11-stdlib", "3.11.2-6+deb12u8", "mipsel", "pool/main/p/python3.11/libpython3.11-stdlib_3.11.2-6+deb12u8_mipsel.deb", 1688768, "762ad1a9899806a468f0db17db234afa44c21c1876bd0d28a9834650f416acd9"],
    ["libreadline8", "8.2-1.3", "mipsel", "pool/main/r/readline/libreadline8_8.2-1.3_mipsel.deb", 143220, "16859051fa5e08710c2b005c76751eba11837ff7c5bf3afac7a8a46b50e0df13"],
    ["libsqlite3-0", "3.40.1-2+deb12u2", "mipsel", "pool/main/s/sqlite3/libsqlite3-0_3.40.1-2+deb12u2_mipsel.deb", 789772, "a8b6cab8fcd27c1872bed46c04e87f0a69006bc461854ab02647ad5399be3063"],
    ["libssl3", "3.0.20-1~deb12u2", "mipsel", "pool/main/o/openssl/libssl3_3.0.20-1~deb12u2_mipsel.deb", 1540324, "a43c59be7e929e8b31571b6ea69df53153c9fa0f109808282300ec967c57c0b7"],
    ["libstdc++6", "12.2.0-14+deb12u1", "mipsel", "pool/main/g/gcc-12/libstdc++6_12.2.0-14+deb12u1_mipsel.deb", 541136, "71d9fddc165ae23ba9861fc57c87e6f450ba457044345a7ab4804a56c32046c9"],
    ["libtinfo6", "6.4-4", "mipsel", "pool/main/n/ncurses/libtinfo6_6.4-4_mipsel.deb", 321056, "c84027c0aa3052a7eec93a9591367599d1443ca2a4e9177f9985252ac5614834"],
    ["libuuid1", "2.38.1-5+deb12u3", "mipsel", "pool/main/u/util-linux/libuuid1_2.38.1-5+deb12u3_mipsel.deb", 29260, "e35af6bd2d49a5e6457fcabc01f38052459f66bce7be1142824ebf1e1fd06778"],
    ["python3", "3.11.2-1+b1", "mipsel", "pool/main/p/python3-defaults/python3_3.11.2-1+b1_mipsel.deb", 26300, "9526c1077082ac1af0e2fcad8a06a653071347900d581f3e28524bd127b9d6b3"],
    ["python3-distutils", "3.11.2-3", "all", "pool/main/p/python3-stdlib-extensions/python3-distutils_3.11.2-3_all.deb", 130936, "a620b555f301860a08e30534c7e6f7d79818e5e1977bfec39a612e7003074318"],
    ["python3-lib2to3", "3.11.2-3", "all", "pool/main/p/python3-stdlib-extensions/python3-lib2to3_3.11.2-3_all.deb", 76284, "4e7f5e01e49a0622d10db3d0995666a6ead6a369cd127a996e9a4f9e91696a51"],
    ["python3-minimal", "3.11.2-1+b1", "mipsel", "pool/main/p/python3-defaults/python3-minimal_3.11.2-1+b1_mipsel.deb", 26316, "8e9c854b20613a351907031da9dd7631465b8c013e7058cbe5e5c766dd74ffcd"],
    ["python3-pip", "23.0.1+dfsg-1", "all", "pool/main/p/python-pip/python3-pip_23.0.1+dfsg-1_all.deb", 1324972, "d8024ededc6c7fe941ca96aabebdcf2d846fd130eae9d66aad1aa32a84454291"],
    ["python3-pkg-resources", "66.1.1-1+deb12u2", "all", "pool/main/s/setuptools/python3-pkg-resources_66.1.1-1+deb12u2_all.deb", 296604, "25dfb378939ccdf27e7382adf44c168f86e22f9f1a8e6e3a2ec526431ed5e30f"],
    ["python3-ply", "3.11-5", "all", "pool/main/p/ply/python3-ply_3.11-5_all.deb", 65832, "849d8c26e7909ada2ff36c2dbae6c6057195b8e4a0db03c9cbadb8d0e47f23c1"],
    ["python3-pycparser", "2.21-1", "all", "pool/main/p/pycparser/python3-pycparser_2.21-1_all.deb", 78776, "75b24be8984010092d36f29e5792ae7025da8cb374fd3a1102fb7cbca4df8487"],
    ["python3-setuptools", "66.1.1-1+deb12u2", "all", "pool/main/s/setuptools/python3-setuptools_66.1.1-1+deb12u2_all.deb", 521580, "96f934b8dbe4367c4cf9e4c740aa5c85f9a9ac8875a16556c8677fb342c7838f"],
    ["python3-wheel", "0.38.4-2", "all", "pool/main/w/wheel/python3-wheel_0.38.4-2_all.deb", 30808, "623a8f7c70ba713b0d8d5a321f157405861f0a0b1a652edad2cda5f70f5773f9"],
    ["python3.11", "3.11.2-6+deb12u8", "mipsel", "pool/main/p/python3.11/python3.11_3.11.2-6+deb12u8_mipsel.deb", 574236, "e933d22070f250995cebcfdaa6a81c7b1a078b34fddedf81a9b7886565aa4f64"],
    ["python3.11-minimal", "3.11.2-6+deb12u8", "mipsel", "pool/main/p/python3.11/python3.11-minimal_3.11.2-6+deb12u8_mipsel.deb", 1682400, "d6fc6d53152e60fe753a03e6a78ce08fcfddf48dc9104dadd861b11a3903f876"],
    ["zlib1g", "1:1.2.13.dfsg-1", "mipsel", "pool/main/z/zlib/zlib1g_1.2.13.dfsg-1_mipsel.deb", 77784, "f00f85c33e27d954d4659463852e0fd60d473d6eb5a5dba639652b26ae35f25a"],
  ]
}

debian_set "//images:root-trixie-amd64" {
  suite = "trixie"
  arch  = "amd64"
  packages = [
  ]
  extracted = [
    ["base-files", "13.8+deb13u7", "amd64", "pool/main/b/base-files/base-files_13.8+deb13u7_amd64.deb", 88296, "fcd42bb5cb63f7bfc4326a92541247872206d60a192fdff65ca14eb83ed408b9"],
    ["dash", "0.5.12-12", "amd64", "pool/main/d/dash/dash_0.5.12-12_amd64.deb", 98504, "a8902cb6d8650134764a25fb80aec8589d858ef71ece1680a62e84816c37bb04"],
    ["libatomic1", "14.2.0-19", "amd64", "pool/main/g/gcc-14/libatomic1_14.2.0-19_amd64.deb", 9308, "212b399aae2f7299203d261a57e49372e09565a9a5ea971905f94a3960366c05"],
    ["libbz2-1.0", "1.0.8-6", "amd64", "pool/main/b/bzip2/libbz2-1.0_1.0.8-6_amd64.deb", 37912, "cba4cda04244b5e481bb15524bc3c983a7d1b6f330013b9b381706a2fcb65310"],
    ["libc6", "2.41-12+deb13u4", "amd64", "pool/main/g/glibc/libc6_2.41-12+deb13u4_amd64.deb", 2846580, "967aa62605721081c3eb2a17650611a792aa802d76a6511d1840242623d204c9"],
    ["libcrypt1", "1:4.4.38-1", "amd64", "pool/main/libx/libxcrypt/libcrypt1_4.4.38-1_amd64.deb", 90072, "0ebc144d662e3197982d1bf3a7b8b35ca845e54c68811de0328b1f0d7c67585c"],
    ["libexpat1", "2.8.3-1~deb13u1", "amd64", "pool/main/e/expat/libexpat1_2.8.3-1~deb13u1_amd64.deb", 122672, "38abe0e710a07688e9c149d74536e67cfee0364bdb64dd6d644c32a1cfad389f"],
    ["libffi8", "3.4.8-2", "amd64", "pool/main/libf/libffi/libffi8_3.4.8-2_amd64.deb", 24144, "0ebdc340de33333639c3c63874cd4b15ac2e83dfa1ef3053b7eefaf4919f4f68"],
    ["libgcc-s1", "14.2.0-19", "amd64", "pool/main/g/gcc-14/libgcc-s1_14.2.0-19_amd64.deb", 72772, "3c71917b490d1a17aed43196a2787a256ecf060526cdb20216a74bedc061b150"],
    ["liblzma5", "5.8.1-1+deb13u1", "amd64", "pool/main/x/xz-utils/liblzma5_5.8.1-1+deb13u1_amd64.deb", 309492, "1cfcc6e0dc36f438a79b6e2189facdb9d150b08f57d190a60e01c98075c7f896"],
    ["libncursesw6", "6.5+20250216-2", "amd64", "pool/main/n/ncurses/libncursesw6_6.5+20250216-2_amd64.deb", 135484, "47baa2e11579583654583a066b69bd5a5d2f22423081f707ed6c0c3ba6d538b7"],
    ["libpython3-stdlib", "3.13.5-1", "amd64", "pool/main/p/python3-defaults/libpython3-stdlib_3.13.5-1_amd64.deb", 10180, "7e142ed64a81ccdd39714f213467bd365736ef341adb2be11be981f638b9175f"],
    ["libpython3.13-minimal", "3.13.5-2+deb13u5", "amd64", "pool/main/p/python3.13/libpython3.13-minimal_3.13.5-2+deb13u5_amd64.deb", 863168, "a4aa6a9a8c77f87bfe545e1d14ec42c001d189ace90e3aa75deec882b39dee49"],
    ["libpython3.13-stdlib", "3.13.5-2+deb13u5", "amd64", "pool/main/p/python3.13/libpython3.13-stdlib_3.13.5-2+deb13u5_amd64.deb", 1958624, "db161322a3481d2c0c3b9a3b9a03c3ab0e2b1718f54b88755fb4a3f939165b84"],
    ["libreadline8t64", "8.2-6", "amd64", "pool/main/r/readline/libreadline8t64_8.2-6_amd64.deb", 168832, "eeadf2b5e755c9f183883feea2d9b5b28560284275d5f54d3e55d0923b1d0967"],
    ["libsqlite3-0", "3.46.1-7+deb13u2", "amd64", "pool/main/s/sqlite3/libsqlite3-0_3.46.1-7+deb13u2_amd64.deb", 914584, "0a459adaffd901109f7811ab65f58e7a957b4907d05539cf3d1184efdcde0468"],
    ["libssl3t64", "3.5.7-1~deb13u2", "amd64", "pool/main/o/openssl/libssl3t64_3.5.7-1~deb13u2_amd64.deb", 2453872, "916f7f40b34a06e6ebfaefcdab331bff458328411da672598f126a760472467d"],
    ["libstdc++6", "14.2.0-19", "amd64", "pool/main/g/gcc-14/libstdc++6_14.2.0-19_amd64.deb", 713628, "ab1fa05837aa7a92aae748fd07a18a35f7d18bb4a71c4724fe2bbf0e32089de0"],
    ["libtinfo6", "6.5+20250216-2", "amd64", "pool/main/n/ncurses/libtinfo6_6.5+20250216-2_amd64.deb", 348380, "8b9f6a7983e9418564e48a627518de4c03917b56efe68d7f3e93bd8fffa1cc10"],
    ["libuuid1", "2.41.5-0+deb13u1", "amd64", "pool/main/u/util-linux/libuuid1_2.41.5-0+deb13u1_amd64.deb", 37848, "c1bf4c4c3ff48c57fabf93307dfb56996b60cfa33927afc4158b5db36fb2721e"],
    ["libzstd1", "1.5.7+dfsg-1", "amd64", "pool/main/libz/libzstd/libzstd1_1.5.7+dfsg-1_amd64.deb", 303836, "2f6a2aeacfc925eba8b00ac9139bc4bfccf8cacb09eb93de067074b26948eef9"],
    ["python3", "3.13.5-1", "amd64", "pool/main/p/python3-defaults/python3_3.13.5-1_amd64.deb", 28244, "c1388174dc7140e6c19a6dd39f8a0dcb38a835cd66c65644e0dded43d5223cb0"],
    ["python3-minimal", "3.13.5-1", "amd64", "pool/main/p/python3-defaults/python3-minimal_3.13.5-1_amd64.deb", 27248, "a5d2371bebf3689f676e3f3bae800371bcc4392a8a51269e23d528249b399615"],
    ["python3-pip", "25.1.1+dfsg-1", "all", "pool/main/p/python-pip/python3-pip_25.1.1+dfsg-1_all.deb", 1456608, "065695050e5fe10f162201a5bbe8759837427c76c95b5fe57b0701bcd6070c56"],
    ["python3-ply", "3.11-9", "all", "pool/main/p/ply/python3-ply_3.11-9_all.deb", 62888, "d85058c4ec2b77641f7cc413d943be1f412b1b44d4cbe0b174810d37615a7a00"],
    ["python3-pycparser", "2.22-2", "all", "pool/main/p/pycparser/python3-pycparser_2.22-2_all.deb", 77976, "1aa9bac8dac107b96fba3277ee067ef6d10b2ae521bb052841068b5194afd408"],
    ["python3-setuptools", "78.1.1-0.1", "all", "pool/main/s/setuptools/python3-setuptools_78.1.1-0.1_all.deb", 738228, "90c4bc8e311873e5b571b407ce6b1fd38195dff77f9de056301a0f950e6df5a5"],
    ["python3-wheel", "0.46.1-2", "all", "pool/main/w/wheel/python3-wheel_0.46.1-2_all.deb", 21672, "17b788ad15f8231e5058ed386cd6841d42b31937075b56caf4cf63263910e992"],
    ["python3.13", "3.13.5-2+deb13u5", "amd64", "pool/main/p/python3.13/python3.13_3.13.5-2+deb13u5_amd64.deb", 757492, "460c1fd72845516ac3ce9d1686916f3ab2e4c86f8a9746e14d26243a47e2b98d"],
    ["python3.13-minimal", "3.13.5-2+deb13u5", "amd64", "pool/main/p/python3.13/python3.13-minimal_3.13.5-2+deb13u5_amd64.deb", 2224552, "c1fda9e7b1bf15b2fa75a238d8a8710e142fe14c722fc650c5fc614f078c9073"],
    ["zlib1g", "1:1.3.dfsg+really1.3.1-1+b1", "amd64", "pool/main/z/zlib/zlib1g_1.3.dfsg+really1.3.1-1+b1_amd64.deb", 88892, "015be740d6236ad114582dea500c1d907f29e16d6db00566ca32fb68d71ac90d"],
  ]
}

debian_set "//images:root-trixie-arm64" {
  suite = "trixie"
  arch  = "arm64"
  packages = [
  ]
  extracted = [
    ["base-files", "13.8+deb13u7", "arm64", "pool/main/b/base-files/base-files_13.8+deb13u7_arm64.deb", 88244, "5330362213dc8b9327a56383104235c269797d5db2fd8688f535298d4c44e4d2"],
    ["dash", "0.5.12-12", "arm64", "pool/main/d/dash/dash_0.5.12-12_arm64.deb", 95648, "ce4c8688a1a3ea510186ba95aba74d4c49863094e47e1effc0b602839e840c04"],
    ["libatomic1", "14.2.0-19", "arm64", "pool/main/g/gcc-14/libatomic1_14.2.0-19_arm64.deb", 10128, "7ccff90234484bf21ae5ecb79d25b6a84b2f4038f65dd139085b2e3a937cd8dc"],
    ["libbz2-1.0", "1.0.8-6", "arm64", "pool/main/b/bzip2/libbz2-1.0_1.0.8-6_arm64.deb", 37772, "3537fe4fc577a60c8a9568873cd577db7ebc135eb8bb1825f18caf8972d9d2f2"],
    ["libc6", "2.41-12+deb13u4", "arm64", "pool/main/g/glibc/libc6_2.41-12+deb13u4_arm64.deb", 2483572, "8784eda966b189c777a384dac5ce009e8fc9b52d006926c5a013e7fa8aa688cc"],
    ["libcrypt1", "1:4.4.38-1", "arm64", "pool/main/libx/libxcrypt/libcrypt1_4.4.38-1_arm64.deb", 91760, "b9aaa808aa3812b3de3e54eb5dfb16762c1779db032604abef2354c02fdc29b8"],
    ["libexpat1", "2.8.3-1~deb13u1", "arm64", "pool/main/e/expat/libexpat1_2.8.3-1~deb13u1_arm64.deb", 109116, "c3248c4beb721c8290e6e34527ae56b1fc965aa6a14982ca602df4458ef0854e"],
    ["libffi8", "3.4.8-2", "arm64", "pool/main/libf/libffi/libffi8_3.4.8-2_arm64.deb", 21260, "d84a783b818f2386627604e64b793eb4ac5bb9ea1ba321a194a1c9c82fe09a01"],
    ["libgcc-s1", "14.2.0-19", "arm64", "pool/main/g/gcc-14/libgcc-s1_14.2.0-19_arm64.deb", 54104, "1108bc87879833d6d9a145f22a4a15cddb34e065b4b5f4b97bee586adbac2851"],
    ["liblzma5", "5.8.1-1+deb13u1", "arm64", "pool/main/x/xz-utils/liblzma5_5.8.1-1+deb13u1_arm64.deb", 302720, "6a7b98005f84fc26d66a45e432f70d0793646a734f8c44cd1626b3ffa8edd7c6"],
    ["libncursesw6", "6.5+20250216-2", "arm64", "pool/main/n/ncurses/libncursesw6_6.5+20250216-2_arm64.deb", 124048, "72121aeb08be2d915da321ddfae74f62a0764286f336279b2c2609ba07496d6d"],
    ["libpython3-stdlib", "3.13.5-1", "arm64", "pool/main/p/python3-defaults/libpython3-stdlib_3.13.5-1_arm64.deb", 10180, "0e5b09b3c90f34399a357c32e1be08a3f31b39d3c615464f00354b309f82e732"],
    ["libpython3.13-minimal", "3.13.5-2+deb13u5", "arm64", "pool/main/p/python3.13/libpython3.13-minimal_3.13.5-2+deb13u5_arm64.deb", 856328, "3655ef258b19142cf6fe38ef89731d5c630b2cf3309632494a720b28c1cfcd85"],
    ["libpython3.13-stdlib", "3.13.5-2+deb13u5", "arm64", "pool/main/p/python3.13/libpython3.13-stdlib_3.13.5-2+deb13u5_arm64.deb", 1894712, "d1178d24e4d143cc6c577d9dc0f26dd982efccc2e600d25ce86361f168a22be0"],
    ["libreadline8t64", "8.2-6", "arm64", "pool/main/r/readline/libreadline8t64_8.2-6_arm64.deb", 159264, "f78ff432b2a627bc04f7eef0e6e2696501c9e06feca748a5b741d5e594429033"],
    ["libsqlite3-0", "3.46.1-7+deb13u2", "arm64", "pool/main/s/sqlite3/libsqlite3-0_3.46.1-7+deb13u2_arm64.deb", 854152, "5b09efca71cb7a16d67f5453af3989ae1a84fe6b68c6dd3913de527cb0ca23aa"],
    ["libssl3t64", "3.5.7-1~deb13u2", "arm64", "pool/main/o/openssl/libssl3t64_3.5.7-1~deb13u2_arm64.deb", 2766020, "ec131326aa9fa9ec934eca386bc7991f328fe383eaefd3e43bd8901a9199c5ae"],
    ["libstdc++6", "14.2.0-19", "arm64", "pool/main/g/gcc-14/libstdc++6_14.2.0-19_arm64.deb", 637536, "6669b0c52a2e7c6af9adfdabce3ff6e286065cdfbc7b85280862b5f799daebee"],
    ["libtinfo6", "6.5+20250216-2", "arm64", "pool/main/n/ncurses/libtinfo6_6.5+20250216-2_arm64.deb", 341360, "2a747f7fff3c2347c357387a7133df997410f07ba1b1df1a1461a97bd7fbc2fc"],
    ["libuuid1", "2.41.5-0+deb13u1", "arm64", "pool/main/u/util-linux/libuuid1_2.41.5-0+deb13u1_arm64.deb", 37648, "448ad6b190184dbff24508ef2eda88bd737a5ffc0f9750eb779fcf9885292bea"],
    ["libzstd1", "1.5.7+dfsg-1", "arm64", "pool/main/libz/libzstd/libzstd1_1.5.7+dfsg-1_arm64.deb", 266052, "924540bd59fdbfa77a0604360efdaca54411a43daf11c7e002a3c64791b67448"],
    ["python3", "3.13.5-1", "arm64", "pool/main/p/python3-defaults/python3_3.13.5-1_arm64.deb", 28244, "8d5be256bf3bb4f07afce1aa86f0595c6939e1a6c2ea939bdcb7b36351cbe021"],
    ["python3-minimal", "3.13.5-1", "arm64", "pool/main/p/python3-defaults/python3-minimal_3.13.5-1_arm64.deb", 27244, "b1dff61d3e68c83c747b03399356ba707d491bcaf6e495b575d46be3143cdec8"],
    ["python3-pip", "25.1.1+dfsg-1", "all", "pool/main/p/python-pip/python3-pip_25.1.1+dfsg-1_all.deb", 1456608, "065695050e5fe10f162201a5bbe8759837427c76c95b5fe57b0701bcd6070c56"],
    ["python3-ply", "3.11-9", "all", "pool/main/p/ply/python3-ply_3.11-9_all.deb", 62888, "d85058c4ec2b77641f7cc413d943be1f412b1b44d4cbe0b174810d37615a7a00"],
    ["python3-pycparser", "2.22-2", "all", "pool/main/p/pycparser/python3-pycparser_2.22-2_all.deb", 77976, "1aa9bac8dac107b96fba3277ee067ef6d10b2ae521bb052841068b5194afd408"],
    ["python3-setuptools", "78.1.1-0.1", "all", "pool/main/s/setuptools/python3-setuptools_78.1.1-0.1_all.deb", 738228, "90c4bc8e311873e5b571b407ce6b1fd38195dff77f9de056301a0f950e6df5a5"],
    ["python3-wheel", "0.46.1-2", "all", "pool/main/w/wheel/python3-wheel_0.46.1-2_all.deb", 21672, "17b788ad15f8231e5058ed386cd6841d42b31937075b56caf4cf63263910e992"],
    ["python3.13", "3.13.5-2+deb13u5", "arm64", "pool/main/p/python3.13/python3.13_3.13.5-2+deb13u5_arm64.deb", 757492, "3d027394c6afd08a2663c3da588824aa9ee0c54e3c2b4382bb9f644584bc99a1"],
    ["python3.13-minimal", "3.13.5-2+deb13u5", "arm64", "pool/main/p/python3.13/python3.13-minimal_3.13.5-2+deb13u5_arm64.deb", 2008016, "95237a3ad99bf9366308e16f7c79449c9371c4cff9c883772fb7c254652467eb"],
    ["zlib1g", "1:1.3.dfsg+really1.3.1-1+b1", "arm64", "pool/main/z/zlib/zlib1g_1.3.dfsg+really1.3.1-1+b1_arm64.deb", 85116, "209aa5cf671e97b9eb0410844fa6df4cae2e75b0c72e7802ab6c8ece13e6ddef"],
  ]
}

debian_set "//images:root-trixie-armel" {
  suite = "trixie"
  arch  = "armel"
  packages = [
  ]
  extracted = [
    ["base-files", "13.8+deb13u7", "armel", "pool/main/b/base-files/base-files_13.8+deb13u7_armel.deb", 88244, "957798dd239eac285edc5646b1ae2586612018be0a06a5b19d1267e709f13d34"],
    ["dash", "0.5.12-12", "armel", "pool/main/d/dash/dash_0.5.12-12_armel.deb", 91536, "277f3a43471ff35ceeffb055929ead718eac9febeaaa3ec12ca0ce2d7e4a73f5"],
    ["libatomic1", "14.2.0-19", "armel", "pool/main/g/gcc-14/libatomic1_14.2.0-19_armel.deb", 9572, "133a0a2dbaeff15a8264b15b13c557f23fcd67cdc85c001c9bfc04ecaef953b3"],
    ["libbz2-1.0", "1.0.8-6", "armel", "pool/main/b/bzip2/libbz2-1.0_1.0.8-6_armel.deb", 36288, "5a8c91484148475b8e794bc8eef5cf26362829193b7f38ce9939ac156c8f6087"],
    ["libc6", "2.41-12+deb13u4", "armel", "pool/main/g/glibc/libc6_2.41-12+deb13u4_armel.deb", 2263020, "fd6308283cdad9b6dc5d04b1478d13022593997d269db26ee09bb3a31515e94f"],
    ["libcrypt1", "1:4.4.38-1", "armel", "pool/main/libx/libxcrypt/libcrypt1_4.4.38-1_armel.deb", 97440, "4c0ea6e7cfca77a186c91245b450cff5c004c12cfd68047742827843ec531b7b"],
    ["libexpat1", "2.8.3-1~deb13u1", "armel", "pool/main/e/expat/libexpat1_2.8.3-1~deb13u1_armel.deb", 101792, "59c804a1a610d5833d620e8671c0ecfde28bdffee336ab2e63c080b1f4726b6b"],
    ["libffi8", "3.4.8-2", "armel", "pool/main/libf/libffi/libffi8_3.4.8-2_armel.deb", 20256, "f5ea0e2b06f6ceb1248817004c530c48b74c2192971f412cddb0cff36297c683"],
    ["libgcc-s1", "14.2.0-19", "armel", "pool/main/g/gcc-14/libgcc-s1_14.2.0-19_armel.deb", 38856, "2a7efceac4acc13ee23ff73fee1ca3e865baa2b09b9537f0d8496fac7dff7d4f"],
    ["liblzma5", "5.8.1-1+deb13u1", "armel", "pool/main/x/xz-utils/liblzma5_5.8.1-1+deb13u1_armel.deb", 296248, "0ee203d58a60767148e6024310709ec63e0889d40ee69319fd4130d324c9b94e"],
    ["libncursesw6", "6.5+20250216-2", "armel", "pool/main/n/ncurses/libncursesw6_6.5+20250216-2_armel.deb", 109428, "6da268d687babc9ca1e3b5d41d8f34faa308931852361f94524cb0e3ef828def"],
    ["libpython3-stdlib", "3.13.5-1", "armel", "pool/main/p/python3-defaults/libpython3-stdlib_3.13.5-1_armel.deb", 10180, "90fc38630376ccc31fcca2b7f9be5953de4f4cad119fc5a76af72331c7953df4"],
    ["libpython3.13-minimal", "3.13.5-2+deb13u5", "armel", "pool/main/p/python3.13/libpython3.13-minimal_3.13.5-2+deb13u5_armel.deb", 848696, "9e258577203687d98e641bba8b98675ba594598ab3b26042be4e2b1ffcf5669c"],
    ["libpython3.13-stdlib", "3.13.5-2+deb13u5", "armel", "pool/main/p/python3.13/libpython3.13-stdlib_3.13.5-2+deb13u5_armel.deb", 1818300, "9ad3c311789722dbdb7e94d8c41bf861bd969ce790a8d9da397a40dc93b244f7"],
    ["libreadline8t64", "8.2-6", "armel", "pool/main/r/readline/libreadline8t64_8.2-6_armel.deb", 144704, "b6dbc299d2ed267e93e17ed3108f767b3bbf2a00664802577c1f9329e4ee5dbc"],
    ["libsqlite3-0", "3.46.1-7+deb13u2", "armel", "pool/main/s/sqlite3/libsqlite3-0_3.46.1-7+deb13u2_armel.deb", 794308, "582d2c2592bb2c9f6e503f26c8c346a5518ce7f05d34ac0074645b89c5dea8e0"],
    ["libssl3t64", "3.5.7-1~deb13u2", "armel", "pool/main/o/openssl/libssl3t64_3.5.7-1~deb13u2_armel.deb", 1961348, "28391d782016f8ac30042cd43bfcd39bfbb46cc0c8b7845ffb7414ef916c6b23"],
    ["libstdc++6", "14.2.0-19", "armel", "pool/main/g/gcc-14/libstdc++6_14.2.0-19_armel.deb", 593844, "8067dee08a90833f1018421d2b41216e51948d0642239c5a1f8522434b70281f"],
    ["libtinfo6", "6.5+20250216-2", "armel", "pool/main/n/ncurses/libtinfo6_6.5+20250216-2_armel.deb", 331936, "a8196df15ce50db6bad576084e40bdba45b767ed2041bc75307acc61d86b2caa"],
    ["libuuid1", "2.41.5-0+deb13u1", "armel", "pool/main/u/util-linux/libuuid1_2.41.5-0+deb13u1_armel.deb", 36760, "2aa9657b33d560a71a6c8a6cf088bf6694e7899739b5aece527c1243ae1fa641"],
    ["libzstd1", "1.5.7+dfsg-1", "armel", "pool/main/libz/libzstd/libzstd1_1.5.7+dfsg-1_armel.deb", 269884, "30307c39366d0e21a166407a20069354549baf874cbb9b4ef1ec7023398f4398"],
    ["python3", "3.13.5-1", "armel", "pool/main/p/python3-defaults/python3_3.13.5-1_armel.deb", 28244, "67f02b6c4d7c410f7a0bc76c8303987f8e4558ee8b599b8371827919f260b6f0"],
    ["python3-minimal", "3.13.5-1", "armel", "pool/main/p/python3-defaults/python3-minimal_3.13.5-1_armel.deb", 27248, "b4c6249d5b4741042922975909bcfff8c44e7953c023b451471fb86faddfc085"],
    ["python3-pip", "25.1.1+dfsg-1", "all", "pool/main/p/python-pip/python3-pip_25.1.1+dfsg-1_all.deb", 1456608, "065695050e5fe10f162201a5bbe8759837427c76c95b5fe57b0701bcd6070c56"],
    ["python3-ply", "3.11-9", "all", "pool/main/p/ply/python3-ply_3.11-9_all.deb", 62888, "d85058c4ec2b77641f7cc413d943be1f412b1b44d4cbe0b174810d37615a7a00"],
    ["python3-pycparser", "2.22-2", "all", "pool/main/p/pycparser/python3-pycparser_2.22-2_all.deb", 77976, "1aa9bac8dac107b96fba3277ee067ef6d10b2ae521bb052841068b5194afd408"],
    ["python3-setuptools", "78.1.1-0.1", "all", "pool/main/s/setuptools/python3-setuptools_78.1.1-0.1_all.deb", 738228, "90c4bc8e311873e5b571b407ce6b1fd38195dff77f9de056301a0f950e6df5a5"],
    ["python3-wheel", "0.46.1-2", "all", "pool/main/w/wheel/python3-wheel_0.46.1-2_all.deb", 21672, "17b788ad15f8231e5058ed386cd6841d42b31937075b56caf4cf63263910e992"],
    ["python3.13", "3.13.5-2+deb13u5", "armel", "pool/main/p/python3.13/python3.13_3.13.5-2+deb13u5_armel.deb", 757492, "48f4d795aab8e43cdf4427d558c1f5ce46966d2211f14c67c2ef95bc0c37af30"],
    ["python3.13-minimal", "3.13.5-2+deb13u5", "armel", "pool/main/p/python3.13/python3.13-minimal_3.13.5-2+deb13u5_armel.deb", 1810364, "c4e37bd9f536c63bf80152e6bd018e26cf4138bc222b04c7450af79ca8a45ad4"],
    ["zlib1g", "1:1.3.dfsg+really1.3.1-1+b1", "armel", "pool/main/z/zlib/zlib1g_1.3.dfsg+really1.3.1-1+b1_armel.deb", 75320, "8445f5c7d5675de62148fa80d95199835f0fa6c521a1104f73666b4454f566b7"],
  ]
}

debian_set "//images:root-trixie-riscv64" {
  suite = "trixie"
  arch  = "riscv64"
  packages = [
  ]
  extracted = [
    ["base-files", "13.8+deb13u7", "riscv64", "pool/main/b/base-files/base-files_13.8+deb13u7_riscv64.deb", 88248, "72966ca403d6f712ce7bbfd642084b373a56ac675b3200a87f7a63dcf7408533"],
    ["dash", "0.5.12-12", "riscv64", "pool/main/d/dash/dash_0.5.12-12_riscv64.deb", 101416, "13e788e65606b38378a4bdb35542c6da71f340925bcb595681f18fe380c7ff93"],
    ["libatomic1", "14.2.0-19", "riscv64", "pool/main/g/gcc-14/libatomic1_14.2.0-19_riscv64.deb", 8672, "ebaf12b2de00a4b567f70c629c0ff744dc92491029b3219d59c05c733f200c65"],
    ["libbz2-1.0", "1.0.8-6", "riscv64", "pool/main/b/bzip2/libbz2-1.0_1.0.8-6_riscv64.deb", 40280, "27c7937eb4d2e314e1f0a57a99a20c141c55f720e5ee93d2244de432fd247a55"],
    ["libc6", "2.41-12+deb13u4", "riscv64", "pool/main/g/glibc/libc6_2.41-12+deb13u4_riscv64.deb", 2470128, "77f0da760da3eab6318917857669ec23556b4e1ee489218cb966884a11b0d967"],
    ["libcrypt1", "1:4.4.38-1", "riscv64", "pool/main/libx/libxcrypt/libcrypt1_4.4.38-1_riscv64.deb", 105532, "85ae0d868b2a27043249ca332dac782a1a67e3171139b0f57d63414eaf4ec887"],
    ["libexpat1", "2.8.3-1~deb13u1", "riscv64", "pool/main/e/expat/libexpat1_2.8.3-1~deb13u1_riscv64.deb", 119880, "114156a4bccea157194bc6dc9ac4e2b44f7e8416245a34b168e40a3baaa68fa3"],
    ["libffi8", "3.4.8-2", "riscv64", "pool/main/libf/libffi/libffi8_3.4.8-2_riscv64.deb", 21668, "f2dc7319a32fb0af68723f781667aa876efb402301e9cb170d2979d394c11bfb"],
    ["libgcc-s1", "14.2.0-19", "riscv64", "pool/main/g/gcc-14/libgcc-s1_14.2.0-19_riscv64.deb", 56788, "16d3f9f534028615413d23f649e5d246baef48fe7db739ad564ef8b9a6e5587c"],
    ["liblzma5", "5.8.1-1+deb13u1", "riscv64", "pool/main/x/xz-utils/liblzma5_5.8.1-1+deb13u1_riscv64.deb", 312684, "d6b628145f0e58ff4e406cc1f6b656830a95b6ba98da538dbfac26fab672475c"],
    ["libncursesw6", "6.5+20250216-2", "riscv64", "pool/main/n/ncurses/libncursesw6_6.5+20250216-2_riscv64.deb", 140584, "16debd916a1ecd95f6449d5bb739015dbb0d4c07f5aaa2360f11d1028b182eac"],
    ["libpython3-stdlib", "3.13.5-1", "riscv64", "pool/main/p/python3-defaults/libpython3-stdlib_3.13.5-1_riscv64.deb", 10184, "44caf58d63c1254e736a216963ab7fded04cce22435ae3bd58b3b22260fc286c"],
    ["libpython3.13-minimal", "3.13.5-2+deb13u5", "riscv64", "pool/main/p/python3.13/libpython3.13-minimal_3.13.5-2+deb13u5_riscv64.deb", 858560, "5d170a02c4127b58cffe299d579803a32653e488e02eaa00548d54a7af589ca9"],
    ["libpython3.13-stdlib", "3.13.5-2+deb13u5", "riscv64", "pool/main/p/python3.13/libpython3.13-stdlib_3.13.5-2+deb13u5_riscv64.deb", 1921220, "0a8cd5a602d1464cd67fe3c5b864cd062f0e5492768ff6dc80d0f4d2b371409b"],
    ["libreadline8t64", "8.2-6", "riscv64", "pool/main/r/readline/libreadline8t64_8.2-6_riscv64.deb", 169460, "a9a66fa49aed31e4d5ce6ab2fd4999ccc28bb185b58d645539ff6955c279eb47"],
    ["libsqlite3-0", "3.46.1-7+deb13u2", "riscv64", "pool/main/s/sqlite3/libsqlite3-0_3.46.1-7+deb13u2_riscv64.deb", 907260, "a878475db5df8361879060e65bfc7bc7ac7fa0e44635ac2107cf5bd7e497e330"],
    ["libssl3t64", "3.5.7-1~deb13u2", "riscv64", "pool/main/o/openssl/libssl3t64_3.5.7-1~deb13u2_riscv64.deb", 2235764, "af87d01b79d4ff71e7d46a53341cbb480a4a72b58679d50bc8dff392ceaef154"],
    ["libstdc++6", "14.2.0-19", "riscv64", "pool/main/g/gcc-14/libstdc++6_14.2.0-19_riscv64.deb", 707496, "f285313f34e0d8f65463c669fac8eb29760a3f3fd6459005dd3110cdd2b10fd7"],
    ["libtinfo6", "6.5+20250216-2", "riscv64", "pool/main/n/ncurses/libtinfo6_6.5+20250216-2_riscv64.deb", 347128, "9b902c0d5a1561c2e721fb90128281c9957ae6e37817acba2547aba91ff104ea"],
    ["libuuid1", "2.41.5-0+deb13u1", "riscv64", "pool/main/u/util-linux/libuuid1_2.41.5-0+deb13u1_riscv64.deb", 39960, "8855961e9dd50ae01e93d8ceebc1b717afa28d7f22dc3854e2286cf1cc1bed6c"],
    ["libzstd1", "1.5.7+dfsg-1", "riscv64", "pool/main/libz/libzstd/libzstd1_1.5.7+dfsg-1_riscv64.deb", 360352, "5967f5f97bfb6e7a8036d4e615c0ecd6861a9bb686bd60ee0c81422581faf0ad"],
    ["python3", "3.13.5-1", "riscv64", "pool/main/p/python3-defaults/python3_3.13.5-1_riscv64.deb", 28248, "44cae9510b54f2c017616043cac393cc5e8d667ba2b0b90b1a27e4564427c818"],
    ["python3-minimal", "3.13.5-1", "riscv64", "pool/main/p/python3-defaults/python3-minimal_3.13.5-1_riscv64.deb", 27248, "ebdc6038fd6445bcb1adf696204e9bbbe3040505b38f4c8dcd1e0ddbc49ee462"],
    ["python3-pip", "25.1.1+dfsg-1", "all", "pool/main/p/python-pip/python3-pip_25.1.1+dfsg-1_all.deb", 1456608, "065695050e5fe10f162201a5bbe8759837427c76c95b5fe57b0701bcd6070c56"],
    ["python3-ply", "3.11-9", "all", "pool/main/p/ply/python3-ply_3.11-9_all.deb", 62888, "d85058c4ec2b77641f7cc413d943be1f412b1b44d4cbe0b174810d37615a7a00"],
    ["python3-pycparser", "2.22-2", "all", "pool/main/p/pycparser/python3-pycparser_2.22-2_all.deb", 77976, "1aa9bac8dac107b96fba3277ee067ef6d10b2ae521bb052841068b5194afd408"],
    ["python3-setuptools", "78.1.1-0.1", "all", "pool/main/s/setuptools/python3-setuptools_78.1.1-0.1_all.deb", 738228, "90c4bc8e311873e5b571b407ce6b1fd38195dff77f9de056301a0f950e6df5a5"],
    ["python3-wheel", "0.46.1-2", "all", "pool/main/w/wheel/python3-wheel_0.46.1-2_all.deb", 21672, "17b788ad15f8231e5058ed386cd6841d42b31937075b56caf4cf63263910e992"],
    ["python3.13", "3.13.5-2+deb13u5", "riscv64", "pool/main/p/python3.13/python3.13_3.13.5-2+deb13u5_riscv64.deb", 757492, "ac92204aed4659549e34a1b955509d96fd929ed1f298c2596a7c87d6435c10e0"],
    ["python3.13-minimal", "3.13.5-2+deb13u5", "riscv64", "pool/main/p/python3.13/python3.13-minimal_3.13.5-2+deb13u5_riscv64.deb", 2169280, "2d21f0475e95c00468421f914ecb3d7f89cd199617e5a6dc7c693e975c225156"],
    ["zlib1g", "1:1.3.dfsg+really1.3.1-1+b1", "riscv64", "pool/main/z/zlib/zlib1g_1.3.dfsg+really1.3.1-1+b1_riscv64.deb", 85664, "38c52eef58e5fc9b13d93f8a7d0a0549c32b4f00402a778d39a135254f554314"],
  ]
}

debian_set "//images:trixie" {
  suite     = "trixie"
  arch      = "amd64"
  requested = ["gcc", "libc6-dev", "make", "python3-dev", "python3-pip", "python3-setuptools", "python3-wheel"]
  packages = [
    ["base-files", "13.8+deb13u7", "amd64", "pool/main/b/base-files/base-files_13.8+deb13u7_amd64.deb", 88296, "fcd42bb5cb63f7bfc4326a92541247872206d60a192fdff65ca14eb83ed408b9"],
    ["base-passwd", "3.6.7", "amd64", "pool/main/b/base-passwd/base-passwd_3.6.7_amd64.deb", 53712, "cf31c6956ab5f65815d9d9ea1615c4f78ecd2893c31119658248a4756cee83e7"],
    ["bash", "5.2.37-2+b10", "amd64", "pool/main/b/bash/bash_5.2.37-2+b10_amd64.deb", 1500792, "2fd7b04f1b7caa29c4e683f5216e6af354a41e3cdcf6e75394d7cda680f9ab82"],
    ["binutils", "2.44-3", "amd64", "pool/main/b/binutils/binutils_2.44-3_amd64.deb", 265400, "6bc08c02539ba53b5e748142397144c499f9b20b5fa9bb56431545db124addeb"],
    ["binutils-common", "2.44-3", "amd64", "pool/main/b/binutils/binutils-common_2.44-3_amd64.deb", 2508768, "002da5d23f8757dee97a2c0a40e0e1d4d85a43da094488ee2ee7068d4d3691f9"],
    ["binutils-x86-64-linux-gnu", "2.44-3", "amd64", "pool/main/b/binutils/binutils-x86-64-linux-gnu_2.44-3_amd64.deb", 1013844, "e6741ce95ff0f7a131c8d9faa3528ccbbc453078bbc62a97da81340ed7462c53"],
    ["bsdutils", "1:2.41.5-0+deb13u1", "amd64", "pool/main/u/util-linux/bsdutils_2.41.5-0+deb13u1_amd64.deb", 110208, "d935a5102752a1108bdf1e815c89a84ac88d1949bf049a784178f946a09b14da"],
    ["ca-certificates", "20250419", "all", "pool/main/c/ca-certificates/ca-certificates_20250419_all.deb", 161704, "ef590f89563aa4b46c8260d49d1cea0fc1b181d19e8df3782694706adf05c184"],
    ["coreutils", "9.7-3", "amd64", "pool/main/c/coreutils/coreutils_9.7-3_amd64.deb", 3023556, "1299ab6f9389a288eb2f5f3dd222c26cc777b9a2d5ecb6ee4cbd340cebcdada2"],
    ["cpp", "4:14.2.0-1", "amd64", "pool/main/g/gcc-defaults/cpp_14.2.0-1_amd64.deb", 1568, "a6ba40550aadec80437813e0fce5516574945ff40e72306a5b378c03af3a6544"],
    ["cpp-14", "14.2.0-19", "amd64", "pool/main/g/gcc-14/cpp-14_14.2.0-19_amd64.deb", 1280, "3bae5fe03c56c6d021900ab4fb79e35c6f75eee72a73fccc6f28a39db559d6a0"],
    ["cpp-14-x86-64-linux-gnu", "14.2.0-19", "amd64", "pool/main/g/gcc-14/cpp-14-x86-64-linux-gnu_14.2.0-19_amd64.deb", 11047460, "ef274b5379f5f97fc71619d39ecc84d039d3e184570d207b909c90afaa5d79e0"],
    ["cpp-x86-64-linux-gnu", "4:14.2.0-1", "amd64", "pool/main/g/gcc-defaults/cpp-x86-64-linux-gnu_14.2.0-1_amd64.deb", 4840, "d902f484e38bce59e82efc0df2fe20139a0932ca759ecafdfe6e5b6c72238eb8"],
    ["dash", "0.5.12-12", "amd64", "pool/main/d/dash/dash_0.5.12-12_amd64.deb", 98504, "a8902cb6d8650134764a25fb80aec8589d858ef71ece1680a62e84816c37bb04"],
    ["debconf", "1.5.91", "all", "pool/main/d/debconf/debconf_1.5.91_all.deb", 121088, "1ddc7e6c5925f748eefb7ca811d98e049f18c158bb21fbc7e122262ce6011e49"],
    ["debianutils", "5.23.2", "amd64", "pool/main/d/debianutils/debianutils_5.23.2_amd64.deb", 92360, "720e43fda316676076498b4224ad3318049deafe60cc7c601011048de03ee97d"],
    ["diffutils", "1:3.10-4", "amd64", "pool/main/d/diffutils/diffutils_3.10-4_amd64.deb", 386504, "d3412669f7ae53ba895c3a509620ea7494ec1a36faa204c5215442ced381a479"],
    ["dpkg", "1.22.22", "amd64", "pool/main/d/dpkg/dpkg_1.22.22_amd64.deb", 1537216, "3e800c6d75e8e709007ed1c356e5fa8509a75c1694fb0a1183709abc9cfdc1f3"],
    ["findutils", "4.10.0-3", "amd64", "pool/main/f/findutils/findutils_4.10.0-3_amd64.deb", 700008, "3edf02b016456b6a98cefdbab99c5ce6f829b786f63affe970badea221aecfc7"],
    ["gcc", "4:14.2.0-1", "amd64", "pool/main/g/gcc-defaults/gcc_14.2.0-1_amd64.deb", 5136, "eee65c41a441c57c05f754ced1b9d093956966a1c7da9938c3ec00d3dc2f905d"],
    ["gcc-14", "14.2.0-19", "amd64", "pool/main/g/gcc-14/gcc-14_14.2.0-19_amd64.deb", 540064, "21500408b5019d8d29f70ce58488e2eea469a1adb4b5fd7db45e819b5efcac4e"],
    ["gcc-14-base", "14.2.0-19", "amd64", "pool/main/g/gcc-14/gcc-14-base_14.2.0-19_amd64.deb", 49432, "5b6825de4263824b78c4c51f6476414f3b4e89c2ab63e81dc8b9b5501e867cf6"],
    ["gcc-14-x86-64-linux-gnu", "14.2.0-19", "amd64", "pool/main/g/gcc-14/gcc-14-x86-64-linux-gnu_14.2.0-19_amd64.deb", 21389968, "a17ef039f1ba482051c3efb5c2c24070002e60dd0bd09fd456ec31481a11b725"],
    ["gcc-x86-64-linux-gnu", "4:14.2.0-1", "amd64", "pool/main/g/gcc-defaults/gcc-x86-64-linux-gnu_14.2.0-1_amd64.deb", 1436, "04c28c2760b0094b3d7758154ac095303dd00599b63ebad4086a325b607308b7"],
    ["grep", "3.11-4", "amd64", "pool/main/g/grep/grep_3.11-4_amd64.deb", 431488, "2d78ed07d86a530ebf538f05cb2415f37c8daf908596bc32fc2563cc7e88c55a"],
    ["gzip", "1.13-1+deb13u1", "amd64", "pool/main/g/gzip/gzip_1.13-1+deb13u1_amd64.deb", 138608, "74cf12212beee4ab8d473bdc0107abf9e8cef737492198e2f4944a19f142b0ac"],
    ["hostname", "3.25", "amd64", "pool/main/h/hostname/hostname_3.25_amd64.deb", 11024, "9c2a27e5d4d87137211fe46631b05b2ee8892ec76aae926304e4485ba02e1015"],
    ["init-system-helpers", "1.69~deb13u1", "all", "pool/main/i/init-system-helpers/init-system-helpers_1.69~deb13u1_all.deb", 39360, "addf78073e1cbc5a5508937e11d2571055e29835e00ee8fab52a66775649378f"],
    ["libacl1", "2.3.2-2+b1", "amd64", "pool/main/a/acl/libacl1_2.3.2-2+b1_amd64.deb", 32860, "08074f01e384bc07c0c2d79a58cf4a6523f71cf75d1808101c79617656c9a39d"],
    ["libasan8", "14.2.0-19", "amd64", "pool/main/g/gcc-14/libasan8_14.2.0-19_amd64.deb", 2725272, "771899ade7310fe31aa538a509354c33d62bbe4e408b4e5fc1e513988dc42645"],
    ["libatomic1", "14.2.0-19", "amd64", "pool/main/g/gcc-14/libatomic1_14.2.0-19_amd64.deb", 9308, "212b399aae2f7299203d261a57e49372e09565a9a5ea971905f94a3960366c05"],
    ["libattr1", "1:2.5.2-3", "amd64", "pool/main/a/attr/libattr1_2.5.2-3_amd64.deb", 22876, "606b5ee12ea2786be607a17f40c1fb5e65c76ceaff66665bdf8f8c6c1b71d1fb"],
    ["libaudit-common", "1:4.0.2-2+deb13u1", "all", "pool/main/a/audit/libaudit-common_4.0.2-2+deb13u1_all.deb", 12812, "b9d32e5ff04fd747aacb7d6b3ebbbbf734ddefb2f1695f0b1b2a4b5e51b1052e"],
    ["libaudit1", "1:4.0.2-2+deb13u1", "amd64", "pool/main/a/audit/libaudit1_4.0.2-2+deb13u1_amd64.deb", 57680, "3d1dd3f031a56f01b747e2acc0e14575212580e6fa63d800c44cb0a31f1edfd7"],
    ["libbinutils", "2.44-3", "amd64", "pool/main/b/binutils/libbinutils_2.44-3_amd64.deb", 534440, "4f4664c8a8f0ad0c8631c39fab02e3d8d86ccc6f4436a1d59f059dbcb0492679"],
    ["libblkid1", "2.41.5-0+deb13u1", "amd64", "pool/main/u/util-linux/libblkid1_2.41.5-0+deb13u1_amd64.deb", 171612, "81535f3c2c0efc732965907c8749103a0a26377c761622c9ce39b4c92dcde52f"],
    ["libbz2-1.0", "1.0.8-6", "amd64", "pool/main/b/bzip2/libbz2-1.0_1.0.8-6_amd64.deb", 37912, "cba4cda04244b5e481bb15524bc3c983a7d1b6f330013b9b381706a2fcb65310"],
    ["libc-bin", "2.41-12+deb13u4", "amd64", "pool/main/g/glibc/libc-bin_2.41-12+deb13u4_amd64.deb", 638452, "dc8c79647fe3a5f37f72a400414f70263d0212f010ff2c09f990e30d91e38d1c"],
    ["libc-dev-bin", "2.41-12+deb13u4", "amd64", "pool/main/g/glibc/libc-dev-bin_2.41-12+deb13u4_amd64.deb", 59960, "2c21175d6a8283ed566d154c0c0bc06f60836e53b0b9e1f74c14eac586b68c24"],
    ["libc6", "2.41-12+deb13u4", "amd64", "pool/main/g/glibc/libc6_2.41-12+deb13u4_amd64.deb", 2846580, "967aa62605721081c3eb2a17650611a792aa802d76a6511d1840242623d204c9"],
    ["libc6-dev", "2.41-12+deb13u4", "amd64", "pool/main/g/glibc/libc6-dev_2.41-12+deb13u4_amd64.deb", 1994660, "1fda734dabcd80b77266a09ab62b0f1e3e16d8091db62899890b2200745632a2"],
    ["libcap-ng0", "0.8.5-4+b1", "amd64", "pool/main/libc/libcap-ng/libcap-ng0_0.8.5-4+b1_amd64.deb", 17584, "20a9e4b0619a3eb2566338223bed135dde5a601eaa2f8fdd5f20b94506addcac"],
    ["libcap2", "1:2.75-10+deb13u1+b3", "amd64", "pool/main/libc/libcap2/libcap2_2.75-10+deb13u1+b3_amd64.deb", 28988, "89fc4d34fc7a28ad6f0fcd0c561ab253b9dedf6f77f5a000b47c276c8295bf67"],
    ["libcc1-0", "14.2.0-19", "amd64", "pool/main/g/gcc-14/libcc1-0_14.2.0-19_amd64.deb", 42796, "2d587e3bfba4aec701946b7ba0c1640b97b6d8dd0a34ba1c70ae85261ecedefa"],
    ["libcrypt-dev", "1:4.4.38-1", "amd64", "pool/main/libx/libxcrypt/libcrypt-dev_4.4.38-1_amd64.deb", 119040, "98e2333aea8d64ca68f9b75c16256d3a05492fd8f9e6dba96adbc6f19e4f5a09"],
    ["libcrypt1", "1:4.4.38-1", "amd64", "pool/main/libx/libxcrypt/libcrypt1_4.4.38-1_amd64.deb", 90072, "0ebc144d662e3197982d1bf3a7b8b35ca845e54c68811de0328b1f0d7c67585c"],
    ["libctf-nobfd0", "2.44-3", "amd64", "pool/main/b/binutils/libctf-nobfd0_2.44-3_amd64.deb", 155672, "e280b2be3db6e584500e865c251605b95c346767d87ccb2524e44992048fc657"],
    ["libctf0", "2.44-3", "amd64", "pool/main/b/binutils/libctf0_2.44-3_amd64.deb", 88616, "120cafcd93132a276fa92a8fb4cf39b23d14e5a3e348f4f5580638d71ca95ac5"],
    ["libdb5.3t64", "5.3.28+dfsg2-9", "amd64", "pool/main/d/db5.3/libdb5.3t64_5.3.28+dfsg2-9_amd64.deb", 703676, "18d02510ee78b67e4504ba050176797a200ff24214a7cd318082ab60ad7bf3fc"],
    ["libdebconfclient0", "0.280", "amd64", "pool/main/c/cdebconf/libdebconfclient0_0.280_amd64.deb", 10632, "25acadc8b394bc86d05df16e70975e523f8f839a7d8d6d5e22c1cafdcef741aa"],
    ["libexpat1", "2.8.3-1~deb13u1", "amd64", "pool/main/e/expat/libexpat1_2.8.3-1~deb13u1_amd64.deb", 122672, "38abe0e710a07688e9c149d74536e67cfee0364bdb64dd6d644c32a1cfad389f"],
    ["libexpat1-dev", "2.8.3-1~deb13u1", "amd64", "pool/main/e/expat/libexpat1-dev_2.8.3-1~deb13u1_amd64.deb", 178864, "13f69f5290374c8403d2114b91cc8d0e6bb7b74e9e2512b7e04557546c922749"],
    ["libffi8", "3.4.8-2", "amd64", "pool/main/libf/libffi/libffi8_3.4.8-2_amd64.deb", 24144, "0ebdc340de33333639c3c63874cd4b15ac2e83dfa1ef3053b7eefaf4919f4f68"],
    ["libgcc-14-dev", "14.2.0-19", "amd64", "pool/main/g/gcc-14/libgcc-14-dev_14.2.0-19_amd64.deb", 2672328, "ca6f2d36d96b19b3eb71405b0b80134d8c89380b02204a2512e5c58ceb090628"],
    ["libgcc-s1", "14.2.0-19", "amd64", "pool/main/g/gcc-14/libgcc-s1_14.2.0-19_amd64.deb", 72772, "3c71917b490d1a17aed43196a2787a256ecf060526cdb20216a74bedc061b150"],
    ["libgmp10", "2:6.3.0+dfsg-3", "amd64", "pool/main/g/gmp/libgmp10_6.3.0+dfsg-3_amd64.deb", 560220, "d0d0265eb01770f17afd0f7c8c0622f80479dcfbbe13653a0debeec61464e622"],
    ["libgomp1", "14.2.0-19", "amd64", "pool/main/g/gcc-14/libgomp1_14.2.0-19_amd64.deb", 137148, "72b7a1a33c48f3195efeb044111b34ae684b1e640bb6495c832443b798601cd5"],
    ["libgprofng0", "2.44-3", "amd64", "pool/main/b/binutils/libgprofng0_2.44-3_amd64.deb", 807764, "0d36d0bde85c467ac6735dded08e19dd30ae1369e3908b9eb48ccc0d6ff66648"],
    ["libhwasan0", "14.2.0-19", "amd64", "pool/main/g/gcc-14/libhwasan0_14.2.0-19_amd64.deb", 1487768, "2cdaf797cad8ac30a964ab081370682dd065ae1b0305a0be9d8e0e14cd0657d7"],
    ["libisl23", "0.27-1", "amd64", "pool/main/i/isl/libisl23_0.27-1_amd64.deb", 659152, "ac8518042e81c00de1effb72bba7e88ac4ecd488f7ea8b9e3ebc63159cb53b35"],
    ["libitm1", "14.2.0-19", "amd64", "pool/main/g/gcc-14/libitm1_14.2.0-19_amd64.deb", 25956, "febdb3c528cde1a3abe952e17a1d3cfa7ccaca5b6f506d983d34385dad199490"],
    ["libjansson4", "2.14-2+b3", "amd64", "pool/main/j/jansson/libjansson4_2.14-2+b3_amd64.deb", 39792, "60707a62fe6c1228c3389b12a13ca4efd76defc5532473e547a29e99cf7d2a6e"],
    ["libjs-jquery", "3.6.1+dfsg+~3.5.14-1", "all", "pool/main/n/node-jquery/libjs-jquery_3.6.1+dfsg+~3.5.14-1_all.deb", 326128, "a58c9ff6afe96c769cb6535754c909410760e4efa1e1540236194e489adcfb25"],
    ["libjs-sphinxdoc", "8.1.3-5", "all", "pool/main/s/sphinx/libjs-sphinxdoc_8.1.3-5_all.deb", 30464, "ec764abfb43e5e8b86bd78ea0d5a97253131ba373e50c28c7d9c08cd1b8a8e3e"],
    ["libjs-underscore", "1.13.4~dfsg+~1.11.4-3", "all", "pool/main/u/underscore/libjs-underscore_1.13.4~dfsg+~1.11.4-3_all.deb", 115632, "4a0fbc90e7f62ea50c4ac7453352721fa60bb5eac87e9f39a027908faff29015"],
    ["liblastlog2-2", "2.41.5-0+deb13u1", "amd64", "pool/main/u/util-linux/liblastlog2-2_2.41.5-0+deb13u1_amd64.deb", 28772, "abb76aecbf51479e6e193873dfddaa1b88667dc0b1db82a11286a67550ba1557"],
    ["liblsan0", "14.2.0-19", "amd64", "pool/main/g/gcc-14/liblsan0_14.2.0-19_amd64.deb", 1204164, "a0df07da76287a45e665d584363dc2a6a1c4e240aee41b8bbc0f67cdff97cd68"],
    ["liblzma5", "5.8.1-1+deb13u1", "amd64", "pool/main/x/xz-utils/liblzma5_5.8.1-1+deb13u1_amd64.deb", 309492, "1cfcc6e0dc36f438a79b6e2189facdb9d150b08f57d190a60e01c98075c7f896"],
    ["libmd0", "1.1.0-2+b1", "amd64", "pool/main/libm/libmd/libmd0_1.1.0-2+b1_amd64.deb", 36272, "7244ec3839b61fac0c1884fe08aaa040f26e8f1f35f1f5d3482eacefd30d1b44"],
    ["libmount1", "2.41.5-0+deb13u1", "amd64", "pool/main/u/util-linux/libmount1_2.41.5-0+deb13u1_amd64.deb", 210408, "6d00f45f2e80e078e906e3eedecd3ba6913e39fef49bff361ee583f17f00ec05"],
    ["libmpc3", "1.3.1-1+b3", "amd64", "pool/main/m/mpclib3/libmpc3_1.3.1-1+b3_amd64.deb", 52244, "2af0a5c128e03694a41c0b011bd8a958b7297436cdb3a15ddad7866dae8c300b"],
    ["libmpfr6", "4.2.2-1", "amd64", "pool/main/m/mpfr4/libmpfr6_4.2.2-1_amd64.deb", 729320, "75dddce11dabc7fc543712c33dc27b7f2ee66a111763eb5eac654d010b42cd92"],
    ["libncursesw6", "6.5+20250216-2", "amd64", "pool/main/n/ncurses/libncursesw6_6.5+20250216-2_amd64.deb", 135484, "47baa2e11579583654583a066b69bd5a5d2f22423081f707ed6c0c3ba6d538b7"],
    ["libpam-modules", "1.7.0-5", "amd64", "pool/main/p/pam/libpam-modules_1.7.0-5_amd64.deb", 178696, "9679ade117f8775ac0471f48a92652ab8e8dcda4e2ff06de75158cded9cfd83c"],
    ["libpam-modules-bin", "1.7.0-5", "amd64", "pool/main/p/pam/libpam-modules-bin_1.7.0-5_amd64.deb", 49116, "cc72066d008444317738e8e931d6131b301466b4e2dd5ef5baa75fb1a45d61a7"],
    ["libpam-runtime", "1.7.0-5", "all", "pool/main/p/pam/libpam-runtime_1.7.0-5_all.deb", 248720, "b02792c9ed6174db695a653b95ef3629fdac3a73ba1eff1754ab161b5711bfbf"],
    ["libpam0g", "1.7.0-5", "amd64", "pool/main/p/pam/libpam0g_1.7.0-5_amd64.deb", 69880, "4f5bde27d8df2de6ea8990319b42d9974f56a3ba9907ce7296fd0f8964fc9fb1"],
    ["libpcre2-8-0", "10.46-1~deb13u2", "amd64", "pool/main/p/pcre2/libpcre2-8-0_10.46-1~deb13u2_amd64.deb", 298872, "1252b96a5bc44bb5db982bef8eb18e54f5047cede2aff641bce4f8e1edb91c3e"],
    ["libpython3-dev", "3.13.5-1", "amd64", "pool/main/p/python3-defaults/libpython3-dev_3.13.5-1_amd64.deb", 10444, "da4acbba1c79f037d2d24635fbae22850640e716b0d95dbed33cb9d1f698a24b"],
    ["libpython3-stdlib", "3.13.5-1", "amd64", "pool/main/p/python3-defaults/libpython3-stdlib_3.13.5-1_amd64.deb", 10180, "7e142ed64a81ccdd39714f213467bd365736ef341adb2be11be981f638b9175f"],
    ["libpython3.13", "3.13.5-2+deb13u5", "amd64", "pool/main/p/python3.13/libpython3.13_3.13.5-2+deb13u5_amd64.deb", 2159760, "aa4cdb7e15f5f445ab268160d428518a4daf2a086ee3e6ea30f6082785236dea"],
    ["libpython3.13-dev", "3.13.5-2+deb13u5", "amd64", "pool/main/p/python3.13/libpython3.13-dev_3.13.5-2+deb13u5_amd64.deb", 5285588, "4bd7b17ffbeb367ce1fef8b6ff02536a25f29fc07372d1bdd3ed1e1faa5b9409"],
    ["libpython3.13-minimal", "3.13.5-2+deb13u5", "amd64", "pool/main/p/python3.13/libpython3.13-minimal_3.13.5-2+deb13u5_amd64.deb", 863168, "a4aa6a9a8c77f87bfe545e1d14ec42c001d189ace90e3aa75deec882b39dee49"],
    ["libpython3.13-stdlib", "3.13.5-2+deb13u5", "amd64", "pool/main/p/python3.13/libpython3.13-stdlib_3.13.5-2+deb13u5_amd64.deb", 1958624, "db161322a3481d2c0c3b9a3b9a03c3ab0e2b1718f54b88755fb4a3f939165b84"],
    ["libquadmath0", "14.2.0-19", "amd64", "pool/main/g/gcc-14/libquadmath0_14.2.0-19_amd64.deb", 145068, "f5b51cf0ece3ec3bb7494d0cdbff3ce715ae00cfb2b6ed787f7db91319d64a7b"],
    ["libreadline8t64", "8.2-6", "amd64", "pool/main/r/readline/libreadline8t64_8.2-6_amd64.deb", 168832, "eeadf2b5e755c9f183883feea2d9b5b28560284275d5f54d3e55d0923b1d0967"],
    ["libselinux1", "3.8.1-1", "amd64", "pool/main/libs/libselinux/libselinux1_3.8.1-1_amd64.deb", 84680, "68bb8d32bd8d6d7d2f5952a169db03d1484b46ae1e52abccdec42a19dccea5d5"],
    ["libsframe1", "2.44-3", "amd64", "pool/main/b/binutils/libsframe1_2.44-3_amd64.deb", 78360, "38f625dfdc582717029ac3a3e97c51d994ec2e7a0e9b230c6b44e40d1276311f"],
    ["libsmartcols1", "2.41.5-0+deb13u1", "amd64", "pool/main/u/util-linux/libsmartcols1_2.41.5-0+deb13u1_amd64.deb", 143216, "d96bac9c8805685f2734885098a214b82950da6ebb182c27a6b7a124a0323392"],
    ["libsqlite3-0", "3.46.1-7+deb13u2", "amd64", "pool/main/s/sqlite3/libsqlite3-0_3.46.1-7+deb13u2_amd64.deb", 914584, "0a459adaffd901109f7811ab65f58e7a957b4907d05539cf3d1184efdcde0468"],
    ["libssl3t64", "3.5.7-1~deb13u2", "amd64", "pool/main/o/openssl/libssl3t64_3.5.7-1~deb13u2_amd64.deb", 2453872, "916f7f40b34a06e6ebfaefcdab331bff458328411da672598f126a760472467d"],
    ["libstdc++6", "14.2.0-19", "amd64", "pool/main/g/gcc-14/libstdc++6_14.2.0-19_amd64.deb", 713628, "ab1fa05837aa7a92aae748fd07a18a35f7d18bb4a71c4724fe2bbf0e32089de0"],
    ["libsystemd0", "257.13-1~deb13u1", "amd64", "pool/main/s/systemd/libsystemd0_257.13-1~deb13u1_amd64.deb", 454648, "ab0d4127b5e46e6f8c015a1db15a62ba9ae274cdefa150083adf90ada0600ea1"],
    ["libtinfo6", "6.5+20250216-2", "amd64", "pool/main/n/ncurses/libtinfo6_6.5+20250216-2_amd64.deb", 348380, "8b9f6a7983e9418564e48a627518de4c03917b56efe68d7f3e93bd8fffa1cc10"],
    ["libtsan2", "14.2.0-19", "amd64", "pool/main/g/gcc-14/libtsan2_14.2.0-19_amd64.deb", 2460216, "529d7f68227d16975076c5f842e8b687faea1b5df8e0dcf62e436d5402844ca5"],
    ["libubsan1", "14.2.0-19", "amd64", "pool/main/g/gcc-14/libubsan1_14.2.0-19_amd64.deb", 1074340, "9205a1bef7d6a52ffc06548e0cde169ff303e688c12d9be3a98f734449077e22"],
    ["libudev1", "257.13-1~deb13u1", "amd64", "pool/main/s/systemd/libudev1_257.13-1~deb13u1_amd64.deb", 152300, "5d41c284f5a93b05bc7d648b61a02dd2bb9ff05b2261ad1a8b7d96044a0cfa88"],
    ["libuuid1", "2.41.5-0+deb13u1", "amd64", "pool/main/u/util-linux/libuuid1_2.41.5-0+deb13u1_amd64.deb", 37848, "c1bf4c4c3ff48c57fabf93307dfb56996b60cfa33927afc4158b5db36fb2721e"],
    ["libzstd1", "1.5.7+dfsg-1", "amd64", "pool/main/libz/libzstd/libzstd1_1.5.7+dfsg-1_amd64.deb", 303836, "2f6a2aeacfc925eba8b00ac9139bc4bfccf8cacb09eb93de067074b26948eef9"],
    ["linux-libc-dev", "6.12.107-1", "all", "pool/main/l/linux/linux-libc-dev_6.12.107-1_all.deb", 2919204, "dc68dd53c7356598d005866da0d19d7bd33af2a62971aced624cdf04492902b4"],
    ["make", "4.4.1-2", "amd64", "pool/main/m/make-dfsg/make_4.4.1-2_amd64.deb", 463104, "70a9709e665383b06068ccd423d62ea191b65355f318a25565dbf324b254cec6"],
    ["mawk", "1.3.4.20250131-1", "amd64", "pool/main/m/mawk/mawk_1.3.4.20250131-1_amd64.deb", 140808, "ade14470c4dff8921bca6ca8b1ea20eadc0f2178b48caff3c74534b17a633292"],
    ["media-types", "13.0.0", "all", "pool/main/m/media-types/media-types_13.0.0_all.deb", 29336, "0788e4b0b72db1bcf74a19cb24c3511e7770ad0b341f0f30e361701c3072f53e"],
    ["ncurses-base", "6.5+20250216-2", "all", "pool/main/n/ncurses/ncurses-base_6.5+20250216-2_all.deb", 273216, "190e775260a38973c415a36ae99f33ad1b37ea6ca99929d7c5d53843fc23e914"],
    ["ncurses-bin", "6.5+20250216-2", "amd64", "pool/main/n/ncurses/ncurses-bin_6.5+20250216-2_amd64.deb", 438372, "40a525f4761e9ed4b8adcd1783cb9a6467ff8008215ae99b3597825bdefc61e4"],
    ["netbase", "6.5", "all", "pool/main/n/netbase/netbase_6.5_all.deb", 12436, "76bafa92947ebd37b0a6f9ec6570412041f56edebc1c66d323731216d318471e"],
    ["openssl", "3.5.7-1~deb13u2", "amd64", "pool/main/o/openssl/openssl_3.5.7-1~deb13u2_amd64.deb", 1507300, "4ff006f431d8c2e69fa736885a3b6e779f2448535f69dbde821d9f0ff87ad8ea"],
    ["openssl-provider-legacy", "3.5.7-1~deb13u2", "amd64", "pool/main/o/openssl/openssl-provider-legacy_3.5.7-1~deb13u2_amd64.deb", 316132, "f155c8191ae6d41da73d792f4182680aeafeb85c3dd223934ee9fdd115c4f1fa"],
    ["perl-base", "5.40.1-6+deb13u1", "amd64", "pool/main/p/perl/perl-base_5.40.1-6+deb13u1_amd64.deb", 1666320, "b795464137a0f4d443fc9284f4b93e883fb83883cb533adf300ac660807a352a"],
    ["python3", "3.13.5-1", "amd64", "pool/main/p/python3-defaults/python3_3.13.5-1_amd64.deb", 28244, "c1388174dc7140e6c19a6dd39f8a0dcb38a835cd66c65644e0dded43d5223cb0"],
    ["python3-autocommand", "2.2.2-3", "all", "pool/main/p/python-autocommand/python3-autocommand_2.2.2-3_all.deb", 13608, "1e62ac22ff83466228c051c6c2402a40f521646e15b5aa54cf2391206a848bad"],
    ["python3-dev", "3.13.5-1", "amd64", "pool/main/p/python3-defaults/python3-dev_3.13.5-1_amd64.deb", 26072, "fcaa0ceb2d55247fa47b541c3d0f33358be4af80cac3f04303e43779e2fbd0a7"],
    ["python3-inflect", "7.3.1-2", "all", "pool/main/p/python-inflect/python3-inflect_7.3.1-2_all.deb", 32396, "6c10dca4d4aa0eb0b4e16e8b62b74a073a8d22be8809c3f61c56b06fdd1451f8"],
    ["python3-jaraco.context", "6.0.1-1+deb13u1", "all", "pool/main/j/jaraco.context/python3-jaraco.context_6.0.1-1+deb13u1_all.deb", 8492, "f909ec7b00dd96a1905322acba7cdd2df09747ceddeef6e426a97b33ab227f80"],
    ["python3-jaraco.functools", "4.1.0-1", "all", "pool/main/p/python-jaraco.functools/python3-jaraco.functools_4.1.0-1_all.deb", 11984, "f5ac3e5f79b6394191d76ea7cde9255d8bae98f639886cb981444128f6545796"],
    ["python3-jaraco.text", "4.0.0-1", "all", "pool/main/j/jaraco.text/python3-jaraco.text_4.0.0-1_all.deb", 11432, "d5e060c9ba9d5206b53670cf2473681b45030cc6a55d18a8c6d87419a924e502"],
    ["python3-minimal", "3.13.5-1", "amd64", "pool/main/p/python3-defaults/python3-minimal_3.13.5-1_amd64.deb", 27248, "a5d2371bebf3689f676e3f3bae800371bcc4392a8a51269e23d528249b399615"],
    ["python3-more-itertools", "10.7.0-1", "all", "pool/main/m/more-itertools/python3-more-itertools_10.7.0-1_all.deb", 67416, "385d785fa84261838732ec97627b4e95ec7399fc449d8a2aaaef66fb5f961c25"],
    ["python3-packaging", "25.0-1", "all", "pool/main/p/python-packaging/python3-packaging_25.0-1_all.deb", 56568, "d70c8469f6e9c6105e1ebcd3ebdc963f11dadbeddd89d2d1a2a3cb1c97d2ecbc"],
    ["python3-pip", "25.1.1+dfsg-1", "all", "pool/main/p/python-pip/python3-pip_25.1.1+dfsg-1_all.deb", 1456608, "065695050e5fe10f162201a5bbe8759837427c76c95b5fe57b0701bcd6070c56"],
    ["python3-pkg-resources", "78.1.1-0.1", "all", "pool/main/s/setuptools/python3-pkg-resources_78.1.1-0.1_all.deb", 224360, "cf8749251172abc945216cf878367f614cf91d3d9a1043ba3bacc5a74e8cc1a8"],
    ["python3-setuptools", "78.1.1-0.1", "all", "pool/main/s/setuptools/python3-setuptools_78.1.1-0.1_all.deb", 738228, "90c4bc8e311873e5b571b407ce6b1fd38195dff77f9de056301a0f950e6df5a5"],
    ["python3-typeguard", "4.4.2-1", "all", "pool/main/p/python-typeguard/python3-typeguard_4.4.2-1_all.deb", 37300, "81e512101d7ab94e73646b9a8e4fb9b948836e3172dc5719ad3acbcde65bca01"],
    ["python3-typing-extensions", "4.13.2-1", "all", "pool/main/p/python-typing-extensions/python3-typing-extensions_4.13.2-1_all.deb", 90500, "b67662f211c35c17c74a0725bc7c8ffc3b126c650e2a2525593adee06f2bbf69"],
    ["python3-wheel", "0.46.1-2", "all", "pool/main/w/wheel/python3-wheel_0.46.1-2_all.deb", 21672, "17b788ad15f8231e5058ed386cd6841d42b31937075b56caf4cf63263910e992"],
    ["python3-zipp", "3.21.0-1", "all", "pool/main/p/python-zipp/python3-zipp_3.21.0-1_all.deb", 10584, "6cd0f768a5e5c574c7ae4b9d56603f8399b31de732167007e42fc17decc5cc6a"],
    ["python3.13", "3.13.5-2+deb13u5", "amd64", "pool/main/p/python3.13/python3.13_3.13.5-2+deb13u5_amd64.deb", 757492, "460c1fd72845516ac3ce9d1686916f3ab2e4c86f8a9746e14d26243a47e2b98d"],
    ["python3.13-dev", "3.13.5-2+deb13u5", "amd64", "pool/main/p/python3.13/python3.13-dev_3.13.5-2+deb13u5_amd64.deb", 504408, "0da9f0acf794cb1a9c4a9ec929d09bead62b7b4cf5faea32c974aeb42b0d81ee"],
    ["python3.13-minimal", "3.13.5-2+deb13u5", "amd64", "pool/main/p/python3.13/python3.13-minimal_3.13.5-2+deb13u5_amd64.deb", 2224552, "c1fda9e7b1bf15b2fa75a238d8a8710e142fe14c722fc650c5fc614f078c9073"],
    ["readline-common", "8.2-6", "all", "pool/main/r/readline/readline-common_8.2-6_all.deb", 69360, "f77e8aa0bf0de618f11cb0b21658a4ed60f177d63b3cf26d7fc3706b6d0eaaa9"],
    ["rpcsvc-proto", "1.4.3-1", "amd64", "pool/main/r/rpcsvc-proto/rpcsvc-proto_1.4.3-1_amd64.deb", 63268, "32ac0692694f8a34cc90c895f4fc739680fb2ef0e2d4870a68833682bf1c81a3"],
    ["sed", "4.9-2+deb13u1", "amd64", "pool/main/s/sed/sed_4.9-2+deb13u1_amd64.deb", 330696, "7071270ed4f6adda55bc4f926347fb847bacaffbdee3dff917bc6006ed7e3775"],
    ["sysvinit-utils", "3.14-4", "amd64", "pool/main/s/sysvinit/sysvinit-utils_3.14-4_amd64.deb", 34060, "c7e957360dff89675b491e501b00047cf750695178cabab167c92fc260d358ec"],
    ["tar", "1.35+dfsg-3.1", "amd64", "pool/main/t/tar/tar_1.35+dfsg-3.1_amd64.deb", 814968, "214c02e1aa291076a3147b8a4c4cae02fadf4c67df629186e3e313726faef1de"],
    ["tzdata", "2026c-0+deb13u1", "all", "pool/main/t/tzdata/tzdata_2026c-0+deb13u1_all.deb", 264156, "813b9bbbe14ccda2b24617b8bade0ade4d745957e75921766c153d249886bd4c"],
    ["util-linux", "2.41.5-0+deb13u1", "amd64", "pool/main/u/util-linux/util-linux_2.41.5-0+deb13u1_amd64.deb", 1242392, "7d5b1176cc3d8cc6b290b3ec17af458f362d9200845f30da22057a8198744430"],
    ["zlib1g", "1:1.3.dfsg+really1.3.1-1+b1", "amd64", "pool/main/z/zlib/zlib1g_1.3.dfsg+really1.3.1-1+b1_amd64.deb", 88892, "015be740d6236ad114582dea500c1d907f29e16d6db00566ca32fb68d71ac90d"],
    ["zlib1g-dev", "1:1.3.dfsg+really1.3.1-1+b1", "amd64", "pool/main/z/zlib/zlib1g-dev_1.3.dfsg+really1.3.1-1+b1_amd64.deb", 919744, "76ed5c858e1aef38b7be93acce5910e457e77bd6271471b9d05fb42e78826224"],
  ]
  essential = [
    ["base-files:amd64"],
    ["base-passwd:amd64"],
    ["bash:amd64"],
    ["bsdutils:amd64"],
    ["coreutils:amd64"],
    ["dash:amd64"],
    ["debconf:all"],
    ["debianutils:amd64"],
    ["diffutils:amd64"],
    ["dpkg:amd64"],
    ["findutils:amd64"],
    ["gcc-14-base:amd64"],
    ["grep:amd64"],
    ["gzip:amd64"],
    ["hostname:amd64"],
    ["init-system-helpers:all"],
    ["libacl1:amd64"],
    ["libattr1:amd64"],
    ["libaudit-common:all"],
    ["libaudit1:amd64"],
    ["libblkid1:amd64"],
    ["libbz2-1.0:amd64"],
    ["libc-bin:amd64"],
    ["libc6:amd64"],
    ["libcap-ng0:amd64"],
    ["libcap2:amd64"],
    ["libcrypt1:amd64"],
    ["libdb5.3t64:amd64"],
    ["libdebconfclient0:amd64"],
    ["libgcc-s1:amd64"],
    ["libgmp10:amd64"],
    ["liblastlog2-2:amd64"],
    ["liblzma5:amd64"],
    ["libmd0:amd64"],
    ["libmount1:amd64"],
    ["libpam-modules:amd64"],
    ["libpam-modules-bin:amd64"],
    ["libpam-runtime:all"],
    ["libpam0g:amd64"],
    ["libpcre2-8-0:amd64"],
    ["libselinux1:amd64"],
    ["libsmartcols1:amd64"],
    ["libsqlite3-0:amd64"],
    ["libssl3t64:amd64"],
    ["libsystemd0:amd64"],
    ["libtinfo6:amd64"],
    ["libudev1:amd64"],
    ["libuuid1:amd64"],
    ["libzstd1:amd64"],
    ["mawk:amd64"],
    ["ncurses-base:all"],
    ["ncurses-bin:amd64"],
    ["openssl-provider-legacy:amd64"],
    ["perl-base:amd64"],
    ["sed:amd64"],
    ["sysvinit-utils:amd64"],
    ["tar:amd64"],
    ["util-linux:amd64"],
    ["zlib1g:amd64"],
  ]
  pre_depends = [
    ["base-files:amd64", "gcc-14-base:amd64", "libc6:amd64", "libgcc-s1:amd64", "mawk:amd64"],
    ["bash:amd64", "gcc-14-base:amd64", "libc6:amd64", "libgcc-s1:amd64", "libtinfo6:amd64"],
    ["bsdutils:amd64", "gcc-14-base:amd64", "libc6:amd64", "libcap2:amd64", "libgcc-s1:amd64", "libsystemd0:amd64"],
    ["coreutils:amd64", "gcc-14-base:amd64", "libacl1:amd64", "libattr1:amd64", "libc6:amd64", "libcap2:amd64", "libgcc-s1:amd64", "libgmp10:amd64", "libpcre2-8-0:amd64", "libselinux1:amd64", "libssl3t64:amd64", "libsystemd0:amd64", "libzstd1:amd64", "openssl-provider-legacy:amd64", "zlib1g:amd64"],
    ["dash:amd64", "gcc-14-base:amd64", "libc6:amd64", "libgcc-s1:amd64"],
    ["debianutils:amd64", "gcc-14-base:amd64", "libc6:amd64", "libgcc-s1:amd64"],
    ["diffutils:amd64", "gcc-14-base:amd64", "libc6:amd64", "libgcc-s1:amd64"],
    ["dpkg:amd64", "gcc-14-base:amd64", "libbz2-1.0:amd64", "libc6:amd64", "libgcc-s1:amd64", "liblzma5:amd64", "libmd0:amd64", "libpcre2-8-0:amd64", "libselinux1:amd64", "libzstd1:amd64", "zlib1g:amd64"],
    ["findutils:amd64", "gcc-14-base:amd64", "libc6:amd64", "libgcc-s1:amd64", "libpcre2-8-0:amd64", "libselinux1:amd64"],
    ["grep:amd64", "gcc-14-base:amd64", "libc6:amd64", "libgcc-s1:amd64", "libpcre2-8-0:amd64"],
    ["gzip:amd64", "gcc-14-base:amd64", "libc6:amd64", "libgcc-s1:amd64"],
    ["hostname:amd64", "gcc-14-base:amd64", "libc6:amd64", "libgcc-s1:amd64"],
    ["libexpat1:amd64", "gcc-14-base:amd64", "libc6:amd64", "libgcc-s1:amd64"],
    ["libpam-modules:amd64", "debconf:all", "gcc-14-base:amd64", "libaudit-common:all", "libaudit1:amd64", "libc6:amd64", "libcap-ng0:amd64", "libcap2:amd64", "libcrypt1:amd64", "libdb5.3t64:amd64", "libgcc-s1:amd64", "libpam-modules-bin:amd64", "libpam0g:amd64", "libpcre2-8-0:amd64", "libselinux1:amd64", "libsystemd0:amd64"],
    ["ncurses-bin:amd64", "gcc-14-base:amd64", "libc6:amd64", "libgcc-s1:amd64", "libtinfo6:amd64"],
    ["perl-base:amd64", "gcc-14-base:amd64", "libc6:amd64", "libcrypt1:amd64", "libgcc-s1:amd64"],
    ["python3:amd64", "dpkg:amd64", "gcc-14-base:amd64", "libacl1:amd64", "libbz2-1.0:amd64", "libc6:amd64", "libexpat1:amd64", "libgcc-s1:amd64", "liblzma5:amd64", "libmd0:amd64", "libpcre2-8-0:amd64", "libpython3.13-minimal:amd64", "libselinux1:amd64", "libssl3t64:amd64", "libzstd1:amd64", "openssl-provider-legacy:amd64", "python3-minimal:amd64", "python3.13-minimal:amd64", "tar:amd64", "zlib1g:amd64"],
    ["python3-minimal:amd64", "gcc-14-base:amd64", "libc6:amd64", "libexpat1:amd64", "libgcc-s1:amd64", "libpython3.13-minimal:amd64", "libssl3t64:amd64", "libzstd1:amd64", "openssl-provider-legacy:amd64", "python3.13-minimal:amd64", "zlib1g:amd64"],
    ["python3.13-minimal:amd64", "gcc-14-base:amd64", "libc6:amd64", "libgcc-s1:amd64"],
    ["sed:amd64", "gcc-14-base:amd64", "libacl1:amd64", "libc6:amd64", "libgcc-s1:amd64", "libpcre2-8-0:amd64", "libselinux1:amd64"],
    ["tar:amd64", "gcc-14-base:amd64", "libacl1:amd64", "libc6:amd64", "libgcc-s1:amd64", "libpcre2-8-0:amd64", "libselinux1:amd64"],
    ["util-linux:amd64", "debconf:all", "gcc-14-base:amd64", "libaudit-common:all", "libaudit1:amd64", "libblkid1:amd64", "libc6:amd64", "libcap-ng0:amd64", "libcap2:amd64", "libcrypt1:amd64", "libdb5.3t64:amd64", "libgcc-s1:amd64", "liblastlog2-2:amd64", "libmount1:amd64", "libpam-modules-bin:amd64", "libpam-modules:amd64", "libpam-runtime:all", "libpam0g:amd64", "libpcre2-8-0:amd64", "libselinux1:amd64", "libsmartcols1:amd64", "libsqlite3-0:amd64", "libsystemd0:amd64", "libtinfo6:amd64", "libudev1:amd64", "libuuid1:amd64"],
  ]
}

debian_set "//rust:packages" {
  suite = "bookworm"
  arch  = "amd64"
  packages = [
  ]
  extracted = [
    ["librust-aliasable-dev", "0.1.3-3", "amd64", "pool/main/r/rust-aliasable/librust-aliasable-dev_0.1.3-3_amd64.deb", 8456, "d6200889a0282edd49353f19a33e8492dd6393f29c43aaceff3bdd7f5df33031"],
    ["librust-asn1-derive-dev", "0.12.2-1", "amd64", "pool/main/r/rust-asn1-derive/librust-asn1-derive-dev_0.12.2-1_amd64.deb", 6628, "92040a4c253bdbfe2da4a8ebb702872e95f11cb696bc85e6e4bb2c3a2ffe7402"],
    ["librust-asn1-dev", "0.12.2-2", "amd64", "pool/main/r/rust-asn1/librust-asn1-dev_0.12.2-2_amd64.deb", 30928, "0f2583e3b5fcafa4d6c9fba3c79b00c78e80b8c99f11601eee3b907d988069b9"],
    ["librust-autocfg-dev", "1.1.0-1", "amd64", "pool/main/r/rust-autocfg/librust-autocfg-dev_1.1.0-1_amd64.deb", 14836, "4c55447ee6d31b71e474d13d118119bb0cad85851fb5954603e6b2c2be676a7f"],
    ["librust-base64-dev", "0.13.0-1", "amd64", "pool/main/r/rust-base64/librust-base64-dev_0.13.0-1_amd64.deb", 46704, "a1de922bb3fd81c6d5ce14b28b35734468423c85a82019298106c4c1f057220c"],
    ["librust-bumpalo-dev", "3.12.0-1", "amd64", "pool/main/r/rust-bumpalo/librust-bumpalo-dev_3.12.0-1_amd64.deb", 77976, "77330cbbb8668d1e78706896c9510b21ffea2ea3a549498d3ebe19d87ddf1a1a"],
    ["librust-cfg-if-dev", "1.0.0-1", "amd64", "pool/main/r/rust-cfg-if/librust-cfg-if-dev_1.0.0-1_amd64.deb", 10412, "d14d3e514f6a497ad3bda68b6e810ddf5b821da7016ee388a45e97f94e15caa9"],
    ["librust-chrono-dev", "0.4.23-2", "amd64", "pool/main/r/rust-chrono/librust-chrono-dev_0.4.23-2_amd64.deb", 152120, "e3d5c2220c1441bdbe550cece4480b70863c39f2856cf8c7b39b2aeb7c47606c"],
    ["librust-iana-time-zone-dev", "0.1.53-1+b1", "amd64", "pool/main/r/rust-iana-time-zone/librust-iana-time-zone-dev_0.1.53-1+b1_amd64.deb", 21164, "e954200cb140163f19f9c03ffb129f12fc8fc9b9691bba9ed720332fd99b0013"],
    ["librust-indoc-dev", "1.0.4-1+b1", "amd64", "pool/main/r/rust-indoc/librust-indoc-dev_1.0.4-1+b1_amd64.deb", 15204, "931b4ecc6d15f7e54d047885518cd73cdf4b0b2ef38b85a16bbb8a2988c3695f"],
    ["librust-inflector-dev", "0.11.4-1+b1", "amd64", "pool/main/r/rust-inflector/librust-inflector-dev_0.11.4-1+b1_amd64.deb", 18180, "913925f63f75e1dd6eca76093588b353c5a8e87021e645687b6a3c767957015a"],
    ["librust-js-sys-dev", "0.3.60-1", "amd64", "pool/main/r/rust-js-sys/librust-js-sys-dev_0.3.60-1_amd64.deb", 70536, "4b7ac307a4299b708ed7ddece418c2bced32366371a79a82dcd56de757fb23b1"],
    ["librust-libc-dev", "0.2.139-1", "amd64", "pool/main/r/rust-libc/librust-libc-dev_0.2.139-1_amd64.deb", 289704, "f7a05fb8368ec254cc701e525b7874872d4fe691579ec37b51d62f8ef05d3668"],
    ["librust-lock-api-dev", "0.4.9-1", "amd64", "pool/main/r/rust-lock-api/librust-lock-api-dev_0.4.9-1_amd64.deb", 22072, "8d8ef16a3d7e5ab92ba7f017dfdab0ae2d72d8d90613f44d1655b05f8596e49d"],
    ["librust-log-dev", "0.4.17-3", "amd64", "pool/main/r/rust-log/librust-log-dev_0.4.17-3_amd64.deb", 40156, "bd34d9fc5aaa80121cb1446f848ec99993f97c18f743bcb3f6c4824644c1d0cd"],
    ["librust-memoffset-dev", "0.6.5-1", "amd64", "pool/main/r/rust-memoffset/librust-memoffset-dev_0.6.5-1_amd64.deb", 9648, "205c0836d30df0ec8d355ecfc4e9dc02c484d5f5ee56ea0b6f44fc878a20a1cb"],
    ["librust-num-integer-dev", "0.1.44-1", "amd64", "pool/main/r/rust-num-integer/librust-num-integer-dev_0.1.44-1_amd64.deb", 21984, "545e2d663678542e6c1f4e43181f015ebf865c8d2c3252a309010f40d6c53026"],
    ["librust-num-traits-dev", "0.2.15-1", "amd64", "pool/main/r/rust-num-traits/librust-num-traits-dev_0.2.15-1_amd64.deb", 43072, "c7391761745df202cd78378f7ccc4cc99a80702ce56e753e8f056bb6e64e8392"],
    ["librust-once-cell-dev", "1.17.0-1", "amd64", "pool/main/r/rust-once-cell/librust-once-cell-dev_1.17.0-1_amd64.deb", 33668, "5126e64649512450509adaf47de979d2dfb330fb6c9a209731f9f508172428bf"],
    ["librust-ouroboros-dev", "0.15.3-1+b1", "amd64", "pool/main/r/rust-ouroboros/librust-ouroboros-dev_0.15.3-1+b1_amd64.deb", 12780, "f7060e687f88fbb63d52465ef3909f29f4bae9fc16e5dc268bdb23fc8d30eec0"],
    ["librust-ouroboros-macro-dev", "0.15.3-1", "amd64", "pool/main/r/rust-ouroboros-macro/librust-ouroboros-macro-dev_0.15.3-1_amd64.deb", 21592, "b3adabaf411d51df22d7084b6add87c3d6be79aec8252aa72eeb3db4817a2e5b"],
    ["librust-parking-lot-core-dev", "0.9.3-1", "amd64", "pool/main/r/rust-parking-lot-core/librust-parking-lot-core-dev_0.9.3-1_amd64.deb", 31880, "8254a2167cc23e33a001480d1afb553d3cffcf2de0ab3e25332b1bdbc8c4cfac"],
    ["librust-parking-lot-dev", "0.12.1-1", "amd64", "pool/main/r/rust-parking-lot/librust-parking-lot-dev_0.12.1-1_amd64.deb", 39876, "5389c72319b82d4c4863beacd03239a08b878ab460e9f1cf4b8c060595c64b38"],
    ["librust-pem-dev", "1.0.2-1", "amd64", "pool/main/r/rust-pem/librust-pem-dev_1.0.2-1_amd64.deb", 12152, "4dbd66e1aac26bbbb3516a7caf3f08d62dbca54d4deb068ff8b3a67deb01f759"],
    ["librust-proc-macro-error-attr-dev", "1.0.3-1", "amd64", "pool/main/r/rust-proc-macro-error-attr/librust-proc-macro-error-attr-dev_1.0.3-1_amd64.deb", 8488, "994c1714dc5775556d2c2d834bdc3ec8f594b20789ff08e8a35e5222f0075c55"],
    ["librust-proc-macro-error-dev", "1.0.3-1", "amd64", "pool/main/r/rust-proc-macro-error/librust-proc-macro-error-dev_1.0.3-1_amd64.deb", 27132, "094d01b3a2181ad30116ec5059827975f8819eae83dc1ca372666b85818b8c58"],
    ["librust-proc-macro2-dev", "1.0.47-1", "amd64", "pool/main/r/rust-proc-macro2/librust-proc-macro2-dev_1.0.47-1_amd64.deb", 38224, "2470944bac398f77960da6b1043a16e441ee091ccc8ea2b4d119fa286528ee80"],
    ["librust-pyo3-build-config-dev", "0.17.3-1", "amd64", "pool/main/r/rust-pyo3-build-config/librust-pyo3-build-config-dev_0.17.3-1_amd64.deb", 28048, "7fa77809de71db416dda6d067e1739822fe5deef7a2a29d63004a630b7eda191"],
    ["librust-pyo3-dev", "0.17.3-1", "amd64", "pool/main/r/rust-pyo3/librust-pyo3-dev_0.17.3-1_amd64.deb", 343700, "2e6029d460bad99d6723b66af0937c5d7e371394cfe4a7b871498e94f9908eab"],
    ["librust-pyo3-ffi-dev", "0.17.3-1", "amd64", "pool/main/r/rust-pyo3-ffi/librust-pyo3-ffi-dev_0.17.3-1_amd64.deb", 55412, "ef6c48f6165fd6e7053a69317613b5eea168e52fb96bac7fbde5d6ebc83ce0fb"],
    ["librust-pyo3-macros-backend-dev", "0.17.3-1", "amd64", "pool/main/r/rust-pyo3-macros-backend/librust-pyo3-macros-backend-dev_0.17.3-1_amd64.deb", 44148, "4da7f6a69c1f77922642d2d6424adda612817ed306afc75e460f2db109d8839b"],
    ["librust-pyo3-macros-dev", "0.17.3-1", "amd64", "pool/main/r/rust-pyo3-macros/librust-pyo3-macros-dev_0.17.3-1_amd64.deb", 8812, "f5e2de075ff484cc0901941ac7c99f63bc8ac6cc2da11468d215fb6c536d202a"],
    ["librust-quote-dev", "1.0.21-1", "amd64", "pool/main/r/rust-quote/librust-quote-dev_1.0.21-1_amd64.deb", 28256, "e9138063c460e425f85103f64fb11fc6bc92ef86e8d616e366d9d54b06740fa2"],
    ["librust-scopeguard-dev", "1.1.0-1", "amd64", "pool/main/r/rust-scopeguard/librust-scopeguard-dev_1.1.0-1_amd64.deb", 12920, "864953c2558cb59a899d0130be9f151b9c0a4e053c40033e72eea24f57fd6d7a"],
    ["librust-smallvec-dev", "1.9.0-1", "amd64", "pool/main/r/rust-smallvec/librust-smallvec-dev_1.9.0-1_amd64.deb", 28312, "ae859283a4b8979094ab41367116cede81298050fa50fa1f729f5310bd8e0d8b"],
    ["librust-syn-dev", "1.0.107-1", "amd64", "pool/main/r/rust-syn/librust-syn-dev_1.0.107-1_amd64.deb", 189500, "64bfca244ab8ec45a4da1f5d64411af34f2d6eac7ac094f4f1dce9bf0b8a3699"],
    ["librust-syn-mid-dev", "0.5.0-2", "amd64", "pool/main/r/rust-syn-mid/librust-syn-mid-dev_0.5.0-2_amd64.deb", 16340, "66af388957d14dd87e312db863e0a7d9e74a560e78f2cd68ca4ecd17458cc1a1"],
    ["librust-target-lexicon-dev", "0.12.3-1", "amd64", "pool/main/r/rust-target-lexicon/librust-target-lexicon-dev_0.12.3-1_amd64.deb", 22760, "9c646c3aa2fc7ee8246a267dbb2e7c7dfbef0c4c988072aa2734c048b7b33d51"],
    ["librust-unicode-ident-dev", "1.0.0-1+b1", "amd64", "pool/main/r/rust-unicode-ident/librust-unicode-ident-dev_1.0.0-1+b1_amd64.deb", 30940, "105070dead6d2366d7cdebc5340aa46ae0a4898c6dae2bba85a377e1b968eb61"],
    ["librust-unindent-dev", "0.1.8-1", "amd64", "pool/main/r/rust-unindent/librust-unindent-dev_0.1.8-1_amd64.deb", 9832, "760fedd672e40bd035792d9384a5557a841c1a03088a42187c885202c87b36bf"],
    ["librust-version-check-dev", "0.9.4-1", "amd64", "pool/main/r/rust-version-check/librust-version-check-dev_0.9.4-1_amd64.deb", 15940, "9142eac4d62e63177284a2e429b39d0495348f29f730665df088b0e461c2249e"],
    ["librust-wasm-bindgen-backend-dev", "0.2.83-1", "amd64", "pool/main/r/rust-wasm-bindgen-backend/librust-wasm-bindgen-backend-dev_0.2.83-1_amd64.deb", 25656, "4a056967d1672827cfe590efce0a884946a73060a77de2baddea28ecec1000fd"],
    ["librust-wasm-bindgen-dev", "0.2.83-1", "amd64", "pool/main/r/rust-wasm-bindgen/librust-wasm-bindgen-dev_0.2.83-1_amd64.deb", 165196, "4c46f12a780fcc5c72fa38b4ff71dd6f708b1ca439adb192bee850b87d007081"],
    ["librust-wasm-bindgen-macro-dev", "0.2.83-1", "amd64", "pool/main/r/rust-wasm-bindgen-macro/librust-wasm-bindgen-macro-dev_0.2.83-1_amd64.deb", 14256, "77e664d79ca700613e19606550e8d649876ac9efd5ca604f1263ee3df0ee8ea3"],
    ["librust-wasm-bindgen-macro-support-dev", "0.2.83-1", "amd64", "pool/main/r/rust-wasm-bindgen-macro-support/librust-wasm-bindgen-macro-support-dev_0.2.83-1_amd64.deb", 19588, "4c30efd56f6ecade28a066d8f43c3fe5429124bb86a440ae507d00358678b809"],
    ["librust-wasm-bindgen-shared-dev", "0.2.83-1", "amd64", "pool/main/r/rust-wasm-bindgen-shared/librust-wasm-bindgen-shared-dev_0.2.83-1_amd64.deb", 8944, "b47b81096594763a6a22d31a12e5ecd69961a3b3db68badacf95412849432b73"],
  ]
}

debian_source "brotli" "1.0.9-2" {
  suite = "bookworm"
  files = [
    ["pool/main/b/brotli/brotli_1.0.9-2.dsc", 2261, "8c4c86748ec9770e08b60233d658593650444b04a452dc5b607ed5b5537b683e"],
    ["pool/main/b/brotli/brotli_1.0.9.orig.tar.gz", 486984, "f9e8d81d0405ba66d181529af42a3354f838c939095ff99930da6aa9cdf6fe46"],
    ["pool/main/b/brotli/brotli_1.0.9-2.debian.tar.xz", 5552, "ab81b1db852c8d01e0fa5b0b650bb486f32a232b35336828423af50af6fecca0"],
  ]
}

debian_source "jinja2" "3.1.2-1+deb12u3" {
  suite = "bookworm"
  files = [
    ["pool/main/j/jinja2/jinja2_3.1.2-1+deb12u3.dsc", 2258, "48e5b0aa6e43fa6738fca9cacf9fedcd553e24c090d52bfe828d8c59b29b0185"],
    ["pool/main/j/jinja2/jinja2_3.1.2.orig.tar.gz", 268239, "31351a702a408a9e7595a8fc6150fc3f43bb6bf7e319770cbc0db9df9437e852"],
    ["pool/main/j/jinja2/jinja2_3.1.2-1+deb12u3.debian.tar.xz", 15904, "acba69d6899482c9ac240143635a51239c564087512706d928a0a5b7503a3138"],
  ]
}

debian_source "libffi" "3.4.4-1" {
  suite = "bookworm"
  files = [
    ["pool/main/libf/libffi/libffi_3.4.4-1.dsc", 1951, "21c9ef156b6766535cb014e0765142c8104ffbcd73f003ecfa80cfb314baa4f0"],
    ["pool/main/libf/libffi/libffi_3.4.4.orig.tar.gz", 1362394, "d66c56ad259a82cf2a9dfc408b32bf5da52371500b84745f7fb8b645712df676"],
    ["pool/main/libf/libffi/libffi_3.4.4-1.debian.tar.xz", 10380, "161b210bfd2ada0b15b0d2a2a98ffc779cd4a68661a7fdf46f61732493db0895"],
  ]
}

debian_source "libyaml" "0.2.5-1" {
  suite = "bookworm"
  files = [
    ["pool/main/liby/libyaml/libyaml_0.2.5-1.dsc", 2071, "1edbf86e5cd76937ff62892ba6c2537456d645d834d4cd4a82430b8be7051bf4"],
    ["pool/main/liby/libyaml/libyaml_0.2.5.orig.tar.gz", 85055, "fa240dbf262be053f3898006d502d514936c818e422afdcf33921c63bed9bf2e"],
    ["pool/main/liby/libyaml/libyaml_0.2.5-1.debian.tar.xz", 5324, "8730e0510129e516c3c7c1cda7428e02a0a122699e57ed203f835a338a686d1f"],
  ]
}

debian_source "markupsafe" "2.1.2-1" {
  suite = "bookworm"
  files = [
    ["pool/main/m/markupsafe/markupsafe_2.1.2-1.dsc", 2053, "0becdd87cc1e344b09daaa5cf94267ac467fe75ea831fc28af8cd518af291c42"],
    ["pool/main/m/markupsafe/markupsafe_2.1.2.orig.tar.gz", 19080, "abcabc8c2b26036d62d4c746381a6f7cf60aafcc653198ad678306986b09450d"],
    ["pool/main/m/markupsafe/markupsafe_2.1.2-1.debian.tar.xz", 3624, "1165a4439404a0a34d9e2d533b5f8750567a3e4588337d4e25796b8525262f76"],
  ]
}

debian_source "netifaces" "0.11.0-2" {
  suite = "bookworm"
  files = [
    ["pool/main/n/netifaces/netifaces_0.11.0-2.dsc", 2072, "33f31025a90f1c048d21d1cd7587b1d76d3e7e413c88769cfb5d608f416f2971"],
    ["pool/main/n/netifaces/netifaces_0.11.0.orig.tar.gz", 30106, "043a79146eb2907edf439899f262b3dfe41717d34124298ed281139a8b93ca32"],
    ["pool/main/n/netifaces/netifaces_0.11.0-2.debian.tar.xz", 3796, "5cd0a3614d8d503f9f033757ae2976ded82aa9929648957a035966657418a04e"],
  ]
}

debian_source "openssl" "3.0.20-1~deb12u2" {
  suite = "bookworm"
  files = [
    ["pool/main/o/openssl/openssl_3.0.20-1~deb12u2.dsc", 2539, "a614474a2773c23b10c0d65f4eccbcf93fdac4749afb7c26d76e1b0340154d3d"],
    ["pool/main/o/openssl/openssl_3.0.20.orig.tar.gz", 15292815, "c80a01dfc70ece4dc21168932c37739042d404d46ccc81a5986dd75314ecda6f"],
    ["pool/main/o/openssl/openssl_3.0.20.orig.tar.gz.asc", 833, "07669568ab34cf3a4dcf8fd8e0d85cacdacfaa10d5ab51bdc6fc47c22fa6b33a"],
    ["pool/main/o/openssl/openssl_3.0.20-1~deb12u2.debian.tar.xz", 72332, "7279efe85c359500c95aa88347e3395dd303d7566e2bb818d80d96e0c3bb9629"],
  ]
}

debian_source "python-cffi" "1.15.1-5" {
  suite = "bookworm"
  files = [
    ["pool/main/p/python-cffi/python-cffi_1.15.1-5.dsc", 1908, "d97407ade523f88b64905b5fa90e535dd5c6929feaaf5694d9f49b84a4d54c67"],
    ["pool/main/p/python-cffi/python-cffi_1.15.1.orig.tar.gz", 508501, "d400bfb9a37b1351253cb402671cea7e89bdecc294e8016a707f6d1d8ac934f9"],
    ["pool/main/p/python-cffi/python-cffi_1.15.1-5.debian.tar.xz", 9776, "4c15e1d6d7956821e8533f07768478393c1604da99565fd323d226d67a6c8571"],
  ]
}

debian_source "python-cryptography" "38.0.4-3+deb12u1" {
  suite = "bookworm"
  files = [
    ["pool/main/p/python-cryptography/python-cryptography_38.0.4-3+deb12u1.dsc", 3570, "08127808ed330565eb3f1ab696fbd6e89f408161d9745d2bad365f78acd7dd16"],
    ["pool/main/p/python-cryptography/python-cryptography_38.0.4.orig.tar.gz", 599786, "175c1a818b87c9ac80bb7377f5520b7f31b3ef2a0004e2420319beadedb67290"],
    ["pool/main/p/python-cryptography/python-cryptography_38.0.4.orig.tar.gz.asc", 488, "09ddc5bab3140faba2fe03980b6d167d2ff1980ed55d0fa8399caa7a42d765ff"],
    ["pool/main/p/python-cryptography/python-cryptography_38.0.4-3+deb12u1.debian.tar.xz", 23644, "e5a11f3dd11175f14250ff5a46ee244e8f879c307d04dc82d902873097e6454e"],
  ]
}

debian_source "python-hiredis" "2.3.2-2" {
  suite = "trixie"
  files = [
    ["pool/main/p/python-hiredis/python-hiredis_2.3.2-2.dsc", 2137, "087b6e17fcc9ec7657155640561ccb1f3ebc751bfd0416e04929aa857c066798"],
    ["pool/main/p/python-hiredis/python-hiredis_2.3.2.orig.tar.gz", 87598, "733e2456b68f3f126ddaf2cd500a33b25146c3676b97ea843665717bda0c5d43"],
    ["pool/main/p/python-hiredis/python-hiredis_2.3.2-2.debian.tar.xz", 4500, "6cbd3bba177b6a9b8483d1b75bda74fa7b7f5bd6cf328b1ec7808870e4595d0c"],
  ]
}

debian_source "python-nacl" "1.5.0-2" {
  suite = "bookworm"
  files = [
    ["pool/main/p/python-nacl/python-nacl_1.5.0-2.dsc", 2624, "d9f53d7a783c5a33a1478d063c22de6cd73e0449f2d806c4cd8fd61b0e4df9df"],
    ["pool/main/p/python-nacl/python-nacl_1.5.0.orig.tar.gz", 3392854, "8ac7448f09ab85811607bdd21ec2464495ac8b7c66d146bf545b0f08fb9220ba"],
    ["pool/main/p/python-nacl/python-nacl_1.5.0.orig.tar.gz.asc", 488, "be254a16eb98ddc62267c4022fe2e9092d0fedb3e2e2d9323a1bece1555a79ee"],
    ["pool/main/p/python-nacl/python-nacl_1.5.0-2.debian.tar.xz", 6784, "736c396107de16337f0e47e43d4431b4b5ee58c5cec5a878bd1d09bb9275495a"],
  ]
}

debian_source "python-packaging" "25.0-1" {
  suite = "trixie"
  files = [
    ["pool/main/p/python-packaging/python-packaging_25.0-1.dsc", 1674, "5653df16fc64e58ff8657e37e36f280929b741ed0cc715231834c605f4568a74"],
    ["pool/main/p/python-packaging/python-packaging_25.0.orig.tar.gz", 165727, "d443872c98d677bf60f6a1f2f8c1cb748e8fe762d2bf9d3148b5599295b0fc4f"],
    ["pool/main/p/python-packaging/python-packaging_25.0-1.debian.tar.xz", 4144, "223e23fe0d0aa4000633cdc9022cde6e15dc7f6630e49f8bbabeaca45f2bf376"],
  ]
}

debian_source "python-toml" "0.10.2-1" {
  suite = "bookworm"
  files = [
    ["pool/main/p/python-toml/python-toml_0.10.2-1.dsc", 2052, "7c934f18df5be16e7b950581d5dd5142bc9881c697779ee1def8a9c8a1528b21"],
    ["pool/main/p/python-toml/python-toml_0.10.2.orig.tar.gz", 23325, "71d4039bbdec91e3e7591ec5d6c943c58f9a2d17e5f6783acdc378f743fcdd2a"],
    ["pool/main/p/python-toml/python-toml_0.10.2-1.debian.tar.xz", 2952, "43f43071dc154d2071704d07ee0701126c7fd658f35e2935dfc3f2750fce8299"],
  ]
}

debian_source "python3.11" "3.11.2-6+deb12u8" {
  suite = "bookworm"
  files = [
    ["pool/main/p/python3.11/python3.11_3.11.2-6+deb12u8.dsc", 3805, "197fa19ab45f41c820f40f6d9ead671c2ea29ddc53ba9424b36f1bf58458a10e"],
    ["pool/main/p/python3.11/python3.11_3.11.2.orig.tar.gz", 26437858, "2411c74bda5bbcfcddaf4531f66d1adc73f247f529aee981b029513aefdbf849"],
    ["pool/main/p/python3.11/python3.11_3.11.2-6+deb12u8.debian.tar.xz", 279556, "ece2d63c70ac0b7a401fbe6b51b0103be997c294a01a3865549be1862794ba97"],
  ]
}

debian_source "pyyaml" "6.0.2-1" {
  suite = "trixie"
  files = [
    ["pool/main/p/pyyaml/pyyaml_6.0.2-1.dsc", 2131, "6306e75c1b6c41c3d530afb50e25473e1c2b3cd4434510fab0c9132f6924cfa7"],
    ["pool/main/p/pyyaml/pyyaml_6.0.2.orig.tar.gz", 130631, "d584d9ec91ad65861cc08d42e834324ef890a082e591037abe114850ff7bbc3e"],
    ["pool/main/p/pyyaml/pyyaml_6.0.2-1.debian.tar.xz", 8144, "d7869aae92f510860c3774d4f7e81c28fbca3bf23cc493e57e2d23bc274d8975"],
  ]
}

image "archive //archive:notes" "linux/amd64" {
  manifest = "6b3d9ad0ad5474363a9e8128e0343f3f7c7ffc56d6811deacbc9149a8b0696d0"
  config   = "12d06d0c3acc25f0da9b1fdd9370ed4d1e4f6cd7dc66bd1b4e937bc848035624"
  created  = "2025-01-01T00:00:00Z"
  env      = ["NOTES=/notes"]
  layers = [
    ["5c08aa8aa419af6981028bfd4b70aa6328ee57f77e9fe2b6fc3057491059b53b", "5c08aa8aa419af6981028bfd4b70aa6328ee57f77e9fe2b6fc3057491059b53b", 2560, "application/vnd.oci.image.layer.v1.tar"],
  ]
}

