"""The whole file of a case over HTTP."""

from collections.abc import AsyncIterator
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
    """The case as one signed ZIP, personal data in plain text; its manifest names documents lost or damaged."""
    reference, pieces = await exports.export(person, case_id)
    return _zip(reference, pieces)


@router.get("/export", response_class=StreamingResponse, tags=["administration"])
async def everything(exports: Annotated[Exports, Depends(the_exports)], person: Person) -> StreamingResponse:
    """The whole record of the agency as one signed ZIP in open formats, personal data in plain text; an act on record.

    For administrators. ``errors.csv`` in it names the documents that are lost or damaged, if there are any.
    """
    code, pieces = await exports.everything(person)
    return _zip(code, pieces)


def _zip(name: str, pieces: AsyncIterator[bytes]) -> StreamingResponse:
    return StreamingResponse(
        pieces,
        media_type="application/zip",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}.zip",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
