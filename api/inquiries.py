"""The log of inquiries (咨询): note, list, look, and turn one into an application."""

from datetime import UTC, datetime
from uuid import UUID, uuid5

from activities.db.inquiries import InquiryFilter, enter_inquiry, find_inquiry, list_inquiries
from api.cursors import cursor_to
from api.desk import Desk
from schemas.applications import NewApplication
from schemas.commands import ENGINE_PREFIX, StepTaken
from schemas.errors import InvalidInput, NotAllowed, NotFound, StepRefused
from schemas.inquiries import Inquiry, InquiryPage, NewInquiry
from schemas.law.versions import FIRST_STATUTE
from schemas.people import SignedIn
from workflows.book import HANDLING


def application_key(inquiry_id: UUID) -> str:
    """The idempotency key under which an inquiry becomes an application: one inquiry, one case. No client sends it."""
    return f"{ENGINE_PREFIX}inquiry/{inquiry_id}"


async def note_inquiry(desk: Desk, person: SignedIn, key: str, inquiry: NewInquiry) -> Inquiry:
    """Note an inquiry; the same key gives the same note. Raises ``InvalidInput``, ``NotAllowed``."""
    if not HANDLING & set(person.roles):
        raise NotAllowed("role_not_permitted")
    agency, today = await desk.agency(person.agency_id), await desk.today(person.agency_id)
    asked_on = inquiry.asked_on or today
    if asked_on > today:
        raise InvalidInput("date_in_future", field="asked_on")
    if asked_on < FIRST_STATUTE:
        raise InvalidInput("no_statute_in_force", field="asked_on")
    inquiry_id = uuid5(agency.id, f"inquiry/{key}")
    fingerprint = desk.vault.fingerprint(inquiry.model_dump_json().encode())
    async with desk.database.transaction() as connection:
        standing = await enter_inquiry(
            connection,
            inquiry_id=inquiry_id,
            becomes=uuid5(agency.id, application_key(inquiry_id)),
            agency_id=agency.id,
            agency_code=agency.code,
            taken_by=person.staff_id,
            inquiry=inquiry,
            asked_on=asked_on,
            fingerprint=fingerprint,
            at=datetime.now(UTC),
        )
    if standing.fingerprint != fingerprint:
        raise InvalidInput("idempotency_key_reused", field="Idempotency-Key")
    return Inquiry.model_validate(standing.model_dump())


async def page_of_inquiries(desk: Desk, person: SignedIn, wanted: InquiryFilter) -> InquiryPage:
    """One page of the agency's inquiries, newest first."""
    async with desk.database.reading() as connection:
        found = await list_inquiries(connection, person.agency_id, wanted)
    shown = [Inquiry.model_validate(row.model_dump()) for row in found[: wanted.limit]]
    more = cursor_to(shown[-1].taken_at, shown[-1].id) if len(found) > wanted.limit else None
    return InquiryPage(items=tuple(shown), next=more)


async def one_inquiry(desk: Desk, person: SignedIn, inquiry_id: UUID) -> Inquiry:
    """One inquiry. Raises ``NotFound`` when it is not there or not this agency's."""
    async with desk.database.reading() as connection:
        found = await find_inquiry(connection, person.agency_id, inquiry_id)
    if found is None:
        raise NotFound("not_found")
    return Inquiry.model_validate(found.model_dump())


async def apply_for(desk: Desk, person: SignedIn, inquiry_id: UUID, application: NewApplication) -> StepTaken:
    """Register the application an inquiry has become; the same again gives the same case.

    The inquiry knows beforehand which case it would become, so the commit of the application is the one effect: there
    is nothing between the two that a crash could leave undone.
    """
    await one_inquiry(desk, person, inquiry_id)
    try:
        return await desk.register(person, application_key(inquiry_id), application)
    except InvalidInput as refused:
        if refused.code != "idempotency_key_reused":
            raise
        raise StepRefused("inquiry_applied_already") from None
