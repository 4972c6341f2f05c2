"""Invented parts of orders: the parties, what was found and decided, what the case went through."""

from datetime import date
from uuid import UUID

from schemas.case_parts import (
    Consultation,
    Earlier,
    Excess,
    Extension,
    Fee,
    OwnSearch,
    Referral,
    SearchAnswer,
    SearchRound,
)
from schemas.decisions import (
    AlreadyPublic,
    ConfirmationSought,
    Decision,
    Disclosed,
    Excessive,
    Item,
    NeedsMaking,
    NotFound,
    NotThisAgency,
    PartlyDisclosed,
    Petition,
    Publication,
    Refused,
    Repeated,
    Several,
    SpecialRegister,
    StillUnclear,
)
from schemas.events_search import UnfiledFound
from schemas.letters import Finding, FormEntries, LetterParties
from schemas.vocabulary import ConsultationKind, FeeBasis, Ground, Outcome, ReferredTo, ReviewResult

TENDER, CONTRACT, MINUTES = (UUID(int=n) for n in (11, 12, 13))

GIVEN = Finding(document_id=TENDER, result=ReviewResult.DISCLOSE)
REDACTED = Finding(
    document_id=CONTRACT,
    result=ReviewResult.PARTIAL,
    grounds=(Ground.BUSINESS_SECRET,),
    reason="分项报价属于中标企业的商业秘密",
)
WITHHELD = Finding(
    document_id=MINUTES, result=ReviewResult.WITHHOLD, grounds=(Ground.PROCESS_INFORMATION,), reason="属于讨论记录"
)
SECRET = Finding(
    document_id=CONTRACT,
    result=ReviewResult.WITHHOLD,
    grounds=(Ground.BUSINESS_SECRET,),
    reason="全文属于中标企业的技术秘密",
)

PARTIES = LetterParties(
    agency="示例市数据局",
    code="示数公",
    contact="示例市数据局政府信息公开办公室，电话010-0000",
    reconsideration_body="示例市人民政府",
    court="示例市中级人民法院",
    applicant="王小明",
    description="2025年机房改造项目的招标文件、合同和会议记录",
    reference="示数公申〔2026〕12号",
    delivery_form="纸质",
    titles={TENDER: "机房改造项目招标文件", CONTRACT: "机房改造项目合同", MINUTES: "机房改造项目会议记录"},
    third_party="示例市启明科技有限公司",
    staff={UUID(int=31): "赵敏"},
    status_code="K7QM-3X9D-0TRZ",
    status_page="https://sq.example.gov.cn/status",
    form=FormEntries(
        identity="居民身份证 110101199003070011", contact="电话：010-55550123；地址：示例市长安街1号", route="邮寄"
    ),
)

DECISIONS: dict[Outcome, Decision] = {
    Outcome.ALREADY_PUBLIC: AlreadyPublic(where="请登录示例市人民政府网站查询。"),
    Outcome.DISCLOSED: Disclosed(note="该信息自2026年6月10日起可以到本机关领取。"),
    Outcome.PARTLY_DISCLOSED: PartlyDisclosed(reasons="分项报价公开后会损害中标企业的竞争地位。"),
    Outcome.REFUSED: Refused(reasons="会议记录载有尚在讨论的意见。"),
    Outcome.SPECIAL_REGISTER: SpecialRegister(
        law="《不动产登记暂行条例》", where="请向示例市不动产登记中心申请查询，地址：示例市和平路8号。"
    ),
    Outcome.NOT_FOUND: NotFound(reasons="该项目已于2024年停止。"),
    Outcome.NOT_THIS_AGENCY: NotThisAgency(
        reasons="该信息由规划部门制作。", right_agency="示例市规划局", contact="电话010-1111"
    ),
    Outcome.NEEDS_MAKING: NeedsMaking(reasons="本机关没有按企业汇总的现成数据。"),
    Outcome.STILL_UNCLEAR: StillUnclear(reasons="补正后仍未写明项目的名称和年份。"),
    Outcome.PETITION: Petition(reasons="所提内容是对施工扰民的投诉。", right_channel="请拨打示例市12345热线。"),
    Outcome.REPEATED: Repeated(earlier_case=UUID(int=21), reasons="两次申请的内容相同。"),
    Outcome.PUBLICATION: Publication(where="可以到示例市图书馆查阅《示例市人民政府公报》。"),
    Outcome.EXCESSIVE: Excessive(reasons="所述理由与所申请的信息没有关联。"),
    Outcome.CONFIRMATION_SOUGHT: ConfirmationSought(reasons="所要求确认的批复已于2025年3月提供。"),
}
ITEMS = Several(
    items=(
        Item(asked="招标文件全文", decision=Disclosed(), documents=(TENDER,)),
        Item(asked="会议记录全文", decision=Refused(reasons="尚在讨论。"), documents=(MINUTES,)),
        Item(asked="2024年的验收报告", decision=NotFound()),
    )
)

