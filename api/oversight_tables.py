"""The lists as tables to take away: which columns, what they are called, and nothing that the list itself hides."""

from collections.abc import Mapping
from typing import Self, TypeVar

from api.exports_table import Column, Table
from schemas.api import CaseSummary
from schemas.base import Recorded
from schemas.inbox import LedgerNotice
from schemas.inquiries import Inquiry
from schemas.oversight_lists import OverseenCase
from schemas.own_records_api import OwnRecordSummary
from schemas.retention import CaseHold, DestructionPlan, PlanLine, PlanRow
from schemas.words import (
    APPLICANT_KINDS,
    CHANNELS,
    INQUIRY_CHANNELS,
    OUTCOMES,
    OWN_RECORD_OUTCOMES,
    OWN_RECORD_STATES,
    STATES,
    Word,
)

Key = TypeVar("Key")


class PlanPage(Recorded):
    """Lines of a register as a page of a list."""

    items: tuple[PlanLine, ...]
    next: str | None

    @classmethod
    def of(cls, plan: DestructionPlan) -> Self:
        """Its cursor is the number of the last line."""
        return cls(items=plan.lines, next=None if plan.next is None else str(plan.next))


def _called(words: Mapping[Key, Word], key: Key | None) -> str | None:
    return None if key is None else " ".join(words[key])


def _said(*, true: bool) -> str:
    return "是 yes" if true else "否 no"


def _sendings(row: LedgerNotice) -> str:
    return "; ".join(f"{sent.channel} {sent.repetition}: {sent.status}" for sent in row.deliveries)


