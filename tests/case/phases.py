"""Builders for the phases that ask others, move the limit, sign and follow up."""

from typing import Any

from schemas.commands import Facts
from schemas.decisions import Decision
from schemas.documents import DocumentRef
from schemas.events import ReplyIssued
from schemas.policy import Policy
from schemas.steps import DraftReply, IssueReply
from schemas.steps_after import RecordRemedy, RecordRemedyResult
from schemas.steps_consultation import ConsultAgency, RecordConsultationDelivery, RecordOpinion, WeighObjection
from schemas.steps_time import DecideExtension, NotifyExtension, NotifyFee, ProposeExtension
from schemas.vocabulary import (
    ConsultationKind,
    DeliveryMethod,
    FeeBasis,
    Ground,
    Instance,
    Outcome,
    Position,
    RemedyResult,
    ReviewResult,
    State,
    Verdict,
    Weight,
)
from tests.case.builders import (
    APPROVER,
    CONTRACT,
    HANDLER,
    MINUTES,
    OGI_HEAD,
    REVIEWER,
    TENDER,
    TEXT_ID,
    Script,
    approve,
    closed,
    consult,
    in_hand,
    review,
    search,
)

TEXT = Facts(text_id=TEXT_ID)
OLD_LAW = "2019-05-14"
"""The last day of receipt under the Regulation of 2007."""
PROOF: dict[str, Any] = {"method": DeliveryMethod.POST, "proof": "挂号信回执"}
FEE: dict[str, Any] = {"basis": FeeBasis.PER_ITEM, "quantity": 35, "how_to_pay": "缴入财政专户"}
TENDER_ID = TENDER.document_id


def due(script: Script) -> str:
    """The last day to answer, as the read model has it."""
    return str(script.row.due_on)


def found(day: str = "2026-05-11", *, policy: Policy | None = None) -> Script:
    """In hand, and one document found."""
    return search(in_hand(day, policy=policy), day, TENDER)


def asked(day: str = "2026-05-11", sent: str = "2026-05-18", *, policy: Policy | None = None) -> Script:
    """A third party asked about the one document; by default as in E6."""
    script = found(day, policy=policy)
    consult(script, sent, TENDER)
    return script


def asked_agency(day: str, sent: str, kind: ConsultationKind) -> Script:
    """Another agency asked about the one document."""
    script = found(day)
    said: dict[str, Any] = {"agency": "示例市财政局", "documents": [TENDER_ID], "concerns": "分项报价"}
    script.take(sent, HANDLER, ConsultAgency, kind=kind, **said)
    return script


def served(script: Script, day: str, consultation: str = "c1", **said: Any) -> Script:
    """The letter reached whom it was sent to."""
    script.take(day, HANDLER, RecordConsultationDelivery, consultation=consultation, **{**PROOF, **said})
    return script


def heard(script: Script, day: str, position: Position, consultation: str = "c1", **said: Any) -> Script:
    """An opinion on the one document."""
    positions = [{"document": TENDER_ID, "position": position}]
    script.take(day, HANDLER, RecordOpinion, TEXT, consultation=consultation, positions=positions, **said)
    return script


def objected(day: str = "2026-05-11", position: Position = Position.OBJECTS) -> Script:
    """Asked on the day of receipt, served at once, and answered with an objection on the same day."""
    return heard(served(asked(day, day), day), day, position)


def weighed(script: Script, day: str, weight: Weight) -> Script:
    script.take(day, REVIEWER, WeighObjection, consultation="c1", documents=[TENDER_ID], weight=weight, reason="理由")
    return script


def proposed(day: str = "2026-05-11", working_days: int = 20) -> Script:
    """In hand, and an extension proposed by the handler."""
    script = in_hand(day)
    script.take(day, HANDLER, ProposeExtension, working_days=working_days, reason="检索量大")
    return script


def consented(script: Script, day: str) -> Script:
    script.take(day, OGI_HEAD, DecideExtension, verdict=Verdict.APPROVE)
    return script


def told(script: Script, day: str, **said: Any) -> Script:
    """The applicant was told of the extension."""
    script.take(day, HANDLER, NotifyExtension, **{**PROOF, **said})
    return script


def extended(day: str, working_days: int = 20) -> Script:
    """Proposed, consented and told, all on the day of receipt."""
    return told(consented(proposed(day, working_days), day), day)


def charged(day: str = "2026-06-01", notified: str = "2026-06-24", **said: Any) -> Script:
    """A fee for 35 items; by default as in E8, served on the day of the notice."""
    script = in_hand(day)
    script.take(notified, HANDLER, NotifyFee, **{**FEE, "served_on": notified, **said})
    return script


def contested(
    outcome: Outcome = Outcome.REFUSED,
    day: str = "2026-05-11",
    instance: Instance = Instance.RECONSIDERATION,
    *,
    policy: Policy | None = None,
) -> Script:
    """Answered, and taken to reconsideration on the same day."""
    script = closed(day, outcome, policy=policy)
    script.take(day, HANDLER, RecordRemedy, instance=instance, body="示例市人民政府")
    return script


def decided(script: Script, day: str, result: RemedyResult = RemedyResult.CORRECTED, **said: Any) -> Script:
    """The oldest pending remedy was decided."""
    pending = next(sought.id for sought in script.case.remedies if sought.result is None)
    script.take(day, HANDLER, RecordRemedyResult, remedy=pending, result=result, summary="责令重新答复", **said)
    return script


def ordered(day: str = "2026-06-01", **order: Any) -> Script:
    """A refusal set aside, and a new reply ordered within ten working days."""
    script = decided(contested(), day, new_reply=order or {"working_days": 10})
    assert script.case.state is State.PROCESSING
    return script


def withheld(script: Script, ref: DocumentRef, *grounds: Ground, day: str = "2026-05-11") -> Script:
    return review(script, day, ref, ReviewResult.WITHHOLD, grounds=list(grounds), reason="依《统计法》第九条")


def severed(*results: ReviewResult, day: str = "2026-05-11") -> Script:
    """As many documents as results, each reviewed."""
    refs = (TENDER, CONTRACT, MINUTES)[: len(results)]
    script = search(in_hand(day), day, *refs)
    for ref, result in zip(refs, results, strict=True):
        review(script, day, ref, result)
    return script


def replied(script: Script, decision: Decision, day: str = "2026-05-11", **said: Any) -> ReplyIssued:
    """Drafted, signed and issued."""
    script.take(day, HANDLER, DraftReply, decision=decision, **said)
    approve(script, day, APPROVER)
    script.take(day, HANDLER, IssueReply)
    return script.last(ReplyIssued)
