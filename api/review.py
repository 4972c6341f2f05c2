"""The review side of the desk: what was found, page by page, and what people decide of it before a step is taken."""

import asyncio
import time
from collections.abc import Sequence
from uuid import UUID

from activities.db.case_documents import CaseDocumentRow
from activities.db.database import AsyncConnection
from activities.db.findings import decide_findings, findings_on, is_finding_of
from activities.db.found import FoundFilter, found_row, list_found
from activities.db.jobs import progress_of, retry_failed
from activities.db.open_pages import open_pages
from activities.db.page_reviews import PageRow, page_rows, pages_standing, put_pages
from activities.db.readings import Reading, reading_of, readings_of
from activities.db.sheets import sheet_kept
from api.desk import Desk
from schemas.errors import InvalidInput, NotAllowed, NotFound, StepRefused
from schemas.pages import Mark, PageReview, PageSize, ReviewSheet
from schemas.people import SignedIn
from schemas.review import (
    FindingsDecided,
    FindingsDecision,
    FindingView,
    FoundDocument,
    FoundDocuments,
    OpenPages,
    PagesReviewed,
    PagesWork,
    PageView,
    PageViews,
    PageWork,
    WorkProgress,
)
from schemas.vocabulary import ReviewResult
from workflows.book import PROPOSING
from workflows.page_work import checked, marked, refuse_work, said_of, unmarked

LOOK_AGAIN_SECONDS = 0.2


class Review:
    """Lists and pages for everybody at the agency; work on pages for those who may propose."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._database = desk.database

    async def documents(self, person: SignedIn, case_id: UUID, wanted: FoundFilter) -> FoundDocuments:
        """A page of what the case found. Raises ``NotFound``."""
        await self._desk.row(person, case_id)
        async with self._database.reading() as connection:
            found = await list_found(connection, case_id, wanted)
        shown = tuple(found[: wanted.limit])
        return FoundDocuments(items=shown, next=shown[-1].n if len(found) > wanted.limit else None)

    async def one(self, person: SignedIn, case_id: UUID, document_id: UUID) -> FoundDocument:
        """One document a case found, and did not set aside. Raises ``NotFound``."""
        async with self._database.reading() as connection:
            row = await found_row(connection, person.agency_id, document_id)
            if row is None or row.case_id != case_id:
                raise NotFound("not_found")
            (document,) = (await list_found(connection, case_id, FoundFilter(after=row.n - 1, limit=1)))[:1]
        return document

    async def progress(self, person: SignedIn, case_id: UUID, wait_seconds: float) -> WorkProgress:
        """Where the work on the case's documents stands, now or once it is done. Raises ``NotFound``."""
        await self._desk.row(person, case_id)
        ends = time.monotonic() + wait_seconds
        while True:
            async with self._database.reading() as connection:
                progress = await progress_of(connection, case_id)
            if not progress.waiting or time.monotonic() >= ends:
                return progress
            await asyncio.sleep(LOOK_AGAIN_SECONDS)

    async def retry(self, person: SignedIn, case_id: UUID) -> WorkProgress:
        """Have done again what failed, and read again what could not be read. Raises ``NotFound``, ``NotAllowed``."""
        if not PROPOSING & set(person.roles):
            raise NotAllowed("role_not_permitted")
        await self._desk.row(person, case_id)
        async with self._database.transaction() as connection:
            retried = await retry_failed(connection, case_id)
        if retried:
            await self._desk.set_to_work(case_id)
        return await self.progress(person, case_id, 0)

    async def pages(self, person: SignedIn, document_id: UUID, first: int, limit: int) -> PageViews:
        """A run of pages with what stands on them. Raises ``NotFound``, or what kept the document from being read."""
        async with self._database.reading() as connection:
            _, reading = await self._found(connection, person, document_id)
            last = min(first + limit - 1, len(reading.pages))
            rows = await page_rows(connection, document_id, first, last)
            findings = await findings_on(connection, document_id, first, last)
        items = tuple(_view(page, rows.get(page.number), findings) for page in reading.pages[first - 1 : last])
        following = last + 1 if last < len(reading.pages) else None
        return PageViews(document_id=document_id, pages=len(reading.pages), items=items, next=following)

    async def open_pages(self, person: SignedIn, document_id: UUID, after: int) -> OpenPages:
        """What is left to be said of a document's pages. Raises what ``pages`` raises."""
        async with self._database.reading() as connection:
            _, reading = await self._found(connection, person, document_id)
            return await open_pages(connection, document_id, len(reading.pages), after)

    async def set_page(self, person: SignedIn, document_id: UUID, number: int, work: PageWork) -> PageView:
        """Say what becomes of one page, and mark what is blackened on it; refused as ``workflows.page_work`` says."""
        async with self._database.reading() as connection:
            found, reading = await self._found(connection, person, document_id)
        await self._permit(person, found.case_id)
        page = _page(reading, number)
        async with self._database.transaction() as connection:
            standing = (await page_rows(connection, document_id, number, number, lock=True)).get(number)
            review = checked(work, page, standing.version if standing else 0)
            await put_pages(connection, [_row(document_id, review)], person.staff_id)
            rows = await page_rows(connection, document_id, number, number)
            findings = await findings_on(connection, document_id, number, number)
        return _view(page, rows[number], findings)

    async def set_pages(self, person: SignedIn, case_id: UUID, work: PagesWork) -> PagesReviewed:
        """One word for a run of pages of documents, all of them or none.

        A scan that no machine has read is not disclosed so: whoever discloses it looks at that page.
        """
        await self._permit(person, case_id)
        pages = left = 0
        async with self._database.transaction() as connection:
            for document_id in sorted(set(work.documents)):  # in one order, so that two never wait for each other
                found, reading = await self._found(connection, person, document_id)
                if found.case_id != case_id:
                    raise InvalidInput("document_not_of_case", field="documents")
                rows = await page_rows(connection, document_id, work.first, work.last, lock=True)
                whole = reading.pages[work.first - 1 : work.last]
                run = [page for page in whole if page.readable or work.result is not ReviewResult.DISCLOSE]
                left += len(whole) - len(run)
                reviews = [said_of(page.number, _marks(rows.get(page.number)), work) for page in run]
                await put_pages(connection, [_row(document_id, review) for review in reviews], person.staff_id)
                pages += len(reviews)
        return PagesReviewed(documents=len(set(work.documents)), pages=pages, left=left)

    async def decide(self, person: SignedIn, case_id: UUID, decision: FindingsDecision) -> FindingsDecided:
        """Accept or reject findings; what is accepted is marked on its page, in the same transaction."""
        await self._permit(person, case_id)
        if not (decision.findings or decision.kind or decision.same_as or decision.all_undecided):
            raise InvalidInput("findings_unnamed", field="findings")
        async with self._database.transaction() as connection:
            if decision.same_as and not await is_finding_of(connection, case_id, decision.same_as):
                raise InvalidInput("finding_unknown", field="same_as")
            decided = await decide_findings(connection, case_id, decision, person.staff_id)
            if len(decided) < len(set(decision.findings)):
                raise InvalidInput("finding_unknown", field="findings")
            changed = await _marked_by(connection, decided, decision)
            await put_pages(connection, changed, person.staff_id)
        return FindingsDecided(findings=len(decided), pages=len(changed))

    async def sheet(self, person: SignedIn, document_id: UUID) -> ReviewSheet:
        """The sheet that lies for confirmation, else the confirmed one. Raises ``NotFound``."""
        async with self._database.reading() as connection:
            row = await found_row(connection, person.agency_id, document_id)
            named = (row.proposed_sheet or row.sheet) if row else None
            sheet = await sheet_kept(connection, row.case_id, named) if row and named else None
        if sheet is None:
            raise NotFound("sheet_unknown")
        return sheet

    async def document(self, person: SignedIn, document_id: UUID) -> tuple[CaseDocumentRow, Reading]:
        """A found document and what reading it brought. Raises ``NotFound``, or what kept it from being read."""
        async with self._database.reading() as connection:
            return await self._found(connection, person, document_id)

    async def _found(
        self, connection: AsyncConnection, person: SignedIn, document_id: UUID
    ) -> tuple[CaseDocumentRow, Reading]:
        """A document some case of this agency found, and its pages."""
        row = await found_row(connection, person.agency_id, document_id)
        if row is None:
            raise NotFound("not_found")
        reading = await reading_of(connection, document_id)
        if reading is None:
            raise StepRefused("document_not_read_yet" if row.filed else "document_not_filed")
        if reading.code:
            raise StepRefused(reading.code)
        return row, reading

    async def _permit(self, person: SignedIn, case_id: UUID) -> None:
        """Work on pages belongs to a case in hand, and to those who may propose."""
        refuse_work((await self._desk.row(person, case_id)).state, person.roles)


