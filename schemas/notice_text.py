"""The words of a notice, Chinese first, English beside: the same in the inbox, in mail and in a digest of the day.

Made of dates, codes and the reference of the case alone: a notice never says who an applicant is or what he wrote.
"""

from datetime import date

from schemas.base import Recorded
from schemas.escalation import Matter

ESCALATION = "escalation_fell"
"""The kind of a notice that a rung of the ladder was reached."""
DIGEST = "digest"
"""The kind of a notice that a figures digest (督办简报) is ready; it is about no single case."""

MATTERS: dict[Matter, tuple[str, str]] = {
    Matter.REPLY: ("答复", "reply"),
    Matter.RECEIPT: ("确认收到申请之日", "fixing the date of receipt"),
    Matter.CORRECTION_NOTICE: ("补正告知", "correction notice"),
    Matter.CORRECTION: ("申请人补正", "correction by the applicant"),
    Matter.REASONS: ("申请人说明理由", "reasons from the applicant"),
    Matter.CONSULTATION: ("征求意见", "consultation"),
    Matter.FEE: ("申请人缴费", "payment by the applicant"),
    Matter.SEARCH: ("检索", "search"),
    Matter.APPROVAL: ("审批", "approval"),
    Matter.REMEDY: ("复议、诉讼事项", "date in a remedy"),
}
"""What can be late, as people call it."""

KINDS: dict[str, tuple[str, str]] = {
    "application_registered": ("新申请已登记", "a new application was registered"),
    "handler_assigned": ("办件已指定承办人", "the case was given to a handler"),
    "correction_received": ("已收到申请人补正", "the correction was received"),
    "correction_lapsed": ("申请人逾期未补正", "the period to correct has passed without a correction"),
    "reasons_received": ("已收到申请人说明的理由", "the applicant's reasons were received"),
    "reasons_lapsed": ("申请人逾期未说明理由", "the period to give reasons has passed without any"),
    "opinion_received": ("已收到征求意见的答复", "a consulted party has answered"),
    "consultation_lapsed": ("征求意见期限届满未获答复", "a consultation has ended without an answer"),
    "fee_paid": ("申请人已缴费", "the fee was paid"),
    "fee_lapsed": ("申请人逾期未缴费", "the period to pay has passed without payment"),
    "search_requested": ("请协助检索", "a search is asked for"),
    "search_answered": ("已收到检索结果", "a search was answered"),
    "search_reminder_fell": ("检索结果逾期未回", "a search is not answered in time"),
    "review_proposed": ("审查意见待审核", "a proposed review waits to be confirmed"),
    "review_confirmed": ("审查意见已审核", "the review was confirmed"),
    "review_returned": ("审查意见被退回", "the review was returned"),
    "reply_drafted": ("答复稿待审批", "a draft reply waits for approval"),
    "final_text_set": ("终稿已修改，待重新审批", "the final text was changed and waits for approval"),
    "approval_delegated": ("审批已委托", "an approval was delegated"),
    "reply_approved": ("答复稿已审批", "the draft was approved"),
    "reply_returned": ("答复稿被退回", "the draft was returned"),
    "extension_proposed": ("延期待同意", "an extension waits for consent"),
    "extension_consented": ("延期已获同意，待告知申请人", "the extension has consent; the applicant is to be told"),
    "extension_denied": ("延期未获同意", "the extension was denied"),
    "referred_for_determination": ("已报请确定", "a document was referred for determination"),
    "determination_received": ("已收到确定结果", "a determination was received"),
    "reminder_fell": ("答复期限将届满", "the limit is about to end"),
    "became_overdue": ("答复已逾期", "the reply is overdue"),
    "deadline_moved": ("日历变更，期限已调整", "a new calendar has moved the due date"),
    "application_joined": ("办件已并入其他办件", "the case was joined into another"),
    "application_withdrawn": ("申请人已撤回申请", "the application was withdrawn"),
    "remedy_filed": ("申请人已寻求救济", "a remedy was sought"),
    "remedy_decided": ("救济程序已有结果", "a remedy was decided"),
    "new_reply_ordered": ("被责令重新答复", "a new reply was ordered"),
    "reassessment_fell": ("不予公开的信息待再次审查", "withheld information is to be looked at again"),
    DIGEST: ("督办简报已生成", "the digest is ready"),
    ESCALATION: ("督办提醒", "escalation"),
}
"""What happened, by the kind of the event a notice is made from."""
_NEXT_STAGE = ("答复稿待下一环节审批", "the draft waits for the next approval")
_OTHER = ("办件有新情况", "something happened in the case")


