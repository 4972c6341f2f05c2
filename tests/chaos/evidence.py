"""What the audit looks at, read from PostgreSQL past every part of the engine that could embellish it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.tables import applications, case_events, cases, documents, letters
from activities.db.tables_notices import notice_deliveries
from schemas.base import Recorded
from schemas.inbox import DeliveryChannel, DeliveryStatus


class Entered(Recorded):
    """An application on record; ``split_from``: nobody submitted it, it is a part of another."""

    case_id: UUID
    reference: str
    split_from: UUID | None


class Event(Recorded):
    """An event on record, by the command that wrote it; ``letter``: the letter it names."""

    seq: int
    kind: str
    command_id: str
    letter: str | None


class Numbered(Recorded):
    """A letter on record; ``whole``: both its forms stand."""

    id: UUID
    kind: str
    year: int
    n: int
    number: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """All of it, of one moment."""

    applications: Mapping[UUID, Entered]
    events: Mapping[UUID, Sequence[Event]]
    letters: Sequence[Numbered]
    due: Mapping[UUID, date | None]
    documents: int
    posted: frozenset[str]
    given_up: int
    waiting: int

    def written_by(self, case_id: UUID, command_id: str) -> list[Event]:
        """The events of a case that one command wrote, in order."""
        return [event for event in self.events.get(case_id, ()) if event.command_id == command_id]


async def gathered(connection: AsyncConnection) -> Evidence:
    """Read everything, in one transaction."""
    posted, given_up, waiting = await _deliveries(connection)
    return Evidence(
        applications=await _applications(connection),
        events=await _events(connection),
        letters=await _letters(connection),
        due={row.case_id: row.due_on for row in await connection.execute(select(cases.c.case_id, cases.c.due_on))},
        documents=len((await connection.execute(select(documents.c.id))).all()),
        posted=frozenset(posted),
        given_up=given_up,
        waiting=waiting,
    )


async def _applications(connection: AsyncConnection) -> dict[UUID, Entered]:
    found = await connection.execute(select(*(applications.c[name] for name in Entered.model_fields)))
    return {row["case_id"]: Entered.model_validate(dict(row)) for row in found.mappings()}


async def _events(connection: AsyncConnection) -> dict[UUID, list[Event]]:
    letter = case_events.c.record["event"]["letter"]["letter_id"].astext.label("letter")
    columns = (case_events.c.case_id, case_events.c.seq, case_events.c.kind, case_events.c.command_id, letter)
    found = await connection.execute(select(*columns).order_by(case_events.c.case_id, case_events.c.seq))
    events = defaultdict[UUID, list[Event]](list)
    for row in found.mappings():
        events[row["case_id"]].append(Event.model_validate(dict(row)))
    return events


async def _letters(connection: AsyncConnection) -> list[Numbered]:
    whole = letters.c.pdf_id.is_not(None).label("whole")
    columns = (letters.c[name] for name in Numbered.model_fields if name != "whole")
    found = await connection.execute(select(*columns, whole).order_by(letters.c.kind, letters.c.year, letters.c.n))
    return [Numbered.model_validate(dict(row)) for row in found.mappings()]


async def _deliveries(connection: AsyncConnection) -> tuple[set[str], int, int]:
    """Ids of what is on record as taken by a webhook; how many sendings were given up, and how many wait."""
    columns = (notice_deliveries.c[name] for name in ("notice_id", "n", "channel", "status"))
    posted, given_up, waiting = set[str](), 0, 0
    for row in await connection.execute(select(*columns)):
        given_up += row.status == DeliveryStatus.FAILED
        waiting += row.status == DeliveryStatus.WAITING
        if row.channel == DeliveryChannel.WEBHOOK and row.status == DeliveryStatus.DELIVERED:
            posted.add(f"{row.notice_id}.{row.n}")
    return posted, given_up, waiting
