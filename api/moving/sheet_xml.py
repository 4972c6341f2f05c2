"""XML of a workbook's member, told of element by element and forgotten: what it costs is bounded, whatever it says."""

import zipfile
from collections.abc import Iterator
from typing import Protocol
from xml.parsers import expat

from api.moving.bounds import MOST_CELL, MOST_ELEMENTS, MOST_NAMES, MOST_TOKEN_BYTES
from schemas.errors import InvalidInput

PIECE_BYTES = 64 * 1024


class Unreadable(Exception):
    """The member is not what its name says."""


class Part(Protocol):
    """Hears of one member. Names come without prefix, for it is the workbook that chooses prefixes."""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, piece: str) -> None:
        """Some of the text in an element."""


class Budget:
    """Elements that all members together may still have."""

    def __init__(self) -> None:
        self.left = MOST_ELEMENTS


class Words:
    """A text that comes in pieces. Raises ``InvalidInput("import_too_large")`` past what a cell may hold."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0

    def add(self, piece: str) -> None:
        """One more piece."""
        self._length += len(piece)
        if self._length > MOST_CELL:
            raise InvalidInput("import_too_large", field="file")
        self._pieces.append(piece)

    def taken(self) -> str:
        """The whole, without blanks around it; then it is empty."""
        whole = "".join(self._pieces).strip()
        self._pieces.clear()
        self._length = 0
        return whole


def parsed(archive: zipfile.ZipFile, name: str, part: Part, budget: Budget) -> Iterator[None]:
    """Tell ``part`` of the member, a piece of the file for each time this is asked to go on.

    Raises ``Unreadable``, what ``zipfile`` raises, and ``InvalidInput("import_too_large")``.
    """
    parser, fed = _parser(part, budget), 0
    with archive.open(name) as member:
        while piece := member.read(PIECE_BYTES):
            _parse(parser, piece, last=False)
            fed += len(piece)
            _refuse_sprawl(parser, fed)
            yield
    _parse(parser, b"", last=True)
    yield


def read_whole(archive: zipfile.ZipFile, name: str, part: Part, budget: Budget) -> None:
    """The same in one go."""
    for _ in parsed(archive, name, part, budget):
        pass


def _parser(part: Part, budget: Budget) -> expat.XMLParserType:
    def begin(name: str, attributes: dict[str, str]) -> None:
        budget.left -= 1
        if budget.left < 0:
            raise InvalidInput("import_too_large", field="file")
        part.begin(name.rpartition(":")[2], attributes)

    def refuse(*_: object) -> None:
        """No workbook declares a document type; entities are how a small file becomes a large one."""
        raise Unreadable

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = begin
    parser.EndElementHandler = lambda name: part.end(name.rpartition(":")[2])
    parser.CharacterDataHandler = part.text
    parser.StartDoctypeDeclHandler = refuse
    return parser


def _refuse_sprawl(parser: expat.XMLParserType, fed: int) -> None:
    """An element that has not ended after a megabyte, with its attributes, and names without number: no workbook has
    them, and both cost far more than their bytes."""
    if fed - max(parser.CurrentByteIndex, 0) > MOST_TOKEN_BYTES or len(parser.intern) > MOST_NAMES:
        raise Unreadable


def _parse(parser: expat.XMLParserType, piece: bytes, *, last: bool) -> None:
    try:
        parser.Parse(piece, last)
    except expat.ExpatError as error:
        raise Unreadable from error
