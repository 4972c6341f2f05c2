"""What the applicant may do against a reply, and until when. The numbers are dated: the remedies' law changes too."""

from collections.abc import Collection
from datetime import date, timedelta

from schemas.law.remedies import remedy_law_on
from schemas.vocabulary import Ground, Outcome, Remedy
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.months import months_later

_NOTHING_TO_CONTEST = frozenset({Outcome.WITHDRAWN, Outcome.JOINED})


def remedy_for(
    outcome: Outcome,
    grounds: Collection[Ground],
    decided_on: date,
    *,
    registers_first: bool = False,
    mixed: bool = False,
) -> Remedy:
    """Which remedy a reply must name (行政复议法 art. 23(1)(4), 法释〔2025〕8号 art. 1).

    A refusal under arts. 14-16 goes to reconsideration first since 2024-01-01; in a partial disclosure, or in a reply
    that decides other items otherwise (``mixed``), its withheld part. ``registers_first``: so does a reply under
    art. 36(7) (docs/law.md 6.10). A withdrawal and a joinder leave nothing to contest.
    Refused as process information on 2026-06-08: reconsideration first.
    """
    if outcome in _NOTHING_TO_CONTEST:
        return Remedy.NONE
    law = remedy_law_on(decided_on)
    if outcome is Outcome.SPECIAL_REGISTER and registers_first and law.reconsideration_first:
        return Remedy.RECONSIDERATION_FIRST
    if law.reconsideration_first.isdisjoint(grounds):
        return Remedy.EITHER
    if mixed or outcome is Outcome.PARTLY_DISCLOSED:
        return Remedy.RECONSIDERATION_FIRST_FOR_WITHHELD
    return Remedy.RECONSIDERATION_FIRST if outcome is Outcome.REFUSED else Remedy.EITHER


def reconsideration_until(served_on: date, calendar: WorkingCalendar) -> date:
    """Last day to apply for reconsideration: 60 days (行政复议法 art. 20), rolled to a working day.

    Served 2026-06-08: until 2026-08-07.
    """
    return calendar.roll_forward(served_on + timedelta(days=remedy_law_on(served_on).reconsideration_days))


def suit_until(served_on: date, calendar: WorkingCalendar | None = None) -> date:
    """Last day to sue: 6 months (行政诉讼法 art. 46); with a calendar, rolled to a working day.

    Served 2026-06-08: until 2026-12-08. Served on the 31st, in a shorter month: its last day.
    """
    last = months_later(served_on, remedy_law_on(served_on).suit_months)
    return last if calendar is None else calendar.roll_forward(last)
