"""The base of every model: frozen, and nothing foreign gets in. An error quotes no value: it may be personal data."""

import unicodedata
from datetime import time
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, WithJsonSchema

_ALLOWED_CONTROL = {"\n", "\t"}
_INVISIBLE = {"Cc", "Cf", "Cs"}
_BREAKS = {"\n", "\t", "\u2028", "\u2029"}
_DIRECTIONS = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F)}


def without_control_characters(text: str) -> str:
    """Refuse NUL and the other control characters (Unicode C0, C1) except newline and tab, and unpaired surrogates.

    The ``ValueError`` carries the code of the catalogue of messages.
    """
    if any((ord(c) < 0x20 and c not in _ALLOWED_CONTROL) or 0x7F <= ord(c) < 0xA0 for c in text):
        raise ValueError("control_characters")
    if any(0xD800 <= ord(c) <= 0xDFFF for c in text):
        raise ValueError("control_characters")
    return text


def has_no_glyph(character: str) -> bool:
    """Whether nothing is printed for it: control and format characters (Unicode Cc, Cf, Cs) and noncharacters."""
    code = ord(character)
    noncharacter = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return noncharacter or unicodedata.category(character) in _INVISIBLE


def with_something_to_see(text: str) -> str:
    """Refuse a text of which nothing would be printed: a letter that has to say it could never be issued."""
    if all(character.isspace() or has_no_glyph(character) for character in text):
        raise ValueError("invalid_field")
    return text


def on_one_line(text: str) -> str:
    """Refuse what could begin a line of its own, or turn the reading direction, in a letter or a list."""
    if any(c in _BREAKS or c in _DIRECTIONS for c in text):
        raise ValueError("control_characters")
    return text


def without_zone(clock: time) -> time:
    """Refuse a time of another place: what a clock on the agency's wall shows has no zone."""
    if clock.tzinfo is not None:
        raise ValueError("time_with_zone")
    return clock


Clean = AfterValidator(without_control_characters)
OneLine = AfterValidator(on_one_line)
Seen = AfterValidator(with_something_to_see)
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), Clean, OneLine, Seen]
"""One line of text, 1 to 200 characters."""
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000), Clean, Seen]
"""Running text, 1 to 10,000 characters."""

ClockTime = Annotated[
    time,
    AfterValidator(without_zone),
    WithJsonSchema({"type": "string", "format": "time-local", "pattern": r"^\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?$"}),
]
"""A time of day at the agency. JSON Schema's own ``time`` has a zone."""


class Frozen(BaseModel):
    """An immutable value; an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Recorded(BaseModel):
    """An immutable value that is kept for years: a newer release may have added fields to it."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)
