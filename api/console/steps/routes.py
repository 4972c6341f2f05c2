"""``/cases/{case_id}/steps/{step}``: the form of a step, and the step itself."""

from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import DeskDep, checked_key
from api.console.forms.form import MORE
from api.console.forms.sending import VERSION, version_in, version_seen
from api.console.pages import page
from api.console.steps.known import known_of
from api.console.steps.sheet import StepSheet, changes_since, reading_form, sheet_again, sheet_of
from api.console.typed import Typed, again, status_of, typed
from api.console.visit import Visit, VisitDep
from api.desk import Desk
from api.files import Files
from api.routes_files import FilesDep
from schemas.errors import DaylightError, NotFound
from schemas.words_steps import STEP_TITLES
from workflows.book import HANDLING, STAFF_RULES

router = APIRouter(prefix="/cases/{case_id}/steps", include_in_schema=False)


@router.get("/{step}")
async def form(
    visit: VisitDep, desk: DeskDep, files: FilesDep, case_id: UUID, step: str, about: str = ""
) -> HTMLResponse:
    """The form of a step, or why it cannot be taken now. ``about``: the consultation it is about."""
    reading_form(step)
    known = await known_of(desk, files, visit, case_id, step)
    return _page(visit, sheet_of(step, known, known.now, about))


@router.post("/{step}")
async def take(
    request: Request, visit: VisitDep, desk: DeskDep, files: FilesDep, case_id: UUID, step: str, about: str = ""
) -> Response:
    """Take the step; refused, the same form again with all that was typed."""
    sent, form_read = await typed(request, visit), reading_form(step)
    if sent.first(MORE):
        return await _again(visit, desk, files, case_id, step, sent, None, about)
    try:
        said = {**form_read.read(sent), VERSION: version_in(sent)}
        taken = STAFF_RULES[step].step.model_validate(said)
        await desk.take_step(visit.person, case_id, checked_key(request, sent.key), taken)
    except NotFound:
        raise
    except (ValidationError, DaylightError) as refused:
        return await _again(visit, desk, files, case_id, step, again(sent, refused), refused, about)
    return RedirectResponse(f"/cases/{case_id}?did={step}", 303)


async def _again(
    visit: Visit,
    desk: Desk,
    files: Files,
    case_id: UUID,
    step: str,
    sent: Typed,
    refused: ValidationError | DaylightError | None,
    about: str,
) -> HTMLResponse:
    known = await known_of(desk, files, visit, case_id, step)
    faults = reading_form(step).faults(refused, sent) if refused else {}
    sheet = sheet_again(step, known, known.now, sent, faults, about)
    if isinstance(refused, DaylightError) and refused.code == "stale_version":
        changes = changes_since(known, await desk.records(case_id), version_seen(sent))
        return _page(visit, sheet, refused.status, sent, changes=changes)
    return _page(visit, sheet, status_of(refused), sent, version=sent.first(VERSION))


def _page(visit: Visit, sheet: StepSheet, status: int = 200, sent: Typed | None = None, **more: object) -> HTMLResponse:
    told = {"version": sheet.version, "changes": (), **more}
    return page(
        visit,
        "steps/step.html",
        status,
        sheet=sheet,
        title=STEP_TITLES[sheet.step],
        key=(sent.first("key") or str(uuid4())) if sent else None,
        may_upload=bool(HANDLING & set(visit.person.roles)),
        **told,
    )
