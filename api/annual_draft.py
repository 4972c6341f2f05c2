"""The annual report as the record tells it now: counted, put together, and checked case by case."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from activities.db.annual_reports import Scope, adoptions
from activities.db.database import AsyncConnection
from api.annual_faults import faults_of
from api.annual_sources import Sources, sources_of, tallies
from schemas.annual import AgencyLine, AnnualContent, AnnualFault, FeesPaid, Figures, Number
from schemas.base import Recorded
from workflows.rules.annual import applications, remedies, sum_of, sum_of_remedies


class Draft(Recorded):
    """A report counted now, with what is wrong or missing."""

    content: AnnualContent
    entries_version: int
    faults: tuple[AnnualFault, ...]
    missing: tuple[str, ...]
    seen: int


async def draft_of(connection: AsyncConnection, scope: Scope, agencies: Sequence[UUID]) -> Draft:
    """The report of a scope over these agencies as it stands. The connection must see one moment (``snapshot``).

    The version that stands is not read for it, so that a damaged one can be corrected. Raises
    ``DaylightError("annual_report_damaged")`` for one it is checked against: of last year, or of an agency of the tree.
    """
    sources = await sources_of(connection, scope, agencies)
    content = _content(scope, agencies, sources)
    versions = await adoptions(connection, scope)
    return Draft(
        content=content,
        entries_version=sources.entries.version,
        faults=tuple(await faults_of(connection, scope, agencies, sources, content)),
        missing=tuple(_missing(content)),
        seen=versions[0].version if versions else 0,
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
        figures=_figures(entries.figures, lines if scope.tree else ()),
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
        applications=applications(tallies(one for one in sources.counted if one.agency_id == agency)),
        remedies=remedies(counted),
        fees=FeesPaid(applications=paid.applications, yuan=paid.yuan),
        figures=own.entries.figures if own else None,
        adopted=report.adoption.version if report else None,
    )


def _figures(entered: Figures | None, lines: Sequence[AgencyLine]) -> Figures | None:
    """What is entered for the report itself; in a tree, the sum of those below for each figure that is not."""
    if not lines:
        return entered
    own = (entered or Figures()).each()
    sums = _sums([line.figures or Figures() for line in lines])
    whole = Figures.of({name: sums[name] if number is None else number for name, number in own.items()})
    return None if whole == Figures() else whole


def _sums(entered: Sequence[Figures]) -> dict[str, Number]:
    """Each figure of all agencies together; none while one of them has not entered hers."""
    each = [figures.each() for figures in entered]
    return {name: _sum([one[name] for one in each]) for name in Figures().each()}


def _sum(numbers: Sequence[Number]) -> Number:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def _missing(content: AnnualContent) -> Iterator[str]:
    """What the adoption wants entered: art. 50, and for governments what art. 50 asks of them alone."""
    wanted = ("overview", "problems", *(("assessment",) if content.tree else ()))
    yield from (name for name in wanted if getattr(content, name) is None)
    yield from _missing_figures(content)


def _missing_figures(content: AnnualContent) -> Iterator[str]:
    """In a tree the agencies that lack one; of one agency each that it lacks, or all at once while it has none."""
    unentered = {*(content.figures or Figures()).unentered()}
    if not unentered:
        return
    lacking = [line.agency for line in content.lines if unentered & {*(line.figures or Figures()).unentered()}]
    if lacking:
        yield from (f"figures/{agency}" for agency in lacking)
    elif content.figures is None:
        yield "figures"
    else:
        yield from (f"figures.{name}" for name in Figures().each() if name in unentered)
