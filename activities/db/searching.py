"""Searching case by case back in time: a span of days, then of months, then of years, until there is enough.

A common word fills a page from the newest days. Common words that seldom stand in the same text do not: those few cases
are looked up all at once, before months and years are searched. Nothing reads all the rows that hold a common word, and
nothing reads the table itself.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence, Set
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, cast, func, literal, select, text, tuple_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import Integer

from activities.db.search_terms import day_term, month_term, terms_of_words, word_conditions, words_of, year_term
from activities.db.tables import applications, cases
from activities.db.tables_oversight import case_terms
from schemas.base import Recorded

_FREQUENT = text(
    "SELECT most_common_elems::text::integer[] AS terms, most_common_elem_freqs AS shares FROM pg_stats"
    " WHERE schemaname = 'public' AND tablename = 'case_terms' AND attname = 'terms'"
)
DAYS, LONGER = frozenset({"day"}), frozenset({"month", "year"})
"""Units of the spans to search: this month, and what was before it."""
FEW = 5_000
"""So many cases are looked up at once, whatever there is."""
OFTEN = 0.2
"""Words that stand in a larger share of all cases fill a page soon, and looking them all up takes long."""
Place = tuple[datetime, UUID]
"""When a case was registered, and its id: the order of lists, newest first."""


class Span(Recorded):
    """Registrations from ``first`` to before ``end``, and the terms that name this span for one agency."""

    first: datetime
    end: datetime
    unit: str

    def terms(self, agency_id: UUID) -> set[int]:
        """The terms of the agency's days, months or years that the span consists of."""
        term, step = _UNITS[self.unit]
        found, at = set[int](), self.first
        while at < self.end:
            found.add(term(agency_id, at))
            at = step(at)
        return found


def _next_day(at: datetime) -> datetime:
    return at + timedelta(days=1)


def _next_month(at: datetime) -> datetime:
    return (at.replace(day=1) + timedelta(days=32)).replace(day=1)


def _next_year(at: datetime) -> datetime:
    return at.replace(year=at.year + 1)


_UNITS: dict[str, tuple[Callable[[UUID, datetime], int], Callable[[datetime], datetime]]] = {
    "day": (day_term, _next_day),
    "month": (month_term, _next_month),
    "year": (year_term, _next_year),
}


