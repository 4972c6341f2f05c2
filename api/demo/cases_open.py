"""Cases left open, one in each open state, so that a list has something to show."""

from api.demo import acts
from api.demo.acts import ACCEPT, APPROVE, ISSUE, confirmed, disclose, draft, search, take
from api.demo.papers_building import AWARD, MAINTENANCE_FUND, PAYMENTS, TENDER
from api.demo.people import organisation, person
from api.demo.script import HANDLER, HANDLER2, Act, Ago, End, SampleCase, Staff
from schemas.applications import WantedForm, WantedRoute
from schemas.vocabulary import ApplicantKind, Channel, FeeBasis, LetterKind, Outcome, Remedy, State

_RECEIPT = (LetterKind.RECEIPT,)
_REVIEWED = (*acts.ACCEPTED, *acts.SEARCHED, *acts.REVIEWED)

REGISTERED = SampleCase(
    key="open-registered",
    shows="网上申请，待双方确认",
    channel=Channel.ONLINE,
    arrived=Ago(1),
    applicant=person("陈范本", "19991111", "0171", email="chen@example.com"),
    asks="申请公开2025年城区老旧小区改造计划的小区名单。",
    script=(),
    end=End(state=State.REGISTERED, letters=(), events=acts.REGISTERED),
)

RECEIVED = SampleCase(
    key="open-received",
    shows="当日收到，待受理",
    channel=Channel.IN_PERSON,
    arrived=Ago(0),
    applicant=person("褚例题", "19870621", "0172", email="chu@example.com"),
    asks="申请公开学府街地下通道的施工图审查合格书。",
    script=(),
    end=End(state=State.RECEIVED, letters=_RECEIPT, events=(*acts.REGISTERED, *acts.RECEIVED)),
)

AWAITING_CORRECTION = SampleCase(
    key="open-awaiting-correction",
    shows="待申请人补正",
    channel=Channel.POST_SIGNED,
    arrived=Ago(4),
    applicant=organisation(ApplicantKind.RESEARCH, "示例建筑科学研究院", "0212", email="lab@example.com"),
    asks="申请公开历年抽检数据。",
    form=WantedForm.PAPER,
    route=WantedRoute.POST,
    script=(
        take(
            HANDLER,
            "request_correction",
            items=("请写明抽检的材料种类、年份和区域。",),
            guidance="抽检结果按年度分种类汇总，建议按“年份＋材料”描述。",
            notified_on=Ago(2),
        ),
    ),
    end=End(
        state=State.AWAITING_CORRECTION,
        letters=(LetterKind.RECEIPT, LetterKind.CORRECTION_NOTICE),
        events=(*acts.REGISTERED, *acts.RECEIVED, *acts.CORRECTION),
    ),
)

AWAITING_PAYMENT = SampleCase(
    key="open-awaiting-payment",
    shows="待申请人缴费，页数按审查结果计",
    channel=Channel.IN_PERSON,
    arrived=Ago(5),
    applicant=organisation(ApplicantKind.BUSINESS, "样本造价咨询有限公司", "0320", email="cost@example.com"),
    asks="申请公开滨河路综合管廊工程计量支付证书的纸质复印件。",
    form=WantedForm.PAPER,
    route=WantedRoute.PICK_UP,
    script=(
        ACCEPT,
        *search("在工程档案中按年度汇集月度计量支付证书。", PAYMENTS),
        *disclose(PAYMENTS),
        take(
            HANDLER,
            "notify_fee",
            basis=FeeBasis.PER_PAGE,
            how_to_pay="凭本通知书到市政务服务中心非税窗口缴纳。",
            notified_on=Ago(2),
            served_on=Ago(1),
        ),
    ),
    end=End(
        state=State.AWAITING_PAYMENT,
        letters=(LetterKind.RECEIPT, LetterKind.FEE_NOTICE),
        events=(*acts.BEGUN, *acts.SEARCHED, *acts.REVIEWED, "fee_notified", "letter_issued"),
        fee=60,
    ),
)

