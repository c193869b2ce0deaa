# Builds libsodium's static library for $CROSS_TRIPLE.
set -eu
mkdir build
tar -xf src/pynacl.tar.gz -C build --no-same-owner --strip-components=3 --wildcards '*/src/libsodium'
cd build
./configure --build=x86_64-linux-gnu --host="$CROSS_TRIPLE" --prefix=/work/deps/libsodium \
	--disable-shared --with-pic --disable-dependency-tracking \
	CC="$CROSS_TRIPLE-gcc" CFLAGS="$CFLAGS -g0"
make -s -j"$DBX_CPUS"
make -s install
# A file that names a folder of this build, for libtool alone.
rm ../deps/libsodium/lib/libsodium.la
