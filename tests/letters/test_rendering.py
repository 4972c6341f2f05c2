"""Both forms print the whole letter and nothing else, the same bytes each time."""

import io
import re
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import docx
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.letters.compose import compose
from activities.letters.docx import render_docx
from activities.letters.pdf import render_pdf
from activities.letters.sheet import sheet_of
from schemas.letters import LetterContent, LetterOrder
from schemas.vocabulary import Outcome
from tests.letters.samples import EVERY_LETTER, NUMBER, ORDER, PARTIES, WITHDRAWAL, parties, reply

MARKUP = '#read("/etc/passwd") $x$ *b* _i_ `c` <l> @r = h - l // c /* c */ \\ #{1+1} "q" -- --- ~'


def printed(content: LetterContent) -> str:
    """All that should be on paper, in order, without spaces."""
    sheet = sheet_of(content)
    head = (sheet.agency, sheet.title, sheet.number, sheet.addressee or "", *sheet.paragraphs)
    table = (cell for row in sheet.table for cell in row)
    label = ("附件：",) if sheet.enclosures else ()
    tail = (*sheet.closing, *label, *sheet.enclosures, sheet.signature, sheet.date, *sheet.notes)
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


@pytest.mark.parametrize("order", EVERY_LETTER, ids=lambda order: order.kind)
def test_both_forms_have_the_whole_text(order: LetterOrder) -> None:
    content = compose(order, PARTIES, NUMBER)
    assert text_of_pdf(render_pdf(content)) == printed(content)
    assert text_of_docx(render_docx(content)) == printed(content)


def test_the_receipt_fits_on_one_page() -> None:
    assert pages_of(render_pdf(compose(ORDER, PARTIES, NUMBER))) == 1


@pytest.mark.parametrize("name", ["㛃䶮", "阿卜杜拉·买买提", "〇龘㐂", "𬭎𫖯", "Müller, José"])
def test_rare_characters_and_minority_names_are_printed(name: str) -> None:
    content = compose(reply(Outcome.REFUSED), parties(applicant=name), NUMBER)
    assert f"{unspaced(name)}：" in text_of_pdf(render_pdf(content))
    assert "〓" not in text_of_pdf(render_pdf(content))


def test_a_character_without_glyph_is_marked_and_named() -> None:
    content = compose(WITHDRAWAL, parties(applicant="𠮷小明", description="关于𠮷𪚥🙂的信息"), NUMBER)
    text = text_of_pdf(render_pdf(content))
    assert "〓小明：" in text
    assert "关于〓〓〓的信息" in text
    assert "（文中“〓”代替字库未收录的字：U+20BB7、U+2A6A5、U+1F642）" in text
    assert "𠮷小明：" in text_of_docx(render_docx(content))


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
