"""How long the stages of a case took, in working days that counted (art. 33(3) leaves the others out)."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Protocol

from schemas.forecast import Passage, Stage, StageRow
from workflows.rules.calendar import WorkingCalendar


class Stay(Protocol):
    """A stay in a stage, of a closed case or of an open one; see ``schemas.forecast.StageRow``."""

    @property
    def entered_on(self) -> date: ...
    @property
    def counts(self) -> bool: ...
    @property
    def asked_on(self) -> date | None: ...
    @property
    def until_on(self) -> date | None: ...


def resumes_on(stay: Stay, consultation_limit: int, calendar: WorkingCalendar) -> date | None:
    """The last day that is left out while those consulted are waited for; None when nobody is.

    Without proof of delivery a letter is taken to have arrived when it was sent, as the clock takes it (arts. 32, 33).
    Sent Mon 2026-05-18 without proof: the 15th working day after it, Mon 2026-06-08.
    """
    lapse = calendar.add(stay.asked_on, consultation_limit) if stay.asked_on else None
    return max((day for day in (lapse, stay.until_on) if day), default=None)


def counted(stay: Stay, upto: date, consultation_limit: int, calendar: WorkingCalendar) -> int:
    """Working days of the limit that passed in a stay up to and including a day, the day of entry not counted.

    Entered Mon 2026-05-11, left Thu 2026-05-14: 3. While the applicant is waited for, or before the receipt: 0.
    """
    resumes = resumes_on(stay, consultation_limit, calendar)
    begins = max(stay.entered_on, resumes) if resumes else stay.entered_on
    return calendar.count(begins, upto) if stay.counts else 0


def passages_of(rows: Sequence[StageRow], consultation_limit: int, calendar: WorkingCalendar) -> tuple[Passage, ...]:
    """The passages of one closed case: each stay, and how long its limit still ran from the entry on.

    A limit ends with the reply or the closing, and also where another begins: with the notice to correct (art. 30) and
    with the fee notice. While the applicant is waited for there is no passage. Ordered replies are left out: their
    limits are others.

    Received Mon 2026-05-11, accepted 05-12, found 05-15, reviewed 05-19, drafted 05-20, approved 05-22, given 05-25:
    acceptance stayed 1 of 10, search 3 of 9, review 2 of 6, drafting 1 of 4, approval 2 of 3, dispatch 1 of 1.
    """
    learned = [row for row in rows if row.left_on and not row.ordered and _is_told_of(row)]
    courses = groupby(learned, key=lambda row: max(row.course, 1))  # before the receipt one looks to the first limit
    return tuple(passage for _, course in courses for passage in _of_one_limit([*course], consultation_limit, calendar))


def _is_told_of(row: StageRow) -> bool:
    return row.counts or row.stage is Stage.REGISTRATION


def _of_one_limit(rows: Sequence[StageRow], consultation_limit: int, calendar: WorkingCalendar) -> Iterator[Passage]:
    stays = [counted(row, row.left_on or row.entered_on, consultation_limit, calendar) for row in rows]
    for n, (row, stayed) in enumerate(zip(rows, stays, strict=True)):
        yield Passage(stage=row.stage, outcome=row.outcome, stayed=stayed, remained=sum(stays[n:]))
