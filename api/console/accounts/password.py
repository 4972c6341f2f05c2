"""``/password``: one's own password, by choice or because the one of now was handed over."""

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import RedirectResponse, Response

from api.console.accounts.sign_in import paused
from api.console.accounts.whose import AccountsDep, SessionDep, VisitorDep, led_on, sent_by, waiting_place
from api.console.pages import page
from api.console.typed import faults_of, status_of
from api.own_account import change_password
from schemas.accounts import Awaits, NewPassword
from schemas.errors import DaylightError

router = APIRouter(include_in_schema=False)


@router.get("/password")
async def password_page(request: Request, session: SessionDep, visitor: VisitorDep) -> Response:
    """The form; who owes the second factor first goes there."""
    wanted = request.query_params.get("next", "")
    if session.awaits is Awaits.SECOND_FACTOR:
        return RedirectResponse(waiting_place(session.awaits, wanted), 303)
    forced = session.awaits is Awaits.NEW_PASSWORD
    return page(visitor, "accounts/password.html", faults={}, forced=forced, next=wanted, login=session.login)


@router.post("/password")
async def change(request: Request, session: SessionDep, visitor: VisitorDep, accounts: AccountsDep) -> Response:
    """Set the password; all other sessions end. Nothing that was typed is shown again: it is all secret."""
    sent = await sent_by(request, visitor, session)
    wanted = sent.first("next")
    if session.awaits is Awaits.SECOND_FACTOR:
        return RedirectResponse(waiting_place(session.awaits, wanted), 303)
    forced = session.awaits is Awaits.NEW_PASSWORD
    try:
        asked = NewPassword.model_validate({name: sent.first(name) for name in NewPassword.model_fields})
        opened = await change_password(accounts, session, asked)
    except (ValidationError, DaylightError) as refused:
        status = status_of(refused)
        shown = {"forced": forced, "next": wanted, "login": session.login}
        return paused(page(visitor, "accounts/password.html", status, faults=faults_of(refused), **shown), refused)
    return led_on(request, opened, wanted if forced else "/account?told=password")
