"""What a clerk wrote into the DOCX of a draft is in the letter word for word, or the upload is refused and says why."""

import io
import zipfile
from collections.abc import Callable
from copy import deepcopy

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.letters.compose import compose
from activities.letters.docx import render_docx
from activities.letters.final_text import content_from, refuse_changed
from activities.letters.sheet import DRAFT_NUMBER
from schemas.errors import InvalidInput
from schemas.letters import LetterContent, LetterOrder
from schemas.vocabulary import Outcome
from tests.letters.samples import EVERY_LETTER, NUMBER, PARTIES, reply

STANDARD = compose(reply(Outcome.PARTLY_DISCLOSED), PARTIES, NUMBER)
TABLE = (("招标文件", "予以公开"), ("合同", "部分公开。\n理由：分项报价属于商业秘密。"))
Edit = Callable[[Document], object]


def draft(standard: LetterContent = STANDARD) -> bytes:
    """The preview: the number is not known yet."""
    return render_docx(standard.model_copy(update={"number": DRAFT_NUMBER}))


def edited(edit: Edit, standard: LetterContent = STANDARD) -> bytes:
    document, saved = docx.Document(io.BytesIO(draft(standard))), io.BytesIO()
    edit(document)
    document.save(saved)
    return saved.getvalue()


def letter(edit: Edit, standard: LetterContent = STANDARD) -> LetterContent:
    return content_from(edited(edit, standard), standard)


def of_style(document: Document, style: str) -> list[Paragraph]:
    return [line for line in document.paragraphs if line.style and line.style.name == f"Daylight {style}"]


def first(document: Document, style: str = "Body") -> Paragraph:
    return of_style(document, style)[0]


def after(line: Paragraph, text: str, style: str | None = None) -> Paragraph:
    """A new paragraph below ``line``."""
    new = line.insert_paragraph_before(text, style=style or line.style)
    line._p.addnext(new._p)
    return new


def packed(data: bytes, changes: dict[str, bytes]) -> bytes:
    """The archive with parts added or replaced."""
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, content in changes.items():
            new.writestr(name, content)
    return saved.getvalue()


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def refusal(data: bytes, standard: LetterContent = STANDARD) -> str:
    with pytest.raises(InvalidInput) as refused:
        content_from(data, standard)
    assert refused.value.field == "document"
    return refused.value.code


@pytest.mark.parametrize("order", EVERY_LETTER, ids=lambda order: order.kind)
@pytest.mark.parametrize("red_head", [True, False])
def test_an_unchanged_draft_gives_the_standard_letter(order: LetterOrder, red_head: bool) -> None:
    standard = compose(order, PARTIES, NUMBER).model_copy(update={"red_head": red_head})
    assert content_from(draft(standard), standard) == standard
    refuse_changed(draft(standard), standard)


def test_the_numbered_twin_gives_the_standard_letter_too() -> None:
    assert content_from(render_docx(STANDARD), STANDARD) == STANDARD
    refuse_changed(render_docx(STANDARD), STANDARD)


def test_a_table_comes_back_as_it_was() -> None:
    standard = STANDARD.model_copy(update={"table": TABLE})
    assert content_from(draft(standard), standard) == standard


def test_paragraphs_are_added_changed_and_deleted() -> None:
    def edit(document: Document) -> None:
        after(first(document), "新增的一段。")
        of_style(document, "Body")[-1].text = "改写的一段。"
        removed = of_style(document, "Body")[2]
        removed._p.getparent().remove(removed._p)

    standard = STANDARD.model_copy(update={"paragraphs": ("甲。", "乙。", "丙。", "丁。")})
    assert letter(edit, standard).paragraphs == ("甲。", "新增的一段。", "丙。", "改写的一段。")
    assert letter(edit, standard).remedy == STANDARD.remedy


def test_a_run_split_in_pieces_is_one_text() -> None:
    def edit(document: Document) -> None:
        line = first(document)
        text, line.text = line.text, ""
        for character in text:
            line.add_run(character).font.size = Pt(15)

    assert letter(edit).paragraphs == STANDARD.paragraphs


