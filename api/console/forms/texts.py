"""What fields are called, and what is said beside them: by path, the more exact first."""

from collections.abc import Mapping
from typing import NamedTuple

from schemas.words import Word


class Said(NamedTuple):
    """Label and hint of a field, Chinese first. ``required``: wanted although the model does without."""

    label: Word
    hint: Word | None = None
    required: bool = False


Texts = Mapping[str, Said]
"""By path without numbers: ``positions.document``, ``decision.refused.reasons``, or only the end of it: ``reasons``."""
Choice = tuple[str, str]
"""A value and what it is called in the visitor's language."""
Choices = Mapping[str, tuple[Choice, ...]]
"""What can be chosen, by path as in ``Texts``."""


def best(of: Mapping[str, object], path: str) -> str | None:
    """The key that fits a path best: the whole of it, or the longest end of it."""
    parts = path.split(".")
    ends = (".".join(parts[n:]) for n in range(len(parts)))
    return next((end for end in ends if end in of), None)


def said_of(texts: Texts, path: str) -> Said:
    """Label and hint of a field. Raises ``LookupError`` for one that has no name: no field goes without."""
    key = best(texts, path)
    if key is None:
        raise LookupError(f"a field without a name: {path}")
    return texts[key]
