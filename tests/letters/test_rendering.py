"""Both forms print the whole letter and nothing else, the same bytes each time."""

import io
import re
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docx
import pypdfium2
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.letters.compose import compose
from activities.letters.docx import render_docx
from activities.letters.pdf import render_pdf
from activities.letters.sheet import DRAFT_NUMBER, sheet_of
from schemas.letters import LetterContent, LetterOrder
from schemas.vocabulary import Outcome
from tests.letters.samples import EVERY_LETTER, NUMBER, ORDER, PARTIES, WITHDRAWAL, parties, reply

MARKUP = '#read("/etc/passwd") $x$ *b* _i_ `c` <l> @r = h - l // c /* c */ \\ #{1+1} "q" -- --- ~'


def printed(content: LetterContent) -> str:
    """All that should be on paper, in order, without spaces."""
    sheet = sheet_of(content)
    over = (sheet.number, sheet.title) if sheet.red_head else (sheet.title, sheet.number)
    head = (sheet.agency, *over, sheet.addressee or "", *sheet.paragraphs)
    table = (cell for row in sheet.table for cell in row)
    label = ("附件：",) if sheet.enclosures else ()
    tail = (
        *sheet.closing,
        *sheet.remedy,
        *label,
        *sheet.enclosures,
        sheet.signature or "",
        sheet.date or "",
        *sheet.notes,
    )
    return unspaced("".join((*head, *table, *tail)))


def unspaced(text: str) -> str:
    return re.sub(r"\s+", "", text)


def text_of_pdf(pdf: bytes) -> str:
    """The text of all pages without page numbers; pdfium marks a hyphen at the end of a line with U+FFFE or U+0002."""
    pages = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    plain = (unspaced(page.replace("\ufffe", "-").replace("\x02", "-")) for page in pages)
    return "".join(re.sub(r"—\d+—$", "", page) for page in plain)


def text_of_docx(saved: bytes) -> str:
    document = docx.Document(io.BytesIO(saved))
    blocks = []
    for block in document.iter_inner_content():
        rows = block.rows if isinstance(block, docx.table.Table) else ()
        blocks += [cell.text for row in rows for cell in row.cells] if rows else [getattr(block, "text", "")]
    return unspaced("".join(blocks))


def pages_of(pdf: bytes) -> int:
    return len(pypdfium2.PdfDocument(pdf))


Box = tuple[str, float, float, float, float]
"""A character, and where it stands: left, bottom, right, top in millimetres from the lower left corner of the page."""


def boxes(pdf: bytes, *, loose: bool) -> list[list[Box]]:
    """The characters of each page, page numbers not counted; with the room they take, or their ink only."""
    pages = []
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        found = [(text.get_text_range(n, 1), *text.get_charbox(n, loose=loose)) for n in range(text.count_chars())]
        inches = [(c, *(round(points / 72 * 25.4, 2) for points in box)) for c, *box in found if c.strip()]
        pages.append([box for box in inches if box[4] > 34])
    return pages


def lines_of(pdf: bytes) -> list[list[str]]:
    """The lines of each page."""
    pages = []
    for page in boxes(pdf, loose=True):
        rows: dict[int, str] = {}
        for character, _, bottom, *_ in page:
            rows[round(bottom)] = rows.get(round(bottom), "") + character
        pages.append([rows[bottom] for bottom in sorted(rows, reverse=True)])
    return pages


def saying(*paragraphs: str, **more: object) -> LetterContent:
    """A reply with these paragraphs."""
    usual = compose(reply(Outcome.REFUSED), PARTIES, NUMBER)
    return usual.model_copy(update={"paragraphs": paragraphs, **more})


def font_with(character: str) -> FontBuilder:
    """A font of one character, a square."""
    font, pen = FontBuilder(1000, isTTF=True), TTGlyphPen(None)
    for n, corner in enumerate([(100, 0), (100, 800), (900, 800), (900, 0)]):
        (pen.lineTo if n else pen.moveTo)(corner)
    pen.closePath()
    font.setupGlyphOrder([".notdef", "square"])
    font.setupCharacterMap({ord(character): "square"})
    font.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "square": pen.glyph()})
    font.setupHorizontalMetrics({".notdef": (1000, 0), "square": (1000, 100)})
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Rare", "styleName": "Regular", "psName": "Rare"})
    font.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200)
    font.setupPost()
    return font


