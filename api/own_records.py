"""The desk for correction of own records (更正, art. 41): enter requests and take steps."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid5

from activities.db.documents import uploads_named
from activities.db.own_records import enter_request, find_entry, find_own_row, read_own_links
from activities.own_records import own_registration
from activities.store import DocumentStore
from api.desk import Desk
from api.engine import Gone
from api.own_records_engine import OwnRecordEngine
from schemas.documents import DocumentRef
from schemas.errors import DaylightError, InvalidInput, NotAllowed, NotFound, StepRefused, Unavailable
from schemas.own_records import (
    Examine,
    NewOwnRecord,
    OwnRecordEntry,
    OwnRecordRow,
    OwnRecordState,
    OwnStaffStep,
    RecordNotice,
)
from schemas.own_records_events import OwnCommand, OwnEventRecord, OwnRecord, OwnTaken, own_event_record
from schemas.people import SignedIn
from workflows.own_records import answer_of
from workflows.own_records_fold import fold
from workflows.own_records_rules import HANDLING, Act, decide


class OwnRecords:
    """Enters requests and takes steps, for one signed-in person at a time."""

    def __init__(self, desk: Desk, engine: OwnRecordEngine, store: DocumentStore) -> None:
        self.desk = desk
        self.store = store
        self._database = desk.database
        self._engine = engine

    async def register(self, person: SignedIn, key: str, request: NewOwnRecord) -> OwnTaken:
        """Enter a request and start its workflow; the same key gives the first answer, whatever crashed between."""
        if not HANDLING & set(person.roles):
            raise NotAllowed("role_not_permitted")
        own_record_id = uuid5(person.agency_id, f"own-record/{key}")
        fingerprint = self.desk.vault.fingerprint(request.model_dump_json().encode())
        entry = await self._entered(own_record_id) or await self._enter(person, own_record_id, request, fingerprint)
        if entry.fingerprint != fingerprint:
            raise InvalidInput("idempotency_key_reused", field="Idempotency-Key")
        command = own_registration(entry)
        if answered := await self._on_record(entry.id, entry.agency_id, command.command_id):
            return answered
        try:
            return await self._engine.register_request(entry)
        except Gone:  # it ended between our two looks: on record by now, or to be started again
            if answered := await self._on_record(entry.id, entry.agency_id, command.command_id):
                return answered
            raise Unavailable("engine_unavailable") from None

    async def take_step(self, person: SignedIn, own_record_id: UUID, key: str, step: OwnStaffStep) -> OwnTaken:
        """Have a step taken on a request this person may see; the same key gives the same answer."""
        row = await self.row(person, own_record_id)
        fingerprint = self.desk.vault.fingerprint(f"{person.staff_id}{step.model_dump_json()}".encode())
        documents = await self._uploads(person, own_record_id, step)
        command = OwnCommand(
            command_id=key, actor=person.actor, step=step, documents=documents, fingerprint=fingerprint
        )
        try:
            answer = await self._engine.step_of_request(own_record_id, command)
        except Gone:
            answer = await self._answer_of_the_gone(person, row, key)
        if answer.fingerprint != fingerprint:
            raise InvalidInput("idempotency_key_reused", field="Idempotency-Key")
        return answer

    async def row(self, person: SignedIn, own_record_id: UUID) -> OwnRecordRow:
        """The read model of a request. Raises ``NotFound`` when it is not there or not this agency's."""
        async with self._database.reading() as connection:
            row = await find_own_row(connection, person.agency_id, own_record_id)
        if row is None:
            raise NotFound("not_found")
        return row

    async def links(self, own_record_id: UUID) -> list[OwnEventRecord]:
        """The events of a request, in order."""
        async with self._database.reading() as connection:
            rows = await read_own_links(connection, own_record_id)
        return [own_event_record.validate_python(row.record) for row in rows]

    async def record(self, row: OwnRecordRow) -> OwnRecord:
        """The request, folded from its events."""
        return _folded(row.id, row.agency_id, await self.links(row.id))

    async def _entered(self, own_record_id: UUID) -> OwnRecordEntry | None:
        async with self._database.reading() as connection:
            return await find_entry(connection, own_record_id)

    async def _enter(
        self, person: SignedIn, own_record_id: UUID, request: NewOwnRecord, fingerprint: str
    ) -> OwnRecordEntry:
        """Commit the request once the registration is known to be acceptable."""
        agency, today = await self.desk.agency(person.agency_id), await self.desk.today(person.agency_id)
        async with self._database.transaction() as connection:
            entry = await enter_request(
                connection,
                vault=self.desk.vault,
                own_record_id=own_record_id,
                agency_id=agency.id,
                agency_code=agency.code,
                actor=person.actor,
                request=request,
                arrived_on=request.arrived_on or today,
                fingerprint=fingerprint,
                at=datetime.now(UTC),
            )
            fresh = OwnRecord(id=entry.id, agency_id=agency.id)
            decide(fresh, own_registration(entry).step, Act(person.actor, today))  # a refusal rolls all of it back
        return entry

    async def _uploads(self, person: SignedIn, own_record_id: UUID, step: OwnStaffStep) -> tuple[DocumentRef, ...]:
        """References to the documents a step names, if they were uploaded to this request."""
        match step:
            case Examine(documents=named) if named:
                wanted = named
            case RecordNotice(proof_document=UUID() as proof):
                wanted = (proof,)
            case _:
                return ()
        async with self._database.reading() as connection:
            return await uploads_named(connection, person.agency_id, own_record_id, wanted)

    async def _on_record(self, own_record_id: UUID, agency_id: UUID, command_id: str) -> OwnTaken | None:
        """The answer to a command whose events are on record; None if it has none."""
        links = await self.links(own_record_id)
        mine = [link for link in links if link.command_id == command_id]
        return answer_of(_folded(own_record_id, agency_id, links[: mine[-1].seq]), mine) if mine else None

    async def _answer_of_the_gone(self, person: SignedIn, row: OwnRecordRow, key: str) -> OwnTaken:
        """No workflow runs any more: the record tells whether this command was carried out."""
        if answered := await self._on_record(row.id, row.agency_id, key):
            return answered
        closed = (await self.row(person, row.id)).state is OwnRecordState.CLOSED
        raise StepRefused("case_closed") if closed else DaylightError("case_stopped")


def _folded(own_record_id: UUID, agency_id: UUID, links: Sequence[OwnEventRecord]) -> OwnRecord:
    return fold(OwnRecord(id=own_record_id, agency_id=agency_id), (link.event for link in links))
