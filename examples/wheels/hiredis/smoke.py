import hiredis

reader = hiredis.Reader()
reader.feed(b"*2\r\n$1\r\na\r\n")
assert reader.gets() is False
reader.feed(b":7\r\n")
assert reader.gets() == [b"a", 7]
assert hiredis.pack_command(("GET", "a")) == b"*2\r\n$3\r\nGET\r\n$1\r\na\r\n"
print(hiredis.__version__, hiredis.hiredis.__file__)
