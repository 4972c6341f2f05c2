"""Pages as pictures: as they are, as they would be given out, as they were given out."""

from typing import Literal
from uuid import UUID

from activities.db.documents import find_document
from activities.store import DocumentStore
from activities.workshop.runner import Workshop
from activities.workshop.verbs import RENDER
from api.desk import Desk
from api.review import Review
from schemas.errors import Destroyed, NotFound
from schemas.law.versions import STATUTES
from schemas.pages import Mark
from schemas.people import SignedIn
from schemas.workshop import RenderOrder

SOURCE = "source.pdf"
Look = Literal["plain", "work", "sheet"]


class Pictures:
    """Renders in the workshop: a page is a picture before anybody's browser sees it."""

    def __init__(self, desk: Desk, review: Review, store: DocumentStore, workshop: Workshop) -> None:
        self._desk = desk
        self._review = review
        self._store = store
        self._workshop = workshop

    async def page(self, person: SignedIn, document_id: UUID, number: int, dpi: int, look: Look) -> bytes:
        """PNG of a page. ``work``: blackened as marked now; ``sheet``: as it was proposed. Raises ``NotFound``."""
        found, reading = await self._review.document(person, document_id)
        if number > len(reading.pages) or reading.working_sha256 is None:
            raise NotFound("page_unknown")
        marks = await self._marks(person, document_id, number, look)
        case = await self._desk.row(person, found.case_id)
        await self._refuse_destroyed(person, document_id)
        statute = case.statute or STATUTES[-1].id
        order = RenderOrder(source=SOURCE, page=number, dpi=dpi, marks=marks, statute=statute)
        async with self._workshop.bench() as bench:
            await bench.take(self._store, reading.working_sha256, SOURCE)
            await bench.work(RENDER, order)
            return (bench.folder / order.target).read_bytes()

    async def _refuse_destroyed(self, person: SignedIn, document_id: UUID) -> None:
        async with self._desk.database.reading() as connection:
            row = await find_document(connection, person.agency_id, document_id)
        if row and row.destroyed_at:
            raise Destroyed("document_destroyed")

    async def _marks(self, person: SignedIn, document_id: UUID, number: int, look: Look) -> tuple[Mark, ...]:
        match look:
            case "plain":
                return ()
            case "work":
                return (await self._review.pages(person, document_id, number, 1)).items[0].marks
            case "sheet":
                return (await self._review.sheet(person, document_id)).pages[number - 1].marks
