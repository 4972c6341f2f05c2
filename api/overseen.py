"""What those who oversee can choose from when they ask: agencies, and handlers and departments of their own."""

from uuid import UUID

from activities.db.oversight import agency_names
from activities.db.people import members
from api.desk import Desk
from api.overseeing import agencies_overseen
from schemas.base import Recorded
from schemas.people import Member, SignedIn
from workflows.book import HANDLING


class Named(Recorded):
    """Something to choose, and what it is called."""

    id: UUID
    name: str


class Overseen(Recorded):
    """The own agency first, then those below it by name; handlers and departments of the own one."""

    agencies: tuple[Named, ...]
    handlers: tuple[Named, ...]
    departments: tuple[str, ...]


async def overseen_by(desk: Desk, person: SignedIn) -> Overseen:
    """What the person may ask about. Raises ``NotAllowed``."""
    async with desk.database.reading() as connection:
        seen = await agencies_overseen(connection, person)
        names = await agency_names(connection, seen)
        staff = [one for one in await members(connection, person.agency_id) if HANDLING & set(one.roles)]
    others = sorted(seen[1:], key=lambda one: (names[one], one))
    return Overseen(
        agencies=tuple(Named(id=one, name=names[one]) for one in (seen[0], *others)),
        handlers=tuple(Named(id=one.id, name=one.name) for one in sorted(staff, key=_by_name)),
        departments=tuple(sorted({one.department for one in staff if one.department})),
    )


def _by_name(member: Member) -> tuple[str, UUID]:
    return member.name, member.id
