"""Pages of which not all is said that must be said before the document can be proposed (art. 17)."""

from uuid import UUID

from sqlalchemy import Integer, and_, column, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables_review import findings, page_reviews
from schemas.review import OpenPages
from schemas.vocabulary import ReviewResult

_GIVING = (ReviewResult.DISCLOSE, ReviewResult.PARTIAL)


async def open_pages(connection: AsyncConnection, document_id: UUID, pages: int, after: int) -> OpenPages:
    """How many pages of a document are open, and which is the first of them after ``after``, else the first of all.

    Open is a page without a word, and one to be given out with findings nobody has decided.
    """
    every = func.generate_series(1, pages).table_valued(column("number", Integer)).render_derived(name="every")
    number = every.c.number
    on_it = and_(page_reviews.c.document_id == document_id, page_reviews.c.page == number)
    undecided = exists().where(
        findings.c.document_id == document_id, findings.c.page == number, findings.c.accepted.is_(None)
    )
    is_open = or_(page_reviews.c.result.is_(None), and_(page_reviews.c.result.in_(_GIVING), undecided))
    statement = (
        select(func.count(), func.min(number).filter(number > after), func.min(number))
        .select_from(every.outerjoin(page_reviews, on_it))
        .where(is_open)
    )
    left, following, first = (await connection.execute(statement)).one()
    return OpenPages(document_id=document_id, left=left, next=following or first)
