"""Work in hand on pages: what somebody means to propose of each, and the marks on it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables_review import document_readings, page_reviews
from schemas.base import Recorded
from schemas.pages import Mark, PageReview
from schemas.vocabulary import Ground, ReviewResult


class PageRow(Recorded):
    """What stands on a page. ``result`` is null where only marks were put, by accepting findings."""

    document_id: UUID
    page: int
    result: ReviewResult | None = None
    grounds: tuple[Ground, ...] = ()
    reason: str | None = None
    marks: tuple[Mark, ...] = ()
    version: int = 0

    @property
    def review(self) -> PageReview | None:
        """The page as a sheet would have it; None while nobody has said what becomes of it."""
        if self.result is None:
            return None
        told = self.model_dump(include={"result", "grounds", "reason", "marks"})
        return PageReview(number=self.page, **told)


_COLUMNS = [page_reviews.c[name] for name in PageRow.model_fields]


async def page_rows(
    connection: AsyncConnection, document_id: UUID, first: int, last: int, *, lock: bool = False
) -> dict[int, PageRow]:
    """What stands on a run of pages.

    ``lock`` keeps others from changing any page of the document until the transaction ends: also one on which nothing
    stands yet, which has no row of its own to lock.
    """
    if lock:
        await hold_pages(connection, [document_id])
    statement = (
        select(*_COLUMNS)
        .where(page_reviews.c.document_id == document_id, page_reviews.c.page.between(first, last))
        .order_by(page_reviews.c.page)
    )
    found = await connection.execute(statement)
    return {row["page"]: PageRow.model_validate(dict(row)) for row in found.mappings()}


async def hold_pages(connection: AsyncConnection, wanted: Collection[UUID]) -> None:
    """Keep others from changing any page of these documents until the transaction ends.

    In the order of their ids, so that two who want some of the same documents never wait for each other.
    """
    readings = select(document_readings.c.document_id).where(document_readings.c.document_id.in_(set(wanted)))
    await connection.execute(readings.order_by(document_readings.c.document_id).with_for_update())


async def pages_standing(connection: AsyncConnection, wanted: Collection[UUID]) -> dict[tuple[UUID, int], PageRow]:
    """Every page of these documents on which anything stands, by document and number."""
    found = await connection.execute(select(*_COLUMNS).where(page_reviews.c.document_id.in_(set(wanted))))
    return {(row["document_id"], row["page"]): PageRow.model_validate(dict(row)) for row in found.mappings()}


async def reviewed_pages(connection: AsyncConnection, wanted: Collection[UUID]) -> dict[UUID, dict[int, PageReview]]:
    """For each document its pages of which somebody has said what becomes of them."""
    pages = dict[UUID, dict[int, PageReview]]()
    for page in (await pages_standing(connection, wanted)).values():
        if page.review:
            pages.setdefault(page.document_id, {})[page.page] = page.review
    return pages


async def reviewed_counts(connection: AsyncConnection, wanted: Collection[UUID]) -> dict[UUID, int]:
    """For each document how many of its pages somebody has said something of."""
    found = await connection.execute(
        select(page_reviews.c.document_id, func.count().label("reviewed"))
        .where(page_reviews.c.document_id.in_(set(wanted)), page_reviews.c.result.is_not(None))
        .group_by(page_reviews.c.document_id)
    )
    return {row.document_id: row.reviewed for row in found}


async def put_pages(connection: AsyncConnection, rows: Sequence[PageRow], by: UUID) -> None:
    """Write pages over what stood there, each a version further."""
    values = [{**_values(row), "changed_by": by} for row in rows]
    statement = insert(page_reviews)
    changed: Mapping[str, Any] = {
        **{name: statement.excluded[name] for name in ("result", "grounds", "reason", "marks", "changed_by")},
        "version": page_reviews.c.version + 1,
        "changed_at": func.now(),
    }
    put = statement.on_conflict_do_update(
        index_elements=[page_reviews.c.document_id, page_reviews.c.page], set_=dict(changed)
    )
    for start in range(0, len(values), 500):
        await connection.execute(put, values[start : start + 500])


def _values(row: PageRow) -> dict[str, object]:
    return {**row.model_dump(exclude={"marks"}), "version": 1, "marks": [mark.model_dump() for mark in row.marks]}
