"""``/status``: the applicant's page. No sign-in: reference and code, and both in the body only."""

from collections.abc import Mapping

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse

from api.console.pages import page
from api.console.portal.places import PLACES
from api.console.portal.quiet import STRICT
from api.console.portal.status_rows import rows_of
from api.console.typed import Typed, typed
from api.console.visit import Guest, GuestDep
from api.problems import invalid_input
from api.routes_portal import client
from api.routes_status import PageDep
from schemas.errors import DaylightError, TooManyTries
from schemas.messages import problem_of
from schemas.status import LENGTH, StatusQuery, StatusView

router = APIRouter(include_in_schema=False)
PATH = "/status"
LONGEST = 200


@router.get(PATH)
async def form(guest: GuestDep) -> HTMLResponse:
    """The empty form. What stands in the address is not read."""
    return form_page(guest)


@router.post(PATH)
async def look(request: Request, guest: GuestDep, status: PageDep) -> HTMLResponse:
    """Where the application stands, or the form again with what was wrong; the code is never shown again."""
    sent = Typed()
    try:
        sent = await typed(request, guest)
        view = await status.view(StatusQuery.model_validate(_asked(sent)), client(request))
    except ValidationError as invalid:
        return form_page(guest, sent.first("reference"), invalid_input(invalid.errors()))
    except DaylightError as refused:
        return form_page(guest, sent.first("reference"), refused)
    return status_page(guest, view)


def form_page(guest: Guest, reference: str = "", refused: DaylightError | None = None) -> HTMLResponse:
    """The form, with what was typed as reference and why it was refused."""
    later = refused.retry_after if isinstance(refused, TooManyTries) else None
    shown = page(
        guest,
        "portal/status_form.html",
        refused.status if refused else 200,
        places=PLACES,
        reference=reference[:LONGEST],
        problem=problem_of(refused) if refused else None,
        minutes=-(-later // 60) if later else None,
        length=LENGTH,
    )
    return _strict(shown, {"Retry-After": str(later)} if later else {})


def status_page(guest: Guest, view: StatusView) -> HTMLResponse:
    """Where the application stands."""
    rows = rows_of(view.due.days) if view.due else ()
    return _strict(page(guest, "portal/status.html", places=PLACES, view=view, rows=rows))


def _asked(sent: Typed) -> dict[str, str]:
    """The fields of the form; one sent twice counts as first sent."""
    known = {name for name, _ in sent.fields}
    return {name: sent.first(name) for name in StatusQuery.model_fields if name in known}


def _strict(shown: HTMLResponse, more: Mapping[str, str] | None = None) -> HTMLResponse:
    shown.headers.update({**STRICT, **(more or {})})
    return shown
