"""A case as its events alone make it: what a new workflow goes on from when Temporal has lost the one there was.

It is what continue-as-new carries, taken from the record instead of from the run before. Whatever was acknowledged is
on record, so it knows the same clock, letters and consultations, and gives repeated commands the answers they had.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from uuid import UUID

from schemas.case import Case
from schemas.commands import ENGINE_PREFIX, REGISTRATION, AnsweredCommand, Snapshot, StepTaken
from schemas.events import EventRecord
from schemas.own_records_events import OwnAnswered, OwnEventRecord, OwnRecord, OwnSnapshot
from workflows.disclosure import REMEMBERED_COMMANDS
from workflows.evolve import fold
from workflows.own_records import answer_of as own_answer_of
from workflows.own_records_fold import fold as fold_own
from workflows.project import project
from workflows.rules.calendar import WorkingCalendar

Calendars = Mapping[str, WorkingCalendar]
"""The published calendars a case has counted by, by version."""


def case_of(case_id: UUID, agency_id: UUID, records: Sequence[EventRecord]) -> Case:
    """The case these events make."""
    return fold(Case(case_id=case_id, agency_id=agency_id), (record.event for record in records))


def answer_to(case: Case, calendar: WorkingCalendar, written: Sequence[EventRecord]) -> StepTaken:
    """The answer to the command that wrote these events, after which the case stood so."""
    row = project(case, calendar, written[-1].hash)
    shared = row.model_dump(include=set(StepTaken.model_fields))
    told = {"events": [record.event.kind for record in written], "fingerprint": written[0].fingerprint}
    return StepTaken.model_validate({**shared, **told})


def snapshot_of(fresh: Case, records: Sequence[EventRecord], calendars: Calendars) -> Snapshot:
    """Where a case stands and what it answered, from all its events in order; ``fresh`` is the case before them.

    Raises ``KeyError`` when a calendar the case has counted by is not given.
    """
    course = list(_course(fresh, records))
    recent = [one for one in course if _is_somebodys(one[0])][-REMEMBERED_COMMANDS:]
    answered = tuple(
        AnsweredCommand(command_id=command_id, answer=answer_to(case, calendars[case.calendar_version], written))
        for command_id, case, written in recent
    )
    return Snapshot(case=course[-1][1], head=records[-1].hash, answered=answered)


def _course(case: Case, records: Sequence[EventRecord]) -> Iterator[tuple[str, Case, list[EventRecord]]]:
    """Command by command: its id, the case after it, and what it wrote."""
    for command_id, links in groupby(records, key=lambda record: record.command_id):
        written = list(links)
        case = fold(case, (record.event for record in written))
        yield command_id, case, written


def _is_somebodys(command_id: str) -> bool:
    """Nobody asks again for what the engine did by itself."""
    return command_id == REGISTRATION or not command_id.startswith(ENGINE_PREFIX)


def own_snapshot_of(fresh: OwnRecord, links: Sequence[OwnEventRecord]) -> OwnSnapshot:
    """The same of a request for correction of own records."""
    answered, record = list[OwnAnswered](), fresh
    for command_id, some in groupby(links, key=lambda link: link.command_id):
        written = list(some)
        record = fold_own(record, (link.event for link in written))
        answered.append(OwnAnswered(command_id=command_id, answer=own_answer_of(record, written)))
    return OwnSnapshot(record=record, head=links[-1].hash, answered=tuple(answered[-REMEMBERED_COMMANDS:]))
