"""The key an agency's exports are signed with: Ed25519 (RFC 8032), checked by anybody with what lies in the archive."""

import hashlib

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from activities.keyring import decode_key


class SigningKey:
    """``seed`` is base64 of the 32 bytes a key is made from. Raises ``DaylightError("key_malformed")``."""

    def __init__(self, seed: str) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(decode_key(seed))

    @property
    def public_pem(self) -> bytes:
        """The public half (RFC 8410), as ``openssl`` reads it."""
        return self._private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def sign(self, content: bytes) -> bytes:
        """64 bytes."""
        return self._private.sign(content)


def public_key(pem: bytes) -> Ed25519PublicKey | None:
    """The key a PEM holds; None where it holds no Ed25519 key."""
    try:
        found = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm):
        return None
    return found if isinstance(found, Ed25519PublicKey) else None


def fingerprint(key: Ed25519PublicKey) -> str:
    """By which people compare keys: ``openssl pkey -pubin -in public-key.pem -outform DER | sha256sum``."""
    return hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def is_signed(key: Ed25519PublicKey, content: bytes, signature: bytes) -> bool:
    """Whether ``signature`` was made over ``content`` with the private half of ``key``."""
    try:
        key.verify(signature, content)
    except InvalidSignature:
        return False
    return True
