# Run by the Python that was just built, on the processor that it is for.
import ctypes, hashlib, ssl, sys, sysconfig, zlib

assert sys.version_info[:3] == (3, 11, 2), sys.version
assert sys.prefix == "/work/python", sys.prefix
assert sysconfig.get_platform() == "linux-armv6l", sysconfig.get_platform()
assert ssl.OPENSSL_VERSION.startswith("OpenSSL 3.0.20 "), ssl.OPENSSL_VERSION
assert ctypes.CDLL(None).abs(-42) == 42
assert hashlib.sha3_256(b"").hexdigest().startswith("a7ffc6f8")
assert zlib.decompress(zlib.compress(b"abc" * 100)) == b"abc" * 100
print(sys.version)
