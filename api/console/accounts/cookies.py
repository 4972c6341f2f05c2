"""The cookies of signing in: the session, the agency one signed in to last, and a sign-in under way at a provider."""

import base64
import binascii
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, unquote
from uuid import UUID

from fastapi import Request
from pydantic import ValidationError
from starlette.responses import Response

from activities.openid import Flow
from activities.vault import Vault
from api.access import BOUND, COOKIE, cookie_name
from api.encryption import is_encrypted
from schemas.base import Recorded
from schemas.errors import DaylightError, InvalidInput

AGENCY = "daylight_agency"
A_YEAR = 365 * 24 * 3600
FLOW_FOR = timedelta(minutes=10)
_CONTEXT = "openid-flow"


class Started(Recorded):
    """A sign-in that is under way at the provider. ``staff_id``: who wants to link himself, signed in already."""

    flow: Flow
    at: datetime
    agency_id: UUID | None
    staff_id: UUID | None
    next: str


def keep_session(request: Request, answer: Response, token: str) -> None:
    """Give the browser a session's cookie: no script reads it, and it comes back from our own pages only."""
    answer.set_cookie(
        cookie_name(request), token, path="/", secure=is_encrypted(request), httponly=True, samesite="lax"
    )


def drop_session(request: Request, answer: Response) -> None:
    """Have the browser forget it."""
    name = cookie_name(request)
    answer.delete_cookie(name, path="/", secure=is_encrypted(request), httponly=True, samesite="lax")


def remember_agency(request: Request, answer: Response, code: str) -> None:
    """So that it need not be chosen again on this machine."""
    secure = is_encrypted(request)
    answer.set_cookie(AGENCY, quote(code), max_age=A_YEAR, secure=secure, httponly=True, samesite="lax")


def agency_of(request: Request) -> str:
    """The agency of the address, else the one of last time; empty for none."""
    return request.query_params.get("agency") or unquote(request.cookies.get(AGENCY, ""))


def keep_flow(request: Request, answer: Response, started: Started, vault: Vault) -> None:
    """Have the browser keep what the provider's answer must fit: sealed, for ten minutes."""
    sealed = base64.urlsafe_b64encode(vault.seal(started.model_dump_json(), _CONTEXT)).decode()
    seconds, secure = int(FLOW_FOR.total_seconds()), is_encrypted(request)
    answer.set_cookie(_flow(request), sealed, max_age=seconds, path="/", secure=secure, httponly=True, samesite="lax")


def flow_of(request: Request, vault: Vault) -> Started:
    """What was kept. Raises ``InvalidInput("provider_refused")`` when there is nothing, or it is too old."""
    try:
        sealed = base64.urlsafe_b64decode(request.cookies.get(_flow(request), ""))
        started = Started.model_validate_json(vault.unseal(sealed, _CONTEXT))
    except (binascii.Error, UnicodeDecodeError, ValidationError, DaylightError):
        raise InvalidInput("provider_refused") from None
    if started.at + FLOW_FOR < datetime.now(UTC):
        raise InvalidInput("provider_refused")
    return started


def drop_flow(request: Request, answer: Response) -> None:
    """It serves once."""
    answer.delete_cookie(_flow(request), path="/", secure=is_encrypted(request), httponly=True, samesite="lax")


def _flow(request: Request) -> str:
    return f"{BOUND if is_encrypted(request) else ''}{COOKIE}_openid"
