"""What becomes of a reply that is contested (行政复议、行政诉讼、投诉举报; arts. 47, 51)."""

from collections.abc import Iterator
from datetime import date

from schemas.case import Case
from schemas.case_parts import RemedySought
from schemas.clock import Ordered
from schemas.events import Event
from schemas.events_after import NewReplyOrdered, RemedyDecided, RemedyFiled
from schemas.steps_after import Order, RecordRemedy, RecordRemedyResult
from schemas.vocabulary import Instance, LetterKind, RemedyResult, State
from workflows.limit import due_with
from workflows.moment import Moment, present, refuse_if, refuse_unless, reject_date, reject_if


def may_record_remedy(case: Case, moment: Moment) -> None:
    """A reply given or overdue, or a disclosure that a third party was told of (法释〔2025〕8号 arts. 1(4), 2(2))."""
    answered = case.state in {State.ISSUED, State.CLOSED}
    told = any(letter.kind is LetterKind.THIRD_PARTY_DECISION for letter in case.letters)
    refuse_unless(answered or case.overdue_on or case.given or told, "nothing_to_contest", article="51")


def record_remedy(case: Case, step: RecordRemedy, moment: Moment) -> Iterator[Event]:
    """Put on record what was filed; a suit after a decided reconsideration counts as such (table 四)."""
    filed_on = step.acted_on(moment.today)
    reject_date(filed_on, field="filed_on", moment=moment, not_before=case.received_on or case.arrived_on)
    decided = any(_was_decided(sought, case, filed_on) for sought in case.remedies)
    yield RemedyFiled(
        id=f"m{len(case.remedies) + 1}",
        instance=step.instance,
        body=step.body,
        file_number=step.file_number,
        filed_on=filed_on,
        after_reconsideration=step.instance is Instance.LITIGATION and decided,
    )


def may_record_remedy_result(case: Case, moment: Moment) -> None:
    """Something is pending."""
    refuse_unless(any(sought.result is None for sought in case.remedies), "no_remedy_pending", article="51")


def record_remedy_result(case: Case, step: RecordRemedyResult, moment: Moment) -> Iterator[Event]:
    """Upheld, corrected or other; an ordered new reply opens the case again, with a limit that nothing moves."""
    pending = next((sought for sought in case.remedies if sought.id == step.remedy and sought.result is None), None)
    remedy = present(pending, "no_such_remedy", field="remedy")
    served_on = step.acted_on(moment.today)
    reject_date(served_on, field="served_on", moment=moment, not_before=remedy.filed_on)
    yield RemedyDecided(id=remedy.id, result=step.result, served_on=served_on, summary=step.summary)
    if step.new_reply is None:
        return
    reject_if(step.result is RemedyResult.UPHELD, "order_without_correction", field="new_reply")
    refuse_if(case.received_on is None, "receipt_not_fixed", article="31")
    limit = _limit(step.new_reply, served_on)
    found = due_with(case, limit, moment.calendar)
    yield NewReplyOrdered(
        id=remedy.id,
        ordered_on=limit.on,
        order=step.new_reply,
        due_on=found.due,
        provisional=found.provisional,
    )


def _was_decided(sought: RemedySought, case: Case, by: date) -> bool:
    """A reconsideration of the reply that stands now, not of one that was replaced since, decided by then."""
    of_this_reply = case.issued_on is None or sought.filed_on >= case.issued_on
    decided = sought.served_on is not None and sought.served_on <= by
    return sought.instance is Instance.RECONSIDERATION and decided and of_this_reply


def _limit(order: Order, served_on: date) -> Ordered:
    """The limit that was set; exactly one of working days and last day, the latter after service."""
    reject_if((order.working_days is None) == (order.by is None), "order_needs_one_limit", field="new_reply")
    reject_if(order.by is not None and order.by <= served_on, "order_in_the_past", field="new_reply.by")
    return Ordered(on=served_on, working_days=order.working_days, by=order.by)
