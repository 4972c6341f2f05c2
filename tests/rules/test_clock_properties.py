"""The clock against a naive one that walks through the days, over thousands of random lines."""

from datetime import date, timedelta

from hypothesis import event, given, settings
from hypothesis import strategies as st

from schemas.clock import (
    ClockEvent,
    ClockLine,
    ConsultationAnswered,
    ConsultationSent,
    CorrectionWasReceived,
    CorrectionWasRequested,
    DayKind,
    Deadline,
    Delayed,
    Extended,
    FeeNotified,
    FeePaid,
    Ordered,
)
from schemas.errors import InvalidInput
from schemas.law.versions import STATUTES
from schemas.vocabulary import Consulted, StatuteId
from tests.rules.naive_clock import DAY, NaiveClock, Nonsense, Walk
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.clock import deadline
from workflows.rules.national import national_calendar

CALENDAR = WorkingCalendar.of(national_calendar())
NAIVE = NaiveClock(CALENDAR.data)

receipts = st.dates(date(2008, 5, 1), date(2027, 3, 31))
gaps = st.integers(0, 14)
wild_gaps = st.sampled_from([*range(15), *range(15), -2])
ids = st.sampled_from("abc")
statutes = st.sampled_from([statute.id for statute in STATUTES])


def days_after(day: date, least: int, most: int) -> st.SearchStrategy[date]:
    return st.integers(least, most).map(lambda n: day + timedelta(days=n))


def orders(on: date) -> st.SearchStrategy[Ordered]:
    """A new reply within so many working days, or by a day, be it a Sunday."""
    within = st.builds(Ordered, on=st.just(on), working_days=st.integers(1, 40))
    return within | st.builds(Ordered, on=st.just(on), by=days_after(on, -1, 60))


def moves(kind: str, on: date) -> st.SearchStrategy[ClockEvent]:
    """What adds to the limit, or sets one of its own."""
    if kind == "ordered":
        return orders(on)
    if kind == "delayed":
        return st.builds(Delayed, on=st.just(on), working_days=st.integers(1, 40))
    return st.builds(Extended, on=st.just(on), working_days=st.integers(1, 15))


def any_event(draw: st.DrawFn, on: date) -> ClockEvent:
    """Whatever: many lists of these make no sense somewhere."""
    match draw(st.integers(0, 8)):
        case 0:
            return CorrectionWasRequested(on=on, irregular=draw(st.booleans()))
        case 1:
            return CorrectionWasReceived(on=on)
        case 2:
            return FeeNotified(on=on)
        case 3:
            return FeePaid(on=on)
        case 4:
            return Extended(on=on, working_days=draw(st.integers(-1, 22)))
        case 5:
            return ConsultationAnswered(on=on, id=draw(ids))
        case 6:
            return Delayed(on=on, working_days=draw(st.integers(-1, 40)))
        case 7:
            return draw(orders(on))
        case _:
            who, delivered = draw(st.sampled_from(Consulted)), draw(st.none() | days_after(on, -1, 12))
            return ConsultationSent(on=on, id=draw(ids), who=who, delivered=delivered)


@st.composite
def any_line(draw: st.DrawFn) -> ClockLine:
    received, statute = draw(receipts), draw(statutes)
    day, events = received, list[ClockEvent]()
    for _ in range(draw(st.integers(0, 6))):
        day += timedelta(days=draw(wild_gaps))
        events.append(any_event(draw, day))
    as_of = draw(st.none() | days_after(received, -1, 120))
    return ClockLine(statute=statute, received=received, as_of=as_of, events=tuple(events))


@st.composite
def sensible_line(draw: st.DrawFn) -> ClockLine:
    """Events that follow from one another: overlapping consultations, restarts, perhaps an extension."""
    received, statute = draw(receipts), draw(statutes)
    day, events, pending, sent = received, list[ClockEvent](), list[str](), 0
    todo = ["correction_requested", "fee_notified", "extended", "delayed", "ordered"]
    for _ in range(draw(st.integers(1, 9))):
        day += timedelta(days=draw(gaps))
        choice = draw(st.sampled_from([*todo, "send", "send", *pending, *pending]))
        if choice in todo:
            todo.remove(choice)
        match choice:
            case "correction_requested":
                events.append(CorrectionWasRequested(on=day, irregular=draw(st.booleans())))
                todo.append("correction_received")
            case "correction_received":
                events.append(CorrectionWasReceived(on=day))
            case "fee_notified":
                events.append(FeeNotified(on=day))
                todo.append("fee_paid")
            case "fee_paid":
                events.append(FeePaid(on=day))
            case "extended" | "delayed" | "ordered" as moving:
                events.append(draw(moves(moving, day)))
            case "send":
                sent += 1
                pending.append(str(sent))
                delivered = draw(st.none() | days_after(day, 0, 14))
                who = draw(st.sampled_from(Consulted))
                events.append(ConsultationSent(on=day, id=str(sent), who=who, delivered=delivered))
            case answered:
                pending.remove(answered)
                events.append(ConsultationAnswered(on=day, id=answered))
    as_of = draw(st.none() | days_after(received, 0, 200))
    return ClockLine(statute=statute, received=received, as_of=as_of, events=tuple(events))


