"""Answers from the record, for commands whose workflow has ended: the events alone tell what was decided and why."""

from collections.abc import Sequence
from uuid import UUID

from schemas.case import Case
from schemas.commands import Command
from schemas.errors import DaylightError
from schemas.events import Event, EventRecord, LetterIssued
from workflows.decide import decide
from workflows.evolve import fold
from workflows.moment import moment_of
from workflows.rules.calendar import WorkingCalendar


def folded(case_id: UUID, agency_id: UUID, records: Sequence[EventRecord]) -> Case:
    """The case these events make."""
    return fold(Case(case_id=case_id, agency_id=agency_id), (record.event for record in records))


def written_by(records: Sequence[EventRecord], command_id: str) -> list[EventRecord]:
    """The events one command wrote; empty if it wrote none."""
    return [record for record in records if record.command_id == command_id]


def is_what_was_asked(
    before: Case, calendar: WorkingCalendar, command: Command, written: Sequence[EventRecord]
) -> bool:
    """Whether this command is the one that wrote these events.

    What the first releases wrote bears no fingerprint: there the step, decided again where and when the command was,
    must give the same events.
    """
    if written[0].fingerprint:
        return written[0].fingerprint == command.fingerprint
    moment = moment_of(written[0].at, before.policy.timezone, command.actor, calendar, command.facts)
    try:
        return decide(before, command.step, moment) == _decided(written)
    except DaylightError:
        return False


def _decided(written: Sequence[EventRecord]) -> list[Event]:
    """Without the letters, which follow from what was decided."""
    return [record.event for record in written if not isinstance(record.event, LetterIssued)]
