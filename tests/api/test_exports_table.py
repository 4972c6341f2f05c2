"""Lists as CSV and XLSX: whole, with headings in both languages, dates as dates, and no text that runs as a formula."""

import asyncio
import csv
from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook

from api.exports_table import Column, Table, TableFormat, table_response
from schemas.errors import InvalidInput
from tests.api.office import Office, assert_problem

EVIL = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "　＝1", " =cmd|' /C calc'!A0", "＠x")
LISTS = (
    ("/api/oversight/cases", "supervisor", "督办清单"),
    ("/api/applications", "handler", "申请清单"),
    ("/api/inquiries", "handler", "咨询台账"),
    ("/api/own-records", "handler", "更正申请清单"),
    ("/api/notices/ledger", "supervisor", "通知台账"),
    ("/api/retention/plans", "admin", "销毁清册目录"),
    ("/api/retention/holds", "admin", "暂停销毁台账"),
)
WORDS = Table[str](
    ("词表", "Words"),
    (
        Column("词", "Word", lambda word: word, 20),
        Column("长度", "Length", len, 8),
        Column("日期", "Day", lambda _: date(2026, 11, 22), 12),
        Column("时间", "Moment", lambda _: datetime.fromisoformat("2026-11-22T16:30:00+00:00"), 17),
    ),
)


async def pages(words: Sequence[str], size: int = 3) -> AsyncIterator[Sequence[str]]:
    for begin in range(0, len(words), size):
        yield words[begin : begin + size]


async def written(words: Sequence[str], wanted: TableFormat, most: int = 100) -> bytes:
    """The file, which is gone once it is sent."""
    answer = await table_response(
        WORDS, wanted, pages(words), zone="Asia/Shanghai", today=date(2026, 11, 22), most=most
    )
    path = Path(answer.path)
    content = await asyncio.to_thread(path.read_bytes)
    assert answer.background is not None
    await answer.background()
    assert not path.parent.exists()
    return content


def cells(content: bytes) -> list[list[Any]]:
    sheet = load_workbook(BytesIO(content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


async def test_a_sheet_keeps_dates_as_dates_and_texts_as_texts() -> None:
    content = await written([*EVIL, "http://example.cn"], TableFormat.XLSX)
    rows = cells(content)
    assert rows[0] == ["词\nWord", "长度\nLength", "日期\nDay", "时间\nMoment"]
    assert [row[0] for row in rows[1:]] == [*EVIL, "http://example.cn"]
    assert rows[1][1:] == [4, datetime(2026, 11, 22), datetime(2026, 11, 23, 0, 30)]  # noqa: DTZ001 - as Excel has it
    sheet = load_workbook(BytesIO(content)).active
    assert all(
        cell.data_type == "s" and cell.hyperlink is None for row in sheet.iter_rows(min_row=2) for cell in row[:1]
    )
    assert sheet.freeze_panes == "B2"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.column_dimensions["A"].width == pytest.approx(20, abs=1)
    assert sheet.auto_filter.ref == f"A1:D{len(EVIL) + 2}"


async def test_csv_opens_in_excel_and_nothing_in_it_runs() -> None:
    content = await written([*EVIL, '甲,"乙"\n丙'], TableFormat.CSV)
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"))))
    assert rows[0] == ["词 / Word", "长度 / Length", "日期 / Day", "时间 / Moment"]
    assert [row[0] for row in rows[1:]] == [*(f"'{word}" for word in EVIL), '甲,"乙"\n丙']
    assert rows[1][1:] == ["4", "2026-11-22", "2026-11-23 00:30:00"]


@pytest.mark.parametrize("wanted", list(TableFormat))
async def test_more_rows_than_allowed_are_refused_before_anything_is_sent(wanted: TableFormat) -> None:
    assert await written(["甲"] * 7, wanted, most=7)
    with pytest.raises(InvalidInput) as refused:
        await written(["甲"] * 8, wanted, most=7)
    assert (refused.value.code, refused.value.field) == ("too_many_rows", "format")


@pytest.mark.parametrize("wanted", list(TableFormat))
@pytest.mark.parametrize(("path", "by", "title"), LISTS, ids=[title for _, _, title in LISTS])
async def test_every_list_can_be_taken_away(
    shared: Office, path: str, by: str, title: str, wanted: TableFormat
) -> None:
    answer = await shared.get(path, by, format=wanted.value)
    assert answer.status_code == 200, answer.text
    heading = first_row(answer, wanted)
    assert all(name and any("\u4e00" <= char <= "\u9fff" for char in name) for name in heading)
    assert "private" in answer.headers["cache-control"]
    assert (
        f"filename*=UTF-8''{httpx.QueryParams({'n': title})}".replace("n=", "") in answer.headers["content-disposition"]
    )


def first_row(answer: httpx.Response, wanted: TableFormat) -> list[str]:
    if wanted is TableFormat.XLSX:
        return [str(cell) for cell in cells(answer.content)[0]]
    return next(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize(("path", "title"), [("/api/oversight/cases", "督办"), ("/api/applications", "申请")])
async def test_the_whole_list_is_taken_away_whatever_the_page_under_its_conditions(
    office: Office, path: str, title: str
) -> None:
    standing = [await office.registered(description="甲类文件") for _ in range(3)]
    await office.registered(description="乙类文件")
    answer = await office.get(path, "supervisor", format="xlsx", text="甲类", limit=1)
    rows = cells(answer.content)
    assert [row[0] for row in rows[1:]] == [receipt["reference"] for receipt in standing[::-1]]
    named = {name.partition("\n")[0]: n for n, name in enumerate(rows[0])}
    assert rows[1][named["状态"]] == "已收到 received"
    assert isinstance(rows[1][named["答复期限"]], datetime)
    assert isinstance(rows[1][named["剩余工作日"]], int)
    assert "王小明" not in str(rows), title


async def test_who_may_not_see_a_list_may_not_take_it_away(shared: Office) -> None:
    assert_problem(await shared.get("/api/oversight/cases", "handler", format="csv"), 403, "role_not_permitted")
    assert_problem(await shared.get("/api/retention/holds", "handler", format="csv"), 403, "role_not_permitted")
