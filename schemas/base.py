"""The base of every model: frozen, and nothing foreign gets in."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

_ALLOWED_CONTROL = {"\n", "\t"}


def without_control_characters(text: str) -> str:
    """Refuse NUL and the other control characters (Unicode C0, C1) except newline and tab, and unpaired surrogates.

    The ``ValueError`` carries the code of the catalogue of messages.
    """
    if any((ord(c) < 0x20 and c not in _ALLOWED_CONTROL) or 0x7F <= ord(c) < 0xA0 for c in text):
        raise ValueError("control_characters")
    if any(0xD800 <= ord(c) <= 0xDFFF for c in text):
        raise ValueError("control_characters")
    return text


Clean = AfterValidator(without_control_characters)
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), Clean]
"""One line of text, 1 to 200 characters."""
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000), Clean]
"""Running text, 1 to 10,000 characters."""


class Frozen(BaseModel):
    """An immutable value; an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Recorded(BaseModel):
    """An immutable value that is kept for years: a newer release may have added fields to it."""

    model_config = ConfigDict(frozen=True, extra="ignore")
