"""The annual report counted: every leaf by a real case, the year's edge, what adds up and what is found when not."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.annual_upkeep import first_result
from schemas.annual import LEAVES, AnnualColumn, AnnualRow, Applications, Remedies, RemedyColumn, RemedyGroup, WhyFaulty
from schemas.commands import Facts
from schemas.decisions import Refused
from schemas.steps import ConfirmAbandonment, ConfirmReceipt, JoinApplication, Withdraw
from schemas.vocabulary import ApplicantKind, Ground, Outcome, ReportRow, ReviewResult
from tests.case.builders import (
    DECISIONS,
    HANDLER,
    MINUTES,
    STILL_OPEN,
    Script,
    closed,
    deliver,
    in_hand,
    issued,
    on,
    registered,
    review,
    search,
    sent_back,
)
from tests.case.phases import charged, ordered, replied, withheld
from tests.case.test_outcomes import GROUNDS, ROWS
from workflows.rules.annual import (
    CarriedOver,
    Course,
    Failed,
    Tally,
    applications,
    columns_that_differ,
    due_on,
    failed_checks,
    failed_remedy_checks,
    first_difference,
    is_balanced,
    remedies,
    rows_in,
    sum_of,
    sum_of_remedies,
    unbalanced_columns,
    why_faulty,
    year_of,
)

DAY = "2026-05-11"
NEW, OVER, NEXT = AnnualRow.NEW, AnnualRow.CARRIED_OVER, AnnualRow.CARRIED_TO_NEXT
PERSON = ApplicantKind.NATURAL_PERSON


def course(script: Script) -> Course:
    """What the report counts of a case: its row, and its first end where it was taken in hand again."""
    first, row = first_result(script.records), script.row
    if first:
        return Course(row.received_on, first.closed_on, first.report_row)
    return Course(row.received_on, row.closed_on, row.report_row)


def rows(script: Script, year: int = 2026) -> frozenset[AnnualRow]:
    return rows_in(course(script), year_of(year))


def table_of(scripts: Sequence[Script], year: int) -> Applications:
    kinds = list(ApplicantKind)
    return applications(Tally(kinds[n % len(kinds)], rows(script, year), 1) for n, script in enumerate(scripts))


def refused(ground: Ground) -> Script:
    script = withheld(search(in_hand(), DAY, MINUTES), MINUTES, ground)
    replied(script, Refused(reasons="属于不予公开的信息。"))
    deliver(script, DAY)
    return script


def abandoned() -> Script:
    script = sent_back()
    script.take("2026-05-18", HANDLER, ConfirmAbandonment, finding="未见正当理由")
    return script


def unpaid() -> Script:
    script = charged()
    script.take("2026-07-27", HANDLER, ConfirmAbandonment, finding="未缴")
    return script


def withdrawn() -> Script:
    script = in_hand()
    script.take(DAY, HANDLER, Withdraw)
    return script


def joined() -> Script:
    script = in_hand()
    script.take(DAY, HANDLER, JoinApplication, Facts(other=STILL_OPEN), into=STILL_OPEN.case_id)
    return script


ENDED: list[tuple[ReportRow, Callable[[], Script]]] = [
    *((row, lambda ground=ground: refused(ground)) for ground, row in GROUNDS.items()),
    *((row, lambda outcome=outcome: closed(DAY, outcome)) for outcome, row in ROWS.items()),
    (ReportRow.NOT_CORRECTED, abandoned),
    (ReportRow.FEE_UNPAID, unpaid),
    (ReportRow.OTHER, withdrawn),
    (ReportRow.OTHER, joined),
]


def test_every_leaf_has_a_case_below() -> None:
    assert {AnnualRow(row) for row, _ in ENDED} == set(LEAVES)
    assert len(LEAVES) == 21


@pytest.mark.parametrize(("row", "ended"), ENDED, ids=[f"{n}-{row}" for n, (row, _) in enumerate(ENDED)])
def test_a_case_that_began_and_ended_in_the_year_is_new_and_in_its_one_leaf(
    row: ReportRow, ended: Callable[[], Script]
) -> None:
    assert rows(ended()) == {NEW, AnnualRow(row)}


def test_received_in_december_and_answered_in_january() -> None:
    """Row 4 of the one year is row 2 of the next; the report of the past year does not see what came after it."""
    script = issued(day="2026-12-30")
    before = rows(script, 2026)
    deliver(script, "2027-01-05")
    assert before == rows(script, 2026) == {NEW, NEXT}
    assert rows(script, 2027) == {OVER, AnnualRow.DISCLOSED}
    assert rows(script, 2025) == rows(script, 2028) == frozenset()


@pytest.mark.parametrize(("day", "year"), [("2026-12-31", 2026), ("2027-01-01", 2027)])
def test_the_day_of_receipt_decides_not_the_day_of_entry(day: str, year: int) -> None:
    script = registered("2027-01-04", arrived_on="2026-12-31")
    script.take("2027-01-04", HANDLER, ConfirmReceipt, how="电话确认", confirmed_on=on(day))
    assert NEW in rows(script, year)


def test_what_was_never_received_is_in_no_row() -> None:
    assert rows(registered()) == frozenset()


def test_withdrawn_before_its_receipt_was_confirmed_counts_on_the_day_it_ended() -> None:
    script = registered("2026-12-30")
    script.take("2027-01-04", HANDLER, Withdraw)
    assert script.row.received_on is None
    assert rows(script, 2026) == frozenset()
    assert rows(script, 2027) == {NEW, AnnualRow.OTHER}


def test_a_correction_starts_the_limit_anew_and_no_new_case() -> None:
    script = sent_back("2026-12-25", "2026-12-28")
    assert rows(script, 2026) == {NEW, NEXT}
    assert rows(script, 2027) == {OVER, NEXT}


def test_an_ordered_new_reply_counts_once_by_the_first_end() -> None:
    """Refused in May, set aside in June: one application, one row; that it was corrected is told by table 四."""
    script = ordered()
    assert script.row.closed_on is None
    assert rows(script) == {NEW, AnnualRow.PROCESS_INFORMATION}
    review(script, "2026-06-02", MINUTES, ReviewResult.DISCLOSE)
    replied(script, DECISIONS[Outcome.DISCLOSED], "2026-06-02")
    deliver(script, "2026-06-02")
    assert script.row.report_row is ReportRow.DISCLOSED
    assert rows(script) == {NEW, AnnualRow.PROCESS_INFORMATION}


def test_a_real_report_adds_up() -> None:
    """The published figures of a city: 14069 + 560 = 13810 + 819."""
    answered, over = frozenset({NEW, AnnualRow.DISCLOSED}), frozenset({OVER, AnnualRow.NOT_HELD})
    table = applications(
        [
            Tally(PERSON, answered, 13250),
            Tally(PERSON, frozenset({NEW, NEXT}), 819),
            Tally(ApplicantKind.BUSINESS, over, 560),
        ]
    )
    found = {row: table[row].total for row in (NEW, OVER, AnnualRow.RESULTS, NEXT)}
    assert found == {NEW: 14069, OVER: 560, AnnualRow.RESULTS: 13810, NEXT: 819}
    assert list(failed_checks(table)) == []


@pytest.mark.parametrize(
    ("row", "column", "codes"),
    [
        (NEW, "business", {"annual_rows_unbalanced", "annual_total_not_the_sum"}),
        (OVER, "other", {"annual_rows_unbalanced", "annual_total_not_the_sum", "annual_carried_over_differs"}),
        (AnnualRow.PETITION, "research", {"annual_results_not_the_sum", "annual_total_not_the_sum"}),
        (
            AnnualRow.RESULTS,
            "total",
            {"annual_rows_unbalanced", "annual_results_not_the_sum", "annual_total_not_the_sum"},
        ),
        (NEXT, "legal_service", {"annual_rows_unbalanced", "annual_total_not_the_sum"}),
    ],
)
def test_one_number_that_is_wrong_fails_in_its_column(row: AnnualRow, column: str, codes: set[str]) -> None:
    table = applications([Tally(kind, frozenset({NEW, AnnualRow.DISCLOSED}), 7) for kind in ApplicantKind])
    assert list(failed_checks(table, table)) == []
    wrong = table[row].model_copy(update={column: table[row].of(AnnualColumn(column)) + 1})
    failed = list(failed_checks({**table, row: wrong}, table))
    assert {one.code for one in failed} == codes
    assert {one.column for one in failed} <= {AnnualColumn(column), AnnualColumn.TOTAL}


def test_last_years_row_four_is_this_years_row_two_in_every_column() -> None:
    scripts = [issued(day="2026-12-30"), in_hand("2026-12-28"), closed(DAY)]
    assert list(failed_checks(table_of(scripts, 2027), table_of(scripts, 2026))) == []
    failed = list(failed_checks(table_of(scripts, 2027), table_of(scripts[1:], 2026)))
    assert {one.code for one in failed} == {"annual_carried_over_differs"}
    assert [(one.left, one.right) for one in failed if one.column is AnnualColumn.TOTAL] == [(2, 1)]


@pytest.mark.parametrize(
    ("faulty", "why"),
    [
        (Course(on("2026-03-02"), on("2026-03-09"), None), WhyFaulty.CLOSED_WITHOUT_ROW),
        (Course(on("2027-01-04"), on("2026-12-30"), ReportRow.OTHER), WhyFaulty.CLOSED_BEFORE_RECEIPT),
    ],
)
def test_a_case_that_does_not_add_up_is_found_and_says_why(faulty: Course, why: WhyFaulty) -> None:
    found = rows_in(faulty, year_of(2026))
    assert not is_balanced(found)
    assert unbalanced_columns([Tally(PERSON, found, 1)]) == {AnnualColumn.NATURAL_PERSON, AnnualColumn.TOTAL}
    assert why_faulty(faulty) is why


def test_two_cases_that_hide_each_other_are_found() -> None:
    """One came in and went nowhere, one went without having come in: the sums agree, the cases do not."""
    courses = [
        Course(on("2026-03-02"), on("2026-03-09"), None),
        Course(on("2027-01-04"), on("2026-12-30"), ReportRow.OTHER),
    ]
    tallies = [Tally(PERSON, rows_in(one, year_of(2026)), 1) for one in courses]
    assert list(failed_checks(applications(tallies))) == []
    assert AnnualColumn.NATURAL_PERSON in unbalanced_columns(tallies)


A, B, C = (CarriedOver(UUID(int=n), PERSON) for n in (1, 2, 3))


@pytest.mark.parametrize(
    ("now", "before", "columns"),
    [
        ([], [], set()),
        ([A, B], [B, A], set()),
        ([B, C], [A, B], {AnnualColumn.NATURAL_PERSON, AnnualColumn.TOTAL}),
        ([A, B], [A], {AnnualColumn.NATURAL_PERSON, AnnualColumn.TOTAL}),
        ([A, B._replace(kind=ApplicantKind.OTHER)], [A, B], {AnnualColumn.NATURAL_PERSON, AnnualColumn.OTHER}),
    ],
    ids=["none", "the same", "one for another", "one more", "another kind"],
)
def test_what_is_carried_over_is_compared_case_by_case(
    now: list[CarriedOver], before: list[CarriedOver], columns: set[AnnualColumn]
) -> None:
    assert columns_that_differ(now, before) == columns_that_differ(before, now) == columns


def test_the_first_cell_that_differs_is_told_with_its_two_numbers() -> None:
    def tables(leaf: AnnualRow, group: RemedyGroup) -> tuple[Applications, Remedies]:
        return applications([Tally(PERSON, frozenset({NEW, leaf}), 5)]), remedies({(group, RemedyColumn.UPHELD): 2})

    now = tables(AnnualRow.DISCLOSED, RemedyGroup.DIRECT_SUIT)
    assert first_difference("x", now, now) is None
    told = first_difference("x", now, tables(AnnualRow.NOT_HELD, RemedyGroup.RECONSIDERATION))
    assert told == Failed("x", AnnualColumn.NATURAL_PERSON, 5, 0, AnnualRow.DISCLOSED)
    told = first_difference("x", now, tables(AnnualRow.DISCLOSED, RemedyGroup.RECONSIDERATION))
    assert told == Failed("x", RemedyColumn.UPHELD, 0, 2, RemedyGroup.RECONSIDERATION)


def test_departments_publish_in_january_governments_in_march() -> None:
    assert (due_on(2026, government=False), due_on(2026, government=True)) == (on("2027-01-31"), on("2027-03-31"))


def test_a_remedy_counts_in_its_group_and_its_total() -> None:
    table = remedies(
        {(RemedyGroup.DIRECT_SUIT, RemedyColumn.UPHELD): 2, (RemedyGroup.DIRECT_SUIT, RemedyColumn.PENDING): 1}
    )
    assert table[RemedyGroup.DIRECT_SUIT].total == 3
    assert table[RemedyGroup.RECONSIDERATION].total == 0
    twice = sum_of_remedies([table, table])
    assert twice[RemedyGroup.DIRECT_SUIT].pending == 2
    assert list(failed_remedy_checks(twice)) == []
    wrong = twice[RemedyGroup.DIRECT_SUIT].model_copy(update={"total": 5})
    assert [one.code for one in failed_remedy_checks({RemedyGroup.DIRECT_SUIT: wrong})] == [
        "annual_remedies_not_the_sum"
    ]


DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
COURSES = st.builds(
    lambda received, took, row, ended: (
        Course(received, received + timedelta(took), row) if ended else Course(received, None, None)
    ),
    DAYS,
    st.integers(0, 900),
    st.sampled_from(ReportRow),
    st.booleans(),
)


@given(st.lists(st.tuples(st.sampled_from(ApplicantKind), COURSES), max_size=40))
def test_whatever_days_cases_have_every_year_adds_up_and_leads_to_the_next(
    lives: list[tuple[ApplicantKind, Course]],
) -> None:
    tables = [
        applications(Tally(kind, rows_in(life, year_of(year)), 1) for kind, life in lives) for year in range(2023, 2033)
    ]
    for before, table in pairwise(tables):
        assert list(failed_checks(table, before)) == []
    ended = sum(life.ended_on is not None for _, life in lives)
    assert sum_of(tables)[AnnualRow.RESULTS].total == ended  # each case once, in one year
    assert sum_of(tables)[AnnualRow.NEW].total == len(lives)


LIVES: dict[str, Callable[[str, str], Script]] = {
    "never received": lambda day, later: registered(day),
    "withdrawn unreceived": lambda day, later: _taken(registered(day), later, Withdraw),
    "in hand": lambda day, later: in_hand(day),
    "withdrawn": lambda day, later: _taken(in_hand(day), later, Withdraw),
    "issued": lambda day, later: issued(Outcome.ALREADY_PUBLIC, day),
    "answered": lambda day, later: _delivered(issued(Outcome.NOT_FOUND, day), later),
    "ordered anew": lambda day, later: ordered(),
    "sent back": lambda day, later: sent_back(),
    "not corrected": lambda day, later: abandoned(),
}
"""How a case may have gone by a later day."""


def _taken(script: Script, day: str, step: type[Withdraw]) -> Script:
    script.take(day, HANDLER, step)
    return script


def _delivered(script: Script, day: str) -> Script:
    deliver(script, day)
    return script


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(LIVES)), st.dates(date(2026, 9, 1), date(2026, 12, 31)), st.integers(0, 150)),
        max_size=8,
    )
)
def test_whatever_happens_in_the_lives_of_cases_every_column_adds_up(lives: list[tuple[str, date, int]]) -> None:
    scripts = [LIVES[name](day.isoformat(), (day + timedelta(later)).isoformat()) for name, day, later in lives]
    tables = [table_of(scripts, year) for year in (2025, 2026, 2027, 2028)]
    for before, table in pairwise(tables):
        assert list(failed_checks(table, before)) == []
    assert all(is_balanced(rows(script, year)) for script in scripts for year in (2025, 2026, 2027, 2028))
