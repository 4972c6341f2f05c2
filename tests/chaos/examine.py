"""Gathers what the audit looks at, and has every check made."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from temporalio.client import Client
from temporalio.service import RPCError

from activities.db.database import Database
from activities.db.events import read_chain
from activities.intake import workflow_id
from activities.store import DocumentStore
from api.answers import folded
from api.upkeep import verify_all
from schemas.commands import Snapshot
from schemas.events import event_record
from tests.chaos import audit
from tests.chaos.audit import Check
from tests.chaos.clerk import ANSWER_SECONDS, Clerk
from tests.chaos.drive import Ended
from tests.chaos.evidence import Evidence, gathered
from tests.chaos.ledger import Ledger
from tests.chaos.site import Site
from worker.connection import connect

AT_ONCE = 8
"""Cases whose workflow is asked at the same time."""
PAGE = "200"


async def examined(
    site: Site, store: DocumentStore, ledger: Ledger, ended: Sequence[Ended]
) -> tuple[Evidence, list[Check]]:
    """What is there now, and every check on it."""
    database = Database(site.settings.database_url.get_secret_value(), AT_ONCE)
    try:
        async with database.snapshot() as connection:
            found = await gathered(connection)
        checked, faults = await verify_all(database, store)
        return found, [
            audit.submissions(ledger, found),
            audit.steps(ledger, found),
            audit.chains(checked, faults),
            audit.read_models(checked, faults),
            await workflows_agree(await connect(site.settings), database, found),
            await notices_complete(site, ledger),
            audit.numbers(found),
            audit.documents(found, faults),
            audit.due_dates(ended, site.days, found),
            audit.scripts(ended, found),
            audit.postings(found, site.received.posts),
            audit.answers(ledger.troubles),
        ]
    finally:
        await database.close()


async def workflows_agree(client: Client, database: Database, found: Evidence) -> Check:
    """Every workflow holds the case that its events fold to, and the hash of the last of them."""
    waiting, wrong = iter(found.applications), list[str]()

    async def hand() -> None:
        for case_id in waiting:
            if said := await _disagreement(client, database, case_id):
                wrong.append(f"{case_id} {said}")

    await asyncio.gather(*(hand() for _ in range(AT_ONCE)))
    return Check(
        promise="fold of the events = state of the workflow", looked_at=len(found.applications), wrong=tuple(wrong)
    )


async def notices_complete(site: Site, ledger: Ledger) -> Check:
    """Every notice that events call for is in the ledger once, as ``daylight notices gaps`` finds."""
    wrong, owed, after = list[str](), 0, ""
    async with site.http(ANSWER_SECONDS) as http:
        clerk = Clerk(http, site.tokens, ledger, -1)
        while True:
            page = await clerk.get("/api/notices/gaps", "supervisor", limit=PAGE, **({"after": after} if after else {}))
            owed, after = owed + page["notices"], page["next"]
            wrong += [f"{gap['reference']} event {gap['seq']}: {gap['gap']}" for gap in page["gaps"]]
            if after is None:
                return Check(promise="every notice once in the ledger", looked_at=owed, wrong=tuple(wrong))


async def _disagreement(client: Client, database: Database, case_id: UUID) -> str | None:
    async with database.reading() as connection:
        records = [event_record.validate_python(link) for link in await read_chain(connection, case_id)]
    if not records:
        return "has no events"
    handle = client.get_workflow_handle(workflow_id(case_id))
    try:
        held: Snapshot = await handle.query("snapshot", result_type=Snapshot)
    except RPCError as failed:
        return f"workflow does not answer: {failed.status.name}"
    if held.head != records[-1].hash:
        return "another head"
    return None if held.case == folded(case_id, held.case.agency_id, records) else "another case"
