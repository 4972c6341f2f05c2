"""The process that takes cases over is killed: nothing is lost or doubled, and what sleeps is found and begun."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text
from temporalio.client import Client

from activities.db.database import Database
from activities.db.standing import GRACE, count_unstarted
from activities.store import DocumentStore
from api.cli.setup import SAMPLE_AGENCY
from api.moving.importing import IN_ONE_TRANSACTION
from api.upkeep import verify_all
from schemas.commands import SweepRequest, Swept
from schemas.settings import Settings
from tests.api.office import Office, today
from tests.db.blocked import until_blocked
from tests.moving.files import csv_of, row
from tests.moving.processes import api_process, committed, killed, silence
from tests.moving.test_importing import cases, sent, told, working_days_ago
from worker.connection import connect
from worker.embedded.ports import LOOPBACK

FIRST = csv_of(*(row(n, working_days_ago(12)) for n in range(500, 503)))
OURS = f"{SAMPLE_AGENCY.code}申〔{today().year}〕7号"
"""Where a number of our own form is taken over the counter of ours is moved on: a place to be held up at."""
HELD_UP_AT = IN_ONE_TRANSACTION + 3
ROWS = IN_ONE_TRANSACTION + 5
SECOND = csv_of(
    *({**row(600 + n, working_days_ago(12)), **({"own_number": OURS} if n == HELD_UP_AT else {})} for n in range(ROWS))
)


@pytest.fixture
def office(api: httpx.AsyncClient, sample: dict[str, str], settings: Settings, database: Database) -> Office:
    return Office(api, sample, settings, database)


@asynccontextmanager
async def counter_held(database: Database) -> AsyncIterator[None]:
    """Nobody can move the counter of references on meanwhile."""
    row_of_it = {"agency": SAMPLE_AGENCY.id, "year": today().year}
    async with database.transaction() as connection:
        made = "INSERT INTO counters (agency_id, name, year, last) VALUES (:agency, 'application', :year, 1)"
        await connection.execute(text(made), row_of_it)
    async with database.transaction() as connection:
        held = "SELECT last FROM counters WHERE agency_id = :agency AND year = :year FOR UPDATE"
        await connection.execute(text(held), row_of_it)
        yield


async def unstarted(database: Database) -> int:
    """What the metric says when the grace is over."""
    async with database.reading() as connection:
        later = datetime.now(UTC) + GRACE + timedelta(seconds=1)
        return await count_unstarted(connection, [SAMPLE_AGENCY.id], later)


async def swept(client: Client, settings: Settings) -> Swept:
    """The sweeper as its schedule starts it, only sooner."""
    asked = SweepRequest(older_than_seconds=0)
    found: Swept = await client.execute_workflow(
        "IntakeSweep", asked, id=f"sweep/{uuid4()}", task_queue=settings.task_queue, result_type=Swept
    )
    return found


async def between_record_and_start(office: Office) -> None:
    """Killed while it waits for Temporal, which was to begin what is on record."""
    async with silence() as (port, called):
        away = office.settings.model_copy(update={"temporal_address": f"{LOOPBACK}:{port}"})
        async with api_process(away) as (process, http):
            asked = asyncio.ensure_future(sent(replace(office, http=http), FIRST, dry_run=False))
            await asyncio.gather(committed(office.database, "applications", 3), called.wait())
            await killed(process)
            with pytest.raises(httpx.TransportError):
                await asked


async def in_the_middle_of_the_record(office: Office) -> None:
    """Killed in its second transaction."""
    async with api_process(office.settings) as (process, http), counter_held(office.database):
        asked = asyncio.ensure_future(sent(replace(office, http=http), SECOND, dry_run=False))
        await until_blocked(office.database)
        await killed(process)
        with pytest.raises(httpx.TransportError):
            await asked


async def test_what_a_killed_import_left_is_begun_by_itself_and_the_rest_by_the_same_file(office: Office) -> None:
    client = await connect(office.settings)
    await between_record_and_start(office)
    assert await unstarted(office.database) == len(await cases(office)) == 3
    assert await swept(client, office.settings) == Swept(started=3)
    assert await unstarted(office.database) == 0

    await in_the_middle_of_the_record(office)
    assert await unstarted(office.database) == len(await cases(office)) - 3 == IN_ONE_TRANSACTION
    done = await told(office, SECOND, dry_run=False)
    assert (done["new"], done["standing"], done["faults"]) == (ROWS - IN_ONE_TRANSACTION, IN_ONE_TRANSACTION, [])
    assert done["started"]["started"] == ROWS
    assert await unstarted(office.database) == 0
    assert await swept(client, office.settings) == Swept(started=0)
    again = await told(office, FIRST, dry_run=False)
    assert (again["new"], again["standing"], again["started"]["running"]) == (0, 3, 3)

    found = await cases(office)
    assert len(found) == ROWS + 3
    await office.step(found[OURS]["case_id"], "record_search", description="检索档案管理系统")
    store = DocumentStore.open(office.settings.documents_url, office.settings.max_upload_bytes)
    assert (await verify_all(office.database, store))[1] == []
