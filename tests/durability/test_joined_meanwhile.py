"""A case is joined into another while that one ends or writes to its applicant: one of the two sees what the other did.

Each step decides from what it read before. What it took for true is looked at again under a lock where it is recorded.
"""

import asyncio
from collections.abc import Awaitable
from uuid import UUID

import httpx
import pytest
from sqlalchemy import delete, text
from temporalio.exceptions import ApplicationError

from activities.db.cases import find_case
from activities.db.database import Database
from activities.db.events import read_chain
from activities.db.tables import cases
from activities.record import Recorder
from api.cli.setup import SAMPLE_AGENCY
from schemas.commands import EventBatch, Neighbours
from schemas.events import event_record
from schemas.settings import Settings
from tests.api.office import Json, Office, assert_problem
from tests.api.test_other_applications import OTHERWISE, TENDER, ask, text_of
from tests.durability.test_killed_worker import record_held_up
from tests.waiting import until_answered

_WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


async def until_waiting(database: Database, recorders: int, step: asyncio.Future[httpx.Response]) -> None:
    """Return when so many recording activities hang at a lock, or the last step is answered without."""

    async def hang() -> bool:
        async with database.reading() as connection:
            return step.done() or (await connection.execute(_WAITING)).scalar_one() >= recorders

    await until_answered(hang)


async def at_once(
    settings: Settings, database: Database, *steps: Awaitable[httpx.Response]
) -> tuple[httpx.Response, ...]:
    """The answers to steps of which each had decided before any of them was recorded; they record in this order."""
    async with record_held_up(settings):
        begun = []
        for n, step in enumerate(steps, 1):
            begun.append(asyncio.ensure_future(step))
            await until_waiting(database, n, begun[-1])
    return tuple(await asyncio.gather(*begun))


async def test_a_join_and_an_ending_of_the_same_moment_do_not_pass_each_other(
    api: httpx.AsyncClient, sample: dict[str, str], settings: Settings, database: Database
) -> None:
    office = Office(api, sample, settings, database)
    older, younger = await ask(office, TENDER), await ask(office, OTHERWISE)
    answers = await at_once(settings, database, join(office, younger, older), withdrawal(office, older))
    assert answers[0].status_code == 200, answers[0].text
    assert_problem(answers[1], 409, "joined_unanswered")

    third = await ask(office, TENDER)
    answers = await at_once(settings, database, withdrawal(office, older, "go_on"), withdrawal(office, third))
    assert [answer.status_code for answer in answers] == [200, 200]  # cases that do not touch each other go on

    fourth, fifth = await ask(office, TENDER), await ask(office, OTHERWISE)
    answers = await at_once(settings, database, withdrawal(office, fourth), join(office, fifth, fourth))
    assert answers[0].status_code == 200, answers[0].text
    assert_problem(answers[1], 409, "other_case_answered")
    assert "application_joined" not in await office.kinds(fifth)


async def test_what_is_joined_while_a_notice_is_written_is_quoted_in_it(
    api: httpx.AsyncClient, sample: dict[str, str], settings: Settings, database: Database
) -> None:
    office = Office(api, sample, settings, database)
    older, younger = await ask(office, TENDER), await ask(office, OTHERWISE)
    correction = {"step": "request_correction", "items": ["申请人的身份证明"]}
    answers = await at_once(settings, database, join(office, younger, older), posted(office, older, correction))
    assert [answer.status_code for answer in answers] == [200, 200]
    notice = next(
        one for one in await office.read(f"/api/applications/{older}/letters") if one["kind"] == "correction_notice"
    )
    assert OTHERWISE in await text_of(office, notice)


async def test_what_is_on_record_is_not_refused_for_what_came_after(
    api: httpx.AsyncClient, sample: dict[str, str], settings: Settings, database: Database
) -> None:
    """Committed, and its worker killed before it could say so: done again it is done once, even while the read model
    is made anew."""
    office = Office(api, sample, settings, database)
    case_id = UUID(await ask(office, TENDER))
    async with database.reading() as connection:
        last = event_record.validate_python((await read_chain(connection, case_id))[-1])
        row = await find_case(connection, SAMPLE_AGENCY.id, case_id)
    assert row is not None
    batch = EventBatch(records=(last,), row=row, neighbours=Neighbours(joined_here=7))
    async with database.transaction() as connection:
        await connection.execute(delete(cases).where(cases.c.case_id == case_id))
    assert (await Recorder(database).record_events(batch)).head == row.head

    another = last.model_copy(update={"seq": last.seq + 1})
    with pytest.raises(ApplicationError) as refused:
        await Recorder(database).record_events(batch.model_copy(update={"records": (another,)}))
    assert refused.value.type == "neighbours_moved"
    assert len(await office.events(str(case_id))) == last.seq


async def posted(office: Office, case_id: str, step: Json) -> httpx.Response:
    """A step as one sends it who has just looked at the case."""
    return await office.post_step(case_id, {**step, "expected_version": len(await office.events(case_id))})


async def join(office: Office, case_id: str, into: str) -> httpx.Response:
    return await posted(office, case_id, {"step": "join_application", "into": into})


async def withdrawal(office: Office, case_id: str, joined: str | None = None) -> httpx.Response:
    return await posted(office, case_id, {"step": "withdraw", "joined": joined})
