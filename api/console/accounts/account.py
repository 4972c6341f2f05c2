"""``/account``: who one is here, how one signs in, where one is signed in; mail and quiet hours."""

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import RedirectResponse, Response

from api.absences import own_preferences, set_preferences
from api.access import DeskDep
from api.console.pages import page
from api.console.typed import Typed, faults_of, typed
from api.console.visit import VisitDep
from api.own_account import end_other_sessions, end_own_session, own_account
from schemas.errors import DaylightError
from schemas.inbox import MailWish, NoticePreferences

router = APIRouter(include_in_schema=False)


@router.get("/account")
async def account_page(request: Request, visit: VisitDep, desk: DeskDep) -> Response:
    """The own account."""
    settings = request.app.state.settings
    account = await own_account(desk, settings, visit.person, visit.session.token)
    told = request.query_params.get("told", "")
    provider = settings.oidc_label if request.app.state.provider else None
    return page(visit, "accounts/account.html", account=account, told=told, provider=provider)


@router.post("/account/sessions/end-others")
async def end_others(request: Request, visit: VisitDep, desk: DeskDep) -> Response:
    """End all sessions but this one."""
    await typed(request, visit)
    await end_other_sessions(desk, visit.person, visit.session.token)
    return RedirectResponse("/account?told=ended", 303)


@router.post("/account/sessions/end")
async def end_one(request: Request, visit: VisitDep, desk: DeskDep) -> Response:
    """End one session; ended already, nothing changes."""
    sent = await typed(request, visit)
    account = await own_account(desk, request.app.state.settings, visit.person)
    if any(one.id == sent.first("session") for one in account.sessions):
        await end_own_session(desk, visit.person, sent.first("session"))
    return RedirectResponse("/account?told=ended", 303)


@router.get("/account/mail")
async def mail_page(request: Request, visit: VisitDep, desk: DeskDep) -> Response:
    """How one wants mail."""
    wishes = await own_preferences(desk, visit.person)
    shown = {name: _shown(value) for name, value in wishes}
    done = request.query_params.get("told") == "done"
    return page(visit, "accounts/mail.html", sent=Typed(shown.items()), faults={}, wishes=tuple(MailWish), done=done)


@router.post("/account/mail")
async def change_mail(request: Request, visit: VisitDep, desk: DeskDep) -> Response:
    """Set it."""
    sent = await typed(request, visit)
    try:
        await set_preferences(desk, visit.person, NoticePreferences.model_validate(sent.nested()))
    except (ValidationError, DaylightError) as refused:
        faults = faults_of(refused)
        return page(visit, "accounts/mail.html", 422, sent=sent, faults=faults, wishes=tuple(MailWish), done=False)
    return RedirectResponse("/account/mail?told=done", 303)


def _shown(value: object) -> str:
    """As a field of the form has it: times to the minute, nothing as nothing."""
    return "" if value is None else f"{value:%H:%M}" if hasattr(value, "hour") else str(value)
