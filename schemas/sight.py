"""Who may see what of a case, who has acted in it, and whether its record is sound."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from schemas.base import Recorded
from schemas.vocabulary import ConsultationKind, Role
from schemas.words import Word


class Colleague(Recorded):
    """A member of staff of one's own agency; ``active`` False for who has left."""

    id: UUID
    name: str
    roles: tuple[Role, ...]
    department: str | None
    active: bool


class Colleagues(Recorded):
    """The staff of one's own agency, by name."""

    items: tuple[Colleague, ...]


class Seen(StrEnum):
    """What there is to be seen of a case, and to be done with what is seen."""

    APPLICATION = "application"  # 申请人、申请内容、文书、记录
    PAGES = "pages"  # 检索到的文件及其审查
    MARKING = "marking"  # 在文件上标注、拟定审查意见
    CONFIRMING = "confirming"  # 审核审查意见
    SIGNING = "signing"  # 审批答复
    EXPORT = "export"  # 导出全部案卷


SEEN: dict[Seen, Word] = {
    Seen.APPLICATION: ("申请人、申请内容、文书和办理记录", "applicant, request, letters and record"),
    Seen.PAGES: ("检索到的文件及其审查", "documents found, and their review"),
    Seen.MARKING: ("在文件上标注、拟定审查意见", "marking pages, proposing the review"),
    Seen.CONFIRMING: ("审核审查意见", "confirming the review"),
    Seen.SIGNING: ("审批答复", "signing the reply"),
    Seen.EXPORT: ("导出全部案卷", "exporting the whole file"),
}


class Sight(Recorded):
    """To whom a part is open: the roles, and the active members of the agency who have one of them.

    ``everybody``: to all staff of the agency, whatever their role; then nobody is named.
    """

    what: Seen
    everybody: bool
    roles: tuple[Role, ...] = ()
    persons: tuple[str, ...] = ()


class Acted(Recorded):
    """Somebody who has acted in the case: so many events, the first and the last of them."""

    staff_id: UUID
    name: str | None
    events: int
    first_at: datetime
    last_at: datetime


class CaseSight(Recorded):
    """Who may see what of a case. ``authorities`` see reference, state, dates and outcome, never who applies."""

    sees: tuple[Sight, ...]
    staff: int
    authorities: tuple[str, ...]
    acted: tuple[Acted, ...]


class ChainFault(Recorded):
    """What is wrong with one link of the record."""

    seq: int
    code: str
    message: str
    message_en: str


class ChainCheck(Recorded):
    """The record, recalculated link by link. ``head``: the hash of its last link (SHA-256)."""

    events: int
    head: str
    faults: tuple[ChainFault, ...]


class ConsultationClock(Recorded):
    """The clock of one consultation or referral.

    ``excluded``: the working days it has kept out of the limit so far, none where its time is not left out.
    ``working_days_left``: until ``respond_by``, negative when over; null when nothing is awaited any more, or no limit
    runs because no delivery is proven.
    """

    id: str
    kind: ConsultationKind | None
    sent_on: date
    delivered_on: date | None
    respond_by: date | None
    answered_on: date | None
    open: bool
    excluded: int
    excluded_until: date | None
    working_days_left: int | None


class ConsultationClocks(Recorded):
    """All of a case, in the order they were sent."""

    items: tuple[ConsultationClock, ...]
