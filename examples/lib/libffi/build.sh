# Builds libffi's static library for $CROSS_TRIPLE.
set -eu
mkdir build
tar -xf src/libffi.tar.gz -C build --no-same-owner --strip-components=1
cd build
./configure --build=x86_64-linux-gnu --host="$CROSS_TRIPLE" --prefix=/work/deps/libffi \
	--disable-shared --with-pic --disable-docs --disable-multi-os-directory \
	CC="$CROSS_TRIPLE-gcc" CFLAGS="$CFLAGS -g0"
make -s -j"$DBX_CPUS"
make -s install
# Manuals, and a file that names a folder of this build, for libtool alone.
rm -r ../deps/libffi/share ../deps/libffi/lib/libffi.la
