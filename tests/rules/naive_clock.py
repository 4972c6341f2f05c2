"""A second clock, written from the law alone: it walks through the days one by one and knows no index and no spans."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from schemas.clock import CalendarData, ClockLine

DAY = timedelta(days=1)
NUMBERS = {"cn-ogi-2019": (20, 20, 7, {"third_party", "agency"}), "cn-ogi-2007": (15, 15, None, {"third_party"})}
SILENCE = 15
DELAYABLE = {"cn-ogi-2019"}


class Nonsense(Exception):
    """A line that makes no sense; the argument is the code."""


@dataclass
class Walk:
    """What the naive clock found."""

    start: date
    limit: int
    ordered: date | None = None
    due: date = date.min
    strict_due: date = date.min
    used: int = 0
    notice_by: date | None = None
    excluded: set[date] = field(default_factory=set)


class NaiveClock:
    def __init__(self, data: CalendarData) -> None:
        self.off, self.on = set(data.off), set(data.on)

    def working(self, day: date) -> bool:
        return day in self.on if day.weekday() >= 5 else day not in self.off

    def after(self, day: date, working_days: int, excluded: set[date]) -> date:
        """Walk until so many working days that count have passed."""
        while working_days:
            day += DAY
            if self.working(day) and day not in excluded:
                working_days -= 1
        return day

    def excluded(self, letters: dict[str, list[date | None]], column: int) -> set[date]:
        """Every day after the sending (0) or the delivery (1) of a letter, up to its answer (2) or lapse."""
        days: set[date] = set()
        for letter in letters.values():
            begin, delivered, answered = letter[column], letter[1], letter[2]
            assert begin is not None
            assert delivered is not None
            end = self.after(delivered, SILENCE, set())
            if answered is not None and answered < end:
                end = answered
            while begin < end:
                begin += DAY
                days.add(begin)
        return days

    def walk(self, line: ClockLine) -> Walk:  # noqa: C901 - one plain loop on purpose
        base, longest, notice, parties = NUMBERS[line.statute]
        found = Walk(start=line.received, limit=base)
        letters: dict[str, list[date | None]] = {}  # id: sent, delivered, answered
        seen: set[str] = set()
        uncounted: set[str] = set()
        unproven: set[str] = set()
        if line.as_of is not None and line.as_of < line.received:
            raise Nonsense("date_before_receipt")
        latest = line.received
        for happened in line.events:
            if happened.on < line.received:
                raise Nonsense("date_before_receipt")
            if happened.on < latest:
                raise Nonsense("events_out_of_order")
            latest = happened.on
            counted = {name: letter for name, letter in letters.items() if name not in uncounted}
            if happened.kind in ("extended", "delayed"):
                if happened.working_days <= 0:
                    raise Nonsense("extension_not_positive" if happened.kind == "extended" else "delay_not_positive")
                if happened.kind == "extended" and happened.working_days > longest:
                    raise Nonsense("extension_too_long")
                if happened.kind == "delayed" and line.statute not in DELAYABLE:
                    raise Nonsense("no_delay_rule")
                if happened.kind in seen:
                    raise Nonsense("second_extension" if happened.kind == "extended" else "second_delay")
                if found.ordered:
                    raise Nonsense("ordered_limit_stands")
                if happened.on > self.after(found.start, found.limit, self.excluded(counted, 0)):
                    raise Nonsense("extension_after_due" if happened.kind == "extended" else "delay_after_due")
                found.limit += happened.working_days
            elif happened.kind == "ordered":
                if happened.by is not None and happened.by <= happened.on:
                    raise Nonsense("ordered_by_not_after")
                found.start = happened.on
                found.ordered = happened.by or self.after(happened.on, happened.working_days or 0, set())
                found.limit, day = 0, happened.on
                while day < found.ordered:
                    day += DAY
                    found.limit += self.working(day)
            elif happened.kind == "consultation_sent":
                if happened.id in letters:
                    raise Nonsense("duplicate_consultation_id")
                delivered = happened.delivered if happened.delivered is not None else happened.on
                if delivered < happened.on:
                    raise Nonsense("delivered_before_sent")
                letters[happened.id] = [happened.on, delivered, None]
                if happened.delivered is None:
                    unproven.add(happened.id)
                if happened.who not in parties:
                    uncounted.add(happened.id)
            elif happened.kind == "consultation_answered":
                if happened.id not in letters:
                    raise Nonsense("answer_to_unknown_consultation")
                if letters[happened.id][2] is not None:
                    raise Nonsense("consultation_already_answered")
                letters[happened.id][2] = happened.on
            else:
                if happened.kind == "correction_requested" and happened.kind in seen:
                    raise Nonsense("second_correction_request")
                if happened.kind == "correction_received" and "correction_requested" not in seen:
                    raise Nonsense("correction_not_requested")
                if happened.kind == "correction_received" and happened.kind in seen:
                    raise Nonsense("correction_already_received")
                if happened.kind == "fee_paid" and "fee_notified" not in seen:
                    raise Nonsense("fee_not_notified")
                if happened.kind == "fee_paid" and happened.kind in seen:
                    raise Nonsense("fee_already_paid")
                if happened.kind == "correction_requested" and happened.irregular:
                    seen.add("irregular")
                restarts = happened.kind == "fee_paid"
                if happened.kind == "correction_received":
                    restarts = "irregular" not in seen
                if restarts and found.ordered:
                    raise Nonsense("ordered_limit_stands")
                if restarts:
                    found.start, found.limit = happened.on, base
            seen.add(happened.kind)
        counted = {name: letter for name, letter in letters.items() if name not in uncounted}
        if found.ordered:
            found.due = found.strict_due = found.ordered
        else:
            found.excluded = self.excluded(counted, 0)
            found.due = self.after(found.start, found.limit, found.excluded)
            found.strict_due = self.after(
                found.start,
                found.limit,
                self.excluded(
                    {name: letter for name, letter in counted.items() if name not in unproven or letter[2]}, 1
                ),
            )
        found.notice_by = None if notice is None else self.after(line.received, notice, set())
        day = found.start
        while day < (line.as_of or latest):
            day += DAY
            found.used += self.working(day) and day not in found.excluded
        return found
