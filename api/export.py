"""Exporting a case: who may have its whole file, and what is written down of it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import structlog

from activities.keeping.export import archive, gather
from activities.keeping.export_key import SigningKey
from activities.keeping.whole import Source, whole
from activities.store import DocumentStore
from api.administration import note, permit
from api.desk import Desk
from schemas.administration import ActKind
from schemas.errors import NotAllowed
from schemas.people import SignedIn
from schemas.vocabulary import Role

EXPORTING = frozenset({Role.HANDLER, Role.OGI_HEAD, Role.SUPERVISOR, Role.ADMINISTRATOR})
"""Who may take the file of a case out of the house."""
log = structlog.get_logger(__name__)


class Exports:
    """The way out for whole cases."""

    def __init__(self, desk: Desk, store: DocumentStore, key: SigningKey) -> None:
        self._desk = desk
        self._store = store
        self._key = key

    async def export(self, person: SignedIn, case_id: UUID) -> tuple[str, AsyncIterator[bytes]]:
        """The case's reference, and its archive piece by piece. Raises ``NotFound``, then ``NotAllowed``."""
        row = await self._desk.row(person, case_id)
        if not EXPORTING & set(person.roles):
            raise NotAllowed("role_not_permitted")
        agency = await self._desk.agency(row.agency_id)
        async with self._desk.database.snapshot() as connection:
            file = await gather(connection, self._desk.vault, agency, case_id)
        log.info("case_exported", case_id=str(case_id), staff_id=str(person.staff_id), events=file.events)
        return row.reference, archive(file, self._store, self._key, person.staff_id, datetime.now(UTC))

    async def everything(self, person: SignedIn) -> tuple[str, AsyncIterator[bytes]]:
        """The agency's code, and its whole record piece by piece; put down as an act. Raises ``NotAllowed``."""
        permit(person)
        agency = await self._desk.agency(person.agency_id)
        async with self._desk.database.transaction() as connection:
            await note(connection, person, ActKind.RECORD_EXPORTED)
        log.info("record_exported", agency_id=str(agency.id), staff_id=str(person.staff_id))
        source = Source(self._desk.database, self._desk.vault, self._store, agency)
        return agency.code, whole(source, self._key, person.staff_id, datetime.now(UTC))
