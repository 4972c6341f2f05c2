"""Every outcome says what the Regulation wants said, by the articles of the right version."""

from datetime import date

import pytest
from temporalio.exceptions import ApplicationError

from activities.letters.compose import compose
from schemas.decisions import Disclosed, NotThisAgency, PartlyDisclosed, Refused
from schemas.law.regulation_2007 import CN_OGI_2007
from schemas.letters import Finding, LetterContent, LetterOrder
from schemas.vocabulary import Ground, Outcome, Remedy, ReviewResult
from tests.letters.samples import DECISIONS, GIVEN, MINUTES, NUMBER, PARTIES, REDACTED, TENDER, WITHHELD, parties, reply


def text_of(order: LetterOrder) -> str:
    return body(compose(order, PARTIES, NUMBER))


def body(content: LetterContent) -> str:
    return "\n".join(content.paragraphs)


@pytest.mark.parametrize("outcome", DECISIONS)
def test_every_reply_names_agency_number_applicant_receipt_request_and_date(outcome: Outcome) -> None:
    content = compose(reply(outcome), PARTIES, NUMBER)
    assert (content.agency, content.number, content.addressee) == ("示例市数据局", NUMBER, "王小明")
    assert (content.signed_by, content.dated) == ("示例市数据局", date(2026, 6, 8))
    assert "于2026年5月11日收到您提交的政府信息公开申请（登记编号：示数公申〔2026〕12号）" in body(content)
    assert "申请公开的内容为：“2025年机房改造项目的招标文件、合同和会议记录”" in body(content)


@pytest.mark.parametrize(
    ("outcome", "article"),
    [
        (Outcome.ALREADY_PUBLIC, "第三十六条第（一）项"),
        (Outcome.DISCLOSED, "第三十六条第（二）项"),
        (Outcome.PARTLY_DISCLOSED, "第三十七条"),
        (Outcome.REFUSED, "第三十六条第（三）项、第十六条第二款"),
        (Outcome.NOT_FOUND, "第三十六条第（四）项"),
        (Outcome.NOT_THIS_AGENCY, "第三十六条第（五）项"),
    ],
)
def test_the_basis_is_the_article_of_2019(outcome: Outcome, article: str) -> None:
    assert f"《中华人民共和国政府信息公开条例》{article}的规定" in text_of(reply(outcome))


@pytest.mark.parametrize(
    ("outcome", "article"),
    [
        (Outcome.ALREADY_PUBLIC, "第二十一条第（一）项"),
        (Outcome.DISCLOSED, "第二十一条第（一）项"),
        (Outcome.PARTLY_DISCLOSED, "第二十二条"),
        (Outcome.REFUSED, "第二十一条第（二）项"),
        (Outcome.NOT_FOUND, "第二十一条第（三）项"),
        (Outcome.NOT_THIS_AGENCY, "第二十一条第（三）项"),
    ],
)
def test_the_basis_is_the_article_of_2007_where_that_text_applies(outcome: Outcome, article: str) -> None:
    text = text_of(reply(outcome, statute=CN_OGI_2007.id))
    assert f"《中华人民共和国政府信息公开条例》（国务院令第492号）{article}" in text
    assert "第三十六条" not in text
    assert "第四十条" not in text


@pytest.mark.parametrize(
    ("ground", "article"),
    [
        (Ground.STATE_SECRET, "第十四条"),
        (Ground.FORBIDDEN_BY_LAW, "第十四条"),
        (Ground.SECURITY_AND_STABILITY, "第十四条"),
        (Ground.BUSINESS_SECRET, "第十五条"),
        (Ground.PRIVACY, "第十五条"),
        (Ground.INTERNAL_AFFAIRS, "第十六条第一款"),
        (Ground.PROCESS_INFORMATION, "第十六条第二款"),
        (Ground.ENFORCEMENT_FILE, "第十六条第二款"),
    ],
)
def test_a_refusal_cites_the_article_of_its_ground(ground: Ground, article: str) -> None:
    finding = WITHHELD.model_copy(update={"grounds": (ground,)})
    decision = Refused(reasons="《中华人民共和国统计法》规定不得公开。")
    text = text_of(reply(Outcome.REFUSED, findings=(finding,), decision=decision))
    assert f"第三十六条第（三）项、{article}的规定，本机关决定不予公开" in text
    assert "不予公开的理由：《中华人民共和国统计法》规定不得公开。" in text


@pytest.mark.parametrize(
    ("ground", "basis"),
    [
        (Ground.STATE_SECRET, "第二十一条第（二）项、第十四条第四款的规定"),
        (Ground.SECURITY_AND_STABILITY, "第二十一条第（二）项、第八条的规定"),
        (Ground.PRIVACY, "第二十一条第（二）项、第十四条第四款的规定"),
        (Ground.FORBIDDEN_BY_LAW, "第二十一条第（二）项的规定"),
        (Ground.PROCESS_INFORMATION, "（国办发〔2010〕5号）的规定"),
    ],
)
def test_a_refusal_under_2007_cites_that_text(ground: Ground, basis: str) -> None:
    finding = WITHHELD.model_copy(update={"grounds": (ground,), "reason": "《统计法》第二十五条"})
    assert basis in text_of(reply(Outcome.REFUSED, findings=(finding,), statute=CN_OGI_2007.id))


