"""What the closed sets are called by people: Chinese first, English beside; for lists, tables and sheets."""

from schemas.inquiries import InquiryChannel
from schemas.own_records import OwnRecordOutcome, OwnRecordState
from schemas.vocabulary import ApplicantKind, Channel, Outcome, State

Word = tuple[str, str]
"""Chinese, English."""

STATES: dict[State, Word] = {
    State.NEW: ("未登记", "new"),
    State.REGISTERED: ("已登记", "registered"),
    State.RECEIVED: ("已收到", "received"),
    State.AWAITING_CORRECTION: ("待补正", "awaiting correction"),
    State.AWAITING_PAYMENT: ("待缴费", "awaiting payment"),
    State.PROCESSING: ("办理中", "processing"),
    State.AWAITING_APPROVAL: ("待审批", "awaiting approval"),
    State.APPROVED: ("已审批", "approved"),
    State.ISSUED: ("已制发", "issued"),
    State.CLOSED: ("办结", "closed"),
    State.ARCHIVED: ("归档", "archived"),
}
OUTCOMES: dict[Outcome, Word] = {
    Outcome.ALREADY_PUBLIC: ("已主动公开", "already public"),
    Outcome.DISCLOSED: ("予以公开", "disclosed"),
    Outcome.PARTLY_DISCLOSED: ("部分公开", "partly disclosed"),
    Outcome.REFUSED: ("不予公开", "refused"),
    Outcome.SPECIAL_REGISTER: ("行政查询事项", "special register"),
    Outcome.NOT_FOUND: ("信息不存在", "not found"),
    Outcome.NOT_THIS_AGENCY: ("不属于本机关公开", "not this agency"),
    Outcome.NEEDS_MAKING: ("需要另行制作", "needs making"),
    Outcome.STILL_UNCLEAR: ("补正后仍不明确", "still unclear"),
    Outcome.PETITION: ("信访举报投诉", "petition"),
    Outcome.REPEATED: ("重复申请", "repeated"),
    Outcome.PUBLICATION: ("要求提供公开出版物", "publication"),
    Outcome.EXCESSIVE: ("无正当理由大量反复申请", "excessive"),
    Outcome.CONFIRMATION_SOUGHT: ("要求确认或者重新出具", "confirmation sought"),
    Outcome.ABANDONED: ("逾期不补正", "abandoned"),
    Outcome.FEE_UNPAID: ("逾期未缴费", "fee unpaid"),
    Outcome.WITHDRAWN: ("申请人撤回", "withdrawn"),
    Outcome.JOINED: ("并入他件", "joined"),
}
CHANNELS: dict[Channel, Word] = {
    Channel.IN_PERSON: ("当面提交", "in person"),
    Channel.ORAL: ("口头申请", "oral"),
    Channel.POST_SIGNED: ("签收邮寄", "registered post"),
    Channel.POST_ORDINARY: ("平常信函", "ordinary post"),
    Channel.POST_MISDIRECTED: ("误寄信函", "misdirected post"),
    Channel.ONLINE: ("互联网", "online"),
    Channel.FAX: ("传真", "fax"),
}
APPLICANT_KINDS: dict[ApplicantKind, Word] = {
    ApplicantKind.NATURAL_PERSON: ("自然人", "natural person"),
    ApplicantKind.BUSINESS: ("商业企业", "business"),
    ApplicantKind.RESEARCH: ("科研机构", "research institution"),
    ApplicantKind.PUBLIC_BENEFIT: ("社会公益组织", "public benefit organisation"),
    ApplicantKind.LEGAL_SERVICE: ("法律服务机构", "legal service"),
    ApplicantKind.OTHER: ("其他", "other"),
}
INQUIRY_CHANNELS: dict[InquiryChannel, Word] = {
    InquiryChannel.COUNTER: ("窗口", "counter"),
    InquiryChannel.TELEPHONE: ("电话", "telephone"),
}
OWN_RECORD_STATES: dict[OwnRecordState, Word] = {
    OwnRecordState.NEW: ("未登记", "new"),
    OwnRecordState.RECEIVED: ("已收到", "received"),
    OwnRecordState.VERIFYING: ("核实中", "verifying"),
    OwnRecordState.AWAITING_APPROVAL: ("待审批", "awaiting approval"),
    OwnRecordState.APPROVED: ("已审批", "approved"),
    OwnRecordState.DECIDED: ("已制发", "decided"),
    OwnRecordState.CLOSED: ("办结", "closed"),
}
OWN_RECORD_OUTCOMES: dict[OwnRecordOutcome, Word] = {
    OwnRecordOutcome.CORRECTED: ("已更正", "corrected"),
    OwnRecordOutcome.FORWARDED: ("转送有权机关", "forwarded"),
    OwnRecordOutcome.TOLD_WHERE: ("告知有权机关", "told where"),
    OwnRecordOutcome.NOT_CORRECTED: ("不予更正", "not corrected"),
    OwnRecordOutcome.WITHDRAWN: ("当事人撤回", "withdrawn"),
}
