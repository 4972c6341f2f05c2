"""Who asks, and under which command id."""

from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import uuid4

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from activities.db.people import sign_in
from activities.db.sessions import OpenSession, find_session
from api.csrf import HEADER, refuse_forged
from api.desk import Desk
from api.encryption import is_encrypted
from api.seeing import known_as
from schemas.commands import ENGINE_PREFIX
from schemas.errors import InvalidInput, Unauthorized
from schemas.people import SignedIn

_bearer = HTTPBearer(auto_error=False, description="a staff token")


async def the_desk(request: Request) -> Desk:
    """The desk of this process."""
    desk: Desk = request.app.state.desk
    return desk


DeskDep = Annotated[Desk, Depends(the_desk)]


COOKIE, BOUND = "daylight", "__Host-"
"""The cookie of a session, and what binds it to the host where the way there is encrypted (RFC 6265bis, 4.1.3.2)."""


BY_THEMSELVES = frozenset({"/api/notices/stream"})
"""What an open page asks again and again without anybody before it: the idle limit of the session goes on."""


def cookie_name(request: Request) -> str:
    """Only the bound one counts where it can be had: a plain one may have been set by a neighbouring host."""
    return f"{BOUND}{COOKIE}" if is_encrypted(request) else COOKIE


async def session_of(request: Request, desk: Desk) -> OpenSession | None:
    """The session behind the cookie, if it lives."""
    token = request.cookies.get(cookie_name(request))
    if token is None:
        return None
    idle = timedelta(minutes=request.app.state.settings.session_idle_minutes)
    async with desk.database.transaction() as connection:
        used = request.url.path not in BY_THEMSELVES
        session = await find_session(connection, token, datetime.now(UTC), idle, used=used)
    if session is not None:
        known_as(session.person, request.path_params)
    return session


async def signed_in(
    request: Request, desk: DeskDep, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> SignedIn:
    """The person behind the bearer token, or behind the console's session with its token against forged requests.

    Raises ``Unauthorized`` without either, ``NotAllowed`` when another site asks in the person's name.
    """
    if given is None:
        session = await session_of(request, desk)
        if session is None or session.awaits is not None:
            raise Unauthorized("unauthorized")
        refuse_forged(request, session.token, request.headers.get(HEADER))
        return session.person
    async with desk.database.reading() as connection:
        person = await sign_in(connection, given.credentials, datetime.now(UTC))
    if person is None:
        raise Unauthorized("unauthorized")
    known_as(person, request.path_params)
    return person


Person = Annotated[SignedIn, Depends(signed_in)]

_KEY = Header(
    alias="Idempotency-Key",
    description="1 to 200 printable ASCII characters, not beginning with daylight:; one key, one effect",
)


async def required_key(request: Request, key: Annotated[str | None, _KEY] = None) -> str:
    """The key of a submission. Raises ``InvalidInput`` when it is missing or malformed."""
    if key is None:
        raise InvalidInput("idempotency_key_missing", field="Idempotency-Key")
    return checked_key(request, key)


async def optional_key(request: Request, key: Annotated[str | None, _KEY] = None) -> str:
    """The key of a step; a fresh one when none is sent."""
    return checked_key(request, key if key is not None else str(uuid4()))


def checked_key(request: Request, key: str) -> str:
    """The key, noted for the answer. Raises ``InvalidInput`` for one that is malformed or the engine's own."""
    request.state.command_id = fit_key(key, "Idempotency-Key")
    return key


def fit_key(key: str, field: str) -> str:
    """The same key. Raises ``InvalidInput`` for one that is malformed or the engine's own."""
    printable = 1 <= len(key) <= 200 and key.isascii() and key.isprintable()
    if not printable or key.startswith(ENGINE_PREFIX):
        raise InvalidInput("idempotency_key_invalid", field=field)
    return key


RequiredKey = Annotated[str, Depends(required_key)]
OptionalKey = Annotated[str, Depends(optional_key)]
