"""What the applicant may do against a reply, and until when. The numbers are dated: the remedies' law changes too."""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.errors import InvalidInput
from schemas.vocabulary import Ground, Outcome, Remedy
from workflows.rules.calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class RemedyLaw:
    """One version: calendar days for reconsideration, months for a suit, articles that need reconsideration first."""

    in_force_from: date
    reconsideration_days: int
    suit_months: int
    reconsideration_first: frozenset[str]
    source: str


REMEDY_LAWS: tuple[RemedyLaw, ...] = (  # newest first
    RemedyLaw(
        date(2024, 1, 1), 60, 6, frozenset({"14", "15", "16"}), "行政复议法（2023）第20条、第23条，法释〔2025〕8号"
    ),
    RemedyLaw(date(2015, 5, 1), 60, 6, frozenset(), "行政复议法第9条，行政诉讼法第46条"),
    RemedyLaw(date(2008, 5, 1), 60, 3, frozenset(), "行政复议法第9条，行政诉讼法（1989）第39条"),
)

_ARTICLES = {
    Ground.STATE_SECRET: "14",
    Ground.FORBIDDEN_BY_LAW: "14",
    Ground.SECURITY_AND_STABILITY: "14",
    Ground.BUSINESS_SECRET: "15",
    Ground.PRIVACY: "15",
    Ground.INTERNAL_AFFAIRS: "16(1)",
    Ground.PROCESS_INFORMATION: "16(2)",
    Ground.ENFORCEMENT_FILE: "16(2)",
}


def article_of(ground: Ground) -> str:
    """The article a ground for withholding stands in: process information in "16(2)"."""
    return _ARTICLES[ground]


def remedy_law_on(day: date, laws: tuple[RemedyLaw, ...] = REMEDY_LAWS) -> RemedyLaw:
    """The remedies' law of a day; ``no_statute_in_force`` before 2008-05-01."""
    for law in laws:
        if law.in_force_from <= day:
            return law
    raise InvalidInput("no_statute_in_force", field="decided_on")


def remedy_for(outcome: Outcome, grounds: Collection[Ground], decided_on: date) -> Remedy:
    """Which remedy a reply must name (行政复议法 art. 23(1)(4), 法释〔2025〕8号 art. 1).

    A refusal under arts. 14-16 goes to reconsideration first since 2024-01-01, in a partial disclosure its withheld
    part; a withdrawal is the applicant's own act. Refused as process information on 2026-06-08: reconsideration first.
    """
    if outcome is Outcome.WITHDRAWN:
        return Remedy.NONE
    first = remedy_law_on(decided_on).reconsideration_first
    if not any(article_of(ground).partition("(")[0] in first for ground in grounds):
        return Remedy.EITHER
    if outcome is Outcome.REFUSED:
        return Remedy.RECONSIDERATION_FIRST
    return Remedy.RECONSIDERATION_FIRST_FOR_WITHHELD if outcome is Outcome.PARTLY_DISCLOSED else Remedy.EITHER


def reconsideration_until(served_on: date, calendar: WorkingCalendar) -> date:
    """Last day to apply for reconsideration: 60 days (行政复议法 art. 20), rolled to a working day.

    Served 2026-06-08: until 2026-08-07.
    """
    return calendar.roll_forward(served_on + timedelta(days=remedy_law_on(served_on).reconsideration_days))


def suit_until(served_on: date, calendar: WorkingCalendar | None = None) -> date:
    """Last day to sue: 6 months (行政诉讼法 art. 46); with a calendar, rolled to a working day.

    Served 2026-06-08: until 2026-12-08. Served on the 31st, in a shorter month: its last day.
    """
    last = _months_later(served_on, remedy_law_on(served_on).suit_months)
    return last if calendar is None else calendar.roll_forward(last)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
