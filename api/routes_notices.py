"""``/api/notices``: the own inbox and its stream, acknowledging, the ledger, its gaps, and preferences."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Header, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.responses import Response

from activities.db.inbox import NoticeFilter
from activities.db.listening import NoticeListener
from api.absences import own_preferences, set_preferences
from api.access import DeskDep, Person
from api.exports_list import whole_list
from api.exports_table import PAGE, WantedFormat
from api.notice_gaps import gaps_of
from api.notice_mending import mend_gaps
from api.notice_stream import stream
from api.notices import acknowledge_notices, inbox, is_number, ledger, number_of
from api.oversight_tables import LEDGER
from schemas.errors import InvalidInput
from schemas.escalation import Matter
from schemas.inbox import (
    MOST_AT_ONCE,
    Acknowledged,
    Acknowledgement,
    DeliveryStatus,
    GapPage,
    LedgerPage,
    Mended,
    NoticePage,
    NoticePreferences,
    NoticeView,
)

router = APIRouter(prefix="/api/notices", tags=["notices"])

PREFERENCES = {
    "email": "lin@example.gov.cn",
    "mail": "each",
    "quiet_from": "20:00",
    "quiet_until": "08:00",
    "digest_at": "08:30",
}
After = Annotated[str | None, Query(max_length=300, description="cursor: `next` of the page before")]
Limit = Annotated[int, Query(ge=1, le=MOST_AT_ONCE)]
From = Annotated[str | None, Query(max_length=300, description="`next` of the answer before")]
Cases = Annotated[int, Query(ge=1, le=MOST_AT_ONCE, description="cases looked at")]
Open = Annotated[bool | None, Query(alias="open", description="neither acknowledged nor overtaken by events")]


async def the_listener(request: Request) -> NoticeListener:
    """The one listener of this process."""
    listener: NoticeListener = request.app.state.notices
    return listener


async def seen_before(
    last: Annotated[str | None, Header(alias="Last-Event-ID", description="id of the last event received")] = None,
    after: Annotated[str | None, Query(description="the same, for who cannot set the header")] = None,
) -> int | None:
    """The number a stream goes on from. Raises ``InvalidInput("last_event_id_invalid")``."""
    given = last or after
    if given is None:
        return None
    if not is_number(given):
        raise InvalidInput("last_event_id_invalid", field="Last-Event-ID" if last else "after")
    return int(given)


@router.get("")
async def listing(
    desk: DeskDep,
    person: Person,
    is_open: Open = None,
    matter: Matter | None = None,
    case: UUID | None = None,
    after: After = None,
    limit: Limit = 50,
) -> NoticePage:
    """The own inbox, newest first, with what came for those one stands in for today."""
    wanted = NoticeFilter(open=is_open, matter=matter, case=case, after=number_of(after), limit=limit)
    return await inbox(desk, person, wanted)


@router.get("/stream", response_class=EventSourceResponse)
async def streaming(
    desk: DeskDep,
    person: Person,
    listener: Annotated[NoticeListener, Depends(the_listener)],
    after: Annotated[int | None, Depends(seen_before)],
) -> AsyncIterator[ServerSentEvent]:
    """New notices as server-sent events `notice`; the data is a notice as the inbox shows it.

    Goes on after `Last-Event-ID`, without it from now. A comment every 15 seconds is a sign of life. After two minutes
    the stream ends; whoever reconnects with the last id misses nothing.
    """
    async for event in stream(desk, listener, person, after):
        yield event


@router.post("/acknowledge")
async def acknowledge_several(desk: DeskDep, person: Person, wanted: Acknowledgement) -> Acknowledged:
    """Acknowledge several notices: all, or if one is not there, none. Again, nothing changes."""
    return await acknowledge_notices(desk, person, wanted.ids, field="ids")


@router.get("/ledger", response_model=LedgerPage)
async def whole_ledger(
    desk: DeskDep,
    person: Person,
    is_open: Open = None,
    matter: Matter | None = None,
    case: UUID | None = None,
    addressee: UUID | None = None,
    delivery: Annotated[DeliveryStatus | None, Query(description="with a sending that stands so")] = None,
    after: After = None,
    limit: Limit = 50,
    as_table: WantedFormat = None,
) -> LedgerPage | Response:
    """Every notice about the cases one oversees, newest first, with each sending of it."""
    wanted = NoticeFilter(
        open=is_open,
        matter=matter,
        case=case,
        addressee=addressee,
        delivery=delivery,
        after=number_of(after),
        limit=limit,
    )
    if as_table:

        async def read(start: str | None) -> LedgerPage:
            page = {"after": number_of(start or after), "limit": PAGE}
            return await ledger(desk, person, wanted.model_copy(update=page))

        return await whole_list(desk, person, LEDGER, as_table, read)
    return await ledger(desk, person, wanted)


@router.get("/gaps")
async def gaps(desk: DeskDep, person: Person, after: From = None, limit: Cases = 100) -> GapPage:
    """Compare the ledger with what the events call for, so many cases at a time: what is missing, doubled, unsent."""
    return await gaps_of(desk, person, after, limit)


@router.post("/gaps/mend")
async def mend(desk: DeskDep, person: Person, after: From = None, limit: Cases = 100) -> Mended:
    """Enter what is missing in the ledger of the own agency, so many cases at a time. Again, nothing is entered.

    For administrators and the head of the OGI office.
    """
    return await mend_gaps(desk, person, after, limit)


@router.get("/preferences")
async def preferences(desk: DeskDep, person: Person) -> NoticePreferences:
    """How one wants mail."""
    return await own_preferences(desk, person)


@router.put("/preferences")
async def change_preferences(
    desk: DeskDep,
    person: Person,
    wanted: Annotated[NoticePreferences, Body(openapi_examples={"each": {"value": PREFERENCES}})],
) -> NoticePreferences:
    """Set where and when one wants mail; what is left out gets its default."""
    return await set_preferences(desk, person, wanted)


@router.post("/{notice_id}/acknowledge")
async def acknowledge_one(desk: DeskDep, person: Person, notice_id: UUID) -> NoticeView:
    """Acknowledge a notice: it is not repeated any more. Again, nothing changes."""
    return (await acknowledge_notices(desk, person, [notice_id])).items[0]
