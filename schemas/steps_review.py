"""Steps of the review: proposed by one person, confirmed or sent back by another (拟定、审核; art. 17)."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from schemas.base import Line, Text
from schemas.steps_base import StepBase
from schemas.vocabulary import Ground, ReviewResult, Verdict

Reason = Annotated[Text, Field(max_length=1_000)]
"""A few sentences, 1 to 1,000 characters: each of the documents it is said of keeps it."""
MOST_AT_ONCE = 200
"""Documents one step may be about: what an event says of them must fit into one small payload."""


class ProposeReview(StepBase):
    """Propose what becomes of documents, for another person to confirm (保密审查意见, art. 17).

    Without ``result`` the pages say it: every page must have been looked at. With ``result`` it is said of all pages.
    """

    step: Literal["propose_review"] = "propose_review"
    documents: tuple[UUID, ...] = Field(min_length=1, max_length=MOST_AT_ONCE)
    result: ReviewResult | None = Field(
        None, description="of every page of all these documents; else as their pages say"
    )
    grounds: tuple[Ground, ...] = Field((), max_length=8, description="with a result that withholds")
    reason: Reason | None = Field(None, description="why something is withheld, or cannot be determined")


class ConfirmReview(StepBase):
    """Confirm what another person proposed, or send it back with a comment (审核, art. 17)."""

    step: Literal["confirm_review"] = "confirm_review"
    documents: tuple[UUID, ...] = Field(min_length=1, max_length=MOST_AT_ONCE)
    verdict: Verdict
    comment: Text | None = Field(None, description="what is to be done better; needed to send back")


class SetAsideDocument(StepBase):
    """Take out a document that was recorded as found by mistake, or cannot be opened; the record keeps it."""

    step: Literal["set_aside_document"] = "set_aside_document"
    document: UUID
    reason: Line
