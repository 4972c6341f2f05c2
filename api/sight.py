"""Who may see what of a case: read off the doors themselves, so that what is told here is what is let through."""

from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from activities.db.database import AsyncConnection
from activities.db.people import find_agency, members
from api.desk import Desk
from api.export import EXPORTING
from api.look import Look, look_at
from schemas.events import NOBODY, EventRecord
from schemas.people import SignedIn
from schemas.policy import SIGNING
from schemas.sight import Acted, CaseSight, Colleague, Colleagues, Seen, Sight
from schemas.vocabulary import Role
from workflows.book import PROPOSING, STAFF_RULES

MOST_ABOVE = 8
"""Levels of authorities that are named: province, city, county and town are four."""
OPEN_TO_ALL = (Seen.APPLICATION, Seen.PAGES)
"""``Desk.row`` asks for the agency alone: within it there are no walls."""


async def colleagues(desk: Desk, person: SignedIn) -> Colleagues:
    """The staff of the person's agency, those who have left included: the record still names them."""
    async with desk.database.reading() as connection:
        found = await members(connection, person.agency_id)
    fields = set(Colleague.model_fields)
    listed = (Colleague.model_validate(member.model_dump(include=fields)) for member in found)
    return Colleagues(items=tuple(sorted(listed, key=lambda one: (not one.active, one.name))))


async def sight_of_case(desk: Desk, person: SignedIn, case_id: UUID) -> CaseSight:
    """Who may see what of a case, and who has acted in it. Raises ``NotFound``."""
    look = await look_at(desk, person, case_id)
    return await sight_at(desk, look, (await colleagues(desk, person)).items)


async def sight_at(desk: Desk, look: Look, staff: Sequence[Colleague]) -> CaseSight:
    """The same of a case that was read. ``staff``: the person's colleagues."""
    async with desk.database.reading() as connection:
        above = await _authorities(connection, look.row.agency_id)
    active = [member for member in staff if member.active]
    return CaseSight(
        sees=tuple(_sights(active)),
        staff=len(active),
        authorities=tuple(above),
        acted=tuple(_acted(look.records, {member.id: member.name for member in staff})),
    )


def _sights(active: Sequence[Colleague]) -> Iterator[Sight]:
    for what in OPEN_TO_ALL:
        yield Sight(what=what, everybody=True)
    closed: tuple[tuple[Seen, Collection[Role]], ...] = (
        (Seen.MARKING, PROPOSING),
        (Seen.CONFIRMING, STAFF_RULES["confirm_review"].roles),
        (Seen.SIGNING, SIGNING),
        (Seen.EXPORT, EXPORTING),
    )
    for what, roles in closed:
        names = sorted(member.name for member in active if set(roles) & set(member.roles))
        yield Sight(what=what, everybody=False, roles=tuple(sorted(roles)), persons=tuple(names))


async def _authorities(connection: AsyncConnection, agency_id: UUID) -> list[str]:
    """The agencies above one, the nearest first."""
    above: list[str] = []
    agency = await find_agency(connection, agency_id)
    while agency and agency.parent_id and len(above) < MOST_ABOVE:
        agency = await find_agency(connection, agency.parent_id)
        above += [agency.name] if agency else []
    return above


def _acted(records: Sequence[EventRecord], names: dict[UUID, str]) -> Iterator[Acted]:
    """In the order in which they first acted; the clock and the portal are nobody."""
    by = dict.fromkeys(record.by for record in records if record.by not in NOBODY)
    for staff_id in by:
        own = [record.at for record in records if record.by == staff_id]
        yield Acted(staff_id=staff_id, name=names.get(staff_id), events=len(own), first_at=own[0], last_at=own[-1])
