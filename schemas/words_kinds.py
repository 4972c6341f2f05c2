"""What is chosen in a step, or shown of a case, in words: roles, ways, findings, letters. Chinese first."""

from schemas.applications import IdentityKind, WantedForm, WantedRoute
from schemas.joining import Joined
from schemas.vocabulary import (
    AlarmKind,
    ConsultationKind,
    Consulted,
    DeliveryMethod,
    DisclosureForm,
    FeeBasis,
    Ground,
    Instance,
    Late,
    LetterKind,
    Position,
    ReferredTo,
    Remedy,
    RemedyDateKind,
    RemedyResult,
    ReviewResult,
    Role,
    Verdict,
    Weight,
)
from schemas.words import Word

ROLES: dict[Role, Word] = {
    Role.HANDLER: ("承办", "handler"),
    Role.REVIEWER: ("保密审查", "reviewer"),
    Role.APPROVER: ("审批", "approver"),
    Role.SECTION_HEAD: ("科室（处室）负责人", "head of section"),
    Role.LEGAL: ("法制审核", "legal"),
    Role.AGENCY_HEAD: ("机关负责人", "head of agency"),
    Role.OGI_HEAD: ("公开工作机构负责人", "head of OGI office"),
    Role.SUPERVISOR: ("监督", "supervisor"),
    Role.ADMINISTRATOR: ("系统管理", "administrator"),
    Role.CLOCK: ("系统", "the engine"),
    Role.PORTAL: ("网上申请渠道", "the online portal"),
}
IDENTITY_KINDS: dict[IdentityKind, Word] = {
    IdentityKind.RESIDENT_ID: ("居民身份证", "resident identity card"),
    IdentityKind.PASSPORT: ("护照", "passport"),
    IdentityKind.ORGANISATION_CODE: ("统一社会信用代码", "unified social credit code"),
    IdentityKind.OTHER: ("其他证件", "other"),
}
WANTED_FORMS: dict[WantedForm, Word] = {
    WantedForm.PAPER: ("纸质", "on paper"),
    WantedForm.ELECTRONIC: ("电子", "electronic"),
    WantedForm.INSPECTION: ("查阅、抄录", "inspection"),
}
WANTED_ROUTES: dict[WantedRoute, Word] = {
    WantedRoute.PICK_UP: ("自行领取", "picked up"),
    WantedRoute.POST: ("邮寄", "by post"),
    WantedRoute.EMAIL: ("电子邮件", "by e-mail"),
    WantedRoute.PLATFORM: ("申请平台", "on the platform"),
}
METHODS: dict[DeliveryMethod, Word] = {
    DeliveryMethod.DIRECT: ("直接送达", "in person"),
    DeliveryMethod.ENTRUSTED: ("委托送达", "through another agency"),
    DeliveryMethod.POST: ("邮寄送达", "by post"),
    DeliveryMethod.ELECTRONIC: ("电子送达", "electronically"),
    DeliveryMethod.PUBLIC_NOTICE: ("公告送达", "by public notice"),
}
DISCLOSURE_FORMS: dict[DisclosureForm, Word] = {
    DisclosureForm.ELECTRONIC: ("电子数据", "electronic data"),
    DisclosureForm.PAPER: ("纸质复制件", "copies on paper"),
    DisclosureForm.INSPECTION: ("安排查阅、抄录", "inspection and notes"),
    DisclosureForm.OTHER: ("其他适当形式", "another suitable form"),
}
GROUNDS: dict[Ground, Word] = {
    Ground.STATE_SECRET: ("国家秘密", "state secret"),
    Ground.FORBIDDEN_BY_LAW: ("法律、行政法规禁止公开", "forbidden by another law"),
    Ground.SECURITY_AND_STABILITY: ("危及“三安全一稳定”", "security and stability"),
    Ground.BUSINESS_SECRET: ("商业秘密", "business secret"),
    Ground.PRIVACY: ("个人隐私", "privacy"),
    Ground.INTERNAL_AFFAIRS: ("内部事务信息", "internal affairs"),
    Ground.PROCESS_INFORMATION: ("过程性信息", "process information"),
    Ground.ENFORCEMENT_FILE: ("行政执法案卷", "enforcement file"),
}
REVIEW_RESULTS: dict[ReviewResult, Word] = {
    ReviewResult.DISCLOSE: ("公开", "disclose"),
    ReviewResult.PARTIAL: ("部分公开", "disclose in part"),
    ReviewResult.WITHHOLD: ("不予公开", "withhold"),
    ReviewResult.UNDETERMINED: ("不能确定是否可以公开", "cannot be determined"),
}
VERDICTS: dict[Verdict, Word] = {
    Verdict.APPROVE: ("同意", "approve"),
    Verdict.RETURN: ("不同意，退回", "return"),
}
LETTERS: dict[LetterKind, Word] = {
    LetterKind.APPLICATION_FORM: ("政府信息公开申请表", "application form"),
    LetterKind.RECEIPT: ("登记回执", "receipt"),
    LetterKind.CORRECTION_NOTICE: ("补正告知书", "correction notice"),
    LetterKind.REASONS_REQUEST: ("说明理由告知书", "request for reasons"),
    LetterKind.DELAY_NOTICE: ("延迟答复告知书", "notice of a delayed reply"),
    LetterKind.EXTENSION_NOTICE: ("延期答复告知书", "extension notice"),
    LetterKind.THIRD_PARTY_CONSULTATION: ("第三方意见征询书", "consultation of a third party"),
    LetterKind.CONSULTATION_NOTICE: ("征求意见告知书", "notice of a consultation"),
    LetterKind.AGENCY_CONSULTATION: ("征求意见函", "consultation of another agency"),
    LetterKind.THIRD_PARTY_DECISION: ("决定公开告知第三方书", "decision, to the third party"),
    LetterKind.REFERRAL: ("报请确定公函", "referral for determination"),
    LetterKind.FEE_NOTICE: ("收费通知书", "fee notice"),
    LetterKind.REPLY: ("答复书", "reply"),
    LetterKind.ABANDONMENT: ("视为放弃申请告知书（未补正）", "notice: abandoned, not corrected"),
    LetterKind.FEE_ABANDONMENT: ("视为放弃申请告知书（未缴费）", "notice: abandoned, fee not paid"),
    LetterKind.OWN_RECORD: ("更正告知书、转送函", "correction of own records"),
    LetterKind.PROOF_OF_SERVICE: ("送达回证", "proof of service"),
    LetterKind.WITHDRAWAL: ("撤回确认书", "withdrawal confirmation"),
    LetterKind.JOINDER: ("并案办理告知书", "notice of joinder"),
    LetterKind.SEARCH_RECORD: ("检索记录", "search record"),
}
REMEDIES: dict[Remedy, Word] = {
    Remedy.NONE: ("不告知救济途径", "no remedy notice"),
    Remedy.EITHER: ("可以复议或者起诉", "reconsideration or suit"),
    Remedy.RECONSIDERATION_FIRST: ("复议前置", "reconsideration first"),
    Remedy.RECONSIDERATION_FIRST_FOR_WITHHELD: ("不予公开部分复议前置", "reconsideration first, withheld part"),
}
INSTANCES: dict[Instance, Word] = {
    Instance.RECONSIDERATION: ("行政复议", "reconsideration"),
    Instance.LITIGATION: ("行政诉讼", "litigation"),
    Instance.COMPLAINT: ("投诉、举报", "complaint"),
}
RESULTS: dict[RemedyResult, Word] = {
    RemedyResult.UPHELD: ("结果维持", "upheld"),
    RemedyResult.CORRECTED: ("结果纠正", "corrected"),
    RemedyResult.OTHER: ("其他结果", "other"),
}
REMEDY_DATES: dict[RemedyDateKind, Word] = {
    RemedyDateKind.RESPONSE: ("提交答复、答辩期限", "reply or defence due"),
    RemedyDateKind.HEARING: ("开庭、听证", "hearing"),
    RemedyDateKind.OTHER: ("其他", "other"),
}
CONSULTATIONS: dict[ConsultationKind, Word] = {
    ConsultationKind.THIRD_PARTY: ("第三方", "third party"),
    ConsultationKind.CO_PRODUCER: ("共同制作机关", "co-producing agency"),
    ConsultationKind.OTHER_AGENCY: ("涉及的其他机关", "other agency concerned"),
    ConsultationKind.APPROVING_AGENCY: ("依法须经其批准的机关", "agency that must approve"),
}
CONSULTED: dict[Consulted, Word] = {
    Consulted.THIRD_PARTY: ("第三方", "third party"),
    Consulted.AGENCY: ("其他机关", "another agency"),
}
POSITIONS: dict[Position, Word] = {
    Position.AGREES: ("同意公开", "agrees"),
    Position.OBJECTS: ("不同意公开", "objects"),
    Position.OBJECTS_IN_PART: ("部分内容不同意公开", "objects in part"),
}
WEIGHTS: dict[Weight, Word] = {
    Weight.REASONABLE: ("有合理理由，不予公开", "reasonable grounds: not disclosed"),
    Weight.NOT_REASONABLE: ("无合理理由，可以公开", "no reasonable grounds: may be disclosed"),
    Weight.PUBLIC_INTEREST: (
        "不公开可能对公共利益造成重大影响，予以公开",
        "overriding public interest: disclosed all the same",
    ),
}
REFERRED_TO: dict[ReferredTo, Word] = {
    ReferredTo.SECRECY_ADMINISTRATION: ("保密行政管理部门", "secrecy administration"),
    ReferredTo.COMPETENT_DEPARTMENT: ("有关主管部门", "competent department"),
}
FEE_BASES: dict[FeeBasis, Word] = {
    FeeBasis.PER_ITEM: ("按件计收", "per item"),
    FeeBasis.PER_PAGE: ("按量（页）计收", "per page"),
}
JOINED: dict[Joined, Word] = {
    Joined.END_TOO: ("一并撤回", "taken back as well"),
    Joined.GO_ON: ("未撤回，继续办理", "not taken back: the case goes on for them"),
}
LATE: dict[Late, Word] = {
    Late.IRREGULAR: ("可以告知，但答复期限不重新起算", "sent, but the limit runs on"),
    Late.REFUSE: ("不得再告知补正", "refused"),
}
ALARMS: dict[AlarmKind, Word] = {
    AlarmKind.REMINDER: ("期限提醒", "reminder"),
    AlarmKind.OVERDUE: ("答复逾期", "overdue"),
    AlarmKind.CORRECTION_LAPSE: ("补正期限届满", "end of the period to correct"),
    AlarmKind.REASONS_LAPSE: ("说明理由期限届满", "end of the period to give reasons"),
    AlarmKind.CONSULTATION_LAPSE: ("征求意见期限届满", "end of a consultation"),
    AlarmKind.FEE_LAPSE: ("缴费期限届满", "end of the period to pay"),
    AlarmKind.SEARCH_REMINDER: ("检索逾期", "search not answered"),
    AlarmKind.ESCALATION: ("督办提醒", "escalation"),
    AlarmKind.REASSESSMENT: ("再次审查", "reassessment"),
    AlarmKind.ARCHIVE: ("归档", "archiving"),
}