CASES = Table[OverseenCase](
    ("督办清单", "Cases overseen"),
    (
        Column("申请编号", "Reference", lambda row: row.reference, 24),
        Column("机关", "Agency", lambda row: row.agency, 24),
        Column("状态", "State", lambda row: _called(STATES, row.state), 18),
        Column("登记时间", "Registered", lambda row: row.registered_at, 17),
        Column("送达方式", "Channel", lambda row: _called(CHANNELS, row.channel), 18),
        Column("申请人类别", "Applicant's kind", lambda row: _called(APPLICANT_KINDS, row.applicant_kind), 18),
        Column("收到日期", "Received", lambda row: row.received_on, 12),
        Column("答复期限", "Due", lambda row: row.due_on, 12),
        Column("剩余工作日", "Working days left", lambda row: row.working_days_left, 12),
        Column("延期", "Extended", lambda row: _said(true=row.extended), 9),
        Column("逾期之日", "Overdue from", lambda row: row.overdue_on, 12),
        Column("制发日期", "Issued", lambda row: row.issued_on, 12),
        Column("送达日期", "Delivered", lambda row: row.delivered_on, 12),
        Column("办结日期", "Closed", lambda row: row.closed_on, 12),
        Column("用时工作日", "Working days used", lambda row: row.days_used, 12),
        Column("处理结果", "Outcome", lambda row: _called(OUTCOMES, row.outcome), 24),
        Column("年报行次", "Report row", lambda row: row.report_row, 9),
        Column("承办人", "Handler", lambda row: row.handler, 12),
    ),
)
APPLICATIONS = Table[CaseSummary](
    ("申请清单", "Applications"),
    (
        Column("申请编号", "Reference", lambda row: row.reference, 24),
        Column("状态", "State", lambda row: _called(STATES, row.state), 18),
        Column("登记时间", "Registered", lambda row: row.registered_at, 17),
        Column("送达方式", "Channel", lambda row: _called(CHANNELS, row.channel), 18),
        Column("申请人类别", "Applicant's kind", lambda row: _called(APPLICANT_KINDS, row.applicant_kind), 18),
        Column("到达日期", "Arrived", lambda row: row.arrived_on, 12),
        Column("收到日期", "Received", lambda row: row.received_on, 12),
        Column("答复期限", "Due", lambda row: row.due_on, 12),
        Column("内控期限", "Internal target", lambda row: row.target_due_on, 12),
        Column("剩余工作日", "Working days left", lambda row: row.working_days_left, 12),
        Column("逾期之日", "Overdue from", lambda row: row.overdue_on, 12),
        Column("送达日期", "Delivered", lambda row: row.delivered_on, 12),
        Column("办结日期", "Closed", lambda row: row.closed_on, 12),
        Column("处理结果", "Outcome", lambda row: _called(OUTCOMES, row.outcome), 24),
        Column("年报行次", "Report row", lambda row: row.report_row, 9),
        Column("再次审查日期", "Reassess on", lambda row: row.reassess_on, 12),
        Column("备案日期", "Filed", lambda row: row.filed_on, 12),
    ),
)
INQUIRIES = Table[Inquiry](
    ("咨询台账", "Inquiries"),
    (
        Column("咨询编号", "Reference", lambda row: row.reference, 24),
        Column("方式", "Channel", lambda row: _called(INQUIRY_CHANNELS, row.channel), 14),
        Column("咨询日期", "Asked", lambda row: row.asked_on, 12),
        Column("咨询内容", "Question", lambda row: row.asked, 50),
        Column("答复内容", "Answer", lambda row: row.answered, 50),
        Column("登记时间", "Noted", lambda row: row.taken_at, 17),
        Column("转为申请", "Application", lambda row: row.application, 24),
    ),
)
OWN_RECORDS = Table[OwnRecordSummary](
    ("更正申请清单", "Own records"),
    (
        Column("编号", "Reference", lambda row: row.reference, 24),
        Column("状态", "State", lambda row: _called(OWN_RECORD_STATES, row.state), 18),
        Column("送达方式", "Channel", lambda row: _called(CHANNELS, row.channel), 18),
        Column("到达日期", "Arrived", lambda row: row.arrived_on, 12),
        Column("已历日数", "Days open", lambda row: row.days_open, 10),
        Column("处理结果", "Outcome", lambda row: _called(OWN_RECORD_OUTCOMES, row.outcome), 20),
        Column("办理日期", "Carried out", lambda row: row.carried_out_on, 12),
        Column("送达日期", "Delivered", lambda row: row.delivered_on, 12),
        Column("办结日期", "Closed", lambda row: row.closed_on, 12),
    ),
)
LEDGER = Table[LedgerNotice](
    ("通知台账", "Ledger of notices"),
    (
        Column("序号", "No.", lambda row: row.n, 8),
        Column("申请编号", "Reference", lambda row: row.reference, 24),
        Column("通知", "Notice", lambda row: row.title, 30),
        Column("通知（英文）", "Notice in English", lambda row: row.title_en, 30),
        Column("通知对象", "Addressee", lambda row: row.addressee_name, 14),
        Column("期限", "Due", lambda row: row.due_on, 12),
        Column("距期限工作日", "Working days from it", lambda row: row.working_days, 12),
        Column("事实日期", "True on", lambda row: row.true_on, 12),
        Column("登记时间", "Recorded", lambda row: row.intended_at, 17),
        Column("重复次数", "Repeated", lambda row: row.repeated, 10),
        Column("确认时间", "Acknowledged", lambda row: row.acknowledged_at, 17),
        Column("了结时间", "Settled", lambda row: row.settled_at, 17),
        Column("发送", "Sendings", _sendings, 36),
    ),
)
PLANS = Table[PlanRow](
    ("销毁清册目录", "Registers of destruction"),
    (
        Column("清册编号", "Reference", lambda row: row.reference, 24),
        Column("截止日期", "As of", lambda row: row.as_of, 12),
        Column("规则版本", "Rules", lambda row: row.rules_version, 10),
        Column("案卷数", "Cases", lambda row: row.cases, 10),
        Column("项数", "Items", lambda row: row.items, 10),
        Column("编制时间", "Proposed", lambda row: row.proposed_at, 17),
        Column("批准时间", "Approved", lambda row: row.approved_at, 17),
        Column("内容摘要", "SHA-256", lambda row: row.sha256, 66),
    ),
)
PLAN_LINES = Table[PlanLine](
    ("销毁清册", "Register of destruction"),
    (
        Column("序号", "No.", lambda row: row.n, 8),
        Column("申请编号", "Reference", lambda row: row.due.reference, 24),
        Column("处理结果", "Outcome", lambda row: _called(OUTCOMES, row.due.outcome), 24),
        Column("归档日期", "Archived", lambda row: row.due.archived_on, 12),
        Column("到期项数", "Items due", lambda row: len(row.due.items), 10),
        Column("执行时间", "Carried out", lambda row: row.done_at, 17),
        Column("已销毁项数", "Destroyed", lambda row: row.destroyed, 10),
        Column("未销毁项数", "Left out", lambda row: len(row.left_out), 10),
    ),
)
HOLDS = Table[CaseHold](
    ("暂停销毁台账", "Holds"),
    (
        Column("申请编号", "Reference", lambda row: row.reference, 24),
        Column("事由", "Reason", lambda row: row.reason, 40),
        Column("暂停时间", "Held", lambda row: row.held_at, 17),
        Column("解除时间", "Released", lambda row: row.released_at, 17),
        Column("解除事由", "Reason for the release", lambda row: row.release_reason, 40),
    ),
)
