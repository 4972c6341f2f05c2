"""Why a case is due when it is: the days of its limit as months, each day with what it is."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from schemas.clock import DayKind, Deadline, ExplainedDay
from schemas.words import Word

MARKS: Mapping[DayKind, Word] = {
    DayKind.RECEIPT: ("收", "R"),
    DayKind.RESTART: ("起", "R"),
    DayKind.WEEKEND: ("休", "–"),
    DayKind.HOLIDAY: ("假", "H"),
    DayKind.EXCLUDED: ("停", "X"),
}
"""What stands in the box of a day that does not count; a day that does has its number."""
LEGEND: Mapping[DayKind, Word] = {**MARKS, DayKind.COUNTED: ("1", "1"), DayKind.COUNTED_MAKE_UP: ("1班", "1m")}
"""A sample of each box."""
WEEKDAYS: tuple[Word, ...] = (
    ("一", "Mo"),
    ("二", "Tu"),
    ("三", "We"),
    ("四", "Th"),
    ("五", "Fr"),
    ("六", "Sa"),
    ("日", "Su"),
)
WEEK = 7


@dataclass(frozen=True, slots=True)
class Box:
    """One day of a month: what it is in the limit, or nothing. ``today``, ``due``, ``target``: it is that day."""

    day: date
    explained: ExplainedDay | None = None
    today: bool = False
    due: bool = False
    target: bool = False

    @property
    def mark(self) -> Word:
        """What stands in the box beside the date."""
        if self.explained is None:
            return ("", "")
        number = self.explained.number
        if number is None:
            return MARKS[self.explained.kind]
        return (f"{number}班", f"{number}m") if self.explained.kind is DayKind.COUNTED_MAKE_UP else (f"{number}",) * 2

    @property
    def style(self) -> str:
        """The kind of day, and what else it is, as classes."""
        kind = [self.explained.kind.value.replace("_", "-")] if self.explained else []
        marks = [name for name in ("today", "due", "target") if getattr(self, name)]
        return " ".join([*kind, *marks])


@dataclass(frozen=True, slots=True)
class Month:
    """One month: its weeks from Monday to Sunday; None outside it."""

    first: date
    weeks: tuple[tuple[Box | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days that follow each other and are the same: for the table that says in words what the picture shows."""

    first: date
    last: date
    kind: DayKind
    because: Word
    first_number: int | None
    last_number: int | None

    @property
    def days(self) -> int:
        """So many days of the calendar."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class LimitPicture:
    """The picture, the table beside it, and how many days there are of each kind."""

    months: tuple[Month, ...]
    stretches: tuple[Stretch, ...]
    counts: Mapping[DayKind, int]

    @property
    def kinds(self) -> tuple[DayKind, ...]:
        """The kinds of day that occur, in the order of the legend."""
        return tuple(kind for kind in DayKind if self.counts.get(kind))


def picture_of(deadline: Deadline, today: date, target: date | None) -> LimitPicture:
    """The limit of a deadline that explains itself. ``today`` is marked where it lies within."""
    days = {explained.day: explained for explained in deadline.days or ()}
    months = sorted({day.replace(day=1) for day in days})
    boxes = {
        day: Box(day, explained, today=day == today, due=day == deadline.due, target=day == target)
        for day, explained in days.items()
    }
    return LimitPicture(
        months=tuple(_month(first, boxes) for first in months),
        stretches=tuple(_stretches(list(days.values()))),
        counts=Counter(explained.kind for explained in days.values()),
    )


def _month(first: date, boxes: Mapping[date, Box]) -> Month:
    after = (first + timedelta(days=32)).replace(day=1)
    days = [first + timedelta(days=n) for n in range((after - first).days)]
    cells: list[Box | None] = [None] * first.weekday() + [boxes.get(day, Box(day)) for day in days]
    cells += [None] * (-len(cells) % WEEK)
    weeks = (tuple(cells[n : n + WEEK]) for n in range(0, len(cells), WEEK))
    told = (week for week in weeks if any(box and box.explained for box in week))
    return Month(first, tuple(told))


def _stretches(days: Sequence[ExplainedDay]) -> list[Stretch]:
    found: list[Stretch] = []
    for day in days:
        because, _, because_en = day.because.partition(" / ")
        one = Stretch(day.day, day.day, day.kind, (because, because_en), day.number, day.number)
        last = found[-1] if found else None
        if last and (last.kind, last.because) == (one.kind, one.because):
            found[-1] = Stretch(last.first, one.last, one.kind, one.because, last.first_number, one.last_number)
        else:
            found.append(one)
    return found
