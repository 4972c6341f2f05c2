"""The versions of the Regulation there are, and which one applies.

A further version is a module of data like its neighbours and one more name in ``STATUTES``.
"""

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from schemas.errors import InvalidInput
from schemas.law.regulation_2007 import CN_OGI_2007
from schemas.law.regulation_2019 import CN_OGI_2019
from schemas.law.statute import Statute
from schemas.vocabulary import StatuteId

STATUTES: tuple[Statute, ...] = (CN_OGI_2007, CN_OGI_2019)  # oldest first
FIRST_STATUTE = STATUTES[0].in_force_from
"""The first day on which there was a right to apply."""


def statute_of(statute_id: StatuteId) -> Statute:
    """The version with this id; ``unknown_statute`` when there is none."""
    for statute in STATUTES:
        if statute.id == statute_id:
            return statute
    raise InvalidInput("unknown_statute", field="statute")


def statute_for(received: date) -> Statute:
    """The version in force on the day of receipt (R2019 art. 56): 2019-05-14 the old one, 2019-05-15 the new one.

    Before 2008-05-01 there was none: ``no_statute_in_force``.
    """
    for statute in STATUTES:
        if statute.in_force_from <= received <= (statute.in_force_until or date.max):
            return statute
    raise InvalidInput("no_statute_in_force", field="received")


def _known(given: object) -> StatuteId:
    """The id, if there is a version of that name."""
    known = next((statute.id for statute in STATUTES if statute.id == given), None)
    if known is None:
        raise PydanticCustomError("unknown_statute", "there is no such version of the Regulation")
    return known


KnownStatute = Annotated[StatuteId, BeforeValidator(_known)]
"""An id that comes from outside and must name a version there is."""