EARLIER = Earlier(case_id=UUID(int=21), number="示数公复〔2025〕88号", dated=date(2025, 11, 3))
EXCESS = Excess(
    counted="自2026年1月1日以来，共提出政府信息公开申请126件，其中5月提出48件",
    notified_on=date(2026, 5, 14),
    respond_by=date(2026, 5, 25),
    received_on=date(2026, 5, 20),
    reasonable=True,
    finding="所申请的信息均与正在进行的学术研究有关。",
)
EXTENSION = Extension(
    working_days=15,
    reason="需要检索的档案数量较大。",
    proposed_by=UUID(int=31),
    consented_by=UUID(int=32),
    notified_on=date(2026, 6, 4),
)
FEE = Fee(
    basis=FeeBasis.PER_ITEM,
    quantity=8,
    before=27,
    amount=2300,
    how_to_pay="请持本通知书到示例市政务服务大厅缴费，或者通过示例市非税收入缴款平台缴纳。",
    notified_on=date(2026, 6, 3),
    served_on=date(2026, 6, 5),
    payable_until=date(2026, 7, 6),
    open_until=date(2026, 7, 6),
)
CONSULTATION = Consultation(
    id="1",
    kind=ConsultationKind.THIRD_PARTY,
    party_id=UUID(int=41),
    documents=(CONTRACT,),
    concerns="合同附件中的分项报价和技术方案。",
    sent_on=date(2026, 5, 18),
    delivered_on=date(2026, 5, 20),
    answered_on=date(2026, 6, 3),
)
REFERRAL = Referral(
    id="1",
    to=ReferredTo.SECRECY_ADMINISTRATION,
    department="示例市国家保密局",
    documents=(MINUTES,),
    doubt="会议记录中涉及的机房位置是否属于国家秘密。",
    own_view="机房位置未曾确定密级，拟予公开。",
    sent_on=date(2026, 5, 18),
)
PER_PAGE = FEE.model_copy(
    update={"basis": FeeBasis.PER_PAGE, "quantity": 250, "before": 0, "amount": 4700, "served_on": None}
)
OWN_SEARCHES = (
    OwnSearch(
        how="在公文系统中以“机房改造”检索了2024年至2025年的收发文。",
        found=2,
        recorded_on=date(2026, 5, 12),
        by=UUID(int=31),
    ),
    OwnSearch(how="查阅了2023年的纸质收文登记簿。", found=0, recorded_on=date(2026, 5, 19), by=UUID(int=32)),
)
_ASKED = SearchRound(
    id="s1",
    department="信息化科",
    sought="2025年机房改造项目的招标文件、合同",
    asked_on=date(2026, 5, 11),
    due_on=date(2026, 5, 15),
    by=UUID(int=31),
)
ROUNDS = (
    _ASKED.model_copy(
        update={
            "answered": True,
            "reminded_on": date(2026, 5, 14),
            "answers": (
                SearchAnswer(answered_on=date(2026, 5, 14), searched_by="科长", how="查阅了项目档案第3至7盒", found=3),
                SearchAnswer(
                    answered_on=date(2026, 5, 15),
                    searched_by="档案管理员",
                    how="查阅了保密柜登记表",
                    found=0,
                    unfiled=(UnfiledFound(document_id=UUID(int=61), note="密件登记2025-007号", pages=12),),
                ),
            ),
        }
    ),
    _ASKED.model_copy(
        update={
            "id": "s2",
            "department": "示例市机关事务服务中心",
            "answered": True,
            "overdue_on": date(2026, 5, 16),
            "answers": (
                SearchAnswer(
                    answered_on=date(2026, 5, 18),
                    searched_by="办公室主任",
                    how="以项目名称检索了合同台账",
                    found=0,
                    none_because="该中心未参与该项目",
                ),
            ),
        }
    ),
    _ASKED.model_copy(
        update={
            "id": "s3",
            "department": "财务科",
            "withdrawn_on": date(2026, 5, 13),
            "withdrawn_because": "申请人说明不需要付款凭证",
        }
    ),
    _ASKED.model_copy(
        update={"id": "s4", "department": "法规科", "asked_on": date(2026, 5, 20), "due_on": date(2026, 5, 22)}
    ),
)
