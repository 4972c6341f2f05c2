"""What a case found, document by document: the read model beside the events, for paged lists and for the work."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import singledispatch
from uuid import UUID

from sqlalchemy import Select, bindparam, delete, select
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables_review import case_documents
from schemas import events as ev
from schemas import events_review as er
from schemas import events_search as es
from schemas.base import Recorded
from schemas.vocabulary import Ground, ReviewResult

PLACES = 1000
"""More than any one event finds, so that documents are ordered by event and place in it."""


class CaseDocumentRow(Recorded):
    """One row of ``case_documents``. ``n`` orders them as they were found; ``seq`` is the last event that was about it.

    ``result`` is null until confirmed; ``proposed`` is null when nothing lies for review.
    """

    document_id: UUID
    case_id: UUID
    n: int
    filed: bool = True
    note: str | None = None
    search: str | None = None
    proposed: ReviewResult | None = None
    proposed_grounds: tuple[Ground, ...] = ()
    proposed_reason: str | None = None
    proposed_by: UUID | None = None
    proposed_sheet: str | None = None
    result: ReviewResult | None = None
    grounds: tuple[Ground, ...] = ()
    reason: str | None = None
    reviewed_by: UUID | None = None
    sheet: str | None = None
    pages: int | None = None
    released: int = 0
    set_aside: bool = False
    seq: int


def found_by(case_id: UUID) -> Select[tuple[UUID]]:
    """The ids of what a case found and did not set aside, to be used within a statement."""
    return select(case_documents.c.document_id).where(case_documents.c.case_id == case_id, ~case_documents.c.set_aside)


Rows = Mapping[UUID, CaseDocumentRow]
_FIELDS = tuple(CaseDocumentRow.model_fields)
_COLUMNS = [case_documents.c[name] for name in _FIELDS]
_NOTHING_PROPOSED = {
    "proposed": None,
    "proposed_grounds": (),
    "proposed_reason": None,
    "proposed_by": None,
    "proposed_sheet": None,
}
_NOT_REVIEWED = {"result": None, "grounds": (), "reason": None, "reviewed_by": None, "sheet": None, "released": 0}


def _put() -> Insert:
    statement = insert(case_documents).values({name: bindparam(name) for name in _FIELDS})
    return statement.on_conflict_do_update(
        index_elements=[case_documents.c.document_id],
        set_={name: statement.excluded[name] for name in _FIELDS if name != "document_id"},
        where=case_documents.c.seq <= statement.excluded.seq,
    )


_PUT = _put()


async def project_documents(connection: AsyncConnection, records: Sequence[ev.EventRecord]) -> None:
    """Bring the rows to these events, which stand on record; doing it again changes nothing."""
    named = {document_id for record in records for document_id in about(record.event)}
    if not named:
        return
    standing = await connection.execute(select(*_COLUMNS).where(case_documents.c.document_id.in_(named)))
    rows = {row["document_id"]: CaseDocumentRow.model_validate(dict(row)) for row in standing.mappings()}
    changed = documents_after(records, rows)
    if changed:
        await connection.execute(_PUT, [row.model_dump() for row in changed.values()])


async def remake_documents(connection: AsyncConnection, records: Sequence[ev.EventRecord]) -> None:
    """Drop and remake the rows of one case from all its events."""
    await connection.execute(delete(case_documents).where(case_documents.c.case_id == records[0].case_id))
    await project_documents(connection, records)


async def rows_of(connection: AsyncConnection, case_id: UUID) -> dict[UUID, CaseDocumentRow]:
    """All rows of a case, for upkeep, in order."""
    found = await connection.execute(
        select(*_COLUMNS).where(case_documents.c.case_id == case_id).order_by(case_documents.c.n)
    )
    return {row["document_id"]: CaseDocumentRow.model_validate(dict(row)) for row in found.mappings()}


def documents_after(records: Iterable[ev.EventRecord], rows: Rows) -> dict[UUID, CaseDocumentRow]:
    """The rows after the events; events that a row has already seen are passed over."""
    after = dict(rows)
    for record in records:
        for row in _rows_after(record, after):
            standing = after.get(row.document_id)
            if standing is None or standing.seq < record.seq:
                after[row.document_id] = row
    return after


def _rows_after(record: ev.EventRecord, rows: Rows) -> Iterator[CaseDocumentRow]:
    if isinstance(record.event, ev.SearchRecorded | es.SearchAnswered):
        yield from _found(record, record.event)
        return
    for document_id in about(record.event):
        if document_id in rows:
            told = {**_told(record.event, rows[document_id]), "seq": record.seq}
            yield rows[document_id].model_copy(update=told)


def _found(record: ev.EventRecord, event: ev.SearchRecorded | es.SearchAnswered) -> Iterator[CaseDocumentRow]:
    search = event.id if isinstance(event, es.SearchAnswered) else None
    filed: list[tuple[UUID, str | None, int | None]] = [(ref.document_id, None, None) for ref in event.documents]
    kept: list[tuple[UUID, str | None, int | None]] = [(one.document_id, one.note, one.pages) for one in event.unfiled]
    for place, (document_id, note, pages) in enumerate([*filed, *kept]):
        yield CaseDocumentRow(
            document_id=document_id,
            case_id=record.case_id,
            n=record.seq * PLACES + place,
            filed=note is None,
            note=note,
            search=search,
            pages=pages,
            seq=record.seq,
        )


@singledispatch
def about(event: object) -> tuple[UUID, ...]:
    """The documents whose row an event changes."""
    return ()


@about.register(ev.SearchRecorded)
@about.register(es.SearchAnswered)
def _(event: ev.SearchRecorded | es.SearchAnswered) -> tuple[UUID, ...]:
    return (*(ref.document_id for ref in event.documents), *(one.document_id for one in event.unfiled))


@about.register
def _(event: ev.DocumentReviewed) -> tuple[UUID, ...]:
    return (event.document_id,)


@about.register
def _(event: er.ReviewProposed) -> tuple[UUID, ...]:
    return tuple(proposed.document_id for proposed in event.documents)


@about.register(er.ReviewConfirmed)
@about.register(er.ReviewReturned)
def _(event: er.ReviewConfirmed | er.ReviewReturned) -> tuple[UUID, ...]:
    return event.documents


@about.register
def _(event: er.DocumentSetAside) -> tuple[UUID, ...]:
    return (event.document_id,)


def _told(event: object, row: CaseDocumentRow) -> dict[str, object]:
    """What an event that is about a row changes in it."""
    match event:
        case ev.DocumentReviewed():
            reviewed = {"result": event.result, "grounds": event.grounds, "reason": event.reason}
            return {**_NOT_REVIEWED, **reviewed, "reviewed_by": event.by}
        case er.ReviewProposed():
            return {**_NOT_REVIEWED, **_proposed(event, row)}
        case er.ReviewConfirmed():
            return {**_NOTHING_PROPOSED, **_confirmed(row), "reviewed_by": event.by}
        case er.ReviewReturned():
            return {**_NOTHING_PROPOSED, "released": 0}
        case er.DocumentSetAside():
            return {**_NOTHING_PROPOSED, **_NOT_REVIEWED, "set_aside": True, "reason": event.reason}
    raise TypeError(f"no way to project {type(event).__name__}")


def _proposed(event: er.ReviewProposed, row: CaseDocumentRow) -> dict[str, object]:
    """Of what was not filed, the pages stay those that were told when it was found."""
    one = next(one for one in event.documents if one.document_id == row.document_id)
    return {
        "proposed": one.result,
        "proposed_grounds": one.grounds,
        "proposed_reason": event.reason,
        "proposed_by": event.by,
        "proposed_sheet": one.sheet,
        "pages": row.pages if one.pages is None else one.pages,
        "released": one.released,
    }


def _confirmed(row: CaseDocumentRow) -> dict[str, object]:
    return {
        "result": row.proposed,
        "grounds": row.proposed_grounds,
        "reason": row.proposed_reason,
        "sheet": row.proposed_sheet,
    }
