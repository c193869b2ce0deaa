# Installs debs/*.deb. Arguments: the foreign architectures.
set -eu
umask 022
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export HOME=/root LC_ALL=C.UTF-8 LANGUAGE= TERM=dumb
export DEBIAN_FRONTEND=noninteractive DEBCONF_NONINTERACTIVE_SEEN=true DEBCONF_NOWARNINGS=yes
# Byte code must not depend on the order of hashes, nor name the file's age.
export PYTHONHASHSEED=0
: "${SOURCE_DATE_EPOCH:?must be the time of the snapshot}"
export SOURCE_DATE_EPOCH

for arch in "$@"; do
	dpkg --add-architecture "$arch"
done

# Nothing may be started while packages are configured.
printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
chmod 755 /usr/sbin/policy-rc.d

dpkg() {
	command dpkg --force-confdef --force-confold "$@"
}

# flush unpacks the packages that were put off.
flush() {
	[ -z "$batch" ] || dpkg --unpack $batch
	batch=
}

# install FILE... installs packages that are given in an order in which what
# one pre-depends on comes first. That must be configured before the package
# is unpacked, as far as can be: others may still miss what they depend on.
install() {
	batch=
	for deb; do
		before=$(dpkg-deb --field "$deb" Pre-Depends | sed 's/([^)]*)//g; s/:[a-z0-9]*//g; s/[|,]/ /g')
		if [ -n "$before" ]; then
			flush
			if dpkg-query --show --showformat '${db:Status-Abbrev}\n' $before 2>/dev/null | grep -q '^i[UFHW]'; then
				dpkg --abort-after=100000 --configure --pending || :
			fi
		fi
		batch="$batch $deb"
	done
	flush
	dpkg --configure --pending
}

if [ -e /var/lib/dpkg/bootstrap ]; then
	# The essential packages need each other before the first is installed:
	# their files lie there already, dpkg only has to be told to go on.
	[ -e /usr/bin/awk ] || ln -s mawk /usr/bin/awk
	[ -e /usr/bin/sh ] || ln -s dash /usr/bin/sh
	essential= others=
	for deb in debs/*.deb; do
		if grep -qxF "$(dpkg-deb --field "$deb" Package)" /var/lib/dpkg/bootstrap; then
			essential="$essential $deb"
		else
			others="$others $deb"
		fi
	done
	dpkg --force-depends --unpack $essential
	dpkg --configure --pending
	[ -z "$others" ] || install $others
	rm /var/lib/dpkg/bootstrap
else
	install debs/*.deb
fi
dpkg --audit >/tmp/audit
if [ -s /tmp/audit ]; then
	cat /tmp/audit >&2
	exit 1
fi

# What differs from build to build, or says when and where this one ran.
rm -f /usr/sbin/policy-rc.d /tmp/audit
rm -rf /var/cache/apt/* /var/lib/apt/lists/* /var/cache/man/* /var/cache/ldconfig/aux-cache
rm -f /var/cache/debconf/*-old /var/lib/dpkg/*-old /var/lib/dpkg/lock* /var/lib/dpkg/triggers/Lock
rm -f /etc/passwd- /etc/group- /etc/shadow- /etc/gshadow- /etc/subuid- /etc/subgid- /etc/.pwd.lock
# dash keeps the /bin/sh that it diverts, if it is still there when it looks: on
# some file systems it is, just after it was removed.
rm -f /bin/sh.distrib
rm -rf /var/backups/* /var/lib/dbus/machine-id
[ ! -e /etc/machine-id ] || : >/etc/machine-id
find /var/log -type f -exec rm -f {} +
