"""A page read in one order: normal characters, and for each of them the character of the page it came from.

The separators say what stood between: a space, a tab for the gap between two cells, one newline within a paragraph or
cell, two between rows or paragraphs, three where one column ends and the next begins.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from activities.personal.direction import Direction, Places, upright
from activities.personal.layout import Run, columns_of, rows_of
from activities.personal.normal import normal
from activities.personal.page_text import PageText
from activities.personal.places import Rect
from activities.personal.type_size import TypeSize, is_cell_gap, is_tight

_SPACE = 0.25
_ON_ONE_LINE = 0.5
"""In heights: what is further apart are two words."""
_COLUMN_END = "\n\n\n"
_SET_WIDE = re.compile(r"(?<!\S)(?:(?:\S ){3,}|(?:\S[ \t]){5,})\S(?!\S)")
_HEADING = 12
"""Characters a heading has at most."""


@dataclass(frozen=True, slots=True)
class Reading:
    """``sources[i]`` is the index on the page of ``text[i]``; -1 for a separator."""

    text: str
    sources: tuple[int, ...]
    by_column: bool = False

    def indices(self, start: int, end: int) -> tuple[int, ...]:
        """The characters of the page between two positions, each once, in the order of reading."""
        return tuple(dict.fromkeys(i for i in self.sources[start:end] if i >= 0))

    def heading(self, position: int) -> str:
        """The first cell of the column in a reading by columns, if it stands above; else ""."""
        if not self.by_column:
            return ""
        top = self.text.rfind(_COLUMN_END, 0, position)
        start = 0 if top < 0 else top + len(_COLUMN_END)
        first = self.text.find("\n", start, position)
        return self.text[start:first] if 0 <= first - start <= _HEADING else ""


def readings_of(text: PageText) -> tuple[Reading, ...]:
    """In the order of the file; by lines where that differs; by columns where there are cells.

    pdfium gives the words of a page that stands on its head in the wrong order: that is not read.
    """
    page = _Page(text.characters, upright(text.places, text.turned))
    rows = rows_of(page.characters, page.places, page.size)
    plain = page.reading(page.as_written())
    if all(len(row) < 2 for row in rows) and _in_order(rows):
        return (plain,)
    found = [plain] if _in_order(rows) else [page.reading(page.by_rows(rows))]
    if found[0] is not plain and text.turned != Direction.LEFT:
        found.insert(0, plain)
    return (*found, page.reading(page.by_columns(rows), by_column=True))


def _in_order(rows: list[list[Run]]) -> bool:
    order = [index for row in rows for run in row for index in run.indices]
    return order == sorted(order)


class _Page:
    """A page whose lines run from left to right."""

    def __init__(self, characters: str, places: Places) -> None:
        self.characters, self.places = characters, places
        self.size = TypeSize.of(characters, places)

    def reading(self, pieces: Iterable[int | str], *, by_column: bool = False) -> Reading:
        """``pieces``: indices on the page, and separators."""
        characters: list[str] = []
        sources: list[int] = []
        for piece in pieces:
            normalised = piece if isinstance(piece, str) else normal(self.characters[piece])
            characters.append(normalised)
            sources.extend([-1 if isinstance(piece, str) else piece] * len(normalised))
        return _narrowed(Reading("".join(characters), tuple(sources), by_column))

    def as_written(self) -> Iterator[int | str]:
        before: int | None = None
        spaces = ""
        for index, character in enumerate(self.characters):
            if character.isspace():
                spaces += normal(character)
                continue
            yield self._between(before, index, spaces)
            yield index
            before, spaces = index, ""

    def _between(self, before: int | None, after: int, spaces: str) -> str:
        """The separator; places know better than the file whether a line ended and how far the next is."""
        left, right = (None if before is None else self.places[before]), self.places[after]
        if before is None or left is None or right is None:
            return spaces
        on_one_line = left.shared_height(right) >= _ON_ONE_LINE and right.x0 >= left.x0
        if "\n" in spaces and not on_one_line:
            return self._line_end(left, right)
        if on_one_line and is_cell_gap(self.characters[before], left, self.characters[after], right, self.size):
            return "\t"
        set_wide = on_one_line and self.size.tracking and right.x0 - left.x1 < self._word_gap(left, right)
        return "\t" if "\t" in spaces else "" if set_wide else " " * bool(spaces)

    def _word_gap(self, left: Rect, right: Rect) -> float:
        return _SPACE * max(left.height, right.height, self.size.height) + self.size.tracking

    def _line_end(self, above: Rect, below: Rect) -> str:
        return "\n" if is_tight(above, below, self.size.height) else "\n\n"

    def by_rows(self, rows: list[list[Run]]) -> Iterator[int | str]:
        above: Rect | None = None
        for row in rows:
            yield self._line_end(above, row[0].place) if above is not None else ""
            for number, run in enumerate(row):
                yield "\t" if number else ""
                yield from self._within(run)
            above = row[0].place

    def by_columns(self, rows: list[list[Run]]) -> Iterator[int | str]:
        for number, column in enumerate(columns_of(rows)):
            yield _COLUMN_END if number else ""
            above: Rect | None = None
            for run in column:
                yield self._line_end(above, run.place) if above is not None else ""
                yield from self._within(run)
                above = run.place

    def _within(self, run: Run) -> Iterator[int | str]:
        """The characters of a run, with a space where there is room for one."""
        before: Rect | None = None
        for index in run.indices:
            place = self.places[index]
            if before is not None and place is not None and place.x0 - before.x1 > self._word_gap(before, run.place):
                yield " "
            yield index
            before = place


def _narrowed(reading: Reading) -> Reading:
    """Words set wide, a space behind every character, without these spaces."""
    dropped = {
        position for wide in _SET_WIDE.finditer(reading.text) for position in range(wide.start() + 1, wide.end(), 2)
    }
    if not dropped:
        return reading
    kept = [position for position in range(len(reading.text)) if position not in dropped]
    text = "".join(reading.text[position] for position in kept)
    return Reading(text, tuple(reading.sources[position] for position in kept), reading.by_column)
