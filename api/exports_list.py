"""A paged list as a whole table: page after page by its own cursor, under the conditions of its own list."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from starlette.responses import FileResponse

from api.desk import Desk
from api.exports_table import Table, TableFormat, table_response
from schemas.people import SignedIn

Row = TypeVar("Row")
Row_co = TypeVar("Row_co", covariant=True)


class PageOf(Protocol[Row_co]):
    """A page of a list with the cursor of the following one."""

    @property
    def items(self) -> Sequence[Row_co]: ...

    @property
    def next(self) -> str | None: ...


@dataclass(frozen=True)
class ListEnd(Generic[Row]):
    """Rows after which none follow."""

    items: Sequence[Row]
    next: str | None = None


async def whole_list(
    desk: Desk,
    person: SignedIn,
    table: Table[Row],
    wanted: TableFormat,
    read: Callable[[str | None], Awaitable[PageOf[Row]]],
) -> FileResponse:
    """The list as a file. ``read`` gives the page that begins at a cursor. Raises ``InvalidInput("too_many_rows")``.

    Every page is read by itself: what is entered meanwhile may be missing, nothing is there twice.
    """
    zone = (await desk.agency(person.agency_id)).policy.timezone
    today = await desk.today(person.agency_id)
    return await table_response(table, wanted, _pages(read), zone=zone, today=today)


async def _pages(read: Callable[[str | None], Awaitable[PageOf[Row]]]) -> AsyncIterator[Sequence[Row]]:
    page = await read(None)
    yield page.items
    while page.next:
        page = await read(page.next)
        yield page.items


async def short_list(
    desk: Desk, person: SignedIn, table: Table[Row], wanted: TableFormat, rows: Sequence[Row]
) -> FileResponse:
    """A list that is not paged, as a file."""

    async def read(_: str | None) -> ListEnd[Row]:
        return ListEnd(rows)

    return await whole_list(desk, person, table, wanted, read)
