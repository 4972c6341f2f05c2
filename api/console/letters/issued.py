"""``/cases/{case_id}/letters/{letter_id}``: an issued letter, and its return slip."""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import DeskDep
from api.console.pages import page
from api.console.typed import Typed, again, typed
from api.console.visit import Visit, VisitDep
from api.desk import Desk
from api.leaves import Leaves
from api.routes_leaves import LeavesDep
from api.views import steps_now
from schemas.errors import DaylightError, NotFound
from schemas.leaves import SentTo
from schemas.messages import problem_of
from schemas.steps import PrintRecord
from schemas.vocabulary import LetterKind

router = APIRouter(prefix="/cases/{case_id}/letters", include_in_schema=False)


@router.get("/{letter_id}")
async def one(visit: VisitDep, desk: DeskDep, leaves: LeavesDep, case_id: UUID, letter_id: UUID) -> HTMLResponse:
    """The letter as it was issued."""
    return await _shown(visit, desk, leaves, case_id, letter_id)


@router.post("/{letter_id}")
async def return_slip(
    request: Request, visit: VisitDep, desk: DeskDep, leaves: LeavesDep, case_id: UUID, letter_id: UUID
) -> Response:
    """Have the return slip of this letter made, and show it."""
    sent = await typed(request, visit)
    try:
        seen = sent.number("expected_version")
        step = PrintRecord(expected_version=seen, record=LetterKind.PROOF_OF_SERVICE, letter=letter_id)
        await desk.take_step(visit.person, case_id, sent.key, step)
    except DaylightError as refused:
        return await _shown(visit, desk, leaves, case_id, letter_id, refused, again(sent, refused))
    case = await desk.case(await desk.row(visit.person, case_id))
    slips = [letter.letter_id for letter in case.letters if letter.kind is LetterKind.PROOF_OF_SERVICE]
    return RedirectResponse(f"/cases/{case_id}/letters/{slips[-1]}", 303)


async def _shown(
    visit: Visit,
    desk: Desk,
    leaves: Leaves,
    case_id: UUID,
    letter_id: UUID,
    refused: DaylightError | None = None,
    sent: Typed | None = None,
) -> HTMLResponse:
    case = await desk.case(await desk.row(visit.person, case_id))
    letter = await leaves.letter(visit.person, letter_id)
    if letter.case_id != case_id:
        raise NotFound("not_found")
    steps = {step.step: step for step in await steps_now(desk, visit.person, case_id)}
    return page(
        visit,
        "letters/letter.html",
        refused.status if refused else 200,
        case=case,
        letter=letter,
        slip=letter.sent_to is not SentTo.FILE and steps["print_record"].allowed,
        problem=problem_of(refused) if refused else None,
        key=sent.first("key") if sent else None,
    )
