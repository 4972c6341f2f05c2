"""Cases in which a third party is asked (art. 32): heeded in part, overridden, silent; each day counted anew."""

from api.demo import acts
from api.demo.acts import ACCEPT, as_pages_say, deliver, disclose, draft, issue, proposed, search, send_back, take
from api.demo.papers import Paper
from api.demo.papers_building import AWARD
from api.demo.papers_shared import BID, GAS_SAFETY, LEASES, UNIT_PRICES
from api.demo.people import organisation, person
from api.demo.script import HANDLER, HEAD, REVIEWER, Ago, Blacken, Decide, Doc, SampleCase, Say, Take
from schemas.applications import WantedForm, WantedRoute
from schemas.pages import PersonalKind
from schemas.vocabulary import (
    ApplicantKind,
    Channel,
    DeliveryMethod,
    DisclosureForm,
    Ground,
    LetterKind,
    Outcome,
    Position,
    Remedy,
    ReviewResult,
    Weight,
)

_PROTECTED = "授权代表的身份号码和手机号码属于个人隐私；分项综合单价和施工工法属于商业秘密，权利人不同意公开。"


def _asked(paper: Paper, party: dict[str, str], concerns: str, on: Ago) -> Take:
    documents = (Doc(paper.name),)
    return take(HANDLER, "consult_third_party", party=party, documents=documents, concerns=concerns, sent_on=on)


def _delivered(method: DeliveryMethod, proof: str, on: Ago) -> Take:
    return take(HANDLER, "record_consultation_delivery", consultation="c1", method=method, proof=proof, delivered_on=on)


def _answered(paper: Paper, position: Position, content: str, on: Ago) -> Take:
    said = ({"document": Doc(paper.name), "position": position},)
    return take(HANDLER, "record_opinion", consultation="c1", positions=said, content=content, received_on=on)


def _weighed(actor: str, paper: Paper, weight: Weight, reason: str) -> Take:
    documents = (Doc(paper.name),)
    return take(actor, "weigh_objection", consultation="c1", documents=documents, weight=weight, reason=reason)


PARTLY_HEEDED = SampleCase(
    key="objection-partly-heeded",
    shows="第三方部分不同意，理由成立，逐页遮盖后部分公开",
    channel=Channel.POST_SIGNED,
    arrived=Ago(14),
    applicant=organisation(ApplicantKind.BUSINESS, "示例第三建筑工程有限公司", "0319", address="示例市城南区工匠路5号"),
    asks="申请公开幸福里小区改造工程中标人的投标文件商务部分和中标通知书。",
    form=WantedForm.PAPER,
    route=WantedRoute.POST,
    script=(
        ACCEPT,
        *search("在招标卷中取投标文件商务部分和中标通知书。", BID, AWARD),
        _asked(
            BID,
            {"name": "示例第一建筑工程有限公司", "address": "示例市工业路8号", "phone": "010-55550602"},
            "投标文件商务部分，含投标总报价、分项综合单价和自有工法。",
            Ago(11),
        ),
        _delivered(DeliveryMethod.POST, "EMS EX550000602CN 已签收", Ago(10)),
        _answered(
            BID, Position.OBJECTS_IN_PART, "投标总报价已经公示，可以公开；分项综合单价和自有工法系商业秘密。", Ago(4)
        ),
        _weighed(REVIEWER, BID, Weight.REASONABLE, "分项综合单价和自有工法未公开过，体现企业成本控制能力，理由成立。"),
        Decide(HANDLER, BID.name, accept=False, kinds=(PersonalKind.CREDIT_CODE, PersonalKind.LANDLINE)),
        Decide(HANDLER, BID.name, accept=True),
        Blacken(HANDLER, BID.name, 2, UNIT_PRICES[:-1], Ground.BUSINESS_SECRET),
        Say(HANDLER, BID.name, ReviewResult.DISCLOSE, 1, 2),
        Say(HANDLER, BID.name, ReviewResult.WITHHOLD, 3, 3, (Ground.BUSINESS_SECRET,)),
        proposed(BID, reason=_PROTECTED),
        send_back(BID, "第二页给排水管线的综合单价尚未遮盖。"),
        Blacken(HANDLER, BID.name, 2, UNIT_PRICES[-1:], Ground.BUSINESS_SECRET),
        *as_pages_say(BID, _PROTECTED),
        *disclose(AWARD),
        *issue(
            draft(
                Outcome.PARTLY_DISCLOSED,
                reasons="分项综合单价和自有工法属于第三方的商业秘密，第三方不同意公开且理由成立；授权代表的身份号码和联系方式属于个人隐私。",
            )
        ),
        *deliver(DeliveryMethod.POST, "EMS收寄凭证 EX550000319CN", form=DisclosureForm.PAPER),
    ),
    end=acts.closed(
        Outcome.PARTLY_DISCLOSED,
        *acts.BEGUN,
        *acts.SEARCHED,
        *acts.CONSULTED,
        *acts.HEARD,
        "objection_weighed",
        *acts.SENT_BACK,
        *acts.REVIEWED * 2,
        *acts.ANSWERED,
        letters=acts.RECEIPT_ASKED_REPLY,
        remedy=Remedy.RECONSIDERATION_FIRST_FOR_WITHHELD,
    ),
)

