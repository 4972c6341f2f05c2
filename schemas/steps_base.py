"""What every step has: the version it was based on, the day of the act, and which words are not for the engine."""

from datetime import date
from typing import ClassVar

from pydantic import Field

from schemas.base import Frozen


class StepBase(Frozen):
    """``expected_version``: the version the person saw; a case that has moved on refuses the step.

    ``PRIVATE`` names fields with an outsider's own words or data: the API puts them into PostgreSQL and sends the
    engine null in their place, with the id under which they are kept among the facts.
    """

    PRIVATE: ClassVar[tuple[str, ...]] = ()

    expected_version: int = Field(ge=0, le=1_000_000, strict=True)

    def acted_on(self, today: date) -> date:
        """The day of the act itself, which may lie before the day it is entered."""
        return today
