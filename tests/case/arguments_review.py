"""Arguments for the steps of the review by two persons."""

from uuid import UUID

from schemas.case import Case
from schemas.vocabulary import Ground, ReviewResult, Verdict
from tests.case.choosing import Choose, Maker, Said
from tests.case.two_persons import KEPT_BACK, SAYABLE
from workflows.moment import Moment

REASON = "依《测绘法》第三十八条"


def _proposal(case: Case, moment: Moment, choose: Choose) -> Said:
    """Of one document that nobody has proposed yet, or the same of all of which it can be said."""
    open_ones = [found.document_id for found in case.documents if not found.proposal and not found.review]
    named = open_ones or [found.document_id for found in case.documents]
    one = choose(named)
    sayable = SAYABLE.get(one, KEPT_BACK)
    result = choose([sayable[0], sayable[0], *sayable])
    alike = [other for other in named if result in SAYABLE.get(other, KEPT_BACK)]
    several = choose([[one], alike, alike])
    grounds = choose([[Ground.PRIVACY], list(Ground)]) if result is ReviewResult.WITHHOLD else []
    return {"documents": several, "result": result, "grounds": grounds, "reason": REASON}


def _confirmation(case: Case, moment: Moment, choose: Choose) -> Said:
    others = [
        found.document_id for found in case.documents if found.proposal and found.proposal.by != moment.actor.staff_id
    ]
    verdict = choose([Verdict.APPROVE, Verdict.APPROVE, Verdict.APPROVE, Verdict.RETURN])
    return {"documents": choose([others, others, others[:1]]), "verdict": verdict, "comment": "意见"}


def _setting_aside(case: Case, moment: Moment, choose: Choose) -> Said:
    return {"document": choose(free_to_go(case)), "reason": "误列"}


def free_to_go(case: Case) -> list[UUID]:
    """What was found, that nobody else was asked about, and that never lay for review."""
    consulted = {document for asked in case.consultations for document in asked.documents}
    referred = {document for referral in case.referrals for document in referral.documents}
    reviewed = {one.document_id for one in case.documents if one.proposal or one.review or one.reviewed_before}
    taken = consulted | referred | reviewed
    return [found.document_id for found in case.documents if found.document_id not in taken]


REVIEWING: dict[str, Maker] = {
    "propose_review": _proposal,
    "confirm_review": _confirmation,
    "set_aside_document": _setting_aside,
}
