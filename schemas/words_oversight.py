"""What oversight, notices and keeping speak of, in words. Chinese first, English beside."""

from schemas.clock import DayKind
from schemas.digest_periods import Period
from schemas.escalation import Recipient
from schemas.figures import Age, DaysLeft
from schemas.forecast import BasisKind, Stage
from schemas.inbox import AddresseeKind, DeliveryChannel, DeliveryStatus, MailWish
from schemas.oversight_lists import Sorting
from schemas.pages import PersonalKind
from schemas.retention import Material, Obstacle
from schemas.status import Fact, Standing
from schemas.words import Word

RECIPIENTS: dict[Recipient, Word] = {
    Recipient.HANDLER: ("承办人", "handler"),
    Recipient.REVIEWER: ("保密审查人员", "reviewers"),
    Recipient.SIGNER: ("当前审批人", "who must sign now"),
    Recipient.SECTION_HEAD: ("科室（处室）负责人", "head of section"),
    Recipient.OGI_HEAD: ("公开工作机构负责人", "head of OGI office"),
    Recipient.AGENCY_HEAD: ("机关负责人", "head of agency"),
    Recipient.SUPERVISING_AUTHORITY: ("主管部门", "supervising authority"),
}
DAY_KINDS: dict[DayKind, Word] = {
    DayKind.RECEIPT: ("收到之日，不计", "day of receipt, not counted"),
    DayKind.COUNTED: ("计入", "counted"),
    DayKind.COUNTED_MAKE_UP: ("调休上班，计入", "make-up day, counted"),
    DayKind.WEEKEND: ("周末，不计", "weekend, not counted"),
    DayKind.HOLIDAY: ("节假日，不计", "holiday, not counted"),
    DayKind.EXCLUDED: ("征求意见期间，扣除", "consultation, left out"),
    DayKind.RESTART: ("期限重新起算", "the limit starts anew"),
}
DAYS_LEFT: dict[DaysLeft, Word] = {
    DaysLeft.OVER: ("已逾期", "overdue"),
    DaysLeft.UP_TO_2: ("剩0至2个工作日", "0–2 working days"),
    DaysLeft.UP_TO_5: ("剩3至5个工作日", "3–5 working days"),
    DaysLeft.UP_TO_10: ("剩6至10个工作日", "6–10 working days"),
    DaysLeft.MORE: ("剩超过10个工作日", "more than 10"),
    DaysLeft.NOT_RUNNING: ("期限未计", "no limit running"),
}
AGES: dict[Age, Word] = {
    Age.UP_TO_5: ("0至5个工作日", "0–5 working days"),
    Age.UP_TO_10: ("6至10个工作日", "6–10 working days"),
    Age.UP_TO_20: ("11至20个工作日", "11–20 working days"),
    Age.UP_TO_40: ("21至40个工作日", "21–40 working days"),
    Age.MORE: ("超过40个工作日", "more than 40"),
    Age.NOT_RECEIVED: ("收到之日未定", "receipt not fixed"),
}
STAGES: dict[Stage, Word] = {
    Stage.REGISTRATION: ("登记", "registration"),
    Stage.ACCEPTANCE: ("受理审查", "acceptance"),
    Stage.SEARCH: ("检索", "search"),
    Stage.REVIEW: ("保密审查", "review"),
    Stage.CONSULTATION: ("征求意见", "consultation"),
    Stage.DRAFTING: ("拟稿", "drafting"),
    Stage.APPROVAL: ("审批", "approval"),
    Stage.DISPATCH: ("制发送达", "dispatch"),
    Stage.DONE: ("已办结", "done"),
}
BASES: dict[BasisKind, Word] = {
    BasisKind.OWN: ("本机关已办结件", "the agency's closed cases"),
    BasisKind.DEFAULT: ("默认值（办结件不足三十件）", "the default: fewer than thirty closed cases"),
}
PERIODS: dict[Period, Word] = {
    Period.WEEKLY: ("周报", "Weekly digest"),
    Period.MONTHLY: ("月报", "Monthly digest"),
    Period.QUARTERLY: ("季报", "Quarterly digest"),
    Period.HALF_YEARLY: ("半年报", "Half-yearly digest"),
    Period.YEARLY: ("全年简报", "Yearly digest"),
}
SORTINGS: dict[Sorting, Word] = {
    Sorting.NEWEST: ("按登记时间，新的在前", "newest first"),
    Sorting.DUE: ("按答复期限，早到期的在前", "earliest due first"),
}
ADDRESSEES: dict[AddresseeKind, Word] = {
    AddresseeKind.STAFF: ("工作人员", "member of staff"),
    AddresseeKind.WEBHOOK: ("接口", "webhook"),
    AddresseeKind.NOBODY: ("无人可通知", "nobody"),
}
DELIVERY_CHANNELS: dict[DeliveryChannel, Word] = {
    DeliveryChannel.INBOX: ("站内", "inbox"),
    DeliveryChannel.MAIL: ("电子邮件", "e-mail"),
    DeliveryChannel.WEBHOOK: ("接口推送", "webhook"),
}
DELIVERY_STATUSES: dict[DeliveryStatus, Word] = {
    DeliveryStatus.WAITING: ("待发", "waiting"),
    DeliveryStatus.SENT: ("已发", "sent"),
    DeliveryStatus.DELIVERED: ("已送达", "delivered"),
    DeliveryStatus.FAILED: ("失败", "failed"),
}
MAIL_WISHES: dict[MailWish, Word] = {
    MailWish.EACH: ("逐条发送", "each by itself"),
    MailWish.DIGEST: ("每日汇总", "once a day"),
    MailWish.NONE: ("不发送", "none"),
}
PERSONAL_KINDS: dict[PersonalKind, Word] = {
    PersonalKind.IDENTITY_NUMBER: ("公民身份号码", "resident identity number"),
    PersonalKind.CREDIT_CODE: ("统一社会信用代码", "unified social credit code"),
    PersonalKind.BANK_CARD: ("银行卡号", "bank card"),
    PersonalKind.MOBILE: ("移动电话", "mobile phone"),
    PersonalKind.LANDLINE: ("固定电话", "telephone"),
    PersonalKind.EMAIL: ("电子邮箱", "e-mail address"),
    PersonalKind.PLATE: ("机动车号牌", "number plate"),
    PersonalKind.PASSPORT: ("护照号码", "passport number"),
    PersonalKind.NAME: ("姓名", "name"),
    PersonalKind.ADDRESS: ("住址", "address"),
}
MATERIALS: dict[Material, Word] = {
    Material.DOCUMENTS: ("原件、工作副本", "originals and working copies"),
    Material.RELEASED: ("公开副本、公开材料包", "released copies and packages"),
    Material.LETTERS: ("文书文本", "texts of letters"),
    Material.PERSONAL: ("申请人、第三方个人信息", "personal data"),
}
OBSTACLES: dict[Obstacle, Word] = {
    Obstacle.NOT_ARCHIVED: ("未归档", "not archived"),
    Obstacle.REMEDY_PENDING: ("救济程序未结", "a remedy is pending"),
    Obstacle.REASSESSMENT_DUE: ("尚待再次审查", "to be reassessed"),
    Obstacle.MAIN_CASE_OPEN: ("并入的办件未归档", "the case it was joined into is not archived"),
    Obstacle.ON_HOLD: ("暂停销毁", "on hold"),
    Obstacle.RECORD_FAULTY: ("记录有误，先行核验", "the record is faulty"),
    Obstacle.NOT_DUE: ("未到期", "not due"),
    Obstacle.DESTROYED_ALREADY: ("已经销毁", "destroyed already"),
}
STANDINGS: dict[Standing, Word] = {
    Standing.REGISTERED: ("已登记，收到日期待确认", "registered, receipt to be confirmed"),
    Standing.IN_HAND: ("正在办理", "in hand"),
    Standing.CORRECTION_WANTED: ("等待补正", "correction awaited"),
    Standing.FEE_AWAITED: ("等待缴费", "payment awaited"),
    Standing.ANSWERED: ("已作出答复", "answered"),
    Standing.CLOSED: ("已办结", "closed"),
}
FACTS: dict[Fact, Word] = {
    Fact.RECEIVED: ("收到申请", "application received"),
    Fact.CORRECTION_WANTED: ("要求补正", "correction asked for"),
    Fact.THIRD_PARTIES: ("征求第三方意见", "third parties consulted"),
    Fact.AGENCIES: ("征求其他机关意见", "other agencies consulted"),
    Fact.FEE_AWAITED: ("待缴费", "fee awaited"),
    Fact.EXTENDED: ("延长期限", "limit extended"),
    Fact.ANSWERED: ("答复", "answered"),
    Fact.CLOSED: ("办结", "closed"),
}
