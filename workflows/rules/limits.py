"""The plain limits of the law: one number, counted from one day. The day it counts from is day 0."""

from datetime import date, timedelta

from schemas.law.fees import FeeRule
from schemas.law.statute import Statute
from workflows.rules.calendar import WorkingCalendar


def answer_by(received: date, statute: Statute, calendar: WorkingCalendar) -> date:
    """Last day to answer when nothing else happens (art. 33(2)). Received 2026-02-05: 2026-03-11."""
    return calendar.add(received, statute.answer_limit)


def correction_notice_by(received: date, statute: Statute, calendar: WorkingCalendar) -> date | None:
    """Last day to ask for correction, once and for everything (art. 30); null under the 2007 statute.

    Received 2026-02-05: until Saturday 2026-02-14, a make-up working day.
    """
    limit = statute.correction_notice_limit
    return None if limit is None else calendar.add(received, limit)


def correct_by(served: date, working_days: int, calendar: WorkingCalendar) -> date:
    """Last day of the reasonable period an agency gave for correcting (art. 30).

    Served 2026-04-29 with 10 working days: 2026-05-15.
    """
    return calendar.add(served, working_days)


def consultation_lapses(delivered: date, statute: Statute, calendar: WorkingCalendar) -> date:
    """Last day for the opinion of a third party (art. 32) or a co-producing agency (art. 34).

    Letter received 2026-05-20: until 2026-06-10.
    """
    return calendar.add(delivered, statute.consultation_limit)


def fee_payable_until(notified: date, statute: Statute, calendar: WorkingCalendar) -> date | None:
    """Last day to pay (国办函〔2020〕109号 art. 6), counted from the day after the notice arrived; null before 2021.

    Notice served 2026-06-24: until 2026-07-22.
    """
    rule = fee_rule(notified, statute)
    return None if rule is None else calendar.add(notified, rule.payment_limit)


def fee_open_until(served: date, statute: Statute, calendar: WorkingCalendar) -> date | None:
    """The day up to which nothing is closed for want of payment: the later of the readings of the limit.

    Twenty working days, or thirty calendar days rolled to a working day. Served 2026-06-24: until 2026-07-24.
    """
    rule = fee_rule(served, statute)
    if rule is None:
        return None
    in_calendar_days = calendar.roll_forward(served + timedelta(days=rule.candidate_days))
    return max(calendar.add(served, rule.payment_limit), in_calendar_days)


def fee_rule(day: date, statute: Statute) -> FeeRule | None:
    """The rule under which a fee may be asked for on a day; null under the 2007 statute and before 2021."""
    rule = statute.fee
    return rule if rule and rule.in_force_from <= day else None
