"""Receipt, correction notice, withdrawal confirmation, abandonment notice; numbers and footnotes."""

from datetime import date

import pytest
from temporalio.exceptions import ApplicationError

from activities.letters.compose import compose, letter_number
from activities.letters.mandatory import missing_content
from schemas.law.regulation_2007 import CN_OGI_2007
from schemas.letters import LetterOrder
from schemas.vocabulary import Channel, LetterKind
from tests.letters.samples import ABANDONMENT, CORRECTION, EVERY_LETTER, NUMBER, ORDER, PARTIES, WITHDRAWAL


def text_of(order: LetterOrder) -> str:
    content = compose(order, PARTIES, NUMBER)
    return "\n".join((*content.paragraphs, *content.closing))


def test_the_receipt_states_number_channel_receipt_confirmation_and_last_day() -> None:
    rows = dict(compose(ORDER, PARTIES, NUMBER).table)
    assert rows["登记编号"] == "示数公申〔2026〕12号"
    assert rows["提交渠道"] == "互联网渠道，2026年5月8日到达"
    assert rows["收到日期"] == "2026年5月11日"
    assert rows["确认方式"].startswith("电话确认；双方确认之日为收到之日")
    assert "第三十一条第（三）项" in rows["确认方式"]
    assert rows["答复的最后日期"] == "2026年6月8日（《中华人民共和国政府信息公开条例》第三十三条第二款）"


def test_the_receipt_states_the_code_and_where_it_is_used() -> None:
    assert dict(compose(ORDER, PARTIES, NUMBER).table)["查询码"] == (
        "K7QM-3X9D-0TRZ（查询地址：https://sq.example.gov.cn/status）"
    )
    nowhere = PARTIES.model_copy(update={"status_page": None})
    rows = dict(compose(ORDER, nowhere, NUMBER).table)
    assert rows["查询码"] == "K7QM-3X9D-0TRZ（与登记编号一起用于查询办理情况）"
    assert not any("查询码" in row for row in compose(CORRECTION, PARTIES, NUMBER).table)


@pytest.mark.parametrize(
    ("channel", "rule"),
    [
        (Channel.IN_PERSON, "提交之日为收到之日（《中华人民共和国政府信息公开条例》第三十一条第（一）项）"),
        (Channel.ORAL, "填写申请之日为收到之日（《中华人民共和国政府信息公开条例》第三十一条第（一）项）"),
        (Channel.POST_SIGNED, "签收之日为收到之日（《中华人民共和国政府信息公开条例》第三十一条第（二）项）"),
    ],
)
def test_where_no_confirmation_is_needed_the_receipt_says_which_day_counts(channel: Channel, rule: str) -> None:
    order = ORDER.model_copy(update={"channel": channel, "how_confirmed": None})
    assert dict(compose(order, PARTIES, NUMBER).table)["确认方式"] == rule


@pytest.mark.parametrize("channel", [Channel.POST_ORDINARY, Channel.ONLINE, Channel.FAX])
def test_where_both_must_confirm_the_receipt_says_how(channel: Channel) -> None:
    order = ORDER.model_copy(update={"channel": channel, "how_confirmed": None})
    with pytest.raises(ApplicationError, match="how_confirmed"):
        compose(order, PARTIES, NUMBER)


def test_the_receipt_under_2007_cites_the_limit_of_that_text() -> None:
    order = ORDER.model_copy(update={"statute": CN_OGI_2007.id, "how_confirmed": None})
    rows = dict(compose(order, PARTIES, NUMBER).table)
    assert "第二十四条第二款" in rows["答复的最后日期"]
    assert "条例" not in rows["确认方式"]


def test_the_correction_notice_says_everything_once() -> None:
    text = text_of(CORRECTION)
    assert "于2026年4月20日收到" in text
    assert "第三十条的规定，现一次性告知您需要补正的事项" in text
    assert "1. 请写明合同的名称或者签订年份\n2. 请写明获取信息的具体方式" in text
    assert "补正指引：可以写明文号" in text
    assert "在2026年5月15日前（含当日）" in text
    assert "无正当理由逾期不补正的，视为放弃申请，本机关不再处理该政府信息公开申请" in text


