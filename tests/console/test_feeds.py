"""What a calendar of due dates holds when there is more than it can: it says so, and the agency's counts everything."""

from datetime import date, timedelta
from uuid import uuid4

from icalendar import Calendar

from activities.db.database import Database
from activities.db.due_dates import Whose, count_due, list_due_by_day
from api.calendar_file import agency_calendar_file, own_calendar_file
from api.cli.setup import SAMPLE_AGENCY, sample_member
from api.due_dates import agency_due_days, own_due_cases
from schemas.due_dates import DueCase, DueList, DueOn
from schemas.vocabulary import State
from tests.console.test_oversight_acting import with_case
from tests.harness import World, person

TODAY = date(2026, 3, 2)


def due(n: int) -> DueCase:
    return DueCase(
        case_id=uuid4(),
        reference=f"示建公申〔2026〕{n}号",
        state=State.PROCESSING,
        due_on=TODAY + timedelta(days=n),
        calendar_version="v",
    )


def said(content: bytes) -> list[str]:
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(content).walk("VEVENT")]


def test_a_calendar_of_ones_own_says_how_many_cases_it_leaves_out() -> None:
    some = tuple(due(n) for n in (1, 2))
    whole = said(own_calendar_file(uuid4(), DueList(items=some), TODAY).content)
    assert len(whole) == 2
    cut = said(own_calendar_file(uuid4(), DueList(items=some, left_out=7), TODAY).content)
    assert cut[:2] == whole
    assert "只列2件，另有7件" in cut[2]


def test_the_agencys_calendar_counts_what_it_does_not_name() -> None:
    day = DueOn(day=TODAY, count=1200, named=(due(0),))
    (event,) = Calendar.from_ical(agency_calendar_file(uuid4(), [day], TODAY).content).walk("VEVENT")
    assert str(event["SUMMARY"]) == "答复期限到期1200件"
    assert "另有1199件" in str(event["DESCRIPTION"])


async def test_cases_beyond_the_bound_are_counted(world: World) -> None:
    database: Database = world.database
    today = await world.desk.today(SAMPLE_AGENCY.id)
    handler, first, later = sample_member("handler").id, today + timedelta(days=1), today + timedelta(days=2)
    for who, day in ((handler, first), (handler, later), (None, first)):
        await with_case(database, who, day)
    listed = await own_due_cases(world.desk, person("handler"), None, later, most=1)
    assert ([one.due_on for one in listed.items], listed.left_out) == ([first], 1)
    assert (await own_due_cases(world.desk, person("handler"), None, later)).left_out == 0
    days = await agency_due_days(world.desk, person("head"), first, later, 1)
    assert [(one.day, one.count, len(one.named)) for one in days] == [(first, 2, 1), (later, 1, 1)]
    async with database.reading() as connection:
        whose = Whose(agency_ids=(SAMPLE_AGENCY.id,))
        assert len(await list_due_by_day(connection, whose, first, later, 40)) == sum(
            (await count_due(connection, whose, first, later)).values()
        )
