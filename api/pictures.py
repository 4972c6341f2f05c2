"""Pages as pictures: as they are, as they would be given out, as they were given out."""

from typing import Literal
from uuid import UUID

from activities.db.documents import find_document
from activities.store import DocumentStore
from api.desk import Desk
from api.gallery import Gallery, Paper
from api.review import Review
from schemas.errors import Destroyed, NotFound
from schemas.law.versions import STATUTES
from schemas.pages import Mark
from schemas.people import SignedIn
from schemas.workshop import PageToDraw, RenderOrder

SOURCE = "source.pdf"
RUN = 8
"""Pages drawn at once, as far as time allows: who looks at one turns to the next."""
SMALL_DPI, SMALL_RUN = 40, 30
"""Pictures this small stand beside each other, so many on a page of the console."""
Look = Literal["plain", "work", "sheet"]
Marks = dict[int, tuple[Mark, ...]]


class Pictures:
    """Renders in the workshop: a page is a picture before anybody's browser sees it."""

    def __init__(self, desk: Desk, review: Review, store: DocumentStore, gallery: Gallery) -> None:
        self._desk = desk
        self._review = review
        self._store = store
        self._gallery = gallery

    async def page(self, person: SignedIn, document_id: UUID, number: int, dpi: int, look: Look) -> bytes:
        """PNG of a page. ``work``: blackened as marked now; ``sheet``: as it was proposed. Raises ``NotFound``.

        Whether the person may see it, its marks, and whether it is destroyed are asked each time; what was drawn of the
        same bytes with the same marks may be kept (see ``Gallery``).
        """
        found, reading = await self._review.document(person, document_id)
        sha256 = reading.working_sha256
        if number > len(reading.pages) or sha256 is None:
            raise NotFound("page_unknown")
        run = _run(number, dpi, len(reading.pages))
        marks = await self._marks(person, document_id, run, look)
        case = await self._desk.row(person, found.case_id)
        await self._refuse_destroyed(person, document_id, sha256)
        pages = tuple(PageToDraw(number=one, marks=marks.get(one, ())) for one in run)
        order = RenderOrder(source=SOURCE, pages=pages, dpi=dpi, statute=case.statute or STATUTES[-1].id)
        paper = Paper(str(person.agency_id), sha256, lambda bench: bench.take(self._store, sha256, SOURCE))
        return await self._gallery.first(paper, order)

    async def _refuse_destroyed(self, person: SignedIn, document_id: UUID, sha256: str) -> None:
        async with self._desk.database.reading() as connection:
            row = await find_document(connection, person.agency_id, document_id)
        if row and row.destroyed_at:
            self._gallery.drop(str(person.agency_id), sha256)
            raise Destroyed("document_destroyed")

    async def _marks(self, person: SignedIn, document_id: UUID, run: tuple[int, ...], look: Look) -> Marks:
        match look:
            case "plain":
                return {}
            case "work":
                views = await self._review.pages(person, document_id, min(run), len(run))
                return {one.number: one.marks for one in views.items}
            case "sheet":
                return {one.number: one.marks for one in (await self._review.sheet(person, document_id)).pages}


def _run(number: int, dpi: int, pages: int) -> tuple[int, ...]:
    """The page and what is drawn along with it: what follows; of small ones, all that stand on the same page."""
    if dpi > SMALL_DPI:
        return tuple(range(number, min(number + RUN, pages + 1)))
    begin = (number - 1) // SMALL_RUN * SMALL_RUN + 1
    return (*range(number, min(begin + SMALL_RUN, pages + 1)), *range(begin, number))
