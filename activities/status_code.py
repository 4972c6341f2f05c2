"""The code with which an applicant asks where his application stands: derived, so it is neither stored nor lost."""

import hmac
from ipaddress import IPv6Address, ip_address
from uuid import UUID

from activities.vault import Vault
from schemas.status import ALPHABET, LENGTH

_BITS = 5
_NETWORK = 64
"""Bits of an IPv6 address that name the connection; whoever has one can take any of the other 64."""
NOBODY = UUID(int=0)
"""No case has this id; its code is computed where there is no case, so that the answer takes as long."""


def status_code(vault: Vault, case_id: UUID) -> str:
    """Twelve characters of Crockford's base 32: the first 60 bits of an HMAC-SHA256 over the case's id.

    The same for ever, as long as the lookup key is; without it nobody can tell the code from the id.
    """
    digest = int.from_bytes(vault.derived("status-code", case_id.bytes))
    shifts = range(256 - _BITS, 256 - _BITS * (LENGTH + 1), -_BITS)
    return "".join(ALPHABET[(digest >> shift) & (len(ALPHABET) - 1)] for shift in shifts)


def is_code_of(vault: Vault, case_id: UUID | None, code: str) -> bool:
    """Compared in constant time; without a case the work is the same and the answer is no."""
    same = hmac.compare_digest(status_code(vault, case_id or NOBODY), code)
    return same and case_id is not None


def mark_of(vault: Vault, *parts: str) -> str:
    """A keyed hash under which tries are counted: neither references nor addresses are kept, 64 hexadecimal digits."""
    return vault.derived("status-tries", "\0".join(parts).encode()).hex()


def client_of(address: str | None) -> str:
    """Whom an address stands for: an IPv4 address itself, an IPv6 address its network; unknown ones are one."""
    try:
        found = ip_address((address or "").partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped) if mapped else f"{int(found) >> (128 - _NETWORK):x}/{_NETWORK}"
    return str(found)
