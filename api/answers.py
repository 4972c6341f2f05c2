"""Answers from the record, for commands whose workflow has ended: the events alone tell what was decided and why."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from schemas.case import Case, CaseRow
from schemas.commands import Facts, StepTaken
from schemas.errors import DaylightError
from schemas.events import Actor, Event, EventRecord, LetterIssued
from schemas.steps import Step
from workflows.decide import decide
from workflows.evolve import fold
from workflows.moment import moment_of
from workflows.project import project
from workflows.rules.calendar import WorkingCalendar


def folded(case_id: UUID, agency_id: UUID, records: Sequence[EventRecord]) -> Case:
    """The case these events make."""
    return fold(Case(case_id=case_id, agency_id=agency_id), (record.event for record in records))


def written_by(records: Sequence[EventRecord], command_id: str) -> list[EventRecord]:
    """The events one command wrote; empty if it wrote none."""
    return [record for record in records if record.command_id == command_id]


def answer_to(case: Case, calendar: WorkingCalendar, written: Sequence[EventRecord]) -> StepTaken:
    """The answer to a command: what it wrote, and where the case stood after it."""
    row: CaseRow = project(case, calendar, written[-1].hash)
    shared: Mapping[str, object] = row.model_dump(include=set(StepTaken.model_fields))
    return StepTaken.model_validate({**shared, "events": [record.event.kind for record in written]})


def is_what_was_asked(
    before: Case, calendar: WorkingCalendar, actor: Actor, step: Step, facts: Facts, written: Sequence[EventRecord]
) -> bool:
    """Whether this step, decided again where and when the command was, gives the events the command wrote."""
    moment = moment_of(written[0].at, before.policy.timezone, actor, calendar, facts)
    try:
        return decide(before, step, moment) == _decided(written)
    except DaylightError:
        return False


def _decided(written: Sequence[EventRecord]) -> list[Event]:
    """Without the letters, which follow from what was decided."""
    return [record.event for record in written if not isinstance(record.event, LetterIssued)]
