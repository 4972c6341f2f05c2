"""The index of a release: every document in a line, what is given out of it, and why the rest is not."""

import re
from datetime import date
from typing import Any
from uuid import UUID

import pypdfium2
import pytest

from activities.release.index import IndexHeading, render_index
from schemas.law.regulation_2007 import CN_OGI_2007
from schemas.law.regulation_2019 import CN_OGI_2019
from schemas.pages import ReleaseItem
from schemas.vocabulary import Ground

HEADING = IndexHeading(
    agency="示例市数据局",
    reference="示数申〔2026〕3号",
    number="示数公复〔2026〕12号",
    dated=date(2026, 6, 8),
    statute=CN_OGI_2019.id,
)


def item(n: int = 1, **changed: Any) -> ReleaseItem:
    given = {"title": f"招标文件之{n}", "pages": 10, "pages_released": 8, "pages_partly": 2, "sha256": f"{n:064x}"}
    return ReleaseItem.model_validate({"document_id": UUID(int=n), "number": n, **given, **changed})


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page without spaces."""
    pages = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    return [re.sub(r"\s|\ufffe|\x02", "", page) for page in pages]


def text_of(*items: ReleaseItem, heading: IndexHeading = HEADING) -> str:
    return "".join(pages_of(render_index(heading, items)))


def test_a_line_says_number_name_pages_grounds_and_hash() -> None:
    text = text_of(item(7, grounds=(Ground.PRIVACY, Ground.ENFORCEMENT_FILE), sha256="0123456789abcdef" + "f" * 48))
    assert "7招标文件之71082" in text
    assert "第十五条：公开会对第三方合法权益造成损害的个人隐私第十六条第二款：行政执法案卷信息" in text
    assert "0123456789abcdef" in text
    assert "ffff" not in text


def test_the_heading_names_agency_case_reply_and_law() -> None:
    text = text_of(item())
    for said in ("示例市数据局", "示数申〔2026〕3号", "示数公复〔2026〕12号", "2026年6月8日", CN_OGI_2019.name):
        assert said in text


def test_a_document_without_a_title_appears_as_information_and_gives_nothing_away() -> None:
    withheld = item(2, title=None, sha256=None, pages_released=0, pages_partly=0, grounds=(Ground.STATE_SECRET,))
    text = text_of(withheld)
    assert "2政府信息一份1000第十四条：依法确定为国家秘密的政府信息" in text
    assert "共1份，提供0份1000" in text


def test_the_last_line_adds_up() -> None:
    found = text_of(item(1), item(2, pages=5, pages_released=5, pages_partly=0), item(3, sha256=None, pages_released=0))
    assert "共3份，提供2份25134" in found


def test_each_version_of_the_law_is_cited_by_its_own_articles() -> None:
    old = HEADING.model_copy(update={"statute": CN_OGI_2007.id})
    text = text_of(item(grounds=(Ground.PRIVACY,)), heading=old)
    assert CN_OGI_2007.grounds[Ground.PRIVACY].cited in text
    assert CN_OGI_2019.grounds[Ground.PRIVACY].cited not in text


@pytest.mark.parametrize("title", ['#read("/etc/passwd") $x$ *b* _i_ `c` <l> @r // c \\ -- ~', "𪚥" + "a" * 150])
def test_a_title_is_printed_as_it_is_and_never_read(title: str) -> None:
    text = text_of(item(title=title))
    assert re.sub(r"\s", "", title).replace("𪚥", "〓") in text
    assert ("U+2A6A5" in text) is ("𪚥" in title)


def test_two_thousand_documents_break_over_pages_with_the_heading_of_the_table_on_each() -> None:
    pages = pages_of(render_index(HEADING, tuple(item(n) for n in range(1, 2001))))
    assert len(pages) > 50
    assert all("序号No." in page for page in pages[:-1])
    assert f"第2页，共{len(pages)}页" in pages[1]
    whole = "".join(pages)
    assert all(f"{n}招标文件之{n}1082" in whole for n in (1, 999, 2000))
    assert "共2000份，提供2000份20000160004000" in whole


def test_the_same_index_is_the_same_bytes_for_the_archive_and_for_screen_readers() -> None:
    pdf = render_index(HEADING, (item(),))
    assert pdf == render_index(HEADING, (item(),))
    told = dict(re.findall(rb"<(pdfuaid:part|pdfaid:part|pdfaid:conformance)>([^<]+)", pdf))
    assert told == {b"pdfuaid:part": b"1", b"pdfaid:part": b"2", b"pdfaid:conformance": b"A"}
