"""Lists of oversight: every condition finds what plain Python finds, in order, on every page."""

from collections.abc import AsyncIterator, Callable
from datetime import date, timedelta
from typing import Any

import pytest
import pytest_asyncio

from activities.db.oversight import DayBounds, calendars_in_use, conditions, counts_days
from activities.db.oversight_lists import Wanted, list_overseen
from api.oversight_lists import bounds_of
from schemas.oversight import CaseQuery
from schemas.oversight_lists import Sorting
from schemas.vocabulary import ApplicantKind, Channel, Outcome, ReportRow, State
from tests.conftest import TEMPLATE
from tests.db.overseen import TODAY, Overseen, Row, overseen_on
from worker.embedded.stack import EmbeddedStack
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.national import national_calendar

CALENDAR = WorkingCalendar.of(national_calendar())
SPRING, SUMMER = date(2026, 3, 1), date(2026, 6, 30)


@pytest_asyncio.fixture(scope="module")
async def overseen(stack: EmbeddedStack, sample: dict[str, str]) -> AsyncIterator[Overseen]:
    async with overseen_on(stack, "overseen", TEMPLATE, closed=500, open_=300, agencies=5) as found:
        yield found


def left(row: Row) -> int | None:
    if not row["limit_runs"] or row["due_on"] is None:
        return None
    due = row["due_on"]
    return CALENDAR.count(TODAY, due) if due >= TODAY else -CALENDAR.count(due, TODAY)


def age(row: Row) -> int | None:
    return None if row["received_on"] is None else CALENDAR.count(row["received_on"], TODAY)


def late(row: Row) -> bool:
    answered = row["delivered_on"] or row["closed_on"]
    return bool(answered and row["due_on"] and answered > row["due_on"])


def overdue(row: Row) -> bool:
    return bool(row["limit_runs"] and row["due_on"] and row["due_on"] < TODAY)


def between(first: Any, value: Any, last: Any) -> bool:
    return value is not None and (first is None or first <= value) and (last is None or value <= last)


Case = tuple[dict[str, Any], Callable[[Row], bool]]
CONDITIONS: dict[str, Case] = {
    "nothing": ({}, lambda row: True),
    "state": ({"state": State.PROCESSING}, lambda row: row["state"] == "processing"),
    "open": ({"open": True}, lambda row: row["closed_on"] is None),
    "not open": ({"open": False}, lambda row: row["closed_on"] is not None),
    "department": ({"department": "法规科"}, lambda row: row["department"] == "法规科"),
    "no department": ({"department": ""}, lambda row: row["handler_id"] is not None and row["department"] is None),
    "channel": ({"channel": Channel.ONLINE}, lambda row: row["channel"] == "online"),
    "kind": ({"applicant_kind": ApplicantKind.BUSINESS}, lambda row: row["applicant_kind"] == "business"),
    "outcome": ({"outcome": Outcome.PARTLY_DISCLOSED}, lambda row: row["outcome"] == "partly_disclosed"),
    "row": ({"row": ReportRow.NOT_HELD}, lambda row: row["report_row"] == "3.4.1"),
    "received": (
        {"received_from": SPRING, "received_until": SUMMER},
        lambda row: between(SPRING, row["received_on"], SUMMER),
    ),
    "received from": ({"received_from": SUMMER}, lambda row: between(SUMMER, row["received_on"], None)),
    "closed": ({"closed_from": SPRING, "closed_until": SUMMER}, lambda row: between(SPRING, row["closed_on"], SUMMER)),
    "due": ({"due_from": SPRING, "due_until": SUMMER}, lambda row: between(SPRING, row["due_on"], SUMMER)),
    "days left": ({"days_left_from": 3, "days_left_until": 5}, lambda row: between(3, left(row), 5)),
    "days over": ({"days_left_until": -1}, lambda row: between(None, left(row), -1)),
    "days left at least": ({"days_left_from": 0}, lambda row: between(0, left(row), None)),
    "overdue": ({"overdue": True}, overdue),
    "not overdue": ({"overdue": False}, lambda row: not overdue(row)),
    "late": ({"late": True}, late),
    "not late": ({"late": False}, lambda row: not late(row)),
    "extended": ({"extended": True}, lambda row: row["extended"]),
    "not extended": ({"extended": False}, lambda row: not row["extended"]),
    "corrected": ({"corrected": True}, lambda row: row["corrected"]),
    "not corrected": ({"corrected": False}, lambda row: not row["corrected"]),
    "assigned": ({"assigned": True}, lambda row: row["handler_id"] is not None),
    "unassigned": ({"assigned": False}, lambda row: row["handler_id"] is None),
    "running": ({"running": True}, lambda row: row["limit_runs"] and row["due_on"] is not None),
    "not running": ({"running": False}, lambda row: not (row["limit_runs"] and row["due_on"] is not None)),
    "receipt not fixed": ({"receipt_fixed": False}, lambda row: row["received_on"] is None),
    "age": ({"age_from": 6, "age_until": 20}, lambda row: between(6, age(row), 20)),
    "days known": ({"days_known": True}, lambda row: row["days_used"] is not None),
    "all together": (
        {"open": True, "overdue": False, "channel": Channel.ONLINE, "days_left_from": 3},
        lambda row: row["closed_on"] is None and row["channel"] == "online" and between(3, left(row), None),
    ),
}
SOME_HAVE_NONE = frozenset({"no department", "corrected"})
"""Conditions that no invented case needs to meet."""


