"""``/apply``: a form for everybody, and the receipt for it. Nobody signs in, and nothing typed stands in an address."""

from dataclasses import replace

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access import DeskDep
from api.console.language import N_
from api.console.pages import page
from api.console.portal.places import PLACES
from api.console.portal.quiet import STRICT
from api.console.portal.receipt_cookie import forget, remember, remembered
from api.console.typed import Faults, Typed, again, faults_of, typed
from api.console.visit import Guest, GuestDep
from api.routes_portal import PortalDep, client
from schemas.applications import IdentityKind, WantedForm, WantedRoute
from schemas.errors import DaylightError, InvalidInput, TooManyTries
from schemas.law.versions import STATUTES
from schemas.portal import OnlineAgency, OnlineRequest
from schemas.vocabulary import ApplicantKind

router = APIRouter(include_in_schema=False)
TRAP = "homepage"
"""A field no person sees: what fills it in is no person."""
ROUTES = (WantedRoute.EMAIL, WantedRoute.POST, WantedRoute.PICK_UP)
"""Nothing is handed over on this platform itself."""
LABELS = {
    "applicant.name": N_("Full name"),
    "applicant.identity_kind": N_("Your proof of identity"),
    "applicant.identity_number": N_("Number of the proof"),
    "applicant.contact": N_("How to reach you"),
    "applicant.contact.phone": N_("Your telephone"),
    "applicant.contact.email": N_("Your e-mail"),
    "applicant.contact.address": N_("Your postal address"),
    "description": N_("The information you want"),
}
"""Fields that the summary of what is wrong names and leads to, in their order."""


@router.get("/apply")
async def choose(guest: GuestDep, portal: PortalDep) -> Response:
    """Which agency it is for; where there is one only, its form."""
    agencies = await portal.agencies()
    if len(agencies) == 1:
        return RedirectResponse(f"/apply/{agencies[0].id}", 303)
    return page(guest, "portal/agencies.html", places=PLACES, agencies=agencies)


@router.get("/apply/receipt")
async def receipt(request: Request, guest: GuestDep, desk: DeskDep, portal: PortalDep) -> Response:
    """Reference and code of what was just submitted; once forgotten, the way to the form."""
    case_id = remembered(request, desk.vault)
    if case_id is None:
        return RedirectResponse("/apply", 303)
    given = await portal.receipt(case_id)
    shown = page(
        replace(guest, agency_name=given.agency), "portal/receipt.html", places=PLACES, receipt=given, law=STATUTES[-1]
    )
    shown.headers.update(STRICT)
    return shown


@router.post("/apply/receipt")
async def done(request: Request, guest: GuestDep) -> Response:
    """Forget the receipt: others may use this computer."""
    await typed(request, guest)
    answer = RedirectResponse("/status", 303)
    forget(answer)
    return answer


@router.get("/apply/{agency}")
async def form(guest: GuestDep, portal: PortalDep, agency: str) -> HTMLResponse:
    """The empty form of an agency, by its code or id."""
    return _form(guest, await portal.agency(agency))


@router.post("/apply/{agency}")
async def submit(request: Request, guest: GuestDep, desk: DeskDep, portal: PortalDep, agency: str) -> Response:
    """Submit, and show the receipt; refused, the form again with what was typed."""
    wanted = await portal.agency(agency)
    sent = await typed(request, guest)
    try:
        if sent.first(TRAP):
            raise InvalidInput("portal_not_a_person")
        case_id = await portal.submit(wanted, sent.key, requested(sent), client(request))
    except ValidationError as invalid:
        return _form(guest, wanted, sent, faults_of(invalid), 422)
    except DaylightError as refused:
        answer = _form(guest, wanted, again(sent, refused), faults_of(refused), refused.status)
        if isinstance(refused, TooManyTries):
            answer.headers["Retry-After"] = str(refused.retry_after)
        return answer
    return remember(RedirectResponse("/apply/receipt", 303), request, desk.vault, case_id)


def requested(sent: Typed) -> OnlineRequest:
    """What the form says. Raises ``ValidationError``."""
    said = sent.nested()
    said.pop(TRAP, None)
    applicant = said.setdefault("applicant", {})
    if isinstance(applicant, dict):
        applicant.setdefault("contact", {})  # so that who gives none is told that one is needed
    return OnlineRequest.model_validate(said)


def _form(
    guest: Guest, agency: OnlineAgency, sent: Typed | None = None, faults: Faults | None = None, status: int = 200
) -> HTMLResponse:
    choices = {"kinds": list(ApplicantKind), "proofs": list(IdentityKind), "forms": list(WantedForm), "routes": ROUTES}
    return page(
        replace(guest, agency_name=agency.name),
        "portal/form.html",
        status,
        places=PLACES,
        agency=agency,
        sent=sent or Typed(),
        faults=faults or {},
        trap=TRAP,
        labels=LABELS,
        **choices,
    )
