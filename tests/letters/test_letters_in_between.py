"""What letters say that move the limit, ask others, ask for a fee, or prove service (D1, D4-D12, D26, D28, joinder)."""

from typing import Any

import pytest
from temporalio.exceptions import ApplicationError

from activities.letters.compose import compose
from schemas.law.regulation_2007 import CN_OGI_2007
from schemas.letters import LetterContent, LetterOrder
from schemas.vocabulary import ConsultationKind, DeliveryMethod, LetterKind, Remedy, Weight
from tests.letters.samples import EVERY_LETTER, NUMBER, PARTIES, SAMPLES, parties

FINAL = {LetterKind.REPLY, LetterKind.ABANDONMENT, LetterKind.FEE_ABANDONMENT, LetterKind.THIRD_PARTY_DECISION}


def letter(name: str, n: int = 0, **changed: object) -> LetterContent:
    return compose(SAMPLES[name][n].model_copy(update=changed), PARTIES, NUMBER)


def text_of(content: LetterContent) -> str:
    rows = (f"{label}：{value}" for label, value in content.table)
    return "\n".join((*content.paragraphs, *rows, *content.closing))


def under_2007(name: str, n: int = 0) -> str:
    return text_of(letter(name, n, statute=CN_OGI_2007.id))


@pytest.mark.parametrize("order", EVERY_LETTER, ids=lambda order: order.kind)
def test_only_what_ends_a_matter_carries_a_remedy_notice(order: LetterOrder) -> None:
    wanted = order.remedy if order.kind in FINAL else Remedy.EITHER
    content = compose(order.model_copy(update={"remedy": wanted}), PARTIES, NUMBER)
    assert bool(content.remedy) == (order.kind in FINAL)


def test_the_application_form_has_the_three_contents_and_no_seal() -> None:
    content = letter("D1")
    rows = dict(content.table)
    assert rows["申请人姓名或者名称"] == "王小明"
    assert rows["身份证明"] == "居民身份证 110101199003070011"
    assert rows["联系方式"].startswith("电话：010-55550123")
    assert rows["申请内容"] == PARTIES.description
    assert (rows["获取信息的方式"], rows["获取信息的途径"]) == ("纸质", "邮寄")
    assert (content.addressee, content.signed_by, content.number) == (None, "", NUMBER)


def test_reasons_are_asked_for_with_counts_period_and_consequence() -> None:
    text = text_of(letter("D4"))
    assert "经统计，自2026年1月1日以来，共提出政府信息公开申请126件，其中5月提出48件。" in text
    assert "第三十五条的规定，请您在2026年5月25日前（含当日）向本机关说明理由" in text
    assert "逾期不说明理由，或者说明的理由不合理的，本机关不予处理" in text


def test_there_is_no_request_for_reasons_where_the_law_has_no_such_rule() -> None:
    with pytest.raises(ApplicationError, match="legal_basis"):
        letter("D4", statute=CN_OGI_2007.id)


def test_a_delay_names_the_new_limit() -> None:
    assert "本机关确定延迟30个工作日答复，答复的最后日期为2026年7月21日" in text_of(letter("D5"))


def test_an_extension_names_consent_new_last_day_and_reason() -> None:
    text = text_of(letter("D6"))
    assert "第三十三条第二款的规定，经本机关政府信息公开工作机构负责人同意，延长答复期限15个工作日" in text
    assert "延长后答复的最后日期为2026年6月30日" in text
    assert "延长答复期限的理由：需要检索的档案数量较大。" in text
    assert "第二十四条第二款的规定" in under_2007("D6")


def test_no_extension_notice_without_consent() -> None:
    extension = SAMPLES["D6"][0].extension
    assert extension
    with pytest.raises(ApplicationError, match="consent"):
        letter("D6", extension=extension.model_copy(update={"consented_by": None}))


def test_a_third_party_learns_what_is_asked_of_it_and_has_a_slip_to_answer_on() -> None:
    content = letter("D7")
    text = text_of(content)
    assert content.addressee == "示例市启明科技有限公司"
    assert "涉及贵方的内容：合同附件中的分项报价和技术方案。" in text
    assert "1. 《机房改造项目合同》" in text
    assert "自收到本征询书之日起15个工作日内" in text
    assert "不同意公开的，应当说明理由" in text
    assert "逾期未提出意见的，由本机关依照上述条例的规定决定是否公开" in text
    assert "贵方不同意公开且有合理理由的，本机关不予公开" in text
    assert content.table[0] == ("回执", "对公开上述政府信息的意见")
    assert dict(content.table)["签名或者盖章、日期"] == ""


def test_under_2007_a_third_partys_no_needs_no_reason_and_public_interest_obliges() -> None:
    text = under_2007("D7")
    assert "第二十三条" in text
    assert "贵方不同意公开的，本机关不予公开" in text
    assert "应当予以公开" in text


