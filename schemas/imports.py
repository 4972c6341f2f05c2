"""Moving in: the columns of the template, a row of it as it is understood, and what comes of a file."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, NamedTuple, Self, TypeVar

from pydantic import Field, StringConstraints, model_validator

from schemas.applications import IdentityKind
from schemas.base import Frozen, Line, Recorded, Text
from schemas.clock import Day
from schemas.documents import Sha256
from schemas.restarting import Restarted
from schemas.vocabulary import ApplicantKind, Channel, DeliveryMethod, Ground, Outcome
from schemas.words import APPLICANT_KINDS, CHANNELS, OUTCOMES, Word
from schemas.words_kinds import GROUNDS, IDENTITY_KINDS, METHODS

NOT_IMPORTED = frozenset({Outcome.JOINED, Outcome.FEE_UNPAID})
"""Ends that lean on another case or on a notice of ours: such a case is entered by its ordinary steps."""
Choices = dict[str, StrEnum]
Chosen = TypeVar("Chosen", bound=StrEnum)


class Column(NamedTuple):
    """A column: key, Chinese heading, an example, what it is for (Chinese, English), whether every row has it."""

    key: str
    heading: str
    example: str
    note: Word
    required: bool = False


COLUMNS = (
    Column("own_number", "原编号", "依申请〔2026〕15号", ("原登记编号，沿用为办件编号", "kept as the reference"), True),
    Column("channel", "提交方式", "当面提交", ("见选项", "see the choices"), True),
    Column("arrived_on", "到达日期", "2026-10-12", ("年-月-日", "year-month-day"), True),
    Column("received_on", "确认收到日期", "", ("第三十一条须确认的渠道填写", "where art. 31 asks for it")),
    Column("applicant_kind", "申请人类别", "自然人", ("空为自然人", "a natural person unless given")),
    Column("applicant_name", "申请人", "王小明", ("姓名或者名称", "name"), True),
    Column("identity_kind", "证件类别", "居民身份证", ("空为居民身份证", "resident identity card unless given")),
    Column("identity_number", "证件号码", "110101199003070011", ("原登记没有的留空", "empty where none was kept")),
    Column("phone", "电话", "010-55550123", ("三种联系方式至少一种", "one of three at least")),
    Column("email", "电子邮箱", "", ("", "")),
    Column("address", "地址", "", ("", "")),
    Column("description", "申请内容", "城东片区改造项目招标文件", ("所需信息的描述", "what is wanted"), True),
    Column("handler", "承办人账号", "handler", ("本系统登录账号", "login here")),
    Column("correction_notified_on", "告知补正日期", "", ("", "")),
    Column("correction_respond_by", "补正期限", "", ("空则按本机关规则计算", "worked out unless given")),
    Column("correction_received_on", "收到补正日期", "", ("", "")),
    Column("extension_notified_on", "告知延期日期", "", ("", "")),
    Column("extension_working_days", "延期工作日数", "", ("不超过二十", "20 at most")),
    Column("consulted", "征求意见对象", "", ("第三方名称", "third party")),
    Column("consulted_on", "征求意见日期", "", ("", "")),
    Column("consultation_delivered_on", "征求意见送达日期", "", ("", "")),
    Column("consultation_answered_on", "收到意见日期", "", ("", "")),
    Column("outcome", "答复类型", "", ("已办结的填写", "of a closed case")),
    Column("ground", "不予公开理由", "", ("不予公开的填写", "of a refusal")),
    Column("delivery_method", "送达方式", "", ("", "")),
    Column("delivered_on", "送达日期", "", ("", "")),
    Column("closed_on", "办结日期", "", ("空则为送达日期", "day of delivery unless given")),
)


def _choices(words: Mapping[Chosen, Word]) -> Choices:
    """By the code and by either word."""
    return {word: code for code, both in words.items() for word in (code.value, *both)}


CHOICES: dict[str, Choices] = {
    "channel": _choices(CHANNELS),
    "applicant_kind": _choices(APPLICANT_KINDS),
    "identity_kind": _choices(IDENTITY_KINDS),
    "outcome": _choices({code: word for code, word in OUTCOMES.items() if code not in NOT_IMPORTED}),
    "ground": _choices(GROUNDS),
    "delivery_method": _choices(METHODS),
}
"""What may stand in a column, by what is written there."""


class ImportRow(Frozen):
    """A row as it is understood. Dates are those of the former register; what is empty has not happened."""

    own_number: Annotated[Line, StringConstraints(max_length=60)]
    channel: Channel
    arrived_on: Day
    received_on: Day | None = None
    applicant_kind: ApplicantKind = ApplicantKind.NATURAL_PERSON
    applicant_name: Line
    identity_kind: IdentityKind = IdentityKind.RESIDENT_ID
    identity_number: Line | None = Field(None, min_length=2, max_length=64)
    phone: Line | None = None
    email: Line | None = None
    address: Line | None = None
    description: Text
    handler: Line | None = None
    correction_notified_on: Day | None = None
    correction_respond_by: Day | None = None
    correction_received_on: Day | None = None
    extension_notified_on: Day | None = None
    extension_working_days: int | None = Field(None, ge=1, le=20)
    consulted: Line | None = None
    consulted_on: Day | None = None
    consultation_delivered_on: Day | None = None
    consultation_answered_on: Day | None = None
    outcome: Outcome | None = None
    ground: Ground | None = None
    delivery_method: DeliveryMethod | None = None
    delivered_on: Day | None = None
    closed_on: Day | None = None

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if not (self.phone or self.email or self.address):
            raise ValueError("contact_missing")
        return self

    @property
    def ended_on(self) -> date | None:
        """The day the handling was over."""
        return self.closed_on or self.delivered_on


class RowFault(Recorded):
    """Why a row is refused: its line in the file (the heading is 1), the column, a code and its sentences."""

    line: int
    column: str | None
    heading: str | None
    code: str
    message: str
    message_en: str


class ImportReport(Recorded):
    """What came of some lines of a file, or with ``dry_run`` would come: nothing was changed then.

    ``new``: cases taken over; ``standing``: taken over before, from the same content. ``next``: the line to go on with.
    """

    source: Sha256
    dry_run: bool
    lines: int
    new: int = 0
    open: int = 0
    standing: int = 0
    faults: tuple[RowFault, ...] = ()
    next: int | None = None
    started: Restarted | None = None