@pytest.mark.parametrize("sort", list(Sorting))
@pytest.mark.parametrize("name", list(CONDITIONS))
async def test_a_condition_finds_what_plain_python_finds_in_order(overseen: Overseen, name: str, sort: Sorting) -> None:
    asked, holds = CONDITIONS[name]
    expected = [row["case_id"] for row in ordered(overseen.rows, sort) if holds(row)]
    assert expected or name in SOME_HAVE_NONE
    assert await found(overseen, CaseQuery(**asked), sort) == expected


def ordered(rows: tuple[Row, ...], sort: Sorting) -> list[Row]:
    if sort is Sorting.DUE:
        return sorted(rows, key=lambda row: (row["due_on"] or date.max, row["case_id"]))
    return sorted(rows, key=lambda row: (row["registered_at"], row["case_id"]), reverse=True)


async def found(overseen: Overseen, query: CaseQuery, sort: Sorting) -> list[Any]:
    async with overseen.database.transaction() as connection:
        versions = await calendars_in_use(connection, overseen.agencies) if counts_days(query) else []
        assert len(versions) == (1 if counts_days(query) else 0)
        bounds = [bounds_of(query, CALENDAR, TODAY).model_copy(update={"version": version}) for version in versions]
        wanted = Wanted(agency_ids=overseen.agencies, own=overseen.agencies[0], sort=sort, limit=10_000)
        return [one.case_id for one in await list_overseen(connection, wanted, conditions(query, TODAY, bounds))]


async def test_the_handler_finds_his_own_cases(overseen: Overseen) -> None:
    handler = next(row["handler_id"] for row in overseen.rows if row["handler_id"])
    expected = [row["case_id"] for row in ordered(overseen.rows, Sorting.NEWEST) if row["handler_id"] == handler]
    assert await found(overseen, CaseQuery(handler=handler), Sorting.NEWEST) == expected


async def test_calendars_that_disagree_are_asked_each_for_its_own_cases(overseen: Overseen) -> None:
    version = overseen.rows[0]["calendar_version"]
    early = DayBounds(version=version, due_from=SPRING, due_until=SUMMER)
    other = DayBounds(version="another", due_from=SUMMER + timedelta(days=1), due_until=TODAY)
    wanted = Wanted(agency_ids=overseen.agencies, own=overseen.agencies[0], limit=10_000)
    async with overseen.database.transaction() as connection:
        asked = conditions(CaseQuery(days_left_from=1, days_left_until=2), TODAY, [early, other])
        listed = [one.case_id for one in await list_overseen(connection, wanted, asked)]
    rows = ordered(overseen.rows, Sorting.NEWEST)
    running = [row for row in rows if row["limit_runs"] and between(SPRING, row["due_on"], SUMMER)]
    assert listed == [row["case_id"] for row in running]


@pytest.mark.parametrize("sort", list(Sorting))
@pytest.mark.parametrize("text", [None, "项目", "的 不动产"])
async def test_pages_of_any_length_are_the_list(overseen: Overseen, sort: Sorting, text: str | None) -> None:
    query = CaseQuery(text=text, open=None if text else True)
    whole = await overseen.listed(query, sort)
    for limit in (1, 7, 50) if len(whole) < 100 else (13, 50):
        assert await overseen.listed(query, sort, limit=limit) == whole


async def test_agencies_that_are_not_asked_for_are_not_in_the_list(overseen: Overseen) -> None:
    some = overseen.agencies[1:3]
    listed = await overseen.listed(CaseQuery(), agencies=some)
    assert set(listed) == {row["case_id"] for row in overseen.rows if row["agency_id"] in some}


async def test_a_handler_is_shown_of_the_own_agency_only(overseen: Overseen) -> None:
    wanted = Wanted(agency_ids=overseen.agencies, own=overseen.agencies[1], limit=10_000)
    async with overseen.database.transaction() as connection:
        shown = await list_overseen(connection, wanted, [])
    own = [one for one in shown if one.agency_id == overseen.agencies[1]]
    assert any(one.handler for one in own)
    assert all((one.handler is None) == (one.handler_id is None) for one in own)
    others = [one for one in shown if one.agency_id != overseen.agencies[1]]
    assert others
    assert all(one.handler is None and one.handler_id is None for one in others)
