import nacl
import nacl.secret
import nacl.signing
import nacl.utils
from nacl import _sodium

box = nacl.secret.SecretBox(nacl.utils.random(nacl.secret.SecretBox.KEY_SIZE))
assert box.decrypt(box.encrypt(b"secret")) == b"secret"
key = nacl.signing.SigningKey(bytes(32))
assert key.verify_key.encode().hex() == "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29"
signed = key.sign(b"m")
assert key.verify_key.verify(signed) == b"m"
print(nacl.__version__, _sodium.__file__)