def naive_or_code(line: ClockLine) -> Walk | str:
    try:
        return NAIVE.walk(line)
    except Nonsense as nonsense:
        return str(nonsense)


def deadline_or_code(line: ClockLine) -> Deadline | str:
    try:
        return deadline(line, CALENDAR, explain=True)
    except InvalidInput as invalid:
        return invalid.code


def agree(line: ClockLine) -> None:
    ours, theirs = deadline_or_code(line), naive_or_code(line)
    if isinstance(theirs, str) or isinstance(ours, str):
        event(f"refused: {theirs}")
        assert ours == theirs
        return
    event("answered")
    assert (ours.due, ours.strict_due) == (theirs.due, theirs.strict_due)
    assert (ours.limit_starts, ours.limit) == (theirs.start, theirs.limit)
    assert (ours.working_days_used, ours.working_days_left) == (theirs.used, theirs.limit - theirs.used)
    assert ours.correction_notice_by == theirs.notice_by
    assert ours.provisional == (theirs.due.year > 2026)
    assert ours.strict_due <= ours.due
    explains_itself(ours, theirs)


def explains_itself(ours: Deadline, theirs: Walk) -> None:
    assert ours.days is not None
    first, *later = ours.days
    assert first.day == ours.limit_starts
    assert first.kind in (DayKind.RECEIPT, DayKind.RESTART)
    assert [one.day for one in later] == [ours.limit_starts + DAY * n for n in range(1, len(later) + 1)]
    assert [one.number for one in later if one.number] == list(range(1, ours.limit + 1))
    assert later[-1].day == ours.due
    assert later[-1].number == (ours.limit if NAIVE.working(ours.due) else None)  # an ordered day may be a Sunday
    excluded = {one.day for one in later if one.kind is DayKind.EXCLUDED}
    assert excluded == {one.day for one in later if NAIVE.working(one.day) and one.day in theirs.excluded}
    assert all(one.provisional == (one.day.year > 2026) for one in ours.days)
    if ours.limit_starts <= ours.as_of <= ours.due:
        assert sum(one.number is not None and one.day <= ours.as_of for one in later) == ours.working_days_used


@settings(max_examples=2500, deadline=None)
@given(sensible_line())
def test_clock_agrees_with_a_day_by_day_walk(line: ClockLine) -> None:
    agree(line)


@settings(max_examples=2000, deadline=None)
@given(any_line())
def test_clock_refuses_what_a_day_by_day_walk_refuses(line: ClockLine) -> None:
    agree(line)


@settings(max_examples=300, deadline=None)
@given(sensible_line(), st.integers(0, 400))
def test_the_day_asked_about_never_moves_the_due_date(line: ClockLine, later: int) -> None:
    asked = line.model_copy(update={"as_of": line.received + timedelta(days=later)})
    ours, theirs = deadline_or_code(line), deadline_or_code(asked)
    assert ours == theirs if isinstance(ours, str) else isinstance(theirs, Deadline) and ours.due == theirs.due


@settings(max_examples=300, deadline=None)
@given(receipts, statutes, gaps, gaps, gaps)
def test_a_consultation_wholly_inside_another_changes_nothing(
    received: date, statute: StatuteId, wait: int, length: int, inside: int
) -> None:
    sent = received + timedelta(days=wait)
    back = sent + timedelta(days=length)
    within = sent + timedelta(days=min(inside, length))
    outer = ConsultationSent(on=sent, id="outer", who=Consulted.THIRD_PARTY)
    inner = ConsultationSent(on=within, id="inner", who=Consulted.THIRD_PARTY)
    answers = (ConsultationAnswered(on=back, id="inner"), ConsultationAnswered(on=back, id="outer"))
    alone = ClockLine(statute=statute, received=received, events=(outer, answers[1]))
    both = ClockLine(statute=statute, received=received, events=(outer, inner, *answers))
    assert deadline(both, CALENDAR).due == deadline(alone, CALENDAR).due
