"""``/api/own-records``: requests for correction of own records (art. 41)."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Query, Request
from starlette.responses import Response

from activities.db.own_records import OwnRecordFilter
from api.access import OptionalKey, Person, RequiredKey
from api.cursors import place_of
from api.exports_list import whole_list
from api.exports_table import PAGE, WantedFormat
from api.oversight_tables import OWN_RECORDS
from api.own_records import OwnRecords
from api.own_records_views import (
    chain_of_request,
    page_of_requests,
    papers_of,
    steps_of_request,
    upload_paper,
    whole_request,
)
from api.routes_files import _FORM
from api.uploads import FileUpload
from schemas.api import AvailableStep
from schemas.documents import DocumentRow
from schemas.own_records import NewOwnRecord, OwnRecordState, OwnStaffStep
from schemas.own_records_api import OwnRecordPage, OwnRecordView
from schemas.own_records_events import OwnAnswer, OwnEventRecord
from schemas.sight import ChainCheck

router = APIRouter(prefix="/api/own-records", tags=["own records"])

REQUEST: dict[str, Any] = {
    "channel": "in_person",
    "person": {
        "kind": "natural_person",
        "name": "王小明",
        "identity_kind": "resident_id",
        "identity_number": "110101199003070011",
        "contact": {"phone": "010-55550123"},
    },
    "claim": "贵局公开的住房保障名册把本人的家庭人口记为一人，实际为三人。",
    "evidence": "户口簿复印件。",
}


STEPS: dict[str, dict[str, Any]] = {
    "examine": {"expected_version": 1, "found": "调阅住房保障登记原件，核对户口簿复印件。"},
    "propose": {"expected_version": 2, "decision": {"outcome": "corrected"}},
    "approve": {"expected_version": 3, "verdict": "approve"},
    "carry_out": {"expected_version": 4, "carried_out_on": "2026-11-20"},
    "record_delivery": {"expected_version": 6, "method": "direct", "proof": "送达回证"},
    "withdraw": {"expected_version": 1},
}
"""An example for every step."""
_EXAMPLES: dict[str, Any] = {name: {"summary": name, "value": {"step": name, **body}} for name, body in STEPS.items()}


async def the_own_records(request: Request) -> OwnRecords:
    """The desk for own records of this process."""
    own_records: OwnRecords = request.app.state.own_records
    return own_records


OwnRecordsDep = Annotated[OwnRecords, Depends(the_own_records)]


@router.post("", status_code=201, response_model=OwnAnswer)
async def submit(
    own_records: OwnRecordsDep,
    person: Person,
    key: RequiredKey,
    request: Annotated[NewOwnRecord, Body(openapi_examples={"counter": {"value": REQUEST}})],
) -> OwnAnswer:
    """Enter a request for correction and start its handling. The same key again gives the same answer."""
    return await own_records.register(person, key, request)


@router.get("", response_model=OwnRecordPage)
async def listing(
    own_records: OwnRecordsDep,
    person: Person,
    open: Annotated[bool, Query(description="the open ones, or the closed ones")] = True,  # noqa: A002 - its name
    state: OwnRecordState | None = None,
    after: Annotated[str | None, Query(max_length=300, description="cursor: `next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    as_table: WantedFormat = None,
) -> OwnRecordPage | Response:
    """The agency's requests: the open ones, the longest waiting first; or the closed ones, the latest arrived first."""
    wanted = OwnRecordFilter(open=open, state=state, after=place_of(after, date.fromisoformat), limit=limit)
    if as_table:

        async def read(start: str | None) -> OwnRecordPage:
            page = {"after": place_of(start or after, date.fromisoformat), "limit": PAGE}
            return await page_of_requests(own_records, person, wanted.model_copy(update=page))

        return await whole_list(own_records.desk, person, OWN_RECORDS, as_table, read)
    return await page_of_requests(own_records, person, wanted)


@router.get("/{own_record_id}")
async def one(own_records: OwnRecordsDep, person: Person, own_record_id: UUID) -> OwnRecordView:
    """One request with the person's own words, and its letters."""
    return await whole_request(own_records, person, own_record_id)


@router.get("/{own_record_id}/steps")
async def steps(own_records: OwnRecordsDep, person: Person, own_record_id: UUID) -> tuple[AvailableStep, ...]:
    """Every step: allowed now for this person, or refused and why."""
    return await steps_of_request(own_records, person, own_record_id)


@router.post("/{own_record_id}/steps", response_model=OwnAnswer)
async def take_step(
    own_records: OwnRecordsDep,
    person: Person,
    own_record_id: UUID,
    key: OptionalKey,
    step: Annotated[OwnStaffStep, Body(openapi_examples=_EXAMPLES)],
) -> OwnAnswer:
    """Take a step. Answered when it is on record; a refusal names code, article and sentence and changes nothing."""
    return await own_records.take_step(person, own_record_id, key, step)


@router.get("/{own_record_id}/events")
async def events(own_records: OwnRecordsDep, person: Person, own_record_id: UUID) -> list[OwnEventRecord]:
    """What happened, in order, each link with its hash."""
    row = await own_records.row(person, own_record_id)
    return await own_records.links(row.id)


@router.get("/{own_record_id}/chain")
async def chain(own_records: OwnRecordsDep, person: Person, own_record_id: UUID) -> ChainCheck:
    """Whether its record is sound: every link recalculated from what is stored."""
    return await chain_of_request(own_records, person, own_record_id)


@router.post("/{own_record_id}/documents", status_code=201, openapi_extra=_FORM)
async def upload(
    request: Request, own_records: OwnRecordsDep, person: Person, own_record_id: UUID, key: OptionalKey
) -> DocumentRow:
    """Store a paper of the request (form part ``file``), such as the evidence that was handed in."""
    return await upload_paper(own_records, person, own_record_id, key, FileUpload(request))


@router.get("/{own_record_id}/documents")
async def documents(own_records: OwnRecordsDep, person: Person, own_record_id: UUID) -> list[DocumentRow]:
    """All documents of the request, oldest first."""
    return await papers_of(own_records, person, own_record_id)
