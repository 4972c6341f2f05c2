"""The rows of a sheet (ECMA-376 part 1, 18.3.1), each a line of texts as they would be typed."""

from collections.abc import Sequence
from datetime import datetime

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from openpyxl.utils.datetime import from_excel

from api.moving.bounds import MOST_COLUMNS
from api.moving.sheet_xml import Unreadable, Words

TRUTH = {"0": "FALSE", "1": "TRUE"}


class Rows:
    """Hears of a sheet; ``taken`` gives the lines that are whole. Only the first columns are kept, and no empty line.

    ``strings``: the texts that cells name by number; ``days``: whether a cell format shows days; ``epoch``: where days
    are counted from.
    """

    def __init__(self, strings: Sequence[str], days: Sequence[bool], epoch: datetime) -> None:
        self._strings, self._days, self._epoch = strings, days, epoch
        self._lines: list[tuple[int, list[str]]] = []
        self._line, self._column = 0, 0
        self._cells: dict[int, str] = {}
        self._kind, self._format = "n", 0
        self._words, self._wanted, self._spoken = Words(), False, False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """A row, a cell, or what stands in one: ``v``, or ``t`` where the text itself does."""
        if name == "row":
            self._begin_row(attributes)
        elif name == "c":
            self._begin_cell(attributes)
        elif name == "rPh":
            self._spoken = True
        self._wanted = self._column <= MOST_COLUMNS and (
            name == "v" or (name == "t" and self._kind == "inlineStr" and not self._spoken)
        )

    def end(self, name: str) -> None:
        """Keep a cell, or a line, that has ended."""
        self._wanted = False
        if name == "rPh":
            self._spoken = False
        elif name == "c" and (told := self._words.taken()) and self._column <= MOST_COLUMNS:
            self._cells[self._column] = self._value(told)
        elif name == "row" and self._cells:
            self._lines.append((self._line, [self._cells.get(n, "") for n in range(1, max(self._cells) + 1)]))

    def text(self, piece: str) -> None:
        """Some of what stands in a cell."""
        if self._wanted:
            self._words.add(piece)

    def taken(self) -> list[tuple[int, list[str]]]:
        """Number, from 1, and texts of each line since the last time."""
        lines, self._lines = self._lines, []
        return lines

    def _begin_row(self, attributes: dict[str, str]) -> None:
        line = int(attributes.get("r", self._line + 1))
        if line <= self._line:
            raise Unreadable
        self._line, self._column, self._cells = line, 0, {}

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        """Without an address it is the next one."""
        place = attributes.get("r")
        self._column = column_index_from_string(coordinate_from_string(place)[0]) if place else self._column + 1
        self._kind, self._format = attributes.get("t", "n"), int(attributes.get("s", 0))

    def _value(self, told: str) -> str:
        """A cell as it would be typed (18.18.11)."""
        if self._kind == "s":
            if told.startswith("-"):
                raise Unreadable
            return self._strings[int(told)]
        if self._kind == "b":
            return TRUTH[told]
        if self._kind == "d":
            return datetime.fromisoformat(told).date().isoformat()
        if self._kind != "n":
            return told
        return _day(float(told), self._epoch) if self._shows_days else _number(told)

    @property
    def _shows_days(self) -> bool:
        return 0 <= self._format < len(self._days) and self._days[self._format]


def _day(number: float, epoch: datetime) -> str:
    """A moment as its day; what is a time alone stays one, for the column to refuse."""
    found = from_excel(number, epoch)
    return found.date().isoformat() if isinstance(found, datetime) else str(found)


def _number(told: str) -> str:
    """Whole numbers without a point, as long as they are."""
    if set("eE.").isdisjoint(told):
        return str(int(told))
    number = float(told)
    return str(int(number)) if number.is_integer() else str(number)
