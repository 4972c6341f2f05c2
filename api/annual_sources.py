"""All that the annual report is made of, read in one snapshot."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from activities.db.annual import (
    Counted,
    FeesCounted,
    Period,
    RemedyCounted,
    cases_in,
    count_applications,
    count_fees,
    count_remedies,
)
from activities.db.annual_reports import (
    AdoptedReport,
    CarriedCase,
    Scope,
    entries_by_agency,
    entries_of,
    names_of,
    own_reports,
)
from activities.db.database import AsyncConnection
from schemas.annual import AnnualColumn, AnnualRow, EnteredEntries
from schemas.base import Recorded
from workflows.rules.annual import Tally, year_of


class Sources(Recorded):
    """What is counted, entered and adopted, by agency where a tree is reported on."""

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


def tallies(counted: Iterable[Counted]) -> Iterator[Tally]:
    """Counted cases as the rule wants them."""
    return (Tally(one.applicant_kind, one.rows, one.count) for one in counted)


async def sources_of(connection: AsyncConnection, scope: Scope, agencies: Sequence[UUID]) -> Sources:
    """Everything for the report of a scope over these agencies. The connection must see one moment (``snapshot``).

    Raises ``DaylightError("annual_report_damaged")`` where an agency of the tree has a damaged report of its own.
    """
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


async def carried_to_next(
    connection: AsyncConnection, scope: Scope, agencies: Sequence[UUID]
) -> tuple[CarriedCase, ...]:
    """The cases behind row four."""
    found = await cases_in(connection, period_of(scope, agencies), AnnualRow.CARRIED_TO_NEXT, AnnualColumn.TOTAL)
    return tuple(CarriedCase.model_validate(case.model_dump()) for case in found)
