"""The words of a digest, Chinese first, English beside."""

from zoneinfo import ZoneInfo

from schemas.digest_periods import Period, Span
from schemas.digests import DigestHead
from schemas.vocabulary import State
from schemas.words_oversight import PERIODS

STATES: dict[State, tuple[str, str]] = {
    State.NEW: ("新建", "new"),
    State.REGISTERED: ("已登记，待确认收到日期", "registered, date of receipt to be fixed"),
    State.RECEIVED: ("已收到，待受理", "received, to be accepted"),
    State.AWAITING_CORRECTION: ("待申请人补正", "awaiting correction"),
    State.AWAITING_PAYMENT: ("待申请人缴费", "awaiting payment"),
    State.PROCESSING: ("办理中", "in hand"),
    State.AWAITING_APPROVAL: ("待审批", "awaiting approval"),
    State.APPROVED: ("已审批，待制发", "approved, to be issued"),
    State.ISSUED: ("已制发，待送达", "issued, to be delivered"),
    State.CLOSED: ("此后已办结", "closed since"),
    State.ARCHIVED: ("此后已归档", "archived since"),
}
"""A case that was open at the end of the span may be closed by the time a late digest is made."""
DAYS_LEFT: dict[str, tuple[str, str]] = {
    "over": ("已逾期", "overdue"),
    "upto_2": ("剩0至2个工作日", "0–2 working days"),
    "upto_5": ("剩3至5个工作日", "3–5 working days"),
    "upto_10": ("剩6至10个工作日", "6–10 working days"),
    "more": ("剩超过10个工作日", "more than 10"),
    "stopped": ("期限未计", "no limit running"),
}


def span_named(period: Period, span: Span) -> tuple[str, str]:
    """The period as people call it: 2026年第47周, 2026年11月, 2026年第4季度, 2026年下半年, 2026年 (ISO 8601 weeks)."""
    first = span.first
    match period:
        case Period.WEEKLY:
            year, week, _ = first.isocalendar()
            return f"{year}年第{week}周", f"{year} week {week}"
        case Period.MONTHLY:
            return f"{first.year}年{first.month}月", f"{first.year}-{first.month:02}"
        case Period.QUARTERLY:
            quarter = (first.month + 2) // 3
            return f"{first.year}年第{quarter}季度", f"{first.year} Q{quarter}"
        case Period.HALF_YEARLY:
            upper = first.month == 1
            return f"{first.year}年{'上' if upper else '下'}半年", f"{first.year} H{1 if upper else 2}"
        case Period.YEARLY:
            return f"{first.year}年", f"{first.year}"


def title_of(head: DigestHead) -> tuple[str, str]:
    """依申请公开办理情况周报（2026年第47周）."""
    (name, name_en), (span, span_en) = PERIODS[head.period], span_named(head.period, head.span)
    so_far, so_far_en = ("，期中", ", so far") if head.interim else ("", "")
    return f"依申请公开办理情况{name}（{span}{so_far}）", f"{name_en} on applications ({span_en}{so_far_en})"


def remarks_on(head: DigestHead) -> list[tuple[str, str]]:
    """What a reader must know beside the figures: that it is late, or covers a period that is not over."""
    told = list[tuple[str, str]]()
    if head.late_days:
        due = head.due_at.astimezone(ZoneInfo(head.timezone)).date()
        late = f"迟{head.late_days}日生成：应于{due}生成。"
        told.append((late, f"Made {head.late_days} calendar days late: it was due on {due}."))
    if head.interim:
        told.append((f"期中数据：统计至{head.span.last}，本期尚未结束。", "Interim: the period is not over yet."))
    return told
