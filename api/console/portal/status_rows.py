"""The days of a count as rows: days of one kind that follow one another are told together."""

from datetime import date
from itertools import groupby
from typing import NamedTuple

from schemas.clock import DayKind
from schemas.status import StatusDay

_COUNTED = {DayKind.COUNTED, DayKind.COUNTED_MAKE_UP}


class Row(NamedTuple):
    """Days in a row that are of one kind, in one sentence."""

    first: date
    last: date
    counted: bool
    zh: str
    en: str


def rows_of(days: tuple[StatusDay, ...]) -> tuple[Row, ...]:
    """The days, those of one kind that follow one another in one row."""
    return tuple(_row(tuple(alike)) for _, alike in groupby(days, key=lambda day: day.kind))


def _row(days: tuple[StatusDay, ...]) -> Row:
    first, last = days[0], days[-1]
    counted = first.kind in _COUNTED
    if not counted or len(days) == 1:
        return Row(first.day, last.day, counted, first.zh, first.en)
    made_up = first.kind is DayKind.COUNTED_MAKE_UP
    zh = f"第{first.number}至{last.number}个工作日"
    en = f"working days {first.number} to {last.number}"
    return Row(first.day, last.day, counted, f"调休上班，{zh}" if made_up else zh, f"make-up, {en}" if made_up else en)
