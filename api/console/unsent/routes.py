"""``/unsent``: the form one sent after one's session had ended, to be looked over and sent once more."""

import re
from collections.abc import AsyncIterator, Mapping
from typing import NamedTuple

import httpx
from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from activities.db.unsent_forms import drop_unsent
from api.access import DeskDep
from api.console.forms.form import MORE
from api.console.pages import HEADERS, fragment, page
from api.console.typed import OWN, typed
from api.console.unsent.filling import filled_in, with_notice
from api.console.unsent.keeping import UNSENT, drop_cookie, unsent_form, unsent_token
from api.console.visit import Visit, VisitDep
from api.csrf import FIELD
from schemas.accounts import UnsentForm

router = APIRouter(include_in_schema=False)


class Look(NamedTuple):
    """The button of a form that only shows it again: its name and value."""

    name: str
    value: str


LOOKS: Mapping[re.Pattern[str], Look] = {
    re.compile(r"/cases/[^/?]+/steps/[^/?]+(\?.*)?"): Look(MORE, "nothing"),
    re.compile(r"/register"): Look("do", "check"),
}
"""Forms that grow while they are filled in, and can show themselves with what was typed."""


@router.get(UNSENT)
async def once_more(request: Request, visit: VisitDep, desk: DeskDep) -> Response:
    """The page with the form as it was typed; nothing is sent for anybody. Nothing kept: the first page."""
    form = await unsent_form(request, desk, visit)
    if form is None:
        return RedirectResponse("/", 303)
    async for html in _pages(request, visit, form):
        return HTMLResponse(with_notice(html, fragment(visit, "unsent/notice.html")), headers=HEADERS)
    shown = [(name, value) for name, value in form.fields if name not in OWN]
    return page(visit, "unsent/unsent.html", form=form, shown=shown)


@router.post(f"{UNSENT}/drop")
async def drop(request: Request, visit: VisitDep, desk: DeskDep) -> Response:
    """Throw it away; thrown away already, nothing changes."""
    await typed(request, visit)
    answer = RedirectResponse("/", 303)
    if token := unsent_token(request):
        async with desk.database.transaction() as connection:
            await drop_unsent(connection, visit.person.staff_id, token)
        drop_cookie(request, answer)
    return answer


async def _pages(request: Request, visit: Visit, form: UnsentForm) -> AsyncIterator[str]:
    """Pages that show the form with everything that was typed: by itself, or filled in where it stands."""
    for address, look in LOOKS.items():
        if address.fullmatch(form.address) and (
            own := await _asked(request, form.address, _looking(visit, form, look))
        ):
            yield own
    path = form.address.partition("?")[0]
    for place in dict.fromkeys((form.stands_on, form.address, path.rpartition("/")[0])):
        html = await _asked(request, place) if place not in {"", "/", UNSENT} else None
        if html and (filled := filled_in(html, form.address, form.fields)):
            yield filled


def _looking(visit: Visit, form: UnsentForm, look: Look) -> dict[str, list[str]]:
    """What is sent to have the form shown and nothing else done."""
    sent: dict[str, list[str]] = {FIELD: [visit.csrf]}
    for name, value in form.fields:
        sent.setdefault(name, []).append(value)
    return {**sent, look.name: [look.value]}


async def _asked(request: Request, address: str, sent: Mapping[str, list[str]] | None = None) -> str | None:
    """A page of this console as its visitor sees it; None for anything but a page."""
    headers = {"Accept": "text/html", "Cookie": request.headers.get("Cookie", "")}
    transport = httpx.ASGITransport(request.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=str(request.base_url), headers=headers) as console:
        answer = await console.request("GET" if sent is None else "POST", address, data=sent)
    shown = answer.status_code in {200, 422} and "text/html" in answer.headers["Content-Type"]
    return answer.text if shown else None