def test_the_correction_notice_under_2007_threatens_no_abandonment() -> None:
    text = text_of(CORRECTION.model_copy(update={"statute": CN_OGI_2007.id}))
    assert "第二十一条第（四）项" in text
    assert "视为放弃" not in text
    assert "逾期不补正，申请内容仍不明确的" in text


def test_the_abandonment_notice_names_the_notice_and_the_period_that_lapsed() -> None:
    text = text_of(ABANDONMENT)
    assert "本机关于2026年4月28日告知您补正，补正期限至2026年5月15日届满" in text
    assert "本机关核实情况：经电话联系，申请人表示不再补正。" in text
    assert "第三十条的规定，您无正当理由逾期不补正，视为放弃申请" in text


def test_the_withdrawal_confirmation_names_the_applicants_act() -> None:
    assert "2026年6月5日，您向本机关提出撤回上述申请。本机关予以确认" in text_of(WITHDRAWAL)
    undated = WITHDRAWAL.model_copy(update={"withdrawn_on": None})
    assert "\n您向本机关提出撤回上述申请" in text_of(undated)


def test_an_application_may_be_withdrawn_before_its_receipt_is_confirmed() -> None:
    text = text_of(WITHDRAWAL.model_copy(update={"received_on": None, "statute": None, "how_confirmed": None}))
    assert "（登记编号：示数公申〔2026〕12号）于2026年5月8日到达本机关。" in text


@pytest.mark.parametrize("order", EVERY_LETTER, ids=lambda order: order.kind)
def test_an_act_on_paper_entered_later_says_so(order: LetterOrder) -> None:
    assert compose(order, PARTIES, NUMBER).footnote is None
    later = compose(order.model_copy(update={"recorded_on": date(2026, 7, 1)}), PARTIES, NUMBER)
    assert later.footnote
    assert "以纸质方式作出，于2026年7月1日补录" in later.footnote


@pytest.mark.parametrize(
    ("order", "missing"),
    [
        (ORDER.model_copy(update={"due_on": None}), "due_date"),
        (ORDER.model_copy(update={"received_on": None}), "date_of_receipt"),
        (CORRECTION.model_copy(update={"items": ()}), "items"),
        (CORRECTION.model_copy(update={"respond_by": None}), "period"),
        (ABANDONMENT.model_copy(update={"notified_on": None}), "notice"),
    ],
)
def test_a_notice_that_lacks_what_the_law_wants_is_not_made(order: LetterOrder, missing: str) -> None:
    with pytest.raises(ApplicationError, match=missing):
        compose(order, PARTIES, NUMBER)


@pytest.mark.parametrize(
    ("part", "missing"),
    [
        ({"remedy": ()}, ("remedy",)),
        ({"agency": ""}, ("agency",)),
        ({"number": " "}, ("number",)),
        ({"addressee": None}, ("applicant",)),
        ({"paragraphs": ()}, ("date_of_receipt", "request", "notice", "period", "legal_basis")),
    ],
)
def test_what_was_struck_from_a_letter_is_missed(part: dict[str, object], missing: tuple[str, ...]) -> None:
    content = compose(ABANDONMENT, PARTIES, NUMBER)
    assert missing_content(content, ABANDONMENT, PARTIES) == ()
    assert missing_content(content.model_copy(update=part), ABANDONMENT, PARTIES) == missing


def test_numbers_have_the_form_of_the_standard_and_a_mark_for_each_kind() -> None:
    assert letter_number("京示公", LetterKind.REPLY, 2026, 12) == "京示公复〔2026〕12号"
    assert len({letter_number("京示公", kind, 2026, 1) for kind in LetterKind}) == len(LetterKind)
