"""The activity that opens the cases of the parts an application was split into."""

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection
from temporalio import activity
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import WorkflowAlreadyStartedError

from activities.db.applications import enter_part
from activities.db.calendars import calendar_of
from activities.db.database import Database
from activities.db.people import find_agency
from activities.intake import Intake
from activities.vault import Vault
from schemas.applications import ApplicationRow
from schemas.commands import PartsOpened, PartsOrder
from schemas.events import Part

log = structlog.get_logger(__name__)


class Parts:
    """Each part is an application of its own: same applicant, channel and days, its own number. Done twice, once."""

    def __init__(self, database: Database, vault: Vault, intake: Intake) -> None:
        self._database = database
        self._vault = vault
        self._intake = intake

    @activity.defn(name="open_parts")
    async def open_parts(self, order: PartsOrder) -> PartsOpened:
        """Commit every part, then start their cases; one that is refused is logged and left to the sweeper."""
        async with self._database.transaction() as connection:
            rows = [await self._entered(connection, order, part) for part in order.parts]
        started = [await self._started(row) for row in rows]
        return PartsOpened(opened=sum(started))

    async def _started(self, row: ApplicationRow) -> bool:
        activity.heartbeat()
        try:
            await self._intake.start_case(row)
        except WorkflowAlreadyStartedError:  # it was started before a crash, and has ended since
            return True
        except WorkflowUpdateFailedError as refused:
            log.error("case_not_started", case_id=str(row.case_id), error=type(refused.cause).__name__)
            return False
        return True

    async def _entered(self, connection: AsyncConnection, order: PartsOrder, part: Part) -> ApplicationRow:
        agency = await find_agency(connection, order.agency_id)
        if agency is None:
            raise LookupError("the agency of an application is not there")
        version = (await calendar_of(connection, order.agency_id)).version
        return await enter_part(
            connection,
            vault=self._vault,
            parent_id=order.case_id,
            part=part,
            received_on=order.received_on,
            agency_code=agency.code,
            calendar_version=version,
        )
