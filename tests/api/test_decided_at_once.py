"""Findings decided by several people at once: all of them are told, and marks and decisions agree."""

import asyncio
from uuid import UUID

import pytest
from sqlalchemy import text

from activities.db.database import AsyncConnection
from activities.db.page_reviews import hold_pages
from tests.api.office import Office
from tests.api.reviewing import REGISTER, under_review
from tests.waiting import until_answered

FREE = text("SELECT id FROM findings WHERE document_id = ANY(:documents) FOR UPDATE NOWAIT")
FREE_PAGES = text("SELECT document_id FROM document_readings WHERE document_id = :document FOR UPDATE NOWAIT")
BLOCKED = text("SELECT count(*) FROM pg_stat_activity WHERE :holder = ANY(pg_blocking_pids(pid))")


@pytest.mark.parametrize("accept", [True, False], ids=["accept", "reject"])
async def test_decisions_at_once_on_the_same_documents_all_succeed_and_no_mark_is_lost(
    office: Office, accept: bool
) -> None:
    case = await under_review(office, *[REGISTER] * 4)
    found = [(await case.page(document=n))["findings"] for n in range(4)]
    every = [finding["id"] for findings in found for finding in findings]
    for _ in range(3):
        answers = await asyncio.gather(
            case.decide(findings=every[::-1]),
            case.decide(findings=every, accept=accept),
            case.decide(all_undecided=True, documents=case.documents[::-1]),
            case.decide(findings=every[1::2] + every[::2]),
        )
        assert [answer.status_code for answer in answers] == [200] * 4
        for n in range(4):
            page = await case.page(document=n)
            accepted = [finding for finding in page["findings"] if finding["accepted"]]
            assert len(page["marks"]) == sum(len(finding["boxes"]) for finding in accepted)


async def test_a_decision_that_has_to_wait_holds_nothing_another_could_wait_for(office: Office) -> None:
    """It waits for the first of its documents; meanwhile findings and pages of the second are free."""
    case = await under_review(office, REGISTER, REGISTER)
    first, second = sorted(UUID(document) for document in case.documents)
    async with office.database.transaction() as other:
        await hold_pages(other, [first])
        waiting = asyncio.create_task(case.decide(all_undecided=True))

        async def blocked_or_answered() -> bool:
            return waiting.done() or await blocked(office, other)

        await until_answered(blocked_or_answered)
        assert not waiting.done()
        async with office.database.transaction() as connection:
            await connection.execute(FREE, {"documents": [first, second]})
            await connection.execute(FREE_PAGES, {"document": second})
    assert (await waiting).json()["pages"] == 2


async def blocked(office: Office, by: AsyncConnection) -> bool:
    """Whether anybody waits for what this connection holds."""
    holder = (await by.execute(text("SELECT pg_backend_pid()"))).scalar_one()
    async with office.database.reading() as connection:
        return bool((await connection.execute(BLOCKED, {"holder": holder})).scalar_one())
