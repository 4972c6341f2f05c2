"""What is wrong with a report that is counted now: each check that fails, with the cases that cause it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from activities.db.annual import CaseBehind, Page, Period, cases_in, unbalanced_cases
from activities.db.annual_reports import AdoptedReport, CarriedCase, Scope, adopted
from activities.db.database import AsyncConnection
from api.annual_places import differing
from api.annual_sources import Sources, period_of, tallies
from schemas.annual import (
    AgencyLine,
    AnnualColumn,
    AnnualContent,
    AnnualFault,
    AnnualRow,
    Applications,
    FaultyCase,
    RemedyColumn,
    WhyFaulty,
)
from schemas.messages import MESSAGES
from schemas.vocabulary import ApplicantKind
from workflows.rules.annual import (
    CarriedOver,
    Course,
    Failed,
    columns_that_differ,
    failed_checks,
    failed_remedy_checks,
    first_difference,
    unbalanced_columns,
    why_faulty,
)

SHOWN_CASES = 200
"""So many cases a fault names; how many there are it says besides."""
UNBALANCED, CARRIED = "annual_rows_unbalanced", "annual_carried_over_differs"


class Cause(NamedTuple):
    """A case, and the columns in which it makes the check fail."""

    columns: frozenset[AnnualColumn]
    case: FaultyCase


async def faults_of(
    connection: AsyncConnection, scope: Scope, agencies: Sequence[UUID], sources: Sources, content: AnnualContent
) -> list[AnnualFault]:
    """Every check that fails. Raises ``DaylightError("annual_report_damaged")`` for a report it is checked against."""
    last = await adopted(connection, scope.model_copy(update={"year": scope.year - 1}))
    period, table = period_of(scope, agencies), content.applications
    over = await cases_in(connection, period, AnnualRow.CARRIED_OVER, AnnualColumn.TOTAL) if last else []
    failed = list(failed_checks(table, last.content.applications if last else None))
    failed += _unbalanced_unseen(failed, sources, table)
    failed += _carried_unseen(failed, table, over, last) if last else []
    causes = {UNBALANCED: await _unbalanced(connection, period, failed)}
    causes[CARRIED] = list(_not_in_both(over, last.carried)) if last else []
    faults = [_fault(one, _in_column(causes.get(one.code, ()), one.column)) for one in failed]
    faults += [_fault(one, ()) for one in failed_remedy_checks(content.remedies)]
    return faults + await _own_reports_that_differ(connection, scope, sources, content)


def _unbalanced_unseen(failed: Sequence[Failed], sources: Sources, table: Applications) -> Iterator[Failed]:
    """Columns whose sums agree by chance: one case too many hides one too few."""
    for column in _besides(UNBALANCED, failed, unbalanced_columns(tallies(sources.counted))):
        came = table[AnnualRow.NEW].of(column) + table[AnnualRow.CARRIED_OVER].of(column)
        went = table[AnnualRow.RESULTS].of(column) + table[AnnualRow.CARRIED_TO_NEXT].of(column)
        yield Failed(UNBALANCED, column, came, went)


def _carried_unseen(
    failed: Sequence[Failed], table: Applications, over: Sequence[CaseBehind], last: AdoptedReport
) -> Iterator[Failed]:
    """Columns with as many cases carried over as last year's report left, but not the same ones."""
    before = last.content.applications[AnnualRow.CARRIED_TO_NEXT]
    for column in _besides(CARRIED, failed, columns_that_differ(_as_carried(over), _as_carried(last.carried))):
        yield Failed(CARRIED, column, table[AnnualRow.CARRIED_OVER].of(column), before.of(column))


def _besides(code: str, failed: Sequence[Failed], columns: frozenset[AnnualColumn]) -> list[AnnualColumn]:
    known = {one.column for one in failed if one.code == code}
    return [column for column in AnnualColumn if column in columns - known]


async def _unbalanced(connection: AsyncConnection, period: Period, failed: Sequence[Failed]) -> list[Cause]:
    if not any(one.code == UNBALANCED for one in failed):
        return []
    found = await unbalanced_cases(connection, period, Page())
    return [_cause(case, why_faulty(Course(case.received_on, case.ended_on, case.row))) for case in found]


