"""A due date that explains itself, day by day, from the day the current limit starts to its last day."""

from collections.abc import Iterator
from datetime import date, timedelta

from schemas.clock import CorrectionWasReceived, DayKind, ExplainedDay, Ordered
from schemas.vocabulary import Consulted
from workflows.rules.course import Consultation, Course

_PARTIES = {
    Consulted.THIRD_PARTY: ("征求第三方意见", "consultation of a third party"),
    Consulted.AGENCY: ("征求其他机关意见", "consultation of another agency"),
}
_NOT_WORKING = {DayKind.WEEKEND: "周末 / weekend", DayKind.HOLIDAY: "节假日 / public holiday"}


def explained_days(course: Course, due: date) -> tuple[ExplainedDay, ...]:
    """Day 0 and every day after it up to the due date: its number in the count, or why it did not count."""
    return (_first_day(course), *_later_days(course, due))


def _first_day(course: Course) -> ExplainedDay:
    provisional = not course.calendar.is_official(course.start)
    statute = course.statute
    if course.restarted_by is None:
        because = f"收到申请之日，不计入 / day of receipt, day 0 (art. {statute.article('answer').code})"
        return ExplainedDay(day=course.start, kind=DayKind.RECEIPT, because=because, provisional=provisional)
    if isinstance(course.restarted_by, CorrectionWasReceived):
        because = "收到补正之日，重新计算 / corrected application received, a new day 0"
        article = statute.article("correction")
    elif isinstance(course.restarted_by, Ordered):
        because = "责令重新答复之日，按责令的期限计算 / new reply ordered, a limit of its own, day 0"
        article = statute.article("remedies")
    else:
        because, article = "缴费之日，次日重新计算 / fee paid, a new day 0", statute.article("fee")
    because = f"{because} (art. {article.code})"
    return ExplainedDay(day=course.start, kind=DayKind.RESTART, because=because, provisional=provisional)


def _later_days(course: Course, due: date) -> Iterator[ExplainedDay]:
    calendar, number = course.calendar, 0
    for day in _days_after(course.start, due):
        kind, provisional = calendar.kind(day), not calendar.is_official(day)
        if kind in _NOT_WORKING:
            yield ExplainedDay(day=day, kind=kind, because=_NOT_WORKING[kind], provisional=provisional)
        elif because := "" if course.ordered else "; ".join(_consultations_on(course, day)):
            yield ExplainedDay(day=day, kind=DayKind.EXCLUDED, because=because, provisional=provisional)
        else:
            number += 1
            yield ExplainedDay(day=day, kind=kind, number=number, because=_counts(kind), provisional=provisional)


def _days_after(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range(1, (last - first).days + 1))


def _counts(kind: DayKind) -> str:
    return "调休上班 / make-up working day" if kind is DayKind.COUNTED_MAKE_UP else "工作日 / working day"


def _consultations_on(course: Course, day: date) -> Iterator[str]:
    """The consultations for which a working day does not count."""
    rank = course.calendar.rank(day)
    for consultation in course.consultations.values():
        after, upto = consultation.span()
        if consultation.who in course.statute.excluded and after < rank <= upto:
            yield _excluded_by(course, consultation)


def _excluded_by(course: Course, consultation: Consultation) -> str:
    chinese, english = _PARTIES[consultation.who]
    article = course.statute.article("excluded")
    return f"{chinese}（{consultation.id}） / {english} ({consultation.id}), art. {article.code}"
