"""Invented orders and parties; a test changes what it is about."""

from datetime import date
from uuid import UUID

from schemas.decisions import AlreadyPublic, Decision, Disclosed, NotFound, NotThisAgency, PartlyDisclosed, Refused
from schemas.letters import Finding, LetterOrder, LetterParties
from schemas.vocabulary import Channel, Ground, LetterKind, Outcome, Remedy, ReviewResult, StatuteId

TENDER, CONTRACT, MINUTES = (UUID(int=n) for n in (11, 12, 13))
NUMBER = "示数公复〔2026〕12号"

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

DECISIONS: dict[Outcome, Decision] = {
    Outcome.ALREADY_PUBLIC: AlreadyPublic(where="请登录示例市人民政府网站查询。"),
    Outcome.DISCLOSED: Disclosed(note="纸质文本可以于2026年6月10日到本机关领取。"),
    Outcome.PARTLY_DISCLOSED: PartlyDisclosed(reasons="分项报价公开后会损害中标企业的竞争地位。"),
    Outcome.REFUSED: Refused(reasons="会议记录载有尚在讨论的意见。"),
    Outcome.NOT_FOUND: NotFound(reasons="该项目已于2024年停止。"),
    Outcome.NOT_THIS_AGENCY: NotThisAgency(
        reasons="该信息由示例市规划局制作。", right_agency="示例市规划局", contact="电话010-1111"
    ),
}
_FINDINGS = {
    Outcome.DISCLOSED: (GIVEN,),
    Outcome.PARTLY_DISCLOSED: (GIVEN, REDACTED, WITHHELD),
    Outcome.REFUSED: (WITHHELD,),
}
_REMEDIES = {
    Outcome.PARTLY_DISCLOSED: Remedy.RECONSIDERATION_FIRST_FOR_WITHHELD,
    Outcome.REFUSED: Remedy.RECONSIDERATION_FIRST,
}

ORDER = LetterOrder(
    case_id=UUID(int=1),
    agency_id=UUID(int=2),
    key="application/1/letter/reply/1",
    kind=LetterKind.RECEIPT,
    dated=date(2026, 6, 8),
    recorded_on=date(2026, 6, 8),
    channel=Channel.ONLINE,
    arrived_on=date(2026, 5, 8),
    received_on=date(2026, 5, 11),
    how_confirmed="电话确认",
    due_on=date(2026, 6, 8),
    statute=StatuteId.CN_OGI_2019,
)
CORRECTION = ORDER.model_copy(
    update={
        "kind": LetterKind.CORRECTION_NOTICE,
        "dated": date(2026, 4, 28),
        "recorded_on": date(2026, 4, 28),
        "received_on": date(2026, 4, 20),
        "items": ("请写明合同的名称或者签订年份", "请写明获取信息的具体方式"),
        "guidance": "可以写明文号或者便于查询的其他特征。",
        "notified_on": date(2026, 4, 28),
        "respond_by": date(2026, 5, 15),
    }
)
ABANDONMENT = CORRECTION.model_copy(
    update={
        "kind": LetterKind.ABANDONMENT,
        "dated": date(2026, 5, 18),
        "recorded_on": date(2026, 5, 18),
        "finding": "经电话联系，申请人表示不再补正。",
        "remedy": Remedy.EITHER,
    }
)
WITHDRAWAL = ORDER.model_copy(update={"kind": LetterKind.WITHDRAWAL, "withdrawn_on": date(2026, 6, 5)})

PARTIES = LetterParties(
    agency="示例市数据局",
    code="示数公",
    contact="示例市数据局政府信息公开办公室，电话010-0000",
    reconsideration_body="示例市人民政府",
    court="示例市中级人民法院",
    applicant="王小明",
    description="2025年机房改造项目的招标文件、合同和会议记录",
    reference="2026-0012",
    delivery_form="电子邮件",
    titles={TENDER: "机房改造项目招标文件", CONTRACT: "机房改造项目合同", MINUTES: "机房改造项目会议记录"},
)


def reply(outcome: Outcome, **changed: object) -> LetterOrder:
    """A complete reply of this outcome, received 2026-05-11 and dated 2026-06-08."""
    usual = {
        "kind": LetterKind.REPLY,
        "decision": DECISIONS[outcome],
        "findings": _FINDINGS.get(outcome, ()),
        "search": "以“机房改造”为关键词检索了档案系统和公文系统",
        "remedy": _REMEDIES.get(outcome, Remedy.EITHER),
    }
    return ORDER.model_copy(update={**usual, **changed})


def parties(**changed: object) -> LetterParties:
    return LetterParties.model_validate({**PARTIES.model_dump(), **changed})


EVERY_LETTER = (
    ORDER,
    CORRECTION,
    ABANDONMENT,
    WITHDRAWAL,
    *(reply(outcome) for outcome in DECISIONS),
)