Carried = Sequence[CaseBehind | CarriedCase]


def _not_in_both(now: Sequence[CaseBehind], before: Sequence[CarriedCase]) -> Iterator[Cause]:
    """Cases of one side only. One whose kind of applicant changed is on both, in different columns."""
    yield from _missing_from(before, now, WhyFaulty.NOT_IN_LAST_REPORT)
    yield from _missing_from(now, before, WhyFaulty.ONLY_IN_LAST_REPORT)


def _missing_from(other: Carried, side: Carried, why: WhyFaulty) -> Iterator[Cause]:
    there = set(_as_carried(other))
    known = {one.case_id for one in there}
    for case, key in zip(side, _as_carried(side), strict=True):
        if key not in there:
            yield _cause(case, why, in_total=key.case_id not in known)


async def _own_reports_that_differ(
    connection: AsyncConnection, scope: Scope, sources: Sources, content: AnnualContent
) -> list[AnnualFault]:
    """Agencies of the tree whose adopted report says otherwise than their cases do now: a correction is due there."""
    own = sources.own_reports
    period = period_of(scope, list(own))
    now = await cases_in(connection, period, AnnualRow.CARRIED_TO_NEXT, AnnualColumn.TOTAL) if own else []
    found = [
        _own_fault(line, own[line.agency_id], [case for case in now if case.agency_id == line.agency_id])
        for line in content.lines
        if line.agency_id in own
    ]
    return [fault for fault in found if fault]


def _own_fault(line: AgencyLine, own: AdoptedReport, now: Sequence[CaseBehind]) -> AnnualFault | None:
    """Told by the first cell that differs; the cases known are those of row four, the only ones a report keeps."""
    code, before = "annual_own_report_differs", (own.content.applications, own.content.remedies)
    failed = first_difference(code, (line.applications, line.remedies), before)
    if failed is None:
        columns = columns_that_differ(_as_carried(now), _as_carried(own.carried))
        failed = next(iter(_same_number(code, line.applications, columns)), None)
    if failed is None:
        return None
    known = {cause.case.case_id: cause.case for cause in _not_in_both(now, own.carried)}
    cases = [case.model_copy(update={"why": WhyFaulty.DIFFERS_FROM_OWN_REPORT}) for case in known.values()]
    message, message_en = differing(failed)
    fault = _fault(failed, cases)
    told = {"message": f"{fault.message}{message}。", "message_en": f"{fault.message_en} ({message_en})"}
    return fault.model_copy(update={**told, "agency": line.agency})


def _same_number(code: str, table: Applications, columns: frozenset[AnnualColumn]) -> Iterator[Failed]:
    row = AnnualRow.CARRIED_TO_NEXT
    for column in (column for column in AnnualColumn if column in columns):
        yield Failed(code, column, table[row].of(column), table[row].of(column), row)


def _as_carried(found: Carried) -> list[CarriedOver]:
    return [CarriedOver(case.case_id, ApplicantKind(case.applicant_kind)) for case in found]


def _in_column(causes: Iterable[Cause], column: AnnualColumn | RemedyColumn) -> list[FaultyCase]:
    return [cause.case for cause in causes if column in cause.columns]


def _fault(failed: Failed, cases: Sequence[FaultyCase]) -> AnnualFault:
    message, message_en = MESSAGES[failed.code]
    return AnnualFault(
        code=failed.code,
        message=message,
        message_en=message_en,
        row=failed.row,
        column=failed.column,
        left=failed.left,
        right=failed.right,
        cases=tuple(cases[:SHOWN_CASES]),
        of_cases=len(cases),
    )


def _cause(case: CaseBehind | CarriedCase, why: WhyFaulty, *, in_total: bool = True) -> Cause:
    column = AnnualColumn(case.applicant_kind)
    columns = frozenset({column, AnnualColumn.TOTAL} if in_total else {column})
    return Cause(columns, FaultyCase(case_id=case.case_id, reference=case.reference, why=why))
