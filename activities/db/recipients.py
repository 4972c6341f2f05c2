"""From a function to persons: who of an agency is told, by role, with substitutes for those who are away (逐级)."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Uuid, and_, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import agencies, staff
from activities.db.tables_notices import absences, notice_preferences
from schemas.base import Recorded
from schemas.escalation import Recipient
from schemas.inbox import MailWish
from schemas.notices import NoticeOrder
from schemas.policy import Policy
from schemas.vocabulary import Role

_ROLES = {
    Recipient.HANDLER: {Role.HANDLER},
    Recipient.REVIEWER: {Role.REVIEWER},
    Recipient.SECTION_HEAD: {Role.SECTION_HEAD},
    Recipient.OGI_HEAD: {Role.OGI_HEAD},
    Recipient.AGENCY_HEAD: {Role.AGENCY_HEAD},
}
_ABOVE = {
    Recipient.HANDLER: Recipient.SECTION_HEAD,
    Recipient.REVIEWER: Recipient.OGI_HEAD,
    Recipient.SIGNER: Recipient.OGI_HEAD,
    Recipient.SECTION_HEAD: Recipient.OGI_HEAD,
    Recipient.OGI_HEAD: Recipient.AGENCY_HEAD,
}
"""Who is told in place of a function that nobody holds; above the head of the agency, its administrators."""
_OVERSEERS = {Role.SUPERVISOR, Role.OGI_HEAD}
_ADMINISTRATORS = {Role.ADMINISTRATOR}


class Colleague(Recorded):
    """A member of staff on one day. ``substitute``: if away. ``mailed``: has an address and does not refuse mail."""

    id: UUID
    agency_id: UUID
    roles: frozenset[Role]
    active: bool = True
    substitute: UUID | None = None
    mailed: bool = False


class Told(Recorded):
    """One person who is told; ``instead_of`` is the absent person the notice was meant for."""

    person: Colleague
    instead_of: UUID | None = None


class Office(Recorded):
    """The staff of an agency and of the one above it, as they are on one day; ``zone`` is its time zone."""

    agency_id: UUID
    zone: str
    parent_id: UUID | None = None
    colleagues: dict[UUID, Colleague]

    def told_by(self, order: NoticeOrder) -> tuple[Told, ...]:
        """Whom an order reaches, each person once; empty if nobody can be reached.

        Who is meant himself is told as such, even if he also stands in for another: order to handler and section head,
        the handler away and the section head standing in for him: one notice, not ``instead_of`` anybody.
        """
        found = [told for function in order.to for told in self._reached(function, order)]
        found.sort(key=lambda told: told.instead_of is not None)
        once: dict[UUID, Told] = {}
        for told in found:
            once.setdefault(told.person.id, told)
        return tuple(once.values())

    def owes_nobody(self, order: NoticeOrder) -> bool:
        """Whether an order is meant for the authority above alone, and there is none."""
        return self.parent_id is None and set(order.to) == {Recipient.SUPERVISING_AUTHORITY}

    def present(self, person: UUID) -> Colleague | None:
        """The person, or who stands in for him; through any chain of substitutes, None if it leads to nobody.

        A substitute who is away hands on to his own; one who has left the agency hands on only if he had an absence.
        """
        seen = set[UUID]()
        found = self.colleagues.get(person)
        while found and found.id not in seen:
            if found.active and found.substitute is None:
                return found
            seen.add(found.id)
            found = self.colleagues.get(found.substitute) if found.substitute else None
        return None

    def _reached(self, function: Recipient, order: NoticeOrder) -> list[Told]:
        """The persons of a function, or of the next above it that somebody holds and can be reached in."""
        if function is Recipient.SUPERVISING_AUTHORITY:
            return self._above()
        climbed: Recipient | None = function
        while climbed:
            if reached := self._standing(self._meant(climbed, order)):
                return reached
            climbed = _ABOVE.get(climbed)
        return self._standing(self._holders(_ADMINISTRATORS, self.agency_id))

    def _above(self) -> list[Told]:
        if self.parent_id is None:
            return []
        reached = self._standing(self._holders(_OVERSEERS, self.parent_id))
        return reached or self._standing(self._holders(_ADMINISTRATORS, self.parent_id))

    def _meant(self, function: Recipient, order: NoticeOrder) -> list[Colleague]:
        """Who is meant, present or not; a handler or delegate who has left the agency is nobody."""
        if function is Recipient.HANDLER and (handler := self._named(order.handler)):
            return [handler]
        if function is not Recipient.SIGNER:
            return self._holders(_ROLES[function], self.agency_id)
        if delegate := self._named(order.delegate):
            return [delegate]
        stage = {order.stage} if order.stage else set[Role]()
        return self._holders(stage | ({Role.OGI_HEAD} if order.stage is Role.APPROVER else set()), self.agency_id)

    def _named(self, person: UUID | None) -> Colleague | None:
        found = self.colleagues.get(person) if person else None
        return found if found and found.active else None

    def _holders(self, roles: Iterable[Role], agency_id: UUID) -> list[Colleague]:
        held = frozenset(roles)
        of_agency = (one for one in self.colleagues.values() if one.agency_id == agency_id)
        return [one for one in of_agency if one.active and held & one.roles]

    def _standing(self, meant: Iterable[Colleague]) -> list[Told]:
        return list(self._stand_ins(meant))

    def _stand_ins(self, meant: Iterable[Colleague]) -> Iterator[Told]:
        for one in meant:
            if there := self.present(one.id):
                yield Told(person=there, instead_of=None if there.id == one.id else one.id)


_AWAY = and_(
    absences.c.staff_id == staff.c.id,
    absences.c.withdrawn_at.is_(None),
    absences.c.first_day <= bindparam("day"),
    absences.c.last_day >= bindparam("day"),
)
_MAILED = and_(notice_preferences.c.email_sealed.is_not(None), notice_preferences.c.mail != MailWish.NONE)
_STAFF = (
    select(staff.c.id, staff.c.agency_id, staff.c.roles, staff.c.active, absences.c.substitute_id, _MAILED)
    .outerjoin(absences, _AWAY)
    .outerjoin(notice_preferences, notice_preferences.c.staff_id == staff.c.id)
    .where(staff.c.agency_id == any_(bindparam("offices", type_=ARRAY(Uuid))))
    .order_by(staff.c.login, staff.c.id, absences.c.entered_at)
)
_ZONE = agencies.c.policy["timezone"].astext.label("zone")
_AGENCY = select(agencies.c.parent_id, _ZONE).where(agencies.c.id == bindparam("agency"))


async def office_on(connection: AsyncConnection, agency_id: UUID, at: datetime) -> Office:
    """The office of an agency on the day that ``at`` is there."""
    agency = (await connection.execute(_AGENCY, {"agency": agency_id})).one()
    zone = agency.zone or str(Policy.model_fields["timezone"].default)
    day = at.astimezone(ZoneInfo(zone)).date()
    offices = [agency_id, *([agency.parent_id] if agency.parent_id else [])]
    found = await connection.execute(_STAFF, {"day": day, "offices": offices})
    colleagues = {
        row[0]: Colleague(
            id=row[0], agency_id=row[1], roles=row[2], active=row[3], substitute=row[4], mailed=bool(row[5])
        )
        for row in found
    }
    return Office(agency_id=agency_id, zone=zone, parent_id=agency.parent_id, colleagues=colleagues)
