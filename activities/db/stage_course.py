"""Which stages a case went through: a fold of its events, kept apart from the statements that write the rows."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from activities.db.stage_events import STAGE_KINDS, happen
from activities.db.stage_state import Course
from schemas.events import EventRecord
from schemas.forecast import Stage, StageRow

_HELD_UP = frozenset({Stage.ACCEPTANCE, Stage.SEARCH, Stage.REVIEW, Stage.DRAFTING})
"""Stages that are consultation while somebody consulted is waited for."""


class Stages:
    """The rows of a case while its events are read."""

    def __init__(self, agency_id: UUID) -> None:
        self._agency_id = agency_id
        self._course = Course()
        self.rows: list[StageRow] = []

    def take(self, record: EventRecord) -> None:
        """Let one event happen."""
        day = happen(record.event, self._course)
        self._stand(record, day or record.at.astimezone(self._course.zone).date())

    def _stand(self, record: EventRecord, day: date) -> None:
        standing = self._row(record, day)
        last = self.rows[-1] if self.rows else None
        if last is None or _place(last) != _place(standing):
            self._enter(last, standing)
        elif _facts(last) != _facts(standing):
            kept = {"n": last.n, "entered_on": last.entered_on}
            self.rows[-1] = standing.model_copy(update=kept)

    def _enter(self, last: StageRow | None, standing: StageRow) -> None:
        """An act may be entered with an earlier date than the one before; a stage is not left before it was entered."""
        if last is not None:
            standing = standing.model_copy(update={"entered_on": max(standing.entered_on, last.entered_on)})
            left = {"left_on": standing.entered_on, "seq": standing.seq}
            self.rows[-1] = last.model_copy(update=left)
        self.rows.append(standing)

    def _row(self, record: EventRecord, day: date) -> StageRow:
        course = self._course
        done = course.stage is Stage.DONE
        held_up = bool(course.asked) and course.stage in _HELD_UP and not course.waiting
        unproven = [asked.sent_on for asked in course.asked.values() if asked.until_on is None]
        return StageRow(
            case_id=record.case_id,
            n=len(self.rows) + 1,
            agency_id=self._agency_id,
            stage=Stage.CONSULTATION if held_up else course.stage,
            entered_on=day,
            course=course.course,
            counts=bool(course.course) and not (course.waiting or done),
            asked_on=max(unproven, default=None),
            until_on=max((asked.until_on for asked in course.asked.values() if asked.until_on), default=None),
            added=course.added,
            ordered=course.ordered,
            extendable=bool(course.course) and not (course.held or course.awaiting or done),
            outcome=course.drafted.outcome if course.drafted else None,
            seq=record.seq,
        )


def stages_after(agency_id: UUID, records: Iterable[EventRecord]) -> tuple[StageRow, ...]:
    """The rows of a case from all its events, in order; events that move no stage may be left out."""
    stages = Stages(agency_id)
    for record in records:
        if record.event.kind in STAGE_KINDS:
            stages.take(record)
    return tuple(stages.rows)


def _place(row: StageRow) -> tuple[Stage, int, bool]:
    return row.stage, row.course, row.counts


def _facts(row: StageRow) -> tuple[object, ...]:
    return row.asked_on, row.until_on, row.added, row.ordered, row.extendable, row.outcome
