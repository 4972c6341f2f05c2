"""``/sign-in``: agency, login, password; then the second factor of who has one; and ``/sign-out``."""

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import DeskDep
from api.console.accounts.cookies import agency_of, drop_session, remember_agency
from api.console.accounts.whose import (
    AccountsDep,
    AnySession,
    SessionDep,
    VisitorDep,
    led_on,
    sent_by,
    waiting_place,
)
from api.console.entrance import own_path
from api.console.pages import page
from api.console.typed import Faults, Typed, faults_of, status_of, typed
from api.console.visit import Guest, GuestDep, the_guest
from api.own_account import sign_out
from api.second_factors import factor_stands
from schemas.accounts import Awaits, Credentials, OneCode
from schemas.errors import DaylightError, TooManyTries, Unauthorized

router = APIRouter(include_in_schema=False)
MOST_LISTED = 40
"""So many agencies are shown in a list; where there are more, the code is typed."""


@router.get("/sign-in")
async def sign_in_page(request: Request, guest: GuestDep, session: AnySession) -> Response:
    """The form; who is signed in goes where he wanted to."""
    wanted = request.query_params.get("next", "")
    if session is not None and session.awaits is None:
        return RedirectResponse(own_path(wanted), 303)
    sent = Typed([("agency", agency_of(request)), ("next", wanted)])
    return await sign_in_form(request, guest, sent)


@router.post("/sign-in")
async def sign_in(request: Request, guest: GuestDep, accounts: AccountsDep) -> Response:
    """Begin a session, or show the form again with what was wrong; the password is never shown again."""
    sent = await typed(request, guest)
    given = {name: sent.first(name) for name in Credentials.model_fields}
    try:
        credentials = Credentials.model_validate(given)
        opened = await accounts.by_password(credentials, request.client.host if request.client else None)
    except (ValidationError, DaylightError) as refused:
        return await sign_in_form(request, guest, sent, refused)
    answer = led_on(request, opened, sent.first("next"))
    remember_agency(request, answer, credentials.agency)
    return answer


async def sign_in_form(
    request: Request, guest: Guest, sent: Typed, refused: DaylightError | ValidationError | None = None
) -> HTMLResponse:
    """The form, with what was typed but the password."""
    agencies = await request.app.state.accounts.agencies()
    faults: Faults = faults_of(refused) if refused else {}
    answer = page(
        guest,
        "accounts/sign_in.html",
        status_of(refused),
        agencies=agencies if len(agencies) <= MOST_LISTED else None,
        sent=sent,
        faults=faults,
        minutes=_minutes(refused),
        provider=request.app.state.settings.oidc_label if request.app.state.provider else None,
    )
    return paused(answer, refused)


@router.get("/sign-in/second")
async def second_page(
    request: Request, desk: DeskDep, session: SessionDep, visitor: VisitorDep, accounts: AccountsDep
) -> Response:
    """The second factor's form; for who must have one and has none, the way to set it up."""
    wanted = request.query_params.get("next", "")
    if session.awaits is not Awaits.SECOND_FACTOR:
        return RedirectResponse(waiting_place(session.awaits, wanted), 303)
    if not await factor_stands(accounts, session):
        return RedirectResponse("/account/second-factor", 303)
    return page(visitor, "accounts/second.html", faults={}, next=wanted, minutes=None)


@router.post("/sign-in/second")
async def second(request: Request, session: SessionDep, visitor: VisitorDep, accounts: AccountsDep) -> Response:
    """Go on with the session, under a new token."""
    sent = await sent_by(request, visitor, session)
    wanted = sent.first("next")
    if session.awaits is not Awaits.SECOND_FACTOR:
        return RedirectResponse(waiting_place(session.awaits, wanted), 303)
    try:
        opened = await accounts.by_second_factor(session, OneCode.model_validate({"code": sent.first("code")}))
    except Unauthorized:
        raise
    except (ValidationError, DaylightError) as refused:
        faults, minutes = faults_of(refused), _minutes(refused)
        answer = page(visitor, "accounts/second.html", status_of(refused), faults=faults, next=wanted, minutes=minutes)
        return paused(answer, refused)
    return led_on(request, opened, wanted)


@router.post("/sign-out")
async def end(request: Request, desk: DeskDep, session: AnySession) -> Response:
    """End the session; again, nothing changes."""
    if session is not None:
        await sent_by(request, await the_guest(request), session)
        await sign_out(desk, session)
    answer = RedirectResponse("/sign-in?told=out", 303)
    drop_session(request, answer)
    return answer


def paused(answer: HTMLResponse, refused: Exception | None) -> HTMLResponse:
    """The same answer, that says when to try again if one has to wait."""
    if isinstance(refused, TooManyTries):
        answer.headers["Retry-After"] = str(refused.retry_after)
    return answer


def _minutes(refused: Exception | None) -> int | None:
    """How long to wait, in minutes; None if one need not."""
    return -(-refused.retry_after // 60) if isinstance(refused, TooManyTries) else None
