# Builds libyaml's static library for $CROSS_TRIPLE. The archive is that of a
# git tag, without a configure script, and its eight files need none.
set -eu
mkdir -p build deps/libyaml/include deps/libyaml/lib/pkgconfig
tar -xf src/libyaml.tar.gz -C build --no-same-owner --strip-components=1
cd build
for file in src/*.c; do
	"$CROSS_TRIPLE-gcc" $CFLAGS -g0 -fPIC -Iinclude -c "$file" \
		-DYAML_VERSION_MAJOR=0 -DYAML_VERSION_MINOR=2 -DYAML_VERSION_PATCH=5 -DYAML_VERSION_STRING='"0.2.5"'
done
"$CROSS_TRIPLE-ar" rcsD ../deps/libyaml/lib/libyaml.a *.o
cp include/yaml.h ../deps/libyaml/include/
cat >../deps/libyaml/lib/pkgconfig/yaml-0.1.pc <<'END'
prefix=/work/deps/libyaml
Name: LibYAML
Description: Library to parse and emit YAML
Version: 0.2.5
Cflags: -I${prefix}/include
Libs: -L${prefix}/lib -lyaml
END
