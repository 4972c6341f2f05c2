"""Where jobs are done: the database, the store, the vault and the workshop, and how a made document is kept."""

from dataclasses import dataclass
from uuid import UUID

from activities.db.database import Database
from activities.store import DocumentStore
from activities.vault import Vault
from activities.workshop.runner import Workshop
from schemas.documents import DocumentRow, StoredBlob
from schemas.events import CLOCK


@dataclass(frozen=True)
class Place:
    """What every job needs."""

    database: Database
    store: DocumentStore
    vault: Vault
    workshop: Workshop


def made(document_id: UUID, agency_id: UUID, case_id: UUID, label: str, blob: StoredBlob, *, as_: str) -> DocumentRow:
    """The row of a document that the engine made."""
    return DocumentRow.model_validate(
        {
            "id": document_id,
            "agency_id": agency_id,
            "case_id": case_id,
            "label": label,
            **blob.model_dump(),
            "origin": as_,
            "stored_by": CLOCK.staff_id,
        }
    )
