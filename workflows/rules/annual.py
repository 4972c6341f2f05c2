"""The annual report counted: which rows a case is in, what must add up, and by when it is published (arts. 49, 50)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from schemas.annual import (
    LEAVES,
    AnnualColumn,
    AnnualRow,
    Applications,
    Numbers,
    Remedies,
    RemedyColumn,
    RemedyGroup,
    RemedyNumbers,
    WhyFaulty,
)
from schemas.vocabulary import ApplicantKind, ReportRow


class Year(NamedTuple):
    """1 January to 31 December, both included."""

    first: date
    last: date


class Course(NamedTuple):
    """What of a case the report counts: the day it was received, and when and in which row it was first closed."""

    received_on: date | None
    ended_on: date | None
    row: ReportRow | None

    @property
    def entered_on(self) -> date | None:
        """The day it counts as received. Withdrawn before its receipt was confirmed (art. 31): the day it ended."""
        return self.received_on or self.ended_on


class Tally(NamedTuple):
    """So many cases of one kind of applicant whose courses meet the year in the same way."""

    kind: ApplicantKind
    rows: frozenset[AnnualRow]
    number: int


class CarriedOver(NamedTuple):
    """An application that one year leaves to the next, and the column it stands in."""

    case_id: UUID
    kind: ApplicantKind


class Failed(NamedTuple):
    """A check that fails in a column, and of a single ``row`` if given: ``left`` should equal ``right``."""

    code: str
    column: AnnualColumn | RemedyColumn
    left: int
    right: int
    row: AnnualRow | RemedyGroup | None = None


def year_of(year: int) -> Year:
    """The period of a report. 2026: 2026-01-01 to 2026-12-31."""
    return Year(date(year, 1, 1), date(year, 12, 31))


def due_on(year: int, *, government: bool) -> date:
    """By when it is published (art. 49). Report of 2026: departments by 2027-01-31, governments by 2027-03-31."""
    return date(year + 1, 3, 31) if government else date(year + 1, 1, 31)


def rows_in(course: Course, year: Year) -> frozenset[AnnualRow]:
    """The rows of a year a case is in, told by its dates alone, so that a past year never sees what came after it.

    Received 2026-12-30, disclosed 2027-01-12: rows 1 and 4 of 2026, rows 2 and 3.1 of 2027.
    """
    entered, ended = course.entered_on, course.ended_on
    if entered is None:
        return frozenset()
    found = {
        AnnualRow.NEW: year.first <= entered <= year.last,
        AnnualRow.CARRIED_OVER: entered < year.first and (ended is None or ended >= year.first),
        AnnualRow.CARRIED_TO_NEXT: entered <= year.last and (ended is None or ended > year.last),
    }
    closed_here = ended is not None and year.first <= ended <= year.last
    leaf = {AnnualRow(course.row)} if closed_here and course.row else set()
    return frozenset({row for row, is_in in found.items() if is_in} | leaf)


def is_balanced(rows: frozenset[AnnualRow]) -> bool:
    """Whether what came in went somewhere: rows 1 and 2 against a result and row 4."""
    came = len(rows & {AnnualRow.NEW, AnnualRow.CARRIED_OVER})
    return came == len(rows) - came


def unbalanced_columns(tallies: Iterable[Tally]) -> frozenset[AnnualColumn]:
    """The columns of the cases that are not balanced, and then the total."""
    kinds = {AnnualColumn(tally.kind) for tally in tallies if not is_balanced(tally.rows)}
    return frozenset(kinds | {AnnualColumn.TOTAL} if kinds else ())


def why_faulty(course: Course) -> WhyFaulty:
    """Why a case that is not balanced is not."""
    backwards = course.received_on and course.ended_on and course.ended_on < course.received_on
    return WhyFaulty.CLOSED_BEFORE_RECEIPT if backwards else WhyFaulty.CLOSED_WITHOUT_ROW


def applications(tallies: Iterable[Tally]) -> Applications:
    """Table 三. Every row is counted by itself, only the totals are sums: so the checks can find something."""
    counts = {row: dict.fromkeys(ApplicantKind, 0) for row in AnnualRow}
    for tally in tallies:
        for row in tally.rows:
            counts[row][tally.kind] += tally.number
    counts[AnnualRow.RESULTS] = {kind: sum(counts[leaf][kind] for leaf in LEAVES) for kind in ApplicantKind}
    return {row: _numbers(counts[row]) for row in AnnualRow}


def _numbers(counts: Mapping[ApplicantKind, int]) -> Numbers:
    return Numbers(**{kind.value: counts[kind] for kind in ApplicantKind}, total=sum(counts.values()))


def sum_of(tables: Sequence[Applications]) -> Applications:
    """Several agencies' tables 三 as one."""
    return {row: _sum([table[row] for table in tables]) for row in AnnualRow}