OVERRIDDEN = SampleCase(
    key="objection-overridden",
    shows="第三方不同意，公共利益优先，决定公开并书面告知",
    channel=Channel.IN_PERSON,
    arrived=Ago(12),
    applicant=person("孔范本", "19911117", "0154", email="kong@example.com"),
    asks="申请公开城北片区燃气管道安全评估报告。",
    script=(
        ACCEPT,
        *search("在市政设施档案中检索，得评估报告一份。", GAS_SAFETY),
        _asked(
            GAS_SAFETY,
            {"name": "示例燃气股份有限公司", "address": "示例市城北区能源路1号", "phone": "010-55550603"},
            "贵公司编制的城北片区老旧燃气管道安全评估报告。",
            Ago(10),
        ),
        _delivered(DeliveryMethod.DIRECT, "收件人在送达回证上签名", Ago(9)),
        _answered(GAS_SAFETY, Position.OBJECTS, "报告涉及我公司经营情况，公开会引起用户恐慌，不同意公开。", Ago(5)),
        _weighed(
            HEAD,
            GAS_SAFETY,
            Weight.PUBLIC_INTEREST,
            "高风险路段直接关系沿线居民人身安全，不公开可能对公共利益造成重大影响。",
        ),
        *disclose(GAS_SAFETY),
        *issue(draft(Outcome.DISCLOSED)),
        *deliver(DeliveryMethod.ELECTRONIC, "电子邮件发送回执 demo-0154@example.com"),
    ),
    end=acts.closed(
        Outcome.DISCLOSED,
        *acts.BEGUN,
        *acts.SEARCHED,
        *acts.CONSULTED,
        *acts.HEARD,
        "objection_weighed",
        "letter_issued",
        *acts.REVIEWED,
        *acts.ANSWERED,
        letters=(*acts.RECEIPT_ASKED_REPLY[:3], LetterKind.THIRD_PARTY_DECISION, LetterKind.REPLY),
    ),
)

SILENT = SampleCase(
    key="third-party-silent",
    shows="第三方无法送达，公告后逾期未答，机关决定公开",
    channel=Channel.POST_SIGNED,
    arrived=Ago(33),
    applicant=person("曹例文", "19680909", "0155", address="示例市城东区学府街9号"),
    asks="申请公开城东片区直管公房非住宅租赁的承租人和租金。",
    form=WantedForm.PAPER,
    route=WantedRoute.POST,
    script=(
        ACCEPT,
        *search("在房产经营档案中取2025年度租赁合同汇总表。", LEASES),
        _asked(
            LEASES,
            {"name": "样品文具经营部", "address": "示例市城东区学府街3号"},
            "汇总表中贵方承租房屋的坐落和年租金。",
            Ago(31),
        ),
        take(HANDLER, "record_failed_delivery", consultation="c1", attempted_on=Ago(30), how="邮件因无人签收被退回"),
        take(HANDLER, "record_failed_delivery", consultation="c1", attempted_on=Ago(29), how="上门送达，店铺关闭"),
        _delivered(DeliveryMethod.PUBLIC_NOTICE, "局门户网站公告", Ago(28)),
        Decide(HANDLER, LEASES.name, accept=False),
        *disclose(LEASES),
        *issue(draft(Outcome.DISCLOSED)),
        *deliver(DeliveryMethod.POST, "EMS收寄凭证 EX550000155CN"),
    ),
    end=acts.closed(
        Outcome.DISCLOSED,
        *acts.REGISTERED,
        *acts.RECEIVED,
        *acts.OVERDUE,
        *acts.ACCEPTED,
        *acts.SEARCHED,
        *acts.CONSULTED,
        "consultation_delivery_failed",
        "consultation_delivery_failed",
        "consultation_delivered",
        "consultation_lapsed",
        *acts.REVIEWED,
        *acts.ANSWERED,
        letters=acts.RECEIPT_ASKED_REPLY,
    ),
)

CASES = (PARTLY_HEEDED, OVERRIDDEN, SILENT)
