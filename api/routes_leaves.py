"""Letters page by page over HTTP: the draft of a reply, and what was issued."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Path, Request
from starlette.responses import Response

from api.access import DeskDep, OptionalKey, Person
from api.leaves import Leaves
from api.rewording import Wording, reword
from schemas.commands import StepAnswer
from schemas.leaves import DraftView, IssuedLetter

router = APIRouter(prefix="/api", tags=["documents"])


async def the_leaves(request: Request) -> Leaves:
    """Where this process has letters shown."""
    leaves: Leaves = request.app.state.leaves
    return leaves


LeavesDep = Annotated[Leaves, Depends(the_leaves)]
Number = Annotated[int, Path(ge=1, le=1000, description="pages are numbered from 1")]


@router.get("/applications/{case_id}/draft")
async def draft(leaves: LeavesDep, person: Person, case_id: UUID) -> DraftView:
    """The reply as it would be issued now: how many pages, its text, and what it still lacks."""
    return await leaves.draft(person, case_id)


@router.get("/applications/{case_id}/draft/pages/{number}.png", response_class=Response)
async def draft_page(leaves: LeavesDep, person: Person, case_id: UUID, number: Number) -> Response:
    """A page of the draft as a picture."""
    return _picture(await leaves.draft_page(person, case_id, number))


@router.put("/applications/{case_id}/draft")
async def reword_draft(
    desk: DeskDep, person: Person, case_id: UUID, key: OptionalKey, wording: Annotated[Wording, Body()]
) -> StepAnswer:
    """Word the running text of the draft otherwise: kept as a DOCX of the case and set as its final text."""
    return await reword(desk, person, case_id, key, wording)


@router.get("/letters/{letter_id}")
async def letter(leaves: LeavesDep, person: Person, letter_id: UUID) -> IssuedLetter:
    """An issued letter: number, date, hash, whom it went to by part in the case, its text."""
    return await leaves.letter(person, letter_id)


@router.get("/letters/{letter_id}/pages/{number}.png", response_class=Response)
async def letter_page(leaves: LeavesDep, person: Person, letter_id: UUID, number: Number) -> Response:
    """A page of an issued letter as a picture."""
    return _picture(await leaves.letter_page(person, letter_id, number))


def _picture(png: bytes) -> Response:
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return Response(png, media_type="image/png", headers=headers)
