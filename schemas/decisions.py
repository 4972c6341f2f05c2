"""What a reply decides: one shape for each outcome, with what the law wants said (arts. 30, 35-39)."""

from collections.abc import Iterator
from typing import Annotated, Literal, get_args
from uuid import UUID

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_core import InitErrorDetails

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


class SpecialRegister(Recorded):
    """Another law has its own rules for getting this: business register, land register (art. 36(7))."""

    outcome: Literal[Outcome.SPECIAL_REGISTER] = Outcome.SPECIAL_REGISTER
    law: Line = Field(description="the special law or regulation, its title between 《》")
    where: Text = Field(description="where and how to apply under it")


class NotFound(Recorded):
    """Does not exist, after a search (art. 36(4))."""

    outcome: Literal[Outcome.NOT_FOUND] = Outcome.NOT_FOUND
    reasons: Text | None = None


class NotThisAgency(Recorded):
    """Not for this agency to disclose; reasons, and the right agency with contact if known (arts. 10, 36(5))."""

    outcome: Literal[Outcome.NOT_THIS_AGENCY] = Outcome.NOT_THIS_AGENCY
    reasons: Text
    right_agency: Line | None = None
    contact: Line | None = None


class NeedsMaking(Recorded):
    """Would have to be made, processed or analysed; only what exists is owed (art. 38)."""

    outcome: Literal[Outcome.NEEDS_MAKING] = Outcome.NEEDS_MAKING
    reasons: Text


class StillUnclear(Recorded):
    """Still unclear after the one correction (art. 30)."""

    outcome: Literal[Outcome.STILL_UNCLEAR] = Outcome.STILL_UNCLEAR
    reasons: Text


class Petition(Recorded):
    """A petition, complaint or report in the dress of an application; the right channel may be named (art. 39(1))."""

    outcome: Literal[Outcome.PETITION] = Outcome.PETITION
    reasons: Text
    right_channel: Text | None = None


class Repeated(Recorded):
    """The same applicant asked for the same and was answered: not processed again (art. 36(6))."""

    outcome: Literal[Outcome.REPEATED] = Outcome.REPEATED
    earlier_case: UUID
    reasons: Text | None = None


class Publication(Recorded):
    """Gazette, newspaper, periodical, book: not processed; how to get it may be told (art. 39(2))."""

    outcome: Literal[Outcome.PUBLICATION] = Outcome.PUBLICATION
    where: Text | None = None


class Excessive(Recorded):
    """Number or frequency clearly beyond reason, and the reasons given are not good: not processed (art. 35)."""

    outcome: Literal[Outcome.EXCESSIVE] = Outcome.EXCESSIVE
    reasons: Text


class ConfirmationSought(Recorded):
    """Asks to confirm or re-issue what the applicant already has: not processed (practice; nearest 36(6), 38)."""

    outcome: Literal[Outcome.CONFIRMATION_SOUGHT] = Outcome.CONFIRMATION_SOUGHT
    reasons: Text


_Single = (
    AlreadyPublic
    | Disclosed
    | PartlyDisclosed
    | Refused
    | SpecialRegister
    | NotFound
    | NotThisAgency
    | NeedsMaking
    | StillUnclear
    | Petition
    | Repeated
    | Publication
    | Excessive
    | ConfirmationSought
)
Single = Annotated[_Single, Field(discriminator="outcome")]
"""One finding."""


class Item(Recorded):
    """One of several things asked for in one application: its own finding, on its own documents."""

    asked: Text = Field(description="what is asked for, in the agency's words: nothing personal")
    decision: Single
    documents: tuple[UUID, ...] = Field((), max_length=2000)


class Several(Recorded):
    """Several items, each with its own finding; one reply, one row of the annual report (docs/law.md 6.16)."""

    outcome: Literal["several"] = "several"
    items: tuple[Item, ...] = Field(min_length=2, max_length=50)
    main: int = Field(1, ge=1, description="the item that counts when nothing is disclosed, from 1")


Decision = Annotated[_Single | Several, Field(discriminator="outcome")]


def findings(decision: Decision) -> Iterator[Single]:
    """Every single finding of a decision."""
    if isinstance(decision, Several):
        yield from (item.decision for item in decision.items)
    else:
        yield decision


_KINDS = {kind.model_fields["outcome"].default: kind for kind in (*get_args(_Single), Several)}


def _foreign(given: object, place: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    """Where a decision holds something that is not known."""
    kind = _KINDS.get(given.get("outcome")) if isinstance(given, dict) else None
    if kind is None or not isinstance(given, dict):
        return
    yield from ((*place, name) for name in given if name not in kind.model_fields)
    items = given.get("items") if kind is Several else None
    for n, item in enumerate(items if isinstance(items, list | tuple) else ()):
        if isinstance(item, dict):
            yield from ((*place, "items", n, name) for name in item if name not in Item.model_fields)
            yield from _foreign(item.get("decision"), (*place, "items", n, "decision"))


def nothing_foreign(given: object) -> object:
    """A kept decision may carry what a newer release added; what staff send must be known."""
    if place := next(_foreign(given, ()), None):
        error = InitErrorDetails(type="extra_forbidden", loc=place, input=None)
        raise ValidationError.from_exception_data("decision", [error])
    return given


SaidDecision = Annotated[Decision, BeforeValidator(nothing_foreign)]
"""A decision as staff send it."""
