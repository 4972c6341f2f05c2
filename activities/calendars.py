"""The calendar activity: a published version, cut to the years a case can reach."""

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.db.calendars import find_calendar
from activities.db.database import Database
from schemas.clock import CalendarData
from schemas.commands import CalendarRequest

MOST_CUTS = 50


class Calendars:
    """Loads what the signal ``calendar_published`` announced."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._cuts: dict[CalendarRequest, CalendarData] = {}  # a version never changes; thousands of cases ask for one

    @activity.defn(name="load_calendar")
    async def load_calendar(self, request: CalendarRequest) -> CalendarData:
        """The version asked for, from ``first_year`` to ``last_year``. Permanent failure ``calendar_unknown``."""
        if request not in self._cuts:
            async with self._database.reading() as connection:
                data = await find_calendar(connection, request.version)
            if data is None:
                raise ApplicationError("no such calendar", type="calendar_unknown", non_retryable=True)
            if len(self._cuts) >= MOST_CUTS:
                self._cuts.clear()
            self._cuts[request] = data.window(request.first_year, request.last_year)
        return self._cuts[request]
