"""What a reply decides: one shape for each outcome, with what the law wants said (arts. 36, 37)."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.base import Line, Recorded, Text
from schemas.vocabulary import Outcome


class AlreadyPublic(Recorded):
    """Already made public; tell the way and route to get it (art. 36(1))."""

    outcome: Literal[Outcome.ALREADY_PUBLIC] = Outcome.ALREADY_PUBLIC
    where: Text


class Disclosed(Recorded):
    """Disclosed: the information itself, or way, route and time to get it (art. 36(2))."""

    outcome: Literal[Outcome.DISCLOSED] = Outcome.DISCLOSED
    note: Text | None = None


class PartlyDisclosed(Recorded):
    """Separable: what can be given is given, with reasons for the rest (art. 37)."""

    outcome: Literal[Outcome.PARTLY_DISCLOSED] = Outcome.PARTLY_DISCLOSED
    reasons: Text


class Refused(Recorded):
    """Not disclosed, with reasons; the grounds are those of the reviewed documents (arts. 36(3), 14-16)."""

    outcome: Literal[Outcome.REFUSED] = Outcome.REFUSED
    reasons: Text


class NotFound(Recorded):
    """Does not exist, after a search (art. 36(4))."""

    outcome: Literal[Outcome.NOT_FOUND] = Outcome.NOT_FOUND
    reasons: Text | None = None


class NotThisAgency(Recorded):
    """Not for this agency to disclose; reasons, and the right agency with contact if known (art. 36(5))."""

    outcome: Literal[Outcome.NOT_THIS_AGENCY] = Outcome.NOT_THIS_AGENCY
    reasons: Text
    right_agency: Line | None = None
    contact: Line | None = None


Decision = Annotated[
    AlreadyPublic | Disclosed | PartlyDisclosed | Refused | NotFound | NotThisAgency,
    Field(discriminator="outcome"),
]