def test_the_applicant_is_told_of_a_consultation_but_not_whom() -> None:
    third, agency = text_of(letter("D8")), text_of(letter("D8", 1))
    assert "第三十三条第三款的规定，征求意见所需时间不计算在答复期限内" in third
    assert "书面征求第三方的意见" in third
    assert "征求其他机关的意见" in agency
    assert "启明" not in third
    assert "财政局" not in agency


def test_under_2007_the_time_of_other_agencies_counts_and_nothing_else_is_said() -> None:
    assert "不计算" in under_2007("D8")
    assert "不计算" not in under_2007("D8", 1)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (ConsultationKind.CO_PRODUCER, "第三十四条的规定|逾期未提出意见的，视为同意公开"),
        (ConsultationKind.OTHER_AGENCY, "第十一条第一款的规定|与贵机关协商、确认"),
        (ConsultationKind.APPROVING_AGENCY, "第十一条第二款的规定|未经批准，本机关不公开上述政府信息"),
    ],
)
def test_only_a_co_producers_silence_is_consent(kind: ConsultationKind, said: str) -> None:
    (order,) = (one for one in SAMPLES["D9"] if one.consultation and one.consultation.kind is kind)
    content = compose(order, PARTIES, NUMBER)
    assert content.addressee == "示例市财政局"
    assert all(part in text_of(content) for part in said.split("|"))
    assert ("视为同意" in text_of(content)) == (kind is ConsultationKind.CO_PRODUCER)


def test_under_2007_nobodys_silence_is_consent() -> None:
    assert all("视为同意" not in under_2007("D9", n) for n in range(3))


@pytest.mark.parametrize(
    ("weight", "why"),
    [
        (Weight.PUBLIC_INTEREST, "不公开可能对公共利益造成重大影响"),
        (Weight.NOT_REASONABLE, "贵方不同意公开没有合理理由"),
        (None, "经审查，根据"),
    ],
)
def test_a_third_party_learns_what_is_disclosed_why_and_its_remedies(weight: Weight | None, why: str) -> None:
    content = letter("D10", weight=weight, remedy=Remedy.NONE)
    text = text_of(content)
    assert why in text
    assert "本机关决定公开下列政府信息：\n1. 《机房改造项目合同》\n决定公开的理由：分项报价涉及财政资金的使用" in text
    (remedy,) = content.remedy
    assert remedy.startswith("如对本决定不服，可以自收到本文书之日起六十日内向示例市人民政府申请行政复议，或者")


def test_a_referral_states_information_doubt_and_own_view() -> None:
    content = letter("D11")
    assert content.addressee == "示例市国家保密局"
    assert "第十七条第三款" in text_of(content)
    assert "不能确定的问题：会议记录中涉及的机房位置是否属于国家秘密。" in text_of(content)
    assert "本机关意见：机房位置未曾确定密级，拟予公开。" in text_of(content)


def test_a_fee_notice_states_basis_standard_amount_way_period_and_consequence() -> None:
    rows = dict(letter("D12").table)
    assert rows["收费依据"].endswith("第四十二条、《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）第六条")
    assert rows["计收方式"] == "按件计收"
    assert rows["收费标准"] == (
        "同一申请人一个自然月内的申请累计计算，10件以下（含10件）的部分不收费；11至30件的部分每件100元；"
        "31件以上的部分以10件为一档，第一档每件200元，每增加一档每件提高100元（该办法第四条）"
    )
    assert rows["计收数量"] == "本次申请8件，本自然月内此前的申请27件"
    assert rows["应缴金额"] == "人民币2300元"
    assert rows["缴费期限"].startswith("自收到本通知书次日起20个工作日内（本通知书于2026年6月5日送达")
    assert "逾期未按要求缴纳费用的，视为放弃申请" in "".join(letter("D12").closing)


def test_a_fee_by_the_page_has_its_own_standard_and_names_no_day_before_service() -> None:
    rows = dict(letter("D12", 1).table)
    assert rows["收费标准"].endswith(
        "30页以下（含30页）的部分不收费；31至100页的部分每页10元；101至200页的部分每页20元；201页以上的部分每页40元（该办法第五条）"
    )
    assert rows["计收数量"] == "250页"
    assert rows["缴费期限"] == "自收到本通知书次日起20个工作日内"


def test_there_is_no_fee_notice_under_a_law_without_such_a_fee() -> None:
    with pytest.raises(ApplicationError, match="standard"):
        letter("D12", statute=CN_OGI_2007.id)


def test_an_unpaid_fee_ends_with_notice_and_period_named() -> None:
    content = letter("D26")
    assert "于2026年6月3日通知您缴纳信息处理费人民币2300元，缴费期限至2026年7月6日届满" in text_of(content)
    assert "（国办函〔2020〕109号）第六条的规定" in text_of(content)
    assert content.remedy[0].startswith("如对本决定不服")


