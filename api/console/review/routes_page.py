"""``/cases/{case_id}/review/{document_id}/{number}``: one page as it is and as it would be given out, side by side."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import DeskDep
from api.console.review.asked import decision_of
from api.console.review.draft import draft_of, work_of
from api.console.review.frame import Refused, document_of, frame_of, shown
from api.console.typed import Typed, faults_of, status_of, typed
from api.console.visit import Visit, VisitDep
from api.desk import Desk
from api.review import Review
from api.routes_review import Number, ReviewDep
from schemas.errors import DaylightError, Destroyed, NotFound
from schemas.pages import PersonalKind
from schemas.review import FoundDocument, PageView, PageViews

router = APIRouter(include_in_schema=False)
RUN = 20
"""Pages named around the one that is shown."""
Zoom = Literal["fit", "100", "200"]
DPI: dict[Zoom, int] = {"fit": 110, "100": 96, "200": 192}
"""A point is 1/72 inch, and 96 pixels of a browser are one inch (CSS Values and Units 3, 6.2)."""


@dataclass(frozen=True, slots=True)
class At:
    """Which page, and how large."""

    case_id: UUID
    document_id: UUID
    number: int
    zoom: Zoom

    @property
    def path(self) -> str:
        """Its address."""
        return self.of(self.number)

    @property
    def document(self) -> str:
        """The address of its document."""
        return f"/cases/{self.case_id}/review/{self.document_id}"

    @property
    def sized(self) -> str:
        """What says in an address how large a page is."""
        return "" if self.zoom == "fit" else f"?zoom={self.zoom}"

    def of(self, number: int) -> str:
        """The address of another page of the document, seen as large as this one."""
        return f"{self.document}/{number}{self.sized}"


async def where(case_id: UUID, document_id: UUID, number: Number, zoom: Zoom = "fit") -> At:
    """The page of an address."""
    return At(case_id, document_id, number, zoom)


AtDep = Annotated[At, Depends(where)]


@router.get("/cases/{case_id}/review/{document_id}/{number}")
async def one_page(visit: VisitDep, desk: DeskDep, review: ReviewDep, at: AtDep) -> HTMLResponse:
    """One page, to look at and to work on."""
    return await _page(visit, desk, review, at)


@router.post("/cases/{case_id}/review/{document_id}/{number}")
async def save_page(request: Request, visit: VisitDep, desk: DeskDep, review: ReviewDep, at: AtDep) -> Response:
    """Say what becomes of the page; then on to the next open page, if that is wanted."""
    sent = await typed(request, visit)
    await document_of(review, visit.person, at.case_id, at.document_id)
    try:
        await review.set_page(visit.person, at.document_id, at.number, work_of(sent))
    except (ValidationError, DaylightError) as refused:
        return await _page(visit, desk, review, at, sent, refused)
    if sent.first("then") != "next":
        return RedirectResponse(at.path, 303)
    following = (await review.open_pages(visit.person, at.document_id, at.number)).next
    return RedirectResponse(at.of(following) if following else at.document, 303)


@router.post("/cases/{case_id}/review/{document_id}/{number}/findings")
async def decide_findings(request: Request, visit: VisitDep, desk: DeskDep, review: ReviewDep, at: AtDep) -> Response:
    """Accept or reject what the machine found: here, of a kind, of one value, or everywhere."""
    sent = await typed(request, visit)
    await document_of(review, visit.person, at.case_id, at.document_id)
    views = await review.pages(visit.person, at.document_id, at.number, 1)
    if not views.items:
        raise NotFound("page_unknown")
    try:
        await review.decide(visit.person, at.case_id, decision_of(sent, views.items[0]))
    except (ValidationError, DaylightError) as refused:
        return await _page(visit, desk, review, at, None, refused)
    return RedirectResponse(at.path, 303)


async def _page(
    visit: Visit,
    desk: Desk,
    review: Review,
    at: At,
    sent: Typed | None = None,
    refused: Refused | None = None,
) -> HTMLResponse:
    frame = await frame_of(desk, visit.person, at.case_id)
    document = await document_of(review, visit.person, at.case_id, at.document_id)
    views, page = await run_around(visit, review, document, at.number)
    return shown(
        visit,
        "page.html",
        frame,
        status_of(refused),
        document=document,
        views=views,
        page=page,
        draft=draft_of(page, sent),
        left=await review.open_pages(visit.person, at.document_id, at.number),
        kinds=_kinds(page),
        said={one.number: one for one in views.items},
        open=tuple(one.number for one in views.items if _kinds(one)),
        faults=faults_of(refused) if refused else {},
        **looked_at(at),
    )


async def run_around(visit: Visit, review: Review, document: FoundDocument, number: int) -> tuple[PageViews, PageView]:
    """The pages around one, and that page. Raises ``Destroyed``, ``NotFound``, or why the document has no pages."""
    if document.destroyed:
        raise Destroyed("document_destroyed")
    first = (number - 1) // RUN * RUN + 1
    views = await review.pages(visit.person, document.document_id, first, RUN)
    page = next((one for one in views.items if one.number == number), None)
    if page is None:
        raise NotFound("page_unknown")
    return views, page


def looked_at(at: At) -> dict[str, Any]:
    """How the page is looked at, for the templates."""
    pictures = f"/api/documents/{at.document_id}/pages/{at.number}.png?dpi={DPI[at.zoom]}"
    return {"at": at, "zooms": tuple(DPI), "pictures": pictures, "dpi": DPI[at.zoom]}


def _kinds(page: PageView) -> tuple[PersonalKind, ...]:
    """The kinds of which something undecided stands on the page."""
    return tuple(dict.fromkeys(one.kind for one in page.findings if one.accepted is None))
