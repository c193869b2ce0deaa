# Builds OpenSSL's static libraries for $CROSS_TRIPLE.
set -eu
mkdir build
tar -xf src/openssl.tar.gz -C build --no-same-owner --strip-components=1
cd build
# Neither engines nor modules are loaded: that needs a libc that can, and files
# beside the library. What it says of itself must not name this build's folders.
./Configure $OPENSSL_TARGET --cross-compile-prefix="$CROSS_TRIPLE-" \
	--prefix=/work/deps/openssl --openssldir=/etc/ssl --libdir=lib \
	no-shared no-tests no-afalgeng no-ssl3 no-engine no-dso \
	-fPIC -g0 $CFLAGS
where="ENGINESDIR=/usr/lib/engines-3 MODULESDIR=/usr/lib/ossl-modules"
make -s -j"$DBX_CPUS" $where build_libs
make -s $where install_dev