async def _marked_by(
    connection: AsyncConnection, decided: Sequence[tuple[UUID, FindingView]], decision: FindingsDecision
) -> list[PageRow]:
    """The pages with the marks of accepted findings on them, or without those of rejected ones, in one order."""
    documents = {document_id for document_id, _ in decided}
    readings = await readings_of(connection, documents)
    standing = await pages_standing(connection, documents)
    changed = dict[tuple[UUID, int], PageRow]()
    for document_id, view in decided:
        page, at = _page(readings[document_id], view.page), (document_id, view.page)
        row = changed.get(at) or standing.get(at) or PageRow(document_id=document_id, page=view.page)
        change = marked(row.marks, view.boxes, decision.ground, page) if decision.accept else None
        changed[at] = _with(row, unmarked(row.marks, view.boxes, page) if change is None else change)
    return [changed[at] for at in sorted(changed)]


def _page(reading: Reading, number: int) -> PageSize:
    if number > len(reading.pages):
        raise NotFound("page_unknown")
    return reading.pages[number - 1]


def _view(page: PageSize, row: PageRow | None, findings: dict[int, tuple[FindingView, ...]]) -> PageView:
    told = row.model_dump(include={"result", "grounds", "reason", "marks", "version"}) if row else {}
    return PageView(**page.model_dump(), **told, findings=findings.get(page.number, ()))


def _row(document_id: UUID, review: PageReview) -> PageRow:
    return PageRow(document_id=document_id, page=review.number, **review.model_dump(exclude={"number"}))


def _marks(row: PageRow | None) -> tuple[Mark, ...]:
    return row.marks if row else ()


def _with(row: PageRow, marks: tuple[Mark, ...]) -> PageRow:
    """A page that was to be disclosed is so in part once it is marked; without its last mark nobody has reviewed it."""
    result = row.result
    if marks and result is ReviewResult.DISCLOSE:
        result = ReviewResult.PARTIAL
    if not marks and result is ReviewResult.PARTIAL:
        result = None
    return row.model_copy(update={"marks": marks, "result": result})