def test_already_public_tells_way_and_route() -> None:
    assert "请登录示例市人民政府网站查询。" in text_of(reply(Outcome.ALREADY_PUBLIC))


def test_disclosure_encloses_the_information_in_the_form_asked_for() -> None:
    content = compose(reply(Outcome.DISCLOSED), PARTIES, NUMBER)
    assert content.enclosures == ("机房改造项目招标文件",)
    assert "第四十条的规定，按照您要求的形式（纸质）" in body(content)


def test_disclosure_without_documents_tells_way_route_and_time() -> None:
    content = compose(reply(Outcome.DISCLOSED, findings=()), PARTIES, NUMBER)
    assert content.enclosures == ()
    assert "见附件" not in body(content)
    assert "2026年6月10日起可以到本机关领取" in body(content)


def test_partial_disclosure_gives_the_one_part_and_explains_the_other() -> None:
    content = compose(reply(Outcome.PARTLY_DISCLOSED), PARTIES, NUMBER)
    assert content.enclosures == ("机房改造项目招标文件", "政府信息一份（作区分处理）")
    text = body(content)
    assert "1. 《机房改造项目招标文件》：予以公开。" in text
    assert "理由：分项报价属于中标企业的商业秘密。" in text
    assert "第三十六条第（三）项、第十五条、第十六条第二款的规定" in text
    assert "不予公开的理由：分项报价公开后会损害中标企业的竞争地位。" in text


@pytest.mark.parametrize("result", [ReviewResult.WITHHOLD, ReviewResult.PARTIAL])
def test_the_title_of_a_protected_document_is_not_given_away(result: ReviewResult) -> None:
    secret = Finding(document_id=MINUTES, result=result, grounds=(Ground.PRIVACY,), reason="涉及第三方")
    content = compose(reply(Outcome.PARTLY_DISCLOSED, findings=(GIVEN, secret)), PARTIES, NUMBER)
    assert "机房改造项目会议记录" not in body(content).replace(PARTIES.description, "")
    assert "2. 政府信息一份：" in body(content)


def test_not_found_tells_of_the_search() -> None:
    text = text_of(reply(Outcome.NOT_FOUND))
    assert "经检索，您申请公开的政府信息不存在" in text
    assert "检索情况：以“机房改造”为关键词检索了档案系统和公文系统。" in text
    assert "该项目已于2024年停止。" in text


def test_not_this_agency_names_the_right_one_if_known() -> None:
    assert "为示例市规划局，联系方式：电话010-1111。" in text_of(reply(Outcome.NOT_THIS_AGENCY))
    unknown = NotThisAgency(reasons="该信息由其他机关制作。")
    assert "联系方式" not in text_of(reply(Outcome.NOT_THIS_AGENCY, decision=unknown))


def test_a_corrected_application_is_told_with_its_own_day() -> None:
    text = text_of(reply(Outcome.NOT_FOUND, corrected_on=date(2026, 5, 20)))
    assert "并于2026年5月20日收到补正后的申请" in text


def test_nothing_in_a_long_request_passes_for_the_agencys_words() -> None:
    asked = parties(description="第一项内容\n\n本机关决定予以公开。", form_of_address="贵单位")
    content = compose(reply(Outcome.NOT_FOUND), asked, NUMBER)
    assert content.paragraphs[1:4] == ("贵单位申请公开的内容如下：", "“第一项内容", "“本机关决定予以公开。”")


@pytest.mark.parametrize(
    ("order", "missing"),
    [
        (reply(Outcome.REFUSED, remedy=Remedy.NONE), "remedy"),
        (reply(Outcome.REFUSED, findings=()), "grounds"),
        (reply(Outcome.REFUSED, received_on=None), "date_of_receipt"),
        (reply(Outcome.REFUSED, decision=None), "decision"),
        (reply(Outcome.NOT_FOUND, search=None), "search"),
        (reply(Outcome.DISCLOSED, findings=(), decision=Disclosed()), "information"),
        (
            reply(Outcome.PARTLY_DISCLOSED, findings=(WITHHELD,), decision=PartlyDisclosed(reasons="秘密")),
            "information",
        ),
        (reply(Outcome.REFUSED, findings=(WITHHELD, Finding(document_id=TENDER, result="withhold"))), "grounds"),
        (reply(Outcome.REFUSED, findings=(REDACTED,), dated=date(2023, 12, 29)), "remedy"),
    ],
)
def test_a_reply_that_lacks_what_the_law_wants_is_not_made(order: LetterOrder, missing: str) -> None:
    with pytest.raises(ApplicationError) as refused:
        compose(order, PARTIES, NUMBER)
    assert refused.value.type == "letter_incomplete"
    assert refused.value.non_retryable
    assert missing in refused.value.details
    assert PARTIES.applicant not in str(refused.value)
