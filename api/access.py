"""Who asks, and under which command id."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import uuid4

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from activities.db.people import sign_in
from api.desk import Desk
from schemas.commands import ENGINE_PREFIX
from schemas.errors import InvalidInput, Unauthorized
from schemas.people import SignedIn

_bearer = HTTPBearer(auto_error=False, description="a staff token")


async def the_desk(request: Request) -> Desk:
    """The desk of this process."""
    desk: Desk = request.app.state.desk
    return desk


DeskDep = Annotated[Desk, Depends(the_desk)]


async def signed_in(desk: DeskDep, given: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]) -> SignedIn:
    """The person behind the bearer token. Raises ``Unauthorized`` without a valid one."""
    if given is None:
        raise Unauthorized("unauthorized")
    async with desk.database.reading() as connection:
        person = await sign_in(connection, given.credentials, datetime.now(UTC))
    if person is None:
        raise Unauthorized("unauthorized")
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
    return _checked(request, key)


async def optional_key(request: Request, key: Annotated[str | None, _KEY] = None) -> str:
    """The key of a step; a fresh one when none is sent."""
    return _checked(request, key if key is not None else str(uuid4()))


def _checked(request: Request, key: str) -> str:
    printable = 1 <= len(key) <= 200 and key.isascii() and key.isprintable()
    if not printable or key.startswith(ENGINE_PREFIX):
        raise InvalidInput("idempotency_key_invalid", field="Idempotency-Key")
    request.state.command_id = key
    return key


RequiredKey = Annotated[str, Depends(required_key)]
OptionalKey = Annotated[str, Depends(optional_key)]
