"""What a digest counts, against a week of which every case is known."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from sqlalchemy import select
from temporalio.testing import ActivityEnvironment

from activities.db.database import Database
from activities.db.digests import find_digest
from activities.db.people import put_agency, put_member
from activities.db.tables_notices import absences, notice_deliveries, notices
from activities.digest_reach import reach_of
from activities.digests import DigestMaker
from api.cli.setup import SAMPLE_AGENCY, sample_member
from schemas.digest_periods import Period, Span
from schemas.digests import Digest, DigestMade, DigestOrder, Flow, LeftOfLimit
from schemas.vocabulary import Instance, RemedyResult, State
from tests.api.neighbours import neighbour_agency
from tests.digests.rows import case, day, enter, enter_notice, enter_remedy
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.national import national_calendar

AGENCY = SAMPLE_AGENCY.id
LIN = sample_member("handler").id
HE = sample_member("handler2").id
WEEK = Span(first=day("11-16"), until=day("11-23"))
DUE_AT = datetime(2026, 11, 22, 23, tzinfo=UTC)
"""Monday 2026-11-23 at seven in the morning."""


def order(span: Span = WEEK, due_at: datetime = DUE_AT) -> DigestOrder:
    return DigestOrder(agency_id=AGENCY, period=Period.WEEKLY, span=span, due_at=due_at)


async def make(database: Database, wanted: DigestOrder) -> DigestMade:
    return await ActivityEnvironment().run(DigestMaker(database).make_digest, wanted)


async def digest_of(database: Database, wanted: DigestOrder) -> Digest:
    made = await make(database, wanted)
    async with database.reading() as connection:
        found = await find_digest(connection, made.digest_id)
    assert found is not None
    return found


@pytest_asyncio.fixture
async def week(database: Database) -> Database:
    """Eight cases around the week of 16 November 2026."""
    await enter(
        database,
        case(AGENCY, "open, due today", "11-02", due_on="11-23", handler_id=LIN),
        case(AGENCY, "open, six days left", "11-18", due_on="12-01", handler_id=LIN, state="awaiting_approval"),
        case(AGENCY, "open, clock stopped", "11-19", due_on="12-17", limit_runs=False, handler_id=HE),
        case(AGENCY, "open, overdue since Thursday", "10-21", due_on="11-18", overdue_on="11-19", handler_id=HE),
        case(AGENCY, "open, nobody's", "11-20", due_on="12-18"),
        case(AGENCY, "closed in time", "11-03", due_on="12-01", delivered_on="11-17", closed_on="11-20", days_used=10),
        case(AGENCY, "closed late", "10-09", due_on="11-06", overdue_on="11-07", closed_on="11-18", days_used=28),
        case(AGENCY, "closed since", "11-10", due_on="12-08", closed_on="11-24", days_used=10, handler_id=LIN),
        case(AGENCY, "closed the week before", "11-09", due_on="12-07", closed_on="11-12", days_used=3),
        case(AGENCY, "withdrawn before receipt was fixed", "11-16", received_on=None, closed_on="11-17"),
        case(AGENCY, "of next week", "11-23", due_on="12-21", handler_id=LIN),
        case(uuid4(), "of another agency", "11-18", due_on="12-16"),
    )
    return database


async def test_what_came_in_and_went_out(week: Database) -> None:
    found = (await digest_of(week, order())).figures
    assert found.flow == Flow(received=3, closed=3, in_time=2, on_time=Decimal("66.6"), days_used=Decimal("19.0"))
    assert (found.compared.first, found.compared.until) == (day("11-09"), day("11-16"))
    assert found.before == Flow(received=2, closed=1, in_time=1, on_time=Decimal("100.0"), days_used=Decimal("3.0"))


async def test_what_was_open_at_the_end_though_it_is_closed_since(week: Database) -> None:
    found = (await digest_of(week, order())).figures.open
    assert found.total == 6
    assert dict(found.by_state) == {State.PROCESSING: 4, State.AWAITING_APPROVAL: 1, State.CLOSED: 1}
    assert found.days_left == LeftOfLimit(over=1, upto_2=1, upto_5=0, upto_10=1, more=2, stopped=1)


async def test_what_slipped_is_named_the_worst_first(week: Database) -> None:
    found = (await digest_of(week, order())).figures.slipped
    assert (found.became_overdue, found.closed_late) == (1, 1)
    assert [(one.reference, one.days_late, one.closed, one.handler_name) for one in found.cases] == [
        ("closed late", 12, True, None),
        ("open, overdue since Thursday", 5, False, "何承办"),
    ]


async def test_who_is_loaded(week: Database) -> None:
    async with week.transaction() as connection:
        await put_member(connection, sample_member("handler").model_copy(update={"department": "公开科"}))
    found = (await digest_of(week, order())).figures
    assert [(one.name, one.assigned, one.open, one.overdue, one.soon) for one in found.handlers] == [
        ("林承办", True, 3, 0, 1),
        ("何承办", True, 2, 1, 0),
        (None, False, 1, 0, 0),
    ]
    assert [(one.department, one.open, one.overdue) for one in found.departments] == [("公开科", 3, 0), (None, 3, 1)]


async def test_a_week_that_was_counted_before_its_closings_shows_the_same(week: Database) -> None:
    """Made on time or weeks late: the counts by date agree, and what was closed since is shown as such."""
    late = await digest_of(week, order())
    before = Span(first=day("11-09"), until=day("11-16"))
    assert (await digest_of(week, order(before, DUE_AT - timedelta(7)))).figures.flow == late.figures.before


async def test_notices_nobody_saw_are_counted_at_the_end_of_the_span(database: Database) -> None:
    wednesday, tuesday_after = datetime(2026, 11, 18, 1, tzinfo=UTC), datetime(2026, 11, 24, 1, tzinfo=UTC)
    by = uuid4()
    for key, status, more in (
        ("standing", "delivered", {"intended_at": wednesday}),
        ("acknowledged afterwards", "failed", {"acknowledged_at": tuesday_after, "acknowledged_by": by}),
        ("acknowledged", "delivered", {"acknowledged_at": wednesday, "acknowledged_by": by}),
        ("settled", "delivered", {"settled_at": wednesday}),
        ("of next week", "failed", {"intended_at": tuesday_after}),
        ("to nobody", "waiting", {"addressee_kind": "nobody"}),
        ("never repeated", "delivered", {"tag": None}),
    ):
        await enter_notice(database, AGENCY, key, status, **{"intended_at": wednesday, **more})
    found = (await digest_of(database, order())).figures.notices
    assert (found.unacknowledged, found.oldest, found.failed, found.nobody) == (2, day("11-18"), 1, 1)


async def test_remedies_are_counted_by_their_days(database: Database) -> None:
    rows = [case(AGENCY, f"case {n}", "10-09", due_on="11-06", closed_on="10-30") for n in range(4)]
    await enter(database, *rows)
    for row, (filed, result, served) in zip(
        rows,
        [
            ("11-17", None, None),
            ("11-02", "corrected", "11-20"),
            ("11-02", "upheld", "11-24"),
            ("11-24", None, None),
        ],
        strict=True,
    ):
        await enter_remedy(database, row["case_id"], filed, result, served)
    found = (await digest_of(database, order())).figures.remedies
    assert found.filed == ((Instance.RECONSIDERATION, 1),)
    assert found.decided == ((RemedyResult.CORRECTED, 1),)
    assert found.pending == 2


async def test_an_authority_sees_the_agencies_below_it_line_by_line(week: Database) -> None:
    child, grandchild = neighbour_agency(), neighbour_agency()
    async with week.transaction() as connection:
        await put_agency(connection, child.model_copy(update={"parent_id": AGENCY}))
        await put_agency(connection, grandchild.model_copy(update={"parent_id": child.id}))
    await enter(week, case(grandchild.id, "below", "11-17", due_on="11-18", overdue_on="11-19"))
    found = (await digest_of(week, order())).figures.agencies
    assert found[0].agency_id == AGENCY
    assert {(one.agency_id, one.flow.received, one.open, one.overdue, one.became_overdue) for one in found} == {
        (AGENCY, 3, 6, 1, 1),
        (child.id, 0, 0, 0, 0),
        (grandchild.id, 1, 1, 1, 1),
    }


async def test_without_agencies_below_there_is_no_such_table(week: Database) -> None:
    assert (await digest_of(week, order())).figures.agencies == ()


async def test_an_interim_digest_counts_until_today_and_compares_as_many_days(week: Database) -> None:
    span = Span(first=day("11-16"), until=day("11-19"), interim=True)
    found = await digest_of(week, order(span, datetime(2026, 11, 18, 4, 30, tzinfo=UTC)))
    assert found.as_of == day("11-18")
    assert (found.figures.flow.received, found.figures.flow.closed) == (1, 2)
    assert (found.figures.compared.first, found.figures.compared.until) == (day("11-09"), day("11-12"))


async def told(database: Database) -> list[tuple[UUID, UUID | None]]:
    async with database.reading() as connection:
        found = await connection.execute(
            select(notices.c.addressee, notices.c.instead_of).where(notices.c.kind == "digest")
        )
        return [(row.addressee, row.instead_of) for row in found]


async def test_a_digest_is_made_and_told_once_whatever_is_repeated(week: Database) -> None:
    first, again = await make(week, order()), await make(week, order())
    assert (first.made, again.made, again.digest_id) == (True, False, first.digest_id)
    assert {person for person, _ in await told(week)} == {sample_member(x).id for x in ("supervisor", "head", "chief")}
    assert len(await told(week)) == 3


async def test_a_substitute_is_told_for_who_is_away(week: Database) -> None:
    head, chief = sample_member("head").id, sample_member("chief").id
    away = {"staff_id": head, "substitute_id": LIN, "entered_by": head}
    async with week.transaction() as connection:
        await connection.execute(
            absences.insert().values(id=uuid4(), first_day=date(2020, 1, 1), last_day=date(2100, 1, 1), **away)
        )
    await make(week, order())
    assert set(await told(week)) == {(sample_member("supervisor").id, None), (LIN, head), (chief, None)}


async def test_the_notice_is_in_the_inbox_with_how_late_it_is(week: Database) -> None:
    made = await make(week, order())
    async with week.reading() as connection:
        rows = (await connection.execute(select(notices).where(notices.c.digest_id == made.digest_id))).all()
        sent = (await connection.execute(select(notice_deliveries.c.channel, notice_deliveries.c.status))).all()
    assert {row.reference for row in rows} == {"依申请公开办理情况周报（2026年第47周）"}
    assert {(row.key, row.late_days, row.true_on) for row in rows} == {
        (f"digest/{made.digest_id}", made.late_days, day("11-23"))
    }
    assert [tuple(row) for row in sent] == [("inbox", "sent")] * 3


@pytest.mark.parametrize("first", [date(2026, 2, 12), date(2026, 9, 29), date(2026, 11, 20), date(2026, 12, 31)])
def test_days_left_are_counted_by_the_calendar_of_the_law(first: date) -> None:
    """Over Spring Festival, National Day and a year's end: the same as the clock of a case counts."""
    data = national_calendar()
    calendar, reach = WorkingCalendar.of(data), reach_of(data, first)
    for last, days in ((reach.two, 2), (reach.five, 5), (reach.ten, 10)):
        assert calendar.count(first, last) == days
        assert calendar.count(first, last + timedelta(1)) == days + 1
