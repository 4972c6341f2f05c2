"""``/own-records/{own_record_id}/steps/{step}``: the form of a step, and the step itself."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import checked_key
from api.console.cases.timeline import Entry
from api.console.forms.form import MORE, Form
from api.console.forms.sending import NOTHING_WRONG, VERSION, Wrongs, version_in, version_seen, wrongs_of
from api.console.forms.showing import Shown
from api.console.own_records.sheet import history_of, uploads_of
from api.console.own_records.step_forms import MODELS, form_now, reading_form
from api.console.own_records.words import OWN_FINALLY, OWN_HELP
from api.console.pages import page
from api.console.typed import Typed, again, status_of, typed
from api.console.visit import Visit, VisitDep
from api.own_records import OwnRecords
from api.own_records_views import steps_of_request, whole_request
from api.routes_own_records import OwnRecordsDep
from schemas.errors import DaylightError, NotFound, Problem
from schemas.own_records_api import OwnRecordView
from schemas.words_own_records import OWN_STEP_TITLES

router = APIRouter(prefix="/own-records/{own_record_id}/steps")
Refused = ValidationError | DaylightError


@dataclass(frozen=True, slots=True)
class Stand:
    """A request as the form of one of its steps meets it. ``entries``: what happened, newest first."""

    step: str
    view: OwnRecordView
    form: Form
    refusal: Problem | None
    entries: tuple[Entry, ...]


@router.get("/{own_step}")
async def form(visit: VisitDep, own_records: OwnRecordsDep, own_record_id: UUID, own_step: str) -> HTMLResponse:
    """The form of a step, or why it cannot be taken now."""
    stand = await _stand(own_records, visit, own_record_id, own_step)
    return _page(visit, stand, stand.form.shown(stand.form.untouched(), visit.language))


@router.post("/{own_step}")
async def take(
    request: Request, visit: VisitDep, own_records: OwnRecordsDep, own_record_id: UUID, own_step: str
) -> Response:
    """Take the step; refused, the same form again with all that was typed."""
    sent, form_read = await typed(request, visit), reading_form(own_step)
    if sent.first(MORE):
        return await _again(visit, own_records, own_record_id, own_step, sent, None)
    try:
        taken = MODELS[own_step].model_validate({**form_read.read(sent), VERSION: version_in(sent)})
        await own_records.take_step(visit.person, own_record_id, checked_key(request, sent.key), taken)
    except NotFound:
        raise
    except (ValidationError, DaylightError) as refused:
        return await _again(visit, own_records, own_record_id, own_step, again(sent, refused), refused)
    return RedirectResponse(f"/own-records/{own_record_id}?did={own_step}", 303)


async def _stand(own_records: OwnRecords, visit: Visit, own_record_id: UUID, step: str) -> Stand:
    reading_form(step)
    view = await whole_request(own_records, visit.person, own_record_id)
    papers = await uploads_of(own_records, visit, own_record_id)
    now = await steps_of_request(own_records, visit.person, own_record_id)
    return Stand(
        step=step,
        view=view,
        form=form_now(step, view.record, papers, visit.language),
        refusal=next(one.refusal for one in now if one.step == step),
        entries=await history_of(own_records, visit, view, papers),
    )


async def _again(
    visit: Visit, own_records: OwnRecords, own_record_id: UUID, step: str, sent: Typed, refused: Refused | None
) -> HTMLResponse:
    stand = await _stand(own_records, visit, own_record_id, step)
    faults = stand.form.faults(refused, sent) if refused else {}
    shown = stand.form.shown(sent, visit.language, faults)
    stale = isinstance(refused, DaylightError) and refused.code == "stale_version"
    changes = tuple(one for one in stand.entries if one.seq > version_seen(sent)) if stale else ()
    version = str(stand.view.summary.version) if stale else sent.first(VERSION)
    return _page(visit, stand, shown, status_of(refused), sent, wrongs_of(shown, faults), version, changes)


def _page(
    visit: Visit,
    stand: Stand,
    shown: tuple[Shown, ...],
    status: int = 200,
    sent: Typed | None = None,
    wrongs: Wrongs = NOTHING_WRONG,
    version: str = "",
    changes: tuple[Entry, ...] = (),
) -> HTMLResponse:
    return page(
        visit,
        "own_records/step.html",
        status,
        stand=stand,
        shown=shown,
        wrongs=wrongs,
        changes=changes,
        version=version or stand.view.summary.version,
        title=OWN_STEP_TITLES[stand.step],
        text=OWN_HELP[stand.step],
        final=stand.step in OWN_FINALLY,
        key=(sent.first("key") or str(uuid4())) if sent else None,
    )
