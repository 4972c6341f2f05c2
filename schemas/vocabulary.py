"""The closed sets of words that Daylight knows, in the terms of the Regulation (政府信息公开条例)."""

from enum import StrEnum
from typing import NewType


class Channel(StrEnum):
    """How the application came in; it decides the date of receipt (art. 31)."""

    IN_PERSON = "in_person"  # 当面提交
    ORAL = "oral"  # 口头提出，由机构代为填写
    POST_SIGNED = "post_signed"  # 挂号信、EMS 等需签收的邮寄
    POST_ORDINARY = "post_ordinary"  # 平信
    POST_MISDIRECTED = "post_misdirected"  # 寄给本机关其他机构或者个人的信函（国办公开办函〔2015〕207号）
    ONLINE = "online"  # 互联网（网站、电子邮箱）
    FAX = "fax"  # 政府信息公开工作机构的传真


class State(StrEnum):
    """Where a case stands."""

    NEW = "new"  # not registered yet
    REGISTERED = "registered"  # 已登记，待确认收到日期
    RECEIVED = "received"  # 已收到，待受理审查
    AWAITING_CORRECTION = "awaiting_correction"  # 待申请人补正
    AWAITING_PAYMENT = "awaiting_payment"  # 待申请人缴费
    PROCESSING = "processing"  # 办理中：检索、审查、拟稿
    AWAITING_APPROVAL = "awaiting_approval"  # 待审批
    APPROVED = "approved"  # 已审批，待制发
    ISSUED = "issued"  # 已制发，待送达
    CLOSED = "closed"  # 办结：只余救济、复核等后续事项
    ARCHIVED = "archived"  # 归档：不再变动


class Outcome(StrEnum):
    """How a case ends (O1-O17 of docs/law.md)."""

    ALREADY_PUBLIC = "already_public"  # O1 已主动公开，36(1)
    DISCLOSED = "disclosed"  # O2 予以公开，36(2)
    PARTLY_DISCLOSED = "partly_disclosed"  # O3 部分公开，37
    REFUSED = "refused"  # O4 不予公开，36(3)
    SPECIAL_REGISTER = "special_register"  # O5 行政查询事项，36(7)
    NOT_FOUND = "not_found"  # O6 信息不存在，36(4)
    NOT_THIS_AGENCY = "not_this_agency"  # O7 不属于本机关公开，36(5)
    NEEDS_MAKING = "needs_making"  # O8 需要加工、分析，38
    STILL_UNCLEAR = "still_unclear"  # O9 补正后仍不明确，30
    PETITION = "petition"  # O10 信访、投诉、举报，39(1)
    REPEATED = "repeated"  # O11 重复申请，36(6)
    PUBLICATION = "publication"  # O12 公开出版物，39(2)
    EXCESSIVE = "excessive"  # O13 无正当理由大量反复申请，35
    CONFIRMATION_SOUGHT = "confirmation_sought"  # O14 要求确认或者重新出具已获取的信息
    ABANDONED = "abandoned"  # O15 逾期不补正，视为放弃申请，30
    FEE_UNPAID = "fee_unpaid"  # O16 逾期未缴费，视为放弃申请，国办函〔2020〕109号第六条
    WITHDRAWN = "withdrawn"  # O17 申请人撤回
    JOINED = "joined"  # O17 并入同一申请人的另一办件


class ReportRow(StrEnum):
    """The result rows of table 三 of the annual report (国办公开办函〔2021〕30号)."""

    DISCLOSED = "3.1"
    PARTLY_DISCLOSED = "3.2"
    STATE_SECRET = "3.3.1"  # noqa: S105 - a row number
    FORBIDDEN_BY_LAW = "3.3.2"
    SECURITY_AND_STABILITY = "3.3.3"
    THIRD_PARTY = "3.3.4"
    INTERNAL_AFFAIRS = "3.3.5"
    PROCESS_INFORMATION = "3.3.6"
    ENFORCEMENT_FILE = "3.3.7"
    SPECIAL_REGISTER = "3.3.8"
    NOT_HELD = "3.4.1"
    NEEDS_MAKING = "3.4.2"
    STILL_UNCLEAR = "3.4.3"
    PETITION = "3.5.1"
    REPEATED = "3.5.2"
    PUBLICATION = "3.5.3"
    EXCESSIVE = "3.5.4"
    CONFIRMATION_SOUGHT = "3.5.5"
    NOT_CORRECTED = "3.6.1"
    FEE_UNPAID = "3.6.2"
    OTHER = "3.6.3"


