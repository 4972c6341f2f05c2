"""Whose cases a person oversees: the one door for lists, figures, forecasts and reports."""

from collections.abc import Sequence
from uuid import UUID

from activities.db.agency_tree import agencies_below
from activities.db.database import AsyncConnection
from schemas.errors import NotAllowed, NotFound
from schemas.oversight import OVERSEEING, SEES_BELOW
from schemas.people import SignedIn


async def agencies_overseen(connection: AsyncConnection, person: SignedIn) -> Sequence[UUID]:
    """The person's own agency first, then those below it if the role reaches there.

    Raises ``NotAllowed("role_not_permitted")`` for who oversees nothing.
    """
    if not OVERSEEING & set(person.roles):
        raise NotAllowed("role_not_permitted")
    if not SEES_BELOW & set(person.roles):
        return [person.agency_id]
    return await agencies_below(connection, person.agency_id)


async def agencies_asked_for(connection: AsyncConnection, person: SignedIn, agency: UUID | None) -> Sequence[UUID]:
    """The one agency asked for, or all overseen. Raises ``NotFound`` for one that the person does not oversee."""
    seen = await agencies_overseen(connection, person)
    if agency is None:
        return seen
    if agency not in seen:
        raise NotFound("not_found", field="agency")
    return [agency]
