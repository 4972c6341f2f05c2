"""For whom a case waits (待办): what a person has to do now, by which steps, and whose answer is awaited."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from schemas.base import Recorded
from schemas.figures import Figure
from schemas.vocabulary import Channel, Role, State


class Awaited(StrEnum):
    """Who outside the office has to answer before anything else can be done."""

    APPLICANT = "applicant"  # 申请人：补正、说明理由、缴费
    THIRD_PARTY = "third_party"  # 第三方，art. 32
    AGENCY = "agency"  # 其他机关、有权确定的部门，arts. 11, 17(3), 34
    DEPARTMENT = "department"  # 协助检索的部门，art. 36(4)


class WaitingCase(Recorded):
    """A case that waits for somebody of the office.

    ``waits_for``: by function; ``waits_person``: the delegate of an approval. ``waits_until``: the day that counts
    next, the reply's while the limit runs. ``awaits``: all that is left to do is to record an answer from outside.
    ``next_steps``: by name, the most pressing first. ``since``: the case entered the stage it is in; null where that is
    not known.
    """

    case_id: UUID
    reference: str
    state: State
    channel: Channel
    version: int
    calendar_version: str
    due_on: date | None
    limit_runs: bool
    provisional: bool
    overdue_on: date | None
    handler_id: UUID | None
    handler: str | None
    waits_for: tuple[Role, ...]
    waits_person: UUID | None
    waits_until: date | None
    waits_not: tuple[UUID, ...]
    awaits: Awaited | None
    next_steps: tuple[str, ...]
    since: date | None


class WorkItem(Recorded):
    """A case as it waits for one person.

    ``roles``: the functions in which it waits for him; none where it was only delegated to him. ``steps``: those that
    come next and that his roles carry, the most pressing first. ``instead_of``: for whom he stands in, if it waits for
    that person and not for himself. ``working_days_left`` until ``waits_until``, negative when it has passed.
    """

    case_id: UUID
    reference: str
    state: State
    channel: Channel
    version: int
    due_on: date | None
    waits_until: date | None
    working_days_left: int | None
    provisional: bool
    overdue_on: date | None
    handler_id: UUID | None
    handler: str | None
    roles: tuple[Role, ...]
    delegated: bool
    awaits: Awaited | None
    steps: tuple[str, ...]
    since: date | None
    instead_of: UUID | None = None
    instead_of_name: str | None = None


class StoodInFor(Recorded):
    """An absent colleague for whom somebody stands in today."""

    staff_id: UUID
    name: str


class WorkPage(Recorded):
    """One page of what waits for a person, the most pressing first; ``next`` is the cursor of the following page.

    ``own_records``: so many requests for correction of own records wait for one of his roles besides.
    """

    items: tuple[WorkItem, ...]
    next: str | None
    stands_in_for: tuple[StoodInFor, ...]
    own_records: int = 0


class Pressing(Recorded):
    """Open cases whose limit is over, or ends within two, or three to five working days."""

    overdue: Figure
    in_two_days: Figure
    in_five_days: Figure