def _sum(rows: Sequence[Numbers]) -> Numbers:
    return Numbers(**{column.value: sum(row.of(column) for row in rows) for column in AnnualColumn})


def remedies(counts: Mapping[tuple[RemedyGroup, RemedyColumn], int]) -> Remedies:
    """Table 四 from what was counted for its columns; the total of a group is the sum of its four."""
    return {
        group: _remedy_numbers({column: counts.get((group, column), 0) for column in _SUMMED}) for group in RemedyGroup
    }


def sum_of_remedies(tables: Sequence[Remedies]) -> Remedies:
    """Several agencies' tables 四 as one."""
    cells = [(group, column) for group in RemedyGroup for column in _SUMMED]
    return remedies({(group, column): sum(table[group].of(column) for table in tables) for group, column in cells})


_SUMMED = tuple(column for column in RemedyColumn if column is not RemedyColumn.TOTAL)


def _remedy_numbers(counts: Mapping[RemedyColumn, int]) -> RemedyNumbers:
    return RemedyNumbers(**{column.value: count for column, count in counts.items()}, total=sum(counts.values()))


def failed_checks(table: Applications, last_year: Applications | None = None) -> Iterator[Failed]:
    """What does not add up in table 三, column by column; ``last_year``: of its adopted report, if there is one.

    14069 + 560 = 13810 + 819 holds: the corner cell's 第一项加第二项之和，等于第三项加第四项之和.
    """
    for column in AnnualColumn:
        cell = {row: table[row].of(column) for row in AnnualRow}
        came = cell[AnnualRow.NEW] + cell[AnnualRow.CARRIED_OVER]
        went = cell[AnnualRow.RESULTS] + cell[AnnualRow.CARRIED_TO_NEXT]
        yield from _unless_same("annual_rows_unbalanced", column, came, went)
        leaves = sum(cell[leaf] for leaf in LEAVES)
        right = cell[AnnualRow.RESULTS]
        yield from _unless_same("annual_results_not_the_sum", column, leaves, right)
        if last_year:
            before = last_year[AnnualRow.CARRIED_TO_NEXT].of(column)
            over = cell[AnnualRow.CARRIED_OVER]
            yield from _unless_same("annual_carried_over_differs", column, over, before)
    for row in AnnualRow:
        six = sum(table[row].of(AnnualColumn(kind)) for kind in ApplicantKind)
        total = table[row].total
        yield from _unless_same("annual_total_not_the_sum", AnnualColumn.TOTAL, six, total)


def columns_that_differ(now: Iterable[CarriedOver], before: Iterable[CarriedOver]) -> frozenset[AnnualColumn]:
    """The columns where either side has a case that the other has not, however the numbers compare (art. 50).

    Row 四 was {A, B}, row 二 is {B, C}, all of natural persons: 2 = 2, and both that column and the total differ.
    """
    are, were = frozenset(now), frozenset(before)
    kinds = {AnnualColumn(one.kind) for one in are ^ were}
    same_cases = {one.case_id for one in are} == {one.case_id for one in were}
    return frozenset(kinds if same_cases else kinds | {AnnualColumn.TOTAL})


def first_difference(
    code: str, now: tuple[Applications, Remedies], before: tuple[Applications, Remedies]
) -> Failed | None:
    """The first cell of tables 三 and 四, row by row, that has another number: ``left`` now, ``right`` before."""
    (table, groups), (old_table, old_groups) = now, before
    cells = [
        Failed(code, column, table[row].of(column), old_table[row].of(column), row)
        for row in AnnualRow
        for column in AnnualColumn
    ]
    cells += [
        Failed(code, place, groups[group].of(place), old_groups[group].of(place), group)
        for group in RemedyGroup
        for place in RemedyColumn
    ]
    return next((cell for cell in cells if cell.left != cell.right), None)


def failed_remedy_checks(table: Remedies) -> Iterator[Failed]:
    """Groups of table 四 whose total is not the sum of their four columns."""
    for numbers in table.values():
        four = sum(numbers.of(column) for column in _SUMMED)
        yield from _unless_same("annual_remedies_not_the_sum", AnnualColumn.TOTAL, four, numbers.total)


def _unless_same(code: str, column: AnnualColumn, left: int, right: int) -> Iterator[Failed]:
    if left != right:
        yield Failed(code, column, left, right)