def test_a_return_slip_names_the_letter_and_the_day_that_counts_for_each_way() -> None:
    open_, served = dict(letter("D28").table), dict(letter("D28", 1).table)
    assert (open_["受送达人"], open_["送达文书"], open_["文书文号"]) == ("王小明", "政府信息公开申请答复书", NUMBER)
    assert open_["送达日期"] == open_["受送达人签名或者盖章、日期"] == ""
    assert "直接送达的，以受送达人签收之日为送达日期" in open_["送达日期的确定"]
    assert "邮寄送达的，以交邮之日为送达日期" in open_["送达日期的确定"]
    assert served["送达文书"] == "政府信息公开申请补正告知书"
    assert served["送达方式"] == "邮寄送达"
    assert served["送达日期的确定"].startswith("邮寄送达的，以交邮之日为送达日期（国办公开办函〔2016〕235号）")
    assert "文书所载期限自受送达人收到之日起计算" in served["送达日期的确定"]


@pytest.mark.parametrize("method", DeliveryMethod)
def test_every_way_of_service_has_its_day(method: DeliveryMethod) -> None:
    rule = dict(letter("D28", service_method=method).table)["送达日期的确定"]
    assert rule.count("为送达日期") == 1


def test_a_return_slip_for_a_letter_to_a_third_party_names_the_third_party() -> None:
    slip, asked = SAMPLES["D28"][0], SAMPLES["D7"][0]
    assert slip.served
    served = slip.served.model_copy(update={"kind": asked.kind})
    order = slip.model_copy(update={"served": served, "consultation": asked.consultation})
    assert dict(compose(order, PARTIES, NUMBER).table)["受送达人"] == "示例市启明科技有限公司"
    with pytest.raises(ApplicationError, match="addressee"):
        compose(order, parties(third_party=None), NUMBER)


def test_a_joined_application_learns_which_one_goes_on() -> None:
    assert "另一件政府信息公开申请（登记编号：示数公申〔2026〕9号）正在办理" in text_of(letter("JOINDER"))


@pytest.mark.parametrize("name", ["D4", "D5", "D6", "D7", "D8", "D9", "D10", "D11", "D12", "D26", "D28"])
def test_an_order_without_the_part_it_is_about_is_not_carried_out(name: str) -> None:
    bare: dict[str, Any] = dict.fromkeys(("excess", "extension", "consultation", "referral", "fee", "served"))
    with pytest.raises(ApplicationError) as refused:
        letter(name, **bare, weighed=())
    assert refused.value.type == "letter_incomplete"


def test_a_reply_to_several_items_answers_each() -> None:
    text = text_of(letter("SEVERAL"))
    assert "1. 关于“招标文件全文”：\n经审查，您申请公开的该项政府信息可以公开" in text
    assert "2. 关于“会议记录全文”：" in text
    assert "第三十六条第（三）项、第十六条第二款的规定，本机关决定不予公开。\n不予公开的理由：尚在讨论。" in text
    assert "3. 关于“2024年的验收报告”：\n经检索，您申请公开的该项政府信息不存在" in text
    first, rest = letter("SEVERAL").remedy
    assert "应当自收到本文书之日起六十日内先向示例市人民政府申请行政复议" in first
    assert rest.startswith("如对本答复的其他内容不服，可以")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "D16",
            "《不动产登记暂行条例》对信息的获取有特别规定的事项。根据《中华人民共和国政府信息公开条例》第三十六条第（七）项",
        ),
        ("D19", "第三十八条的规定，本机关不予提供。\n理由：本机关没有按企业汇总的现成数据。"),
        ("D20", "本机关于2026年5月14日告知您补正。经审查，补正后的申请内容仍不明确"),
        ("D21", "第三十九条第一款的规定，本机关不作为政府信息公开申请处理"),
        ("D22", "第三十九条第二款的规定，本机关不予处理，现予告知。\n获取的途径：可以到示例市图书馆"),
        ("D23", "本机关已于2025年11月3日就您提出的政府信息公开申请作出答复（示数公复〔2025〕88号）"),
        ("D24", "第三十五条的规定，本机关不予处理，现予告知。\n认为理由不合理的原因：所述理由与所申请的信息没有关联。"),
        ("CONFIRMATION", "您要求本机关对您已经获取的政府信息进行确认或者重新出具"),
    ],
)
def test_outcomes_that_give_nothing_say_why(name: str, said: str) -> None:
    content = letter(name)
    assert said in text_of(content)
    notice = name in {"D21", "D22", "D23", "D24", "CONFIRMATION"}
    assert content.title == f"政府信息公开申请{'告知书' if notice else '答复书'}"
