"""Reading requests for correction of own records, and the papers that belong to them."""

from datetime import date
from uuid import UUID, uuid5

from activities.db.documents import documents_of, find_document
from activities.db.own_records import (
    OwnRecordFilter,
    find_own_row,
    list_own_records,
    open_claim,
    put_own_documents,
    read_own_links,
)
from api.chain_check import checked
from api.cursors import cursor_to
from api.own_records import OwnRecords
from api.receiving import received
from api.uploads import FileUpload
from schemas.api import AvailableStep, LetterView
from schemas.documents import DocumentRow
from schemas.errors import InvalidInput, NotAllowed, StepRefused
from schemas.letters import LetterRef
from schemas.messages import problem_of
from schemas.own_records import OwnRecordRow, OwnRecordState
from schemas.own_records_api import OwnRecordPage, OwnRecordSummary, OwnRecordView
from schemas.people import SignedIn
from schemas.sight import ChainCheck
from workflows.own_records_rules import HANDLING, Act, available_steps


async def page_of_requests(own_records: OwnRecords, person: SignedIn, wanted: OwnRecordFilter) -> OwnRecordPage:
    """One page of the agency's requests: the open ones the longest waiting first, or the closed ones."""
    desk = own_records.desk
    today = await desk.today(person.agency_id)
    async with desk.database.reading() as connection:
        found = await list_own_records(connection, person.agency_id, wanted)
    shown = found[: wanted.limit]
    more = cursor_to(shown[-1].arrived_on, shown[-1].id) if len(found) > wanted.limit else None
    return OwnRecordPage(items=tuple(_summary(row, today) for row in shown), next=more)


async def whole_request(own_records: OwnRecords, person: SignedIn, own_record_id: UUID) -> OwnRecordView:
    """One request with the person's own words opened. Raises ``NotFound``."""
    desk, row = own_records.desk, await own_records.row(person, own_record_id)
    record = await own_records.record(row)
    async with desk.database.reading() as connection:
        claim = await open_claim(connection, row.id, desk.vault)
    return OwnRecordView(
        summary=_summary(row, await desk.today(row.agency_id)),
        record=record,
        request=claim,
        letters=tuple(_letter(letter) for letter in record.letters),
    )


async def steps_of_request(own_records: OwnRecords, person: SignedIn, own_record_id: UUID) -> tuple[AvailableStep, ...]:
    """Every step, allowed or refused and why, by the guards that decide."""
    row = await own_records.row(person, own_record_id)
    act = Act(person.actor, await own_records.desk.today(row.agency_id))
    return tuple(
        AvailableStep(step=step, allowed=refusal is None, refusal=problem_of(refusal) if refusal else None)
        for step, refusal in available_steps(await own_records.record(row), act).items()
    )


async def chain_of_request(own_records: OwnRecords, person: SignedIn, own_record_id: UUID) -> ChainCheck:
    """The record of a request, link by link, and the hash of the last. Raises ``NotFound``."""
    row = await own_records.row(person, own_record_id)
    async with own_records.desk.database.reading() as connection:
        return checked(await read_own_links(connection, row.id), row.head)


async def upload_paper(
    own_records: OwnRecords, person: SignedIn, own_record_id: UUID, key: str, upload: FileUpload
) -> DocumentRow:
    """Store a paper of an open request; the same key gives the same document. Bytes first, then the row."""
    if not HANDLING & set(person.roles):
        raise NotAllowed("role_not_permitted")
    _refuse_closed(await own_records.row(person, own_record_id))
    label, blob = await received(own_records.desk, upload)
    row = DocumentRow(
        id=uuid5(own_record_id, f"upload/{key}"),
        agency_id=person.agency_id,
        case_id=own_record_id,
        label=label,
        origin="uploaded",
        stored_by=person.staff_id,
        **blob.model_dump(),
    )
    async with own_records.desk.database.transaction() as connection:
        _refuse_closed(await find_own_row(connection, person.agency_id, own_record_id))
        await put_own_documents(connection, [row])
        standing = await find_document(connection, person.agency_id, row.id)
    if standing is None or standing.sha256 != row.sha256:
        raise InvalidInput("idempotency_key_reused", field="Idempotency-Key")
    return standing


async def papers_of(own_records: OwnRecords, person: SignedIn, own_record_id: UUID) -> list[DocumentRow]:
    """All documents of a request, letters' forms included. Raises ``NotFound``."""
    row = await own_records.row(person, own_record_id)
    async with own_records.desk.database.reading() as connection:
        return await documents_of(connection, row.agency_id, row.id)


def _refuse_closed(row: OwnRecordRow | None) -> None:
    if row is None or row.state is OwnRecordState.CLOSED:
        raise StepRefused("case_closed")


def _summary(row: OwnRecordRow, today: date) -> OwnRecordSummary:
    days_open = None if row.closed_on else (today - row.arrived_on).days
    return OwnRecordSummary(**row.model_dump(), days_open=days_open)


def _letter(letter: LetterRef) -> LetterView:
    return LetterView(
        letter_id=letter.letter_id,
        kind=letter.kind,
        number=letter.number,
        dated=letter.dated,
        pdf=f"/api/letters/{letter.letter_id}.pdf",
        docx=f"/api/letters/{letter.letter_id}.docx",
    )
