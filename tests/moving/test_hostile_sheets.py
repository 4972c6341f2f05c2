"""Files made to hurt, and files that broke on their way, are refused; nothing else comes of them."""

import contextlib
import io
import tracemalloc
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.moving import sheet_xml
from api.moving.bounds import MOST_CELL
from api.moving.sheet import lines_of
from schemas.errors import InvalidInput
from tests.moving.files import csv_of, row, xlsx_of

SHEET = "xl/worksheets/sheet1.xml"
SOUND = xlsx_of(row(1, date(2026, 2, 2)))


def refusal(content: bytes) -> str:
    with pytest.raises(InvalidInput) as refused:
        lines_of(content)
    assert refused.value.field == "file"
    return refused.value.code


def changed(name: str, content: bytes) -> bytes:
    """A sound workbook with another content of one member."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SOUND)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, content if member == name else old.read(member))
    return out.getvalue()


def plain_sheet() -> bytes:
    with zipfile.ZipFile(io.BytesIO(SOUND)) as book:
        return book.read(SHEET)


def test_a_small_file_that_unpacks_to_a_large_one_is_refused_before_it_is_opened() -> None:
    bomb = changed("docProps/app.xml", b" " * (101 * 1024 * 1024))
    assert len(bomb) < 1024 * 1024
    assert refusal(bomb) == "import_too_large"


def sheet_of(body: bytes) -> bytes:
    return changed(SHEET, b"<worksheet><sheetData>" + body + b"</sheetData></worksheet>")


def test_a_file_of_nothing_but_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_xml, "MOST_ELEMENTS", 10_000)
    assert refusal(sheet_of(b"<row/>" * 10_000)) == "import_too_large"


FONTS = b"<styleSheet><fonts>" + b"<font/>" * 100_000 + b"</fonts></styleSheet>"
HEAVY = {
    "a row of cells": sheet_of(b"<row>" + b"<c/>" * 100_000 + b"</row>"),
    "elements nobody knows": sheet_of(b"<x/>" * 100_000),
    "a style sheet": changed("xl/styles.xml", FONTS),
    "a text of blanks": sheet_of(b'<row><c t="inlineStr"><is><t>' + b" " * 29_000 + b"</t></is></c></row>" * 100),
}
"""Each would take twenty to fifty megabytes as objects of a library."""


@pytest.mark.parametrize("content", HEAVY.values(), ids=HEAVY)
def test_what_is_not_wanted_costs_no_memory(content: bytes) -> None:
    tracemalloc.start()
    try:
        with contextlib.suppress(InvalidInput):
            lines_of(content)
        assert tracemalloc.get_traced_memory()[1] < 4 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_a_directory_of_thousands_of_members_is_refused_before_it_is_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for n in range(2_001):
            book.writestr(str(n), b"")
    assert refusal(out.getvalue()) == "import_too_large"


def test_a_document_type_is_refused_for_its_entities_may_grow() -> None:
    laughing = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>' + plain_sheet()
    assert refusal(changed(SHEET, laughing)) == "import_file_unreadable"


FORMAT = (
    b'<styleSheet><numFmts><numFmt numFmtId="200" formatCode="%s"/></numFmts>'
    b'<cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>'
)
SPRAWLING = {
    "a number format": changed("xl/styles.xml", FORMAT % (b"[" * 40_000)),
    "attributes of one element": sheet_of(b"<x " + b" ".join(b'a%d=""' % n for n in range(200_000)) + b"/>"),
    "names": sheet_of(b"".join(b"<x%d/>" % n for n in range(20_000))),
    "a tag that never ends": sheet_of(b'<x a="' + b" " * 2_000_000 + b'"/>'),
    "a text before the first": sheet_of(b'<row><c t="s"><v>-1</v></c></row>'),
}


@pytest.mark.parametrize("content", SPRAWLING.values(), ids=SPRAWLING)
def test_what_no_workbook_has_is_refused_before_it_costs_anything(content: bytes) -> None:
    assert refusal(content) == "import_file_unreadable"


@pytest.mark.parametrize("content", [b"a," * 1_000_000, b'"a\n",b,' * 400_000])
def test_a_line_of_endless_columns_is_refused(content: bytes) -> None:
    assert refusal(content) == "import_too_large"


def test_a_cell_longer_than_a_spreadsheet_holds_is_refused() -> None:
    told = row(1, date(2026, 2, 2), description="长" * (MOST_CELL + 1))
    assert refusal(csv_of(told)) == "import_too_large"
    assert refusal(changed(SHEET, plain_sheet().replace(b"<v>", b"<v>" + b"1" * (MOST_CELL + 1), 1))) != ""


def test_what_a_sheet_says_of_its_own_size_counts_for_nothing() -> None:
    for said in (b"A1:XFD1048576", b"A1"):
        lying = changed(SHEET, plain_sheet().replace(b'<dimension ref="A1:G2"', b'<dimension ref="' + said + b'"'))
        assert len(lines_of(lying)) == 1


@pytest.mark.parametrize("method", [97, 14, 12, 9])
def test_a_file_packed_in_another_way_is_refused(method: int) -> None:
    """Its directory names a method that is not there, or not the one that was used."""
    foreign = SOUND.replace(b"\x08\x00", bytes([method, 0]))
    assert refusal(foreign) == "import_file_unreadable"


def test_a_file_with_a_password_is_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(SOUND)) as book:
        infos = book.infolist()
    locked = bytearray(SOUND)
    for info in infos:
        locked[info.header_offset + 6] |= 1
    at = 0
    while (at := SOUND.find(b"PK\x01\x02", at)) >= 0:
        locked[at + 8] |= 1
        at += 1
    assert refusal(bytes(locked)) == "import_file_unreadable"


@settings(max_examples=300, deadline=None)
@given(at=st.integers(4, len(SOUND) - 1), wrong=st.binary(min_size=1, max_size=4), cut=st.booleans())
def test_a_damaged_file_is_read_or_refused(at: int, wrong: bytes, cut: bool) -> None:
    damaged = SOUND[:at] + wrong + (b"" if cut else SOUND[at + len(wrong) :])
    try:
        lines_of(damaged)
    except InvalidInput:
        return


@settings(max_examples=300, deadline=None)
@given(at=st.integers(0, 10_000), wrong=st.sampled_from([b"<", b'r="', b't="s"', b"-1", b"9" * 20, b"\xff", b"<c/>"]))
def test_a_sheet_of_nonsense_is_read_or_refused(at: int, wrong: bytes) -> None:
    sound = plain_sheet()
    at %= len(sound)
    try:
        lines_of(changed(SHEET, sound[:at] + wrong + sound[at + len(wrong) :]))
    except InvalidInput:
        return
