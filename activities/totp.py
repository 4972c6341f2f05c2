"""The second factor: codes of six digits by the clock (RFC 6238), and recovery codes for who has lost them."""

import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import pyotp

from activities.vault import Vault

DRIFT = (-1, 0, 1)
"""Intervals of 30 seconds by which a clock may be off (RFC 6238, 5.2)."""
RECOVERY_CODES = 10
_ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
_RECOVERY_LENGTH = 12


def fresh_secret() -> str:
    """A secret of 160 random bits in base 32."""
    return pyotp.random_base32()


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The interval whose code this is, if it is one of now; None for a wrong one. Compared in constant time."""
    totp = pyotp.TOTP(secret)
    around = [totp.timecode(now) + drift for drift in DRIFT]
    right = [step for step in around if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode())]
    return right[-1] if right else None


def address_for_apps(secret: str, login: str, issuer: str) -> str:
    """What an authenticator app reads from the QR code (``otpauth://``)."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)


def fresh_recovery_codes() -> tuple[str, ...]:
    """Ten codes of twelve letters and digits, each good once."""
    return tuple(_recovery_code() for _ in range(RECOVERY_CODES))


def _recovery_code() -> str:
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_RECOVERY_LENGTH))
    return "-".join(code[start : start + 4] for start in range(0, _RECOVERY_LENGTH, 4))


def recovery_hash(vault: Vault, staff_id: UUID, code: str) -> str:
    """What is kept of a recovery code; spaces, hyphens and case do not matter."""
    plain = "".join(character for character in code.upper() if character.isalnum())
    return vault.derived("recovery-code", f"{staff_id}/{plain}".encode()).hex()


def recovery_hashes(vault: Vault, staff_id: UUID, codes: Iterable[str]) -> list[str]:
    """The same of several."""
    return [recovery_hash(vault, staff_id, code) for code in codes]
