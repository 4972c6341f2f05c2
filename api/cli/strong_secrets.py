"""Keys and passwords that protect nothing keep a process from starting where others can reach it."""

from collections.abc import Iterator
from ipaddress import ip_address
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from activities.keyring import decode_key
from schemas.errors import DaylightError
from schemas.settings import Settings

NAMED_KEYS, PLAIN_KEYS = ("codec_keys", "personal_data_keys"), ("lookup_key", "signing_key")
LEAST_DISTINCT = 16
"""Different bytes among the 32 of a key: a random key has fewer once in 10^10 times."""
SHORTEST_PASSWORD = 12


def refuse_weak_secrets(settings: Settings) -> None:
    """Raises ``DaylightError`` ``secret_weak``, ``secret_reused`` or ``key_malformed`` with the setting's name.

    Not where everything is on one machine: there a first look or a test may use what it likes.
    """
    if _is_local(settings):
        return
    seen: set[bytes] = set()
    for setting, text in _keys(settings):
        key = _decoded(setting, text)
        if len(set(key)) < LEAST_DISTINCT or len({(b - a) % 256 for a, b in pairwise(key)}) == 1:
            raise DaylightError("secret_weak", field=setting)
        if key in seen:
            raise DaylightError("secret_reused", field=setting)
        seen.add(key)
    for setting, user, password in _passwords(settings):
        if len(password) < SHORTEST_PASSWORD or password.casefold() == user.casefold():
            raise DaylightError("secret_weak", field=setting)


def _is_local(settings: Settings) -> bool:
    """Whether the API, its database and the way people take to it are all on this machine."""
    public = urlsplit(settings.public_url).hostname if settings.public_url else None
    database = urlsplit(settings.database_url.get_secret_value()).hostname
    return all(host is None or _is_loopback(host) for host in (settings.host, public, database))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host in {"localhost", ""}


def _keys(settings: Settings) -> Iterator[tuple[str, str]]:
    """Setting and key, in base64."""
    for setting in NAMED_KEYS:
        for pair in getattr(settings, setting).get_secret_value().split(","):
            yield setting, pair.strip().partition(":")[2]
    for setting in PLAIN_KEYS:
        yield setting, getattr(settings, setting).get_secret_value()


def _decoded(setting: str, text: str) -> bytes:
    try:
        return decode_key(text)
    except DaylightError as malformed:
        raise DaylightError(malformed.code, field=setting) from None


def _passwords(settings: Settings) -> Iterator[tuple[str, str, str]]:
    """Setting, user and password; a database without a password lets people in by another way."""
    database = urlsplit(settings.database_url.get_secret_value())
    if database.password is not None:
        yield "database_url", unquote(database.username or ""), unquote(database.password)
    if settings.oidc_client_secret is not None:
        yield "oidc_client_secret", settings.oidc_client_id or "", settings.oidc_client_secret.get_secret_value()
