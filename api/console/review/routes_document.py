"""``/cases/{case_id}/review/{document_id}``: one document, its pages in small, one word for a run of them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import DeskDep
from api.console.review.asked import run_of
from api.console.review.frame import Refused, document_of, frame_of, shown
from api.console.typed import Typed, faults_of, status_of, typed
from api.console.visit import Visit, VisitDep
from api.desk import Desk
from api.review import Review
from api.routes_review import ReviewDep
from schemas.errors import DaylightError, StepRefused
from schemas.pages import MOST_PAGES
from schemas.people import SignedIn
from schemas.review import FoundDocument, OpenPages, PageViews

router = APIRouter(include_in_schema=False)
AT_ONCE = 30
"""Pages shown in small: each is a picture."""


@router.get("/cases/{case_id}/review/{document_id}")
async def one_document(
    visit: VisitDep,
    desk: DeskDep,
    review: ReviewDep,
    case_id: UUID,
    document_id: UUID,
    first: Annotated[int, Query(ge=1, le=MOST_PAGES)] = 1,
) -> HTMLResponse:
    """A document with its pages, or with what keeps it from having any."""
    return await _document(visit, desk, review, case_id, document_id, first)


@router.post("/cases/{case_id}/review/{document_id}")
async def one_word_for_a_run(
    request: Request, visit: VisitDep, desk: DeskDep, review: ReviewDep, case_id: UUID, document_id: UUID
) -> Response:
    """Say one word of a run of pages."""
    sent = await typed(request, visit)
    try:
        work = run_of(sent, document_id)
        await review.set_pages(visit.person, case_id, work)
    except (ValidationError, DaylightError) as refused:
        return await _document(visit, desk, review, case_id, document_id, 1, sent, refused)
    return RedirectResponse(f"/cases/{case_id}/review/{document_id}?first={_begin(work.first)}", 303)


@router.get("/cases/{case_id}/review/{document_id}/next")
async def next_open_page(
    visit: VisitDep,
    review: ReviewDep,
    case_id: UUID,
    document_id: UUID,
    after: Annotated[int, Query(ge=0, le=MOST_PAGES)] = 0,
) -> Response:
    """On to the next page of which not all is said; where none is left, to the document."""
    await document_of(review, visit.person, case_id, document_id)
    following = (await review.open_pages(visit.person, document_id, after)).next
    page = f"/{following}" if following else ""
    return RedirectResponse(f"/cases/{case_id}/review/{document_id}{page}", 303)


@router.get("/cases/{case_id}/review/{document_id}/go")
async def go_to_page(
    visit: VisitDep, case_id: UUID, document_id: UUID, number: Annotated[int, Query(ge=1, le=MOST_PAGES)]
) -> Response:
    """To a page by its number."""
    return RedirectResponse(f"/cases/{case_id}/review/{document_id}/{number}", 303)


async def _document(
    visit: Visit,
    desk: Desk,
    review: Review,
    case_id: UUID,
    document_id: UUID,
    first: int,
    sent: Typed | None = None,
    refused: Refused | None = None,
) -> HTMLResponse:
    frame = await frame_of(desk, visit.person, case_id)
    document = await document_of(review, visit.person, case_id, document_id)
    views, left = await _pages(review, visit.person, document, _begin(first))
    return shown(
        visit,
        "document.html",
        frame,
        status_of(refused),
        document=document,
        views=views,
        left=left,
        first=_begin(first),
        at_once=AT_ONCE,
        faults=faults_of(refused) if refused else {},
        sent=sent or Typed(),
    )


async def _pages(
    review: Review, person: SignedIn, document: FoundDocument, first: int
) -> tuple[PageViews | None, OpenPages | None]:
    """A run of pages and what is left to be said; nothing of a document that has no pages to look at."""
    if document.destroyed:
        return None, None
    try:
        views = await review.pages(person, document.document_id, first, AT_ONCE)
        return views, await review.open_pages(person, document.document_id, 0)
    except StepRefused:  # why, stands in the document's own ``reading``
        return None, None


def _begin(number: int) -> int:
    """The first page of the run in which a page lies."""
    return (number - 1) // AT_ONCE * AT_ONCE + 1
