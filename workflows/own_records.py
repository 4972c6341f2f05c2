"""The durable workflow of one request for correction of own records (art. 41): the case's shell, without a clock.

A step is an update. Its validator decides and throws the answer away; the handler decides again under one lock, has
the letters made, and awaits one normal activity that records the events; only then does the update return.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from schemas.chain import GENESIS
    from schemas.commands import BatchRecorded
    from schemas.errors import DaylightError
    from schemas.letters import LetterRef
    from schemas.messages import MESSAGES, problem_of
    from schemas.own_records import OwnRecordState
    from schemas.own_records_events import (
        OwnAnswered,
        OwnBatch,
        OwnCommand,
        OwnEnd,
        OwnEvent,
        OwnEventRecord,
        OwnLetterIssued,
        OwnRecord,
        OwnSnapshot,
        OwnStart,
        OwnTaken,
        forge_own,
    )
    from workflows import activity_options as options
    from workflows.own_records_fold import evolve, letters_for, project
    from workflows.own_records_rules import act_at, decide

REMEMBERED_COMMANDS = 200
"""Answers a request keeps for repeated commands across continue-as-new."""
UNREGISTERED_FOR = timedelta(hours=1)
"""How long a started request waits for its registration before it ends itself."""


@workflow.defn(name="OwnRecordCorrection")
class OwnRecordCorrection:
    """One request (更正申请)."""

    @workflow.init
    def __init__(self, start: OwnStart) -> None:
        fresh = OwnSnapshot(record=OwnRecord(id=start.id, agency_id=start.agency_id), head=GENESIS)
        known = start.snapshot or fresh
        self._record = known.record
        self._head = known.head
        self._answered = {answered.command_id: answered.answer for answered in known.answered}
        self._timezone = start.timezone
        self._lock = asyncio.Lock()
        self._stopped = False

    @workflow.run
    async def run(self, start: OwnStart) -> OwnEnd:
        """Wait for steps until the request is closed."""
        await self._registered()
        await workflow.wait_condition(self._over)
        await workflow.wait_condition(workflow.all_handlers_finished)
        if self._stopped:
            raise _stopped()
        record = self._record
        if record.state is OwnRecordState.CLOSED and record.outcome:
            return OwnEnd(id=record.id, version=record.version, outcome=record.outcome, head=self._head)
        return workflow.continue_as_new(start.model_copy(update={"snapshot": self.snapshot()}))

    @workflow.update(name="take_step")
    async def take_step(self, command: OwnCommand) -> OwnTaken:
        """Carry out one step and answer when it is on record. The same command id has one effect and one answer."""
        async with self._lock:
            if command.command_id in self._answered:
                return self._answered[command.command_id]
            events = self._decided(command)  # another step may have come between validation and the lock
            answer = await self._write(events, command)
            self._answered[command.command_id] = answer
            return answer

    @take_step.validator
    def _validate_step(self, command: OwnCommand) -> None:
        """Refuse what the law or the state refuses, before anything is written. While something is being recorded the
        record may be ahead of us, and who read it there builds on it: then the handler decides, when its turn comes."""
        if command.command_id not in self._answered and not self._lock.locked():
            self._decided(command)

    @workflow.query(name="snapshot")
    def snapshot(self) -> OwnSnapshot:
        """The request as the workflow holds it, with the answers it remembers."""
        recent = list(self._answered.items())[-REMEMBERED_COMMANDS:]
        answered = tuple(OwnAnswered(command_id=command_id, answer=answer) for command_id, answer in recent)
        return OwnSnapshot(record=self._record, head=self._head, answered=answered)

    async def _registered(self) -> None:
        """Wait until the registration that started this request has been taken; end if it never is."""
        await asyncio.sleep(0)  # lets the update that came with the start take the lock, so that no timer is needed
        await workflow.wait_condition(lambda: not self._lock.locked())
        if self._record.version or self._stopped:
            return
        try:
            await workflow.wait_condition(lambda: self._record.version > 0, timeout=UNREGISTERED_FOR)
        except TimeoutError:
            raise ApplicationError("nothing was registered", type="never_registered") from None

    def _over(self) -> bool:
        closed = self._record.state is OwnRecordState.CLOSED
        return self._stopped or closed or workflow.info().is_continue_as_new_suggested()

    async def _write(self, events: Sequence[OwnEvent], command: OwnCommand) -> OwnTaken:
        """Have the letters made, forge the links, record them in one activity; only then the request moves."""
        record, head, links, at = self._record, self._head, list[OwnEventRecord](), workflow.now()
        for event in events:
            for written in (event, *await self._with_letters(record, event)):
                record = evolve(record, written)
                bare = OwnEventRecord(
                    own_record_id=record.id,
                    seq=record.version,
                    at=at,
                    by=command.actor.staff_id,
                    command_id=command.command_id,
                    fingerprint=command.fingerprint,
                    event=written,
                    previous=head,
                    hash="",
                )
                links.append(forge_own(bare))
                head = links[-1].hash
        recorded = await self._recorded(OwnBatch(records=tuple(links), row=project(record, head)))
        self._record, self._head = record, recorded.head
        return answer_of(record, links)

    async def _with_letters(self, record: OwnRecord, event: OwnEvent) -> list[OwnLetterIssued]:
        """The letters that follow from an event, made now, so that the event and its letters are one record."""
        issued = list[OwnLetterIssued]()
        for order in letters_for(evolve(record, event), event):
            try:
                letter = await workflow.execute_activity(
                    "make_own_record_letter", order, result_type=LetterRef, **options.MAKE_LETTER
                )
            except ActivityError as failed:
                raise _letter_failed(failed) from None
            issued.append(OwnLetterIssued(letter=letter))
        return issued

    async def _recorded(self, batch: OwnBatch) -> BatchRecorded:
        try:
            recorded: BatchRecorded = await workflow.execute_activity(
                "record_own_record_events", batch, result_type=BatchRecorded, **options.RECORD_EVENTS
            )
        except ActivityError:  # it is retried for ever, except where another event stands under our number
            self._stopped = True
            workflow.logger.error("own_record_stopped", extra={"own_record_id": str(self._record.id)})
            raise _stopped() from None
        return recorded

    def _decided(self, command: OwnCommand) -> list[OwnEvent]:
        """``decide``, with every refusal as the one error an update may raise."""
        if self._stopped:
            raise _stopped()
        try:
            act = act_at(workflow.now(), self._timezone, command.actor, command.documents)
            return decide(self._record, command.step, act)
        except DaylightError as refused:
            raise ApplicationError(refused.code, problem_of(refused), type=refused.code, non_retryable=True) from None


def answer_of(record: OwnRecord, written: Sequence[OwnEventRecord]) -> OwnTaken:
    """The answer to the command that wrote these links, after which the request stood so."""
    return OwnTaken(
        id=record.id,
        reference=record.reference,
        version=record.version,
        state=record.state,
        outcome=record.outcome,
        events=tuple(link.event.kind for link in written),
        fingerprint=written[-1].fingerprint,
    )


def _stopped() -> ApplicationError:
    """The record and the workflow disagree: nobody may go on before an administrator has looked."""
    return ApplicationError("case_stopped", problem_of(DaylightError("case_stopped")), type="case_stopped")


def _letter_failed(failed: ActivityError) -> ApplicationError:
    """The letter cannot be made; the step has not happened."""
    told = failed.cause.type if isinstance(failed.cause, ApplicationError) else None
    code = told if told in MESSAGES else "letter_failed"
    return ApplicationError(code, problem_of(DaylightError(code)), type=code)