@pytest.mark.parametrize("order", EVERY_LETTER, ids=lambda order: order.kind)
def test_both_forms_have_the_whole_text(order: LetterOrder) -> None:
    content = compose(order, PARTIES, NUMBER)
    assert text_of_pdf(render_pdf(content)) == printed(content)
    assert text_of_docx(render_docx(content)) == printed(content)


def test_the_receipt_fits_on_one_page() -> None:
    assert pages_of(render_pdf(compose(ORDER, PARTIES, NUMBER))) == 1


@pytest.mark.parametrize("name", ["㛃䶮", "阿卜杜拉·买买提", "〇龘㐂", "𬭎𫖯", "𠮷小明", "𡈼𬭚", "Müller, José"])
def test_rare_characters_and_minority_names_are_printed(name: str) -> None:
    text = text_of_pdf(render_pdf(compose(reply(Outcome.REFUSED), parties(applicant=name), NUMBER)))
    assert f"{unspaced(name)}：" in text
    assert "〓" not in text


def test_uyghur_is_printed() -> None:
    """The characters come back from pdfium in the order in which they stand on paper."""
    text = text_of_pdf(render_pdf(saying("申请人ئۇيغۇر称")))
    assert set("申请人ئۇيغۇر称") <= set(unicodedata.normalize("NFKC", text))
    assert "〓" not in text


@pytest.mark.parametrize("dot", "·•‧・･∙⋅")
def test_the_dot_in_a_name_is_one_dot_however_it_was_typed(dot: str) -> None:
    content = compose(reply(Outcome.REFUSED), parties(applicant=f"阿卜杜拉{dot}买买提"), NUMBER)
    assert "阿卜杜拉·买买提：" in text_of_pdf(render_pdf(content))
    assert f"阿卜杜拉{dot}买买提：" in text_of_docx(render_docx(content))


def test_the_dot_in_a_name_never_begins_a_line() -> None:
    for before in range(1, 60):
        for line in lines_of(render_pdf(saying("甲" * before + "买·买提")))[0]:
            assert not line.startswith("·")


def test_a_character_without_glyph_is_marked_and_named() -> None:
    content = compose(WITHDRAWAL, parties(applicant="𪚥小明", description="关于𪚥𫝀🙂、བོད་、ꆈꌠ的信息"), NUMBER)
    text = text_of_pdf(render_pdf(content))
    assert "〓小明：" in text
    assert "关于〓〓〓、〓〓〓〓、〓〓的信息" in text
    note = text.partition("（文中“〓”代替字库未收录的字：")[2].partition("）")[0]
    assert set(note.split("、")) == {f"U+{ord(c):04X}" for c in "𪚥𫝀🙂བོད་ꆈꌠ"}
    assert "𪚥小明：" in text_of_docx(render_docx(content))


def test_a_folder_of_fonts_prints_what_ours_lack(tmp_path: Path) -> None:
    content = compose(WITHDRAWAL, parties(applicant="𪚥小明"), NUMBER)
    font_with("𪚥").save(tmp_path / "rare.ttf")
    assert "𪚥小明：" in text_of_pdf(render_pdf(content, tmp_path))
    assert "〓小明：" in text_of_pdf(render_pdf(content))


def test_a_mark_without_glyph_leaves_its_base_alone() -> None:
    content = compose(WITHDRAWAL, parties(description="lu\u0488m l\U0001d17b 吉\u0f71田 e\u0327\u0301"), NUMBER)
    text = text_of_pdf(render_pdf(content))
    assert "lu〓ml〓吉〓田e〓〓" in text


@pytest.mark.parametrize("order", [ORDER, reply(Outcome.REFUSED)], ids=lambda order: order.kind)
def test_what_looks_like_markup_is_printed_as_it_is(order: LetterOrder) -> None:
    content = compose(order, parties(applicant=MARKUP, description=MARKUP, agency=MARKUP), NUMBER)
    assert text_of_pdf(render_pdf(content)) == printed(content)
    assert text_of_docx(render_docx(content)) == printed(content)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="#$*_`<>@=/\\[]{}\"'~-+|^&%!?;:,.()0aAf 甲乙“”（）《》、，。·—…\n", min_size=1, max_size=400))
def test_any_request_is_printed_as_it_is(asked: str) -> None:
    content = compose(WITHDRAWAL, parties(description=f"甲{asked}"), NUMBER)
    assert text_of_pdf(render_pdf(content)) == printed(content)


