"""Plain inquiries (咨询) at the counter and by telephone: notes of the staff, no application and no case."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from schemas.base import Frozen, Recorded, Text
from schemas.clock import Day


class InquiryChannel(StrEnum):
    """How somebody asked."""

    COUNTER = "counter"  # 窗口
    TELEPHONE = "telephone"  # 电话


class NewInquiry(Frozen):
    """An inquiry as it is noted, in the staff's own words: who asks need not give his name, and it is not noted."""

    channel: InquiryChannel
    asked_on: Day | None = Field(None, description="day of the inquiry; today unless given")
    asked: Text = Field(description="what was asked, in the staff's own words: nothing personal")
    answered: Text = Field(description="what was answered, in the staff's own words: nothing personal")


class Inquiry(Recorded):
    """A noted inquiry; ``case_id`` and ``application`` name the case and the reference of what it became."""

    id: UUID
    agency_id: UUID
    reference: str
    channel: InquiryChannel
    asked_on: date
    asked: str
    answered: str
    taken_by: UUID
    taken_at: datetime
    case_id: UUID | None = None
    application: str | None = None


class InquiryPage(Recorded):
    """One page of a list, newest first; ``next`` is the cursor of the following page."""

    items: tuple[Inquiry, ...]
    next: str | None