def test_without_our_styles_the_parts_are_told_apart_by_what_they_say() -> None:
    def edit(document: Document) -> None:
        for line in document.paragraphs:
            line.style = document.styles["Normal"]

    found = letter(edit)
    assert found.paragraphs + found.closing == STANDARD.paragraphs + STANDARD.closing
    assert (found.remedy, found.enclosures, found.title) == (STANDARD.remedy, STANDARD.enclosures, STANDARD.title)
    refuse_changed(edited(edit), STANDARD)


def test_an_edited_remedy_notice_is_known_without_its_style() -> None:
    def edit(document: Document) -> None:
        line = first(document, "Remedy")
        line.style, line.text = document.styles["Normal"], "不服的，可以申请行政复议，也可以提起行政诉讼。"

    assert letter(edit).remedy[0] == "不服的，可以申请行政复议，也可以提起行政诉讼。"


def test_a_deleted_remedy_notice_is_missing() -> None:
    def edit(document: Document) -> None:
        for line in of_style(document, "Remedy"):
            line._p.getparent().remove(line._p)

    assert letter(edit).remedy == ()


def test_number_date_and_names_come_from_the_case() -> None:
    def edit(document: Document) -> None:
        for style in ("Number", "Date", "Agency", "Addressee", "Signature", "Note"):
            first(document, style).text = "改过"

    assert letter(edit) == STANDARD


@pytest.mark.parametrize("style", ["Number", "Date", "Agency", "Addressee", "Signature", "Note"])
def test_a_change_of_what_is_not_taken_over_is_told(style: str) -> None:
    def edit(document: Document) -> None:
        first(document, style).text = "改过"

    with pytest.raises(InvalidInput, match="final_text_fixed_part"):
        refuse_changed(edited(edit), STANDARD)


def test_text_below_the_signature_is_told() -> None:
    with pytest.raises(InvalidInput, match="final_text_fixed_part"):
        refuse_changed(edited(lambda document: document.add_paragraph("抄送：某单位。")), STANDARD)


def test_the_mark_of_the_seal_may_be_deleted() -> None:
    def edit(document: Document) -> None:
        line = first(document, "Signature")
        line.text = line.text.removesuffix("（印章）")

    refuse_changed(edited(edit), STANDARD)


def test_the_title_may_be_changed() -> None:
    def edit(document: Document) -> None:
        first(document, "Title").text = "政府信息部分公开告知书"

    assert letter(edit).title == "政府信息部分公开告知书"


def test_a_table_is_added_changed_and_taken_out() -> None:
    standard = STANDARD.model_copy(update={"table": TABLE})

    def add_row(document: Document) -> None:
        last = document.tables[0].rows[-1]._tr
        last.addnext(deepcopy(last))
        left, right = document.tables[0].rows[-1].cells
        left.text, right.text = "会议记录", "不予公开"

    def delete(document: Document) -> None:
        document.tables[0]._tbl.getparent().remove(document.tables[0]._tbl)

    def insert(document: Document) -> None:
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "甲", "乙"
        first(document)._p.addnext(table._tbl)

    assert letter(add_row, standard).table == (*TABLE, ("会议记录", "不予公开"))
    assert letter(delete, standard).table == ()
    inserted = letter(insert)
    assert (inserted.paragraphs, inserted.table) == (STANDARD.paragraphs[:1], (("甲", "乙"),))
    assert inserted.closing == STANDARD.paragraphs[1:] + STANDARD.closing


def test_what_stands_below_the_remedy_notice_stays_there() -> None:
    found = letter(lambda document: after(of_style(document, "Remedy")[-1], "另行说明。", "Normal"))
    assert found.remedy == (*STANDARD.remedy, "另行说明。")


def test_enclosures_are_renumbered() -> None:
    standard = STANDARD.model_copy(update={"enclosures": ("招标文件", "2025年合同", "图纸")})

    def edit(document: Document) -> None:
        lines = of_style(document, "Enclosure")
        after(lines[2], "4. 清单")
        lines[1]._p.getparent().remove(lines[1]._p)

    assert letter(lambda _: None, standard).enclosures == ("招标文件", "2025年合同", "图纸")
    assert letter(edit, standard).enclosures == ("招标文件", "图纸", "清单")
    for title in ("1.0版方案", "3、合同", "附件清单"):
        single = STANDARD.model_copy(update={"enclosures": (title,)})
        assert letter(lambda _: None, single) == single


