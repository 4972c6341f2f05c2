"""Personal data at rest: identity numbers and contacts encrypted, with a keyed hash for finding the same person."""

import hashlib
import hmac

from activities.keyring import Keyring, decode_key
from schemas.identity import unified


class Vault:
    """Seals single values for a column; the key's id travels with the ciphertext."""

    def __init__(self, keys: str, lookup_key: str) -> None:
        self._keyring = Keyring(keys)
        self._lookup_key = decode_key(lookup_key)

    def seal(self, value: str, context: str) -> bytes:
        """Ciphertext of ``value``, bound to ``context`` (row and column) so that it cannot be moved elsewhere."""
        return self._keyring.current.encode() + b":" + self._keyring.encrypt(value.encode(), context.encode())

    def unseal(self, sealed: bytes, context: str) -> str:
        """The value again. Raises ``DaylightError`` ``key_unknown`` or ``ciphertext_invalid``."""
        key_id, _, body = sealed.partition(b":")
        return self._keyring.decrypt(key_id.decode(), body, context.encode()).decode()

    def lookup(self, value: str) -> str:
        """HMAC-SHA256 of the normalised value, 64 hexadecimal digits: equal for the same identity number or phone."""
        return hmac.new(self._lookup_key, unified(value).encode(), hashlib.sha256).hexdigest()

    def derived(self, purpose: str, value: bytes) -> bytes:
        """HMAC-SHA256 of ``value`` under a key that only this purpose has, 32 bytes: no hash of one serves another."""
        key = hmac.digest(self._lookup_key, f"daylight/{purpose}".encode(), hashlib.sha256)
        return hmac.digest(key, value, hashlib.sha256)

    def fingerprint(self, payload: bytes) -> str:
        """Keyed hash by which a repeated submission is told from another one under the same key."""
        return hmac.new(self._lookup_key, payload, hashlib.sha256).hexdigest()
