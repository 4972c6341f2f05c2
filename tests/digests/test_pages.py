"""A digest as people read it: page, plain text, workbook, mail."""

import json
import re
import shutil
import subprocess
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdfium2 import PdfDocument

from activities.digest_pages.page import page_of
from activities.digest_pages.plain import plain_of
from activities.digest_pages.sheets import workbook_of
from activities.digest_pages.words import DAYS_LEFT, STATES, title_of
from schemas.digest_periods import Period, beginning, whole
from schemas.digests import Digest, DigestFigures, LeftOfLimit, OpenCases
from schemas.vocabulary import Instance, RemedyResult, State
from schemas.words_kinds import INSTANCES, RESULTS
from schemas.words_oversight import PERIODS
from tests.digests.samples import FLOW, figures, sample

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
HOSTILE = "<script>alert(1)</script>=1+1"


def test_every_word_of_a_closed_set_has_its_name() -> None:
    assert set(PERIODS) == set(Period)
    assert set(STATES) == set(State)
    assert set(INSTANCES) == set(Instance)
    assert set(RESULTS) == set(RemedyResult)
    assert set(DAYS_LEFT) == set(LeftOfLimit.model_fields)


@pytest.mark.parametrize(
    ("period", "day", "title"),
    [
        (Period.WEEKLY, date(2026, 11, 18), "依申请公开办理情况周报（2026年第47周）"),
        (Period.WEEKLY, date(2027, 1, 2), "依申请公开办理情况周报（2026年第53周）"),
        (Period.MONTHLY, date(2026, 11, 18), "依申请公开办理情况月报（2026年11月）"),
        (Period.QUARTERLY, date(2026, 11, 18), "依申请公开办理情况季报（2026年第4季度）"),
        (Period.HALF_YEARLY, date(2026, 11, 18), "依申请公开办理情况半年报（2026年下半年）"),
        (Period.YEARLY, date(2026, 11, 18), "依申请公开办理情况全年简报（2026年）"),
    ],
)
def test_a_digest_is_called_by_its_period(period: Period, day: date, title: str) -> None:
    span = whole(period, beginning(period, day))
    assert title_of(sample(period=period, first=span.first, until=span.until))[0] == title


def test_the_page_says_that_it_is_late_or_interim() -> None:
    assert "迟3日生成：应于2026-11-23生成。" in page_of(sample())
    assert "迟" not in page_of(sample(late_days=0))
    interim = page_of(sample(late_days=0, interim=True))
    assert "期中数据：统计至2026-11-22，本期尚未结束。" in interim
    assert "2026年第47周，期中" in interim


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    page = page_of(sample(agency_name=HOSTILE))
    assert not re.search(r"<script|\son\w+=|src=|href=|url\(|@import", page)
    assert "&lt;script&gt;" in page


@pytest.mark.skipif(CHROMIUM is None, reason="no browser on this machine")
def test_a_browser_shows_every_figure(tmp_path: Path) -> None:
    file = tmp_path / "digest.html"
    file.write_text(page_of(sample()), encoding="utf-8")
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", profile, "--print-to-pdf-no-header"]
    target = f"--print-to-pdf={tmp_path / 'digest.pdf'}"
    subprocess.run([*command, target, file.as_uri()], check=True, capture_output=True, timeout=60)
    pages = [page.get_textpage().get_text_bounded() for page in PdfDocument(tmp_path / "digest.pdf")]
    shown = "".join("".join(pages).split())
    for told in ("依申请公开办理情况周报", "97.2", "示建公〔2026〕17号", "林承办", "示例市房产交易中心"):
        assert told in shown
    assert 1 < len(pages) <= 4


def test_the_workbook_holds_numbers_and_dates_not_texts() -> None:
    book = load_workbook(BytesIO(workbook_of(sample())))
    assert book.sheetnames == ["概况", "收办", "状态", "期限", "逾期", "承办人", "科室", "通知", "救济", "各机关"]
    flow = {row[0].value: [cell.value for cell in row[1:]] for row in book["收办"].iter_rows(min_row=3)}
    assert flow["收到申请 / received"] == [42, 35]
    assert flow["按期办结率（%） / share in time, %"] == [97.2, 100.0]
    (slipped, *_) = book["逾期"].iter_rows(min_row=3, values_only=True)
    assert slipped == ("示建公〔2026〕17号", "办理中 / in hand", datetime(2026, 11, 18), 5, "林承办")  # noqa: DTZ001
    agencies = list(book["各机关"].iter_rows(min_row=3, values_only=True))
    assert agencies[1] == ("示例市房产交易中心", 0, 0, None, 0, 0, 0)


def test_no_text_becomes_a_formula() -> None:
    book = load_workbook(BytesIO(workbook_of(sample(agency_name="=1+1"))))
    cell = book["概况"]["A1"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_what_has_nothing_to_tell_is_left_out() -> None:
    told = figures()
    empty = DigestFigures(flow=FLOW, compared=told.compared, before=FLOW, open=OpenCases(), slipped=told.slipped)
    book = load_workbook(BytesIO(workbook_of(sample(figures=empty))))
    assert book.sheetnames == ["概况", "收办", "逾期", "通知"]


def test_the_plain_text_has_every_table() -> None:
    told = plain_of(sample())
    assert told.startswith("示例市住房和城乡建设局\n依申请公开办理情况周报（2026年第47周）\n")
    for title in ("收办情况", "逾期的办件", "承办人在办量", "复议、诉讼、投诉", "本机关与下级机关"):
        assert f"【{title} / " in told
    assert "未指定 / nobody yet | — | 27 | 0 | 9" in told


def test_who_reads_from_another_agency_sees_no_names() -> None:
    seen = sample().without_names()
    assert "林承办" not in seen.model_dump_json()
    assert str(sample().figures.handlers[0].staff_id) not in seen.model_dump_json()
    assert "一名承办人 / a handler | 公开科 | 30" in plain_of(seen)
    assert [load.open for load in seen.figures.handlers] == [load.open for load in sample().figures.handlers]


def test_a_digest_is_read_again_as_it_was_kept() -> None:
    kept = json.loads(sample().model_dump_json())
    assert Digest.model_validate(kept) == sample()
