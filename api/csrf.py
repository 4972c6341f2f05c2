"""Requests another site makes in a signed-in person's name are refused (OWASP ASVS 5, 3.5; Fetch Metadata, W3C)."""

import hmac
from hashlib import sha256
from urllib.parse import urlsplit

from starlette.requests import Request

from schemas.errors import NotAllowed

HEADER = "X-CSRF-Token"
FIELD = "csrf"
MARK = "."
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def csrf_token(session_token: str) -> str:
    """What a form of this session carries: only who holds the session's cookie can work it out."""
    return hmac.new(session_token.encode(), b"csrf", sha256).hexdigest()


def marked(token: str, writer: str) -> str:
    """The same with the mark of whose page the form stands on: it tells his forms after his session is gone."""
    return f"{token}{MARK}{writer}"


def writer_in(given: str) -> str:
    """The mark of the person on whose page a form stood; empty without one."""
    return given.partition(MARK)[2]


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
    token = (given or "").partition(MARK)[0]
    if request.method not in SAFE and not hmac.compare_digest(token.encode(), known):
        raise NotAllowed("csrf_missing")
