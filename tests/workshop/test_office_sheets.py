"""Spreadsheets as pages: nothing is cut, whatever the widths in the file; and slides."""

import io
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from openpyxl.drawing.image import Image as Picture
from PIL import Image

from activities.sniff import OOXML
from schemas.pages import PersonalKind
from tests.workshop.reading import IDENTITY, read, text_of

SHEET = f"{OOXML}.spreadsheetml.sheet"
SLIDES = f"{OOXML}.presentationml.presentation"
MOBILE = "13800138000"
CARD = 6222021234567894
LONG = "关于某市道路养护经费使用情况的说明，" * 12
FORMS = {
    "xlsx": SHEET,
    "xls": "application/vnd.ms-excel",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
WHEN = datetime(2026, 11, 22, 10, 11, 12, tzinfo=UTC).replace(tzinfo=None)  # a spreadsheet knows no zone
pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")

FLAT = "--infilter=OpenDocument Presentation Flat XML"
SLIDE = (
    '<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" office:version="1.2" '
    'office:mimetype="application/vnd.oasis.opendocument.presentation"><office:body><office:presentation>{}'
    "</office:presentation></office:body></office:document>"
)
PAGE = (
    '<draw:page draw:name="{0}"><draw:frame svg:x="1cm" svg:y="1cm" svg:width="20cm" svg:height="3cm"><draw:text-box>'
    "<text:p>{1}</text:p></draw:text-box></draw:frame></draw:page>"
)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def awkward() -> openpyxl.Workbook:
    """Default widths, a long text beside a full cell, merged cells, dates and long numbers, a picture, 60 columns."""
    book = openpyxl.Workbook()
    first = book.worksheets[0]
    first.append(["姓名", "身份证号码", "联系电话", "备注", "时间", "卡号", "后"])
    first.append(["王小明", IDENTITY, MOBILE, LONG, WHEN, CARD, "后"])
    first["A4"], first["C4"], first["A6"], first["B6"] = f"合并{LONG}{IDENTITY}末", "旁", f"竖{LONG}末", "旁"
    first.merge_cells("A4:B4")
    first.merge_cells("A6:A7")
    first.row_dimensions[2].height = 15
    red = io.BytesIO()
    Image.new("RGB", (200, 100), "red").save(red, "PNG")
    first.add_image(Picture(red), "B9")
    wide = book.create_sheet("宽表")
    wide.append([f"第{number}列" for number in range(60)])
    wide.append([IDENTITY] * 60)
    return book


def converted(folder: Path, data: bytes, source: str, target: str, *more: str) -> bytes:
    """By LibreOffice itself, from one suffix to another."""
    (folder / f"made.{source}").write_bytes(data)
    if source != target:
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command: list[str | Path] = [
            "soffice",
            profile,
            "--headless",
            *more,
            "--convert-to",
            target,
            "--outdir",
            folder,
        ]
        subprocess.run([*command, folder / f"made.{source}"], check=True, capture_output=True)
    return (folder / f"made.{target}").read_bytes()


def flat(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("form", FORMS)
def test_a_spreadsheet_of_any_form_is_printed_whole(tmp_path: Path, form: str) -> None:
    made = read(tmp_path, converted(tmp_path, saved(awkward()), "xlsx", form), FORMS[form])
    text, found = flat(text_of(tmp_path / "working.pdf")), [(one.kind, one.text) for one in made.found]
    assert found.count((PersonalKind.IDENTITY_NUMBER, IDENTITY)) >= 62
    assert {(PersonalKind.MOBILE, MOBILE), (PersonalKind.BANK_CARD, str(CARD))} <= set(found)
    assert (text.count(LONG) >= 3, text.count("末") >= 2, "###" in text, "第59列" in text) == (True, True, False, True)


@pytest.mark.parametrize("form", FORMS)
def test_pictures_stay(tmp_path: Path, form: str) -> None:
    read(tmp_path, converted(tmp_path, saved(awkward()), "xlsx", form), FORMS[form])
    with pypdfium2.PdfDocument(tmp_path / "working.pdf") as pdf:
        colours = [shade for page in pdf for shade in page.render(scale=1).to_pil().getcolors(1 << 20) or []]
    assert sum(count for count, colour in colours if colour == (255, 0, 0)) > 1_000


def test_wide_sheets_lie_across_and_stay_readable(tmp_path: Path) -> None:
    made = read(tmp_path, saved(awkward()), SHEET)
    assert all(page.width > page.height for page in made.pages)
    with pypdfium2.PdfDocument(tmp_path / "working.pdf") as pdf:
        heights = [box[3] - box[1] for page in pdf for box in [page.get_textpage().get_charbox(0, loose=True)]]
    assert min(heights) > 5.5


def test_what_is_hidden_stays_hidden_and_is_told(tmp_path: Path) -> None:
    book = awkward()
    first = book.worksheets[0]
    first["H1"], first["A12"], book.create_sheet("藏")["A1"] = "藏列", "藏行", "藏表"
    first.column_dimensions["H"].hidden = first.row_dimensions[12].hidden = True
    book["藏"].sheet_state = "hidden"
    made = read(tmp_path, saved(book), SHEET)
    assert "藏" not in text_of(tmp_path / "working.pdf")
    assert {"hidden_sheets", "hidden_rows_or_columns"} <= set(made.hidden)


def test_a_print_area_hides_nothing_and_protection_does_not_keep_cells_cut(tmp_path: Path) -> None:
    book = awkward()
    first = book.worksheets[0]
    first.print_area = "A1:A1"
    first.protection.set_password("x")
    book.security.lockStructure = True
    text = flat((read(tmp_path, saved(book), SHEET), text_of(tmp_path / "working.pdf"))[1])
    assert (text.count(IDENTITY) >= 62, text.count(LONG) >= 3) == (True, True)


def test_a_cell_longer_than_a_page_makes_the_page_longer(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["字" * 6_000 + "末", "旁"])
    [page] = read(tmp_path, saved(book), SHEET).pages
    assert text_of(tmp_path / "working.pdf").count("字") == 6_000
    assert page.height > 842


def test_slides_become_pages(tmp_path: Path) -> None:
    pages = "".join(PAGE.format(name, text) for name, text in (("a", f"身份证号码：{IDENTITY}"), ("b", "第二页")))
    data = converted(tmp_path, SLIDE.format(pages).encode(), "fodp", "pptx", FLAT)
    made = read(tmp_path, data, SLIDES)
    assert (len(made.pages), [(one.page, one.text) for one in made.found]) == (2, [(1, IDENTITY)])
