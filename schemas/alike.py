"""Asking, while an application is being entered, whether the same or a like one is there already (art. 36(6))."""

from typing import Self

from pydantic import Field, model_validator

from schemas.api import EarlierCase
from schemas.applications import Number
from schemas.base import Frozen, Line, Recorded, Text


class AlikeQuery(Frozen):
    """What is known of an application so far. It comes in a body only: nothing of it may stand in an address."""

    identity_number: Number | None = None
    phone: Line | None = None
    email: Line | None = None
    address: Line | None = None
    description: Text | None = Field(None, description="compared once it is eight letters long")

    @model_validator(mode="after")
    def _something_to_go_by(self) -> Self:
        if not any((self.identity_number, self.phone, self.email, self.address, self.description)):
            raise ValueError("nothing_to_compare")
        return self

    @property
    def contacts(self) -> tuple[str, ...]:
        """The ways to reach the applicant that are known."""
        return tuple(way for way in (self.phone, self.email, self.address) if way)


class AlikeCase(EarlierCase):
    """An application that may be the same: by the same proof of identity, by the same contact, or alike in words.

    ``similarity`` is 0 where the words were not compared.
    """

    same_applicant: bool
    same_contact: bool


class AlikeCases(Recorded):
    """Those that come nearest, the nearest first. ``of_the_applicant``: so many others he has here."""

    items: tuple[AlikeCase, ...]
    of_the_applicant: int
