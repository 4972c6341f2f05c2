"""``/cases``: the list with its filters, one case with all that belongs to it, its history, earlier ones."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse

from api.access import DeskDep
from api.console.cases.calendar import LEGEND, WEEKDAYS
from api.console.cases.filters import Listing, typed_filters
from api.console.cases.sheet import Sheets
from api.console.pages import page
from api.console.typed import faults_of, status_of, typed
from api.console.visit import Visit, VisitDep
from api.earlier import LOOKED_THROUGH, SHOWN, earlier_cases
from api.export import EXPORTING
from api.oversight_lists import cases_of_applicant
from api.routes_files import FilesDep
from api.routes_forecast import ForecastsDep
from api.routes_review import ReviewDep
from api.sight import colleagues
from api.views import page_of_cases, whole_case
from schemas.errors import DaylightError
from schemas.messages import MESSAGES
from schemas.oversight import OVERSEEING
from schemas.oversight_lists import ApplicantSearch
from schemas.sight import SEEN
from schemas.words import STATES, Word
from schemas.words_steps import STEP_TITLES
from workflows.book import HANDLING

router = APIRouter(prefix="/cases", include_in_schema=False)
EVENTS_A_PAGE = 100
DONE: dict[str, Word] = {**STEP_TITLES, "upload": ("文件已添加", "document added")}
"""What may have been done just before a case is shown."""


async def the_sheets(desk: DeskDep, files: FilesDep, review: ReviewDep, forecasts: ForecastsDep) -> Sheets:
    """Where the parts of a case are gathered."""
    return Sheets(desk, files, review, forecasts)


SheetsDep = Annotated[Sheets, Depends(the_sheets)]


@router.get("")
async def listing(visit: VisitDep, desk: DeskDep, request: Request) -> HTMLResponse:
    """The agency's cases under the filters in the address, newest first."""
    typed_in = typed_filters(request.query_params)
    staff = (await colleagues(desk, visit.person)).items
    shared: dict[str, Any] = {
        "typed_in": dict.fromkeys(Listing.model_fields, "") | typed_in,
        "staff": staff,
        "names": {one.id: one.name for one in staff},
        "states": STATES,
        "handling": HANDLING,
        "oversees": bool(OVERSEEING & set(visit.person.roles)),
    }
    try:
        wanted = Listing.model_validate(typed_in)
        found = await page_of_cases(desk, visit.person, wanted.filter)
    except (ValidationError, DaylightError) as refused:
        nothing = {"wanted": None, "found": None, "faults": faults_of(refused)}
        return page(visit, "cases/list.html", 422, **shared, **nothing)
    return page(visit, "cases/list.html", **shared, wanted=wanted, found=found, faults={})


@router.get("/applicant")
async def search_form(visit: VisitDep) -> HTMLResponse:
    """The form by which the cases of one applicant are looked for."""
    return page(visit, "cases/applicant.html", found=None, faults={}, number="")


@router.post("/applicant")
async def search(visit: VisitDep, desk: DeskDep, request: Request) -> HTMLResponse:
    """The cases of the applicant with this number. It is in no address, and nothing keeps it."""
    sent = await typed(request, visit)
    number = sent.first("identity_number")
    try:
        wanted = ApplicantSearch.model_validate(sent.nested())
        found = await cases_of_applicant(desk, visit.person, wanted)
    except (ValidationError, DaylightError) as refused:
        status = status_of(refused)
        told = {"found": None, "faults": faults_of(refused), "number": number}
        return page(visit, "cases/applicant.html", status, **told)
    return page(visit, "cases/applicant.html", found=found, faults={}, number=number)


@router.get("/{case_id}")
async def one(visit: VisitDep, sheets: SheetsDep, case_id: UUID, did: str = "") -> HTMLResponse:
    """One case. ``did``: the step that was just recorded, to be told."""
    sheet = await sheets.of_case(visit, case_id)
    return page(
        visit,
        "cases/case.html",
        sheet=sheet,
        did=DONE.get(did),
        may_upload=may_upload(visit),
        **told_of(visit, case_id),
    )


@router.get("/{case_id}/events")
async def events(
    visit: VisitDep, sheets: SheetsDep, case_id: UUID, before: Annotated[int | None, Query(ge=1)] = None
) -> HTMLResponse:
    """All that happened to a case, newest first."""
    view, entries = await sheets.history(visit, case_id, before, EVENTS_A_PAGE)
    more = f"/cases/{case_id}/events?before={entries[-1].seq}" if entries and entries[-1].seq > 1 else None
    return page(visit, "cases/events.html", view=view, entries=entries, more=more)


@router.get("/{case_id}/earlier")
async def earlier(
    visit: VisitDep, desk: DeskDep, case_id: UUID, of: Literal["applicant", "anybody"] = "applicant"
) -> HTMLResponse:
    """Other applications to compare with: the same applicant's, or alike ones of anybody (arts. 36(6), 44(1))."""
    view = await whole_case(desk, visit.person, case_id)
    found = await earlier_cases(desk, visit.person, case_id, anybody=of == "anybody")
    compared = LOOKED_THROUGH if of == "anybody" else SHOWN
    left_out = view.earlier - compared if of == "applicant" else 0
    return page(
        visit,
        "cases/earlier.html",
        view=view,
        found=found[:50],
        all_found=len(found),
        of=of,
        compared=compared,
        left_out=max(left_out, 0),
    )


def may_upload(visit: Visit) -> bool:
    """Whether the visitor's roles let him add documents; the desk asks again."""
    return bool(HANDLING & set(visit.person.roles))


def told_of(visit: Visit, case_id: UUID) -> dict[str, Any]:
    """The words of a case's page, and whether the visitor may take its file away."""
    return {
        "case_id": case_id,
        "step_titles": STEP_TITLES,
        "messages": MESSAGES,
        "seen": SEEN,
        "legend": LEGEND,
        "weekdays": WEEKDAYS,
        "may_export": bool(EXPORTING & set(visit.person.roles)),
    }
