"""``/cases/{case_id}/review``: what the case found, where each document stands, and several of them at once."""

import re
from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response

from activities.db.found import FoundFilter
from api.access import DeskDep
from api.console.review.asked import confirmation_of, proposal_of, run_of
from api.console.review.frame import Refused, frame_to_confirm, shown
from api.console.typed import Faults, Typed, again, faults_of, status_of, typed
from api.console.visit import Visit, VisitDep
from api.desk import Desk
from api.review import Review
from api.routes_review import Awaiting, ReviewDep
from schemas.errors import DaylightError, InvalidInput
from schemas.vocabulary import ReviewResult

router = APIRouter(include_in_schema=False)
AT_ONCE = 50
AFTER_LAST = 2**31 - 1
PLACE = re.compile(r"documents\.(?P<n>\d+)(?:\.pages\.(?P<page>\d+))?")


@router.get("/cases/{case_id}/review")
async def documents_found(
    visit: VisitDep,
    desk: DeskDep,
    review: ReviewDep,
    case_id: UUID,
    awaiting: Awaiting | None = None,
    result: ReviewResult | None = None,
    after: Annotated[int, Query(ge=0, le=AFTER_LAST)] = 0,
    did: str = "",
) -> HTMLResponse:
    """The documents of a case, a page at a time. ``did``: what was just done, to say so."""
    wanted = FoundFilter(awaiting=awaiting, result=result, after=after, limit=AT_ONCE)
    return await _listed(visit, desk, review, case_id, wanted, did=did)


@router.post("/cases/{case_id}/review")
async def several_at_once(
    request: Request, visit: VisitDep, desk: DeskDep, review: ReviewDep, case_id: UUID
) -> Response:
    """Say one word of all pages of the ticked documents, propose them, or confirm them; or have work done again."""
    sent = await typed(request, visit)
    done = sent.first("do")
    try:
        await _do(visit, desk, review, case_id, sent)
    except (ValidationError, DaylightError) as refused:
        wanted = FoundFilter(limit=AT_ONCE)
        return await _listed(visit, desk, review, case_id, wanted, sent=again(sent, refused), refused=refused)
    return RedirectResponse(f"/cases/{case_id}/review?did={done}", 303)


async def _do(visit: Visit, desk: Desk, review: Review, case_id: UUID, sent: Typed) -> None:
    match sent.first("do"):
        case "say":
            await review.set_pages(visit.person, case_id, run_of(sent, *sent.every("documents")))
        case "propose":
            await desk.take_step(visit.person, case_id, sent.key, proposal_of(sent))
        case "confirm":
            await desk.take_step(visit.person, case_id, sent.key, confirmation_of(sent))
        case "retry":
            await review.retry(visit.person, case_id)
        case _:
            raise InvalidInput("missing_field", field="do")


async def _listed(
    visit: Visit,
    desk: Desk,
    review: Review,
    case_id: UUID,
    wanted: FoundFilter,
    *,
    did: str = "",
    sent: Typed | None = None,
    refused: Refused | None = None,
) -> HTMLResponse:
    faults = faults_of(refused) if refused else {}
    frame = await frame_to_confirm(desk, visit.person, case_id)
    return shown(
        visit,
        "case.html",
        frame,
        status_of(refused),
        found=await review.documents(visit.person, case_id, wanted),
        progress=await review.progress(visit.person, case_id, 0),
        wanted=wanted,
        did=did,
        faults=faults,
        faulty=tuple(_faulty(faults, sent or Typed())),
        sent=sent or Typed(),
    )


def _faulty(faults: Faults, sent: Typed) -> Iterator[tuple[str, str]]:
    """The pages that a step was refused for: document and number, from ``documents.0.pages.3``."""
    ticked = sent.every("documents")
    for field in faults:
        if place := PLACE.fullmatch(field):
            yield ticked[int(place["n"])], place["page"] or ""
