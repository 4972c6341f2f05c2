"""The closed sets of words that Daylight knows, in the terms of the Regulation (政府信息公开条例)."""

from enum import StrEnum


class Channel(StrEnum):
    """How the application came in; it decides the date of receipt (art. 31)."""

    IN_PERSON = "in_person"  # 当面提交
    ORAL = "oral"  # 口头提出，由机构代为填写
    POST_SIGNED = "post_signed"  # 挂号信、EMS 等需签收的邮寄
    POST_ORDINARY = "post_ordinary"  # 平信
    ONLINE = "online"  # 互联网（网站、电子邮箱）
    FAX = "fax"  # 政府信息公开工作机构的传真


class State(StrEnum):
    """Where a case stands."""

    NEW = "new"  # not registered yet
    REGISTERED = "registered"  # 已登记，待确认收到日期
    RECEIVED = "received"  # 已收到，待受理审查
    AWAITING_CORRECTION = "awaiting_correction"  # 待申请人补正
    PROCESSING = "processing"  # 办理中：检索、审查、拟稿
    AWAITING_APPROVAL = "awaiting_approval"  # 待审批
    APPROVED = "approved"  # 已审批，待制发
    ISSUED = "issued"  # 已制发，待送达
    CLOSED = "closed"  # 办结


class Outcome(StrEnum):
    """How a case ends."""

    ALREADY_PUBLIC = "already_public"  # 已主动公开，36(1)
    DISCLOSED = "disclosed"  # 予以公开，36(2)
    PARTLY_DISCLOSED = "partly_disclosed"  # 部分公开，37
    REFUSED = "refused"  # 不予公开，36(3)
    NOT_FOUND = "not_found"  # 信息不存在，36(4)
    NOT_THIS_AGENCY = "not_this_agency"  # 不属于本机关公开，36(5)
    WITHDRAWN = "withdrawn"  # 申请人撤回
    ABANDONED = "abandoned"  # 视为放弃申请，30


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
    """What the confidentiality review (保密审查) found of one document (art. 17)."""

    DISCLOSE = "disclose"
    PARTIAL = "partial"
    WITHHOLD = "withhold"


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


class Role(StrEnum):
    """What a member of staff may do."""

    HANDLER = "handler"  # 承办
    REVIEWER = "reviewer"  # 保密审查
    APPROVER = "approver"  # 审批
    OGI_HEAD = "ogi_head"  # 政府信息公开工作机构负责人
    SUPERVISOR = "supervisor"  # 监督
    ADMINISTRATOR = "administrator"  # 系统管理
    CLOCK = "clock"  # the engine itself; never given to a person


class ApplicantKind(StrEnum):
    """The six applicant columns of table 三 of the annual report (国办公开办函〔2021〕30号)."""

    NATURAL_PERSON = "natural_person"  # 自然人
    BUSINESS = "business"  # 商业企业
    RESEARCH = "research"  # 科研机构
    PUBLIC_BENEFIT = "public_benefit"  # 社会公益组织
    LEGAL_SERVICE = "legal_service"  # 法律服务机构
    OTHER = "other"  # 其他


class LetterKind(StrEnum):
    """The letters (文书) Daylight issues."""

    RECEIPT = "receipt"  # 登记回执
    CORRECTION_NOTICE = "correction_notice"  # 补正告知书
    REPLY = "reply"  # 答复书
    WITHDRAWAL = "withdrawal"  # 撤回确认
    ABANDONMENT = "abandonment"  # 视为放弃申请告知书


class Remedy(StrEnum):
    """Which remedy notice a letter carries (行政复议法 art. 23, 法释〔2025〕8号 art. 1)."""

    NONE = "none"  # intermediate acts and acts of the applicant himself
    EITHER = "either"  # reconsideration or suit, as the applicant chooses
    RECONSIDERATION_FIRST = "reconsideration_first"  # 复议前置
    RECONSIDERATION_FIRST_FOR_WITHHELD = "reconsideration_first_for_withheld"  # 复议前置，限不予公开部分


class StatuteId(StrEnum):
    """A version of the law, chosen by the date of receipt."""

    CN_OGI_2007 = "cn-ogi-2007"
    CN_OGI_2019 = "cn-ogi-2019"


class AlarmKind(StrEnum):
    """What the clock makes happen by itself."""

    REMINDER = "reminder"
    OVERDUE = "overdue"
    CORRECTION_LAPSE = "correction_lapse"
