"""The ladder of escalation (逐级督办): whom an agency wants told, how long before or after the day a matter is due."""

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from schemas.base import Recorded


class Matter(StrEnum):
    """What can become late, each with a due date of its own."""

    REPLY = "reply"  # 答复：法定期限届满日（第三十三条）
    RECEIPT = "receipt"  # 确认收到日期：收到当日（第三十一条）
    CORRECTION_NOTICE = "correction_notice"  # 补正告知：收到之日起第七个工作日（第三十条）
    CORRECTION = "correction"  # 申请人补正：合理期限届满日（第三十条）
    REASONS = "reasons"  # 申请人说明理由：期限届满日（第三十五条）
    CONSULTATION = "consultation"  # 征求意见：答复期限届满日（第三十二条）
    FEE = "fee"  # 缴费：期限届满日（国办函〔2020〕109号第六条）
    SEARCH = "search"  # 检索：要求部门答复之日（第三十六条第四项）
    APPROVAL = "approval"  # 审批：送审后若干工作日
    REMEDY = "remedy"  # 复议答复、应诉、开庭之日（第五十一条）


class Recipient(StrEnum):
    """Who is told, by function; which persons these are is looked up when a notice is entered."""

    HANDLER = "handler"  # 承办人；尚未指定的，本机关全体承办人
    REVIEWER = "reviewer"  # 保密审查人员
    SIGNER = "signer"  # 当前审批环节的审批人，或者其委托的人
    SECTION_HEAD = "section_head"  # 科室（处室）负责人
    OGI_HEAD = "ogi_head"  # 政府信息公开工作机构负责人
    AGENCY_HEAD = "agency_head"  # 机关负责人
    SUPERVISING_AUTHORITY = "supervising_authority"  # 主管部门：上级机关的监督人员和公开工作机构负责人


class Rung(Recorded):
    """One rung: ``working_days`` from the due date, negative before it, 0 on it, positive after it."""

    working_days: int = Field(ge=-14, le=60)
    to: tuple[Recipient, ...] = Field(min_length=1, max_length=7)


def _ascending(rungs: tuple[Rung, ...]) -> tuple[Rung, ...]:
    days = [rung.working_days for rung in rungs]
    if days != sorted(set(days)):
        raise ValueError("ladder_out_of_order")
    return rungs


Ladder = Annotated[tuple[Rung, ...], Field(max_length=12), AfterValidator(_ascending)]
"""Rungs in the order of their days; an empty ladder tells nobody."""

_HANDLER, _SECTION, _OGI = Recipient.HANDLER, Recipient.SECTION_HEAD, Recipient.OGI_HEAD
_AGENCY, _ABOVE = Recipient.AGENCY_HEAD, Recipient.SUPERVISING_AUTHORITY
DEFAULT_LADDER: tuple[Rung, ...] = (
    Rung(working_days=-5, to=(_HANDLER,)),
    Rung(working_days=-2, to=(_HANDLER,)),
    Rung(working_days=0, to=(_HANDLER, _SECTION)),
    Rung(working_days=1, to=(_OGI,)),
    Rung(working_days=5, to=(_AGENCY, _ABOVE)),
)
_NOT_OURS: tuple[Rung, ...] = (
    Rung(working_days=0, to=(_HANDLER,)),
    Rung(working_days=1, to=(_HANDLER, _SECTION)),
    Rung(working_days=5, to=(_OGI,)),
)
"""What the applicant owes: the agency is told when it may act on his silence, and when it has not."""
DEFAULT_LADDERS: dict[Matter, tuple[Rung, ...]] = {
    Matter.RECEIPT: (
        Rung(working_days=1, to=(_HANDLER, _SECTION)),
        Rung(working_days=2, to=(_OGI,)),
        Rung(working_days=5, to=(_AGENCY,)),
    ),
    Matter.CORRECTION: _NOT_OURS,
    Matter.REASONS: _NOT_OURS,
    Matter.APPROVAL: (
        Rung(working_days=0, to=(Recipient.SIGNER,)),
        Rung(working_days=1, to=(Recipient.SIGNER, _HANDLER)),
        Rung(working_days=3, to=(_OGI,)),
        Rung(working_days=5, to=(_AGENCY,)),
    ),
}
"""Matters that climb otherwise than the reply does."""
