"""AES-256-GCM with named keys, so that keys can be rotated (NIST SP 800-38D)."""

import base64
import binascii
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from schemas.errors import DaylightError

NONCE_BYTES = 12
KEY_BYTES = 32


class Keyring:
    """``spec`` is ``id:base64[,id:base64…]``: the first key encrypts, every key decrypts.

    Raises ``DaylightError("key_malformed")`` for a spec it cannot read. The texts of keys never reach a message.
    """

    def __init__(self, spec: str) -> None:
        self._keys = {key_id: AESGCM(key) for key_id, key in map(_parse, spec.split(","))}
        self.current = next(iter(self._keys))

    def encrypt(self, plain: bytes, context: bytes = b"") -> bytes:
        """Nonce and ciphertext under the current key; ``context`` must be the same to decrypt."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._keys[self.current].encrypt(nonce, plain, context)

    def decrypt(self, key_id: str, sealed: bytes, context: bytes = b"") -> bytes:
        """Undo ``encrypt``. Raises ``DaylightError`` ``key_unknown`` or ``ciphertext_invalid``."""
        if key_id not in self._keys:
            raise DaylightError("key_unknown")
        try:
            return self._keys[key_id].decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context)
        except InvalidTag as invalid:
            raise DaylightError("ciphertext_invalid") from invalid


def _parse(pair: str) -> tuple[str, bytes]:
    key_id, separator, encoded = pair.strip().partition(":")
    if not separator or not key_id:
        raise DaylightError("key_malformed")
    return key_id, decode_key(encoded)


def decode_key(encoded: str) -> bytes:
    """A 32-byte key from base64. Raises ``DaylightError("key_malformed")``."""
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise DaylightError("key_malformed") from None
    if len(key) != KEY_BYTES:
        raise DaylightError("key_malformed")
    return key
