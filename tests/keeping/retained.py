"""Archived cases on record with everything that can be destroyed of one, and two administrators. All invented."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid4

import httpx
from sqlalchemy import text

from activities.db.applications import enter_application, keep_text
from activities.db.database import Database
from activities.db.documents import put_document
from activities.db.events import append_events
from activities.db.parties import keep_party
from activities.db.people import new_token, put_member
from activities.db.read_models import project_events
from activities.store import DocumentStore
from activities.vault import Vault
from api.app import create_app
from api.cli.setup import SAMPLE_AGENCY
from api.desk import Desk
from api.upkeep import verify_all
from schemas.case import Case
from schemas.chain import GENESIS, forge
from schemas.documents import DocumentRow
from schemas.events import (
    ApplicationRegistered,
    ApplicationWithdrawn,
    CaseArchived,
    CaseClosed,
    Event,
    EventRecord,
    SearchRecorded,
)
from schemas.people import Agency, Member
from schemas.settings import Settings
from schemas.steps_consultation import Party
from schemas.vocabulary import ApplicantKind, Channel, Outcome, ReportRow, Role
from tests.api.office import Json, folder_of, headers_for
from tests.harness import application, person
from workflows.evolve import fold
from workflows.project import project
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.national import national_calendar

RETENTION = "/api/retention"
LONG_AGO = date(2012, 3, 1)
CALENDAR = national_calendar()
TEN_YEARS = {"documents": 10, "released": 10, "letters": 10, "personal": 10}
PRIVATE = {"applicant": "王小明", "asked": "城东片区改造项目", "words": "本人住在七号楼", "party": "示例第三方公司"}
"""Something that tells each kind of personal data when it is still there."""
_FINDING = text(
    "INSERT INTO findings (id, case_id, document_id, n, page, kind, boxes, masked, value_hash, confidence,"
    " proven) VALUES (gen_random_uuid(), :case, :document, 1, 1, 'name', '[]', '王**', 'h', 1, false)"
)


@dataclass
class Shelf:
    """An agency with archived cases, and requests to the API about keeping them."""

    http: httpx.AsyncClient
    tokens: dict[str, str]
    settings: Settings
    database: Database
    store: DocumentStore
    vault: Vault
    desk: Desk

    async def get(self, path: str, by: str = "admin", **params: Any) -> httpx.Response:
        return await self.http.get(path, params=params, headers=headers_for(self.tokens[by]))

    async def read(self, path: str, by: str = "admin", **params: Any) -> Json:
        answer = await self.get(path, by, **params)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def post(self, path: str, body: Any = None, by: str = "admin", key: str | None = None) -> httpx.Response:
        return await self.http.post(f"{RETENTION}{path}", json=body, headers=headers_for(self.tokens[by], key))

    async def good(self, path: str, body: Any = None, by: str = "admin", key: str | None = None) -> Json:
        answer = await self.post(path, body, by, key)
        assert answer.status_code in {200, 201}, answer.text
        found: Json = answer.json()
        return found

    async def due(self, **params: Any) -> dict[str, Json]:
        """What is due, held or not, by case."""
        return {one["case_id"]: one for one in (await self.read(f"{RETENTION}/due", **params))["items"]}

    async def destroyed(self) -> Json:
        """Propose, and approve by another person until all of it is done; how it ended."""
        plan = await self.good("/plans")
        while True:
            done = await self.good(f"/plans/{plan['id']}/approve", by="admin2")
            if not done["left"] and not done["bytes_left"]:
                return done

    async def held(self, case_id: UUID, reason: str = "示例市审计局审计") -> Json:
        return await self.good(f"/cases/{case_id}/holds", {"reason": reason})

    async def archived(
        self,
        documents: Sequence[tuple[str, str]] = (("uploaded", "招标文件正文"),),
        *,
        on: date = LONG_AGO,
        more: Sequence[Event] = (),
        last: Sequence[Event] | None = None,
        outcome: Outcome = Outcome.WITHDRAWN,
        agency: Agency = SAMPLE_AGENCY,
    ) -> UUID:
        """A case archived on that day, with documents (origin, content), a kept text, a third party and a finding.

        ``more`` happened before it was closed; ``last`` takes the place of its archiving.
        """
        case_id = uuid4()
        at = datetime.combine(on, time(2), UTC)
        async with self.database.transaction() as connection:
            row = await enter_application(
                connection,
                vault=self.vault,
                case_id=case_id,
                agency_id=agency.id,
                agency_code=agency.code,
                actor=person("handler").actor,
                application=application(arrived_on=on),
                calendar_version=CALENDAR.version,
                fingerprint=uuid4().hex,
                at=at,
            )
            await keep_text(connection, uuid4(), case_id, "reasons", PRIVATE["words"])
            await keep_party(connection, uuid4(), case_id, Party(name=PRIVATE["party"]), self.vault)
        rows = [await self.filed(case_id, origin, content, agency) for origin, content in documents]
        begun = ApplicationRegistered(
            reference=row.reference,
            channel=Channel.ONLINE,
            arrived_on=on,
            applicant_kind=ApplicantKind.NATURAL_PERSON,
            calendar_version=CALENDAR.version,
        )
        searched = SearchRecorded(description="检索", documents=tuple(one.ref for one in rows))
        ended = (
            ApplicationWithdrawn(withdrawn_on=on),
            CaseClosed(outcome=outcome, closed_on=on, row=ReportRow.OTHER),
            *((CaseArchived(archived_on=on),) if last is None else last),
        )
        await self.recorded(Case(case_id=case_id, agency_id=agency.id), [begun, searched, *more, *ended], at)
        return case_id

    async def recorded(self, case: Case, events: Sequence[Event], at: datetime) -> None:
        """Put a case's first events on record."""
        records, head = list[EventRecord](), GENESIS
        for seq, event in enumerate(events, 1):
            records.append(forge(case.case_id, seq, at, person("handler").staff_id, f"c{seq}", event, head))
            head = records[-1].hash
        row = project(fold(case, events), WorkingCalendar.of(CALENDAR), head)
        async with self.database.transaction() as connection:
            await append_events(connection, records)
            await project_events(connection, records, row)

    async def filed(self, case_id: UUID, origin: str, content: str, agency: Agency = SAMPLE_AGENCY) -> DocumentRow:
        """A document of a case, with something personal found in it."""
        blob = await self.store.put_bytes(content.encode())
        row = DocumentRow.model_validate(
            {
                **blob.model_dump(),
                "id": uuid4(),
                "agency_id": agency.id,
                "case_id": case_id,
                "label": "王小明的合同.txt",
                "origin": origin,
                "stored_by": person("handler").staff_id,
            }
        )
        async with self.database.transaction() as connection:
            await put_document(connection, row)
            await connection.execute(_FINDING, {"case": case_id, "document": row.id})
        return row

    async def documents(self, case_id: UUID) -> list[Json]:
        """The documents' rows, oldest first."""
        found = text("SELECT * FROM documents WHERE case_id = :case ORDER BY stored_at, id")
        async with self.database.transaction() as connection:
            return [dict(row) for row in (await connection.execute(found, {"case": case_id})).mappings()]

    async def events(self, case_id: UUID) -> list[Json]:
        answer = await self.get(f"/api/applications/{case_id}/events", "handler")
        return [link["event"] for link in answer.json()]

    async def kinds(self, case_id: UUID) -> list[str]:
        return [event["kind"] for event in await self.events(case_id)]

    async def faults(self) -> list[tuple[UUID, str]]:
        return [(fault.case_id, fault.code) for fault in (await verify_all(self.database, self.store))[1]]

    def is_stored(self, document: Json) -> bool:
        return any(folder_of(self.settings).rglob(document["sha256"]))

    async def run(self, statement: str, **values: Any) -> None:
        """A statement by a hand that may do what no program of ours may."""
        async with self.database.transaction() as connection:
            await connection.execute(text("ALTER TABLE case_events DISABLE TRIGGER USER"))
            await connection.execute(text(statement), values)
            await connection.execute(text("ALTER TABLE case_events ENABLE TRIGGER USER"))

    async def everything(self) -> str:
        """All rows of all tables as text."""
        async with self.database.transaction() as connection:
            listed = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            tables = list((await connection.execute(listed)).scalars())
            told = [(await connection.execute(text(f"SELECT t::text FROM {one} t"))).scalars() for one in tables]  # noqa: S608
            return "\n".join(line for rows in told for line in rows)


@asynccontextmanager
async def shelf_over(settings: Settings, database: Database, tokens: dict[str, str]) -> AsyncIterator[Shelf]:
    """The API in this process, and a second administrator."""
    second = Member(id=uuid4(), agency_id=SAMPLE_AGENCY.id, login="admin2", name="温管理", roles=(Role.ADMINISTRATOR,))
    async with database.transaction() as connection:
        await put_member(connection, second)
        more = {"admin2": await new_token(connection, second.id, "test")}
    app = create_app(settings)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://daylight", timeout=60) as http,
    ):
        desk: Desk = app.state.desk
        yield Shelf(http, tokens | more, settings, database, desk.store, desk.vault, desk)