PROCESSING = SampleCase(
    key="open-processing",
    shows="办理中，已临期提醒，待审查",
    channel=Channel.FAX,
    arrived=Ago(17),
    applicant=organisation(ApplicantKind.OTHER, "金桂苑业主委员会", "0513", address="示例市城北区金桂路20号"),
    asks="申请公开金桂苑3号楼维修资金使用备案和电梯更新的招标资料。",
    script=(
        confirmed("传真收到后次日电话确认", Ago(16)),
        take(HANDLER, "assign", handler=Staff(HANDLER2)),
        take(HANDLER2, "accept"),
        *search("在维修资金管理系统和工程档案中检索。", MAINTENANCE_FUND, TENDER, actor=HANDLER2),
    ),
    end=End(
        state=State.PROCESSING,
        letters=_RECEIPT,
        events=(
            *acts.REGISTERED,
            *acts.RECEIVED,
            "handler_assigned",
            *acts.ACCEPTED,
            *acts.SEARCHED,
        ),
    ),
)


def _answering(paper_search: tuple[Act, ...], review: tuple[Act, ...], *rest: Act) -> tuple[Act, ...]:
    return (ACCEPT, *paper_search, *review, draft(Outcome.DISCLOSED), *rest)


AWAITING_APPROVAL = SampleCase(
    key="open-awaiting-approval",
    shows="已拟稿，待审批",
    channel=Channel.ORAL,
    arrived=Ago(7),
    applicant=person("卫样品", "19550430", "0173"),
    asks="（工作人员代填）申请公开幸福里小区改造工程中标单位和中标价。",
    form=WantedForm.PAPER,
    route=WantedRoute.PICK_UP,
    script=_answering(search("在工程档案中查找中标通知书。", AWARD), disclose(AWARD)),
    end=End(
        state=State.AWAITING_APPROVAL,
        letters=_RECEIPT,
        events=(*acts.REGISTERED, *acts.RECEIVED, *_REVIEWED, *acts.DRAFTED),
    ),
)

APPROVED = SampleCase(
    key="open-approved",
    shows="已审批，待制发",
    channel=Channel.POST_ORDINARY,
    arrived=Ago(9),
    applicant=person("蒋示意", "19740712", "0174", address="示例市城西区样本花园15号"),
    asks="申请公开幸福里小区改造工程的评标办法。",
    form=WantedForm.PAPER,
    route=WantedRoute.POST,
    script=(
        confirmed("收到平信当日电话确认", Ago(9)),
        *_answering(search("评标办法载于招标文件第三章，取招标文件一份。", TENDER), disclose(TENDER), APPROVE),
    ),
    end=End(
        state=State.APPROVED,
        letters=_RECEIPT,
        events=(*acts.REGISTERED, *acts.RECEIVED, *_REVIEWED, *acts.DRAFTED, *acts.APPROVED),
    ),
)

ISSUED = SampleCase(
    key="open-issued",
    shows="已制发，待送达",
    channel=Channel.IN_PERSON,
    arrived=Ago(10),
    applicant=organisation(ApplicantKind.BUSINESS, "示例电梯工程有限公司", "0315", email="lift@example.com"),
    asks="申请公开金桂苑3号楼电梯更新维修资金使用备案通知。",
    script=_answering(
        search("在维修资金管理系统以“金桂苑”检索。", MAINTENANCE_FUND), disclose(MAINTENANCE_FUND), APPROVE, ISSUE
    ),
    end=End(
        state=State.ISSUED,
        remedy=Remedy.EITHER,
        letters=acts.RECEIPT_AND_REPLY,
        events=(*acts.REGISTERED, *acts.RECEIVED, *_REVIEWED, *acts.DRAFTED, *acts.APPROVED, *acts.ISSUED),
    ),
)

CASES = (REGISTERED, RECEIVED, AWAITING_CORRECTION, AWAITING_PAYMENT, PROCESSING, AWAITING_APPROVAL, APPROVED, ISSUED)
