"""Steps after the reply: remedies, re-assessment, proactive publication, filing (arts. 18, 44, 47, 51)."""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import Field

from schemas.base import Frozen, Line, Text
from schemas.clock import ConsultationId, Day
from schemas.steps_base import StepBase
from schemas.vocabulary import Instance, RemedyDateKind, RemedyResult


class RecordRemedy(StepBase):
    """Record that the reply, or its absence, is contested: reconsideration, suit or complaint (arts. 47, 51)."""

    step: Literal["record_remedy"] = "record_remedy"
    instance: Instance
    body: Line = Field(description="who decides it: reconsideration body, court, OGI authority")
    file_number: Line | None = Field(None, description="its file number there")
    filed_on: Day | None = Field(None, description="day the agency was told; today unless given")

    def acted_on(self, today: date) -> date:
        return self.filed_on or today


class SetRemedyDate(StepBase):
    """Enter a day that a reconsideration body or a court has set while it decides; the same kind anew moves it.

    Written reply within ten days of receiving the copy of the application (行政复议法 art. 48; five in summary
    procedure, art. 54), defence within fifteen days of receiving the copy of the complaint (行政诉讼法 art. 67): which
    of them runs, and since when, a person reads off the papers; no day is offered.
    """

    step: Literal["set_remedy_date"] = "set_remedy_date"
    remedy: ConsultationId
    what: RemedyDateKind
    due_on: Day = Field(description="the last day of the period, or the day of the hearing")
    note: Line | None = Field(None, description="where, before whom, what is wanted")


class KeepRemedyDate(StepBase):
    """Record that a day was kept: the reply or defence went out, the hearing took place."""

    step: Literal["keep_remedy_date"] = "keep_remedy_date"
    which: ConsultationId = Field(description="id of the date, e.g. m1d1")
    kept_on: Day | None = Field(None, description="day it was done; today unless given")

    def acted_on(self, today: date) -> date:
        return self.kept_on or today


class Order(Frozen):
    """A new reply within a set time: working days from service, or a last day; exactly one of the two."""

    working_days: int | None = Field(None, ge=1, le=250, strict=True)
    by: Day | None = None


class RecordRemedyResult(StepBase):
    """Record how it was decided; an ordered new reply opens the case again with a limit of its own."""

    step: Literal["record_remedy_result"] = "record_remedy_result"
    remedy: ConsultationId
    result: RemedyResult
    served_on: Day | None = Field(None, description="day the decision was served on the agency; today unless given")
    summary: Text
    new_reply: Order | None = None

    def acted_on(self, today: date) -> date:
        return self.served_on or today


class ReassessDocument(StepBase):
    """Look again at withheld information, and disclose what may now be disclosed (art. 18)."""

    step: Literal["reassess_document"] = "reassess_document"
    document: UUID
    disclose: bool
    finding: Text


class ConvertToProactive(StepBase):
    """Publish information of this case for everybody: several asked for it, or the applicant proposed it (art. 44)."""

    step: Literal["convert_to_proactive"] = "convert_to_proactive"
    documents: tuple[UUID, ...] = Field(min_length=1, max_length=200)
    proposed_by_applicant: bool = Field(description="art. 44(2); otherwise several applicants asked, art. 44(1)")
    published_on: Day | None = Field(None, description="day of publication; today unless given")
    where: Text

    def acted_on(self, today: date) -> date:
        return self.published_on or today


class FileRefusal(StepBase):
    """File a refusal with the supervising authority (不予公开备案)."""

    step: Literal["file_refusal"] = "file_refusal"
    authority: Line
    filed_on: Day | None = Field(None, description="day of filing; today unless given")
    number: Line | None = None

    def acted_on(self, today: date) -> date:
        return self.filed_on or today
