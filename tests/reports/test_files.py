"""The annual report as a file: every cell where the official layout has it, and the same bytes each time."""

import io
import re
import zipfile
from collections import Counter
from datetime import date
from typing import Any

import docx
import openpyxl
import pypdfium2
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from activities.reports import docx as docx_writer
from activities.reports.files import FileFormat, annual_file
from activities.reports.grids import Grid, grids_of
from activities.reports.wording import CORNER, HEADINGS
from schemas.annual import AnnualColumn, AnnualContent, AnnualReport, AnnualRow, RemedyColumn, RemedyGroup
from tests.reports.samples import content

LABELS = [
    ("一、本年新收政府信息公开申请数量", "A4:C4"),
    ("二、上年结转政府信息公开申请数量", "A5:C5"),
    ("（一）予以公开", "B6:C6"),
    ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "B7:C7"),
    ("1.属于国家秘密", "C8"),
    ("2.其他法律行政法规禁止公开", "C9"),
    ("3.危及“三安全一稳定”", "C10"),
    ("4.保护第三方合法权益", "C11"),
    ("5.属于三类内部事务信息", "C12"),
    ("6.属于四类过程性信息", "C13"),
    ("7.属于行政执法案卷", "C14"),
    ("8.属于行政查询事项", "C15"),
    ("1.本机关不掌握相关政府信息", "C16"),
    ("2.没有现成信息需要另行制作", "C17"),
    ("3.补正后申请内容仍不明确", "C18"),
    ("1.信访举报投诉类申请", "C19"),
    ("2.重复申请", "C20"),
    ("3.要求提供公开出版物", "C21"),
    ("4.无正当理由大量反复申请", "C22"),
    ("5.要求行政机关确认或重新出具已获取信息", "C23"),
    ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "C24"),
    ("2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "C25"),
    ("3.其他", "C26"),
    ("（七）总计", "B27:C27"),
    ("四、结转下年度继续办理", "A28:C28"),
]
"""The rows as 国办公开办函〔2021〕30号 words them, and the cells each label stands in."""
HEADS = {
    "A1:C3": "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
    "D1:J1": "申请人情况",
    "D2:D3": "自然人",
    "E2:I2": "法人或其他组织",
    "E3": "商业企业",
    "F3": "科研机构",
    "G3": "社会公益组织",
    "H3": "法律服务机构",
    "I3": "其他",
    "J2:J3": "总计",
    "A6:A27": "三、本年度办理结果",
    "B8:B15": "（三）不予公开",
    "B16:B18": "（四）无法提供",
    "B19:B23": "（五）不予处理",
    "B24:B26": "（六）其他处理",
}


def report(told: AnnualContent) -> AnnualReport:
    return AnnualReport(status="draft", content=told, preliminary=False, due_on=date(2027, 1, 31))


def book(told: AnnualContent) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(annual_file(report(told), FileFormat.XLSX)))


def at(sheet: Worksheet, place: str) -> Any:
    return sheet[place.split(":")[0]].value


def merged(sheet: Worksheet) -> set[str]:
    return {str(area) for area in sheet.merged_cells.ranges}


def test_table_three_stands_cell_by_cell_in_the_official_layout() -> None:
    told = content()
    sheet = book(told)["申请办理"]
    assert {place: at(sheet, place) for place in HEADS} == HEADS
    assert [at(sheet, place) for _, place in LABELS] == [label for label, _ in LABELS]
    assert merged(sheet) == {place for place in [*HEADS, *(place for _, place in LABELS)] if ":" in place}
    for row, line in zip(AnnualRow, sheet.iter_rows(min_row=4, max_row=28, min_col=4, max_col=10), strict=True):
        assert [cell.value for cell in line] == [told.applications[row].of(column) for column in AnnualColumn]
    assert (sheet.max_row, sheet.max_column) == (28, 10)


