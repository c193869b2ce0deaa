# Cross-compiles CPython for $CROSS_TRIPLE into python/.
set -eu
mkdir build
tar -xf src/python.tar.gz -C build --no-same-owner --strip-components=1
cd build
# What configure would find out by running programs of the target.
cat >config.site <<'END'
ac_cv_file__dev_ptmx=yes
ac_cv_file__dev_ptc=no
ac_cv_buggy_getaddrinfo=no
END
CONFIG_SITE=$PWD/config.site ./configure -q --build=x86_64-linux-gnu --host="$CROSS_TRIPLE" \
	--prefix=/work/python --with-build-python=/usr/bin/python3.11 \
	--without-ensurepip --disable-test-modules --with-openssl=/work/deps/openssl \
	CC="$CROSS_TRIPLE-gcc" CXX="$CROSS_TRIPLE-g++" AR="$CROSS_TRIPLE-ar" READELF="$CROSS_TRIPLE-readelf" \
	CFLAGS="$CFLAGS -g0" CPPFLAGS=-I/work/deps/libffi/include \
	LDFLAGS="-Wl,--build-id=none -L/work/deps/libffi/lib" \
	PKG_CONFIG_LIBDIR="/work/deps/libffi/lib/pkgconfig:/usr/lib/$CROSS_TRIPLE/pkgconfig"
make -s -j"$DBX_CPUS" all
make -s install
# Byte code would be that of the Python that builds.
find ../python -name __pycache__ -prune -exec rm -rf {} +
find ../python \( -name '*.so' -o -name python3.11 -type f \) -exec "$CROSS_TRIPLE-strip" {} +