class Ground(StrEnum):
    """Why information is withheld (arts. 14-16)."""

    STATE_SECRET = "state_secret"  # noqa: S105 - 国家秘密, art. 14
    FORBIDDEN_BY_LAW = "forbidden_by_law"  # 法律、行政法规禁止公开, art. 14
    SECURITY_AND_STABILITY = "security_and_stability"  # 三安全一稳定, art. 14
    BUSINESS_SECRET = "business_secret"  # noqa: S105 - 商业秘密, art. 15
    PRIVACY = "privacy"  # 个人隐私, art. 15
    INTERNAL_AFFAIRS = "internal_affairs"  # 内部事务信息, art. 16(1)
    PROCESS_INFORMATION = "process_information"  # 过程性信息, art. 16(2)
    ENFORCEMENT_FILE = "enforcement_file"  # 行政执法案卷, art. 16(2)


class ReviewResult(StrEnum):
    """What the confidentiality review (保密审查) found of one document or page (art. 17)."""

    DISCLOSE = "disclose"  # 公开
    PARTIAL = "partial"  # 部分公开
    WITHHOLD = "withhold"  # 不予公开
    UNDETERMINED = "undetermined"  # 不能确定是否可以公开: to be referred (art. 17(3)); nothing is released meanwhile


class Verdict(StrEnum):
    """What an approver says of a draft."""

    APPROVE = "approve"
    RETURN = "return"


class DeliveryMethod(StrEnum):
    """How a reply reaches the applicant; each has its own day that counts (国办公开办函〔2016〕235号)."""

    DIRECT = "direct"  # 直接送达: the day the applicant signs
    ENTRUSTED = "entrusted"  # 委托其他行政机关代为送达: the day the applicant signs
    POST = "post"  # 邮寄送达: the day of hand-over to the postal enterprise
    ELECTRONIC = "electronic"  # 电子送达: the day of sending
    PUBLIC_NOTICE = "public_notice"  # 公告送达: for a consulted party that cannot be reached, never for a reply


class DisclosureForm(StrEnum):
    """In which form information is given (art. 40)."""

    ELECTRONIC = "electronic"  # 电子数据
    PAPER = "paper"  # 纸质复制件
    INSPECTION = "inspection"  # 安排查阅、抄录
    OTHER = "other"  # 其他适当形式


class Role(StrEnum):
    """What a member of staff may do."""

    HANDLER = "handler"  # 承办
    REVIEWER = "reviewer"  # 保密审查
    APPROVER = "approver"  # 审批
    SECTION_HEAD = "section_head"  # 科室（处室）负责人
    LEGAL = "legal"  # 法制（合法性审查）
    AGENCY_HEAD = "agency_head"  # 机关负责人
    OGI_HEAD = "ogi_head"  # 政府信息公开工作机构负责人
    SUPERVISOR = "supervisor"  # 监督
    ADMINISTRATOR = "administrator"  # 系统管理
    CLOCK = "clock"  # the engine itself; never given to a person
    PORTAL = "portal"  # 网上申请渠道: what applicants submit themselves; never given to a person


IMPERSONAL = frozenset({Role.CLOCK, Role.PORTAL})
"""Roles of no person: nobody is given them."""

ACTING = frozenset(Role) - {Role.SUPERVISOR, Role.ADMINISTRATOR} - IMPERSONAL
"""Who takes part in handling, beyond watching and administering: to one of them an approval can be delegated."""


class ApplicantKind(StrEnum):
    """The six applicant columns of table 三 of the annual report (国办公开办函〔2021〕30号)."""

    NATURAL_PERSON = "natural_person"  # 自然人
    BUSINESS = "business"  # 商业企业
    RESEARCH = "research"  # 科研机构
    PUBLIC_BENEFIT = "public_benefit"  # 社会公益组织
    LEGAL_SERVICE = "legal_service"  # 法律服务机构
    OTHER = "other"  # 其他


class LetterKind(StrEnum):
    """The letters (文书) Daylight issues; each kind is numbered by itself (D1-D29 of docs/law.md)."""

    APPLICATION_FORM = "application_form"  # D1 申请表
    RECEIPT = "receipt"  # D2 登记回执
    CORRECTION_NOTICE = "correction_notice"  # D3 补正告知书
    REASONS_REQUEST = "reasons_request"  # D4 说明理由告知书
    DELAY_NOTICE = "delay_notice"  # D5 延迟答复告知书
    EXTENSION_NOTICE = "extension_notice"  # D6 延期答复告知书
    THIRD_PARTY_CONSULTATION = "third_party_consultation"  # D7 第三方意见征询书
    CONSULTATION_NOTICE = "consultation_notice"  # D8 征求意见告知书（给申请人）
    AGENCY_CONSULTATION = "agency_consultation"  # D9 征求意见书、协办函（给其他机关）
    THIRD_PARTY_DECISION = "third_party_decision"  # D10 决定公开告知第三方书
    REFERRAL = "referral"  # D11 报请确定公函
    FEE_NOTICE = "fee_notice"  # D12 收费通知书
    REPLY = "reply"  # D13-D24 答复书、告知书
    ABANDONMENT = "abandonment"  # D25 视为放弃申请告知书（未补正）
    FEE_ABANDONMENT = "fee_abandonment"  # D26 视为放弃申请告知书（未缴费）
    OWN_RECORD = "own_record"  # D27 更正告知书、转送函
    PROOF_OF_SERVICE = "proof_of_service"  # D28 送达回证
    WITHDRAWAL = "withdrawal"  # D29 撤回确认
    JOINDER = "joinder"  # 并案办理告知书
    SEARCH_RECORD = "search_record"  # 检索记录


