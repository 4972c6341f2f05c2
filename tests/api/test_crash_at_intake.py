"""A crash between the commit of the application and the start of its case: the case is started, once."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy import text
from temporalio.testing import ActivityEnvironment

from activities.intake import Intake
from activities.vault import Vault
from api.cli.setup import SAMPLE_AGENCY
from api.desk import Desk
from schemas.applications import NewApplication
from schemas.commands import SweepRequest
from tests.api.office import Office, application
from tests.harness import person
from worker.connection import connect


async def entered(office: Office, key: str, age: timedelta) -> UUID:
    """The row as the desk commits it, and no more: the process died here. ``age`` ago."""
    keys = office.settings
    vault = Vault(keys.personal_data_keys.get_secret_value(), keys.lookup_key.get_secret_value())
    desk = Desk(office.database, None, vault, None)  # type: ignore[arg-type]
    given = NewApplication.model_validate(application())
    case_id = uuid5(SAMPLE_AGENCY.id, f"{keys.task_queue}/{key}")
    await desk.enter(SAMPLE_AGENCY.id, person("handler").actor, case_id, given)
    async with office.database.transaction() as connection:
        moment = {"at": datetime.now(UTC) - age}
        await connection.execute(text("UPDATE applications SET registered_at = :at"), moment)
    return case_id


async def sweep(office: Office) -> int:
    intake = Intake(office.database, await connect(office.settings), office.settings.task_queue)
    return (await ActivityEnvironment().run(intake.sweep_intake, SweepRequest())).started


async def test_the_sweeper_starts_what_a_crash_left_exactly_once(office: Office) -> None:
    case_id = await entered(office, "crashed", timedelta(minutes=2))
    assert (await office.read("/api/applications"))["items"] == []
    assert (await office.get(f"/api/applications/{case_id}")).status_code == 404
    assert sum(await asyncio.gather(sweep(office), sweep(office))) >= 1
    assert await sweep(office) == 0
    assert (await office.kinds(str(case_id))).count("application_registered") == 1
    again = await office.submit(key="crashed")
    assert (again.status_code, again.json()["case_id"]) == (201, str(case_id))
    assert len((await office.read("/api/applications"))["items"]) == 1


async def test_the_repeated_submission_starts_what_a_crash_left(office: Office) -> None:
    case_id = await entered(office, "crashed", timedelta(0))
    answers = await asyncio.gather(*(office.submit(key="crashed") for _ in range(3)))
    assert {(answer.status_code, answer.json()["case_id"]) for answer in answers} == {(201, str(case_id))}
    assert (await office.kinds(str(case_id))).count("application_registered") == 1
    assert await sweep(office) == 0


async def test_the_sweeper_leaves_alone_what_is_being_started_just_now(office: Office) -> None:
    await entered(office, "fresh", timedelta(0))
    assert await sweep(office) == 0
