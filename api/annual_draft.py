"""The annual report as the record tells it now: counted, put together, and checked case by case."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from activities.db.annual import (
    CaseBehind,
    Counted,
    FeesCounted,
    Page,
    Period,
    RemedyCounted,
    cases_in,
    count_applications,
    count_fees,
    count_remedies,
    unbalanced_cases,
)
from activities.db.annual_reports import (
    AdoptedReport,
    CarriedCase,
    Scope,
    adopted,
    entries_by_agency,
    entries_of,
    names_of,
    own_reports,
)
from activities.db.database import AsyncConnection
from schemas.annual import (
    AgencyLine,
    AnnualColumn,
    AnnualContent,
    AnnualFault,
    AnnualRow,
    EnteredEntries,
    FaultyCase,
    FeesPaid,
    Figures,
    Issued,
    WhyFaulty,
)
from schemas.base import Recorded
from schemas.messages import MESSAGES
from workflows.rules.annual import (
    Course,
    Failed,
    Tally,
    applications,
    failed_checks,
    failed_remedy_checks,
    remedies,
    sum_of,
    sum_of_remedies,
    unbalanced_columns,
    why_faulty,
    year_of,
)

SHOWN_CASES = 200
"""So many cases a fault names; how many there are it says besides."""


class Draft(Recorded):
    """A report counted now, with what is wrong or missing, and the cases behind its row four."""

    content: AnnualContent
    entries_version: int
    faults: tuple[AnnualFault, ...]
    missing: tuple[str, ...]
    seen: int


class Sources(Recorded):
    """All that a report is made of, read in one snapshot."""

    names: Mapping[UUID, str]
    counted: tuple[Counted, ...]
    remedies: tuple[RemedyCounted, ...]
    fees: tuple[FeesCounted, ...]
    entries: EnteredEntries
    own_entries: Mapping[UUID, EnteredEntries]
    own_reports: Mapping[UUID, AdoptedReport]


def period_of(scope: Scope, agencies: Sequence[UUID]) -> Period:
    """The year of a report, for these agencies."""
    return Period(agencies, *year_of(scope.year))


async def draft_of(connection: AsyncConnection, scope: Scope, agencies: Sequence[UUID]) -> Draft:
    """The report of a scope over these agencies as it stands. The connection must see one moment (``snapshot``)."""
    sources = await _sources(connection, scope, agencies)
    content = _content(scope, agencies, sources)
    faults = await _faults(connection, scope, agencies, sources, content)
    standing = await adopted(connection, scope)
    return Draft(
        content=content,
        entries_version=sources.entries.version,
        faults=tuple(faults),
        missing=tuple(_missing(content)),
        seen=standing.adoption.version if standing else 0,
    )


async def carried_to_next(
    connection: AsyncConnection, scope: Scope, agencies: Sequence[UUID]
) -> tuple[CarriedCase, ...]:
    """The cases behind row four."""
    found = await cases_in(connection, period_of(scope, agencies), AnnualRow.CARRIED_TO_NEXT, AnnualColumn.TOTAL)
    return tuple(CarriedCase.model_validate(case.model_dump()) for case in found)


async def _sources(connection: AsyncConnection, scope: Scope, agencies: Sequence[UUID]) -> Sources:
    period = period_of(scope, agencies)
    return Sources(
        names=await names_of(connection, agencies),
        counted=tuple(await count_applications(connection, period)),
        remedies=tuple(await count_remedies(connection, period)),
        fees=tuple(await count_fees(connection, period)),
        entries=await entries_of(connection, scope),
        own_entries=await entries_by_agency(connection, agencies, scope.year) if scope.tree else {},
        own_reports=await own_reports(connection, agencies, scope.year) if scope.tree else {},
    )


def _content(scope: Scope, agencies: Sequence[UUID], sources: Sources) -> AnnualContent:
    lines = tuple(_line(agency, sources) for agency in agencies)
    entries = sources.entries.entries
    return AnnualContent(
        agency_id=scope.agency_id,
        agency=sources.names[scope.agency_id],
        year=scope.year,
        tree=scope.tree,
        applications=sum_of([line.applications for line in lines]),
        remedies=sum_of_remedies([line.remedies for line in lines]),
        fees=FeesPaid(
            applications=sum(line.fees.applications for line in lines), yuan=sum(line.fees.yuan for line in lines)
        ),
        figures=entries.figures or (_sum_of_figures([line.figures for line in lines]) if scope.tree else None),
        lines=lines if scope.tree else (),
        **entries.model_dump(exclude={"figures"}),
    )


def _line(agency: UUID, sources: Sources) -> AgencyLine:
    own, report = sources.own_entries.get(agency), sources.own_reports.get(agency)
    paid = next((fees for fees in sources.fees if fees.agency_id == agency), FeesPaid())
    counted = {(one.group, one.column): one.count for one in sources.remedies if one.agency_id == agency}
    return AgencyLine(
        agency_id=agency,
        agency=sources.names[agency],
        applications=applications(_tallies(one for one in sources.counted if one.agency_id == agency)),
        remedies=remedies(counted),
        fees=FeesPaid(applications=paid.applications, yuan=paid.yuan),
        figures=own.entries.figures if own else None,
        adopted=report.adoption.version if report else None,
    )


def _tallies(counted: Iterator[Counted]) -> Iterator[Tally]:
    return (Tally(one.applicant_kind, one.rows, one.count) for one in counted)


def _sum_of_figures(entered: Sequence[Figures | None]) -> Figures | None:
    """All agencies' figures together; none while one of them has not entered hers."""
    there = [figures for figures in entered if figures]
    if len(there) < len(entered):
        return None
    return Figures(
        rules=_sum_of_issued([figures.rules for figures in there]),
        documents=_sum_of_issued([figures.documents for figures in there]),
        permits=sum(figures.permits for figures in there),
        penalties=sum(figures.penalties for figures in there),
        compulsions=sum(figures.compulsions for figures in there),
        charges=sum((figures.charges for figures in there), start=there[0].charges * 0),
    )


