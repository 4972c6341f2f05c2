"""The calendar activity: a published version, cut to the years a case can reach."""

from temporalio import activity

from activities.db.calendars import calendar_version
from activities.db.database import Database
from schemas.clock import CalendarData
from schemas.commands import CalendarRequest


class Calendars:
    """Loads what the signal ``calendar_published`` announced."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @activity.defn(name="load_calendar")
    async def load_calendar(self, request: CalendarRequest) -> CalendarData:
        """The version asked for, from ``first_year`` to ``last_year``."""
        async with self._database.transaction() as connection:
            data = await calendar_version(connection, request.version)
        return data.window(request.first_year, request.last_year)
