"""Moving in: a file of cases, looked at without effect, or taken over; by the agency's own number, so once."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from activities.db.applications import keep_text
from activities.db.calendars import calendar_of
from activities.db.database import AsyncConnection
from activities.db.events import append_events
from activities.db.importing import (
    count_on_from,
    enter_imported,
    handlers_by_login,
    highest_numbers,
    one_import_at_a_time,
    references_taken,
    standing_imports,
)
from activities.db.notices import enter_notices
from activities.db.parties import keep_party
from activities.db.read_models import project_events
from activities.db.resuming import OpenOne
from activities.db.starts_owed import owe_starts
from api.administration import note, permit
from api.desk import Desk
from api.engine import Engine
from api.moving.judging import Findings, Look, Ready, applicant_of, case_of, links_of, owed_by
from api.moving.rows import fault_of, understood
from api.moving.sheet import SheetLine, lines_of
from schemas.administration import ActKind
from schemas.case import Case
from schemas.errors import DaylightError, Unavailable
from schemas.imports import ImportReport, ImportRow, RowFault
from schemas.people import Agency, SignedIn
from schemas.restarting import Restarted
from schemas.steps_consultation import Party
from workflows.importing import AS_WRITTEN
from workflows.moment import Moment, moment_of
from workflows.project import project
from workflows.rules.calendar import WorkingCalendar

LINES_AT_ONCE = 200
"""Lines one request deals with: short enough for a browser to wait."""
IN_ONE_TRANSACTION = 25
Row = tuple[int, ImportRow]
"""A row and its line in the file."""


@dataclass(frozen=True)
class Asked:
    """Who takes over, for which agency, from which file, when; and the numbers that may not stand there again."""

    person: SignedIn
    agency: Agency
    source: str
    moment: Moment
    seen: set[str]


class Imports:
    """Takes cases over for the agency of the administrator who asks."""

    def __init__(self, desk: Desk, engine: Engine) -> None:
        self._desk = desk
        self._engine = engine
        self._read: tuple[str, list[SheetLine]] = ("", [])

    async def run(self, person: SignedIn, content: bytes, *, dry_run: bool, line: int = 2) -> ImportReport:
        """Deal with the lines from ``line`` on, so many at once; ``dry_run`` changes nothing.

        Raises ``NotAllowed``, and ``InvalidInput`` for a file that cannot be read. Broken off and run again, it finds
        what it did and goes on.
        """
        permit(person)
        source = hashlib.sha256(content).hexdigest()
        everything = await self._lines(source, content)
        lines = [one for one in everything if one.line >= line]
        some = lines[:LINES_AT_ONCE]
        before = {one.cells.get("own_number", "") for one in everything if one.line < line}
        agency = await self._desk.agency(person.agency_id)
        asked = Asked(person, agency, source, await self._moment(person), before)
        rows, faults = _read(some)
        found = await (self._looked_at if dry_run else self._taken_over)(asked, rows)
        again = [OpenOne(id=one, agency_id=person.agency_id) for one in found.standing]
        fresh = [OpenOne(id=one.case_id, agency_id=person.agency_id) for one in found.ready if one.goes_on]
        return ImportReport(
            source=source,
            dry_run=dry_run,
            lines=len(some),
            new=len(found.ready),
            open=sum(one.case.outcome is None for one in found.ready),
            standing=len(found.standing),
            faults=tuple(sorted([*faults, *found.faults], key=lambda fault: fault.line)),
            next=lines[LINES_AT_ONCE].line if len(lines) > LINES_AT_ONCE else None,
            started=None if dry_run else await self._begun([*fresh, *again]),
        )

    async def _lines(self, source: str, content: bytes) -> list[SheetLine]:
        """The lines of a file. A long one comes again for every few lines, and is read once."""
        known, lines = self._read
        if known != source:
            lines = await asyncio.to_thread(lines_of, content)
            self._read = source, lines
        return lines

    async def _begun(self, cases: Sequence[OpenOne]) -> Restarted | None:
        """None while Temporal is away: their starts are owed, and the sweeper begins them, or the same import again."""
        try:
            return await self._engine.restart_cases(self._desk.database, cases)
        except Unavailable:
            return None

    async def _moment(self, person: SignedIn) -> Moment:
        agency = await self._desk.agency(person.agency_id)
        async with self._desk.database.reading() as connection:
            data = await calendar_of(connection, agency.id)
        return moment_of(datetime.now(UTC), agency.policy.timezone, person.actor, WorkingCalendar.of(data))

    async def _looked_at(self, asked: Asked, rows: Sequence[Row]) -> Findings:
        async with self._desk.database.reading() as connection:
            return await self._judged(connection, asked, rows)

    async def _taken_over(self, asked: Asked, rows: Sequence[Row]) -> Findings:
        """Judged and entered under one lock: the same file sent twice at once finds what the other one entered."""
        found = Findings()
        for first in range(0, len(rows), IN_ONE_TRANSACTION):
            async with self._desk.database.transaction() as connection:
                await one_import_at_a_time(connection, asked.agency.id)
                some = await self._judged(connection, asked, rows[first : first + IN_ONE_TRANSACTION])
                await self._enter_all(connection, asked, some.ready)
            found.add(some)
        return found

    async def _judged(self, connection: AsyncConnection, asked: Asked, rows: Sequence[Row]) -> Findings:
        look, found = await self._look(connection, asked.agency, [row.own_number for _, row in rows]), Findings()
        for line, row in rows:
            try:
                one = look.judged(asked.source, line, row, asked.moment, asked.seen)
            except DaylightError as refused:
                found.faults.append(fault_of(line, refused))
                continue
            if isinstance(one, UUID):
                found.standing.append(one)
            else:
                found.ready.append(one)
        return found

    async def _look(self, connection: AsyncConnection, agency: Agency, numbers: Sequence[str]) -> Look:
        return Look(
            agency=agency,
            vault=self._desk.vault,
            standing=await standing_imports(connection, [case_of(agency.id, number) for number in numbers]),
            taken=await references_taken(connection, agency.id, numbers),
            handlers=await handlers_by_login(connection, agency.id),
            highest=await highest_numbers(connection, agency.id),
        )

    async def _enter_all(self, connection: AsyncConnection, asked: Asked, ready: Sequence[Ready]) -> None:
        for one in ready:
            await self._enter(connection, asked.person, asked.agency, one, asked.moment)
        await owe_starts(connection, [one.case_id for one in ready if one.goes_on], asked.moment.at)
        if ready:
            counted = {"cases": (None, len(ready))}
            await note(connection, asked.person, ActKind.CASES_IMPORTED, asked.source, counted)

    async def _enter(
        self, connection: AsyncConnection, person: SignedIn, agency: Agency, one: Ready, moment: Moment
    ) -> None:
        vault = self._desk.vault
        await enter_imported(
            connection,
            vault=vault,
            case_id=one.case_id,
            agency_id=agency.id,
            actor=person.actor,
            row=one.row,
            applicant=applicant_of(one.row),
            calendar_version=moment.calendar.version,
            fingerprint=one.fingerprint,
            at=moment.at,
        )
        await count_on_from(connection, agency.id, agency.code, one.row.own_number)
        if one.row.correction_received_on:
            await keep_text(connection, one.kept.text_id, one.case_id, "correction", AS_WRITTEN)
        if one.row.consulted:
            await keep_party(connection, one.kept.party_id, one.case_id, Party(name=one.row.consulted), vault)
        fresh = Case(case_id=one.case_id, agency_id=agency.id, policy=agency.policy)
        records = links_of(fresh, one.events, moment, one.fingerprint)
        row = project(one.case, moment.calendar, records[-1].hash)
        await append_events(connection, records)
        await project_events(connection, records, row)
        await enter_notices(connection, one.case_id, owed_by(fresh, records, moment.calendar), moment.at)


def _read(lines: Sequence[SheetLine]) -> tuple[list[Row], list[RowFault]]:
    """The lines that are rows of the template, and what is wrong with the others."""
    read = [(one.line, understood(one)) for one in lines]
    rows = [(line, row) for line, row in read if isinstance(row, ImportRow)]
    return rows, [fault for _, row in read if isinstance(row, list) for fault in row]
