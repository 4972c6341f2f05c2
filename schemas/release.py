"""A release: what is given out with a reply, copy by copy, and the files it is bound in."""

from uuid import UUID

from schemas.base import Recorded
from schemas.documents import Sha256


class ManifestItem(Recorded):
    """One copy given out: of which document, by which sheet, and its own hash. ``pages`` of the copy."""

    document_id: UUID
    sheet: Sha256
    sha256: Sha256
    pages: int


class Manifest(Recorded):
    """Everything that goes with one reply (公开清单). ``version``: of the case when the reply was issued.

    ``withheld``: what else the reply speaks of and does not give; the index has a line for it, without its name.
    The SHA-256 of the whole stands in the event ``reply_issued``.
    """

    case_id: UUID
    version: int
    items: tuple[ManifestItem, ...]
    withheld: tuple[UUID, ...] = ()

    def content(self) -> bytes:
        """What is kept and hashed: UTF-8 JSON of the fields in their order."""
        return self.model_dump_json().encode()


class ReleaseView(Recorded):
    """What is given out, and where. ``pdf`` is null when it is too big for one file; both are null until bound."""

    documents: int
    pages: int
    manifest: Sha256
    ready: bool
    pdf: str | None = None
    zip: str | None = None
    items: tuple[ManifestItem, ...]
