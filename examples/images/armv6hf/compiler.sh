#!/bin/sh
# Stands before arm-linux-gnueabihf-gcc and -g++ and makes them compilers for
# ARMv6 with hardware floating point, which Debian has no port for.
#
# The compiler can do it, but what Debian links into everything is for ARMv7:
# the start files, libgcc.a and libc_nonshared.a. A shared library needs none of
# them: its helpers come from libgcc_s.so.1, and stub.c has the rest. Programs
# need a start file, so what is linked as one is for ARMv7.
set -eu
real=/usr/bin/${0##*/}
target="-march=armv6+fp -marm -mfloat-abi=hard"
shared= links=yes
for arg; do
	case $arg in
	-shared) shared=yes ;;
	-c | -S | -E | -M | -MM) links= ;;
	esac
done
if [ -z "$shared" ] || [ -z "$links" ]; then
	exec "$real" "$@" $target
fi
case $real in
*g++) runtime=-lstdc++ ;;
*) runtime= ;;
esac
# The stub comes first: the linker takes the version of the calling convention
# from the first object, and some of rustc's have none.
exec "$real" $target -O2 -fPIC -x c /usr/local/lib/armv6hf/stub.c -x none "$@" $target \
	-nostartfiles -nodefaultlibs $runtime -Wl,--as-needed -lm -l:libc.so.6 -lgcc_s -l:ld-linux-armhf.so.3
