"""The durable workflow: one application from receipt to archive. Every decision is made elsewhere, purely.

A step is an update. Its validator runs ``decide`` and throws the answer away, so a refused step writes nothing into
history. The handler runs ``decide`` again under one lock, has letters made, and awaits one normal activity that
records the events; only then does the update return. An alarm is a step taken by the clock and goes the same way.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError

with workflow.unsafe.imports_passed_through():
    from schemas.case import Alarm, Case
    from schemas.chain import GENESIS, forge
    from schemas.clock import CalendarData
    from schemas.commands import (
        ENGINE_PREFIX,
        AnsweredCommand,
        BatchRecorded,
        CalendarPublished,
        CalendarRequest,
        CaseEnd,
        CaseStart,
        Command,
        EventBatch,
        PartsOpened,
        PartsOrder,
        Snapshot,
        StepTaken,
    )
    from schemas.errors import DaylightError
    from schemas.events import CLOCK, Actor, ApplicationSplit, Event, EventRecord, LetterIssued, ReplyIssued
    from schemas.letters import LetterOrder, LetterRef
    from schemas.policy import LADDER
    from schemas.vocabulary import State
    from workflows import activity_options as options
    from workflows.alarms import author_of, next_alarm
    from workflows.decide import decide, decide_calendar, decide_tick
    from workflows.evolve import evolve
    from workflows.failures import CaseStopped, letter_failed, neighbours_moved, refusal_of
    from workflows.letters import letters_for
    from workflows.moment import Moment, moment_of
    from workflows.notices import notices_for
    from workflows.project import project
    from workflows.rules.calendar import WorkingCalendar

REMEMBERED_COMMANDS = 200
"""Answers a case keeps for repeated commands across continue-as-new."""
AFTER_THE_REPLY = "after-the-reply"
"""Patch: a closed case goes on for remedies and re-assessment until it is archived."""
UNREGISTERED_FOR = timedelta(hours=1)
"""How long a started case waits for its registration before it ends itself."""


@workflow.defn(name="DisclosureApplication")
class DisclosureApplication:
    """One case (办件)."""

    @workflow.init
    def __init__(self, start: CaseStart) -> None:
        known = start.snapshot or Snapshot(
            case=Case(case_id=start.case_id, agency_id=start.agency_id, policy=start.policy), head=GENESIS
        )
        self._case = known.case
        self._head = known.head
        self._answered = {answered.command_id: answered.answer for answered in known.answered}
        self._data = start.calendar
        self._lock = asyncio.Lock()
        self._alarm: Alarm | None = None
        self._timer: asyncio.Task[None] | None = None
        self._announced = list(known.announced)
        self._stage_ended = False
        self._stopped = False
        self._seen = 0
        self._outlives_closing = workflow.patched(AFTER_THE_REPLY)

    @workflow.run
    async def run(self, start: CaseStart) -> CaseEnd:
        """Wait for steps and alarms until the case is archived."""
        await self._registered()
        while not self._over():
            self._rearm()
            self._seen = self._case.version
            await workflow.wait_condition(lambda: self._has_work() or self._over())
            with suppress(CaseStopped):  # the loop ends by itself then, and what is in hand still gets its answer
                await self._turn()
        self._disarm()
        await workflow.wait_condition(workflow.all_handlers_finished)
        return self._end(start)

    @workflow.update(name="take_step")
    async def take_step(self, command: Command) -> StepTaken:
        """Carry out one step and answer when it is on record. The same command id has one effect and one answer."""
        async with self._lock:
            if command.command_id in self._answered:
                return self._answered[command.command_id]
            moment = self._moment(command.actor, command)
            events = self._decided(command, moment)  # another step may have come between validation and the lock
            written = await self._write(events, moment, command.command_id, command.fingerprint)
            answer = self._answer(written, command)
            self._answered[command.command_id] = answer
            return answer

    @take_step.validator
    def _validate_step(self, command: Command) -> None:
        """Refuse what the law or the state refuses, before anything is written. While something is being recorded the
        record may be ahead of us, and who read it there builds on it: then the handler decides, when its turn comes."""
        if command.command_id not in self._answered and not self._lock.locked():
            self._decided(command, self._moment(command.actor, command))

    @workflow.signal(name="calendar_published")
    def calendar_published(self, published: CalendarPublished) -> None:
        """A new calendar version is in the database; the main loop loads and adopts it."""
        self._announced.append(published.version)

    @workflow.query(name="snapshot")
    def snapshot(self) -> Snapshot:
        """The case as the workflow holds it, for comparison with the record."""
        return Snapshot(case=self._case, head=self._head)

    async def _registered(self) -> None:
        """Wait until the registration that started this case has been taken; end if it never is."""
        await asyncio.sleep(0)  # lets the update that came with the start take the lock, so that no timer is needed
        await workflow.wait_condition(lambda: not self._lock.locked())
        if self._is_registered():
            return
        try:
            await workflow.wait_condition(self._is_registered, timeout=UNREGISTERED_FOR)
        except TimeoutError:
            raise ApplicationError("nothing was registered", type="never_registered") from None

    async def _turn(self) -> None:
        """What is due now: an announced calendar first, then what time alone has made true."""
        if self._announced:
            await self._adopt(self._announced.pop(0))
        elif self._rung():
            await self._tick()

    def _is_registered(self) -> bool:
        return self._case.version > 0

    def _over(self) -> bool:
        """This run is done: the case is archived or stopped, a stage ended, or the server finds the history long."""
        ended = self._stopped or self._stage_ended or self._is_at_its_end()
        return ended or workflow.info().is_continue_as_new_suggested()

    def _is_at_its_end(self) -> bool:
        """Archived; runs from before there was anything after the reply ended when the case was closed."""
        closed = self._case.state is State.CLOSED and not self._outlives_closing
        return closed or self._case.state is State.ARCHIVED

    def _has_work(self) -> bool:
        """Something changed, was announced, or fell due."""
        return self._case.version != self._seen or bool(self._announced) or self._rung()

    def _rung(self) -> bool:
        return self._timer is not None and self._timer.done()

    def _rearm(self) -> None:
        """One timer for the next alarm, replaced when its moment comes nearer; one that rings too early finds nothing.

        Before there was a ladder it was replaced whenever the alarm changed.
        """
        alarm = next_alarm(self._case, self._calendar())
        if self._timer and self._alarm and self._stands(self._alarm, alarm):
            return
        self._disarm()
        if alarm:
            wait = max(alarm.at - workflow.now(), timedelta(0))
            self._alarm, self._timer = alarm, asyncio.create_task(workflow.sleep(wait, summary=alarm.kind))

    def _stands(self, armed: Alarm, alarm: Alarm | None) -> bool:
        return armed == alarm if self._case.edition < LADDER else alarm is None or armed.at <= alarm.at

    def _disarm(self) -> None:
        if self._timer:
            self._timer.cancel()
        self._alarm = self._timer = None

    async def _tick(self) -> None:
        """Take the clock's own step."""
        self._disarm()
        async with self._lock:
            moment = self._moment(CLOCK)
            events = decide_tick(self._case, moment.today, moment.calendar)
            if events:
                await self._write(events, moment, f"{ENGINE_PREFIX}clock/{self._case.version + 1}")

    async def _adopt(self, version: str) -> None:
        """Load an announced calendar and move the due date if it moves."""
        if version == self._data.version:
            return
        arrived = self._case.arrived_on or workflow.now().date()
        request = CalendarRequest(version=version, first_year=arrived.year, last_year=workflow.now().year + 3)
        try:
            loaded: CalendarData = await workflow.execute_activity(
                "load_calendar", request, result_type=CalendarData, **options.LOAD_CALENDAR
            )
        except ActivityError:  # no such version was ever published: go on counting by the one we have
            workflow.logger.error("calendar_unknown", extra={"case_id": str(self._case.case_id)})
            return
        async with self._lock:
            before, self._data = self._calendar(), loaded
            moment = self._moment(CLOCK)
            if events := decide_calendar(self._case, before, moment.calendar, moment.today):
                await self._write(events, moment, f"{ENGINE_PREFIX}calendar/{version}")

    async def _write(
        self, events: Sequence[Event], moment: Moment, command_id: str, fingerprint: str = ""
    ) -> list[EventRecord]:
        """Have the letters made, forge the links, record them in one activity; only then the case moves."""
        case, head, records = self._case, self._head, list[EventRecord]()
        for event in events:
            for written in (event, *await self._letters(case, event, moment)):
                case = evolve(case, written)
                author = author_of(written, moment.actor)
                record = forge(case.case_id, case.version, moment.at, author, command_id, written, head, fingerprint)
                head = record.hash
                records.append(record)
        calendar = self._calendar()
        notices = notices_for(self._case, records, calendar)
        row, neighbours = project(case, calendar, head), moment.facts.neighbours
        batch = EventBatch(records=tuple(records), row=row, notices=notices, neighbours=neighbours)
        recorded = await self._record(batch)
        self._case, self._head = case, recorded.head or head
        self._stage_ended = any(isinstance(event, ReplyIssued) for event in events)
        await self._open_parts(events)
        return records

    async def _letters(self, case: Case, event: Event, moment: Moment) -> list[LetterIssued]:
        """The letters that follow an event, made now, so that the event and its letters are one record."""
        return [LetterIssued(letter=await _made(order)) for order in letters_for(evolve(case, event), event, moment)]

    async def _record(self, batch: EventBatch) -> BatchRecorded:
        try:
            recorded: BatchRecorded = await workflow.execute_activity(
                "record_events", batch, result_type=BatchRecorded, **options.RECORD_EVENTS
            )
        except ActivityError as failed:  # it is retried for ever, unless what we decided by has changed, or:
            if moved := neighbours_moved(failed):
                raise moved from None
            self._stopped = True  # another event stands under our number
            workflow.logger.error("case_stopped", extra={"case_id": str(self._case.case_id)})
            raise CaseStopped from None
        return recorded

    async def _open_parts(self, events: Sequence[Event]) -> None:
        """Open the cases of the parts split off, once the splitting is on record."""
        case = self._case
        for event in events:
            if isinstance(event, ApplicationSplit) and case.received_on:
                order = PartsOrder(
                    case_id=case.case_id, agency_id=case.agency_id, received_on=case.received_on, parts=event.parts
                )
                await workflow.execute_activity("open_parts", order, result_type=PartsOpened, **options.OPEN_PARTS)

    def _decided(self, command: Command, moment: Moment) -> list[Event]:
        """``decide``, with every refusal as an update may raise it."""
        try:
            if self._stopped:
                raise CaseStopped
            return decide(self._case, command.step, moment)
        except DaylightError as refused:
            raise refusal_of(refused) from None

    def _moment(self, actor: Actor, command: Command | None = None) -> Moment:
        facts = command.facts if command else None
        return moment_of(workflow.now(), self._case.policy.timezone, actor, self._calendar(), facts)

    def _calendar(self) -> WorkingCalendar:
        return WorkingCalendar.of(self._data)

    def _answer(self, written: Sequence[EventRecord], command: Command) -> StepTaken:
        row = project(self._case, self._calendar(), self._head)
        return StepTaken(
            case_id=row.case_id,
            reference=row.reference,
            version=row.version,
            state=row.state,
            events=tuple(record.event.kind for record in written),
            received_on=row.received_on,
            due_on=row.due_on,
            provisional=row.provisional,
            outcome=row.outcome,
            fingerprint=command.fingerprint,
        )

    def _end(self, start: CaseStart) -> CaseEnd:
        """The result of an archived case; a stopped one fails loudly; any other goes on in a new run."""
        if self._stopped:
            raise CaseStopped
        case = self._case
        if self._is_at_its_end() and case.outcome:
            return CaseEnd(case_id=case.case_id, version=case.version, outcome=case.outcome, head=self._head)
        recent = list(self._answered.items())[-REMEMBERED_COMMANDS:]
        answered = tuple(AnsweredCommand(command_id=command_id, answer=answer) for command_id, answer in recent)
        snapshot = Snapshot(case=case, head=self._head, answered=answered, announced=tuple(self._announced))
        return workflow.continue_as_new(start.model_copy(update={"calendar": self._data, "snapshot": snapshot}))


async def _made(order: LetterOrder) -> LetterRef:
    try:
        letter: LetterRef = await workflow.execute_activity(
            "make_letter", order, result_type=LetterRef, **options.MAKE_LETTER
        )
    except ActivityError as failed:
        raise letter_failed(failed) from None
    return letter