def test_table_four_has_fifteen_numbers_under_its_heads() -> None:
    told = content()
    sheet = book(told)["复议诉讼"]
    five = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    assert [at(sheet, place) for place in ("A1:E1", "F1:O1", "F2:J2", "K2:O2")] == [
        "行政复议",
        "行政诉讼",
        "未经复议直接起诉",
        "复议后起诉",
    ]
    assert [sheet.cell(2, n).value for n in range(1, 6)] == five
    assert [sheet.cell(3, n).value for n in range(6, 16)] == five * 2
    numbers = [told.remedies[group].of(column) for group in RemedyGroup for column in RemedyColumn]
    assert [sheet.cell(4, n).value for n in range(1, 16)] == numbers
    assert merged(sheet) == {"A1:E1", "F1:O1", "F2:J2", "K2:O2", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3"}


def test_table_two_shows_what_was_entered() -> None:
    sheet = book(content())["主动公开"]
    lines = [[value for value in line if value is not None] for line in sheet.iter_rows(values_only=True)]
    assert lines == [
        ["第二十条第（一）项"],
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", 0, 1, 2],
        ["行政规范性文件", 31, 32, 33],
        ["第二十条第（五）项"],
        ["信息内容", "本年处理决定数量"],
        ["行政许可", 1250],
        ["第二十条第（六）项"],
        ["信息内容", "本年处理决定数量"],
        ["行政处罚", 86],
        ["行政强制", 7],
        ["第二十条第（八）项"],
        ["信息内容", "本年收费金额（单位：万元）"],
        ["行政事业性收费", 12.345],
    ]


def test_the_text_has_the_six_headings_and_no_formula() -> None:
    sheet = book(content())["报告正文"]
    lines = [line[0] for line in sheet.iter_rows(values_only=True)]
    assert lines[0] == "示例市住房和城乡建设局2026年政府信息公开工作年度报告"
    assert [line for line in lines if line in HEADINGS] == list(HEADINGS)
    assert "=1+1 本年度，本机关认真贯彻条例。" in lines
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} == {"s"}
    assert "2026年依法收取政府信息公开信息处理费3件，共计5700元。" in lines


def test_a_tree_has_a_line_for_each_agency_and_their_sum() -> None:
    told = content(tree=True)
    lines = [list(line) for line in book(told)["各机关"].iter_rows(values_only=True)]
    assert [line[0] for line in lines] == ["机关", *(line.agency for line in told.lines), "合计"]
    for column in range(1, 11):
        assert lines[1][column] + lines[2][column] == lines[3][column]
    assert all(sum(line[3:9]) == line[9] for line in lines[1:])  # the six groups are the total
    assert lines[1][1] == told.lines[0].applications[AnnualRow.NEW].total


def printed(grid: Grid) -> list[str]:
    return [str(cell.value) for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column))]


@pytest.mark.parametrize("tree", [False, True], ids=["own", "tree"])
def test_the_document_has_the_same_tables(tree: bool) -> None:
    told = content(tree=tree)
    document = docx.Document(io.BytesIO(annual_file(report(told), FileFormat.DOCX)))
    for table, grid in zip(document.tables, grids_of(told).values(), strict=True):
        seen, texts = set(), []
        for row in table.rows:
            for cell in row.cells:
                if cell._tc not in seen:
                    seen.add(cell._tc)
                    texts.append(cell.text.replace("\n", ""))
        assert texts == printed(grid)
    told_there = [line.text for line in document.paragraphs]
    assert [line for line in told_there if line in HEADINGS] == list(HEADINGS)
    assert ("考核结果良好。" in told_there) is tree


@pytest.mark.parametrize("tree", [False, True], ids=["own", "tree"])
def test_the_pdf_says_all_of_it(tree: bool) -> None:
    told = content(tree=tree)
    pdf = pypdfium2.PdfDocument(annual_file(report(told), FileFormat.PDF))
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    plain = "".join(text.split())
    words = [word for grid in grids_of(told).values() for word in printed(grid)]
    assert [word for word in (*HEADINGS, *filter(str.isdigit, words)) if word not in plain] == []
    assert CORNER in words
    assert not Counter("".join(words)) - Counter(plain)  # a narrow head is broken between its characters
    assert "（草稿，未经审定）" in plain


@pytest.mark.parametrize("kind", FileFormat)
def test_the_same_report_is_the_same_file_at_any_hour(kind: FileFormat, monkeypatch: pytest.MonkeyPatch) -> None:
    made = annual_file(report(content(tree=True)), kind)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    assert annual_file(report(content(tree=True)), kind) == made
    if kind is not FileFormat.PDF:
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
            core = archive.read("docProps/core.xml").decode()
        assert set(re.findall(r"\d{4}-\d\d-\d\d(?=T)", core)) == {"2026-12-31"}


def test_what_is_not_entered_yet_is_shown_as_such() -> None:
    told = content().model_copy(update={"figures": None, "overview": None, "problems": None, "other": None})
    sheet = book(told)["报告正文"]
    lines = [line[0] for line in sheet.iter_rows(values_only=True)]
    assert lines.count("（尚未填报）") == 2
    assert book(told)["主动公开"]["B3"].value in (None, "")
    assert docx_writer.document_of(told, draft=True)
