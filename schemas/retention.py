"""Keeping: how long material is kept, what forbids destroying it, and registers of what is destroyed (销毁清册)."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from schemas.base import Frozen, Line, Recorded
from schemas.chain import canonical
from schemas.documents import Sha256
from schemas.vocabulary import Outcome

Years = Annotated[int, Field(strict=True, ge=1, le=100)]


class Material(StrEnum):
    """What is kept, in the classes for which an agency sets periods. Events and letters' numbers are kept for ever."""

    DOCUMENTS = "documents"  # 原件、工作副本
    RELEASED = "released"  # 公开副本、公开材料包
    LETTERS = "letters"  # 文书的文本
    PERSONAL = "personal"  # 申请人、第三方的个人信息


ORIGINS: dict[Material, tuple[str, ...]] = {
    Material.DOCUMENTS: ("uploaded", "working"),
    Material.RELEASED: ("released", "package"),
    Material.LETTERS: ("letter",),
    Material.PERSONAL: (),
}
"""Where the documents of each class come from, as their rows say."""


class Obstacle(StrEnum):
    """Why something is not destroyed. The last two are about single items, the others about a whole case."""

    NOT_ARCHIVED = "not_archived"  # 未归档
    REMEDY_PENDING = "remedy_pending"  # 救济程序未结
    REASSESSMENT_DUE = "reassessment_due"  # 尚待复核
    MAIN_CASE_OPEN = "main_case_open"  # 并入的办件未归档
    ON_HOLD = "on_hold"  # 暂停销毁
    RECORD_FAULTY = "record_faulty"  # 记录有误，先行核验
    NOT_DUE = "not_due"  # 未到期（期限已改）
    DESTROYED_ALREADY = "destroyed_already"  # 已经销毁


class Periods(Frozen):
    """Years each class is kept after the day the case was archived; null is for ever (永久), the default."""

    documents: Years | None = None
    released: Years | None = None
    letters: Years | None = None
    personal: Years | None = None

    def years_of(self, material: Material) -> int | None:
        """The period of one class."""
        years: int | None = getattr(self, material)
        return years


class RetentionRules(Periods):
    """An agency's periods. ``by_outcome``: those of cases that ended so, in place of all four."""

    by_outcome: dict[Outcome, Periods] = Field(default_factory=dict)

    def periods(self, outcome: Outcome) -> Periods:
        """What holds for a case that ended so."""
        return self.by_outcome.get(outcome, self)

    def limited(self) -> dict[Material, int]:
        """The shortest period of every class that is not kept for ever in all cases."""
        known = {each: [one.years_of(each) for one in (self, *self.by_outcome.values())] for each in Material}
        return {each: min(filter(None, years)) for each, years in known.items() if any(years)}


class RulesInForce(Recorded):
    """The rules an agency goes by; version 0, and nobody, before any were set."""

    version: int = 0
    rules: RetentionRules = RetentionRules()
    set_by: UUID | None = None
    set_at: datetime | None = None


class ArchivedCase(Recorded):
    """What the tables say of an archived case. ``personal``: its personal data are still there."""

    case_id: UUID
    reference: str
    outcome: Outcome
    archived_on: date
    personal: bool
    main_open: bool
    on_hold: bool


class KeptDocument(Recorded):
    """A document that is not destroyed. ``size`` in bytes."""

    id: UUID
    case_id: UUID
    origin: str
    sha256: Sha256
    size: int


class DueItem(Recorded):
    """One thing whose period of ``years`` ended on ``kept_until``: a document, or the personal data of a case."""

    material: Material
    years: int
    kept_until: date
    document_id: UUID | None = None
    sha256: Sha256 | None = None
    size: int = 0

    @property
    def what(self) -> tuple[Material, UUID | None]:
        """By which the same thing is known in another list."""
        return self.material, self.document_id


class DueCase(Recorded):
    """What is due of one case; while it is ``held`` nothing of it is destroyed."""

    case_id: UUID
    reference: str
    outcome: Outcome
    archived_on: date
    items: tuple[DueItem, ...]
    held: tuple[Obstacle, ...] = ()


class DryRun(Recorded):
    """What would be destroyed on a day, of a page of archived cases. ``next``: cursor of the following page."""

    as_of: date
    rules_version: int
    items: tuple[DueCase, ...]
    next: UUID | None


class LeftOut(Recorded):
    """So many items of a case were not destroyed, and why."""

    why: Obstacle
    items: int


class PlanRow(Recorded):
    """The head of a register. ``sha256``: of the canonical JSON of its lines, in order; ``items`` of ``cases``."""

    id: UUID
    agency_id: UUID
    reference: str
    as_of: date
    rules_version: int
    cases: int
    items: int
    sha256: Sha256
    proposed_by: UUID
    proposed_at: datetime
    approved_by: UUID | None
    approved_at: datetime | None


class PlanLine(Recorded):
    """One case of a register, and once it was its turn: how many items were destroyed, and which were left out."""

    n: int
    due: DueCase
    done_at: datetime | None = None
    destroyed: int = 0
    left_out: tuple[LeftOut, ...] = ()


class DestructionPlan(Recorded):
    """A register with a page of its lines. ``next``: cursor of the following page."""

    plan: PlanRow
    lines: tuple[PlanLine, ...]
    next: int | None


class PlanList(Recorded):
    """Registers, newest first."""

    items: tuple[PlanRow, ...]


class NotDestroyed(LeftOut):
    """What was left out of a register when it was carried out, by case."""

    reference: str


class PlanProgress(Recorded):
    """How far a register was carried out: cases ``done`` and ``left``, items ``destroyed``, and what was left out.

    ``bytes_left``: contents of destroyed documents that are still to be removed from the store.
    """

    plan: PlanRow
    done: int
    left: int
    destroyed: int
    left_out: tuple[NotDestroyed, ...]
    bytes_left: int


class NewHold(Frozen):
    """Stop the destruction of a case: an audit, a suit elsewhere, an inspection."""

    reason: Line


class CaseHold(Recorded):
    """A hold as it is kept; it stands until somebody releases it."""

    id: UUID
    case_id: UUID
    reference: str
    reason: str
    held_by: UUID
    held_at: datetime
    released_by: UUID | None
    released_at: datetime | None
    release_reason: str | None


class HoldList(Recorded):
    """Holds of an agency, newest first."""

    items: tuple[CaseHold, ...]


def hash_of_lines(lines: Iterable[DueCase]) -> str:
    """SHA-256 of the lines' canonical JSON, one a line: two registers of the same hash say the same."""
    return hashlib.sha256(b"\n".join(canonical(line.model_dump(mode="json")) for line in lines)).hexdigest()
