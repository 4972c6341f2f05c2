"""Cases refused under articles 15 and 16, and what may follow a refusal: filing, re-assessment, publication."""

from api.demo import acts
from api.demo.acts import ACCEPT, ISSUE, SIGNED, confirmed, deliver, draft, refuse, search, take, withhold
from api.demo.papers_evidence import SIGNED_RETURN
from api.demo.papers_withheld import BID_COSTS, DUTY_ROSTER, MINUTES, TENANTS
from api.demo.people import organisation, person
from api.demo.script import CHIEF, HANDLER, HEAD, REVIEWER, Ago, Doc, SampleCase, Staff
from schemas.applications import WantedForm, WantedRoute
from schemas.vocabulary import (
    ApplicantKind,
    Channel,
    DeliveryMethod,
    Ground,
    Outcome,
    Remedy,
    Weight,
)

FIRST = Remedy.RECONSIDERATION_FIRST

THIRD_PARTY = SampleCase(
    key="refused-third-party",
    shows="不予公开：商业秘密、个人隐私，第三方异议成立",
    channel=Channel.IN_PERSON,
    arrived=Ago(10),
    applicant=organisation(ApplicantKind.LEGAL_SERVICE, "示例明理律师事务所", "0411", email="law@example.com"),
    asks="申请公开装配式构件采购投标人的成本分析资料，以及2025年第三季度公租房轮候家庭名册。",
    script=(
        ACCEPT,
        *search("在招标卷和住房保障系统中检索，得成本分析和轮候名册各一份。", BID_COSTS, TENANTS),
        take(
            HANDLER,
            "consult_third_party",
            party={"name": "样本构件科技有限公司", "address": "示例市高新区样本路66号", "phone": "010-55550601"},
            documents=(Doc(BID_COSTS.name),),
            concerns="贵公司随投标文件提交的成本构成和工艺参数。",
            sent_on=Ago(8),
        ),
        take(
            HANDLER,
            "record_consultation_delivery",
            consultation="c1",
            delivered_on=Ago(7),
            method=DeliveryMethod.POST,
            proof="EMS EX550000601CN 已签收",
        ),
        take(
            HANDLER,
            "record_opinion",
            consultation="c1",
            received_on=Ago(3),
            positions=({"document": Doc(BID_COSTS.name), "position": "objects"},),
            content="成本构成和蒸养、灌浆参数系我公司自主研发，从未公开并采取了保密措施，不同意公开。",
        ),
        take(
            REVIEWER,
            "weigh_objection",
            consultation="c1",
            documents=(Doc(BID_COSTS.name),),
            weight=Weight.REASONABLE,
            reason="有关数据未公开过，权利人采取了保密措施并具有商业价值，理由成立。",
        ),
        *withhold(BID_COSTS, "权利人已采取保密措施，公开会损害其竞争地位。", Ground.BUSINESS_SECRET),
        *withhold(TENANTS, "名册载有家庭成员身份、收入和住址。", Ground.PRIVACY),
        *refuse(draft(Outcome.REFUSED, reasons="所申请信息涉及第三方的商业秘密和个人隐私，公开会损害第三方合法权益。")),
        *deliver(DeliveryMethod.DIRECT, "申请人的受托律师在送达回证上签名", slip=SIGNED_RETURN),
    ),
    end=acts.closed(
        Outcome.REFUSED,
        *acts.BEGUN,
        *acts.SEARCHED,
        *acts.CONSULTED,
        *acts.HEARD,
        "objection_weighed",
        *acts.REVIEWED * 2,
        *acts.REFUSED,
        letters=acts.RECEIPT_ASKED_REPLY,
        remedy=FIRST,
    ),
)

INTERNAL = SampleCase(
    key="refused-internal",
    shows="不予公开：内部事务信息，口头申请，委托审批",
    channel=Channel.ORAL,
    arrived=Ago(3),
    applicant=person("孙样例", "19510120", "0132"),
    asks="（工作人员代填）申请公开贵局2025年国庆假期值班表和车辆管理安排。",
    form=WantedForm.INSPECTION,
    route=WantedRoute.PICK_UP,
    script=(
        ACCEPT,
        *search("在办公室内部文件中按“值班”“车辆”查找，得安排一份。", DUTY_ROSTER),
        *withhold(DUTY_ROSTER, "属于后勤管理和内部工作流程方面的信息。", Ground.INTERNAL_AFFAIRS),
        draft(Outcome.REFUSED, reasons="所申请信息属于机关内部后勤管理信息，不对外产生影响。"),
        *SIGNED[:2],
        take(CHIEF, "delegate_approval", to=Staff(HEAD), reason="外出参加会议，委托办公室主任审批"),
        take(HEAD, "approve_reply", verdict="approve", comment="受委托审批，同意。"),
        ISSUE,
        *deliver(DeliveryMethod.DIRECT, "申请人当面签收"),
    ),
    end=acts.closed(
        Outcome.REFUSED,
        *acts.BEGUN,
        *acts.SEARCHED,
        *acts.REVIEWED,
        *acts.DRAFTED,
        *acts.APPROVED * 2,
        "approval_delegated",
        *acts.APPROVED,
        *acts.ISSUED,
        *acts.DELIVERED,
        remedy=FIRST,
    ),
)

PROCESS = SampleCase(
    key="refused-process",
    shows="不予公开：过程性信息，备案，复核后主动公开",
    channel=Channel.FAX,
    arrived=Ago(8),
    applicant=organisation(ApplicantKind.OTHER, "样本路街道商户联合会", "0511", address="示例市城南区样本路8号"),
    asks="申请公开研究旧城更新实施时序的会议纪要。",
    form=WantedForm.PAPER,
    route=WantedRoute.POST,
    script=(
        confirmed("传真收到后与联系人电话确认", Ago(7)),
        ACCEPT,
        *search("在会议纪要汇编中检索，得纪要一份。", MINUTES),
        *withhold(MINUTES, "属于决策前的讨论记录，事项尚未确定。", Ground.PROCESS_INFORMATION),
        *refuse(draft(Outcome.REFUSED, reasons="所申请信息属于讨论记录，没有法律、法规、规章规定应当公开。")),
        *deliver(DeliveryMethod.POST, "EMS收寄凭证 EX550000511CN"),
        take(HANDLER, "file_refusal", authority="示例市人民政府办公室", number="示公备〔样例〕8号"),
        take(
            REVIEWER,
            "reassess_document",
            document=Doc(MINUTES.name),
            disclose=True,
            finding="实施时序经局长办公会议定并向社会公布，公开会议纪要不再影响决策。",
        ),
        take(
            HANDLER,
            "convert_to_proactive",
            documents=(Doc(MINUTES.name),),
            proposed_by_applicant=False,
            where="局门户网站“政府信息公开—重大决策”栏目",
        ),
    ),
    end=acts.closed(
        Outcome.REFUSED,
        *acts.BEGUN,
        *acts.SEARCHED,
        *acts.REVIEWED,
        *acts.REFUSED,
        "refusal_filed",
        "document_reassessed",
        "information_published",
        remedy=FIRST,
    ),
)

CASES = (THIRD_PARTY, INTERNAL, PROCESS)
