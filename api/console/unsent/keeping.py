"""A form that was sent after its session had ended: kept for an hour, for the same person in the same browser.

The browser holds a cookie that names it, PostgreSQL holds it sealed: nothing of it stands in an address or a log, it
outlasts every way of signing in (second factor, new password, a provider), and neither somebody else who signs in at
this browser nor the person at another one is shown it. A form that was forged, or sent by a cookie that never was a
session's, is not kept, so nobody can lay words into another's mouth.
"""

import hmac
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlencode, urlsplit

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from activities.db.unsent_forms import KEPT_FOR, find_unsent, keep_unsent, owner_of_session
from api.access import BOUND, COOKIE, cookie_name
from api.console.entrance import own_path
from api.console.language import language_of
from api.console.typed import OWN, Typed, typed
from api.console.visit import Guest, Visit
from api.csrf import FIELD, refuse_forged, writer_in
from api.desk import Desk
from api.encryption import is_encrypted
from schemas.accounts import UnsentForm
from schemas.errors import DaylightError, NotAllowed

UNSENT = "/unsent"
"""Where one gets it back."""
SECRET = frozenset({"current", "password", "again", "code"})
"""Fields that are typed anew: passwords, and codes of the second factor."""
LONGEST = 256 * 1024
"""Bytes of a form that is kept: the longest letter with room to spare. A longer one is not."""
ENCODED = "application/x-www-form-urlencoded"


async def led_to_sign_in(request: Request) -> Response:
    """The way to the sign-in and back: to what was asked for, or to the form that was sent."""
    if _by_a_person(request):
        return await _with_the_form(request)
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return _to_sign_in(asked if request.method == "GET" else "/")


async def sent_in_another_session(request: Request, visit: Visit) -> Response | None:
    """The way to the form, where this person sent it from a page of an earlier session, as a tab left open is; None
    for what was written on nobody's page, or on somebody else's, for files, and for what a script sent."""
    form = await _form(request, lambda sent: _refuse_anothers(sent, visit)) if _by_a_person(request) else None
    if form is None:
        return None
    desk: Desk = request.app.state.desk
    async with desk.database.transaction() as connection:
        token = await keep_unsent(
            connection, visit.person.staff_id, form, desk.vault, datetime.now(UTC), unsent_token(request)
        )
    return _led_to_the_form(request, RedirectResponse(UNSENT, 303), token)


async def unsent_form(request: Request, desk: Desk, visit: Visit) -> UnsentForm | None:
    """The form this visitor sent from this browser without a session, if it is still kept."""
    token = request.cookies.get(_cookie(request))
    if token is None:
        return None
    async with desk.database.reading() as connection:
        return await find_unsent(connection, visit.person.staff_id, token, desk.vault, datetime.now(UTC))


def unsent_token(request: Request) -> str | None:
    """What names the form in this browser."""
    return request.cookies.get(_cookie(request))


def drop_cookie(request: Request, answer: Response) -> None:
    """Have the browser forget it."""
    answer.delete_cookie(_cookie(request), path="/", secure=is_encrypted(request), httponly=True, samesite="lax")


async def _with_the_form(request: Request) -> Response:
    form = await _form(request, lambda sent: _refuse_strangers(request, sent))
    token = await _kept(request, form) if form else None
    if token is None:
        return _to_sign_in(_page(request), told="ended")
    return _led_to_the_form(request, _to_sign_in(UNSENT), token)


def _led_to_the_form(request: Request, answer: Response, token: str) -> Response:
    seconds = int(KEPT_FOR.total_seconds())
    answer.set_cookie(
        _cookie(request), token, max_age=seconds, path="/", secure=is_encrypted(request), httponly=True, samesite="lax"
    )
    return answer


def _by_a_person(request: Request) -> bool:
    """Whether a form was sent that is answered with a page."""
    return request.method == "POST" and request.headers.get("Sec-Fetch-Dest", "document") == "document"


def _refuse_strangers(request: Request, sent: Typed) -> None:
    """Refuse a form that is not of the session whose cookie came with it."""
    refuse_forged(request, request.cookies.get(cookie_name(request), ""), sent.first(FIELD))


def _refuse_anothers(sent: Typed, visit: Visit) -> None:
    """Refuse a form that stood on no page of this person."""
    if not hmac.compare_digest(writer_in(sent.first(FIELD)).encode(), writer_in(visit.csrf).encode()):
        raise NotAllowed("csrf_missing")


async def _form(request: Request, refuse_others: Callable[[Typed], None]) -> UnsentForm | None:
    """What was typed; None for a form with files, one that is too long, was forged or says nothing."""
    declared = request.headers.get("Content-Length", "")
    if not request.headers.get("Content-Type", "").startswith(ENCODED) or not declared.isdecimal():
        return None
    if int(declared) > LONGEST:
        return None
    try:
        sent = await typed(request, Guest(language_of(request.cookies), request.url.path))
        refuse_others(sent)
    except DaylightError:
        return None
    return _of(request, sent)


def _of(request: Request, sent: Typed) -> UnsentForm | None:
    fields = tuple((name, value) for name, value in sent.fields if name != FIELD and name not in SECRET)
    if not {name for name, _ in fields} - OWN:
        return None
    query = f"?{request.url.query}" if request.url.query else ""
    return UnsentForm(address=request.url.path + query, stands_on=_page(request), fields=fields)


async def _kept(request: Request, form: UnsentForm) -> str | None:
    """The value of the cookie; None when the session is not known."""
    desk: Desk = request.app.state.desk
    async with desk.database.transaction() as connection:
        staff_id = await owner_of_session(connection, request.cookies.get(cookie_name(request), ""))
        if staff_id is None:
            return None
        return await keep_unsent(connection, staff_id, form, desk.vault, datetime.now(UTC), unsent_token(request))


def _page(request: Request) -> str:
    """The page the form stood on, as the browser says (``Referer``, which leaves this site with nothing)."""
    came = urlsplit(request.headers.get("Referer", ""))
    return own_path(came.path + (f"?{came.query}" if came.query else "")) if came.netloc == request.url.netloc else "/"


def _to_sign_in(wanted: str, **told: str) -> Response:
    asked = told | ({"next": wanted} if wanted != "/" else {})
    return RedirectResponse(f"/sign-in?{urlencode(asked)}" if asked else "/sign-in", 303)


def _cookie(request: Request) -> str:
    return f"{BOUND if is_encrypted(request) else ''}{COOKIE}_unsent"
