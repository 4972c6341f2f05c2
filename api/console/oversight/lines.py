"""The lines of the dashboard's tables, each with its words, its figure, and a tone that the words say too."""

from collections.abc import Sequence
from typing import NamedTuple

from api.console.language import N_, Language, translations
from api.console.words import called
from schemas.figures import Age, Counted, DaysLeft, Figure, Figures
from schemas.heat import HeatBy, HeatRow
from schemas.vocabulary import State

MOST_LINES = 20
"""Handlers, departments, agencies or rows shown at once."""
_PLAIN = "plain"
_TONES = {
    DaysLeft.OVER: "bad",
    DaysLeft.UP_TO_2: "warn",
    DaysLeft.UP_TO_5: "warn",
    DaysLeft.NOT_RUNNING: "soft",
}


class Line(NamedTuple):
    """One line with its bar."""

    label: str
    figure: Figure
    tone: str


class Tables(NamedTuple):
    """The tables about open cases."""

    days_left: list[Line]
    states: list[Line]
    ages: list[Line]
    departments: list[Line]
    handlers: list[Line]


def tables_of(figures: Figures, language: Language) -> Tables:
    """All of them in this language; of handlers and departments those with most cases."""
    lefts = ((DaysLeft(str(line.of)), line) for line in figures.by_days_left)
    return Tables(
        days_left=[Line(called(kind, language), line, _TONES.get(kind, "good")) for kind, line in lefts],
        states=[Line(called(State(str(line.of)), language), line, _PLAIN) for line in figures.by_state],
        ages=[Line(called(Age(str(line.of)), language), line, _PLAIN) for line in figures.by_age],
        departments=_named(figures.by_department, HeatBy.DEPARTMENT, language),
        handlers=_named(figures.by_handler, HeatBy.HANDLER, language),
    )


def _named(lines: Sequence[Counted], by: HeatBy, language: Language) -> list[Line]:
    shown = lines[:MOST_LINES]
    return [Line(_name(line.of, line.name, by, language), line, _PLAIN if line.of else "soft") for line in shown]


def row_name(row: HeatRow, by: HeatBy, language: Language) -> str:
    """What a row of the heat map is called."""
    return _name(row.of, row.name, by, language)


def _name(of: str | None, name: str | None, by: HeatBy, language: Language) -> str:
    """A name; handlers of other agencies are told apart by the beginning of their ids."""
    told = translations(language).gettext
    if of is None:
        return told(N_("not assigned yet"))
    if name:
        return name
    if by is HeatBy.DEPARTMENT:
        return told(N_("no department"))
    handler = told(N_("handler"))
    return f"{handler} {of[:8]}"
