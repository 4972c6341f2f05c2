"""A case is joined into another while that one ends or writes to its applicant: one of the two sees what the other did.

Each step decides from what it read before. What it took for true is looked at again under a lock where it is recorded.
"""

import asyncio
from collections.abc import Awaitable

import httpx
from sqlalchemy import text

from activities.db.database import Database
from schemas.settings import Settings
from tests.api.office import Json, Office, assert_problem
from tests.api.test_other_applications import OTHERWISE, TENDER, ask, text_of
from tests.durability.test_killed_worker import record_held_up

_WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


async def until_waiting(database: Database, recorders: int, step: asyncio.Future[httpx.Response]) -> None:
    """Return when so many recording activities hang at a lock, or the last step is answered without."""
    while not step.done():
        async with database.reading() as connection:
            if (await connection.execute(_WAITING)).scalar_one() >= recorders:
                return
        await asyncio.sleep(0)


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


async def posted(office: Office, case_id: str, step: Json) -> httpx.Response:
    """A step as one sends it who has just looked at the case."""
    return await office.post_step(case_id, {**step, "expected_version": len(await office.events(case_id))})


async def join(office: Office, case_id: str, into: str) -> httpx.Response:
    return await posted(office, case_id, {"step": "join_application", "into": into})


async def withdrawal(office: Office, case_id: str, joined: str | None = None) -> httpx.Response:
    return await posted(office, case_id, {"step": "withdraw", "joined": joined})
