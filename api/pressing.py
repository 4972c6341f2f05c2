"""What is overdue or about to be, of the cases a person oversees: three counts, each with the list of its cases."""

from activities.db.figures import count_open
from activities.db.oversight import calendars_in_use
from api.desk import Desk
from api.figure_lines import figure
from api.figure_queries import classes, days_left
from api.overseeing import agencies_overseen
from schemas.figures import DaysLeft
from schemas.people import SignedIn
from schemas.waiting import Pressing


async def pressing_now(desk: Desk, person: SignedIn) -> Pressing:
    """As the figures of oversight count them, and nothing else of these. Raises ``NotAllowed``."""
    today = await desk.today(person.agency_id)
    async with desk.database.reading() as connection:
        seen = await agencies_overseen(connection, person)
        versions = await calendars_in_use(connection, seen)
    bounds = [classes(await desk.calendar(version), today) for version in versions]
    async with desk.database.reading() as connection:
        opened = await count_open(connection, seen, bounds, handlers=False)
    over, soon, later = (
        figure(opened.by_due.get(n, 0), days_left(kind))
        for n, kind in enumerate((DaysLeft.OVER, DaysLeft.UP_TO_2, DaysLeft.UP_TO_5))
    )
    return Pressing(overdue=over, in_two_days=soon, in_five_days=later)
