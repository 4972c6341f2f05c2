"""A case with two thousand documents and twenty thousand pages: paged lists, decisions in bulk, small payloads."""

import io
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any
from uuid import UUID, uuid5

import pikepdf
import pypdfium2
from temporalio.api.history.v1 import HistoryEvent

from activities.db.documents import find_document, put_documents
from activities.db.found import FoundFilter
from activities.db.readings import Reading, put_reading
from activities.intake import workflow_id
from activities.jobs.work import work_id
from api.release import release_of_case
from schemas.documents import DocumentRow
from schemas.pages import PageSize
from tests.harness import Clerk, World, person
from tests.paths_basic import in_hand

DOCUMENTS, PAGES, AT_ONCE = 2000, 10, 200
GIVEN = 5
"""Documents of which copies are really made here; all of them would take a quarter of an hour."""
MOST_BYTES = 100_000


async def test_two_thousand_documents_and_twenty_thousand_pages_stay_usable(world: World) -> None:
    clerk = await in_hand(world)
    found = await _uploaded(clerk)
    for some in _by(AT_ONCE, found):
        await clerk.step("record_search", description="检索档案管理系统", documents=some)
    await clerk.worked()
    withheld, given = found[GIVEN:], found[:GIVEN]
    reason = "".join(chr(0x4E00 + n * 37 % 0x5000) for n in range(1000))
    for some in _by(AT_ONCE, withheld):
        told: dict[str, Any] = {"result": "withhold", "grounds": ["internal_affairs"], "reason": reason}
        await clerk.step("propose_review", documents=some, **told)
        await clerk.step("confirm_review", "reviewer", documents=some, verdict="approve")
    await clerk.step("propose_review", documents=given, result="disclose")
    await clerk.step("confirm_review", "reviewer", documents=given, verdict="approve")
    await clerk.worked()
    items = [
        {"asked": "招标文件", "documents": given, "decision": {"outcome": "disclosed"}},
        {"asked": "内部材料", "documents": withheld, "decision": {"outcome": "refused", "reasons": reason}},
    ]
    await clerk.step("draft_reply", decision={"outcome": "several", "items": items, "main": 1})
    await clerk.sign()
    await clerk.step("issue_reply")
    await clerk.worked()
    await clerk.step("record_delivery", method="electronic", proof="发送回执", form="electronic")

    assert [number async for number in _listed(clerk)] == sorted(range(DOCUMENTS))
    await _assert_small_payloads(clerk)
    await _assert_letter_sums_up(clerk)
    release = await release_of_case(world.desk, person("handler"), clerk.case_id)
    assert (release.documents, release.pages, release.ready) == (GIVEN, GIVEN * PAGES, True)


async def _uploaded(clerk: Clerk) -> list[UUID]:
    """Rows of documents that are all the same ten pages, read already: two thousand processes would only say so."""
    blob = await clerk.world.store.put_bytes(_ten_pages())
    rows = [
        DocumentRow(
            id=uuid5(clerk.case_id, f"document/{number}"),
            agency_id=person("handler").agency_id,
            case_id=clerk.case_id,
            label=f"材料{number:04d}.pdf",
            origin="uploaded",
            stored_by=person("handler").staff_id,
            **blob.model_dump(),
        )
        for number in range(DOCUMENTS)
    ]
    pages = tuple(PageSize(number=number, width=595, height=842) for number in range(1, PAGES + 1))
    async with clerk.world.database.transaction() as connection:
        for some in _by(AT_ONCE, rows):
            await put_documents(connection, some)
        for row in rows:
            await put_reading(connection, Reading(document_id=row.id, working_id=row.id, pages=pages))
    return [row.id for row in rows]


async def _listed(clerk: Clerk) -> AsyncIterator[int]:
    """The numbers in the labels, page of the list by page of the list."""
    after = 0
    while True:
        wanted = FoundFilter(after=after, limit=AT_ONCE)
        page = await clerk.world.review.documents(person("handler"), clerk.case_id, wanted)
        assert len(page.items) <= AT_ONCE
        for item in page.items:
            yield int((item.label or "")[2:6])
        if page.next is None:
            return
        after = page.next


async def _assert_small_payloads(clerk: Clerk) -> None:
    """Nothing in any history of the case, in any of its runs, is larger than it may be."""
    runs = [run async for run in _runs(clerk, workflow_id(clerk.case_id))]
    assert len(runs) >= 2
    for events in (*runs, *[run async for run in _runs(clerk, work_id(clerk.case_id))]):
        assert max(event.ByteSize() for event in events) < MOST_BYTES


async def _runs(clerk: Clerk, name: str) -> AsyncIterator[list[HistoryEvent]]:
    """The history of each run of a workflow that continued itself, the last run first."""
    run_id: str | None = None
    while run_id != "":
        handle = clerk.world.environment.client.get_workflow_handle(name, run_id=run_id)
        events = [event async for event in handle.fetch_history_events()]
        yield events
        run_id = events[0].workflow_execution_started_event_attributes.continued_execution_run_id


async def _assert_letter_sums_up(clerk: Clerk) -> None:
    """The reply names kinds and numbers and stays short; the index that goes with it names each document."""
    letter = (await clerk.case()).letters[-1]
    async with clerk.world.database.reading() as connection:
        row = await find_document(connection, person("handler").agency_id, letter.pdf.document_id)
    assert row is not None
    content = b"".join([chunk async for chunk in clerk.world.store.read(row.sha256)])
    with pypdfium2.PdfDocument(content) as reply:
        text = "".join(page.get_textpage().get_text_bounded() for page in reply)
        assert len(reply) <= 4
    assert f"政府信息{GIVEN}份" in "".join(text.split())


def _ten_pages() -> bytes:
    file = pikepdf.Pdf.new()
    for _ in range(PAGES):
        file.add_blank_page(page_size=(595, 842))
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _by(size: int, items: Sequence[UUID] | Sequence[DocumentRow]) -> Iterator[list]:  # type: ignore[type-arg]
    for start in range(0, len(items), size):
        yield list(items[start : start + size])
