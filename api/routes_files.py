"""Documents and letters over HTTP."""

from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.responses import StreamingResponse

from api.access import OptionalKey, Person
from api.files import Files
from api.uploads import FileUpload
from schemas.api import LetterView
from schemas.documents import DocumentRow, Provenance

router = APIRouter(prefix="/api", tags=["documents"])


async def the_files(request: Request) -> Files:
    """The document side of the desk of this process."""
    files: Files = request.app.state.files
    return files


FilesDep = Annotated[Files, Depends(the_files)]

_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}


@router.post("/applications/{case_id}/documents", status_code=201, openapi_extra=_FORM)
async def upload(
    request: Request,
    files: FilesDep,
    person: Person,
    case_id: UUID,
    key: OptionalKey,
    replaces: Annotated[UUID | None, Query(description="an earlier upload of which this is a newer version")] = None,
) -> DocumentRow:
    """Store a document of the case (form part ``file``). Its type is read from its content, its name is a label."""
    return await files.upload(person, case_id, key, FileUpload(request), replaces)


@router.get("/applications/{case_id}/documents")
async def documents(
    files: FilesDep,
    person: Person,
    response: Response,
    case_id: UUID,
    after: Annotated[UUID | None, Query(description="id of the last document of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 500,
) -> list[DocumentRow]:
    """The documents of the case, oldest first. If more follow, a ``Link`` header names the next page (RFC 8288)."""
    found, last = await files.of_case(person, case_id, after, limit)
    if last:
        following = f"/api/applications/{case_id}/documents?after={last}&limit={limit}"
        response.headers["Link"] = f'<{following}>; rel="next"'
    return found


@router.get("/documents/{document_id}/provenance")
async def provenance(files: FilesDep, person: Person, document_id: UUID) -> Provenance:
    """What a document was made from, or replaces; and what was made from it, or replaces it."""
    return await files.provenance(person, document_id)


@router.get("/documents/{document_id}/content", response_class=StreamingResponse)
async def content(files: FilesDep, person: Person, document_id: UUID) -> StreamingResponse:
    """The bytes of a document, as an attachment; broken off if they do not match their hash."""
    row, chunks = await files.content(person, document_id)
    return await _download(row, chunks)


@router.get("/applications/{case_id}/letters")
async def letters(files: FilesDep, person: Person, case_id: UUID) -> list[LetterView]:
    """The letters of the case, in the order they were issued."""
    return await files.letters(person, case_id)


@router.get("/letters/{letter_id}.pdf", response_class=StreamingResponse)
async def letter_pdf(files: FilesDep, person: Person, letter_id: UUID) -> StreamingResponse:
    """A letter as PDF."""
    return await _download(*await files.letter(person, letter_id, "pdf"))


@router.get("/letters/{letter_id}.docx", response_class=StreamingResponse)
async def letter_docx(files: FilesDep, person: Person, letter_id: UUID) -> StreamingResponse:
    """A letter as DOCX, the editable twin."""
    return await _download(*await files.letter(person, letter_id, "docx"))


async def _download(row: DocumentRow, chunks: Any) -> StreamingResponse:
    """A download that no browser will run: attachment, no sniffing (RFC 6266)."""
    first = await anext(chunks)

    async def body() -> Any:
        yield first
        async for chunk in chunks:
            yield chunk

    return StreamingResponse(
        body(),
        media_type=row.media_type,
        headers={
            "Content-Length": str(row.size),
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(row.label, safe='')}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox",
            "Cache-Control": "private, no-store",
        },
    )
