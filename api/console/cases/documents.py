"""The documents of a case: the list, one document as pictures of its pages, and the way in for new ones."""

from typing import Annotated, Any
from uuid import UUID, uuid5

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from activities.db.found import FoundFilter
from api.access import DeskDep
from api.console.cases.routes import may_upload
from api.console.entrance import own_path
from api.console.pages import page
from api.console.typed import faults_of
from api.console.visit import Visit, VisitDep
from api.csrf import FIELD, refuse_forged
from api.files import Files
from api.review import Review
from api.routes_files import FilesDep
from api.routes_review import ReviewDep
from api.uploads import FileUpload
from api.views import whole_case
from schemas.documents import Provenance
from schemas.errors import DaylightError, InvalidInput, NotAllowed, NotFound, Problem
from schemas.messages import MESSAGES, problem_of
from schemas.review import PageViews
from schemas.words_documents import ORIGINS

router = APIRouter(prefix="/cases", include_in_schema=False)
A_PAGE = 100
BEFORE_THE_FILE = (FIELD, "key", "back", "replaces")


@router.get("/{case_id}/documents")
async def listing(
    visit: VisitDep,
    desk: DeskDep,
    files: FilesDep,
    review: ReviewDep,
    case_id: UUID,
    after: UUID | None = None,
    found_after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> HTMLResponse:
    """All documents of a case: those found, with where each stands; then every file there is."""
    return await _list(visit, desk, files, review, case_id, after, found_after)


@router.post("/{case_id}/documents")
async def upload(
    request: Request, visit: VisitDep, desk: DeskDep, files: FilesDep, review: ReviewDep, case_id: UUID
) -> Response:
    """Take in one file. The token against forged requests stands before it: until it is checked nothing is kept."""
    try:
        sent = FileUpload(request, BEFORE_THE_FILE)
        await sent.open()
        refuse_forged(request, visit.session.token, sent.fields.get(FIELD))
        row = await files.upload(visit.person, case_id, _key(sent, case_id), sent, _replaced(sent))
    except NotAllowed:
        raise
    except DaylightError as refused:
        return await _refused(visit, desk, files, review, case_id, refused)
    back = own_path(sent.fields.get("back", ""))
    if back == "/":
        back = f"/cases/{case_id}/documents/{row.id}?did=upload"
    return RedirectResponse(back, 303)


@router.get("/{case_id}/documents/{document_id}")
async def one(
    visit: VisitDep,
    desk: DeskDep,
    files: FilesDep,
    review: ReviewDep,
    case_id: UUID,
    document_id: UUID,
    number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
    did: str = "",
) -> HTMLResponse:
    """One document: its page as a picture, what it was made from and into. Raises ``NotFound``."""
    view = await whole_case(desk, visit.person, case_id)
    provenance = await _provenance(visit, files, case_id, document_id)
    pages, obstacle = await _pages(visit, review, document_id, number)
    return page(
        visit,
        "cases/document.html",
        **shared(visit, case_id),
        view=view,
        provenance=provenance,
        pages=pages,
        obstacle=obstacle,
        number=number,
        did=did == "upload",
    )


def shared(visit: Visit, case_id: UUID) -> dict[str, Any]:
    """What every page with documents needs: the sentences of what was in the way, and whether one may add some."""
    return {"messages": MESSAGES, "origins": ORIGINS, "may_upload": may_upload(visit), "case_id": case_id}


async def _list(
    visit: Visit,
    desk: DeskDep,
    files: Files,
    review: Review,
    case_id: UUID,
    after: UUID | None = None,
    found_after: int = 0,
    refused: DaylightError | None = None,
) -> HTMLResponse:
    view = await whole_case(desk, visit.person, case_id)
    rows, last = await files.of_case(visit.person, case_id, after, A_PAGE)
    found = await review.documents(visit.person, case_id, FoundFilter(after=found_after, limit=A_PAGE // 2))
    return page(
        visit,
        "cases/documents.html",
        refused.status if refused else 200,
        **shared(visit, case_id),
        view=view,
        rows=rows,
        found=found,
        progress=await review.progress(visit.person, case_id, 0),
        more_files=f"/cases/{case_id}/documents?after={last}" if last else None,
        more_found=f"/cases/{case_id}/documents?found_after={found.next}" if found.next else None,
        faults=faults_of(refused) if refused else {},
    )


async def _refused(
    visit: Visit, desk: DeskDep, files: Files, review: Review, case_id: UUID, refused: DaylightError
) -> HTMLResponse:
    """The list again, with what was wrong with the file. A case one may not see stays unseen."""
    return await _list(visit, desk, files, review, case_id, refused=refused)


def _key(sent: FileUpload, case_id: UUID) -> str:
    if not sent.fields.get("key"):
        raise InvalidInput("idempotency_key_missing", field="key")
    return str(uuid5(case_id, sent.fields["key"]))


def _replaced(sent: FileUpload) -> UUID | None:
    given = sent.fields.get("replaces")
    try:
        return UUID(given) if given else None
    except ValueError:
        raise InvalidInput("document_not_of_case", field="replaces") from None


async def _provenance(visit: Visit, files: Files, case_id: UUID, document_id: UUID) -> Provenance:
    found = await files.provenance(visit.person, document_id)
    if found.document.case_id != case_id:
        raise NotFound("not_found")
    return found


async def _pages(
    visit: Visit, review: Review, document_id: UUID, number: int
) -> tuple[PageViews | None, Problem | None]:
    """The page that is shown and how many there are; or what kept the document from being read.

    Neither for a document that no search has found: it is kept, and read by nobody's machine.
    """
    try:
        return await review.pages(visit.person, document_id, number, 1), None
    except NotFound:
        return None, None
    except DaylightError as refused:
        return None, problem_of(refused)
