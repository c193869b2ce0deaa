import datetime

import cryptography
from cryptography import x509
from cryptography.fernet import Fernet
from cryptography.hazmat.backends.openssl.backend import backend
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.x509.oid import NameOID

fernet = Fernet(Fernet.generate_key())
assert fernet.decrypt(fernet.encrypt(b"secret")) == b"secret"

# Test case 2 of the GCM specification.
sealed = AESGCM(bytes(16)).encrypt(bytes(12), bytes(16), None)
assert sealed.hex() == "0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf"
chacha = ChaCha20Poly1305(b"k" * 32)
assert chacha.decrypt(b"n" * 12, chacha.encrypt(b"n" * 12, b"m", b"a"), b"a") == b"m"

digest = hashes.Hash(hashes.SHA256())
digest.update(b"abc")
assert digest.finalize().hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

# A certificate is signed through OpenSSL, and read by the half in Rust.
key = ec.generate_private_key(ec.SECP256R1())
name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "example.org")])
began = datetime.datetime(2022, 1, 1)
made = (
    x509.CertificateBuilder()
    .subject_name(name)
    .issuer_name(name)
    .public_key(key.public_key())
    .serial_number(1)
    .not_valid_before(began)
    .not_valid_after(began + datetime.timedelta(days=9))
    .add_extension(x509.SubjectAlternativeName([x509.DNSName("www.example.org")]), False)
    .sign(key, hashes.SHA256())
)
read = x509.load_pem_x509_certificate(made.public_bytes(serialization.Encoding.PEM))
key.public_key().verify(read.signature, read.tbs_certificate_bytes, ec.ECDSA(hashes.SHA256()))
alternatives = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
assert alternatives.get_values_for_type(x509.DNSName) == ["www.example.org"]

edwards = ed25519.Ed25519PrivateKey.generate()
edwards.public_key().verify(edwards.sign(b"m"), b"m")
# A key of this size is found in time under emulation, too.
rivest = rsa.generate_private_key(65537, 1024)
signed = rivest.sign(b"m", padding.PKCS1v15(), hashes.SHA256())
rivest.public_key().verify(signed, b"m", padding.PKCS1v15(), hashes.SHA256())
print(cryptography.__version__, backend.openssl_version_text())
