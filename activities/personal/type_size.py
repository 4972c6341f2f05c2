"""How big and how wide the type of a page is set, and which gaps are therefore more than gaps between characters."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Self

from activities.personal.places import Rect

_CELL_GAP = 0.7
"""In heights of a character: what is further apart on a line are two cells or columns."""
_SAME_LINE = 0.5
_BEARINGS = 0.15
"""In heights: the room between two characters that are not set wide."""
_TIGHT = 1.0
"""In heights: lines of one paragraph are closer than this, rows of a table are not always."""


@dataclass(frozen=True, slots=True)
class TypeSize:
    """Of most characters of a page: their height, and the room between two of a line beyond what is usual (points)."""

    height: float
    tracking: float

    @classmethod
    def of(cls, characters: str, places: Sequence[Rect | None]) -> Self:
        letters = [place for c, place in zip(characters, places, strict=True) if place is not None and c.isalnum()]
        height = _usual(place.height for place in letters)
        gaps = (b.x0 - a.x1 for a, b in pairwise(letters) if a.shared_height(b) >= _SAME_LINE)
        return cls(height, max(0.0, _usual(gap for gap in gaps if 0 <= gap < 2 * height) - _BEARINGS * height))


def _usual(values: Iterable[float]) -> float:
    return median([*values] or [0.0])


def is_cell_gap(before: str, left: Rect, after: str, right: Rect, size: TypeSize) -> bool:
    """Whether two neighbours on a line, character and place of each, belong to different cells or columns."""
    room = size.height * (_is_wide_mark(before) + _is_wide_mark(after)) + size.tracking
    return right.x0 - left.x1 > _CELL_GAP * max(left.height, right.height, size.height) + room


def _is_wide_mark(character: str) -> bool:
    """，：（ and their like have half of their width empty."""
    return not character.isalnum() and unicodedata.east_asian_width(character) in {"W", "F"}


def is_tight(above: Rect, below: Rect, usual: float) -> bool:
    """Whether the lower may be the next line of the same paragraph or cell; ``usual``: height of most characters."""
    return below.y0 - above.y1 <= _TIGHT * max(above.height, below.height, usual)
