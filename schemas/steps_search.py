"""Steps of a search that can be shown: departments are asked where and what to look for, and answer (art. 36(4))."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from schemas.base import Frozen, Line, Text
from schemas.clock import ConsultationId, Day
from schemas.pages import MOST_PAGES
from schemas.steps_base import StepBase

Told = Annotated[Text, Field(max_length=2_000)]
"""A few sentences, 1 to 2,000 characters: several of them travel together with the record that is printed."""
Departments = Annotated[tuple[Line, ...], Field(min_length=1, max_length=20)]
Uploads = Annotated[tuple[UUID, ...], Field(max_length=200, description="uploaded documents of this case")]


class Unfiled(Frozen):
    """Something found that stays where it is, such as a state secret; never given out."""

    note: Line = Field(description="its file number, or what may be said of it in the file")
    pages: int | None = Field(None, ge=1, le=MOST_PAGES, strict=True)


Kept = Annotated[tuple[Unfiled, ...], Field(max_length=50, description="found, but not to be uploaded")]


class RequestSearch(StepBase):
    """Ask departments to look for something by a day; each is a round of its own: s1, s2 … (检索, art. 36(4))."""

    step: Literal["request_search"] = "request_search"
    departments: Departments = Field(description="who looks: sections of the agency, units below it")
    sought: Told = Field(description="what to look for, and where, as far as known")
    due_on: Day = Field(description="last day to answer: a working day, not after the case's own last day")


class AnswerSearch(StepBase):
    """Take in a department's answer: what it found, or why there is none; it may answer more than once."""

    step: Literal["answer_search"] = "answer_search"
    search: ConsultationId = Field(description="the round, e.g. s1")
    answered_on: Day | None = Field(None, description="day of the answer; today unless given")
    searched_by: Line = Field(description="who looked: a name or a post")
    how: Told = Field(description="where, how and by which terms was searched; a reply that finds nothing says so")
    documents: Uploads = ()
    unfiled: Kept = ()
    none_because: Told | None = Field(None, description="why there is nothing, or nothing more; a reply may say so")
    final: bool = Field(True, strict=True, description="false while more is to come")

    def acted_on(self, today: date) -> date:
        return self.answered_on or today


class WithdrawSearch(StepBase):
    """Take back a round that is not needed any more."""

    step: Literal["withdraw_search"] = "withdraw_search"
    search: ConsultationId = Field(description="the round, e.g. s1")
    reason: Line
