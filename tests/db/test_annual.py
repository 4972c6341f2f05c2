"""What the annual report reads: remedies and first results in step with the events, and counts that follow the rule."""

import random
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest
from sqlalchemy import insert, text

from activities.db.annual import (
    CaseBehind,
    Page,
    Period,
    cases_in,
    count_applications,
    count_fees,
    count_remedies,
    fees_in,
    remedies_in,
    unbalanced_cases,
)
from activities.db.case_remedies import (
    first_result_of,
    keep_first_result,
    project_remedies,
    remedies_after,
    remedies_of,
)
from activities.db.database import AsyncConnection, Database
from activities.db.tables import cases
from activities.db.tables_annual import case_first_results, case_remedies
from api.annual_upkeep import annual_differs, first_result, remake_annual
from schemas.annual import AnnualColumn, AnnualRow, RemedyColumn, RemedyGroup
from schemas.vocabulary import ApplicantKind, Instance, Outcome, RemedyResult, ReportRow, ReviewResult
from tests.case.builders import CASE_ID, DECISIONS, MINUTES, Script, deliver, review
from tests.case.phases import contested, decided, ordered, replied
from tests.db.conftest import Archive
from workflows.evolve import fold
from workflows.rules.annual import Course, Tally, applications, failed_checks, is_balanced, rows_in, year_of

HERE, BELOW, ELSEWHERE = UUID(int=1), UUID(int=2), UUID(int=3)
YEARS = (2025, 2026, 2027)
WITHOUT_KEYS = text("SET LOCAL session_replication_role = replica")
"""Rows without the applications and agencies they refer to."""


def a_case(number: int, course: Course, kind: ApplicantKind, agency: UUID, **more: Any) -> dict[str, Any]:
    ended = course.ended_on is not None
    return {
        "case_id": uuid5(agency, str(number)),
        "agency_id": agency,
        "version": 1,
        "state": "closed" if ended else "processing",
        "reference": f"{agency.int}-{number}",
        "channel": "online",
        "applicant_kind": kind,
        "arrived_on": course.received_on or date(2026, 1, 1),
        "received_on": course.received_on,
        "calendar_version": "v",
        "provisional": False,
        "limit_runs": False,
        "outcome": "disclosed" if ended else None,
        "closed_on": course.ended_on,
        "report_row": course.row,
        "fee_amount": None,
        "fee_paid_on": None,
        "head": "h",
        **more,
    }


def any_course(chance: random.Random) -> Course:
    """Mostly lawful courses; now and then one that no program of ours would write."""
    received = date(2024, 10, 1) + timedelta(chance.randrange(1100))
    if chance.random() < 0.3:
        return Course(received if chance.random() < 0.9 else None, None, None)
    ended = received + timedelta(chance.randrange(-20 if chance.random() < 0.1 else 0, 500))
    known = received if chance.random() < 0.95 else None
    return Course(known, ended, chance.choice(list(ReportRow)) if chance.random() < 0.95 else None)


Lives = list[tuple[UUID, ApplicantKind, Course]]


async def filled(connection: AsyncConnection, lives: Lives, chance: random.Random) -> None:
    """Every third that ended was taken in hand again: its row says otherwise, its first end is kept beside it."""
    rows, first = [], []
    for n, (agency, kind, course) in enumerate(lives):
        row = a_case(n, course, kind, agency)
        if course.ended_on and n % 3 == 0:
            first.append({"case_id": row["case_id"], "closed_on": course.ended_on, "report_row": course.row})
            again = Course(course.received_on, chance.choice([None, date(2027, 12, 1)]), ReportRow.DISCLOSED)
            row = a_case(n, again, kind, agency)
        rows.append(row)
    await connection.execute(WITHOUT_KEYS)
    await connection.execute(insert(cases), rows)
    await connection.execute(insert(case_first_results), first)


@pytest.fixture
async def lives(database: Database) -> Lives:
    chance = random.Random(50)
    kinds = list(ApplicantKind)
    made = [(chance.choice((HERE, BELOW, ELSEWHERE)), chance.choice(kinds), any_course(chance)) for _ in range(900)]
    async with database.transaction() as connection:
        await filled(connection, made, chance)
    return made


def of(lives: Lives, *agencies: UUID) -> Lives:
    return [life for life in lives if life[0] in agencies]


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("agencies", [(HERE,), (HERE, BELOW)], ids=["one", "two"])
async def test_the_counts_are_those_of_the_rule(
    database: Database, lives: Lives, year: int, agencies: tuple[UUID, ...]
) -> None:
    async with database.snapshot() as connection:
        counted = await count_applications(connection, Period(agencies, *year_of(year)))
    table = applications(Tally(one.applicant_kind, one.rows, one.count) for one in counted)
    ruled = applications(Tally(kind, rows_in(one, year_of(year)), 1) for _, kind, one in of(lives, *agencies))
    assert table == ruled
    assert table[AnnualRow.NEW].total > 20
    assert {one.agency_id for one in counted} == set(agencies)


