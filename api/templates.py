"""Letter templates as an administrator of the agency sees and changes them."""

from activities.templates import all_templates, one_template, preview_template, reset_template, use_template
from api.desk import Desk
from schemas.errors import NotAllowed
from schemas.people import SignedIn
from schemas.templates import TemplateSummary, TemplateView
from schemas.vocabulary import Role


async def templates_of(desk: Desk, person: SignedIn) -> list[TemplateSummary]:
    """All templates of the person's agency. Raises ``NotAllowed``."""
    _refuse_others(person)
    return await all_templates(desk.database, person.agency_id)


async def template_of(desk: Desk, person: SignedIn, name: str) -> TemplateView:
    """One template with the text in use. Raises ``NotAllowed`` and ``NotFound``."""
    _refuse_others(person)
    return await one_template(desk.database, person.agency_id, name)


async def change_template(desk: Desk, person: SignedIn, name: str, text: str | None) -> TemplateView:
    """Put a text in use, or the standard one again. Raises ``NotAllowed``, ``NotFound``, ``InvalidInput``."""
    _refuse_others(person)
    if text is None:
        return await reset_template(desk.database, person.agency_id, name, person.staff_id)
    return await use_template(desk.database, person.agency_id, name, text, person.staff_id)


async def sample_pdf(desk: Desk, person: SignedIn, name: str) -> bytes:
    """A sample letter by the text in use. Raises ``NotAllowed`` and ``NotFound``."""
    _refuse_others(person)
    return await preview_template(desk.database, person.agency_id, name)


def _refuse_others(person: SignedIn) -> None:
    if Role.ADMINISTRATOR not in person.roles:
        raise NotAllowed("role_not_permitted")