@pytest.mark.parametrize("order", [ORDER, reply(Outcome.PARTLY_DISCLOSED)], ids=lambda order: order.kind)
def test_a_very_long_request_runs_over_several_pages(order: LetterOrder) -> None:
    asked = "".join(f"第{n}项：某年度某项目的合同；" for n in range(600))[:9_999]
    content = compose(order, parties(description=asked), NUMBER)
    pdf = render_pdf(content)
    assert pages_of(pdf) > 8 or order is ORDER
    assert text_of_pdf(pdf) == printed(content)


@pytest.mark.parametrize("run", ["a" * 300, "！" * 200, "https://www.example.gov.cn/" + "q=1&" * 80])
def test_a_run_without_breaks_stays_inside_the_margins(run: str) -> None:
    pdf = render_pdf(compose(WITHDRAWAL, parties(description=run), NUMBER))
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        rights = [text.get_charbox(n)[2] for n in range(text.count_chars())]
        assert max(rights) < page.get_width() - 60


def test_invisible_characters_cannot_change_how_a_letter_reads() -> None:
    content = compose(WITHDRAWAL, parties(description="甲\u202e乙\u200b丙\ufeff丁\u00ad\uffff"), NUMBER)
    assert "甲乙丙丁" in text_of_pdf(render_pdf(content))
    assert not [c for c in "".join(content.paragraphs) if unicodedata.category(c) == "Cf"]


@pytest.mark.parametrize("order", EVERY_LETTER, ids=lambda order: order.kind)
def test_the_same_letter_gives_the_same_bytes(order: LetterOrder) -> None:
    content = compose(order, PARTIES, NUMBER)
    assert render_pdf(content) == render_pdf(content)
    assert render_docx(content) == render_docx(content)


_ELSEWHERE = """
import hashlib, sys
from activities.letters.docx import render_docx
from activities.letters.pdf import render_pdf
from schemas.letters import LetterContent
content = LetterContent.model_validate_json(sys.stdin.read())
print(hashlib.sha256(render_pdf(content) + render_docx(content)).hexdigest())
"""


def test_another_process_gives_the_same_bytes() -> None:
    content = compose(reply(Outcome.PARTLY_DISCLOSED), PARTIES, NUMBER).model_dump_json()
    command = [sys.executable, "-c", _ELSEWHERE]
    digests = {
        subprocess.run(command, input=content, capture_output=True, text=True, check=True, env=environment).stdout
        for environment in ({"TZ": "UTC", "PYTHONPATH": "."}, {"TZ": "Asia/Shanghai", "PYTHONPATH": ".", "LANG": "C"})
    }
    assert len(digests) == 1


def test_many_threads_may_print_at_once() -> None:
    contents = [compose(WITHDRAWAL, parties(reference=f"2026-{n:04}"), NUMBER) for n in range(40)]
    with ThreadPoolExecutor(8) as pool:
        pdfs = list(pool.map(render_pdf, contents))
    assert all(f"2026-{n:04}" in text_of_pdf(pdf) for n, pdf in enumerate(pdfs))


def test_metadata_tells_nothing_of_applicant_or_machine() -> None:
    content = compose(reply(Outcome.REFUSED), PARTIES, NUMBER)
    pdf = pypdfium2.PdfDocument(render_pdf(content))
    metadata = pdf.get_metadata_dict()
    assert metadata["Title"] == f"政府信息公开申请答复书 {NUMBER}"
    assert metadata["CreationDate"].startswith("D:20260608")
    properties = docx.Document(io.BytesIO(render_docx(content))).core_properties
    assert properties.title == metadata["Title"]
    assert properties.author == properties.last_modified_by == "示例市数据局"
    assert "王小明" not in f"{metadata} {properties.title} {properties.subject} {properties.comments}"


def test_the_page_is_a4() -> None:
    pdf = pypdfium2.PdfDocument(render_pdf(compose(ORDER, PARTIES, NUMBER)))
    assert [round(points / 72 * 25.4) for points in pdf[0].get_size()] == [210, 297]


def test_a_full_page_has_twenty_two_lines_of_twenty_eight_characters() -> None:
    pages = lines_of(render_pdf(saying("一二三四五六七八九十" * 200)))
    assert [len(line) for line in pages[1]] == [28] * 22
    assert [len(line) for line in pages[2]] == [28] * 22


