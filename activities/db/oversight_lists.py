"""Pages of cases for those who oversee: newest first or by due date, each agency read through an index of its own."""

from collections.abc import Sequence, Set
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    any_,
    cast,
    literal,
    select,
    text,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import Uuid

from activities.db.oversight import by_due_date
from activities.db.search_terms import holds_words, word_conditions, words_of
from activities.db.searching import DAYS, LONGER, OFTEN, Place, few_found, places_found, share_of
from activities.db.tables import agencies, applications, cases, staff
from activities.db.tables_oversight import case_terms
from schemas.base import Recorded
from schemas.oversight_lists import OverseenCase, Sorting

Columns = tuple[ColumnElement[Any], ...]
RARE = 10_000
"""A search for words that no more cases hold than this looks at all of them; for more the list itself is walked."""
_OF_CASES = [cases.c[name] for name in OverseenCase.model_fields if name in cases.c and name != "handler_id"]


class Wanted(Recorded):
    """Which page: the agencies whose cases the person may see, and which of them is the own one."""

    agency_ids: tuple[UUID, ...]
    own: UUID
    words: str | None = None
    sort: Sorting = Sorting.NEWEST
    after: tuple[datetime | date, UUID] | None = None
    limit: int = 50


async def list_overseen(
    connection: AsyncConnection, wanted: Wanted, conditions: Sequence[ColumnElement[bool]]
) -> list[OverseenCase]:
    """A page and one case more, if there is one. ``conditions`` on ``cases``, without the words.

    Within a transaction: it changes how the planner chooses until the transaction ends.
    """
    if not wanted.words:
        return await _walked(connection, wanted, conditions)
    return await _with_words(connection, wanted, wanted.words, conditions)


async def find_overseen(
    connection: AsyncConnection, agency_ids: Sequence[UUID], own: UUID, case_id: UUID
) -> OverseenCase | None:
    """One case, if it is one of these agencies'."""
    statement = _listed(own).where(cases.c.case_id == case_id, cases.c.agency_id.in_(agency_ids))
    found = (await connection.execute(statement)).mappings().first()
    return OverseenCase.model_validate(dict(found)) if found else None


async def list_of_applicant(
    connection: AsyncConnection, agency_id: UUID, identity_hash: str, after: Place | None, limit: int
) -> list[OverseenCase]:
    """One agency's cases of the applicant whose identity number has this keyed hash, newest first; one more."""
    his = _listed(agency_id).join(applications, applications.c.case_id == cases.c.case_id)
    his = his.where(applications.c.agency_id == agency_id, applications.c.identity_hash == identity_hash)
    if after:
        his = his.where(tuple_(cases.c.registered_at, cases.c.case_id) < after)
    order = (cases.c.registered_at.desc(), cases.c.case_id.desc())
    found = await connection.execute(his.where(cases.c.agency_id == agency_id).order_by(*order).limit(limit + 1))
    return [OverseenCase.model_validate(dict(row)) for row in found.mappings()]


async def _with_words(
    connection: AsyncConnection, wanted: Wanted, words: str, conditions: Sequence[ColumnElement[bool]]
) -> list[OverseenCase]:
    """Rare words are looked up; common ones are searched back in time, or looked up too where they seldom meet."""
    share = await share_of(connection, words)
    found = await _cases_with_words(connection, wanted, words) if share is None else None
    newest, places = not conditions and wanted.sort is Sorting.NEWEST, list[Place]()
    if found is None and newest:
        places = await _newest(connection, wanted, words, DAYS)
    if found is None and len(places) <= wanted.limit and share is not None and share < OFTEN:
        found = await few_found(connection, wanted.agency_ids, words)
    if found is not None:
        return await _among(connection, wanted, found, conditions)
    if not newest:
        return await _walked(connection, wanted, [*conditions, holds_words(cases.c.case_id, words)])
    places += await _newest(connection, wanted, words, LONGER, len(places))
    return await _shown(connection, wanted, [case_id for _, case_id in places])