async def test_every_cell_opens_to_as_many_cases_as_it_counts(database: Database, lives: Lives) -> None:
    period = Period((HERE, BELOW), *year_of(2026))
    async with database.snapshot() as connection:
        counted = await count_applications(connection, period)
        table = applications(Tally(one.applicant_kind, one.rows, one.count) for one in counted)
        for row in AnnualRow:
            for column in AnnualColumn:
                found = await cases_in(connection, period, row, column)
                assert len(found) == table[row].of(column), (row, column)
                assert all(_is_in(case, row) for case in found)


def _is_in(case: CaseBehind, row: AnnualRow) -> bool:
    found = rows_in(Course(case.received_on, case.ended_on, case.row), year_of(2026))
    leaves = found & {AnnualRow(leaf) for leaf in ReportRow}
    return bool(leaves) if row is AnnualRow.RESULTS else row in found


async def test_pages_of_a_cell_are_all_of_it_once(database: Database, lives: Lives) -> None:
    period = Period((HERE,), *year_of(2026))
    async with database.snapshot() as connection:
        whole = await cases_in(connection, period, AnnualRow.NEW, AnnualColumn.TOTAL)
        paged, after = list[CaseBehind](), None
        while len(paged) < len(whole):
            page = await cases_in(connection, period, AnnualRow.NEW, AnnualColumn.TOTAL, Page(after, 7))
            assert len(page) == min(8, len(whole) - len(paged))
            paged += page[:7]
            after = (paged[-1].day, paged[-1].key)
    assert paged == whole


@pytest.mark.parametrize("year", YEARS)
async def test_exactly_the_cases_that_do_not_add_up_are_named(database: Database, lives: Lives, year: int) -> None:
    async with database.snapshot() as connection:
        found = await unbalanced_cases(connection, Period((HERE, BELOW, ELSEWHERE), *year_of(year)), Page())
    wrong = {
        f"{agency.int}-{n}"
        for n, (agency, _, course) in enumerate(lives)
        if not is_balanced(rows_in(course, year_of(year)))
    }
    assert wrong
    assert {case.reference for case in found} == wrong


REMEDIES: dict[tuple[RemedyGroup, RemedyColumn], list[tuple[str, str | None]]] = {
    (RemedyGroup.RECONSIDERATION, RemedyColumn.UPHELD): [("2025-11-03", "2026-01-02"), ("2026-05-06", "2026-12-31")],
    (RemedyGroup.RECONSIDERATION, RemedyColumn.PENDING): [("2026-12-31", None), ("2026-12-01", "2027-01-01")],
    (RemedyGroup.DIRECT_SUIT, RemedyColumn.OTHER): [("2026-03-02", "2026-07-01")],
    (RemedyGroup.DIRECT_SUIT, RemedyColumn.PENDING): [("2025-03-02", None)],
    (RemedyGroup.SUIT_AFTER_RECONSIDERATION, RemedyColumn.CORRECTED): [("2026-03-02", "2026-07-01")],
}
"""Filed and served; the result of those that are pending at the end of 2026 came later, if at all."""
OUTSIDE = [("2025-01-06", "2025-12-31"), ("2027-01-01", None)]


async def test_table_four_counts_what_was_decided_in_the_year_and_what_was_pending_at_its_end(
    database: Database,
) -> None:
    case = a_case(1, Course(date(2025, 1, 6), date(2025, 1, 7), ReportRow.OTHER), ApplicantKind.OTHER, HERE)
    async with database.transaction() as connection:
        await connection.execute(WITHOUT_KEYS)
        await connection.execute(insert(cases), [case])
        await connection.execute(insert(case_remedies), [*_remedies(case["case_id"])])
    period = Period((HERE,), *year_of(2026))
    async with database.snapshot() as connection:
        found = {(one.group, one.column): one.count for one in await count_remedies(connection, period)}
        assert found == {cell: len(dates) for cell, dates in REMEDIES.items()}
        for (group, column), dates in REMEDIES.items():
            behind = await remedies_in(connection, period, group, column)
            assert [one.filed_on.isoformat() for one in behind if one.filed_on] == [filed for filed, _ in sorted(dates)]
        assert await count_remedies(connection, Period((BELOW,), *year_of(2026))) == []
        every = await remedies_in(connection, period, RemedyGroup.RECONSIDERATION, RemedyColumn.TOTAL, Page(None, 2))
        rest = Page((every[1].day, every[1].key), 2)
        last = await remedies_in(connection, period, RemedyGroup.RECONSIDERATION, RemedyColumn.TOTAL, rest)
        assert len({one.remedy for one in (*every[:2], *last)}) == 4


