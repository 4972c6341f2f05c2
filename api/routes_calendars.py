"""``/api/calendars``: a new arrangement of working days, from its proposal to the last case that follows it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Path, Query, Request

from api.access import DeskDep, Person
from api.calendar_move import approve_and_move
from api.calendar_preview import preview
from api.calendars import proposals, propose
from api.engine import Engine
from schemas.calendars import Arrangement, CalendarList, CalendarMove, CalendarProposal, PreviewPage

router = APIRouter(prefix="/api/calendars", tags=["calendars"])

_EXAMPLES = {
    "a year": {
        "value": {
            "year": 2026,
            "source": "国务院办公厅关于2026年部分节假日安排的通知",
            "off": ["2026-01-01", "2026-01-02"],
            "work": ["2026-01-04"],
        }
    },
    "a year as the package holds it": {"value": {"year": 2026}},
    "a day off for one agency": {"value": {"source": "自治区人民政府通知", "off": ["2026-12-01"], "own_agency": True}},
}


async def the_engine(request: Request) -> Engine:
    """The engine of this process."""
    engine: Engine = request.app.state.engine
    return engine


@router.post("", status_code=201)
async def import_(
    desk: DeskDep, person: Person, arrangement: Annotated[Arrangement, Body(openapi_examples=_EXAMPLES)]
) -> CalendarProposal:
    """Keep an arrangement as a proposal, for an administrator to look at and approve. No case moves."""
    return await propose(desk, person, arrangement)


Version = Annotated[str, Path(max_length=200, pattern=r"^[\w@.:+-]+$")]


@router.get("")
async def listing(desk: DeskDep, person: Person) -> CalendarList:
    """The calendar the agency counts by, and what was proposed, newest first."""
    return await proposals(desk, person)


@router.get("/{version}/preview")
async def previewed(
    desk: DeskDep,
    person: Person,
    version: Version,
    after: Annotated[UUID | None, Query(description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 200,
) -> PreviewPage:
    """The agency's open cases whose date the proposal would move: before, after, and why."""
    return await preview(desk, person, version, after, limit)


@router.post("/{version}/approve")
async def approved(
    desk: DeskDep,
    person: Person,
    engine: Annotated[Engine, Depends(the_engine)],
    version: Version,
    after: Annotated[UUID | None, Query(description="`next` of the answer before")] = None,
    alone: Annotated[bool, Query(description="you proposed it, and approve it all the same: on record")] = False,
) -> CalendarMove:
    """Put a proposal into force and move the next open cases; ask again with `after` until `next` is null.

    Two persons: where the agency has another active administrator, he approves what you proposed. The first approval
    stays on record. Asked again without `after`, it goes on with the cases that are still to move.
    """
    return await approve_and_move(desk, engine, person, version, after, alone=alone)
