"""``/api/templates``: the wording of the agency's letters, for its administrator."""

from fastapi import APIRouter
from starlette.responses import Response

from api.access import DeskDep, Person
from api.routes_leaves import LeavesDep, Number
from api.templates import change_template, sample_pdf, template_of, templates_of
from schemas.templates import TemplateSummary, TemplateText, TemplateView

router = APIRouter(prefix="/api/templates", tags=["templates"])


@router.get("")
async def listing(desk: DeskDep, person: Person) -> list[TemplateSummary]:
    """All letter templates, and which of them the agency has changed."""
    return await templates_of(desk, person)


@router.get("/{name}")
async def one(desk: DeskDep, person: Person, name: str) -> TemplateView:
    """One template: the text in use, the standard text, the names it may use."""
    return await template_of(desk, person, name)


@router.put("/{name}")
async def change(desk: DeskDep, person: Person, name: str, template: TemplateText) -> TemplateView:
    """Put a text in use for the agency's letters from now on.

    It is filled in for sample letters first. One that fails is refused with the line, as ``field`` ``text:12``; one
    that leaves out what the law wants said with ``template_incomplete`` and the codes of what is ``missing``.
    """
    return await change_template(desk, person, name, template.text)


@router.delete("/{name}")
async def reset(desk: DeskDep, person: Person, name: str) -> TemplateView:
    """Go back to the standard text; the agency's own versions stay on record."""
    return await change_template(desk, person, name, None)


@router.get("/{name}/preview.pdf", response_class=Response)
async def preview(desk: DeskDep, person: Person, name: str) -> Response:
    """A sample letter of the agency by the text in use; everything in it but the agency is invented."""
    return Response(
        await sample_pdf(desk, person, name),
        media_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.pdf"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox",
            "Cache-Control": "private, no-store",
        },
    )


@router.get("/{name}/preview/{number}.png", response_class=Response)
async def picture(desk: DeskDep, person: Person, leaves: LeavesDep, name: str, number: Number) -> Response:
    """A page of the sample letter, as a picture."""
    png = await leaves.page_of(await sample_pdf(desk, person, name), number)
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
    return Response(png, media_type="image/png", headers=headers)
