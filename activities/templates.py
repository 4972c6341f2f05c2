"""An agency's letter templates: looked at, tried on invented orders, put in use, taken back."""

import asyncio
from collections.abc import Mapping
from uuid import UUID, uuid4

from activities.db.acts import put_act
from activities.db.database import Database
from activities.db.people import find_agency
from activities.db.templates import TemplateRow, latest_templates, put_template
from activities.letters.catalogue import LABELS, standard
from activities.letters.checking import names_in, refuse_unknown, refuse_unusable, sample_of
from activities.letters.pdf import render_pdf
from activities.letters.sample_parts import PARTIES
from activities.letters.sheet import DRAFT_NUMBER
from schemas.administration import ActKind
from schemas.errors import NotFound
from schemas.letters import LetterParties
from schemas.people import Agency
from schemas.templates import TemplateSummary, TemplateView


async def all_templates(database: Database, agency_id: UUID) -> list[TemplateSummary]:
    """Every template there is, and whether the agency uses a text of its own."""
    async with database.reading() as connection:
        latest = await latest_templates(connection, agency_id)
    return [_summary(name, latest) for name in LABELS]


async def one_template(database: Database, agency_id: UUID, name: str) -> TemplateView:
    """One template with the text in use. Raises ``NotFound``."""
    refuse_unknown(name)
    async with database.reading() as connection:
        latest = await latest_templates(connection, agency_id)
    summary = _summary(name, latest)
    text = latest[name].text if name in latest else None
    return TemplateView(
        **summary.model_dump(), text=text or standard(name), standard=standard(name), names=names_in(name)
    )


async def use_template(database: Database, agency_id: UUID, name: str, text: str, by: UUID) -> TemplateView:
    """Put a text in use that has proved good for every letter of its document.

    Raises ``NotFound`` and ``InvalidInput``: it fails, or leaves out what the law wants said.
    """
    await asyncio.to_thread(refuse_unusable, name, text)
    async with database.transaction() as connection:
        await put_template(connection, agency_id, name, text, by)
        await put_act(connection, uuid4(), agency_id, by, ActKind.TEMPLATE_CHANGED, what=name)
    return await one_template(database, agency_id, name)


async def reset_template(database: Database, agency_id: UUID, name: str, by: UUID) -> TemplateView:
    """Go back to the standard text; the agency's own stays on record. Raises ``NotFound``."""
    if (await one_template(database, agency_id, name)).overridden:
        async with database.transaction() as connection:
            await put_template(connection, agency_id, name, None, by)
            await put_act(connection, uuid4(), agency_id, by, ActKind.TEMPLATE_RESET, what=name)
    return await one_template(database, agency_id, name)


async def preview_template(database: Database, agency_id: UUID, name: str) -> bytes:
    """A sample letter of the agency by the text in use, as PDF; everything in it but the agency is invented."""
    view = await one_template(database, agency_id, name)
    async with database.reading() as connection:
        agency = await find_agency(connection, agency_id)
    if agency is None:
        raise NotFound("agency_unknown")
    content = sample_of(name, view.text, _as(agency), DRAFT_NUMBER)
    return await asyncio.to_thread(render_pdf, content.model_copy(update={"red_head": agency.policy.red_head}))


def _as(agency: Agency) -> LetterParties:
    own = {"agency": agency.name, "code": agency.code, "contact": agency.contact, "court": agency.court}
    return PARTIES.model_copy(update={**own, "reconsideration_body": agency.reconsideration_body})


def _summary(name: str, latest: Mapping[str, TemplateRow]) -> TemplateSummary:
    label, label_en = LABELS[name]
    row = latest.get(name)
    return TemplateSummary(
        name=name,
        label=label,
        label_en=label_en,
        overridden=row is not None and row.text is not None,
        version=row.version if row else 0,
        changed_by=row.changed_by if row else None,
        changed_at=row.changed_at if row else None,
    )