def spans_back(newest: datetime, oldest: datetime) -> Iterator[Span]:
    """From the day of ``newest`` back to the year of ``oldest``, in UTC: each moment between lies in exactly one span.

    The day, the rest of its month, the rest of its quarter, the rest of its year, then year by year.
    """
    day = newest.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    month = day.replace(day=1)
    quarter = month.replace(month=(month.month - 1) // 3 * 3 + 1)
    year = month.replace(month=1)
    end = _next_day(day)
    for first, unit in ((day, "day"), (month, "day"), (quarter, "month"), (year, "month")):
        if first < end:
            yield Span(first=first, end=end, unit=unit)
        end = first
    while oldest < end:
        year = end.replace(year=end.year - 1)
        yield Span(first=year, end=end, unit="year")
        end = year


async def places_found(
    connection: AsyncConnection,
    agency_ids: Sequence[UUID],
    asked: str,
    after: Place | None,
    limit: int,
    units: Set[str] = DAYS | LONGER,
) -> list[Place]:
    """The newest ``limit`` cases of these agencies that hold all words, in the spans of these units.

    ``after``: only those that come later in the list. Within a transaction: the planner is told to use indexes only,
    because it takes every word for a common one.
    """
    words = words_of(asked)
    found = list[Place]()
    async for span in _spans(connection, agency_ids, after):
        if span.unit not in units:
            continue
        left = limit - len(found)
        found += await _within(connection, agency_ids, words, span, after, left)
        if len(found) == limit:
            break
    return found


async def share_of(connection: AsyncConnection, asked: str) -> float | None:
    """The share of all cases that hold the rarest term of the words, by PostgreSQL's own sample of the table.

    None if there is no sample, or it does not know every term as a frequent one.
    """
    sample = (await connection.execute(_FREQUENT)).first()
    if sample is None or sample.terms is None:
        return None
    shares = dict(zip(sample.terms, sample.shares, strict=False))  # behind the shares stand their extremes
    found = [shares.get(term) for term in terms_of_words(words_of(asked))]
    return None if None in found else min((share for share in found if share is not None), default=None)


async def few_found(connection: AsyncConnection, agency_ids: Sequence[UUID], asked: str) -> list[UUID] | None:
    """All cases of these agencies that hold all words; None if more than ``FEW`` of whatever agency may hold them.

    A single term is not looked up: as it is a frequent one, more than a few hold it. Within a transaction, like
    ``places_found``.
    """
    if len(terms_of_words(words_of(asked))) == 1:
        return None
    await connection.execute(text("SET LOCAL enable_seqscan = off"))
    by_terms, *by_text = word_conditions(words_of(asked))
    looked_at = and_(*by_text).label("holds")
    columns = (case_terms.c.case_id, case_terms.c.agency_id, looked_at)
    hits = select(*columns).where(by_terms).limit(FEW + 1).cte("hits").prefix_with("MATERIALIZED")
    mine = func.array_agg(hits.c.case_id).filter(hits.c.holds, hits.c.agency_id.in_(agency_ids))
    found = (await connection.execute(select(func.count().label("seen"), mine.label("case_ids")))).one()
    return None if found.seen > FEW else (found.case_ids or [])


async def _spans(connection: AsyncConnection, agency_ids: Sequence[UUID], after: Place | None) -> AsyncIterator[Span]:
    """From where the page begins, or the newest case of these agencies, to their oldest."""
    await connection.execute(text("SET LOCAL enable_seqscan = off"))
    newest = await _end(connection, agency_ids, newest=True)
    oldest = await _end(connection, agency_ids, newest=False)
    if newest is None or oldest is None:
        return
    for span in spans_back(min(newest, after[0]) if after else newest, oldest):
        yield span


async def _end(connection: AsyncConnection, agency_ids: Sequence[UUID], *, newest: bool) -> datetime | None:
    """When the newest, or the oldest, of these agencies' applications was registered: a look into an index for each."""
    agency = func.unnest(cast(literal(list(agency_ids), ARRAY(cases.c.agency_id.type)), ARRAY(cases.c.agency_id.type)))
    each = select(agency.label("id")).subquery("each")
    at = applications.c.registered_at
    order = (at.desc(), applications.c.case_id.desc()) if newest else (at, applications.c.case_id)
    one = select(at).where(applications.c.agency_id == each.c.id).order_by(*order).limit(1).lateral("one")
    end = func.max(one.c.registered_at) if newest else func.min(one.c.registered_at)
    found: datetime | None = (await connection.execute(select(end).select_from(each.join(one, literal(True))))).scalar()
    return found


async def _within(
    connection: AsyncConnection,
    agency_ids: Sequence[UUID],
    words: Sequence[str],
    span: Span,
    after: Place | None,
    limit: int,
) -> list[Place]:
    times = sorted(set[int]().union(*(span.terms(agency_id) for agency_id in agency_ids)))
    hits = (
        select(case_terms.c.case_id, case_terms.c.registered_at)
        .where(
            *word_conditions(words),
            case_terms.c.terms.overlap(cast(literal(times, ARRAY(Integer)), ARRAY(Integer))),
            case_terms.c.agency_id.in_(agency_ids),
            and_(case_terms.c.registered_at >= span.first, case_terms.c.registered_at < span.end),
        )
        .cte("hits")
        .prefix_with("MATERIALIZED")
    )
    statement = select(hits.c.registered_at, hits.c.case_id).join(cases, cases.c.case_id == hits.c.case_id)
    if after:
        statement = statement.where(tuple_(hits.c.registered_at, hits.c.case_id) < after)
    ordered = statement.order_by(hits.c.registered_at.desc(), hits.c.case_id.desc())
    return [(row.registered_at, row.case_id) for row in await connection.execute(ordered.limit(limit))]