class Remedy(StrEnum):
    """Which remedy notice a letter carries (行政复议法 art. 23, 法释〔2025〕8号 art. 1)."""

    NONE = "none"  # intermediate acts and acts of the applicant himself
    EITHER = "either"  # reconsideration or suit, as the applicant chooses
    RECONSIDERATION_FIRST = "reconsideration_first"  # 复议前置
    RECONSIDERATION_FIRST_FOR_WITHHELD = "reconsideration_first_for_withheld"  # 复议前置，限不予公开部分


StatuteId = NewType("StatuteId", str)
"""The id of a version of the Regulation: ``cn-ogi-2019``. No closed set: the versions stand in ``schemas.law``."""


class Consulted(StrEnum):
    """Who is consulted, as the clock sees it: a third party (art. 32) or another agency (arts. 11, 34)."""

    THIRD_PARTY = "third_party"
    AGENCY = "agency"


class AlarmKind(StrEnum):
    """What the clock makes happen by itself."""

    REMINDER = "reminder"
    OVERDUE = "overdue"
    CORRECTION_LAPSE = "correction_lapse"
    REASONS_LAPSE = "reasons_lapse"
    CONSULTATION_LAPSE = "consultation_lapse"
    FEE_LAPSE = "fee_lapse"
    SEARCH_REMINDER = "search_reminder"
    ESCALATION = "escalation"
    REASSESSMENT = "reassessment"
    ARCHIVE = "archive"


class ConsultationKind(StrEnum):
    """Who is asked, and by which rule his silence is read."""

    THIRD_PARTY = "third_party"  # 第三方, art. 32: silent after 15 working days, the agency decides
    CO_PRODUCER = "co_producer"  # 共同制作机关, art. 34: silent after 15 working days, deemed consent
    OTHER_AGENCY = "other_agency"  # 涉及的其他机关, art. 11(1): no limit, no deemed consent
    APPROVING_AGENCY = "approving_agency"  # 依法须经批准, art. 11(2): nothing is disclosed before it approves


class Position(StrEnum):
    """What a consulted party says of one document."""

    AGREES = "agrees"  # 同意公开
    OBJECTS = "objects"  # 不同意公开
    OBJECTS_IN_PART = "objects_in_part"  # 部分内容不同意公开


class Weight(StrEnum):
    """What the agency finds of an objection (art. 32)."""

    REASONABLE = "reasonable"  # 有合理理由: not disclosed
    NOT_REASONABLE = "not_reasonable"  # 无合理理由: may be disclosed
    PUBLIC_INTEREST = "public_interest"  # 不公开可能对公共利益造成重大影响: disclosed all the same


class ReferredTo(StrEnum):
    """Who determines what the agency cannot (art. 17(3))."""

    SECRECY_ADMINISTRATION = "secrecy_administration"  # 保密行政管理部门
    COMPETENT_DEPARTMENT = "competent_department"  # 有关主管部门


class FeeBasis(StrEnum):
    """How a fee is counted; one basis for one application, never both (国办函〔2020〕109号 art. 3)."""

    PER_ITEM = "per_item"  # 按件
    PER_PAGE = "per_page"  # 按量


class Instance(StrEnum):
    """Where a reply is contested."""

    RECONSIDERATION = "reconsideration"  # 行政复议
    LITIGATION = "litigation"  # 行政诉讼
    COMPLAINT = "complaint"  # 投诉、举报, arts. 47(2), 51


class RemedyResult(StrEnum):
    """How it was decided: the columns of table 四 of the annual report; pending until then."""

    UPHELD = "upheld"  # 结果维持
    CORRECTED = "corrected"  # 结果纠正
    OTHER = "other"  # 其他结果


class RemedyDateKind(StrEnum):
    """What a reconsideration body or a court wants of the agency by a day."""

    RESPONSE = "response"  # 答复/答辩期限
    HEARING = "hearing"  # 开庭（听证）
    OTHER = "other"  # 其他


class Late(StrEnum):
    """What becomes of a correction notice after the seventh working day (art. 30; docs/law.md 6.6)."""

    IRREGULAR = "irregular"  # recorded as irregular, the limit runs on
    REFUSE = "refuse"
