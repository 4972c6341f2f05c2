"""Steps: what a person does to a case. One discriminated union; a step names the version it was based on."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from schemas.base import Frozen, Line, Text
from schemas.clock import Day
from schemas.decisions import SaidDecision
from schemas.joining import Joined
from schemas.steps_after import (
    ConvertToProactive,
    FileRefusal,
    KeepRemedyDate,
    ReassessDocument,
    RecordRemedy,
    RecordRemedyResult,
    SetRemedyDate,
)
from schemas.steps_base import StepBase
from schemas.steps_consultation import (
    ConsultAgency,
    ConsultThirdParty,
    RecordConsultationDelivery,
    RecordDetermination,
    RecordFailedDelivery,
    RecordOpinion,
    ReferForDetermination,
    WeighObjection,
    WithdrawConsultation,
)
from schemas.steps_review import ConfirmReview, ProposeReview, SetAsideDocument
from schemas.steps_search import AnswerSearch, Kept, RequestSearch, WithdrawSearch
from schemas.steps_time import (
    AskForReasons,
    DecideExtension,
    JudgeReasons,
    NotifyExtension,
    NotifyFee,
    ProposeExtension,
    RecordFeeDelivery,
    RecordPayment,
    RecordReasons,
)
from schemas.vocabulary import (
    ApplicantKind,
    Channel,
    DeliveryMethod,
    DisclosureForm,
    Ground,
    LetterKind,
    ReviewResult,
    Verdict,
)


class Register(StepBase):
    """Enter an application in the register (登记, art. 45); taken by ``POST /api/applications``."""

    step: Literal["register"] = "register"
    expected_version: int = 0
    reference: str
    channel: Channel
    arrived_on: Day
    applicant_kind: ApplicantKind
    received_on: Day | None = Field(None, description="the day of receipt, when it was fixed before: a part split off")
    split_from: UUID | None = None
    edition: int = Field(1, description="of the procedure: from 2 on two persons review, page by page")


class ConfirmReceipt(StepBase):
    """Confirm with the applicant that an ordinary letter, fax or online application arrived (art. 31)."""

    step: Literal["confirm_receipt"] = "confirm_receipt"
    confirmed_on: Day | None = Field(None, description="day of confirmation; today unless given")
    how: Line = Field(description="how it was confirmed, e.g. by telephone")

    def acted_on(self, today: date) -> date:
        return self.confirmed_on or today


class RecordContactAttempt(StepBase):
    """Record that the applicant could not be reached to confirm receipt; no limit runs yet (art. 31)."""

    step: Literal["record_contact_attempt"] = "record_contact_attempt"
    attempted_on: Day | None = Field(None, description="day of the attempt; today unless given")
    how: Line = Field(description="how it was tried, e.g. by telephone, twice")

    def acted_on(self, today: date) -> date:
        return self.attempted_on or today


class Accept(StepBase):
    """Find the application clear and complete, and take it in hand (受理, art. 29)."""

    step: Literal["accept"] = "accept"


class Assign(StepBase):
    """Give the case to a handler (承办人)."""

    step: Literal["assign"] = "assign"
    handler: UUID = Field(description="staff id of the handler, in the same agency")


class RequestCorrection(StepBase):
    """Ask the applicant once, for everything, within seven working days of receipt (补正告知, art. 30)."""

    step: Literal["request_correction"] = "request_correction"
    items: tuple[Line, ...] = Field(min_length=1, max_length=20, description="everything that must be corrected")
    guidance: Text | None = Field(None, description="guidance and explanation (指导和释明)")
    notified_on: Day | None = Field(None, description="day the notice was sent; today unless given")
    served_on: Day | None = Field(None, description="day the applicant received it, if known: day 0 of the period")
    respond_by: Day | None = Field(None, description="last day to correct; by the agency's policy unless given")

    def acted_on(self, today: date) -> date:
        return self.notified_on or today


class ReceiveCorrection(StepBase):
    """Take in the corrected application; a full new limit starts (art. 30)."""

    PRIVATE = ("content",)

    step: Literal["receive_correction"] = "receive_correction"
    received_on: Day | None = Field(None, description="day of receipt of the corrected application; today unless given")
    content: Text | None = Field(None, description="the corrected request; kept with the applicant's data")
    late_reason: Text | None = Field(None, description="the good reason for a correction after the period (正当理由)")

    def acted_on(self, today: date) -> date:
        return self.received_on or today


class ConfirmAbandonment(StepBase):
    """Confirm that nothing was corrected, or no fee paid, in time and without good reason: deemed abandoned.

    Arts. 30; 国办函〔2020〕109号 art. 6.
    """

    step: Literal["confirm_abandonment"] = "confirm_abandonment"
    finding: Text = Field(description="what was looked at before finding that there is no good reason")


class Withdraw(StepBase):
    """Record that the applicant takes the application back (撤回)."""

    step: Literal["withdraw"] = "withdraw"
    withdrawn_on: Day | None = Field(None, description="day of the applicant's act; today unless given")
    joined: Joined | None = Field(
        None, description="what the applicant says of the applications joined into this case; only where there are any"
    )
    joined_count: int | None = Field(
        None,
        ge=1,
        le=10_000,
        description="of how many joined applications he was asked; refused if they are not as many",
    )

    def acted_on(self, today: date) -> date:
        return self.withdrawn_on or today


class SplitApplication(StepBase):
    """Split several matters into one each (一事一申请): this case keeps the first, the others become their own."""

    PRIVATE = ("parts",)

    step: Literal["split_application"] = "split_application"
    parts: tuple[Text, ...] | None = Field(
        None, min_length=2, max_length=20, description="what is asked in each part, in the applicant's words"
    )


class JoinApplication(StepBase):
    """Handle this application together with another open one of the same applicant (并案); this case ends with it."""

    step: Literal["join_application"] = "join_application"
    into: UUID = Field(description="the case that goes on")


class RecordSearch(StepBase):
    """Record a search and the documents it found; none is a finding too (检索, art. 36(4))."""

    step: Literal["record_search"] = "record_search"
    description: Text = Field(description="where, how and by which terms was searched")
    documents: tuple[UUID, ...] = Field(
        (), max_length=200, description="uploaded documents of this case that were found"
    )
    unfiled: Kept = ()


class ReviewDocument(StepBase):
    """Review one document for secrecy and the other exemptions before disclosure (保密审查, art. 17)."""

    step: Literal["review_document"] = "review_document"
    document: UUID
    result: ReviewResult
    grounds: tuple[Ground, ...] = Field((), max_length=8)
    reason: Text | None = None


class DraftReply(StepBase):
    """Draft the reply; its outcome must agree with what was found and reviewed (art. 36)."""

    step: Literal["draft_reply"] = "draft_reply"
    decision: SaidDecision
    main_ground: Ground | None = Field(
        None, description="the ground a refusal counts under in the annual report; the first unless given"
    )


class Legality(Frozen):
    """The legality review (合法性审查): whether each of the three holds, and what was seen."""

    facts_and_evidence: bool = Field(description="facts clear, evidence sufficient (事实清楚、证据充分)")
    legal_basis: bool = Field(description="right basis, rightly applied (依据正确)")
    procedure: bool = Field(description="procedure lawful (程序合法)")
    opinion: Text


class ApproveReply(StepBase):
    """Approve the draft at the stage where it lies, or return it with a comment; never by its drafter."""

    step: Literal["approve_reply"] = "approve_reply"
    verdict: Verdict
    comment: Text | None = None
    legality: Legality | None = Field(None, description="at the stage of the legality review")


class DelegateApproval(StepBase):
    """Hand the stage where the draft lies to another person, who signs in one's place (委托审批)."""

    step: Literal["delegate_approval"] = "delegate_approval"
    to: UUID = Field(description="staff id, active in the same agency")
    reason: Line


