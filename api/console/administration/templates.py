"""The wording of the agency's letters."""

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, Response

from api.access import DeskDep
from api.console.administration.frame import Kept, Refused, led_to, shown
from api.console.typed import Typed, typed
from api.console.visit import Visit, VisitDep
from api.desk import Desk
from api.templates import change_template, template_of, templates_of
from schemas.errors import DaylightError
from schemas.templates import TemplateText

router = APIRouter(prefix="/templates")


@router.get("")
async def listing(visit: VisitDep, desk: DeskDep) -> HTMLResponse:
    """All letters, and which of them the agency words itself."""
    return shown(visit, "templates.html", found=await templates_of(desk, visit.person))


@router.get("/{name}")
async def one(visit: VisitDep, desk: DeskDep, name: str, done: str = "") -> HTMLResponse:
    """The text in use, the names it may use, a sample."""
    return await _one(visit, desk, name, done=done)


async def _one(
    visit: Visit, desk: Desk, name: str, sent: Typed | None = None, refused: Refused | None = None, done: str = ""
) -> HTMLResponse:
    view = await template_of(desk, visit.person, name)
    kept = Kept(sent, {"text": view.text})
    return shown(visit, "template.html", refused, view=view, kept=kept, done=done)


@router.post("/{name}")
async def changed(request: Request, visit: VisitDep, desk: DeskDep, name: str) -> Response:
    """Put a text in use from now on."""
    sent = await typed(request, visit)
    try:
        wanted = TemplateText(text=sent.first("text"))
        await change_template(desk, visit.person, name, wanted.text)
    except (DaylightError, ValidationError) as refused:
        return await _one(visit, desk, name, sent, refused)
    return led_to(f"/admin/templates/{name}?done=changed")


@router.post("/{name}/reset")
async def reset(request: Request, visit: VisitDep, desk: DeskDep, name: str) -> Response:
    """Go back to the standard text."""
    await typed(request, visit)
    await change_template(desk, visit.person, name, None)
    return led_to(f"/admin/templates/{name}?done=reset")
