"""Temporal has lost everything: every open case goes on from its events, under the same clock."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from activities.intake import workflow_id
from api.upkeep import verify_all
from schemas.commands import Snapshot
from schemas.errors import InvalidInput
from schemas.restarting import NotStarted, Restarted
from schemas.steps import staff_step
from schemas.vocabulary import State
from tests.harness import Clerk, World, person
from tests.moving.conftest import Elsewhere
from tests.paths_basic import SPRING, already_public, awaiting_correction, in_hand
from tests.paths_consultation import asked
from tests.workflows.test_own_records import Officer, office_of, request_of
from worker.restarting import Restarter

Path = Callable[[World], Awaitable[Clerk]]
Answer = dict[str, str]


def restarter(world: World, *, replace: bool = False) -> Restarter:
    client, queue = world.environment.client, world.settings.task_queue
    return Restarter(world.database, client, queue, replace=replace)


def moved(clerk: Clerk, world: World) -> Clerk:
    return Clerk(world, clerk.case_id, clerk.last)


async def consulting(world: World) -> Clerk:
    clerk = (await asked(world))[0]
    await clerk.step("record_consultation_delivery", consultation="c1", method="post", proof="EMS 003")
    return clerk


async def contested(world: World) -> Clerk:
    clerk = await already_public(world)
    await clerk.step("record_remedy", instance="reconsideration", body="示例市人民政府")
    await clerk.step("set_remedy_date", remedy="m1", what="response", due_on=SPRING + timedelta(days=14))
    return clerk


async def overdue(world: World) -> Clerk:
    clerk = await world.register(arrived_on=SPRING - timedelta(days=31))
    await clerk.step("accept")
    return clerk


async def held(clerk: Clerk) -> tuple[Snapshot, date | None]:
    """What the workflow holds, and the due date."""
    client = clerk.world.environment.client
    handle = client.get_workflow_handle(workflow_id(clerk.case_id))
    snapshot = await handle.query("snapshot", result_type=Snapshot)
    return snapshot, (await clerk.world.desk.row(person("handler"), clerk.case_id)).due_on


LIVES: tuple[tuple[Path, str, Answer], ...] = (
    (awaiting_correction, "correction_lapsed", {"step": "confirm_abandonment", "finding": "两次电话联系。"}),
    (consulting, "consultation_lapsed", {"step": "withdraw"}),
    (contested, "escalation_fell", {"step": "keep_remedy_date", "which": "m1d1"}),
    (overdue, "escalation_fell", {"step": "assign", "handler": str(person("handler2").staff_id)}),
)
"""How a case stood when Temporal was lost, what its clock says afterwards, and a step that is taken then."""


async def test_cases_go_on_from_their_events_as_if_nothing_had_been_lost(world: World, elsewhere: Elsewhere) -> None:
    clerks = [await path(world) for path, _, _ in LIVES]
    before = [await held(clerk) for clerk in clerks]
    known = [len(await clerk.kinds()) for clerk in clerks]
    async with elsewhere() as fresh:
        assert await restarter(fresh).restart_all() == Restarted(started=len(LIVES))
        assert await restarter(fresh).restart_all() == Restarted(running=len(LIVES))
        clerks = [moved(clerk, fresh) for clerk in clerks]
        assert [await held(clerk) for clerk in clerks] == before
        await fresh.go_to(SPRING + timedelta(days=45))
        for clerk, (_, rung, step), seen in zip(clerks, LIVES, known, strict=True):
            await clerk.refresh()
            assert rung in (await clerk.kinds())[seen:]
            await clerk.step(step["step"], **{name: told for name, told in step.items() if name != "step"})
        assert (await verify_all(fresh.database, fresh.store))[1] == []


async def test_a_repeated_command_gets_the_answer_it_had(world: World, elsewhere: Elsewhere) -> None:
    clerk = await awaiting_correction(world)
    step = staff_step.validate_python(
        {"step": "receive_correction", "expected_version": clerk.last.version, "content": "申请公开幸福里项目文件。"}
    )
    other = step.model_copy(update={"content": "另一项申请。"})
    told = await world.desk.take_step(person("handler"), clerk.case_id, "answered", step)
    async with elsewhere() as fresh:
        await restarter(fresh).restart_all()
        assert await fresh.desk.take_step(person("handler"), clerk.case_id, "answered", step) == told
        assert len(await moved(clerk, fresh).events()) == told.version
        with pytest.raises(InvalidInput, match="idempotency_key_reused"):
            await fresh.desk.take_step(person("handler"), clerk.case_id, "answered", other)


async def test_a_request_for_correction_of_own_records_goes_on_too(world: World, elsewhere: Elsewhere) -> None:
    office = office_of(world)
    registered = await office.register(person("handler"), "own", request_of())
    officer = Officer(world, office, registered)
    examined = await officer.step("examine", key="examined", found="调阅登记原件。")
    async with elsewhere() as fresh:
        assert await restarter(fresh).restart_all() == Restarted(started=1)
        again = Officer(fresh, office_of(fresh), registered)
        assert await again.step("examine", key="examined", found="调阅登记原件。") == examined
        await again.step("propose", decision={"outcome": "not_corrected", "reasons": "经核对，记录与登记一致。"})
        assert (await again.kinds())[-1] == "decision_proposed"


async def test_a_case_that_lives_is_not_begun_a_second_time_unless_the_record_is_to_count(world: World) -> None:
    clerk = await in_hand(world)
    run = await _run(world, clerk.case_id)
    assert await restarter(world).restart_all() == Restarted(running=1)
    assert await _run(world, clerk.case_id) == run
    assert await restarter(world, replace=True).restart_all() == Restarted(started=1)
    assert await _run(world, clerk.case_id) != run
    await clerk.step("withdraw")
    assert clerk.last.state is State.ARCHIVED
    assert await restarter(world).restart_all() == Restarted()


async def test_a_chain_that_is_not_sound_is_named_and_left_alone(world: World, elsewhere: Elsewhere) -> None:
    sound, broken = await in_hand(world), await in_hand(world)
    async with world.database.transaction() as connection:
        await connection.execute(text("ALTER TABLE case_events DISABLE TRIGGER USER"))
        this = {"case_id": broken.case_id}
        await connection.execute(text("DELETE FROM case_events WHERE case_id = :case_id AND seq = 2"), this)
    async with elsewhere() as fresh:
        done = await restarter(fresh).restart_all()
        assert done == Restarted(started=1, not_started=(NotStarted(id=broken.case_id, code="chain_not_sound"),))
        await moved(sound, fresh).step("withdraw")


async def _run(world: World, case_id: UUID) -> str:
    described = await world.environment.client.get_workflow_handle(f"application/{case_id}").describe()
    return described.run_id