class SetFinalText(StepBase):
    """Make an edited DOCX the final text of the reply; whoever signed before must sign again."""

    step: Literal["set_final_text"] = "set_final_text"
    document: UUID = Field(description="an uploaded DOCX of this case, edited from the preview of the draft")


class IssueReply(StepBase):
    """Issue the approved reply as a numbered letter (制发)."""

    step: Literal["issue_reply"] = "issue_reply"


class RecordDelivery(StepBase):
    """Record how and when the reply reached the applicant, with proof (送达)."""

    step: Literal["record_delivery"] = "record_delivery"
    method: DeliveryMethod
    delivered_on: Day | None = Field(None, description="the day that counts for the method; today unless given")
    proof: Line = Field(description="what proves it: number of the postal slip, signed return, message id")
    proof_document: UUID | None = Field(None, description="scan of the proof, an uploaded document of this case")
    form: DisclosureForm | None = Field(None, description="in which form the information was given (art. 40)")

    def acted_on(self, today: date) -> date:
        return self.delivered_on or today


class AnswerOnTheSpot(StepBase):
    """Answer at the counter on the day of receipt (当场答复, art. 33(1)), where the agency's policy allows it."""

    step: Literal["answer_on_the_spot"] = "answer_on_the_spot"
    decision: SaidDecision
    proof: Line = Field(description="what proves that it was handed over, e.g. the applicant's signature")


class PrintRecord(StepBase):
    """Print the application form (D1), the return slip of a letter (送达回证, D28), or the search record (检索记录)."""

    step: Literal["print_record"] = "print_record"
    record: Literal[LetterKind.APPLICATION_FORM, LetterKind.PROOF_OF_SERVICE, LetterKind.SEARCH_RECORD]
    letter: UUID | None = Field(None, description="the letter that was, or will be, served; for a return slip")


StaffStep = Annotated[
    ConfirmReceipt
    | RecordContactAttempt
    | Accept
    | Assign
    | RequestCorrection
    | ReceiveCorrection
    | ConfirmAbandonment
    | Withdraw
    | SplitApplication
    | JoinApplication
    | AskForReasons
    | RecordReasons
    | JudgeReasons
    | ProposeExtension
    | DecideExtension
    | NotifyExtension
    | NotifyFee
    | RecordFeeDelivery
    | RecordPayment
    | RecordSearch
    | RequestSearch
    | AnswerSearch
    | WithdrawSearch
    | ConsultThirdParty
    | ConsultAgency
    | RecordConsultationDelivery
    | RecordFailedDelivery
    | RecordOpinion
    | WeighObjection
    | WithdrawConsultation
    | ReferForDetermination
    | RecordDetermination
    | ReviewDocument
    | ProposeReview
    | ConfirmReview
    | SetAsideDocument
    | DraftReply
    | SetFinalText
    | ApproveReply
    | DelegateApproval
    | IssueReply
    | AnswerOnTheSpot
    | RecordDelivery
    | PrintRecord
    | RecordRemedy
    | SetRemedyDate
    | KeepRemedyDate
    | RecordRemedyResult
    | ReassessDocument
    | ConvertToProactive
    | FileRefusal,
    Field(discriminator="step"),
]
"""What staff may send to ``POST /api/applications/{id}/steps``."""

Step = Annotated[Register | StaffStep, Field(discriminator="step")]

staff_step: TypeAdapter[StaffStep] = TypeAdapter(StaffStep)
