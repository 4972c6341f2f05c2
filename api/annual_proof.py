"""Proving adopted annual reports: what is kept against its hash."""

from uuid import UUID

from activities.db.annual_reports import DamagedReport, damaged_reports
from activities.db.database import Database
from schemas.base import Recorded
from schemas.messages import MESSAGES

DAMAGED = "annual_report_damaged"


class ReportFault(Recorded):
    """An adopted report that is wrong: of which agency, year and version, and what."""

    agency_id: UUID
    reference: str
    code: str
    message: str


async def damaged_annual_reports(database: Database) -> list[ReportFault]:
    """Every adopted version that no longer matches its hashes, also one that a later version took the place of."""
    async with database.reading() as connection:
        found = await damaged_reports(connection)
    return [_fault(report) for report in found]


def _fault(report: DamagedReport) -> ReportFault:
    tree = " （含下级 / tree）" if report.tree else ""
    reference = f"{report.agency} {report.year} v{report.version}{tree}"
    return ReportFault(
        agency_id=report.agency_id, reference=reference, code=DAMAGED, message=" / ".join(MESSAGES[DAMAGED])
    )
