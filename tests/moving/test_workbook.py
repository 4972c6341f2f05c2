"""What stands in a workbook, however the program that wrote it puts it there."""

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from api.moving.sheet_xlsx import xlsx_lines
from schemas.errors import InvalidInput

KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATION = f'<Relationship Id="%s" Type="{KIND}/%s" Target="%s"/>'
SHEET = """<x:worksheet xmlns:x="urn:x"><x:sheetData>
<x:row r="2"><x:c r="B2" t="s"><x:v>1</x:v></x:c><x:c t="s"><x:v>0</x:v></x:c></x:row>
<x:row r="5"><x:c r="A5" s="1"><x:v>44593</x:v></x:c><x:c t="b"><x:v>1</x:v></x:c><x:c t="e"><x:v>#N/A</x:v></x:c>
<x:c t="str"><x:f>A1</x:f><x:v> 甲 </x:v></x:c><x:c><x:v>1.5E1</x:v></x:c><x:c><x:v>110101199003070011</x:v></x:c>
<x:c t="d"><x:v>2026-02-02T00:00:00</x:v></x:c><x:c t="inlineStr"><x:is><x:r><x:t>乙</x:t></x:r><x:r><x:t>丙</x:t></x:r>
<x:rPh><x:t>yi</x:t></x:rPh></x:is></x:c><x:c/><x:c><x:v>0.25</x:v></x:c></x:row>
</x:sheetData></x:worksheet>"""
STRINGS = "<sst><si><t>招标</t><rPh><t>zhaobiao</t></rPh></si><si><r><t> 城东</t></r><r><t>片区 </t></r></si></sst>"
STYLES = """<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy/m/d"/></numFmts>
<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>
<xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>"""


def relations(*told: tuple[str, str, str]) -> str:
    return f"<Relationships>{''.join(RELATION % one for one in told)}</Relationships>"


def foreign(**changes: str) -> bytes:
    """A workbook of another program: prefixes, absolute paths, a chart first, days counted from 1904."""
    sheets = '<sheet xmlns:q="urn:q" name="图" q:id="r1"/><sheet xmlns:q="urn:q" name="表" q:id="r2"/>'
    parts = {
        "_rels/.rels": relations(("a", "officeDocument", "/book/main.xml")),
        "book/main.xml": f'<workbook><workbookPr date1904="1"/><sheets>{sheets}</sheets></workbook>',
        "book/_rels/main.xml.rels": relations(
            ("r1", "chartsheet", "chart.xml"),
            ("r2", "worksheet", "/book/sheets/one.xml"),
            ("r3", "sharedStrings", "../texts.xml"),
            ("r4", "styles", "styles.xml"),
        ),
        "book/sheets/one.xml": SHEET,
        "texts.xml": STRINGS,
        "book/styles.xml": STYLES,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in {**parts, **changes}.items():
            book.writestr(name, content)
    return out.getvalue()


def test_a_workbook_of_another_program_is_read_as_it_is_shown() -> None:
    second = ["2026-02-02", "TRUE", "#N/A", "甲", "15", "110101199003070011", "2026-02-02", "乙丙", "", "0.25"]
    assert list(xlsx_lines(foreign())) == [(2, ["", "城东片区", "招标"]), (5, second)]


def test_what_a_library_writes_is_read_as_it_was_written() -> None:
    book = Workbook()
    moment = datetime(2026, 2, 3, 9, 30)  # noqa: DTZ001 - a workbook knows no zones
    book.active.append(["招标", date(2026, 2, 2), moment, 7, 7.0, 0.5, None, " 乙 "])
    book.create_sheet("另一张").append(["不读"])
    book.save(out := io.BytesIO())
    assert list(xlsx_lines(out.getvalue())) == [(1, ["招标", "2026-02-02", "2026-02-03", "7", "7", "0.5", "", "乙"])]


@pytest.mark.parametrize(
    "changes",
    [
        {"book/sheets/one.xml": SHEET.replace('r="5"', 'r="2"')},
        {"book/sheets/one.xml": SHEET.replace("<x:v>1</x:v>", "<x:v>9</x:v>", 1)},
        {"book/sheets/one.xml": SHEET.replace("1.5E1", "一")},
        {"book/main.xml": "<workbook/>"},
        {"_rels/.rels": relations()},
        {"texts.xml": "<sst><si>"},
    ],
    ids=["a row twice", "no such text", "no number", "no sheet", "no workbook", "cut off"],
)
def test_what_cannot_be_so_is_refused(changes: dict[str, str]) -> None:
    with pytest.raises(InvalidInput, match="import_file_unreadable"):
        list(xlsx_lines(foreign(**changes)))
