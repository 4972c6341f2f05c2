"""Driving cases in tests: virtual days, a clerk for one case, sample applications. All persons are invented."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5
from zoneinfo import ZoneInfo

from temporalio.client import WithStartWorkflowOperation, WorkflowHandle
from temporalio.common import WorkflowIDConflictPolicy
from temporalio.testing import WorkflowEnvironment

from activities.db.applications import enter_application
from activities.db.calendars import publish_calendar
from activities.db.database import Database
from activities.db.documents import put_document
from activities.intake import Intake, registration, workflow_id
from activities.store import DocumentStore
from activities.vault import Vault
from api.cli.setup import SAMPLE_AGENCY, sample_member
from api.desk import Desk
from api.engine import Engine
from api.review import Review
from schemas.applications import Applicant, ApplicationRow, Contact, NewApplication
from schemas.case import Case
from schemas.clock import CalendarData
from schemas.commands import CaseEnd, Snapshot, StepTaken
from schemas.documents import DocumentRow
from schemas.events import EventRecord
from schemas.people import SignedIn
from schemas.policy import LATEST_EDITION
from schemas.settings import Settings
from schemas.steps import Register, staff_step
from schemas.vocabulary import Channel, Role, State
from workflows.rules.national import national_calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
_KEY = base64.b64encode(bytes(range(32))).decode()
TEST_KEYS = {
    "codec_keys": f"test:{_KEY}",
    "personal_data_keys": f"test:{_KEY}",
    "lookup_key": _KEY,
    "signing_key": _KEY,
}
"""Known keys, so that recorded histories can be read again; nothing real is ever encrypted with them."""

SIGNS = {
    Role.APPROVER: "approver",
    Role.SECTION_HEAD: "section",
    Role.LEGAL: "legal",
    Role.AGENCY_HEAD: "chief",
    Role.OGI_HEAD: "head",
}
"""Who of the sample agency signs at which stage."""
LAWFUL = {
    "facts_and_evidence": True,
    "legal_basis": True,
    "procedure": True,
    "opinion": "事实清楚，依据正确",
}
"""A legality review that finds nothing wrong."""

YEAR = timedelta(days=366)
WORK_SECONDS = 120
"""Longer than any work on documents of a test lasts, on a busy machine."""

INVENTED_2031 = {
    date(2031, 1, 1): False,
    date(2031, 1, 19): True,
    **{date(2031, 1, 22) + timedelta(days=n): False for n in range(7)},
    date(2031, 2, 8): True,
}
"""An arrangement we made up for a year nobody has arranged: Spring Festival off 22-28 January, two make-up days."""


def calendar_2031() -> CalendarData:
    """The national calendar with 2030 and 2031 as if they were officially arranged."""
    return national_calendar(tuple(sorted(INVENTED_2031.items())), published=(2030, 2031))


def person(login: str) -> SignedIn:
    """A member of the sample agency, signed in."""
    member = sample_member(login)
    return SignedIn(staff_id=member.id, agency_id=member.agency_id, name=member.name, roles=member.roles)


def application(channel: Channel = Channel.IN_PERSON, arrived_on: date | None = None) -> NewApplication:
    """A sample application of an invented person."""
    contact = Contact(phone="010-55550123")
    applicant = Applicant(name="王小明", identity_number="110101199003070011", contact=contact)
    return NewApplication(
        channel=channel, arrived_on=arrived_on, applicant=applicant, description="申请公开城东片区改造项目招标文件。"
    )


@dataclass
class World:
    """The engine under a virtual clock. ``edition``: of the procedure, for the cases registered from now on."""

    environment: WorkflowEnvironment
    settings: Settings
    database: Database
    store: DocumentStore
    vault: Vault
    edition: int = LATEST_EDITION
    intake: Intake = field(init=False)
    desk: Desk = field(init=False)
    engine: Engine = field(init=False)
    review: Review = field(init=False)

    def __post_init__(self) -> None:
        self.intake = Intake(self.database, self.environment.client, self.settings.task_queue)
        self.engine = Engine(self.environment.client, self.intake, timeout_seconds=30)
        self.desk = Desk(self.database, self.engine, self.vault, self.store)
        self.review = Review(self.desk)

    async def now(self) -> datetime:
        """The virtual instant."""
        return await self.environment.get_current_time()

    async def today(self) -> date:
        """The virtual date at the agency."""
        return (await self.now()).astimezone(SHANGHAI).date()

    async def go_to(self, day: date, hour: int = 12) -> None:
        """Let time pass until noon, or another hour, of a later day at the agency."""
        there = datetime.combine(day, time(hour), SHANGHAI).astimezone(UTC)
        await self.environment.sleep(there - await self.now())

    async def register(self, channel: Channel = Channel.IN_PERSON, arrived_on: date | None = None) -> "Clerk":
        """Register an application under the calendar of 2031 and start its case."""
        case_id, now = uuid4(), await self.now()
        async with self.database.transaction() as connection:
            await publish_calendar(connection, calendar_2031())
            row = await enter_application(
                connection,
                vault=self.vault,
                case_id=case_id,
                agency_id=SAMPLE_AGENCY.id,
                agency_code=SAMPLE_AGENCY.code,
                actor=person("handler").actor,
                application=application(channel, arrived_on or await self.today()),
                calendar_version=calendar_2031().version,
                fingerprint="test",
                at=now,
            )
        begin = self.engine.register if self.edition >= LATEST_EDITION else self._begin_as_before
        return Clerk(self, case_id, await begin(row))

    async def _begin_as_before(self, row: ApplicationRow) -> StepTaken:
        """Start a case as earlier releases did, with their edition of the procedure."""
        command = registration(row)
        assert isinstance(command.step, Register)
        command = command.model_copy(update={"step": command.step.model_copy(update={"edition": self.edition})})
        operation: WithStartWorkflowOperation[Any, Any] = WithStartWorkflowOperation(
            "DisclosureApplication",
            await self.intake._start_input(row),
            id=workflow_id(row.case_id),
            task_queue=self.settings.task_queue,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        )
        client, key = self.environment.client, command.command_id
        answer: StepTaken = await client.execute_update_with_start_workflow(
            "take_step", command, id=key, start_workflow_operation=operation, result_type=StepTaken
        )
        return answer


@dataclass
class Clerk:
    """Works one case and keeps its version."""

    world: World
    case_id: UUID
    last: StepTaken

    async def step(self, name: str, by: str = "handler", key: str | None = None, **fields: Any) -> StepTaken:
        """Take a step as a member of the sample agency."""
        body: Mapping[str, Any] = {"step": name, "expected_version": self.last.version, **fields}
        step = staff_step.validate_python(body)
        self.last = await self.world.desk.take_step(person(by), self.case_id, key or str(uuid4()), step)
        return self.last

    async def sign(self) -> StepTaken:
        """Have everybody in the chain of approval sign, in order."""
        while True:
            draft = (await self.case()).draft
            if draft is None or draft.stage is None:
                return self.last
            legality = LAWFUL if draft.stage is Role.LEGAL else None
            await self.step("approve_reply", SIGNS[draft.stage], verdict="approve", legality=legality)

    async def worked(self) -> None:
        """Wait until the documents of the case are worked on, while the virtual clock stands still; none may fail."""
        with self.world.environment.auto_time_skipping_disabled():
            progress = await self.world.review.progress(person("handler"), self.case_id, WORK_SECONDS)
        assert (progress.waiting, progress.failed) == (0, {})

    async def upload(self, content: str = "招标文件正文") -> UUID:
        """A document of this case, as if uploaded."""
        blob = await self.world.store.put_bytes(content.encode())
        row = DocumentRow(
            id=uuid5(self.case_id, content),
            agency_id=SAMPLE_AGENCY.id,
            case_id=self.case_id,
            label="招标文件.txt",
            origin="uploaded",
            stored_by=person("handler").staff_id,
            **blob.model_dump(),
        )
        async with self.world.database.transaction() as connection:
            await put_document(connection, row)
        return row.id

    async def refresh(self) -> None:
        """Look at the case again, as after a page reload: alarms may have moved it."""
        row = await self.world.desk.row(person("handler"), self.case_id)
        self.last = self.last.model_copy(update={"version": row.version, "state": row.state, "due_on": row.due_on})

    async def case(self) -> Case:
        """The case, folded from its events."""
        return await self.world.desk.case(await self.world.desk.row(person("handler"), self.case_id))

    async def events(self) -> list[EventRecord]:
        """The recorded events."""
        return await self.world.desk.records(self.case_id)

    async def kinds(self) -> list[str]:
        """The kinds of the recorded events, in order."""
        return [record.event.kind for record in await self.events()]

    async def snapshot(self) -> Snapshot:
        """The case as its workflow holds it."""
        found: Snapshot = await self.handle.query("snapshot", result_type=Snapshot)
        return found

    async def end(self) -> CaseEnd:
        """Let years pass until the closed case is archived; its result."""
        while (await self.world.desk.row(person("handler"), self.case_id)).state is State.CLOSED:
            await self.world.environment.sleep(YEAR)
        result: CaseEnd = await self.handle.result()
        return result

    @property
    def handle(self) -> WorkflowHandle[Any, CaseEnd]:
        """The case's workflow."""
        return self.world.environment.client.get_workflow_handle(workflow_id(self.case_id), result_type=CaseEnd)