def _sum_of_issued(issued: Sequence[Issued]) -> Issued:
    return Issued(
        made=sum(one.made for one in issued),
        repealed=sum(one.repealed for one in issued),
        in_force=sum(one.in_force for one in issued),
    )


def _missing(content: AnnualContent) -> Iterator[str]:
    """What the adoption wants entered: art. 50, and for governments what art. 50 asks of them alone."""
    wanted = ("overview", "problems", *(("assessment",) if content.tree else ()))
    yield from (name for name in wanted if getattr(content, name) is None)
    if content.figures is None:
        lacking = [line.agency for line in content.lines if line.figures is None]
        yield from (f"figures/{agency}" for agency in lacking) if lacking else ("figures",)


async def _faults(
    connection: AsyncConnection, scope: Scope, agencies: Sequence[UUID], sources: Sources, content: AnnualContent
) -> list[AnnualFault]:
    last = await adopted(connection, scope.model_copy(update={"year": scope.year - 1}))
    failed = list(failed_checks(content.applications, last.content.applications if last else None))
    failed += _hidden(failed, sources, content)
    causes = await _causes(connection, period_of(scope, agencies), failed, last)
    faults = [_fault(one, causes.get(one.code, ())) for one in failed]
    faults += [_fault(one, ()) for one in failed_remedy_checks(content.remedies)]
    return faults + await _own_reports_that_differ(connection, scope, sources, content)


def _hidden(failed: Sequence[Failed], sources: Sources, content: AnnualContent) -> list[Failed]:
    """Columns whose sums agree by chance: one case too many hides one too few."""
    code, table = "annual_rows_unbalanced", content.applications
    known = {one.column for one in failed if one.code == code}
    found = unbalanced_columns(_tallies(iter(sources.counted))) - known
    return [
        Failed(
            code,
            column,
            table[AnnualRow.NEW].of(column) + table[AnnualRow.CARRIED_OVER].of(column),
            table[AnnualRow.RESULTS].of(column) + table[AnnualRow.CARRIED_TO_NEXT].of(column),
        )
        for column in sorted(found)
    ]


Cause = tuple[str, FaultyCase]
"""The kind of applicant, and the case."""


async def _causes(
    connection: AsyncConnection, period: Period, failed: Sequence[Failed], last: AdoptedReport | None
) -> dict[str, list[Cause]]:
    """The cases behind each code that failed; which column each belongs to is told by its kind of applicant."""
    codes, causes = {one.code for one in failed}, dict[str, list[Cause]]()
    if "annual_rows_unbalanced" in codes:
        found = await unbalanced_cases(connection, period, Page())
        causes["annual_rows_unbalanced"] = [_cause(case, why_faulty(_course(case))) for case in found]
    if last and "annual_carried_over_differs" in codes:
        now = await cases_in(connection, period, AnnualRow.CARRIED_OVER, AnnualColumn.TOTAL)
        causes["annual_carried_over_differs"] = _differences(now, last.carried)
    return causes


def _differences(now: Sequence[CaseBehind], before: Sequence[CarriedCase]) -> list[Cause]:
    are, were = {case.case_id for case in now}, {case.case_id for case in before}
    only_now = [_cause(case, WhyFaulty.NOT_IN_LAST_REPORT) for case in now if case.case_id not in were]
    return only_now + [_cause(case, WhyFaulty.ONLY_IN_LAST_REPORT) for case in before if case.case_id not in are]


async def _own_reports_that_differ(
    connection: AsyncConnection, scope: Scope, sources: Sources, content: AnnualContent
) -> list[AnnualFault]:
    """Agencies of the tree whose adopted report says otherwise than their cases do now: a correction is due there."""
    faults = []
    for line in content.lines:
        own = sources.own_reports.get(line.agency_id)
        if own is None or (own.content.applications, own.content.remedies) == (line.applications, line.remedies):
            continue
        open_now = await carried_to_next(connection, scope, [line.agency_id])
        causes = [_cause(case, WhyFaulty.DIFFERS_FROM_OWN_REPORT) for case in _either(open_now, own.carried)]
        row = AnnualRow.NEW
        sides = line.applications[row].total, own.content.applications[row].total
        failed = Failed("annual_own_report_differs", AnnualColumn.TOTAL, *sides)
        faults.append(_fault(failed, causes).model_copy(update={"agency": line.agency}))
    return faults


def _either(these: Sequence[CarriedCase], those: Sequence[CarriedCase]) -> list[CarriedCase]:
    """In one of the two, not in both: what changes in a year that is over shows in its row four."""
    both = {case.case_id for case in these} & {case.case_id for case in those}
    return [case for case in (*these, *those) if case.case_id not in both]


def _fault(failed: Failed, causes: Sequence[Cause]) -> AnnualFault:
    cases = [case for kind, case in causes if failed.column in (AnnualColumn.TOTAL, kind)]
    message, message_en = MESSAGES[failed.code]
    return AnnualFault(
        code=failed.code,
        message=message,
        message_en=message_en,
        column=failed.column,
        left=failed.left,
        right=failed.right,
        cases=tuple(cases[:SHOWN_CASES]),
        of_cases=len(cases),
    )


def _cause(case: CaseBehind | CarriedCase, why: WhyFaulty) -> Cause:
    return str(case.applicant_kind), FaultyCase(case_id=case.case_id, reference=case.reference, why=why)


def _course(case: CaseBehind) -> Course:
    return Course(case.received_on, case.ended_on, case.row)