class NoticeFacts(Recorded):
    """What of a notice is put into words; the columns of its row.

    ``reference``: of the case, or the title of a digest. ``subject``: which of several (``c1``). ``working_days``: from
    ``due_on``, negative before it. ``true_on``: the day from which it is true; noticed ``late_days`` calendar days
    later. ``repeated``: so many times before. ``for_another``: it goes to a substitute.
    """

    reference: str
    kind: str
    matter: Matter | None = None
    subject: str = ""
    due_on: date | None = None
    working_days: int | None = None
    true_on: date
    late_days: int = 0
    repeated: int = 0
    for_another: bool = False


class NoticeText(Recorded):
    """A notice in words: a headline without a full stop, and one short paragraph, each in both languages."""

    title: str
    title_en: str
    text: str
    text_en: str


def text_of(facts: NoticeFacts) -> NoticeText:
    """A notice in words.

    Due on 4 December, five working days before it: 「示公开〔2026〕1号：答复将于2026年12月4日到期，还剩5个工作日。」
    """
    title, title_en = _headline(facts)
    first, first_en = _sentence(facts)
    more, more_en = _remarks(facts)
    return NoticeText(
        title=f"{facts.reference} {title}",
        title_en=f"{facts.reference} {title_en}",
        text=f"{facts.reference}：{first}{more}",
        text_en=f"{facts.reference}: {first_en}{more_en}",
    )


def _headline(facts: NoticeFacts) -> tuple[str, str]:
    """The matter and how far it is; or what happened."""
    if facts.matter is None or facts.working_days is None:
        return _happened(facts)
    (name, name_en), days = _matter(facts), facts.working_days
    if days < 0:
        return f"{name}还剩{-days}个工作日", f"{name_en}: {_days(-days)} left"
    if days == 0:
        return f"{name}到期日", f"{name_en}: due"
    return f"{name}已逾期{days}个工作日", f"{name_en}: {_days(days)} overdue"


def _sentence(facts: NoticeFacts) -> tuple[str, str]:
    if facts.matter is None or facts.working_days is None or facts.due_on is None:
        return _event_sentence(facts)
    (name, name_en), on, days = _matter(facts), _day(facts.due_on), facts.working_days
    due = facts.due_on.isoformat()
    if days < 0:
        return f"{name}将于{on}到期，还剩{-days}个工作日。", f"{name_en} is due on {due}, {_days(-days)} left."
    if days == 0:
        return f"{name}于{on}到期，当日为最后一日。", f"{name_en} is due on {due}, the last day."
    return f"{name}已于{on}到期，逾期{days}个工作日。", f"{name_en} was due on {due}, {_days(days)} ago."


def _event_sentence(facts: NoticeFacts) -> tuple[str, str]:
    """What happened, since when, and the day it makes something due, if it does."""
    (name, name_en), on = _happened(facts), facts.true_on
    due = f"，应于{_day(facts.due_on)}前办理" if facts.due_on else ""
    due_en = f"; due on {facts.due_on.isoformat()}" if facts.due_on else ""
    return f"{name}（{_day(on)}）{due}。", f"{name_en} ({on.isoformat()}){due_en}."


def _remarks(facts: NoticeFacts) -> tuple[str, str]:
    """That it comes late, is repeated, or is addressed to somebody who is away."""
    told: list[tuple[str, str]] = []
    if facts.late_days > 0:
        on = facts.true_on
        late = f"应于{_day(on)}通知，迟发{facts.late_days}日。"
        told.append((late, f" To be told on {on.isoformat()}, {facts.late_days} calendar days late."))
    if facts.repeated > 0:
        told.append(
            (f"第{facts.repeated}次重复提醒，确认后不再重复。", f" Repeated ({facts.repeated}) until acknowledged.")
        )
    if facts.for_another:
        told.append(("您代行他人职责，故通知您。", " You are told because you stand in for somebody."))
    return "".join(zh for zh, _ in told), "".join(en for _, en in told)


def _happened(facts: NoticeFacts) -> tuple[str, str]:
    """A signature that is not the last calls for the next one: then it speaks of the approval that is awaited."""
    if facts.kind == "reply_approved" and facts.matter is Matter.APPROVAL:
        return _NEXT_STAGE
    return KINDS.get(facts.kind, _OTHER)


def _matter(facts: NoticeFacts) -> tuple[str, str]:
    """The name of the matter, with which of several it is."""
    name, name_en = MATTERS[facts.matter] if facts.matter else _OTHER
    return (f"{name}（{facts.subject}）", f"{name_en} {facts.subject}") if facts.subject else (name, name_en)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _days(count: int) -> str:
    return f"{count} working day" if count == 1 else f"{count} working days"
