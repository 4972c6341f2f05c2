"""Applications as they were entered, and what the sweeper must still start."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ScalarSelect, Text, cast, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.counters import next_number
from activities.db.parties import parties_of
from activities.db.search_terms import WHAT_IS_ASKED, remake_terms
from activities.db.tables import agencies, applicant_texts, applications, case_events
from activities.vault import Vault
from schemas.api import ApplicantView, ApplicationView, KeptText, ThirdPartyView
from schemas.applications import ApplicationRow, Contact, IdentityKind, NewApplication
from schemas.events import PORTAL, Actor, Part
from schemas.identity import is_doubtful

_text_id = cast(applicant_texts.c.id, Text)
_named_by_event = select(case_events.c.seq).where(
    case_events.c.case_id == applicant_texts.c.case_id,
    case_events.c.record["event"]["text_id"].astext == _text_id,
)
_named_as_part = select(case_events.c.seq).where(
    case_events.c.case_id == applicant_texts.c.case_id,
    case_events.c.kind == "application_split",
    case_events.c.record["event"]["parts"].contains(
        func.jsonb_build_array(func.jsonb_build_object("text_id", _text_id))
    ),
)


async def enter_application(
    connection: AsyncConnection,
    *,
    vault: Vault,
    case_id: UUID,
    agency_id: UUID,
    agency_code: str,
    actor: Actor,
    application: NewApplication,
    calendar_version: str,
    fingerprint: str,
    at: datetime,
) -> ApplicationRow:
    """Commit an application under its case id, once; a repeated entry returns the row of the first.

    ``application.arrived_on`` must be set. The reference is ``<code>申〔year of arrival〕n号``, without gaps.
    """
    await connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(str(case_id), 0))))
    if standing := await find_application(connection, case_id):
        return standing
    arrived_on = application.arrived_on
    if arrived_on is None:
        raise ValueError("the day of arrival must be known")
    n = await next_number(connection, agency_id, "application", arrived_on.year)
    person = application.applicant
    await connection.execute(
        insert(applications).values(
            case_id=case_id,
            agency_id=agency_id,
            reference=f"{agency_code}申〔{arrived_on.year}〕{n}号",
            fingerprint=fingerprint,
            channel=application.channel,
            arrived_on=arrived_on,
            applicant_kind=person.kind,
            applicant_name=person.name,
            identity_kind=person.identity_kind,
            identity_sealed=vault.seal(person.identity_number, f"{case_id}/identity"),
            identity_hash=vault.lookup(person.identity_number),
            contact_sealed=vault.seal(person.contact.model_dump_json(), f"{case_id}/contact"),
            contact_hash=vault.lookup(person.contact.phone or person.contact.email or person.contact.address or ""),
            description=application.description,
            wanted_form=application.wanted_form,
            wanted_route=application.wanted_route,
            registered_by=None if actor == PORTAL else actor.staff_id,
            registered_roles=[role.value for role in actor.roles],
            calendar_version=calendar_version,
            registered_at=at,
        )
    )
    await remake_terms(connection, case_id)
    entered = await find_application(connection, case_id)
    if entered is None:
        raise LookupError("the application just entered is not there")
    return entered


async def find_application(connection: AsyncConnection, case_id: UUID) -> ApplicationRow | None:
    """The application entered under this case id."""
    columns = [applications.c[name] for name in ApplicationRow.model_fields]
    found = (await connection.execute(select(*columns).where(applications.c.case_id == case_id))).mappings().first()
    return ApplicationRow.model_validate(dict(found)) if found else None


def _first_event() -> ScalarSelect[int]:
    """The record decides, not the read model: that one may be dropped at any time. Looked up for each application by
    itself, so that no plan reads the whole record for the few of a stretch."""
    first = select(case_events.c.seq).where(case_events.c.case_id == applications.c.case_id)
    return first.order_by(case_events.c.seq).limit(1).scalar_subquery()


async def orphans(
    connection: AsyncConnection, entered_after: datetime, entered_before: datetime, limit: int = 100
) -> list[ApplicationRow]:
    """Applications without a case, the oldest first: a crash came between the commit and the start.

    Only those of a stretch of time are looked at, by agency from the index: each look costs what came in meanwhile,
    and not all that ever came.
    """
    columns = [applications.c[name] for name in ApplicationRow.model_fields]
    found = await connection.execute(
        select(*columns)
        .join(agencies, agencies.c.id == applications.c.agency_id)
        .where(_first_event().is_(None), applications.c.registered_at.between(entered_after, entered_before))
        .order_by(applications.c.registered_at)
        .limit(limit)
    )
    return [ApplicationRow.model_validate(dict(row)) for row in found.mappings()]


async def keep_text(connection: AsyncConnection, text_id: UUID, case_id: UUID, kind: str, content: str) -> None:
    """Keep the applicant's own words under an id that events can name; keeping them twice changes nothing."""
    values = {"id": text_id, "case_id": case_id, "kind": kind, "content": content}
    await connection.execute(insert(applicant_texts).values(values).on_conflict_do_nothing())


