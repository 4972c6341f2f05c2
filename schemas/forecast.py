"""How long cases take: the stages of the handling, and the forecast whether a case will miss its date."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from schemas.base import Recorded
from schemas.oversight import CaseQuery
from schemas.vocabulary import Outcome


class Stage(StrEnum):
    """The stages of the handling, in the order of the law. A case may come back to one: a draft is returned."""

    REGISTRATION = "registration"  # 登记，待确认收到日期（第三十一条）
    ACCEPTANCE = "acceptance"  # 受理审查，含补正（第三十条）
    SEARCH = "search"  # 检索（第三十六条第四项）
    REVIEW = "review"  # 保密审查（第十七条）
    CONSULTATION = "consultation"  # 征求意见、报请确定，期限中止（第三十二条、第三十三条第三款）
    DRAFTING = "drafting"  # 拟稿（第三十六条）
    APPROVAL = "approval"  # 审批
    DISPATCH = "dispatch"  # 制发、送达（第三十三条）
    DONE = "done"  # 已答复或者办结


ORDER = tuple(Stage)
"""The stages as the law runs through them."""
DEFAULT_DAYS: dict[Stage, Decimal] = {
    Stage.REGISTRATION: Decimal(0),
    Stage.ACCEPTANCE: Decimal(1),
    Stage.SEARCH: Decimal(3),
    Stage.REVIEW: Decimal(3),
    Stage.CONSULTATION: Decimal(0),
    Stage.DRAFTING: Decimal(2),
    Stage.APPROVAL: Decimal(2),
    Stage.DISPATCH: Decimal(1),
}
"""Counted working days a stage takes on average where an agency has no experience of its own yet.

An assumption of ours, from no statistic: twelve of the twenty working days of art. 33, and one case in ten too late.
Each stage is taken to end on any day with the same chance, however long it has lasted (a geometric distribution).
"""
ENOUGH_CASES = 30
"""Closed cases an agency needs before its own experience counts."""


class StageRow(Recorded):
    """One entry of a case into a stage, its ``n``-th; one that comes back enters anew. ``left_on`` null: it is there.

    ``course``: which limit runs, 0 before the receipt; a corrected application, a paid fee and an ordered new reply
    begin the next. ``counts``: whether days of the limit pass here; not before the receipt nor while the applicant is
    waited for. ``asked_on``, ``until_on``: those consulted are waited for, so that no day counts before they have
    answered: since when at the latest without proof of delivery, and until when at the latest with it. ``added``:
    working days by which the limit is extended or delayed. ``ordered``: the limit is that of an order. ``extendable``:
    it may still be extended (art. 33(2)). ``outcome``: of the draft, once there is one. ``seq``: the last event
    that was about this row.
    """

    case_id: UUID
    n: int
    agency_id: UUID
    stage: Stage
    entered_on: date
    left_on: date | None = None
    course: int
    counts: bool
    asked_on: date | None = None
    until_on: date | None = None
    added: int = 0
    ordered: bool = False
    extendable: bool = False
    outcome: Outcome | None = None
    seq: int


class Passage(Recorded):
    """One stage of one closed case: counted working days it ``stayed``, and until its limit ended (``remained``).

    Both from the entry into the stage, so ``remained`` is never the smaller. ``outcome``: as drafted by then.
    """

    stage: Stage
    outcome: Outcome | None = None
    stayed: int
    remained: int


class Period(Recorded):
    """Which closed cases of an agency an experience rests on: so many, closed from a day until a day, both included."""

    agency_id: UUID
    closed_from: date
    closed_until: date
    cases: int


class Standing(Recorded):
    """Where an open case stands: ``spent`` counted working days in the stage, ``left`` of the limit (negative: over).

    ``extend_by``: the last day on which an extension may still be consented to and told (art. 33(2)).
    """

    stage: Stage
    outcome: Outcome | None = None
    spent: int
    left: int
    over: bool = False
    extend_by: date | None = None


class BasisKind(StrEnum):
    """What a forecast rests on."""

    OWN = "own"  # the agency's own closed cases
    DEFAULT = "default"  # the stated default: fewer than thirty of them


class Basis(Recorded):
    """What a forecast rests on: the agency's closed cases that ``query`` lists, ``cases`` of them.

    ``passages``: how often one of them was in this stage for as long; ``with_outcome``: so many of these with the
    outcome that is drafted, null while there is no draft. With ``default`` the cases are too few, and were not used.
    """

    kind: BasisKind
    cases: int
    passages: int
    with_outcome: int | None = None
    query: CaseQuery


class StageDays(Recorded):
    """Counted working days a stage usually takes: half the cases no more than ``median``, nine in ten ``ninetieth``."""

    stage: Stage
    median: int
    ninetieth: int


class Forecast(Recorded):
    """What is to be expected of an open case. ``chance``: to miss the date it has now, 0 to 1, three decimals.

    ``usual`` and ``slow``: counted working days that half of the cases at most, and nine in ten at most, still needed
    from here. ``stages``: this stage, from its beginning, and those that follow it in the order of the law.
    """

    chance: float
    usual: int
    slow: int
    stages: tuple[StageDays, ...]
    extend_by: date | None
    basis: Basis


class CaseForecast(Recorded):
    """An open case and its forecast. ``days_left``: counted working days left of the limit, negative when it is over.

    ``days_left`` is null while no limit runs (before the receipt, or while the applicant is waited for): the chance is
    then that of a whole new limit. ``resumes_on``: those consulted are waited for, and the next day that counts is
    after this one at the latest. ``added``: working days by which the limit is extended or delayed. ``entered_on``,
    ``spent``: in the present stage since, counted working days so far.
    """

    case_id: UUID
    agency_id: UUID
    reference: str
    handler_id: UUID | None
    stage: Stage
    entered_on: date
    spent: int
    outcome: Outcome | None
    due_on: date | None
    days_left: int | None
    resumes_on: date | None
    added: int
    as_of: date
    forecast: Forecast


class ForecastPage(Recorded):
    """Open cases, the riskiest first. ``cases``: of all pages; ``expected``: how many of them will miss their dates.

    ``expected`` is the sum of the chances. ``next`` is the cursor of the following page.
    """

    as_of: date
    cases: int
    expected: float
    items: tuple[CaseForecast, ...]
    next: str | None
