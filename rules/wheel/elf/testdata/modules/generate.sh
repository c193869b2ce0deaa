#!/bin/sh
# Makes the shared objects beside this script: one extension module, compiled
# for many machines and in wrong ways. Run it on Debian 12 with the packages
#
#   gcc gcc-aarch64-linux-gnu gcc-arm-linux-gnueabi gcc-arm-linux-gnueabihf
#   gcc-mipsel-linux-gnu gcc-riscv64-linux-gnu
#   libc6-dev-{arm64,armel,armhf,mipsel,riscv64}-cross
#
# Small pages and no separate code segment keep the files small.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT

cat >"$work/native.c" <<'END'
extern void *PyModule_Create2(void *, int);
extern int puts(const char *);
static char definition[128];
void *PyInit_native(void)
{
	puts("native");
	return PyModule_Create2(definition, 1013);
}
END

# make FILE COMPILER [FLAGS]
make() {
	out=$1 compiler=$2
	shift 2
	"$compiler" -shared -fPIC -O2 -ffile-prefix-map="$work=/src" -ffile-prefix-map="$PWD=/src" -Wl,--build-id=none -Wl,--as-needed \
		-Wl,-z,relro,-z,now -Wl,-z,max-page-size=4096 -Wl,-z,noseparate-code "$@" -o "$out" "$work/native.c"
	case " $* " in *" -g "*) ;; *) "${compiler%gcc}strip" -R .comment "$out" ;; esac
	chmod 644 "$out"
}

# Good for the platform that they are named for.
make x86_64.so x86_64-linux-gnu-gcc
make aarch64.so aarch64-linux-gnu-gcc
make armv6-soft.so arm-linux-gnueabi-gcc -march=armv6 -marm
make armv7-hard.so arm-linux-gnueabihf-gcc
make mipsel.so mipsel-linux-gnu-gcc
make riscv64.so riscv64-linux-gnu-gcc

# For another processor or calling convention than they seem to be.
make armv7-soft.so arm-linux-gnueabi-gcc -march=armv7-a -mthumb
make armv7-neon.so arm-linux-gnueabihf-gcc -mfpu=neon
make x86_64-v3.so x86_64-linux-gnu-gcc -Wl,-z,x86-64-v3
make mipsel-soft.so mipsel-linux-gnu-gcc -msoft-float -nostartfiles -nodefaultlibs
make mipsel-r6.so mipsel-linux-gnu-gcc -march=mips32r6 -mnan=2008 -nostartfiles -nodefaultlibs
make riscv64-soft.so riscv64-linux-gnu-gcc -march=rv64imac -mabi=lp64 -nostartfiles -nodefaultlibs
make riscv64-zba.so riscv64-linux-gnu-gcc -march=rv64gc_zba

# Hardened less than they should be, or holding what they should not.
make exec-stack.so x86_64-linux-gnu-gcc -z execstack
make no-relro.so x86_64-linux-gnu-gcc -Wl,-z,norelro
make lazy.so x86_64-linux-gnu-gcc -Wl,-z,lazy
make debug.so x86_64-linux-gnu-gcc -g
make run-path.so x86_64-linux-gnu-gcc -Wl,-rpath,/opt/lib:'$ORIGIN/../native.libs'
make zlib.so x86_64-linux-gnu-gcc -Wl,--no-as-needed -l:libz.so.1
printf '.data\n.section .text\n.quad puts\n' >"$work/text.s"
make text-relocation.so x86_64-linux-gnu-gcc -Wl,-z,notext "$work/text.s" -Wa,--noexecstack
