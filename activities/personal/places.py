"""Where characters stand on a page as people see it: points, the origin at its upper left corner."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Self

from schemas.pages import Box

_MARGIN = 0.8
"""Points around the ink of a character: what anti-aliasing and slanted strokes spill."""
_SAME_LINE = 0.5
"""The share of the smaller height that two characters of a line have in common at least."""
_WIDE_GAP = 4.0
"""In heights of a character: what lies further apart gets a box of its own, so that nothing between is covered."""


class Rect(NamedTuple):
    """A rectangle; a plain tuple, for there is one for every character of a page."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    def union(self, other: "Rect") -> "Rect":
        """The smallest rectangle around both."""
        return Rect(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))

    def shared_height(self, other: "Rect") -> float:
        """How much of the smaller height both have in common, 0…1."""
        common = min(self.y1, other.y1) - max(self.y0, other.y0)
        return max(0.0, common / max(min(self.height, other.height), 0.01))

    def shared_width(self, other: "Rect") -> float:
        """How much of the smaller width both have in common, 0…1."""
        common = min(self.x1, other.x1) - max(self.x0, other.x0)
        return max(0.0, common / max(min(self.width, other.width), 0.01))


@dataclass(frozen=True, slots=True)
class Display:
    """From the page's own space (origin lower left, before rotation; ISO 32000-1, 8.3.2.3) to the page as displayed."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int

    @classmethod
    def of(cls, bounds: tuple[float, float, float, float], rotation: int) -> Self:
        """``bounds``: the part of the page that is displayed; ``rotation``: clockwise, 0, 90, 180 or 270 degrees."""
        return cls(*bounds, rotation)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.rotation in {90, 270} else (width, height)

    def rect(self, left: float, bottom: float, right: float, top: float) -> Rect | None:
        """The rectangle as displayed, cut at the edges; None where nothing of it is on the page."""
        (ax, ay), (bx, by) = self._point(left, bottom), self._point(right, top)
        width, height = self.size
        cut = Rect(max(0.0, min(ax, bx)), max(0.0, min(ay, by)), min(width, max(ax, bx)), min(height, max(ay, by)))
        return cut if cut.x0 < cut.x1 and cut.y0 < cut.y1 else None

    def _point(self, x: float, y: float) -> tuple[float, float]:
        match self.rotation:
            case 90:
                return y - self.bottom, x - self.left
            case 180:
                return self.right - x, y - self.bottom
            case 270:
                return self.top - y, self.right - x
            case _:
                return x - self.left, self.top - y


def boxes_of(rects: Iterable[Rect]) -> tuple[Box, ...]:
    """One box for each line that these characters, in reading order, run over."""
    lines: list[Rect] = []
    before: Rect | None = None
    for rect in rects:
        if before is not None and _goes_on(before, rect):
            lines[-1] = lines[-1].union(rect)
        else:
            lines.append(rect)
        before = rect
    return tuple(_box(line) for line in lines)


def _goes_on(before: Rect, after: Rect) -> bool:
    """Beside each other on a line, or below each other in a vertical one."""
    size = max(before.height, after.height, before.width, after.width)
    if before.shared_height(after) >= _SAME_LINE:
        return max(after.x0 - before.x1, before.x0 - after.x1) <= _WIDE_GAP * size
    return before.shared_width(after) >= _SAME_LINE and max(after.y0 - before.y1, before.y0 - after.y1) <= size


def _box(rect: Rect) -> Box:
    return Box(
        x0=round(max(0.0, rect.x0 - _MARGIN), 2),
        y0=round(max(0.0, rect.y0 - _MARGIN), 2),
        x1=round(rect.x1 + _MARGIN, 2),
        y1=round(rect.y1 + _MARGIN, 2),
    )
