"""What a DOCX says, as whoever opens it reads it; what no plain letter can repeat is refused, never dropped."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from activities.letters.docx_styling import TRACKED, Styles, is_plain
from activities.sniff import OFFICE_FOLDERS, media_type
from schemas.errors import InvalidInput

LARGEST = 20 * 1024 * 1024
"""Bytes of the file."""
_UNPACKED = 100 * 1024 * 1024
_PARTS = 1000
_BODY = "word/document.xml"
_STYLES = "word/styles.xml"
_MARGIN = re.compile(r"word/(header|footer)\d*\.xml")
_FOREIGN = ("word/embeddings/", "word/activeX/", "word/afchunk")
_LINKING = re.compile(r"\s*(INCLUDE(TEXT|PICTURE)|LINK|DDE(AUTO)?|IMPORT|DATABASE|RD)\b", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"[\s\d—–\-－·/第页共]*")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ValueError,
    EOFError,
    LookupError,
    RuntimeError,
    SyntaxError,
)
_WRITTEN = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph with something in it: the name of its style, and its text without the spaces around it."""

    style: str
    text: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A table of two columns."""

    rows: tuple[tuple[str, str], ...]


Block = Line | Rows


def read_docx(data: bytes) -> tuple[Block, ...]:
    """Paragraphs and tables from top to bottom.

    Raises ``InvalidInput`` on ``document``: ``final_text_unreadable`` (no DOCX, broken, locked with a password, with
    macros, or unpacking to more than an honest letter), ``final_text_linked``, ``final_text_tracked_changes``,
    ``final_text_table`` (not two plain columns) and ``final_text_not_plain``.
    """
    try:
        with _opened(data) as archive:
            return _read(archive)
    except _BROKEN:
        _refuse("final_text_unreadable")


def _refuse(code: str) -> NoReturn:
    raise InvalidInput(code, field="document") from None


def _opened(data: bytes) -> zipfile.ZipFile:
    """The archive, if it is a Word document without macros, and no more than a letter when it is unpacked.

    ``zipfile`` never unpacks more of an entry than the directory says it holds, so the directory can be believed.
    """
    if len(data) > LARGEST or _kind(data) != OFFICE_FOLDERS["word/"]:
        _refuse("final_text_unreadable")
    archive = zipfile.ZipFile(io.BytesIO(data))
    entries = archive.infolist()
    if len(entries) > _PARTS or sum(entry.file_size for entry in entries) > _UNPACKED:
        _refuse("final_text_unreadable")
    if len({entry.filename for entry in entries}) < len(entries):
        _refuse("final_text_unreadable")
    return archive


def _kind(data: bytes) -> str | None:
    try:
        return media_type(io.BytesIO(data))
    except InvalidInput:
        return None


def _read(archive: zipfile.ZipFile) -> tuple[Block, ...]:
    names = archive.namelist()
    if any(name.startswith(_FOREIGN) for name in names):
        _refuse("final_text_not_plain")
    for name in names:
        if name.endswith(".rels"):
            _refuse_links(_part(archive, name))
    document, styles = _part(archive, _BODY), Styles.of(_part(archive, _STYLES))
    _refuse_unplain(document, styles)
    for name in filter(_MARGIN.fullmatch, names):
        _refuse_in_margin(_part(archive, name), styles)
    (body,) = document.findall(qn("w:body"))
    return tuple(_blocks(body, styles))


def _part(archive: zipfile.ZipFile, name: str) -> Element:
    """A part as XML; one that declares entities is no work of a word processor."""
    root = parse_xml(archive.read(name))
    if root.getroottree().docinfo.doctype:
        _refuse("final_text_unreadable")
    return root


def _refuse_links(relations: Element) -> None:
    """Hyperlinks are text with an address behind it; any other link would put in what is not in the file."""
    for relation in relations:
        if relation.get("TargetMode") == "External" and not relation.get("Type", "").endswith("/hyperlink"):
            _refuse("final_text_linked")


def _refuse_unplain(root: Element, styles: Styles) -> None:
    for element in root.iter():
        if element.tag in TRACKED:
            _refuse("final_text_tracked_changes")
        if not is_plain(element, styles):
            _refuse("final_text_not_plain")
        instruction = element.text if element.tag == qn("w:instrText") else element.get(qn("w:instr"))
        if _LINKING.match(instruction or ""):
            _refuse("final_text_linked")


def _refuse_in_margin(root: Element, styles: Styles) -> None:
    """The system prints page numbers and nothing else above or below the text."""
    _refuse_unplain(root, styles)
    if not _PAGE_NUMBER.fullmatch(_text(root)):
        _refuse("final_text_not_plain")


def _blocks(parent: Element, styles: Styles) -> Iterator[Block]:
    for child in _within(parent, "w:p", "w:tbl"):
        if child.tag == qn("w:tbl"):
            yield Rows(tuple(_rows(child)))
        elif text := _text(child):
            yield Line(styles.name_of(child), text)


def _within(parent: Element, *wanted: str) -> Iterator[Element]:
    """The children of these names, those inside content controls and the like included, in order."""
    tags = [qn(tag) for tag in wanted]
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:smartTag")}:
            yield from _within(child, *wanted)


def _rows(table: Element) -> Iterator[tuple[str, str]]:
    for row in _within(table, "w:tr"):
        cells = [_cell(cell) for cell in _within(row, "w:tc")]
        if len(cells) != 2:
            _refuse("final_text_table")
        if any(cells):
            yield cells[0], cells[1]


def _cell(cell: Element) -> str:
    merged = cell.find(f".//{qn('w:vMerge')}"), cell.find(f".//{qn('w:gridSpan')}"), cell.find(f".//{qn('w:tbl')}")
    if any(element is not None for element in merged):
        _refuse("final_text_table")
    return "\n".join(filter(None, (_text(line) for line in _within(cell, "w:p"))))


def _text(element: Element) -> str:
    """What is written there, field results and hyperlinks included; the spaces around it only place it."""
    pieces = (_piece(part) for run in element.iter(qn("w:r")) for part in run)
    return "".join(pieces).strip()


def _piece(part: Element) -> str:
    return part.text or "" if part.tag == qn("w:t") else _WRITTEN.get(part.tag, "")
