"""Whose page it is while he signs in: sessions that still wait for something count here, and nowhere else."""

from dataclasses import replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request
from starlette.responses import RedirectResponse, Response

from activities.db.sessions import OpenSession
from api.access import DeskDep, session_of
from api.accounts import Accounts
from api.console.accounts.cookies import keep_session
from api.console.entrance import own_path
from api.console.typed import Typed, typed
from api.console.visit import Guest, Visitor, the_guest, the_visit
from api.csrf import FIELD, csrf_token, marked, refuse_forged, writer_in
from schemas.accounts import Awaits, Opened
from schemas.errors import Unauthorized

WAITING_AT = {Awaits.SECOND_FACTOR: "/sign-in/second", Awaits.NEW_PASSWORD: "/password"}


async def the_accounts(request: Request) -> Accounts:
    """The accounts of this process."""
    accounts: Accounts = request.app.state.accounts
    return accounts


async def any_session(request: Request, desk: DeskDep) -> OpenSession | None:
    """The session of the cookie, whatever it waits for."""
    return await session_of(request, desk)


async def the_session(session: Annotated[OpenSession | None, Depends(any_session)]) -> OpenSession:
    """The same, and there must be one. Raises ``Unauthorized``."""
    if session is None:
        raise Unauthorized("unauthorized")
    return session


AccountsDep = Annotated[Accounts, Depends(the_accounts)]
AnySession = Annotated[OpenSession | None, Depends(any_session)]
SessionDep = Annotated[OpenSession, Depends(the_session)]


async def visitor_of(request: Request, desk: DeskDep, session: SessionDep) -> Visitor:
    """Who looks: somebody signed in, or while his session waits, a guest who carries its token in forms."""
    if session.awaits is None:
        return await the_visit(request, desk)
    guest = await the_guest(request)
    return Guest(guest.language, guest.path, csrf_token(session.token))


VisitorDep = Annotated[Visitor, Depends(visitor_of)]


async def sent_by(request: Request, visitor: Visitor, session: OpenSession) -> Typed:
    """The form that was sent in this session. Raises ``NotAllowed``, ``InvalidInput``."""
    sent = await typed(request, visitor)
    refuse_forged(request, session.token, sent.first(FIELD))
    return sent


def led_on(request: Request, opened: Opened, wanted: str) -> Response:
    """Go on with a session that was begun: to what it waits for, or to where one wanted to go."""
    answer = RedirectResponse(waiting_place(opened.awaits, wanted), 303)
    keep_session(request, answer, opened.token)
    return answer


def waiting_place(awaits: Awaits | None, wanted: str) -> str:
    """Where a session is to be gone on with."""
    if awaits is None:
        return own_path(wanted)
    return WAITING_AT[awaits] + (f"?{urlencode({'next': own_path(wanted)})}" if own_path(wanted) != "/" else "")


def of_session(visitor: Visitor, opened: Opened) -> Visitor:
    """The same visitor with the token of his fresh session in the forms of the page."""
    return replace(visitor, csrf=marked(csrf_token(opened.token), writer_in(visitor.csrf)))
