"""``/account/second-factor``: set it up with an authenticator app, keep the recovery codes, turn it off."""

from collections.abc import Awaitable, Callable
from typing import Any

import segno
from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import RedirectResponse, Response

from activities.db.sessions import OpenSession
from activities.totp import address_for_apps
from api.accounts import Accounts
from api.console.accounts.cookies import keep_session
from api.console.accounts.sign_in import paused
from api.console.accounts.whose import AccountsDep, SessionDep, VisitorDep, of_session, sent_by, waiting_place
from api.console.pages import page
from api.console.typed import faults_of, status_of
from api.console.visit import Visitor
from api.own_account import own_account
from api.second_factors import (
    begin_second_factor,
    begun_secret,
    confirm_second_factor,
    factor_stands,
    remove_second_factor,
    renew_recovery_codes,
)
from schemas.accounts import Awaits, OneCode
from schemas.errors import DaylightError

router = APIRouter(include_in_schema=False)
HERE = "/account/second-factor"
ISSUER = "依申请公开办理系统"
"""What an authenticator app calls the account."""
Deed = Callable[[str], Awaitable[Any]]


@router.get(HERE)
async def factor_page(session: SessionDep, visitor: VisitorDep, accounts: AccountsDep) -> Response:
    """How the second factor stands. A session that waits for one sees it only to set up a first one."""
    if led := await _led_elsewhere(accounts, session):
        return led
    return await _shown(visitor, accounts, session)


@router.post(HERE)
async def begin(request: Request, session: SessionDep, visitor: VisitorDep, accounts: AccountsDep) -> Response:
    """Begin: make a secret and show it."""
    sent = await sent_by(request, visitor, session)
    if led := await _led_elsewhere(accounts, session):
        return led
    try:
        await begin_second_factor(accounts, session, sent.first("current"))
    except DaylightError as refused:
        return await _shown(visitor, accounts, session, refused)
    return RedirectResponse(HERE, 303)


@router.post(f"{HERE}/confirm")
async def confirm(request: Request, session: SessionDep, visitor: VisitorDep, accounts: AccountsDep) -> Response:
    """The first code is right: it is asked for from now on. Shows the recovery codes, once."""
    sent = await sent_by(request, visitor, session)
    if led := await _led_elsewhere(accounts, session):
        return led
    try:
        given = OneCode.model_validate({"code": sent.first("code")})
        opened, codes = await confirm_second_factor(accounts, session, given)
    except (ValidationError, DaylightError) as refused:
        return await _shown(visitor, accounts, session, refused)
    onward = waiting_place(opened.awaits, "/account" if session.awaits is None else "/")
    answer = page(of_session(visitor, opened), "accounts/recovery.html", codes=codes, onward=onward)
    keep_session(request, answer, opened.token)
    return answer


@router.post(f"{HERE}/codes")
async def renew(request: Request, session: SessionDep, visitor: VisitorDep, accounts: AccountsDep) -> Response:
    """Fresh recovery codes, shown once."""
    sent = await sent_by(request, visitor, session)
    if session.awaits is not None:
        return RedirectResponse(waiting_place(session.awaits, ""), 303)
    try:
        codes = await renew_recovery_codes(accounts, session, sent.first("current"))
    except DaylightError as refused:
        return await _shown(visitor, accounts, session, refused)
    return page(visitor, "accounts/recovery.html", codes=codes, onward="/account")


@router.post(f"{HERE}/off")
async def turn_off(request: Request, session: SessionDep, visitor: VisitorDep, accounts: AccountsDep) -> Response:
    """Sign in without it from now on."""
    sent = await sent_by(request, visitor, session)
    if session.awaits is not None:
        return RedirectResponse(waiting_place(session.awaits, ""), 303)
    try:
        await remove_second_factor(accounts, session, sent.first("current"))
    except DaylightError as refused:
        return await _shown(visitor, accounts, session, refused)
    return RedirectResponse("/account?told=factor", 303)


async def _led_elsewhere(accounts: Accounts, session: OpenSession) -> Response | None:
    """Where a session belongs that waits for something else than a first second factor."""
    first = session.awaits is Awaits.SECOND_FACTOR and not await factor_stands(accounts, session)
    if session.awaits is None or first:
        return None
    return RedirectResponse(waiting_place(session.awaits, ""), 303)


async def _shown(
    visitor: Visitor, accounts: Accounts, session: OpenSession, refused: DaylightError | ValidationError | None = None
) -> Response:
    secret = await begun_secret(accounts, session)
    state = await own_account(accounts.desk, accounts.settings, session.person)
    status = status_of(refused)
    context = {
        "state": state,
        "first": session.awaits is not None,
        "secret": secret,
        "code": qr_of(secret, session.login) if secret else None,
        "faults": faults_of(refused) if refused else {},
    }
    return paused(page(visitor, "accounts/second_factor.html", status, **context), refused)


def qr_of(secret: str, login: str) -> str:
    """The QR code as SVG without any style attribute, black on white whatever the colours of the page."""
    made = segno.make(address_for_apps(secret, login, ISSUER), micro=False)
    return made.svg_inline(scale=5, border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=False)
