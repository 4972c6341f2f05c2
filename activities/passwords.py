"""Passwords at rest: argon2id, made and checked in threads of their own, so that nobody else waits for it."""

import asyncio
import secrets
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from argon2.low_level import Type

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, hash_len=32, salt_len=16, type=Type.ID)
"""19 MiB and two passes: what the OWASP Password Storage Cheat Sheet asks at least of argon2id (RFC 9106)."""
_THREADS = ThreadPoolExecutor(max_workers=4, thread_name_prefix="argon2")
"""So many at once, and so much memory at most, however many sign in."""
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Small letters and digits that nobody takes for each other on a slip of paper."""
GROUPS, GROUP = 4, 5


def fresh_password() -> str:
    """A random password to hand over: twenty letters and digits in groups of five, 99 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))


async def hash_of(password: str) -> str:
    """What is kept of a password: an argon2id hash with its parameters and salt."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _HASHER.hash, _plain(password))


async def is_password(password: str, kept: str | None) -> bool:
    """Whether it is the password behind a hash; without one the work is the same and the answer is no."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _verify, _plain(password), kept)


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(kept)


def _verify(password: str, kept: str | None) -> bool:
    try:
        return _HASHER.verify(kept or _nobodys(), password) and kept is not None
    except VerifyMismatchError:
        return False


@cache
def _nobodys() -> str:
    """The hash of a password that nobody knows."""
    return _HASHER.hash(secrets.token_urlsafe(32))


def _plain(password: str) -> str:
    """The same password from every keyboard (NFKC; NIST SP 800-63B, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)
