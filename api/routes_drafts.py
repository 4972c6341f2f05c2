"""The draft of a reply over HTTP: as DOCX to be edited, as PDF to be read."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from activities.store import DocumentStore
from api.access import DeskDep, Person
from api.drafts import draft_docx, draft_pdf
from api.files import Files

router = APIRouter(prefix="/api/applications", tags=["documents"])

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


async def the_store(request: Request) -> DocumentStore:
    """The document store of this process."""
    files: Files = request.app.state.files
    return files.store


StoreDep = Annotated[DocumentStore, Depends(the_store)]


@router.get("/{case_id}/draft.docx", response_class=Response)
async def as_docx(desk: DeskDep, store: StoreDep, person: Person, case_id: UUID) -> Response:
    """The reply as it would be issued now, without number and date: edit it, upload it, set it as the final text."""
    return _shown(await draft_docx(desk, store, person, case_id), _DOCX, "答复稿.docx")


@router.get("/{case_id}/draft.pdf", response_class=Response)
async def as_pdf(desk: DeskDep, store: StoreDep, person: Person, case_id: UUID) -> Response:
    """The reply as it would be issued now, without number and date."""
    return _shown(await draft_pdf(desk, store, person, case_id), "application/pdf", "答复稿.pdf")


def _shown(content: bytes, media_type: str, name: str) -> Response:
    """A download that no browser will run or keep: attachment, no sniffing (RFC 6266)."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox",
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type=media_type, headers=headers)
