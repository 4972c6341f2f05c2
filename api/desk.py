"""The desk: what staff do and see, for API, console and command line alike. It knows no rule of law of its own."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import structlog

from activities.db.applications import enter_application, find_application
from activities.db.calendars import calendar_of, calendar_version
from activities.db.cases import find_case
from activities.db.database import Database
from activities.db.events import read_chain
from activities.db.jobs import next_job
from activities.db.people import find_agency
from activities.intake import registration
from activities.store import DocumentStore
from activities.vault import Vault
from activities.workshop.viruses import Scanner
from api.answers import folded, is_what_was_asked, written_by
from api.drafts import check_final_text
from api.engine import Engine, Gone
from api.facts import FactFinder
from schemas.applications import ApplicationRow, NewApplication
from schemas.case import Case, CaseRow
from schemas.commands import REGISTRATION, Command, Facts, StepTaken
from schemas.errors import DaylightError, InvalidInput, NotAllowed, NotFound, StepRefused, Unavailable
from schemas.events import Actor, EventRecord, event_record
from schemas.people import Agency, SignedIn
from schemas.steps import SetFinalText, StaffStep
from schemas.vocabulary import State
from workflows.book import REGISTER
from workflows.decide import decide
from workflows.moment import moment_of
from workflows.resumption import answer_to
from workflows.rules.calendar import WorkingCalendar

QUEUEING = frozenset({"search_recorded", "search_answered", "review_confirmed", "reply_issued"})
"""Events with which work on documents is entered."""
log = structlog.get_logger(__name__)


class Desk:
    """Registers applications, takes steps, and reads cases for one signed-in person at a time."""

    def __init__(
        self, database: Database, engine: Engine, vault: Vault, store: DocumentStore, scanner: Scanner | None = None
    ) -> None:
        self.database = database
        self.store = store
        self.scanner = scanner
        self.vault = vault
        self._engine = engine
        self._finder = FactFinder(database, vault)
        self._calendars: dict[str, WorkingCalendar] = {}

    async def register(self, person: SignedIn, key: str, application: NewApplication) -> StepTaken:
        """Enter an application and start its case; the same key gives the first answer, whatever crashed between.

        The row is committed first. If the start fails, the sweeper or the next call with this key starts the case.
        """
        if not REGISTER.roles & set(person.roles):
            raise NotAllowed("role_not_permitted")
        case_id = uuid5(person.agency_id, key)
        return await self.begin(await self.enter(person.agency_id, person.actor, case_id, application))

    async def enter(self, agency_id: UUID, actor: Actor, case_id: UUID, application: NewApplication) -> ApplicationRow:
        """Commit an application under its case id, once. Raises ``InvalidInput`` when another one stands there."""
        fingerprint = self.vault.fingerprint(application.model_dump_json().encode())
        standing = await self._entered(case_id)
        row = standing or await self._enter(agency_id, actor, case_id, application, fingerprint)
        if row.fingerprint != fingerprint:
            raise InvalidInput("idempotency_key_reused", field="Idempotency-Key")
        return row

    async def begin(self, row: ApplicationRow) -> StepTaken:
        """Start the case of a committed application, or find what the start of it answered."""
        if answered := await self.registration_on_record(row):
            return answered
        try:
            return await self._engine.register(row)
        except Gone:  # it ended between our two looks: on record by now, or to be started again
            if answered := await self.registration_on_record(row):
                return answered
            raise Unavailable("engine_unavailable") from None

    async def take_step(self, person: SignedIn, case_id: UUID, key: str, step: StaffStep) -> StepTaken:
        """Have a step taken on a case this person may see; the same key gives the same answer.

        Where another case has moved between the decision and its record, it is decided once more by what is so now.
        """
        row = await self.row(person, case_id)
        try:
            return await self._attempt(person, row, key, step)
        except DaylightError as refused:
            if refused.code != "neighbours_moved":
                raise
        return await self._attempt(person, row, key, step)

    async def _attempt(self, person: SignedIn, row: CaseRow, key: str, step: StaffStep) -> StepTaken:
        fingerprint = self.vault.fingerprint(f"{person.staff_id}{step.model_dump_json()}".encode())
        facts = await self._finder.facts(person, row.case_id, f"{key}/{fingerprint}", step)
        if isinstance(step, SetFinalText):
            await self._check_final_text(row, key, facts)
        step = step.model_copy(update=dict.fromkeys(step.PRIVATE))
        command = Command(command_id=key, actor=person.actor, step=step, facts=facts, fingerprint=fingerprint)
        try:
            answer = await self._answered(row, command)
        except DaylightError as refused:
            await self._finder.forget(facts, refused)
            raise
        if QUEUEING & set(answer.events):
            await self.set_to_work(row.case_id)
        return answer

    async def set_to_work(self, case_id: UUID) -> None:
        """Have the documents of a case worked on, if any work waits. What is to be done stands in the record: if
        nobody can be told now, the sweeper finds it."""
        try:
            async with self.database.reading() as connection:
                waits = await next_job(connection, case_id)
            if waits:
                await self._engine.work_on_documents(case_id)
        except Unavailable as away:
            log.warning("documents_left_to_the_sweeper", case_id=str(case_id), code=away.code)

    async def row(self, person: SignedIn, case_id: UUID) -> CaseRow:
        """The read model of a case. Raises ``NotFound`` when it is not there or not this agency's."""
        async with self.database.reading() as connection:
            row = await find_case(connection, person.agency_id, case_id)
        if row is None:
            raise NotFound("not_found")
        return row

    async def records(self, case_id: UUID) -> list[EventRecord]:
        """The events of a case, in order."""
        async with self.database.reading() as connection:
            return [event_record.validate_python(link) for link in await read_chain(connection, case_id)]

    async def case(self, row: CaseRow) -> Case:
        """The case, folded from its events."""
        return folded(row.case_id, row.agency_id, await self.records(row.case_id))

    async def agency(self, agency_id: UUID) -> Agency:
        """An agency by id, as it is now: an administrator may have changed it in another process."""
        async with self.database.reading() as connection:
            found = await find_agency(connection, agency_id)
        if found is None:
            raise NotFound("not_found")
        return found

    async def calendar(self, version: str) -> WorkingCalendar:
        """A published calendar version; a version never changes."""
        if version not in self._calendars:
            async with self.database.reading() as connection:
                self._calendars[version] = WorkingCalendar.of(await calendar_version(connection, version))
        return self._calendars[version]

    async def today(self, agency_id: UUID) -> date:
        """The date at the agency."""
        agency = await self.agency(agency_id)
        return datetime.now(ZoneInfo(agency.policy.timezone)).date()

    async def registration_on_record(self, row: ApplicationRow) -> StepTaken | None:
        """The answer to a registration whose events are on record; None if it has none."""
        records = await self.records(row.case_id)
        mine = written_by(records, REGISTRATION)
        return await self._answer_to(row.case_id, row.agency_id, records, mine) if mine else None

    async def _answer_to(
        self, case_id: UUID, agency_id: UUID, records: list[EventRecord], mine: list[EventRecord]
    ) -> StepTaken:
        case = folded(case_id, agency_id, records[: mine[-1].seq])
        return answer_to(case, await self.calendar(case.calendar_version), mine)

    async def _entered(self, case_id: UUID) -> ApplicationRow | None:
        async with self.database.reading() as connection:
            return await find_application(connection, case_id)

    async def _enter(
        self, agency_id: UUID, actor: Actor, case_id: UUID, application: NewApplication, fingerprint: str
    ) -> ApplicationRow:
        """Commit the application once the registration is known to be acceptable."""
        agency = await self.agency(agency_id)
        arrived_on = application.arrived_on or await self.today(agency.id)
        now = datetime.now(UTC)
        async with self.database.transaction() as connection:
            data = await calendar_of(connection, agency.id)
            row = await enter_application(
                connection,
                vault=self.vault,
                case_id=case_id,
                agency_id=agency.id,
                agency_code=agency.code,
                actor=actor,
                application=application.model_copy(update={"arrived_on": arrived_on}),
                calendar_version=data.version,
                fingerprint=fingerprint,
                at=now,
            )
            command = registration(row)
            moment = moment_of(now, agency.policy.timezone, command.actor, WorkingCalendar.of(data))
            fresh = Case(case_id=case_id, agency_id=agency.id, policy=agency.policy)
            decide(fresh, command.step, moment)  # a refusal rolls all of it back
        return row

    async def _check_final_text(self, row: CaseRow, key: str, facts: Facts) -> None:
        """Refuse a text that cannot go out, unless it was taken already: its step gets its answer again."""
        records = await self.records(row.case_id)
        case = folded(row.case_id, row.agency_id, records)
        try:
            for document in facts.documents:
                await check_final_text(self, self.store, case, document)
        except InvalidInput:
            if not written_by(records, key):
                raise

    async def _answered(self, row: CaseRow, command: Command) -> StepTaken:
        try:
            answer = await self._engine.take_step(row.case_id, command)
        except Gone:
            answer = await self._answer_of_the_gone(row, command)
        else:
            if not answer.fingerprint:  # a case begun again from what the first releases wrote, which kept none
                answer = await self._answer_of_the_gone(row, command)
        if answer.fingerprint != command.fingerprint:
            raise InvalidInput("idempotency_key_reused", field="Idempotency-Key")
        return answer

    async def _answer_of_the_gone(self, row: CaseRow, command: Command) -> StepTaken:
        """The workflow that was asked is no more: the record tells whether this command was carried out."""
        records = await self.records(row.case_id)
        mine = written_by(records, command.command_id)
        if not mine:
            raise StepRefused("case_closed") if await self._is_archived(row) else DaylightError("case_stopped")
        before = folded(row.case_id, row.agency_id, records[: mine[0].seq - 1])
        calendar = await self.calendar(before.calendar_version)
        same = is_what_was_asked(before, calendar, command, mine)
        answer = await self._answer_to(row.case_id, row.agency_id, records, mine)
        return answer.model_copy(update={"fingerprint": command.fingerprint if same else ""})

    async def _is_archived(self, row: CaseRow) -> bool:
        async with self.database.transaction() as connection:
            now = await find_case(connection, row.agency_id, row.case_id)
        return now is not None and now.state in {State.CLOSED, State.ARCHIVED}
