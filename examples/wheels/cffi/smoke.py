import _cffi_backend
import cffi

ffi = cffi.FFI()
ffi.cdef("int abs(int); double ldexp(double, int); int sprintf(char *, const char *, ...);")
libc = ffi.dlopen(None)
assert libc.abs(-7) == 7
assert libc.ldexp(1.5, 3) == 12.0
# A double here would come out wrong with hardware floating point on ARM:
# cffi 1.15 does not tell libffi which arguments are variadic.
buffer = ffi.new("char[]", 64)
libc.sprintf(buffer, b"%d/%s", ffi.cast("int", 42), ffi.new("char[]", b"x"))
assert ffi.string(buffer) == b"42/x"
callback = ffi.callback("int(int)", lambda x: x + 1)
assert callback(41) == 42
print(cffi.__version__, _cffi_backend.__file__)
