"""Requests another site makes in a signed-in person's name are refused (OWASP ASVS 5, 3.5; Fetch Metadata, W3C)."""

import hmac
from hashlib import sha256
from urllib.parse import urlsplit

from starlette.requests import Request

from schemas.errors import NotAllowed

HEADER = "X-CSRF-Token"
FIELD = "csrf"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def csrf_token(session_token: str) -> str:
    """What a form of this session carries: only who holds the session's cookie can work it out."""
    return hmac.new(session_token.encode(), b"csrf", sha256).hexdigest()


def refuse_foreign(request: Request) -> None:
    """Refuse what the browser says comes from elsewhere. Raises ``NotAllowed("foreign_origin")``.

    Enough by itself for forms before the sign-in; a program that sends neither header is not a browser.
    """
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    foreign = site not in {None, "same-origin", "none"}
    elsewhere = origin is not None and _host_of(origin) != request.headers.get("Host")
    if request.method not in SAFE and (foreign or elsewhere):
        raise NotAllowed("foreign_origin")


def _host_of(origin: str) -> str | None:
    """Host and port an origin names; None for one that is no address, as ``null``."""
    try:
        return urlsplit(origin).netloc or None
    except ValueError:
        return None


def refuse_forged(request: Request, session_token: str, given: str | None) -> None:
    """Refuse what does not carry the session's token in header or form. Raises ``NotAllowed("csrf_missing")``."""
    refuse_foreign(request)
    known = csrf_token(session_token).encode()
    if request.method not in SAFE and not hmac.compare_digest((given or "").encode(), known):
        raise NotAllowed("csrf_missing")
