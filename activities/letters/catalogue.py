"""The documents there are templates for: their names, which letter takes which, whom it is addressed to."""

from functools import cache
from importlib.resources import files

from schemas.decisions import Several
from schemas.letters import LetterOrder, LetterParties
from schemas.vocabulary import LetterKind, Outcome

LABELS = {
    "D1": ("政府信息公开申请表", "Application form"),
    "D2": ("登记回执", "Receipt"),
    "D3": ("补正告知书", "Correction notice"),
    "D4": ("说明理由告知书", "Request for reasons"),
    "D5": ("延迟答复告知书", "Notice of a delayed reply"),
    "D6": ("延期答复告知书", "Extension notice"),
    "D7": ("第三方意见征询书", "Consultation of a third party"),
    "D8": ("征求意见告知书（给申请人）", "Notice of a consultation, to the applicant"),
    "D9": ("征求意见函（给其他机关）", "Consultation of another agency"),
    "D10": ("决定公开告知第三方书", "Decision to disclose, to the third party"),
    "D11": ("报请确定公函", "Referral for determination"),
    "D12": ("收费通知书", "Fee notice"),
    "D13": ("答复书（已主动公开、予以公开）", "Reply: already public, disclosed"),
    "D14": ("答复书（部分公开）", "Reply: partly disclosed"),
    "D15": ("答复书（不予公开）", "Reply: refused"),
    "D16": ("答复书（行政查询事项）", "Reply: special access rules"),
    "D17": ("答复书（信息不存在）", "Reply: does not exist"),
    "D18": ("答复书（不属于本机关公开）", "Reply: not this agency"),
    "D19": ("答复书（需要加工、分析）", "Reply: would have to be made"),
    "D20": ("答复书（补正后仍不明确）", "Reply: still unclear"),
    "D21": ("告知书（信访、投诉、举报）", "Notice: petition, complaint, report"),
    "D22": ("告知书（公开出版物）", "Notice: published works"),
    "D23": ("告知书（重复申请）", "Notice: repeated"),
    "D24": ("告知书（无正当理由大量反复申请）", "Notice: excessive"),
    "D25": ("视为放弃申请告知书（未补正）", "Notice: abandoned, not corrected"),
    "D26": ("视为放弃申请告知书（未缴费）", "Notice: abandoned, fee not paid"),
    "D27": ("更正告知书、转送函", "Correction of own records"),
    "D28": ("送达回证", "Proof of service"),
    "D29": ("撤回确认书", "Withdrawal confirmation"),
    "CONFIRMATION": ("告知书（要求确认或者重新出具）", "Notice: confirmation sought"),
    "JOINDER": ("并案办理告知书", "Notice of joinder"),
    "SEVERAL": ("答复书（多项内容）", "Reply to several items"),
    "SEARCH": ("检索记录", "Search record"),
}
"""Every template by name, in Chinese and English; the name is that of its file."""

_OF_KIND = {
    LetterKind.APPLICATION_FORM: "D1",
    LetterKind.RECEIPT: "D2",
    LetterKind.CORRECTION_NOTICE: "D3",
    LetterKind.REASONS_REQUEST: "D4",
    LetterKind.DELAY_NOTICE: "D5",
    LetterKind.EXTENSION_NOTICE: "D6",
    LetterKind.THIRD_PARTY_CONSULTATION: "D7",
    LetterKind.CONSULTATION_NOTICE: "D8",
    LetterKind.AGENCY_CONSULTATION: "D9",
    LetterKind.THIRD_PARTY_DECISION: "D10",
    LetterKind.REFERRAL: "D11",
    LetterKind.FEE_NOTICE: "D12",
    LetterKind.ABANDONMENT: "D25",
    LetterKind.FEE_ABANDONMENT: "D26",
    LetterKind.OWN_RECORD: "D27",
    LetterKind.PROOF_OF_SERVICE: "D28",
    LetterKind.WITHDRAWAL: "D29",
    LetterKind.JOINDER: "JOINDER",
    LetterKind.SEARCH_RECORD: "SEARCH",
}
_OF_OUTCOME = {
    Outcome.ALREADY_PUBLIC: "D13",
    Outcome.DISCLOSED: "D13",
    Outcome.PARTLY_DISCLOSED: "D14",
    Outcome.REFUSED: "D15",
    Outcome.SPECIAL_REGISTER: "D16",
    Outcome.NOT_FOUND: "D17",
    Outcome.NOT_THIS_AGENCY: "D18",
    Outcome.NEEDS_MAKING: "D19",
    Outcome.STILL_UNCLEAR: "D20",
    Outcome.PETITION: "D21",
    Outcome.PUBLICATION: "D22",
    Outcome.REPEATED: "D23",
    Outcome.EXCESSIVE: "D24",
    Outcome.CONFIRMATION_SOUGHT: "CONFIRMATION",
}
_NOTICES = {"D21", "D22", "D23", "D24", "CONFIRMATION"}
_FORMS = {LetterKind.APPLICATION_FORM, LetterKind.PROOF_OF_SERVICE, LetterKind.SEARCH_RECORD}
_ACTS = {
    LetterKind.ABANDONMENT: "决定",
    LetterKind.FEE_ABANDONMENT: "决定",
    LetterKind.THIRD_PARTY_DECISION: "决定",
}


def template_of(order: LetterOrder) -> str:
    """The name of the template a letter takes; a reply takes that of its decision."""
    if order.kind is not LetterKind.REPLY:
        return _OF_KIND[order.kind]
    if isinstance(order.decision, Several):
        return "SEVERAL"
    return _OF_OUTCOME[order.decision.outcome] if order.decision else "D13"


def act_of(order: LetterOrder) -> str | None:
    """What the remedy notice calls the letter; None for intermediate notices and the applicant's own acts, which
    cannot be contested by themselves (国办函〔2021〕132号 art. 3(1))."""
    if order.kind is LetterKind.REPLY:
        return "告知书" if template_of(order) in _NOTICES else "答复"
    return _ACTS.get(order.kind)


def addressee_of(order: LetterOrder, parties: LetterParties) -> str | None:
    """Who is written to; None where a letter is a form and speaks to nobody."""
    return None if order.kind in _FORMS else recipient(order.kind, order, parties)


def recipient(kind: LetterKind, order: LetterOrder, parties: LetterParties) -> str | None:
    """Who gets a letter of this kind: the applicant, the third party, the agency asked."""
    match kind:
        case LetterKind.THIRD_PARTY_CONSULTATION | LetterKind.THIRD_PARTY_DECISION:
            return parties.third_party
        case LetterKind.AGENCY_CONSULTATION:
            return order.consultation.agency if order.consultation else None
        case LetterKind.REFERRAL:
            return order.referral.department if order.referral else None
        case _:
            return parties.applicant


@cache
def standard(name: str) -> str:
    """The standard text of a template."""
    return files("activities.letters").joinpath("templates", f"{name}.txt").read_text(encoding="utf-8")


def printed_title(name: str) -> str:
    """The title a letter bears by its standard text."""
    return standard(name).split("\n", 1)[0].removeprefix("# ")
