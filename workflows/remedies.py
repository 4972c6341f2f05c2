"""What becomes of a reply that is contested (行政复议、行政诉讼、投诉举报; arts. 47, 51)."""

from collections.abc import Iterator
from datetime import date, timedelta

from schemas.case import Case
from schemas.case_parts import RemedyDate, RemedySought
from schemas.clock import Ordered
from schemas.events import Event
from schemas.events_after import NewReplyOrdered, RemedyDateKept, RemedyDateSet, RemedyDecided, RemedyFiled
from schemas.steps_after import KeepRemedyDate, Order, RecordRemedy, RecordRemedyResult, SetRemedyDate
from schemas.vocabulary import Instance, LetterKind, RemedyResult, State
from workflows.limit import due_with
from workflows.moment import Moment, present, refuse_if, refuse_unless, reject_date, reject_if

FURTHEST = timedelta(days=366)
"""No court sets a day further ahead; a slip in the year would leave the true day unnoticed."""


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


def pending(case: Case) -> tuple[RemedySought, ...]:
    """The remedies that are not decided yet."""
    return tuple(sought for sought in case.remedies if sought.result is None)


def may_record_remedy_result(case: Case, moment: Moment) -> None:
    """Something is pending."""
    refuse_unless(pending(case), "no_remedy_pending", article="51")


def record_remedy_result(case: Case, step: RecordRemedyResult, moment: Moment) -> Iterator[Event]:
    """Upheld, corrected or other; an ordered new reply opens the case again, with a limit that nothing moves."""
    remedy = _pending(case, step.remedy)
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


def may_set_remedy_date(case: Case, moment: Moment) -> None:
    """Something is pending, so somebody may set a day."""
    may_record_remedy_result(case, moment)


def set_remedy_date(case: Case, step: SetRemedyDate, moment: Moment) -> Iterator[Event]:
    """Enter the day, or move the one of this kind that is still to be kept; one already past may be entered too."""
    remedy = _pending(case, step.remedy)
    reject_if(step.due_on < remedy.filed_on, "date_before_receipt", field="due_on")
    reject_if(step.due_on > moment.today + FURTHEST, "remedy_date_too_far", field="due_on")
    moved = next((day for day in remedy.awaited if day.kind is step.what), None)
    yield RemedyDateSet(
        id=moved.id if moved else f"{remedy.id}d{len(remedy.dates) + 1}",
        remedy=remedy.id,
        what=step.what,
        due_on=step.due_on,
        due_before=moved.due_on if moved else None,
        note=step.note,
        set_on=moment.today,
    )


def may_keep_remedy_date(case: Case, moment: Moment) -> None:
    """A day was set and is still to be kept."""
    refuse_unless(any(sought.awaited for sought in case.remedies), "no_remedy_date", article="51")


def keep_remedy_date(case: Case, step: KeepRemedyDate, moment: Moment) -> Iterator[Event]:
    """Say when it was done, late or in time; the day set stays on record beside it."""
    remedy, day = present(_awaited(case, step.which), "no_such_remedy_date", field="which")
    kept_on = step.acted_on(moment.today)
    reject_date(kept_on, field="kept_on", moment=moment, not_before=remedy.filed_on)
    yield RemedyDateKept(id=day.id, remedy=remedy.id, kept_on=kept_on)


def _pending(case: Case, remedy_id: str) -> RemedySought:
    """The remedy of this id, if it is not decided yet."""
    found = next((sought for sought in pending(case) if sought.id == remedy_id), None)
    return present(found, "no_such_remedy", field="remedy")


def _awaited(case: Case, date_id: str) -> tuple[RemedySought, RemedyDate] | None:
    """The day of this id that is still to be kept, with the remedy it was set in."""
    awaited = ((sought, day) for sought in case.remedies for day in sought.awaited)
    return next((found for found in awaited if found[1].id == date_id), None)


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
