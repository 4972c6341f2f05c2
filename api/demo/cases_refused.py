"""Cases refused on each family of grounds: articles 14, 15, 16(1) and 16(2). Reconsideration comes first."""

from api.demo import acts
from api.demo.acts import ACCEPT, confirmed, deliver, draft, issue, search, withhold
from api.demo.papers_evidence import SIGNED_RETURN
from api.demo.papers_withheld import (
    BID_COSTS,
    CASE_FILE,
    DEFENCE_ANNEX,
    DUTY_ROSTER,
    MINUTES,
    SHELTER_PLAN,
    TENANTS,
    WATER_NETWORK,
)
from api.demo.people import organisation, person
from api.demo.script import Ago, End, SampleCase
from schemas.applications import WantedForm, WantedRoute
from schemas.vocabulary import ApplicantKind, Channel, DeliveryMethod, Ground, Outcome, Remedy, State


def _refused(reviews: int) -> End:
    return End(
        state=State.CLOSED,
        outcome=Outcome.REFUSED,
        remedy=Remedy.RECONSIDERATION_FIRST,
        letters=acts.RECEIPT_AND_REPLY,
        events=(
            *acts.REGISTERED,
            *acts.RECEIVED,
            *acts.ACCEPTED,
            *acts.SEARCHED,
            *acts.REVIEWED * reviews,
            *acts.ANSWERED,
        ),
    )


SECRET = SampleCase(
    key="refused-14",
    shows="不予公开，国家秘密、法律禁止、三安全一稳定",
    channel=Channel.POST_ORDINARY,
    arrived=Ago(7),
    applicant=person("赵示例", "19780512", "0131", address="示例市城北区样本胡同3号"),
    asks="申请公开中心广场地下人防工程平面图、供水主干管网图和军事设施周边建设控制范围附件。",
    form=WantedForm.PAPER,
    route=WantedRoute.POST,
    script=(
        confirmed("收到平信当日电话与申请人确认", Ago(7)),
        ACCEPT,
        *search("在机要档案和市政设施档案中按名称查找，得文件三份。", SHELTER_PLAN, WATER_NETWORK, DEFENCE_ANNEX),
        withhold(SHELTER_PLAN, "该件依法确定为国家秘密，尚在保密期限内。", Ground.STATE_SECRET),
        withhold(WATER_NETWORK, "公开管网坐标和调度参数可能危及公共安全。", Ground.SECURITY_AND_STABILITY),
        withhold(
            DEFENCE_ANNEX, "《中华人民共和国军事设施保护法》禁止公开军事设施的位置和性能。", Ground.FORBIDDEN_BY_LAW
        ),
        *issue(
            draft(
                Outcome.REFUSED,
                reasons="所申请信息分别属于依法确定的国家秘密、法律和行政法规禁止公开以及公开后可能危及公共安全的信息。",
            )
        ),
        *deliver(DeliveryMethod.POST, "挂号信收据 XA550000131"),
    ),
    end=_refused(3),
)

THIRD_PARTY = SampleCase(
    key="refused-15",
    shows="不予公开，商业秘密与个人隐私",
    channel=Channel.IN_PERSON,
    arrived=Ago(10),
    applicant=organisation(ApplicantKind.LEGAL_SERVICE, "示例明理律师事务所", "0411", email="law@example.com"),
    asks="申请公开装配式构件采购投标人的成本分析资料，以及2025年第三季度公租房轮候家庭名册。",
    script=(
        ACCEPT,
        *search("在招标卷和住房保障系统中检索，得成本分析和轮候名册各一份。", BID_COSTS, TENANTS),
        withhold(BID_COSTS, "权利人已采取保密措施，公开会损害其竞争地位。", Ground.BUSINESS_SECRET),
        withhold(TENANTS, "名册载有家庭成员身份、收入和住址。", Ground.PRIVACY),
        *issue(draft(Outcome.REFUSED, reasons="所申请信息涉及第三方的商业秘密和个人隐私，公开会损害第三方合法权益。")),
        *deliver(DeliveryMethod.DIRECT, "申请人的受托律师在送达回证上签名", slip=SIGNED_RETURN),
    ),
    end=_refused(2),
)

INTERNAL = SampleCase(
    key="refused-16-1",
    shows="不予公开，内部事务信息，口头申请",
    channel=Channel.ORAL,
    arrived=Ago(3),
    applicant=person("孙样例", "19510120", "0132"),
    asks="（工作人员代填）申请公开贵局2025年国庆假期值班表和车辆管理安排。",
    form=WantedForm.INSPECTION,
    route=WantedRoute.PICK_UP,
    script=(
        ACCEPT,
        *search("在办公室内部文件中按“值班”“车辆”查找，得安排一份。", DUTY_ROSTER),
        withhold(DUTY_ROSTER, "属于后勤管理和内部工作流程方面的信息。", Ground.INTERNAL_AFFAIRS),
        *issue(draft(Outcome.REFUSED, reasons="所申请信息属于机关内部后勤管理信息，不对外产生影响。")),
        *deliver(DeliveryMethod.DIRECT, "申请人当面签收"),
    ),
    end=_refused(1),
)

PROCESS = SampleCase(
    key="refused-16-2",
    shows="不予公开，过程性信息与行政执法案卷，传真申请",
    channel=Channel.FAX,
    arrived=Ago(8),
    applicant=organisation(ApplicantKind.OTHER, "样本路街道商户联合会", "0511", address="示例市城南区样本路8号"),
    asks="申请公开研究旧城更新实施时序的会议纪要，以及样本路8号工地执法案卷中的调查笔录。",
    form=WantedForm.PAPER,
    route=WantedRoute.POST,
    script=(
        confirmed("传真收到后与联系人电话确认", Ago(7)),
        ACCEPT,
        *search("在会议纪要汇编和行政处罚案卷目录中检索，得纪要、笔录各一份。", MINUTES, CASE_FILE),
        withhold(MINUTES, "属于决策前的讨论记录，事项尚未确定。", Ground.PROCESS_INFORMATION),
        withhold(CASE_FILE, "属于行政执法案卷信息，案件尚在办理。", Ground.ENFORCEMENT_FILE),
        *issue(
            draft(
                Outcome.REFUSED, reasons="所申请信息属于讨论记录和行政执法案卷信息，没有法律、法规、规章规定应当公开。"
            )
        ),
        *deliver(DeliveryMethod.POST, "EMS收寄凭证 EX550000511CN"),
    ),
    end=_refused(2),
)

CASES = (SECRET, THIRD_PARTY, INTERNAL, PROCESS)