def _remedies(case_id: UUID) -> list[dict[str, Any]]:
    dates = [(cell, pair) for cell, pairs in REMEDIES.items() for pair in pairs]
    dates += [((RemedyGroup.RECONSIDERATION, RemedyColumn.UPHELD), pair) for pair in OUTSIDE]
    rows = []
    for n, ((group, column), (filed, served)) in enumerate(dates):
        result = RemedyResult.OTHER if column is RemedyColumn.PENDING else RemedyResult(column.value)
        rows.append(
            {
                "case_id": case_id,
                "id": f"m{n}",
                "instance": "reconsideration" if group is RemedyGroup.RECONSIDERATION else "litigation",
                "after_reconsideration": group is RemedyGroup.SUIT_AFTER_RECONSIDERATION,
                "filed_on": date.fromisoformat(filed),
                "result": result if served else None,
                "served_on": date.fromisoformat(served) if served else None,
            }
        )
    complaint = {"case_id": case_id, "id": "c", "instance": "complaint", "after_reconsideration": False}
    decided_ = {"filed_on": date(2026, 2, 2), "result": "upheld", "served_on": date(2026, 3, 3)}
    return [*rows, {**complaint, **decided_}]


async def test_fees_count_on_the_day_they_were_paid(database: Database) -> None:
    still_open = Course(date(2025, 12, 1), None, None)
    paid = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1), None]
    rows = [
        a_case(n, still_open, ApplicantKind.OTHER, HERE, fee_amount=100 * (n + 1), fee_paid_on=day)
        for n, day in enumerate(paid)
    ]
    async with database.transaction() as connection:
        await connection.execute(WITHOUT_KEYS)
        await connection.execute(insert(cases), rows)
    period = Period((HERE,), *year_of(2026))
    async with database.snapshot() as connection:
        (fees,) = await count_fees(connection, period)
        behind = await fees_in(connection, period)
    assert (fees.applications, fees.yuan) == (2, 500)
    assert [case.reference for case in behind] == ["1-1", "1-2"]


def answered_anew() -> Script:
    script = ordered()
    review(script, "2026-06-02", MINUTES, ReviewResult.DISCLOSE)
    replied(script, DECISIONS[Outcome.DISCLOSED], "2026-06-02")
    deliver(script, "2026-06-02")
    return script


HISTORIES = {
    "contested": contested,
    "suit": lambda: contested(instance=Instance.LITIGATION),
    "decided": lambda: decided(contested(), "2026-06-01", RemedyResult.UPHELD),
    "ordered": ordered,
    "answered anew": answered_anew,
}


async def projected(connection: AsyncConnection, script: Script) -> None:
    """What the recording transaction does, event by event; the row before an order is that of the case before it."""
    await connection.execute(WITHOUT_KEYS)
    so_far = Script()
    for record in script.records:
        await keep_first_result(connection, [record])
        so_far.records.append(record)
        so_far.case = fold(so_far.start, so_far.events)
        await connection.execute(text("DELETE FROM cases WHERE case_id = :case"), {"case": CASE_ID})
        row = {name: value for name, value in so_far.row.model_dump().items() if name in cases.c}
        await connection.execute(insert(cases).values(row))
        await project_remedies(connection, [record])
        await keep_first_result(connection, [record])  # and once more, as a retry would
        await project_remedies(connection, [record])


@pytest.mark.parametrize("name", HISTORIES)
async def test_projected_step_by_step_or_remade_from_all_events_is_the_same(database: Database, name: str) -> None:
    script = HISTORIES[name]()
    async with database.transaction() as connection:
        await projected(connection, script)
        stepwise = await remedies_of(connection, CASE_ID), await first_result_of(connection, CASE_ID)
        assert stepwise == (remedies_after(script.records), first_result(script.records))
        assert not await annual_differs(connection, script.records)
        await remake_annual(connection, script.records)
        assert (await remedies_of(connection, CASE_ID), await first_result_of(connection, CASE_ID)) == stepwise


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM case_remedies",
        "DELETE FROM case_first_results",
        "UPDATE case_first_results SET report_row = '3.1'",
        "UPDATE case_remedies SET result = 'upheld'",
    ],
)
async def test_damage_is_noticed_and_mended(database: Database, damage: str) -> None:
    script = ordered()
    async with database.transaction() as connection:
        await projected(connection, script)
        await connection.execute(text(damage))
        assert await annual_differs(connection, script.records)
        await remake_annual(connection, script.records)
        assert not await annual_differs(connection, script.records)


async def test_verify_names_a_remedy_that_no_event_tells(archive: Archive) -> None:
    await archive.tamper("INSERT INTO case_remedies VALUES (:case, 'm9', 'litigation', false, '2026-01-05')")
    assert await archive.faults() == [("read_model_differs", None)]


def test_lawful_lives_only_would_always_add_up() -> None:
    """The faulty ones above are what makes the checks fail."""
    chance = random.Random(50)
    courses = [any_course(chance) for _ in range(900)]
    for year in YEARS:
        placed = [rows_in(course, year_of(year)) for course in courses]
        sound = applications(Tally(ApplicantKind.OTHER, rows, 1) for rows in placed if is_balanced(rows))
        assert list(failed_checks(sound)) == []