def test_line_breaks_tabs_hyperlinks_and_fields_are_text() -> None:
    def edit(document: Document) -> None:
        line = first(document)
        line.text = "甲\n乙\t丙"
        link = OxmlElement("w:hyperlink")
        link.append(line.add_run("网站")._r)
        line._p.append(link)
        field = OxmlElement("w:fldSimple", {qn("w:instr"): " DATE "})
        field.append(line.add_run("今日")._r)
        line._p.append(field)

    assert letter(edit).paragraphs[0] == "甲\n乙 丙网站今日"


def test_text_in_a_content_control_is_text() -> None:
    control = (
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>控件里的话。</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    found = letter(lambda document: first(document)._p.addnext(parse_xml(control)))
    assert found.paragraphs[1] == "控件里的话。"


def test_accepted_changes_leave_no_trace() -> None:
    def edit(document: Document) -> None:
        line = first(document)
        line.text = "接受修订后的话。"
        line._p.get_or_add_pPr().append(OxmlElement("w:pPrChange", {qn("w:id"): "1", qn("w:author"): "某"}))

    assert letter(edit).paragraphs[0] == "接受修订后的话。"


@pytest.mark.parametrize("tag", ["ins", "del", "moveFrom", "moveTo"])
def test_open_changes_are_refused(tag: str) -> None:
    def edit(document: Document) -> None:
        change = OxmlElement(f"w:{tag}", {qn("w:id"): "1", qn("w:author"): "某"})
        change.append(first(document).add_run("未定")._r)
        first(document)._p.append(change)

    assert refusal(edited(edit)) == "final_text_tracked_changes"


NOT_PLAIN = {
    "picture": "<w:r><w:drawing/></w:r>",
    "text box": "<w:r><w:pict><w:txbxContent><w:p/></w:txbxContent></w:pict></w:r>",
    "object": "<w:r><w:object/></w:r>",
    "footnote": '<w:r><w:footnoteReference w:id="2"/></w:r>',
    "symbol": '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>',
    "formula": "<m:oMath/>",
    "alternate content": "<w:r><mc:AlternateContent/></w:r>",
    "hidden text": "<w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r>",
    "struck-out text": "<w:r><w:rPr><w:strike/></w:rPr><w:t>删</w:t></w:r>",
    "raised text": '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>',
    "automatic number": '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>',
}
SPACES = nsdecls("w") + (
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


@pytest.mark.parametrize("what", NOT_PLAIN)
def test_what_plain_text_would_lose_is_refused(what: str) -> None:
    line = parse_xml(f"<w:p {SPACES}>{NOT_PLAIN[what]}<w:r><w:t>话</w:t></w:r></w:p>")
    assert refusal(edited(lambda document: first(document)._p.addnext(line))) == "final_text_not_plain"


@pytest.mark.parametrize("plain", ['<w:strike w:val="0"/>', '<w:vanish w:val="false"/>', "<w:b/>", "<w:u/>"])
def test_formatting_that_says_nothing_is_let_go(plain: str) -> None:
    line = parse_xml(f"<w:p {SPACES}><w:r><w:rPr>{plain}</w:rPr><w:t>话</w:t></w:r></w:p>")
    assert letter(lambda document: first(document)._p.addnext(line)).paragraphs[1] == "话"


def test_a_style_that_numbers_or_hides_is_refused() -> None:
    def edit(document: Document) -> None:
        base = document.styles.add_style("List", 1)
        base.element.get_or_add_rPr().append(OxmlElement("w:vanish"))
        style = document.styles.add_style("List below", 1)
        style.base_style = base
        after(first(document), "暗", "List below")

    assert refusal(edited(edit)) == "final_text_not_plain"


def test_a_header_is_refused_and_a_changed_page_number_is_not() -> None:
    def head(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "内部资料"

    def foot(document: Document) -> None:
        document.sections[0].footer.paragraphs[0].text = "第 1 页 共 2 页"

    assert refusal(edited(head)) == "final_text_not_plain"
    assert letter(foot) == STANDARD


@pytest.mark.parametrize("columns", [1, 3])
def test_a_table_of_other_columns_is_refused(columns: int) -> None:
    def edit(document: Document) -> None:
        table = document.add_table(rows=2, cols=columns)
        table.cell(0, 0).text = "甲"
        first(document)._p.addnext(table._tbl)

    assert refusal(edited(edit)) == "final_text_table"


def test_merged_cells_nested_tables_and_a_second_table_are_refused() -> None:
    standard = STANDARD.model_copy(update={"table": TABLE})

    def merge(document: Document) -> None:
        document.tables[0].cell(0, 1).merge(document.tables[0].cell(1, 1))

    def nest(document: Document) -> None:
        document.tables[0].cell(0, 1).add_table(rows=1, cols=1)

    def second(document: Document) -> None:
        of_style(document, "Remedy")[-1]._p.addnext(document.add_table(rows=1, cols=2)._tbl)
        document.tables[-1].cell(0, 0).text = "甲"

    for edit in (merge, nest, second):
        assert refusal(edited(edit, standard), standard) == "final_text_table"


EXTERNAL = (
    b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" '
    b'Target="file:///C:/a&gt;b" TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize("kind", [b"image", b"attachedTemplate", b"oleObject", b"subDocument", b"frame"])
def test_links_to_elsewhere_are_refused(kind: bytes) -> None:
    name = "word/_rels/document.xml.rels"
    relations = part(draft(), name).replace(b"</Relationships>", EXTERNAL % kind)
    assert refusal(packed(draft(), {name: relations})) == "final_text_linked"


def test_a_hyperlink_is_no_such_link() -> None:
    name = "word/_rels/document.xml.rels"
    relations = part(draft(), name).replace(b"</Relationships>", EXTERNAL % b"hyperlink")
    assert content_from(packed(draft(), {name: relations}), STANDARD) == STANDARD


@pytest.mark.parametrize("instruction", ["INCLUDETEXT a.docx", " link Excel.Sheet a.xlsx", "DDEAUTO cmd"])
def test_fields_that_fetch_are_refused(instruction: str) -> None:
    line = parse_xml(f"<w:p {SPACES}><w:r><w:instrText>{instruction}</w:instrText></w:r></w:p>")
    assert refusal(edited(lambda document: first(document)._p.addnext(line))) == "final_text_linked"


@pytest.mark.parametrize("name", ["word/embeddings/oleObject1.bin", "word/activeX/activeX1.xml", "word/afchunk.dat"])
def test_embedded_files_are_refused(name: str) -> None:
    assert refusal(packed(draft(), {name: b"x"})) == "final_text_not_plain"


def bomb() -> bytes:
    """A hundred and twenty megabytes of nothing."""
    return packed(draft(), {"word/media/image1.bin": bytes(120 * 1024 * 1024)})


def entities() -> bytes:
    xml = part(draft(), "word/document.xml").replace(
        b"<w:document", b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><w:document', 1
    )
    return packed(draft(), {"word/document.xml": xml})


UNREADABLE: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "text": "不是文件".encode,
    "cut off": lambda: draft()[:-500],
    "damaged": lambda: draft()[:400] + b"\0" * 40 + draft()[440:],
    "locked with a password": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096),
    "macros": lambda: packed(draft(), {"word/vbaProject.bin": b"x"}),
    "a spreadsheet": lambda: packed(draft(), {"xl/workbook.xml": b"<x/>"}),
    "no text": lambda: packed(draft(), {"word/document.xml": b"<x/>"}),
    "no XML": lambda: packed(draft(), {"word/document.xml": b"<x"}),
    "entities": entities,
    "a zip bomb": bomb,
    "too many parts": lambda: packed(draft(), {f"word/media/{n}": b"" for n in range(2000)}),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_is_no_sound_document_is_refused(what: str) -> None:
    assert refusal(UNREADABLE[what]()) == "final_text_unreadable"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(alphabet="甲乙丙·𠮷<>&\"' 0aA。，（）1.、附件：", min_size=1, max_size=40).filter(str.strip),
        min_size=1,
        max_size=5,
    )
)
def test_whatever_is_written_comes_back_word_for_word(texts: list[str]) -> None:
    written = tuple(text.strip() for text in texts)
    standard = STANDARD.model_copy(update={"paragraphs": written, "table": tuple((text, text) for text in written)})
    assert content_from(draft(standard), standard) == standard