@pytest.mark.parametrize("text", ["第一项，某项目的合同。" * 300, "a" * 3000, "（甲）“乙”、丙；1,234.56元" * 200])
def test_nothing_leaves_the_type_area(text: str) -> None:
    pages = boxes(render_pdf(saying(text, "短。" * 3, table=((text[:200], text),))), loose=False)
    assert len(pages) > 3
    for _, left, bottom, right, top in (box for page in pages for box in page):
        assert left > 28
        assert right < 184.2
        assert bottom > 35
        assert top < 260


def test_every_line_but_the_last_of_a_paragraph_fills_the_page() -> None:
    (page,) = boxes(render_pdf(saying("甲" * 25 + "（乙丙丁）。", remedy=(), enclosures=())), loose=False)
    rows = sorted({round(bottom) for c, _, bottom, *_ in page if c in "甲乙"}, reverse=True)
    assert max(right for c, _, bottom, right, _ in page if c == "甲" and round(bottom) == rows[0]) > 183


def test_a_row_of_a_table_is_on_one_page() -> None:
    table = tuple((f"第{n}项", f"〔{n}〕" + "部分公开，理由如下。" * (n % 9 + 1) + f"〔完{n}〕") for n in range(40))
    content = saying("审查结果如下：", table=table)
    pdf = render_pdf(content)
    assert text_of_pdf(pdf) == printed(content)
    pages = ["".join(lines) for lines in lines_of(pdf)]
    assert len(pages) > 3
    assert all(any(f"〔{n}〕" in page and f"〔完{n}〕" in page for page in pages) for n in range(40))
    assert render_docx(content).startswith(b"PK")
    rows = docx.Document(io.BytesIO(render_docx(content))).tables[0]._tbl.xpath(".//w:cantSplit")
    assert len(rows) == 40


def test_a_row_longer_than_a_page_goes_on_on_the_next() -> None:
    content = saying("如下：", table=(("理由", "分项报价属于商业秘密。" * 300),))
    assert text_of_pdf(render_pdf(content)) == printed(content)


def test_the_signature_never_stands_alone() -> None:
    for length in range(330, 390, 4):
        last = lines_of(render_pdf(saying("甲" * length, closing=(), remedy=("甲" * 60,), enclosures=())))[-1]
        assert last[0].startswith("甲") or len(last) > 12


def test_pages_are_numbered_outside() -> None:
    pdf = pypdfium2.PdfDocument(render_pdf(saying("甲" * 2000)))
    for n, page in enumerate(pdf, 1):
        text = page.get_textpage()
        assert text.get_text_range().rstrip().endswith(f"— {n} —")
        dash = text.get_charbox(text.count_chars() - 1)[0] / 72 * 25.4
        assert dash > 160 if n % 2 else dash < 60


def red_of(pdf: bytes) -> int:
    """How many points of the first page are red."""
    pixels = bytes(pypdfium2.PdfDocument(pdf)[0].render().buffer)
    return sum(r > 150 and b < 100 for b, r in zip(pixels[0::3], pixels[2::3], strict=True))


@pytest.mark.parametrize("order", EVERY_LETTER, ids=lambda order: order.kind)
def test_the_red_head_can_be_left_out(order: LetterOrder) -> None:
    red = compose(order, PARTIES, NUMBER).model_copy(update={"red_head": True})
    plain = red.model_copy(update={"red_head": False})
    assert red_of(render_pdf(red)) > 500
    assert red_of(render_pdf(plain)) == 0
    assert text_of_pdf(render_pdf(plain)) == text_of_docx(render_docx(plain)) == printed(plain)
    body = docx.Document(io.BytesIO(render_docx(plain))).element.body
    assert not body.xpath(".//w:color | .//w:pBdr")


def test_a_form_that_nobody_signs_has_no_place_for_a_seal() -> None:
    form = saying("表。", signed_by="")
    assert text_of_pdf(render_pdf(form)) == text_of_docx(render_docx(form)) == printed(form)
    assert "（印章）" not in printed(form)


def test_a_draft_has_neither_number_nor_date() -> None:
    draft = compose(reply(Outcome.REFUSED), PARTIES, DRAFT_NUMBER)
    for text in (text_of_pdf(render_pdf(draft)), text_of_docx(render_docx(draft))):
        assert "〔编号待定〕" in text
        assert "〔成文日期待定〕" in text
        assert "2026年6月8日" not in text.partition("（印章）")[2]
