"""The list of what a case found is a projection: the same however often, and after whatever, events are written."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from activities.db.case_documents import CaseDocumentRow, documents_after, project_documents, remake_documents, rows_of
from activities.db.database import Database
from activities.db.findings import decide_findings, findings_on, put_findings
from activities.db.found import released_rows, reviewed_rows, states_of
from activities.db.jobs import queue_work
from activities.db.page_reviews import PageRow, put_pages
from activities.vault import Vault
from api.upkeep import rebuild
from schemas.events import EventRecord
from schemas.events_search import UnfiledFound
from schemas.pages import Box, Found, PersonalKind
from schemas.review import DocumentState, FindingsDecision
from schemas.steps_review import SetAsideDocument
from schemas.steps_search import AnswerSearch, RequestSearch, Unfiled
from schemas.vocabulary import Ground, ReviewResult, Verdict
from tests.case.builders import CONTRACT, HANDLER, MINUTES, TENDER, Script, review, search
from tests.case.builders import in_hand as begun
from tests.case.two_persons import BOX, MARK, D, P, U, W, agreed, confirm, found, propose
from tests.db.conftest import Archive
from tests.harness import TEST_KEYS

DAY = "2026-05-11"
SECRET = Unfiled(note="密件登记2026-003号", pages=12)


def handled() -> Script:
    """Found by the office and by a department, proposed, confirmed, sent back, set aside, found and proposed again."""
    script = found(TENDER, CONTRACT, unfiled=(SECRET,))
    script.take(DAY, HANDLER, RequestSearch, departments=["规划科"], sought="合同", due_on="2026-05-15")
    answered: dict[str, Any] = {"searched_by": "科长", "how": "查阅了档案", "unfiled": [{"note": "密件登记2026-004号"}]}
    script.take(DAY, HANDLER, AnswerSearch, search="s1", **answered)
    propose(script, DAY, TENDER, CONTRACT)
    confirm(script, DAY, TENDER, CONTRACT, verdict=Verdict.RETURN, comment="第三页")
    script.take(DAY, HANDLER, SetAsideDocument, document=TENDER.document_id, reason="误列")
    search(script, DAY, MINUTES)
    search(script, DAY, TENDER)
    agreed(script, DAY, CONTRACT, TENDER, MINUTES)
    propose(script, DAY, MINUTES, result=U)
    secrets = [one.document_id for one in script.case.documents if not one.filed]
    said: dict[str, Any] = {"documents": secrets, "result": W, "grounds": [Ground.STATE_SECRET]}
    return propose(script, DAY, **said)


HANDLED = handled()
ONE_PERSON = review(search(begun(), DAY, TENDER, MINUTES), DAY, TENDER, D)
BATCHES = [[record] for record in HANDLED.records]


def after(*batches: Sequence[EventRecord]) -> dict[UUID, CaseDocumentRow]:
    rows: dict[UUID, CaseDocumentRow] = {}
    for batch in batches:
        rows = documents_after(batch, rows)
    return rows


def told(row: CaseDocumentRow) -> tuple[Any, ...]:
    return row.filed, row.proposed, row.result, row.released, row.pages, row.set_aside


def test_the_list_tells_what_became_of_each_document() -> None:
    rows = after(HANDLED.records)
    secret, other = (one.document_id for one in HANDLED.case.documents if not one.filed)
    assert {document_id: told(row) for document_id, row in rows.items()} == {
        TENDER.document_id: (True, None, D, 2, 2, False),
        CONTRACT.document_id: (True, None, P, 2, 3, False),
        MINUTES.document_id: (True, U, None, 0, 1, False),
        secret: (False, W, None, 0, 12, False),
        other: (False, W, None, 0, None, False),
    }
    assert (rows[secret].search, rows[other].search) == (None, "s1")
    assert [row.document_id for row in sorted(rows.values(), key=lambda row: row.n)] == [
        one.document_id for one in HANDLED.case.documents
    ]


def test_what_is_set_aside_stays_in_the_list_with_the_reason() -> None:
    until = next(n for n, record in enumerate(HANDLED.records, 1) if record.event.kind == "document_set_aside")
    row = after(HANDLED.records[:until])[TENDER.document_id]
    assert (row.set_aside, row.reason, row.result, row.sheet, row.released) == (True, "误列", None, None, 0)


def test_one_person_s_review_is_listed_too() -> None:
    rows = after(ONE_PERSON.records)
    assert [(row.result, row.sheet, row.released) for row in rows.values()] == [(D, None, 0), (None, None, 0)]


@given(st.lists(st.tuples(st.integers(0, len(BATCHES) - 1), st.integers(1, 6)), max_size=6))
def test_old_events_written_again_at_any_moment_change_nothing(again: list[tuple[int, int]]) -> None:
    """Each batch once in order, and in between and at the end any older ones anew."""
    rows: dict[UUID, CaseDocumentRow] = {}
    for place, batch in enumerate(BATCHES):
        rows = documents_after(batch, rows)
        for start, many in again:
            if start <= place:
                rows = after_again(rows, BATCHES[start : min(start + many, place + 1)])
    assert rows == after(HANDLED.records)


def after_again(rows: dict[UUID, CaseDocumentRow], batches: list[list[EventRecord]]) -> dict[UUID, CaseDocumentRow]:
    for batch in batches:
        rows = documents_after(batch, rows)
    return rows


async def open_case(archive: Archive) -> tuple[UUID, UUID]:
    """The case just received, which found nothing yet; and its agency."""
    async with archive.database.reading() as connection:
        statement = text("SELECT case_id, agency_id FROM cases WHERE case_id <> :closed")
        row = (await connection.execute(statement, {"closed": archive.case_id})).one()
        return row.case_id, row.agency_id


def laid_to(case_id: UUID, script: Script) -> list[EventRecord]:
    return [record.model_copy(update={"case_id": case_id}) for record in script.records]


async def write(database: Database, *batches: Sequence[EventRecord]) -> None:
    for batch in batches:
        async with database.transaction() as connection:
            await project_documents(connection, batch)


async def test_the_table_is_what_the_events_make_of_it(archive: Archive) -> None:
    case_id, _ = await open_case(archive)
    records = laid_to(case_id, HANDLED)
    await write(archive.database, *([record] for record in records))
    before = await archive.rows("case_documents")
    async with archive.database.reading() as connection:
        assert await rows_of(connection, case_id) == documents_after(records, {})
    await write(archive.database, records, records[::-1], records[3:9], records[:4], [records[-1]])
    assert await archive.rows("case_documents") == before


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM case_documents WHERE case_id = :case",
        "UPDATE case_documents SET result = 'withhold', released = 0, seq = 99 WHERE case_id = :case",
        "UPDATE case_documents SET sheet = NULL, seq = 0 WHERE case_id = :case",
    ],
)
async def test_the_table_comes_back_identical_from_the_events(archive: Archive, damage: str) -> None:
    before = await archive.rows("case_documents")
    assert before
    await archive.tamper(damage)
    assert await archive.faults() == [("read_model_differs", None)]
    await rebuild(archive.database)
    assert await archive.rows("case_documents") == before
    assert await archive.faults() == []


async def test_remaking_one_case_leaves_the_others_alone(archive: Archive) -> None:
    case_id, _ = await open_case(archive)
    records = laid_to(case_id, HANDLED)
    await write(archive.database, records)
    before = await archive.rows("case_documents")
    await archive.tamper("UPDATE case_documents SET n = n + 1000000, set_aside = true WHERE case_id <> :case")
    async with archive.database.transaction() as connection:
        await remake_documents(connection, records)
    assert await archive.rows("case_documents") == before


async def test_given_out_is_what_is_confirmed_and_neither_withheld_nor_set_aside(archive: Archive) -> None:
    case_id, _ = await open_case(archive)
    script = propose(agreed(found(TENDER, CONTRACT, MINUTES), DAY, TENDER, MINUTES), DAY, CONTRACT)
    await write(archive.database, laid_to(case_id, script))
    async with archive.database.reading() as connection:
        assert [row.document_id for row in await released_rows(connection, case_id)] == [TENDER.document_id]
        reviewed = [row.document_id for row in await reviewed_rows(connection, case_id)]
    assert reviewed == [TENDER.document_id, MINUTES.document_id]


async def jobs(archive: Archive, case_id: UUID) -> list[tuple[str, UUID | None]]:
    async with archive.database.reading() as connection:
        statement = text("SELECT kind, document_id FROM document_jobs WHERE case_id = :case ORDER BY n")
        return [(row.kind, row.document_id) for row in await connection.execute(statement, {"case": case_id})]


async def test_work_is_entered_once_for_what_was_found_and_for_what_is_given_out(archive: Archive) -> None:
    case_id, agency_id = await open_case(archive)
    records = laid_to(case_id, agreed(found(TENDER, MINUTES, unfiled=(SECRET,)), DAY, TENDER, MINUTES))
    for batch in (*([record] for record in records), records, records[-1:]):
        async with archive.database.transaction() as connection:
            await project_documents(connection, batch)
            await queue_work(connection, agency_id, batch)
    assert await jobs(archive, case_id) == [
        ("read", TENDER.document_id),
        ("read", MINUTES.document_id),
        ("release", TENDER.document_id),
    ]


NUMBER = Found(page=1, kind=PersonalKind.MOBILE, boxes=(BOX,), text="13912345678", confidence=0.9)
OUTSIDE = NUMBER.model_copy(update={"boxes": (Box(x0=5000, y0=0, x1=5100, y1=12),), "text": "13912345679"})


async def state_of(archive: Archive, document_id: UUID) -> DocumentState:
    async with archive.database.reading() as connection:
        (state,) = await states_of(connection, archive.case_id, [document_id])
        return state


async def test_what_a_finding_says_is_not_kept(archive: Archive) -> None:
    vault = Vault(TEST_KEYS["personal_data_keys"], TEST_KEYS["lookup_key"])
    async with archive.database.transaction() as connection:
        await put_findings(connection, vault, archive.case_id, UUID(archive.document["id"]), [NUMBER])
    (kept,) = await archive.rows("findings")
    assert NUMBER.text not in str(kept)
    assert vault.lookup(NUMBER.text) in kept
    assert not [value for value in kept if isinstance(value, bytes)]  # nothing that a key could open again


async def test_an_accepted_finding_is_remembered_even_when_its_mark_is_gone(archive: Archive) -> None:
    """Whoever takes a mark away again, by whatever way, cannot give the page out before he has rejected the finding."""
    document_id = UUID(archive.document["id"])
    vault = Vault(TEST_KEYS["personal_data_keys"], TEST_KEYS["lookup_key"])
    by = UUID(int=1)
    async with archive.database.transaction() as connection:
        await put_findings(connection, vault, archive.case_id, document_id, [NUMBER, OUTSIDE])
        first, outside = (await findings_on(connection, document_id, 1, 1))[1]
    state = await state_of(archive, document_id)
    assert (state.undecided, state.accepted) == (frozenset({1}), {})
    accepting = FindingsDecision(accept=True, findings=(first.id, outside.id))
    async with archive.database.transaction() as connection:
        await decide_findings(connection, archive.case_id, accepting, by)
        row = PageRow(document_id=document_id, page=1, marks=(MARK,))
        await put_pages(connection, [row], by)
        await put_pages(connection, [row.model_copy(update={"result": ReviewResult.DISCLOSE, "marks": ()})], by)
    state = await state_of(archive, document_id)
    assert (state.undecided, state.accepted) == (frozenset(), {1: (BOX,)})
    async with archive.database.transaction() as connection:
        rejecting = FindingsDecision(accept=False, findings=(first.id,))
        await decide_findings(connection, archive.case_id, rejecting, by)
    assert (await state_of(archive, document_id)).accepted == {}


def test_of_what_was_not_filed_the_pages_told_at_the_search_are_kept() -> None:
    script = found(unfiled=(SECRET,))
    (kept,) = (one.document_id for one in script.case.documents)
    assert script.case.own_searches[0].unfiled == (UnfiledFound(document_id=kept, note=SECRET.note, pages=12),)
    propose(script, DAY, documents=[kept], result=U)
    row = after(script.records)[kept]
    assert (row.proposed, row.pages, row.note) == (U, 12, SECRET.note)