async def _newest(
    connection: AsyncConnection, wanted: Wanted, words: str, units: Set[str], known: int = 0
) -> list[Place]:
    """The newest places in spans of these units, as many as the page lacks."""
    after = (wanted.after[0], wanted.after[1]) if wanted.after and isinstance(wanted.after[0], datetime) else None
    most = wanted.limit + 1 - known
    return await places_found(connection, wanted.agency_ids, words, after, most, units) if most else []


async def _cases_with_words(connection: AsyncConnection, wanted: Wanted, words: str) -> list[UUID] | None:
    """All cases of these agencies that hold the words; None if they are many."""
    await connection.execute(text("SET LOCAL enable_seqscan = off"))
    mine = case_terms.c.agency_id.in_(wanted.agency_ids)
    statement = select(case_terms.c.case_id).where(*word_conditions(words_of(words)), mine)
    found = list((await connection.execute(statement.limit(RARE + 1))).scalars())
    return None if len(found) > RARE else found


async def _among(
    connection: AsyncConnection, wanted: Wanted, found: Sequence[UUID], conditions: Sequence[ColumnElement[bool]]
) -> list[OverseenCase]:
    """The page out of these cases."""
    place = _place_of(wanted)
    page = select(cases.c.case_id).where(cases.c.case_id == any_(_ids(found)), *conditions, *_after(wanted, place))
    ordered = page.order_by(*_in_order(wanted, place)).limit(wanted.limit + 1)
    return await _shown(connection, wanted, list((await connection.execute(ordered)).scalars()))


async def _walked(
    connection: AsyncConnection, wanted: Wanted, conditions: Sequence[ColumnElement[bool]]
) -> list[OverseenCase]:
    """The lists of the agencies, each read in order through an index and merged: none is read further than needed."""
    place, most = _place_of(wanted), wanted.limit + 1
    conditions = [*conditions, *_after(wanted, place)]
    each = (
        select(place[0].label("place"), cases.c.case_id)
        .where(cases.c.agency_id == agency_id, *conditions)
        .order_by(*_in_order(wanted, place))
        .limit(most)  # with an order and an end of its own, PostgreSQL merges it instead of sorting all
        for agency_id in wanted.agency_ids
    )
    merged = union_all(*each).subquery("merged")
    page = select(merged.c.case_id).order_by(*_in_order(wanted, (merged.c.place, merged.c.case_id))).limit(most)
    return await _shown(connection, wanted, list((await connection.execute(page)).scalars()))


def _place_of(wanted: Wanted) -> Columns:
    return (by_due_date if wanted.sort is Sorting.DUE else cases.c.registered_at, cases.c.case_id)


def _in_order(wanted: Wanted, place: Columns) -> Columns:
    return place if wanted.sort is Sorting.DUE else tuple(column.desc() for column in place)


def _after(wanted: Wanted, place: Columns) -> list[ColumnElement[bool]]:
    if wanted.after is None:
        return []
    return [tuple_(*place) > wanted.after if wanted.sort is Sorting.DUE else tuple_(*place) < wanted.after]


async def _shown(connection: AsyncConnection, wanted: Wanted, case_ids: Sequence[UUID]) -> list[OverseenCase]:
    """These cases, in this order."""
    mine = _listed(wanted.own).where(cases.c.case_id == any_(_ids(case_ids)))
    found = {row["case_id"]: row for row in (await connection.execute(mine)).mappings()}
    return [OverseenCase.model_validate(dict(found[case_id])) for case_id in case_ids if case_id in found]


def _ids(of: Sequence[UUID]) -> ColumnElement[Sequence[UUID]]:
    return cast(literal([*of], ARRAY(Uuid)), ARRAY(Uuid))


def _listed(own: UUID) -> Select[tuple[object, ...]]:
    """What is shown of a case; its handler only if the case is of the own agency."""
    handling = and_(staff.c.id == cases.c.handler_id, staff.c.agency_id == own, cases.c.agency_id == own)
    shown = (
        agencies.c.name.label("agency"),
        staff.c.id.label("handler_id"),
        staff.c.name.label("handler"),
    )
    return select(*_OF_CASES, *shown).join(agencies, agencies.c.id == cases.c.agency_id).outerjoin(staff, handling)