async def application_view(
    connection: AsyncConnection, case_id: UUID, vault: Vault, *, third_parties: bool = True
) -> ApplicationView:
    """The application with the applicant's data opened, and the third parties' unless they are not wanted.

    Raises ``NoResultFound`` for an unknown case.
    """
    found = (await connection.execute(select(applications).where(applications.c.case_id == case_id))).one()
    texts = await texts_of(connection, case_id)
    number = vault.unseal(found.identity_sealed, f"{case_id}/identity")
    return ApplicationView(
        applicant=ApplicantView(
            kind=found.applicant_kind,
            name=found.applicant_name,
            identity_kind=found.identity_kind,
            identity_number=number,
            identity_doubtful=is_doubtful(IdentityKind(found.identity_kind), number),
            contact=Contact.model_validate_json(vault.unseal(found.contact_sealed, f"{case_id}/contact")),
        ),
        description=found.description,
        wanted_form=found.wanted_form,
        wanted_route=found.wanted_route,
        corrections=tuple(text.content for text in texts if text.kind in WHAT_IS_ASKED),
        texts=tuple(texts),
        third_parties=await _third_parties(connection, case_id, vault) if third_parties else (),
    )


async def _third_parties(connection: AsyncConnection, case_id: UUID, vault: Vault) -> tuple[ThirdPartyView, ...]:
    parties = await parties_of(connection, case_id, vault)
    return tuple(ThirdPartyView(party_id=party_id, **party.model_dump()) for party_id, party in parties.items())


async def drop_text(connection: AsyncConnection, text_id: UUID) -> None:
    """Forget words that came with a step that was refused; words that an event names stay."""
    await connection.execute(
        delete(applicant_texts).where(
            applicant_texts.c.id == text_id, ~_named_by_event.exists(), ~_named_as_part.exists()
        )
    )


async def forget_unnamed_texts(connection: AsyncConnection, kept_before: datetime) -> int:
    """Forget words that no event names: a crash came between keeping them and the step they came with."""
    old = applicant_texts.c.created_at < kept_before
    unnamed = ~_named_by_event.exists() & ~_named_as_part.exists()
    forgotten = await connection.execute(delete(applicant_texts).where(old, unnamed).returning(applicant_texts.c.id))
    return len(forgotten.all())


async def texts_of(connection: AsyncConnection, case_id: UUID) -> list[KeptText]:
    """The later words of applicant and third parties that events name, in the order they came."""
    found = await connection.execute(
        select(applicant_texts.c.id, applicant_texts.c.kind, applicant_texts.c.content)
        .where(applicant_texts.c.case_id == case_id, _named_by_event.exists())
        .order_by(applicant_texts.c.created_at)
    )
    return [KeptText.model_validate(dict(row)) for row in found.mappings()]


async def enter_part(
    connection: AsyncConnection,
    *,
    vault: Vault,
    parent_id: UUID,
    part: Part,
    received_on: date,
    agency_code: str,
    calendar_version: str,
) -> ApplicationRow:
    """Commit a part split off as an application of its own, once; the applicant's data are sealed anew for it."""
    await connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(str(part.case_id), 0))))
    if standing := await find_application(connection, part.case_id):
        return standing
    parent = (
        (await connection.execute(select(applications).where(applications.c.case_id == parent_id))).mappings().one()
    )
    words = await connection.execute(select(applicant_texts.c.content).where(applicant_texts.c.id == part.text_id))
    n = await next_number(connection, parent["agency_id"], "application", parent["arrived_on"].year)
    changed = {
        "case_id": part.case_id,
        "reference": f"{agency_code}申〔{parent['arrived_on'].year}〕{n}号",
        "description": words.scalar_one(),
        "calendar_version": calendar_version,
        "received_on": received_on,
        "split_from": parent_id,
        "registered_at": func.now(),
        **{
            column: vault.seal(vault.unseal(parent[column], f"{parent_id}/{name}"), f"{part.case_id}/{name}")
            for column, name in (("identity_sealed", "identity"), ("contact_sealed", "contact"))
        },
    }
    await connection.execute(insert(applications).values({**parent, **changed}))
    await remake_terms(connection, part.case_id)
    entered = await find_application(connection, part.case_id)
    if entered is None:
        raise LookupError("the part just entered is not there")
    return entered
