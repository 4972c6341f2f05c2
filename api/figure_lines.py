"""Parts of the figures: counts of a period with their addresses, shares and averages."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from uuid import UUID

from activities.db.figures import Tally
from api.figure_queries import Period, address, closed_in, received_in
from schemas.figures import DaysUsed, Figure, Punctuality, Trend
from schemas.oversight import CaseQuery

_TENTH = Decimal("0.1")
NOTHING = Tally()


def figure(count: int, query: CaseQuery) -> Figure:
    """A count with the address of its cases."""
    return Figure(count=count, cases=address(query))


def together(parts: Iterable[Tally]) -> Tally:
    """The sum of some tallies."""
    every = list(parts)
    return Tally(**{name: sum(getattr(one, name) for one in every) for name in Tally.model_fields})


def punctuality(tally: Tally, agency: UUID | None, period: Period) -> Punctuality:
    """How many were in time. The share is rounded down: 100.0 means all of them."""
    closed, on_time = closed_in(agency, period), tally.closed - tally.late
    share = Decimal(100 * on_time) / tally.closed if tally.closed else None
    return Punctuality(
        closed=figure(tally.closed, closed),
        on_time=figure(on_time, closed.model_copy(update={"late": False})),
        late=figure(tally.late, closed.model_copy(update={"late": True})),
        percent=share.quantize(_TENTH, ROUND_FLOOR) if share is not None else None,
    )


def days_used(tally: Tally, agency: UUID | None, period: Period) -> DaysUsed:
    """Working days used on average, half a tenth rounded up. Of 12, 13 and 13 days: 12.7."""
    known = closed_in(agency, period).model_copy(update={"days_known": True})
    mean = Decimal(tally.days_used) / tally.days_known if tally.days_known else None
    average = mean.quantize(_TENTH, ROUND_HALF_UP) if mean is not None else None
    return DaysUsed(count=tally.days_known, cases=address(known), average=average)


def trend(parts: Mapping[date, Period], found: Mapping[date, Tally], agency: UUID | None) -> tuple[Trend, ...]:
    """Line by line: ``parts`` and ``found`` by the day on which the whole week or month begins."""
    return tuple(_line(part, found.get(begin, NOTHING), agency) for begin, part in parts.items())


def _line(part: Period, tally: Tally, agency: UUID | None) -> Trend:
    closed = closed_in(agency, part)
    return Trend(
        first_day=part.first,
        last_day=part.last,
        received=figure(tally.received, received_in(agency, part)),
        closed=figure(tally.closed, closed),
        on_time=figure(tally.closed - tally.late, closed.model_copy(update={"late": False})),
    )
