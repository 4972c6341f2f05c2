"""The schedules of the agency's digests."""

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, Response

from api.console.administration.frame import Kept, Refused, led_to, shown
from api.console.typed import Typed, typed
from api.console.visit import Visit, VisitDep
from api.digests import Digests
from api.routes_digests import DigestsDep
from schemas.digest_periods import Period
from schemas.digests import Backfill, PauseNote
from schemas.errors import DaylightError, InvalidInput

router = APIRouter(prefix="/schedules")


@router.get("")
async def listing(visit: VisitDep, digests: DigestsDep, done: str = "") -> HTMLResponse:
    """When each rings, and what may be done with it."""
    return await _listing(visit, digests, done=done)


async def _listing(
    visit: Visit, digests: Digests, sent: Typed | None = None, refused: Refused | None = None, done: str = ""
) -> HTMLResponse:
    found = await digests.schedules(visit.person)
    return shown(visit, "schedules.html", refused, found=found, kept=Kept(sent), done=done, periods=tuple(Period))


@router.post("/backfill")
async def backfill(request: Request, visit: VisitDep, digests: DigestsDep) -> Response:
    """Make the digests of past periods that are not there."""
    sent = await typed(request, visit)
    told = sent.nested()
    try:
        period = _period_in(told.pop("period", ""))
        await digests.backfill(visit.person, period, Backfill.model_validate(told))
    except (DaylightError, ValidationError) as refused:
        return await _listing(visit, digests, sent, refused)
    return led_to("/admin/schedules?done=backfill")


@router.post("/{period}/pause")
async def pause(request: Request, visit: VisitDep, digests: DigestsDep, period: Period) -> Response:
    """Ring no more until resumed; the reason is kept."""
    sent = await typed(request, visit)
    try:
        await digests.pause(visit.person, period, PauseNote.model_validate(sent.nested()).note)
    except (DaylightError, ValidationError) as refused:
        return await _listing(visit, digests, sent, refused)
    return led_to("/admin/schedules?done=paused")


@router.post("/{period}/resume")
async def resume(request: Request, visit: VisitDep, digests: DigestsDep, period: Period) -> Response:
    """Ring again."""
    await typed(request, visit)
    await digests.resume(visit.person, period)
    return led_to("/admin/schedules?done=resumed")


@router.post("/{period}/run")
async def run(request: Request, visit: VisitDep, digests: DigestsDep, period: Period) -> Response:
    """Make an interim digest now."""
    await typed(request, visit)
    await digests.run(visit.person, period)
    return led_to("/admin/schedules?done=run")


def _period_in(chosen: str) -> Period:
    """The period chosen in a form. Raises ``InvalidInput``."""
    if chosen not in set(Period):
        raise InvalidInput("missing_field", field="period")
    return Period(chosen)
