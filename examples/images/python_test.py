# Run by the Python of a runtime image, which must be of the port that is named.
import ctypes, hashlib, platform, sqlite3, ssl, sys, sysconfig, zlib

import pip
from pip._vendor import certifi

expected = {
    "amd64": "linux-x86_64",
    "arm64": "linux-aarch64",
    "armel": "linux-armv6l",
    "armhf": "linux-armv7l",
    "mips64el": "linux-mips64",
    "mipsel": "linux-mips",
    "riscv64": "linux-riscv64",
}
port = sys.argv[1]
assert sysconfig.get_platform() == expected[port], sysconfig.get_platform()
assert sys.byteorder == "little"
assert ctypes.sizeof(ctypes.c_void_p) == (8 if "64" in port else 4)
assert ctypes.CDLL(None).getpid() > 0
assert hashlib.new("sha256", b"abc").hexdigest().startswith("ba7816bf")
assert zlib.decompress(zlib.compress(b"abc")) == b"abc"
assert sqlite3.connect(":memory:").execute("select 6 * 7").fetchone() == (42,)
assert ssl.create_default_context(cafile=certifi.where()).get_ca_certs(), "no certificates"
print(platform.machine(), sys.version.split()[0], pip.__version__, ssl.OPENSSL_VERSION)
