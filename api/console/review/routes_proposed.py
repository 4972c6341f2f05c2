"""``…/{number}/proposed``: a page as it was proposed, for the other person who confirms it or sends it back."""

from collections import Counter

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from api.access import DeskDep
from api.console.review.frame import document_of, frame_to_confirm, shown
from api.console.review.routes_page import AtDep, looked_at, run_around
from api.console.visit import VisitDep
from api.routes_review import ReviewDep
from schemas.errors import NotFound
from schemas.pages import PageReview
from schemas.review import PageView

router = APIRouter(include_in_schema=False)


@router.get("/cases/{case_id}/review/{document_id}/{number}/proposed")
async def proposed_page(visit: VisitDep, desk: DeskDep, review: ReviewDep, at: AtDep) -> HTMLResponse:
    """The page beside itself as proposed, or as it was confirmed. Raises ``NotFound`` where no sheet names it."""
    frame = await frame_to_confirm(desk, visit.person, at.case_id)
    document = await document_of(review, visit.person, at.case_id, at.document_id)
    views, page = await run_around(visit, review, document, at.number)
    sheet = await review.sheet(visit.person, at.document_id)
    said = {one.number: one for one in sheet.pages}
    if at.number not in said:
        raise NotFound("sheet_unknown")
    return shown(
        visit,
        "proposed.html",
        frame,
        document=document,
        views=views,
        page=page,
        said=said,
        proposed=said[at.number],
        counts=Counter(one.result for one in sheet.pages),
        address=lambda number: f"{at.document}/{number}/proposed{at.sized}",
        changed=tuple(one.number for one in views.items if _differs(one, said.get(one.number))),
        **looked_at(at),
    )


def _differs(page: PageView, proposed: PageReview | None) -> bool:
    """Whether something else stands on the page now than on the sheet."""
    if page.result is None or proposed is None:
        return False
    now = (page.result, page.grounds, page.reason, page.marks)
    return now != (proposed.result, proposed.grounds, proposed.reason, proposed.marks)
