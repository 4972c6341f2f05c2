"""The inbox of a member of staff, the ledger of notices, absences, and how a person wants to be told."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from schemas.base import Clean, ClockTime, Frozen, OneLine, Recorded
from schemas.clock import Day
from schemas.escalation import Matter
from schemas.notice_text import NoticeFacts, text_of

MOST_AT_ONCE = 200
"""Notices on one page, and notices acknowledged by one request."""
MOST_COUNTED = 100
"""Open notices that are counted: nobody needs to know how many more there are."""


class AddresseeKind(StrEnum):
    """Who a row of the ledger is addressed to; ``nobody`` where no person could be found."""

    STAFF = "staff"
    WEBHOOK = "webhook"
    NOBODY = "nobody"


class DeliveryChannel(StrEnum):
    """By which way a notice goes out."""

    INBOX = "inbox"  # 站内
    MAIL = "mail"  # 电子邮件
    WEBHOOK = "webhook"  # 接口推送


class DeliveryStatus(StrEnum):
    """How far a sending has come."""

    WAITING = "waiting"  # 待发
    SENT = "sent"  # 已发
    DELIVERED = "delivered"  # 已送达
    FAILED = "failed"  # 失败


class NoticeRow(Recorded):
    """A row of the ledger. ``n``: its place in the order in which notices were recorded, over all persons.

    ``true_on``: the day from which it is true, noticed ``late_days`` calendar days later. ``working_days``: from
    ``due_on`` on that day, negative before it. ``instead_of``: the absent person it was meant for. ``settled_at``: when
    the matter ended, or a later rung reached the same person. ``case_id`` is null for a digest.
    """

    id: UUID
    n: int
    addressee_kind: AddresseeKind = AddresseeKind.STAFF
    addressee: UUID
    addressee_name: str | None = None
    instead_of: UUID | None = None
    case_id: UUID | None
    digest_id: UUID | None = None
    seq: int | None
    reference: str
    kind: str
    matter: Matter | None
    subject: str
    due_on: date | None
    working_days: int | None
    true_on: date
    late_days: int
    intended_at: datetime
    repeated: int
    acknowledged_at: datetime | None
    acknowledged_by: UUID | None
    settled_at: datetime | None


class NoticeView(NoticeRow):
    """A notice as a person reads it: its columns, and the same in words."""

    title: str
    title_en: str
    text: str
    text_en: str

    @classmethod
    def of(cls, row: NoticeRow) -> Self:
        """The row with its words."""
        named = {name: getattr(row, name) for name in NoticeFacts.model_fields if name != "for_another"}
        words = text_of(NoticeFacts(**named, for_another=row.instead_of is not None))
        return cls(**row.model_dump(), **words.model_dump())


class NoticePage(Recorded):
    """One page of an inbox, newest first; ``next`` is the cursor of the following page."""

    items: tuple[NoticeView, ...]
    next: str | None


class Bell(Recorded):
    """How many notices wait to be acknowledged, counted up to a hundred; and the number of the newest one there is."""

    open: int
    newest: int

    @property
    def shown(self) -> str:
        """The count as it stands in the head of a page."""
        return str(self.open) if self.open < MOST_COUNTED else f"{MOST_COUNTED - 1}+"


class Delivery(Recorded):
    """One sending: ``repetition`` 0 is the first. ``error`` is a code, never a text."""

    channel: DeliveryChannel
    repetition: int
    status: DeliveryStatus
    attempts: int
    sent_at: datetime | None
    ended_at: datetime | None
    error: str | None


class LedgerNotice(NoticeView):
    """A notice with every sending of it."""

    deliveries: tuple[Delivery, ...] = ()


class LedgerPage(Recorded):
    """One page of the ledger, newest first; ``next`` is the cursor of the following page."""

    items: tuple[LedgerNotice, ...]
    next: str | None


class Acknowledgement(Frozen):
    """Several notices to acknowledge at once: all of them, or none."""

    ids: tuple[UUID, ...] = Field(min_length=1, max_length=MOST_AT_ONCE)


class Acknowledged(Recorded):
    """The notices as they stand now."""

    items: tuple[NoticeView, ...]


class Gap(StrEnum):
    """What may be wrong with the ledger."""

    MISSING = "missing"
    UNKNOWN = "unknown"
    DOUBLED = "doubled"
    NOBODY = "nobody"
    NEVER_SENT = "never_sent"
    FAILED = "failed"
    UNREADABLE = "unreadable"


GAPS: dict[Gap, tuple[str, str]] = {
    Gap.MISSING: ("事件应发通知而台账中没有", "an event calls for a notice that is not in the ledger"),
    Gap.UNKNOWN: ("台账中的通知没有对应的事件", "the ledger has a notice no event calls for"),
    Gap.DOUBLED: ("同一事件对同一人重复通知", "somebody is told of one event twice"),
    Gap.NOBODY: ("没有可以通知的人员", "there was nobody to tell"),
    Gap.NEVER_SENT: ("超过一小时仍未发出", "not sent for more than an hour"),
    Gap.FAILED: ("发送失败且尚未确认", "sending failed, and nobody has acknowledged it"),
    Gap.UNREADABLE: ("办件记录不能读取，请核验", "the record of the case cannot be read: daylight verify"),
}
"""Each of them in words."""


class NoticeGap(Recorded):
    """One thing that is wrong: in which case, of which event or notice, by which channel; in both languages."""

    gap: Gap
    case_id: UUID | None
    reference: str
    seq: int | None = None
    notice_id: UUID | None = None
    channel: DeliveryChannel | None = None
    message: str
    message_en: str


class GapPage(Recorded):
    """What was found in ``cases`` cases that owe ``notices`` notices; ``next``: where the following ones begin."""

    cases: int
    notices: int
    gaps: tuple[NoticeGap, ...]
    next: str | None


class Mended(Recorded):
    """What was entered in ``cases`` cases: ``notices`` no row of which stood, and ``inboxes`` a notice had not reached.

    ``left``: what is missing and cannot be told from the events (some persons of several, or people where a program was
    told). ``next``: where the following cases begin.
    """

    cases: int
    notices: int
    inboxes: int
    left: int
    next: str | None


class NewAbsence(Frozen):
    """Somebody is away from the first day to the last, both included; ``staff`` is oneself unless given."""

    staff: UUID | None = None
    first_day: Day
    last_day: Day
    substitute: UUID

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last_day < self.first_day:
            raise ValueError("absence_out_of_order")
        return self


class Absence(Recorded):
    """An absence with who stands in. Withdrawn, it has no effect any more."""

    id: UUID
    staff_id: UUID
    staff_name: str
    first_day: date
    last_day: date
    substitute_id: UUID
    substitute_name: str
    entered_by: UUID
    entered_at: datetime
    withdrawn_at: datetime | None


class Absences(Recorded):
    """Absences, the latest first."""

    items: tuple[Absence, ...]


class MailWish(StrEnum):
    """How a person wants mail."""

    EACH = "each"  # 逐条发送
    DIGEST = "digest"  # 每日汇总
    NONE = "none"  # 不发送


EmailAddress = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, max_length=254, pattern=r"^[^\s@<>(),;:\"\[\]\\]{1,64}@[^\s@<>(),;:\"\[\]\\]+$"
    ),
    Clean,
    OneLine,
]
"""One address, bare (RFC 5321: 254 characters at most, 64 before the @); non-ASCII ones too (RFC 6531)."""


class NoticePreferences(Frozen):
    """Where and when a person wants mail. Times of day at the agency; quiet hours may span midnight.

    ``digest_at``: when the mails of a day are gathered into one, for ``digest``.
    """

    email: EmailAddress | None = None
    mail: MailWish = MailWish.EACH
    quiet_from: ClockTime | None = None
    quiet_until: ClockTime | None = None
    digest_at: ClockTime = time(8, 30)

    @model_validator(mode="after")
    def _sensible(self) -> Self:
        if (self.quiet_from is None) != (self.quiet_until is None):
            raise ValueError("quiet_hours_incomplete")
        if self.quiet_from is not None and self.quiet_from == self.quiet_until:
            raise ValueError("quiet_hours_empty")
        return self
