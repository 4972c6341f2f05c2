"""Cases begun by the code of the previous release are finished by that of today: nothing lost, nothing doubled."""

from temporalio.client import Client

from activities.db.database import Database
from activities.db.migrate import upgrade
from api.own_records_upkeep import rebuild_own_records, verify_own_records
from api.upkeep import rebuild, verify_all
from schemas.settings import Settings
from schemas.vocabulary import State
from tests.conftest import serving, working
from tests.upgrade.cases import PHASES, HttpCase, begin, finish
from tests.upgrade.operator import build_of, make_current
from tests.upgrade.patient import PatientClient, connection
from tests.upgrade.previous import PreviousRelease
from worker.connection import connect
from worker.main import resources


async def test_cases_begun_before_the_upgrade_are_finished_after_it(
    previous: PreviousRelease, untouched: Settings, upgraded: Database
) -> None:
    tokens = await previous.sample(untouched)
    async with previous.running(untouched) as address, connection() as http:
        cases = await begin(PatientClient(http, tokens, (address,)))
    await upgrade(untouched.database_url.get_secret_value())
    async with working(await connect(untouched), untouched, upgraded), serving(untouched) as http:
        assert (await rebuild(upgraded), await rebuild_own_records(upgraded)) == (len(PHASES) - 1, 1)
        assert await faults(untouched) == []
        await finish(cases, PatientClient(http, tokens))
    await _all_closed(cases, untouched)


async def test_both_releases_work_on_one_queue_while_the_tasks_change_hands(
    previous: PreviousRelease, untouched: Settings, upgraded: Database
) -> None:
    """In the documented order: migrate, new workers, make them current, APIs; the old worker polls all the while."""
    tokens, client = await previous.sample(untouched), await connect(untouched)
    build = untouched.model_copy(update={"deployment": untouched.task_queue, "build_id": "today"})
    async with previous.running(untouched) as address, connection() as http:
        old_api = PatientClient(http, tokens, (address,))
        before = await begin(old_api)
        await upgrade(untouched.database_url.get_secret_value())
        async with working(client, build, upgraded):
            during = await begin(old_api)
            await _taken_by(client, "", during)
            await make_current(build)
            after = await begin(old_api)
            await _taken_by(client, "today", after)
            await finish(before, old_api)
            async with serving(untouched) as today:
                await finish(during, PatientClient(today, tokens))
                await finish(after, PatientClient(today, tokens))
            await rebuild(upgraded)
            await rebuild_own_records(upgraded)
    for cases in (before, during, after):
        await _all_closed(cases, untouched)


async def _taken_by(client: Client, build: str, cases: dict[str, HttpCase]) -> None:
    for case in cases.values():
        assert await build_of(client, case.workflow_id) == build


async def _all_closed(cases: dict[str, HttpCase], settings: Settings) -> None:
    assert {phase: case.state for phase, case in cases.items()} == dict.fromkeys(PHASES, State.CLOSED)
    assert await faults(settings) == []


async def faults(settings: Settings) -> list[tuple[str, str]]:
    """What ``daylight verify`` finds."""
    async with resources(settings) as (database, store, _):
        _, found = await verify_all(database, store)
        _, more = await verify_own_records(database, store)
    return [(fault.reference, fault.code) for fault in (*found, *more)]
