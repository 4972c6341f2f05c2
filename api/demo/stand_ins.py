"""Puts days and ids where the stand-ins of a script are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from api.cli.setup import sample_member
from api.demo.days import Days
from api.demo.script import Ago, Ahead, Doc, Letter, Other, Staff


@dataclass(frozen=True, slots=True)
class Known:
    """What stands behind the stand-ins: documents by file name, letters by kind, other cases by key."""

    days: Days
    documents: Mapping[str, str]
    letters: Mapping[str, str]
    others: Mapping[str, str]


def filled(value: object, known: Known) -> Any:
    """The value as JSON, with days and ids where their stand-ins were. ``KeyError`` for one nothing stands behind."""
    match value:
        case Ago() | Ahead() | date():
            return known.days.day(value).isoformat()
        case Doc():
            return known.documents[value.name]
        case Letter():
            return known.letters[value.kind]
        case Other():
            return known.others[value.key]
        case Staff():
            return str(staff_id(value))
        case tuple():
            return [filled(part, known) for part in value]
        case Mapping():
            return {name: filled(part, known) for name, part in value.items()}
        case StrEnum():
            return value.value
    return value


def staff_id(staff: Staff) -> UUID:
    """The id of a member of the sample agency."""
    return sample_member(staff.login).id
