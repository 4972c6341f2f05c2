"""What is taken from the members of a workbook: where its sheet is, its texts, which cells are days, and its rows."""

from typing import NamedTuple

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from api.moving.bounds import MOST_CODE, MOST_STRINGS
from api.moving.sheet_xml import Unreadable, Words
from schemas.errors import InvalidInput

MOST_FORMATS = 65_536
"""Cell formats; a spreadsheet program knows 65,490."""
MOST_PARTS = 2_000


class Relation(NamedTuple):
    """What another member is to this one, and its path."""

    kind: str
    target: str


class Relations:
    """The members that a member leans on, by id (part 2, 8.5)."""

    def __init__(self) -> None:
        self.by_id: dict[str, Relation] = {}

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """Keep a relation."""
        if name == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.by_id[attributes.get("Id", "")] = Relation(kind, attributes.get("Target", ""))
            _refuse_more(len(self.by_id), MOST_PARTS)

    def end(self, name: str) -> None:
        """Nothing is left to do."""

    def text(self, piece: str) -> None:
        """Nothing stands between."""

    def first(self, kind: str) -> str | None:
        """The path of the first member of a kind."""
        return next((one.target for one in self.by_id.values() if one.kind == kind), None)


class Workbook:
    """Ids of its sheets in their order, and where its days are counted from (18.2.28)."""

    def __init__(self) -> None:
        self.sheets: list[str] = []
        self.counts_from_1904 = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """Keep the id of a sheet, in whatever prefix."""
        if name == "workbookPr":
            self.counts_from_1904 = attributes.get("date1904") in {"1", "true"}
        elif name == "sheet":
            self.sheets += [value for key, value in attributes.items() if key.rpartition(":")[1:] == (":", "id")]
            _refuse_more(len(self.sheets), MOST_PARTS)

    def end(self, name: str) -> None:
        """Nothing is left to do."""

    def text(self, piece: str) -> None:
        """Nothing stands between."""


class Strings:
    """The texts that cells name by number (18.4.8), without readings for pronunciation."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._words = Words()
        self._wanted, self._spoken = False, False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """Text counts in ``t``, not in what tells how a text is pronounced (``rPh``)."""
        self._spoken = self._spoken or name == "rPh"
        self._wanted = name == "t" and not self._spoken

    def end(self, name: str) -> None:
        """Keep a text that has ended."""
        self._wanted = False
        if name == "rPh":
            self._spoken = False
        elif name == "si":
            self.texts.append(self._words.taken())
            _refuse_more(len(self.texts), MOST_STRINGS)

    def text(self, piece: str) -> None:
        """Some of it."""
        if self._wanted:
            self._words.add(piece)


class Formats:
    """Which cell formats show days (18.8.10, 18.8.30)."""

    def __init__(self) -> None:
        self.days: list[bool] = []
        self._own: dict[str, str] = {}
        self._judged: dict[str, bool] = {}
        self._inside = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """A number format of the workbook's own, or a cell format."""
        if name == "numFmt":
            code = attributes.get("formatCode", "")
            if len(code) > MOST_CODE:
                raise Unreadable
            self._own[attributes.get("numFmtId", "")] = code
            _refuse_more(len(self._own), MOST_FORMATS)
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            self.days.append(self._shows_days(attributes.get("numFmtId", "0")))
            _refuse_more(len(self.days), MOST_FORMATS)

    def end(self, name: str) -> None:
        """Formats of styles, which cells do not name, lie outside."""
        if name == "cellXfs":
            self._inside = False

    def text(self, piece: str) -> None:
        """Nothing stands between."""

    def _shows_days(self, number: str) -> bool:
        """Judged once: sixty thousand cell formats may name one number format."""
        if number not in self._judged:
            code = self._own.get(number) or BUILTIN_FORMATS.get(int(number))
            self._judged[number] = bool(code and is_date_format(code))
        return self._judged[number]


def _refuse_more(count: int, most: int) -> None:
    if count > most:
        raise InvalidInput("import_too_large", field="file")
