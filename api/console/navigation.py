"""Where one may go: the places of the console, shown to those whose role opens them. The pages ask again."""

from typing import NamedTuple

from api.console.language import N_
from api.console.visit import Visitor
from schemas.oversight import OVERSEEING
from schemas.vocabulary import IMPERSONAL, Role
from workflows.book import HANDLING

EVERYBODY = frozenset(Role) - IMPERSONAL


class Place(NamedTuple):
    """An entry of the navigation. ``name`` in English, as the catalogue has it."""

    path: str
    name: str
    roles: frozenset[Role]


PLACES = (
    Place("/work", N_("My work"), EVERYBODY),
    Place("/register", N_("Register"), HANDLING),
    Place("/cases", N_("Cases"), EVERYBODY),
    Place("/oversight", N_("Oversight"), OVERSEEING),
    Place("/admin", N_("Administration"), frozenset({Role.ADMINISTRATOR})),
)


def places_for(visitor: Visitor) -> tuple[Place, ...]:
    """The places this visitor may go to."""
    if visitor.person is None:
        return ()
    return tuple(place for place in PLACES if place.roles & set(visitor.person.roles))
