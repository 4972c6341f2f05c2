"""``/cases/{case_id}/reply``: the draft as it would go out, worded, signed, sent back and issued in one place."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import DeskDep
from api.console.letters.gathering import reply_sheet
from api.console.pages import page
from api.console.typed import Typed, again, faults_of, status_of, typed
from api.console.visit import Visit, VisitDep
from api.csrf import FIELD, refuse_forged
from api.desk import Desk
from api.leaves import Leaves
from api.problems import invalid_input
from api.rewording import Wording, reword
from api.routes_files import FilesDep
from api.routes_leaves import LeavesDep
from api.uploads import FileUpload
from schemas.errors import DaylightError, InvalidInput, NotAllowed
from schemas.messages import problem_of
from schemas.steps import SetFinalText, StaffStep, staff_step
from schemas.words_missing import missing_word

router = APIRouter(prefix="/cases/{case_id}/reply", include_in_schema=False)
HERE = frozenset({"approve_reply", "delegate_approval", "issue_reply"})
"""Steps that are taken on this page; the others have pages of their own."""
BEFORE_THE_FILE = (FIELD, "key", "expected_version")


@router.get("")
async def reply(visit: VisitDep, desk: DeskDep, leaves: LeavesDep, case_id: UUID, did: str = "") -> HTMLResponse:
    """The draft, who has signed and who is to sign. ``did``: the step that was just taken."""
    return await _shown(visit, desk, leaves, case_id, did=did)


@router.post("")
async def act(request: Request, visit: VisitDep, desk: DeskDep, leaves: LeavesDep, case_id: UUID) -> Response:
    """Sign, send back, hand on or issue."""
    sent = await typed(request, visit)
    try:
        step = _step(sent)
        await desk.take_step(visit.person, case_id, sent.key, step)
    except (ValidationError, DaylightError) as refused:
        return await _shown(visit, desk, leaves, case_id, refused, again(sent, refused))
    return RedirectResponse(f"/cases/{case_id}/reply?did={step.step}", 303)


@router.post("/documents")
async def upload(
    request: Request, visit: VisitDep, desk: DeskDep, files: FilesDep, leaves: LeavesDep, case_id: UUID
) -> Response:
    """Take in the edited DOCX and set it as the final text. Nothing is kept before the form's token is checked."""
    upload, sent = FileUpload(request, BEFORE_THE_FILE), Typed([("step", "set_final_text")])
    try:
        await upload.open()
        refuse_forged(request, visit.session.token, upload.fields.get(FIELD))
        fields = Typed(upload.fields.items())
        row = await files.upload(visit.person, case_id, fields.key, upload)
        step = SetFinalText(expected_version=fields.number("expected_version"), document=row.id)
        await desk.take_step(visit.person, case_id, fields.key, step)
    except NotAllowed:
        raise
    except (ValidationError, DaylightError) as refused:
        return await _shown(visit, desk, leaves, case_id, refused, sent)
    return RedirectResponse(f"/cases/{case_id}/reply?did=set_final_text", 303)


@router.get("/wording")
async def wording(visit: VisitDep, desk: DeskDep, leaves: LeavesDep, case_id: UUID) -> HTMLResponse:
    """The running text of the draft, to be worded otherwise. Raises ``StepRefused`` ``nothing_to_preview``."""
    return await _wording(visit, desk, leaves, case_id)


@router.post("/wording")
async def set_wording(request: Request, visit: VisitDep, desk: DeskDep, leaves: LeavesDep, case_id: UUID) -> Response:
    """Set it as the final text; refused, the form again with what was typed."""
    sent = await typed(request, visit)
    try:
        said = {name: _paragraphs(sent.first(name)) for name in ("paragraphs", "closing")}
        wanted = Wording.model_validate({**said, "expected_version": sent.number("expected_version")})
        await reword(desk, visit.person, case_id, sent.key, wanted)
    except NotAllowed:
        raise
    except (ValidationError, DaylightError) as refused:
        return await _wording(visit, desk, leaves, case_id, refused, sent)
    return RedirectResponse(f"/cases/{case_id}/reply?did=set_final_text", 303)


async def _shown(
    visit: Visit,
    desk: Desk,
    leaves: Leaves,
    case_id: UUID,
    refused: ValidationError | DaylightError | None = None,
    sent: Typed | None = None,
    did: str = "",
) -> HTMLResponse:
    sheet = await reply_sheet(desk, leaves, visit.person, case_id)
    return page(
        visit,
        "letters/reply.html",
        status_of(refused),
        sheet=sheet,
        did=did,
        failed=sent.first("step") if sent else "",
        sent=sent or Typed(),
        **_told(refused),
    )


async def _wording(
    visit: Visit,
    desk: Desk,
    leaves: Leaves,
    case_id: UUID,
    refused: ValidationError | DaylightError | None = None,
    sent: Typed | None = None,
) -> HTMLResponse:
    case = await desk.row(visit.person, case_id)
    draft = await leaves.draft(visit.person, case_id)
    standing = Typed([("paragraphs", "\n".join(draft.paragraphs)), ("closing", "\n".join(draft.closing))])
    texts = {name: (sent or standing).first(name) for name in ("paragraphs", "closing")}
    shown = {"case": case, "texts": texts, "key": sent.first("key") if sent and _keeps_key(refused) else None}
    return page(visit, "letters/wording.html", status_of(refused), **shown, **_told(refused))


def _keeps_key(refused: ValidationError | DaylightError | None) -> bool:
    """The same form sent again may still be carried out; once refused, another text needs another key."""
    return isinstance(refused, ValidationError) or (refused is not None and refused.status >= 500)


def _told(refused: ValidationError | DaylightError | None) -> dict[str, Any]:
    """What a template says of a refusal."""
    problem = None
    if refused is not None:
        problem = problem_of(refused if isinstance(refused, DaylightError) else invalid_input(refused.errors()))
    return {"problem": problem, "faults": faults_of(refused) if refused else {}, "missing_word": missing_word}


def _step(sent: Typed) -> StaffStep:
    """The step a form of this page asks for. Raises ``ValidationError``, ``InvalidInput``."""
    if sent.first("step") not in HERE:
        raise InvalidInput("unknown_step", field="step")
    return staff_step.validate_python({**sent.nested(), "expected_version": sent.number("expected_version")})


def _paragraphs(text: str) -> tuple[str, ...]:
    """A line is a paragraph."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
