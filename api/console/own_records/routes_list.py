"""The requests of the agency, the open ones or the closed ones, and the form by which another is entered."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response

from activities.db.own_records import OwnRecordFilter
from api.access import DeskDep, checked_key
from api.console.forms.form import form_of
from api.console.forms.sending import wrongs_of
from api.console.own_records.words import REQUEST
from api.console.pages import page
from api.console.typed import Typed, again, status_of, typed
from api.console.visit import Visit, VisitDep
from api.cursors import place_of
from api.own_records_views import page_of_requests
from api.routes_own_records import OwnRecordsDep
from schemas.errors import DaylightError, NotAllowed
from schemas.own_records import NewOwnRecord
from schemas.vocabulary import Channel
from workflows.own_records_rules import HANDLING

router = APIRouter(prefix="/own-records")
SHOWN = 50
FORM = form_of(NewOwnRecord, REQUEST)


@router.get("")
async def listing(
    visit: VisitDep,
    own_records: OwnRecordsDep,
    closed: Annotated[bool, Query()] = False,
    after: Annotated[str | None, Query(max_length=300)] = None,
) -> HTMLResponse:
    """The agency's requests: the open ones, the longest waiting first; or the closed ones, the latest arrived first."""
    wanted = OwnRecordFilter(open=not closed, after=place_of(after, date.fromisoformat), limit=SHOWN)
    found = await page_of_requests(own_records, visit.person, wanted)
    return page(visit, "own_records/list.html", found=found, closed=closed, enters=_enters(visit))


@router.get("/new")
async def empty(visit: VisitDep, desk: DeskDep) -> HTMLResponse:
    """The form for another request. Raises ``NotAllowed``."""
    _who_enters(visit)
    today = await desk.today(visit.person.agency_id)
    return _form(visit, FORM.begun({"channel": Channel.IN_PERSON, "arrived_on": today}))


@router.post("/new")
async def enter(request: Request, visit: VisitDep, own_records: OwnRecordsDep) -> Response:
    """Enter it, once for each form however often it is sent; refused, all that was typed stays."""
    _who_enters(visit)
    sent = await typed(request, visit)
    try:
        wanted = NewOwnRecord.model_validate(FORM.read(sent))
        entered = await own_records.register(visit.person, checked_key(request, sent.key), wanted)
    except (ValidationError, DaylightError) as refused:
        return _form(visit, again(sent, refused), refused)
    return RedirectResponse(f"/own-records/{entered.id}?did=register", 303)


def _form(visit: Visit, sent: Typed, refused: ValidationError | DaylightError | None = None) -> HTMLResponse:
    faults = FORM.faults(refused, sent) if refused else {}
    shown = FORM.shown(sent, visit.language, faults)
    context = {"shown": shown, "wrongs": wrongs_of(shown, faults), "key": sent.first("key") or None}
    return page(visit, "own_records/new.html", status_of(refused), **context)


def _enters(visit: Visit) -> bool:
    return bool(HANDLING & set(visit.person.roles))


def _who_enters(visit: Visit) -> None:
    if not _enters(visit):
        raise NotAllowed("role_not_permitted")
