"""Everything the page of a request for correction of own records shows, from the functions of the API's routes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from api.console.cases.steps import Closed, by_reason
from api.console.cases.timeline import Entry
from api.console.own_records.telling import entries_of
from api.console.visit import Visit
from api.own_records import OwnRecords
from api.own_records_views import chain_of_request, papers_of, steps_of_request, whole_request
from api.sight import colleagues
from schemas.documents import DocumentRow
from schemas.own_records_api import OwnRecordView
from schemas.sight import ChainCheck


@dataclass(frozen=True, slots=True)
class RequestSheet:
    """One request as its page shows it. ``steps``: what this visitor can do now; ``papers``: what was uploaded."""

    view: OwnRecordView
    steps: tuple[str, ...]
    closed: tuple[Closed, ...]
    entries: tuple[Entry, ...]
    papers: tuple[DocumentRow, ...]
    chain: ChainCheck


async def sheet_of_request(own_records: OwnRecords, visit: Visit, own_record_id: UUID) -> RequestSheet:
    """The page of a request. Raises ``NotFound``."""
    person = visit.person
    view = await whole_request(own_records, person, own_record_id)
    steps = await steps_of_request(own_records, person, own_record_id)
    papers = await uploads_of(own_records, visit, own_record_id)
    return RequestSheet(
        view=view,
        steps=tuple(one.step for one in steps if one.allowed),
        closed=by_reason((one.step, one.refusal) for one in steps if one.refusal),
        entries=await history_of(own_records, visit, view, papers),
        papers=papers,
        chain=await chain_of_request(own_records, person, own_record_id),
    )


async def uploads_of(own_records: OwnRecords, visit: Visit, own_record_id: UUID) -> tuple[DocumentRow, ...]:
    """The papers that were uploaded; the forms of letters stand with the letters."""
    rows = await papers_of(own_records, visit.person, own_record_id)
    return tuple(row for row in rows if row.origin == "uploaded")


async def history_of(
    own_records: OwnRecords, visit: Visit, view: OwnRecordView, papers: Sequence[DocumentRow]
) -> tuple[Entry, ...]:
    """What happened, newest first."""
    links = await own_records.links(view.summary.id)
    staff = (await colleagues(own_records.desk, visit.person)).items
    names: Mapping[UUID, str] = {one.id: one.name for one in staff} | {row.id: row.label for row in papers}
    return entries_of(visit.language, view.record, links, names)
