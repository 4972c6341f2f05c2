"""What an office document carries that its printed pages do not show, so that nobody gives it out unawares."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from mmap import ACCESS_READ, mmap
from pathlib import Path
from xml.parsers import expat

from schemas.errors import InvalidInput

MOST_UNPACKED = 512 * 1024 * 1024
"""Bytes of all members together; an honest document unpacks to far less."""
MOST_MEMBERS = 20_000
_CHUNK = 1024 * 1024
_MEMBERS = {
    re.compile(r"(?:word|xl|ppt)/(?:comments|threadedComments)"): "comments",
    re.compile(r"ppt/notesSlides/"): "speaker_notes",
    re.compile(r"(?:word|xl|ppt)/embeddings/|ObjectReplacements/"): "attachments",
    re.compile(r"xl/macrosheets/|Basic/|Scripts/"): "macros",
    re.compile(r"xl/externalLinks/"): "external_links",
    re.compile(r"xl/pivotCache/"): "pivot_data",
    re.compile(r"docProps/(?:core|custom)\.xml$|customXml/|meta\.xml$"): "metadata",
    re.compile(r"docProps/thumbnail|Thumbnails/"): "thumbnails",
}
_TOLD_BY_ELEMENT = {
    **dict.fromkeys(
        ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tracked-changes"), "tracked_changes"
    ),
    "vanish": "hidden_text",
    "hidden-text": "hidden_text",
    "annotation": "comments",
}
"""Elements of WordprocessingML (ECMA-376, part 1, 17.13 and 17.3.2) and of OpenDocument (ISO/IEC 26300)."""
_TOLD_BY_ATTRIBUTE = {
    ("sheet", "state"): "hidden_sheets",
    ("row", "hidden"): "hidden_rows_or_columns",
    ("col", "hidden"): "hidden_rows_or_columns",
    ("sld", "show"): "hidden_slides",
    ("table-row", "visibility"): "hidden_rows_or_columns",
    ("table-column", "visibility"): "hidden_rows_or_columns",
}
_SHOWN = {("sheet", "visible"), ("row", "0"), ("row", "false"), ("col", "0"), ("col", "false"), ("sld", "1")}
_SHOWN |= {("sld", "true"), ("table-row", "visible"), ("table-column", "visible")}
NONSENSE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, expat.ExpatError, UnicodeError, ValueError)
_MACROS = "_VBA_PROJECT".encode("utf-16-le")


def hidden_in_archive(path: Path) -> tuple[str, ...]:
    """Codes, sorted, of an OOXML or OpenDocument file.

    Raises ``InvalidInput``: ``document_too_heavy`` for what unpacks to more than it may, ``document_broken``,
    ``document_encrypted``.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_bomb(archive.infolist())
            return tuple(sorted(set(_by_members(archive.namelist())) | set(_by_content(archive))))
    except NONSENSE:
        raise InvalidInput("document_broken", field="file") from None
    except RuntimeError:
        raise InvalidInput("document_encrypted", field="file") from None


def hidden_in_compound(path: Path) -> tuple[str, ...]:
    """Of Word, Excel and PowerPoint 97: whether macros are in it ([MS-OVBA]). The rest of it is not looked through."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        return ("macros", "not_looked_through") if data.find(_MACROS) >= 0 else ("not_looked_through",)


def _refuse_bomb(members: list[zipfile.ZipInfo]) -> None:
    """By what the members say; one that lies breaks off while it is read."""
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise InvalidInput("document_too_heavy", field="file")


def _by_members(names: list[str]) -> Iterator[str]:
    for name in names:
        for pattern, code in _MEMBERS.items():
            if pattern.match(name):
                yield code


def _by_content(archive: zipfile.ZipFile) -> Iterator[str]:
    """Only the XML that a program reads; a part that is no XML is a picture or the like."""
    for member in archive.infolist():
        if member.filename.endswith(".xml"):
            found: set[str] = set()
            with archive.open(member) as part:
                _parser(found).ParseFile(part)
            yield from found


def _parser(found: set[str]) -> expat.XMLParserType:
    """Reads in portions and expands no entity that a part declares itself."""
    parser = expat.ParserCreate(namespace_separator=" ")

    def started(name: str, attributes: dict[str, str]) -> None:
        element = name.rpartition(" ")[2]
        if element in _TOLD_BY_ELEMENT:
            found.add(_TOLD_BY_ELEMENT[element])
        if element in _HIDING:
            found.update(_hidden_by(element, attributes))

    def declared(*_: object) -> None:
        raise InvalidInput("document_broken", field="file")

    parser.StartElementHandler = started
    parser.EntityDeclHandler = declared
    return parser


_HIDING = {element for element, _ in _TOLD_BY_ATTRIBUTE}


def _hidden_by(element: str, attributes: dict[str, str]) -> Iterator[str]:
    for attribute, value in attributes.items():
        code = _TOLD_BY_ATTRIBUTE.get((element, attribute.rpartition(" ")[2]))
        if code and (element, value) not in _SHOWN:
            yield code
