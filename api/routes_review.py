"""Review and release over HTTP: what was found, its pages, findings, marks, pictures, the package."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from activities.db.found import FoundFilter
from api.access import DeskDep, Person
from api.pictures import Look, Pictures
from api.release import release_of_case
from api.review import Review
from schemas.pages import MOST_PAGES, ReviewSheet
from schemas.release import ReleaseView
from schemas.review import (
    FindingsDecided,
    FindingsDecision,
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

router = APIRouter(prefix="/api", tags=["review"])


async def the_review(request: Request) -> Review:
    """The review side of the desk of this process."""
    review: Review = request.app.state.review
    return review


async def the_pictures(request: Request) -> Pictures:
    """Where this process has pages rendered."""
    pictures: Pictures = request.app.state.pictures
    return pictures


ReviewDep = Annotated[Review, Depends(the_review)]
PicturesDep = Annotated[Pictures, Depends(the_pictures)]
Number = Annotated[int, Path(ge=1, le=MOST_PAGES, description="pages are numbered from 1")]
Awaiting = Literal["proposal", "confirmation"]


@router.get("/applications/{case_id}/found")
async def found(
    review: ReviewDep,
    person: Person,
    case_id: UUID,
    awaiting: Annotated[Awaiting | None, Query(description="what still awaits a proposal, or its confirmation")] = None,
    result: ReviewResult | None = None,
    after: Annotated[int, Query(ge=0, le=2**31 - 1, description="`next` of the page before")] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> FoundDocuments:
    """What the case found, in the order it was found, with where each document stands."""
    return await review.documents(
        person, case_id, FoundFilter(awaiting=awaiting, result=result, after=after, limit=limit)
    )


@router.get("/applications/{case_id}/found/{document_id}")
async def found_one(review: ReviewDep, person: Person, case_id: UUID, document_id: UUID) -> FoundDocument:
    """One document the case found, with where it stands."""
    return await review.one(person, case_id, document_id)


@router.get("/applications/{case_id}/document-work")
async def progress(
    review: ReviewDep,
    person: Person,
    case_id: UUID,
    wait: Annotated[float, Query(ge=0, le=30, description="seconds to wait until the work is done")] = 0,
) -> WorkProgress:
    """How much work on the case's documents waits, is done, or failed and by what code."""
    return await review.progress(person, case_id, wait)


@router.post("/applications/{case_id}/document-work")
async def retry(review: ReviewDep, person: Person, case_id: UUID) -> WorkProgress:
    """Have done again what failed, and read again what could not be read: LibreOffice was installed, for example."""
    return await review.retry(person, case_id)


@router.get("/documents/{document_id}/pages")
async def pages(
    review: ReviewDep,
    person: Person,
    document_id: UUID,
    first: Annotated[int, Query(ge=1, le=MOST_PAGES)] = 1,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> PageViews:
    """A run of pages of a found document: sizes in points, findings, marks, and what was said of each."""
    return await review.pages(person, document_id, first, limit)


@router.get("/documents/{document_id}/open-pages")
async def open_pages(
    review: ReviewDep, person: Person, document_id: UUID, after: Annotated[int, Query(ge=0, le=MOST_PAGES)] = 0
) -> OpenPages:
    """How many pages nobody has said all of that must be said, and the next of them."""
    return await review.open_pages(person, document_id, after)


@router.put("/documents/{document_id}/pages/{number}")
async def set_page(review: ReviewDep, person: Person, document_id: UUID, number: Number, work: PageWork) -> PageView:
    """Say what becomes of one page, with the boxes to be blackened; nothing is given out before two persons agree."""
    return await review.set_page(person, document_id, number, work)


@router.post("/applications/{case_id}/page-reviews")
async def set_pages(review: ReviewDep, person: Person, case_id: UUID, work: PagesWork) -> PagesReviewed:
    """One word for a run of pages of several documents; marks that stand make "disclose" mean "in part"."""
    return await review.set_pages(person, case_id, work)


@router.post("/applications/{case_id}/findings")
async def decide(review: ReviewDep, person: Person, case_id: UUID, decision: FindingsDecision) -> FindingsDecided:
    """Accept findings, which marks them, or reject them: singly, all of a kind, all of the same value, or all."""
    return await review.decide(person, case_id, decision)


@router.get("/documents/{document_id}/pages/{number}.png", response_class=Response)
async def picture(
    pictures: PicturesDep,
    person: Person,
    document_id: UUID,
    number: Number,
    dpi: Annotated[int, Query(ge=20, le=200)] = 110,
    look: Annotated[Look, Query(description="plain; work: as marked now; sheet: as proposed or confirmed")] = "plain",
    version: Annotated[
        int | None, Query(ge=0, description="seen last, to tell pictures apart; the newest comes")
    ] = None,
) -> Response:
    """A page as a picture."""
    png = await pictures.page(person, document_id, number, dpi, look)
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return Response(png, media_type="image/png", headers=headers)


@router.get("/documents/{document_id}/sheet")
async def sheet(review: ReviewDep, person: Person, document_id: UUID) -> ReviewSheet:
    """The review sheet that lies for confirmation, else the confirmed one."""
    return await review.sheet(person, document_id)


@router.get("/applications/{case_id}/release")
async def release(desk: DeskDep, person: Person, case_id: UUID) -> ReleaseView:
    """What goes with the reply that stands, copy by copy, and the files it is bound in once they are ready."""
    return await release_of_case(desk, person, case_id)
