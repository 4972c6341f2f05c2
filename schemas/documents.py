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
    """What is known of a document. ``label`` is the name it was given: only a label, never a path."""

    id: UUID
    agency_id: UUID
    case_id: UUID
    label: str
    sha256: Sha256
    size: int
    media_type: str
    origin: Literal["uploaded", "letter"]
    stored_by: UUID
    stored_at: datetime | None = None

    @property
    def ref(self) -> DocumentRef:
        """The reference that events and steps carry."""
        return DocumentRef(document_id=self.id, sha256=self.sha256, size=self.size, media_type=self.media_type)
