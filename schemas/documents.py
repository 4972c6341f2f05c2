"""References to stored documents. The bytes never travel through Temporal, only these references do."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from schemas.base import Recorded

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 digest, 64 lower-case hexadecimal digits (FIPS 180-4)."""


class StoredBlob(Recorded):
    """Bytes at rest in the document store, addressed by their hash. ``size`` in bytes."""

    sha256: Sha256
    size: int
    media_type: str


class DocumentRef(Recorded):
    """A document of a case; its name is personal data at times and stays in PostgreSQL."""

    document_id: UUID
    sha256: Sha256
    size: int
    media_type: str


class DocumentRow(Recorded):
    """What is known of a document. ``label`` is the name it was given: only a label, never a path.

    ``origin``: ``working`` is the PDF people look at in the place of an uploaded document that is none; ``released``
    the copy given out, ``package`` what the applicant gets. What each was made from stands in ``document_sources``.
    Once it is destroyed its ``label`` is empty and its bytes are gone; the rest stays, for events name it.
    """

    id: UUID
    agency_id: UUID
    case_id: UUID
    label: str
    sha256: Sha256
    size: int
    media_type: str
    origin: Literal["uploaded", "letter", "working", "released", "package"]
    stored_by: UUID
    stored_at: datetime | None = None
    destroyed_at: datetime | None = None

    @property
    def ref(self) -> DocumentRef:
        """The reference that events and steps carry."""
        return DocumentRef(document_id=self.id, sha256=self.sha256, size=self.size, media_type=self.media_type)


class Provenance(Recorded):
    """Where a document comes from and what became of it, one step each way (来源与去向).

    A working copy is made from an upload, a released copy from the document that was reviewed, a package from the reply
    and the copies; an upload may replace an earlier one, which stays as it was.
    """

    document: DocumentRow
    made_from: tuple[DocumentRow, ...]
    made_into: tuple[DocumentRow, ...]
