"""The whole file of a case over HTTP."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from starlette.responses import StreamingResponse

from api.access import Person
from api.export import Exports

router = APIRouter(prefix="/api", tags=["documents"])


async def the_exports(request: Request) -> Exports:
    """The exports of this process."""
    exports: Exports = request.app.state.exports
    return exports


@router.get("/applications/{case_id}/export", response_class=StreamingResponse)
async def export(exports: Annotated[Exports, Depends(the_exports)], person: Person, case_id: UUID) -> StreamingResponse:
    """The case as one signed ZIP, personal data in plain text; broken off if a document does not match its hash."""
    reference, pieces = await exports.export(person, case_id)
    return StreamingResponse(
        pieces,
        media_type="application/zip",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(reference, safe='')}.zip",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
