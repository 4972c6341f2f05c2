"""Thousands of open cases made quickly: their record by the deciders themselves, their workflows from a snapshot."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from sqlalchemy import insert
from temporalio.client import Client

from activities.db.calendars import calendar_of
from activities.db.database import Database
from activities.db.events import append_events
from activities.db.read_models import project_events
from activities.db.tables import applications
from activities.intake import CALENDAR_YEARS, workflow_id
from api.cli.setup import SAMPLE_AGENCY, sample_member
from schemas.applications import ApplicationRow
from schemas.case import Case
from schemas.chain import GENESIS, forge
from schemas.clock import CalendarData
from schemas.commands import CaseStart, Snapshot
from schemas.events import Actor, Event, EventRecord
from schemas.policy import LATEST_EDITION, Policy
from schemas.steps import Accept, Register
from schemas.vocabulary import ApplicantKind, Channel
from workflows.decide import decide
from workflows.evolve import evolve, fold
from workflows.moment import moment_of
from workflows.project import project
from workflows.rules.calendar import WorkingCalendar

AT_ONCE = 40
LONGEST_AGO = 24
"""Days since the arrival of the oldest: most due dates lie ahead, spread over four weeks."""


@dataclass(frozen=True, slots=True)
class Made:
    """A case in hand: what it is, its links, and what its workflow would be started with."""

    application: ApplicationRow
    records: tuple[EventRecord, ...]
    start: CaseStart


def cases_in_hand(count: int, data: CalendarData, run: str) -> Iterator[Made]:
    """Registered over the last weeks, received at once, accepted."""
    now = datetime.now(UTC)
    for number in range(count):
        yield case_in_hand(f"测〔{run}〕{number}号", now.date() - timedelta(days=1 + number % LONGEST_AGO), now, data)


def case_in_hand(
    reference: str, arrived_on: date, now: datetime, data: CalendarData, policy: Policy = SAMPLE_AGENCY.policy
) -> Made:
    """One of them."""
    actor = Actor(staff_id=sample_member("handler").id, roles=sample_member("handler").roles)
    case = Case(case_id=uuid4(), agency_id=SAMPLE_AGENCY.id, policy=policy)
    moment = moment_of(now, case.policy.timezone, actor, WorkingCalendar.of(data))
    step = Register(
        reference=reference,
        channel=Channel.IN_PERSON,
        arrived_on=arrived_on,
        applicant_kind=ApplicantKind.NATURAL_PERSON,
        edition=LATEST_EDITION,
    )
    events: list[Event] = decide(case, step, moment)
    events += decide(fold(case, events), Accept(expected_version=len(events)), moment)
    records, head = list[EventRecord](), GENESIS
    for event in events:
        case = evolve(case, event)
        records.append(forge(case.case_id, case.version, now, actor.staff_id, "bench", event, head))
        head = records[-1].hash
    row = ApplicationRow(
        case_id=case.case_id,
        agency_id=case.agency_id,
        reference=reference,
        fingerprint="bench",
        channel=step.channel,
        arrived_on=arrived_on,
        applicant_kind=step.applicant_kind,
        registered_by=actor.staff_id,
        registered_roles=actor.roles,
        calendar_version=data.version,
        registered_at=now,
    )
    start = CaseStart(
        case_id=case.case_id,
        agency_id=case.agency_id,
        policy=case.policy,
        calendar=data.window(arrived_on.year, now.year + CALENDAR_YEARS),
        snapshot=Snapshot(case=case, head=head),
    )
    return Made(row, tuple(records), start)


async def recorded(database: Database, made: Iterable[Made], page: int = 200) -> AsyncIterator[Made]:
    """Write them as the intake and the recorder would, a page a transaction."""
    waiting = list(made)
    for first in range(0, len(waiting), page):
        some = waiting[first : first + page]
        async with database.transaction() as connection:
            await connection.execute(insert(applications), [_application(one.application) for one in some])
            await append_events(connection, [record for one in some for record in one.records])
            calendar = WorkingCalendar.of(await calendar_of(connection, SAMPLE_AGENCY.id))
            for one in some:
                assert one.start.snapshot is not None
                row = project(one.start.snapshot.case, calendar, one.records[-1].hash)
                await project_events(connection, one.records, row)
        for one in some:
            yield one


def _application(row: ApplicationRow) -> dict[str, object]:
    """The applicant's own data is left empty: no bench looks at it."""
    empty = dict.fromkeys(("identity_sealed", "contact_sealed"), b"")
    words = dict.fromkeys(("identity_hash", "contact_hash", "applicant_name", "description"), "")
    wanted = {"identity_kind": "other", "wanted_form": "paper", "wanted_route": "post"}
    return {**row.model_dump(include=set(applications.c.keys())), **empty, **words, **wanted}


async def started(client: Client, task_queue: str, cases: Iterable[Made]) -> None:
    """Start their workflows, each waited for until the worker has it: what is measured later begins at rest."""
    waiting = iter(cases)

    async def starter() -> None:
        for one in waiting:
            name = workflow_id(one.start.case_id)
            handle = await client.start_workflow("DisclosureApplication", one.start, id=name, task_queue=task_queue)
            await handle.query("snapshot")

    await asyncio.gather(*(starter() for _ in range(AT_ONCE)))
