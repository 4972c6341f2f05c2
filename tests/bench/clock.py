"""How many due dates a second one core makes, beside a baseline of the same run."""

import json
import time
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import TypeVar

import numpy as np

from schemas.clock import ClockLine
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.clock import deadline
from workflows.rules.lines import answer_line
from workflows.rules.national import national_calendar

LINES = 100_000
FIRST_RECEIPT = date(2019, 5, 15)


def varied_lines(count: int = LINES) -> list[str]:
    """Lines with every kind of event, spread over the receipt dates of seven years."""
    return [json.dumps(_line(number)) for number in range(count)]


def _line(number: int) -> dict[str, object]:
    received = FIRST_RECEIPT + timedelta(days=number * 37 % 2700)
    return {"statute": "cn-ogi-2019", "received": str(received), "events": _events(number, received)}


def _events(number: int, received: date) -> list[dict[str, object]]:
    """Nothing, a consultation, two that overlap, a correction, an extension, a fee: in turn."""

    def at(days: int, kind: str, **more: object) -> dict[str, object]:
        return {"on": str(received + timedelta(days=days)), "kind": kind, **more}

    delivered = str(received + timedelta(days=5 + number % 3))
    asked = at(4, "consultation_sent", id="a", who="third_party", delivered=delivered)
    also = at(5, "consultation_sent", id="b", who="agency")
    return [
        [],
        [asked, at(9 + number % 20, "consultation_answered", id="a")],
        [asked, also, at(14, "consultation_answered", id="b")],
        [at(3, "correction_requested"), at(12, "correction_received")],
        [at(10, "extended", working_days=1 + number % 20)],
        [at(6, "fee_notified"), at(15, "fee_paid")],
    ][number % 6]


def bench_clock() -> dict[str, float]:
    """Seconds for 100,000 varied due dates, with and without JSON, and their ratio to one bare bisect each.

    Beside them numpy's ``busday_offset`` over the same calendar: asked date by date as a program asks, and for all at
    once. It knows weekends and holidays, but no working weekend, no exclusion, restart or extension.
    """
    raw, calendar = varied_lines(), WorkingCalendar.of(national_calendar())
    lines = [ClockLine.model_validate_json(one) for one in raw]
    bare = _seconds(lambda: _bare_bisects(lines))
    due_dates = _seconds(lambda: _each(lambda line: deadline(line, calendar), lines))
    as_json = _seconds(lambda: _each(lambda one: answer_line(one, calendar), raw))
    index = _seconds(lambda: WorkingCalendar(national_calendar()))
    busy, received = _numpy_calendar(), [np.datetime64(line.received) for line in lines]
    one_by_one = _seconds(lambda: _each(lambda day: _offset(day, busy), received))
    at_once = _seconds(lambda: _offset(np.array(received), busy))
    return {
        "due_dates": LINES,
        "bare_bisect_seconds": round(bare, 3),
        "due_dates_seconds": round(due_dates, 3),
        "due_dates_a_second": round(LINES / due_dates),
        "due_dates_per_bare_bisect": round(due_dates / bare, 1),
        "numpy_one_by_one_a_second": round(LINES / one_by_one),
        "numpy_at_once_a_second": round(LINES / at_once),
        "due_dates_per_numpy_one_by_one": round(due_dates / one_by_one, 2),
        "due_dates_per_numpy_at_once": round(due_dates / at_once),
        "json_lines_seconds": round(as_json, 3),
        "json_lines_a_second": round(LINES / as_json),
        "json_lines_per_bare_bisect": round(as_json / bare, 1),
        "calendar_index_milliseconds": round(index * 1000, 2),
    }


def clock_aims(found: dict[str, float]) -> Iterator[tuple[str, float, str, float]]:
    """Every open case of a province is counted anew within seconds when a calendar changes."""
    yield "seconds for 100,000 due dates", found["due_dates_seconds"], "≤", 2


def _numpy_calendar() -> np.busdaycalendar:
    return np.busdaycalendar(holidays=np.array(national_calendar().off, dtype="datetime64[D]"))


def _offset(days: object, calendar: np.busdaycalendar) -> object:
    """Twenty working days after these days."""
    return np.busday_offset(days, 20, roll="backward", busdaycal=calendar)  # type: ignore[call-overload]


def _bare_bisects(lines: list[ClockLine]) -> list[date]:
    """The least any clock could do: the twentieth weekday after receipt, looked up in a list."""
    first = FIRST_RECEIPT.toordinal()
    weekdays = [day for day in range(first, first + 4000) if 0 < day % 7 < 6]
    return [date.fromordinal(weekdays[bisect_right(weekdays, line.received.toordinal()) + 19]) for line in lines]


T = TypeVar("T")


def _each(answer: Callable[[T], object], questions: Iterable[T]) -> None:
    """Ask and forget, like a stream: keeping 100,000 answers would time the garbage collector."""
    for question in questions:
        answer(question)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    print(json.dumps(bench_clock(), indent=2))  # noqa: T201 - the report is the point
