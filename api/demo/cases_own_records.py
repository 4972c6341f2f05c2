"""Requests for correction of own records (art. 41), one with each outcome."""

from api.demo.acts import take
from api.demo.papers_evidence import HOUSEHOLD
from api.demo.people import person
from api.demo.requests import RequestEnd, SampleRequest
from api.demo.script import APPROVER, HANDLER, Ago, Doc, Take, Upload
from schemas.own_records import OwnRecordOutcome
from schemas.vocabulary import Channel, DeliveryMethod

_RECEIVED = ("request_received",)
_TOLD = ("notice_delivered", "request_closed")
_APPROVE = take(APPROVER, "approve", verdict="approve", comment="同意。")


def _examined(found: str) -> Take:
    return take(HANDLER, "examine", found=found)


def _proposed(outcome: OwnRecordOutcome, **said: str) -> Take:
    return take(HANDLER, "propose", decision={"outcome": outcome, **said})


def _told(proof: str, method: DeliveryMethod = DeliveryMethod.DIRECT) -> tuple[Take, Take]:
    """Carried out, and told to the person."""
    return (take(HANDLER, "carry_out"), take(HANDLER, "record_delivery", method=method, proof=proof))


CORRECTED = SampleRequest(
    key="own-corrected",
    shows="属实，予以更正",
    channel=Channel.IN_PERSON,
    arrived=Ago(6),
    person=person("魏例题", "19870707", "0181", address="示例市城北区金桂苑5号楼"),
    claim="贵局公开的住房保障名册把本人的家庭人口记为一人，实际为三人。",
    evidence="户口簿复印件一份。",
    script=(
        Upload(HANDLER, HOUSEHOLD),
        take(
            HANDLER,
            "examine",
            found="调阅住房保障登记原件，与户口簿复印件核对，登记时漏录两人。",
            documents=(Doc(HOUSEHOLD.name),),
        ),
        _proposed(OwnRecordOutcome.CORRECTED, note="更正后的名册已经在原公开渠道替换。"),
        _APPROVE,
        take(HANDLER, "carry_out", carried_out_on=Ago(1)),
        take(HANDLER, "record_delivery", method=DeliveryMethod.DIRECT, proof="当事人在送达回证上签名"),
    ),
    end=RequestEnd(
        OwnRecordOutcome.CORRECTED,
        (
            *_RECEIVED,
            "records_examined",
            "decision_proposed",
            "decision_approved",
            "decision_carried_out",
            "letter_issued",
            *_TOLD,
        ),
    ),
)

FORWARDED = SampleRequest(
    key="own-forwarded",
    shows="无权更正，转送有权机关",
    channel=Channel.POST_SIGNED,
    arrived=Ago(5),
    person=person("陶范例", "19730303", "0182", address="示例市城南区范例路12号"),
    claim="房屋征收补偿公示中记载的本人身份证件住址有误。",
    evidence="居民身份证复印件一份。",
    script=(
        _examined("公示内容由征收实施单位采集，本机关不保存原始记录。"),
        _proposed(
            OwnRecordOutcome.FORWARDED,
            reasons="该记录由房屋征收部门制作并公示，应当由其更正。",
            agency="示例市房屋征收管理办公室",
            contact="010-55550169",
        ),
        take(APPROVER, "approve", verdict="return", comment="请写明转送依据的职责分工。"),
        _proposed(
            OwnRecordOutcome.FORWARDED,
            reasons="按照职责分工，该记录由房屋征收部门制作、保存并公示，应当由其更正。",
            agency="示例市房屋征收管理办公室",
            contact="010-55550169",
        ),
        _APPROVE,
        *_told("EMS收寄凭证 EX550000182CN", DeliveryMethod.POST),
    ),
    end=RequestEnd(
        OwnRecordOutcome.FORWARDED,
        (
            *_RECEIVED,
            "records_examined",
            "decision_proposed",
            "decision_returned",
            "decision_proposed",
            "decision_approved",
            "decision_carried_out",
            "letter_issued",
            "letter_issued",
            *_TOLD,
        ),
        letters=2,
    ),
)

TOLD_WHERE = SampleRequest(
    key="own-told-where",
    shows="无权更正，告知向有权机关提出",
    channel=Channel.IN_PERSON,
    arrived=Ago(2),
    person=person("姜样张", "19940404", "0183"),
    claim="社会保险缴费记录少记2024年三个月。",
    evidence="工资条三份。",
    script=(
        _proposed(
            OwnRecordOutcome.TOLD_WHERE,
            reasons="社会保险缴费记录由社会保险经办机构保存。",
            agency="示例市社会保险事业管理中心",
        ),
        _APPROVE,
        *_told("当事人在送达回证上签名"),
    ),
    end=RequestEnd(
        OwnRecordOutcome.TOLD_WHERE,
        (*_RECEIVED, "decision_proposed", "decision_approved", "decision_carried_out", "letter_issued", *_TOLD),
    ),
)

NOT_CORRECTED = SampleRequest(
    key="own-not-corrected",
    shows="核实后不予更正",
    channel=Channel.IN_PERSON,
    arrived=Ago(4),
    person=person("戚例证", "19811111", "0184"),
    claim="维修资金使用公示把本人登记为不同意，实际为同意。",
    evidence="本人陈述。",
    script=(
        _examined("调阅表决票原件，该户表决意见为不同意，签名与档案一致。"),
        _proposed(OwnRecordOutcome.NOT_CORRECTED, reasons="经核对表决票原件，公示记载与原件一致。"),
        _APPROVE,
        *_told("当事人在送达回证上签名"),
    ),
    end=RequestEnd(
        OwnRecordOutcome.NOT_CORRECTED,
        (
            *_RECEIVED,
            "records_examined",
            "decision_proposed",
            "decision_approved",
            "decision_carried_out",
            "letter_issued",
            *_TOLD,
        ),
    ),
)

WITHDRAWN = SampleRequest(
    key="own-withdrawn",
    shows="当事人撤回",
    channel=Channel.IN_PERSON,
    arrived=Ago(3),
    person=person("谢示意", "19900202", "0185"),
    claim="轮候序号登记有误。",
    evidence="本人陈述。",
    script=(take(HANDLER, "withdraw", withdrawn_on=Ago(1)),),
    end=RequestEnd(OwnRecordOutcome.WITHDRAWN, (*_RECEIVED, "request_withdrawn", "request_closed"), letters=0),
)

REQUESTS = (CORRECTED, FORWARDED, TOLD_WHERE, NOT_CORRECTED, WITHDRAWN)
