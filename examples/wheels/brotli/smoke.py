import _brotli
import brotli

data = b"to and fro, " * 1000
packed = brotli.compress(data)
assert len(packed) < 100 and brotli.decompress(packed) == data
try:
    brotli.decompress(packed[:-4])
except brotli.error:
    pass
else:
    raise AssertionError("what breaks off is taken for whole")
print(brotli.__version__, _brotli.__file__)
