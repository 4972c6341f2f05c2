"""The working-day calendar: proposals, what they would move, approval."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, Response

from api.access import DeskDep
from api.arrangement_file import arrangement_in
from api.calendar_move import approve_and_move
from api.calendar_preview import preview
from api.calendars import needs_another, proposals, propose
from api.console.administration.frame import Kept, Refused, led_to, shown
from api.console.administration.upload import with_file
from api.console.typed import Typed, typed
from api.console.visit import Visit, VisitDep
from api.desk import Desk
from api.engine import Engine
from api.routes_calendars import the_engine
from schemas.calendars import Arrangement, CalendarProposal
from schemas.errors import DaylightError, InvalidInput, NotFound

router = APIRouter(prefix="/calendars")
Version = Annotated[str, Path(max_length=200, pattern=r"^[\w@.:+-]+$")]
Reading = Callable[[], Arrangement]
LONGEST_SPAN = 60
_SPAN = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\s*(?:至|到|~|–|—|\.\.)\s*(\d{4}-\d{2}-\d{2}))?")


@router.get("")
async def listing(visit: VisitDep, desk: DeskDep) -> HTMLResponse:
    """The calendar in force, what was proposed, and forms for another arrangement."""
    return await _listing(visit, desk)


async def _listing(
    visit: Visit,
    desk: Desk,
    sent: Typed | None = None,
    refused: Refused | None = None,
    proposed: CalendarProposal | None = None,
) -> HTMLResponse:
    found = await proposals(desk, visit.person)
    for_all = (await desk.agency(visit.person.agency_id)).parent_id is None
    year = (await desk.today(visit.person.agency_id)).year + 1
    kept = Kept(sent, {"year": year, "scope": "all" if for_all else "own"})
    context = {"proposed": proposed, "kept": kept, "for_all": for_all}
    return shown(visit, "calendars.html", refused, found=found, **context)


@router.post("")
async def entered(request: Request, visit: VisitDep, desk: DeskDep) -> Response:
    """Propose what was typed."""
    sent = await typed(request, visit)
    return await _propose(visit, desk, sent, lambda: arrangement_typed(sent))


@router.post("/file")
async def imported(request: Request, visit: VisitDep, desk: DeskDep) -> Response:
    """Propose what stands in a file."""
    sent, name, content = await with_file(request, visit)
    return await _propose(visit, desk, sent, lambda: arrangement_in_file(sent, name, content))


async def _propose(visit: Visit, desk: Desk, sent: Typed, read: Reading) -> Response:
    try:
        proposed = await propose(desk, visit.person, read())
    except (DaylightError, ValidationError) as refused:
        return await _listing(visit, desk, sent, refused)
    if proposed.warnings:
        return await _listing(visit, desk, proposed=proposed)
    return led_to(f"/admin/calendars/{proposed.version}")


def arrangement_typed(sent: Typed) -> Arrangement:
    """The arrangement in the fields of the form. Raises ``InvalidInput`` and ``ValidationError``."""
    off, work = (tuple(days_in(name, sent.first(name))) for name in ("off", "work"))
    return Arrangement(
        year=year_of(sent) if sent.first("whole_year") else None,
        source=sent.first("source").strip() or None,
        off=off,
        work=work,
        own_agency=sent.first("scope") == "own",
    )


def arrangement_in_file(sent: Typed, name: str, content: bytes) -> Arrangement:
    """The arrangement in an uploaded file. Raises ``InvalidInput``, naming the line."""
    year = year_of(sent) if sent.first("whole_year") and sent.first("year").strip() else None
    source = sent.first("source").strip() or None
    found = arrangement_in(name, content, year, source, whole_year=bool(sent.first("whole_year")))
    return found.model_copy(update={"own_agency": sent.first("scope") == "own"})


def year_of(sent: Typed) -> int:
    """The year typed. Raises ``InvalidInput``."""
    written = sent.first("year").strip()
    if not (written.isascii() and written.isdigit() and len(written) == 4):
        raise InvalidInput("missing_field" if not written else "invalid_field", field="year")
    return int(written)


def days_in(name: str, text: str) -> Iterator[date]:
    """Days as people write them: one, or from–to, separated by blanks, commas or lines.

    ``2027-02-05 至 2027-02-07, 2027-02-10``: four days. Raises ``InvalidInput`` with the line.
    """
    for number, line in enumerate(text.splitlines(), 1):
        rest = _SPAN.sub("", line)
        if rest.strip(" \t,，、;；"):
            raise InvalidInput("calendar_days_unreadable", field=f"{name}:{number}")
        for first, last in _SPAN.findall(line):
            yield from _span(first, last or first, f"{name}:{number}")


def _span(first: str, last: str, place: str) -> Iterator[date]:
    try:
        day, until = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise InvalidInput("calendar_days_unreadable", field=place) from None
    more = (until - day).days
    if not 0 <= more < LONGEST_SPAN:
        raise InvalidInput("calendar_days_unreadable", field=place)
    yield from (day + timedelta(days=n) for n in range(more + 1))


@router.get("/{version}")
async def one(
    visit: VisitDep, desk: DeskDep, version: Version, after: Annotated[UUID | None, Query()] = None
) -> HTMLResponse:
    """A proposal: which open cases it would move, page by page."""
    return await _one(visit, desk, version, after)


async def _one(
    visit: Visit, desk: Desk, version: str, after: UUID | None = None, refused: Refused | None = None
) -> HTMLResponse:
    found = await preview(desk, visit.person, version, after, 100)
    items = (await proposals(desk, visit.person)).items
    proposal = next((item for item in items if item.version == version), None)
    if proposal is None:
        raise NotFound("not_found", field="version")
    own = proposal.proposed_by == visit.person.staff_id
    another = await needs_another(desk, visit.person, proposal.proposed_by)
    return shown(visit, "calendar.html", refused, found=found, proposal=proposal, own=own, another=another)


@router.post("/{version}")
async def approved(
    request: Request,
    visit: VisitDep,
    desk: DeskDep,
    engine: Annotated[Engine, Depends(the_engine)],
    version: Version,
) -> Response:
    """Put it into force and move the next open cases; asked again, go on with those that are left."""
    await typed(request, visit)
    try:
        await approve_and_move(desk, engine, visit.person, version, None)
    except DaylightError as refused:
        return await _one(visit, desk, version, refused=refused)
    return led_to(f"/admin/calendars/{version}")
