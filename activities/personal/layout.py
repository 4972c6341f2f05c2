"""Runs of characters on a page, and how they stand to each other: beside and below."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from activities.personal.places import Rect
from activities.personal.type_size import TypeSize, is_cell_gap

_ONE_LINE = 0.3
"""In heights of a usual character: middles of one line are this close at least."""
_BELOW = 0.3
"""The share of the smaller width that two runs above each other have in common at least."""
_FARTHEST = 12.0
"""In heights: the next line of a column is at most this far below."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters beside each other without a gap: their indices from left to right, and the box around them."""

    indices: tuple[int, ...]
    place: Rect


@dataclass(slots=True)
class _Row:
    """A line while it is being gathered."""

    first: float
    top: float
    bottom: float
    members: list[tuple[int, Rect]] = field(default_factory=list)

    def add(self, index: int, place: Rect) -> None:
        self.top, self.bottom = min(self.top, place.y0), max(self.bottom, place.y1)
        self.members.append((index, place))


def rows_of(characters: str, places: Sequence[Rect | None], size: TypeSize) -> list[list[Run]]:
    """The runs of each line, from top to bottom and from left to right.

    Letters and digits make the lines; marks, which hang high or low, join the line they stand on.
    """
    inked = [(i, place, _middle(place)) for i, place in enumerate(places) if place is not None]
    inked.sort(key=lambda one: one[2])
    rows = _gathered([one for one in inked if characters[one[0]].isalnum()], size)
    _join_marks(rows, [one for one in inked if not characters[one[0]].isalnum()])
    return [list(_runs(row, characters, size)) for row in rows]


def _middle(place: Rect) -> float:
    return (place.y0 + place.y1) / 2


def _gathered(letters: list[tuple[int, Rect, float]], size: TypeSize) -> list[_Row]:
    rows: list[_Row] = []
    near = _ONE_LINE * size.height
    for index, place, middle in letters:
        if not rows or middle > max(rows[-1].bottom, rows[-1].first + near):
            rows.append(_Row(middle, place.y0, place.y1))
        rows[-1].add(index, place)
    return rows


def _join_marks(rows: list[_Row], marks: list[tuple[int, Rect, float]]) -> None:
    tops = [row.top for row in rows]
    for index, place, _ in marks:
        at = bisect_right(tops, place.y1) - 1
        if at >= 0 and place.y0 <= rows[at].bottom + rows[at].bottom - rows[at].top:
            rows[at].members.append((index, place))


def _runs(row: _Row, characters: str, size: TypeSize) -> Iterator[Run]:
    """The line cut where the gap is a cell's."""
    run: list[int] = []
    before: Rect | None = None
    around: Rect | None = None
    for index, place in sorted(row.members, key=lambda one: one[1].x0):
        if before and around and is_cell_gap(characters[run[-1]], before, characters[index], place, size):
            yield Run(tuple(run), around)
            run, around = [], None
        run.append(index)
        around = place if around is None else around.union(place)
        before = place
    if around is not None:
        yield Run(tuple(run), around)


def columns_of(rows: list[list[Run]]) -> list[list[Run]]:
    """Runs chained with what stands right below them, from top to bottom: cells over several lines, table columns."""
    columns: list[list[Run]] = []
    open_ends: list[list[Run]] = []
    for row in rows:
        going_on: list[list[Run]] = []
        for run in row:
            column = next((one for one in open_ends if _is_below(one[-1].place, run.place)), None)
            if column is None:
                columns.append(column := [])
            else:
                open_ends.remove(column)
            column.append(run)
            going_on.append(column)
        open_ends = going_on + [one for one in open_ends if not _passed(one[-1].place, row[0].place)]
    return columns


def _is_below(above: Rect, below: Rect) -> bool:
    return above.shared_width(below) >= _BELOW and not _passed(above, below)


def _passed(above: Rect, below: Rect) -> bool:
    return below.y0 - above.y1 > _FARTHEST * max(above.height, below.height)
