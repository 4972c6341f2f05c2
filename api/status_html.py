"""The applicant's page as HTML: templates with every value escaped, days of one kind in a row told together."""

from datetime import date
from importlib.resources import files
from itertools import groupby
from typing import NamedTuple

from jinja2 import Environment, FunctionLoader, StrictUndefined

from activities.letters.phrases import chinese_date
from schemas.clock import DayKind
from schemas.errors import DaylightError, TooManyTries
from schemas.messages import problem_of
from schemas.status import LENGTH, StatusDay, StatusView

_FOLDER = files("api").joinpath("pages")
_COUNTED = {DayKind.COUNTED, DayKind.COUNTED_MAKE_UP}


def _text(name: str) -> str:
    return _FOLDER.joinpath(name).read_text(encoding="utf-8")


STYLE = _text("status.css")
_PAGES = Environment(loader=FunctionLoader(_text), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
_PAGES.filters["zh"] = chinese_date


class Row(NamedTuple):
    """Days in a row that are of one kind, in one sentence."""

    first: date
    last: date
    counted: bool
    zh: str
    en: str


def form_page(reference: str = "", refused: DaylightError | None = None) -> str:
    """The form, with what was typed as reference and why it was refused."""
    problem = problem_of(refused) if refused else None
    minutes = -(-refused.retry_after // 60) if isinstance(refused, TooManyTries) else None
    return _PAGES.get_template("form.html").render(
        reference=reference[:200], problem=problem, minutes=minutes, length=LENGTH
    )


def status_page(view: StatusView) -> str:
    """Where the application stands."""
    rows = rows_of(view.due.days) if view.due else ()
    return _PAGES.get_template("status.html").render(view=view, rows=rows)


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
