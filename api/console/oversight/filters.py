"""The filters of the list of cases: how each is typed, what it is called, and what is set now, with a way out of it."""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import NamedTuple
from uuid import UUID

from api.console.language import N_, Language, translations
from api.console.oversight.asked import with_query
from api.console.words import called
from api.overseen import Overseen
from schemas.oversight_lists import Sorting
from schemas.vocabulary import ApplicantKind, Channel, Outcome, ReportRow, State

PATH = "/oversight/cases"


class Filter(NamedTuple):
    """One filter. ``kind``: text, day, number, yes (or no), or the closed set it is chosen from."""

    name: str
    label: str
    kind: str | type[Enum]


OFTEN = (
    Filter("text", N_("Words in reference, description or file names"), "text"),
    Filter("agency", N_("Agency"), "agency"),
    Filter("state", N_("State"), State),
    Filter("open", N_("Open"), "yes"),
    Filter("overdue", N_("Overdue"), "yes"),
    Filter("handler", N_("Handler"), "handler"),
    Filter("due_from", N_("Due from"), "day"),
    Filter("due_until", N_("Due until"), "day"),
    Filter("sort", N_("Order"), Sorting),
)
SELDOM = (
    Filter("department", N_("Department"), "department"),
    Filter("received_from", N_("Received from"), "day"),
    Filter("received_until", N_("Received until"), "day"),
    Filter("closed_from", N_("Closed from"), "day"),
    Filter("closed_until", N_("Closed until"), "day"),
    Filter("days_left_from", N_("Working days left, at least"), "number"),
    Filter("days_left_until", N_("Working days left, at most"), "number"),
    Filter("age_from", N_("Working days since receipt, at least"), "number"),
    Filter("age_until", N_("Working days since receipt, at most"), "number"),
    Filter("channel", N_("Channel"), Channel),
    Filter("applicant_kind", N_("Kind of applicant"), ApplicantKind),
    Filter("outcome", N_("Outcome"), Outcome),
    Filter("row", N_("Row of the annual report"), ReportRow),
    Filter("late", N_("Answered late"), "yes"),
    Filter("extended", N_("Extended"), "yes"),
    Filter("corrected", N_("Corrected afterwards"), "yes"),
    Filter("assigned", N_("A handler is named"), "yes"),
    Filter("running", N_("The limit runs"), "yes"),
    Filter("receipt_fixed", N_("Date of receipt fixed"), "yes"),
    Filter("days_known", N_("Working days used are known"), "yes"),
)
LABELS = {one.name: one.label for one in (*OFTEN, *SELDOM)}
_SETS = {one.name: one.kind for one in (*OFTEN, *SELDOM) if isinstance(one.kind, type)}
_PRESETS: tuple[tuple[str, Mapping[str, str]], ...] = (
    (N_("Overdue, the earliest first"), {"open": "true", "overdue": "true", "sort": "due"}),
    (N_("At most 2 days left"), {"open": "true", "overdue": "false", "days_left_until": "2", "sort": "due"}),
    (N_("Open, by due date"), {"open": "true", "sort": "due"}),
    (N_("Nobody handles them yet"), {"open": "true", "assigned": "false"}),
    (N_("Receipt not fixed yet"), {"open": "true", "receipt_fixed": "false"}),
    (N_("Extended and open"), {"open": "true", "extended": "true"}),
    (N_("Answered late"), {"late": "true"}),
    (N_("Corrected afterwards"), {"corrected": "true"}),
)


class Chip(NamedTuple):
    """A filter that is set: its label, its value in words, and the address without it."""

    label: str
    value: str
    without: str


def presets() -> list[tuple[str, str]]:
    """Questions asked every day, as labels and addresses."""
    return [(label, with_query(PATH, asked)) for label, asked in _PRESETS]


def chips(asked: Mapping[str, str], choices: Overseen, language: Language) -> Iterator[Chip]:
    """What is set, but the order."""
    for name, value in asked.items():
        if name in LABELS and name != "sort":
            without = with_query(PATH, asked, **{name: None, "after": None})
            yield Chip(LABELS[name], _in_words(name, value, choices, language), without)


def _in_words(name: str, value: str, choices: Overseen, language: Language) -> str:
    told = translations(language).gettext
    if name in _SETS:
        return called(_SETS[name](value), language)
    if name in {"agency", "handler"}:
        known = {one.id: one.name for one in (*choices.agencies, *choices.handlers)}
        return known.get(UUID(value), value[:8])
    if value in {"true", "false"}:
        return told(N_("yes")) if value == "true" else told(N_("no"))
    return value
