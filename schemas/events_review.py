"""Events of the review and the release. Sheets and manifests are named by their SHA-256 and lie in PostgreSQL."""

from datetime import date
from typing import Literal
from uuid import UUID

from schemas.base import Recorded
from schemas.documents import Sha256
from schemas.vocabulary import Ground, ReviewResult


class Proposed(Recorded):
    """What is proposed of one document. ``sheet`` is null where it has no pages anybody could look at."""

    document_id: UUID
    result: ReviewResult
    grounds: tuple[Ground, ...] = ()
    sheet: Sha256 | None = None
    pages: int | None = None
    released: int = 0


class ReviewProposed(Recorded):
    kind: Literal["review_proposed"] = "review_proposed"
    documents: tuple[Proposed, ...]
    reason: str | None = None
    by: UUID


class ReviewConfirmed(Recorded):
    kind: Literal["review_confirmed"] = "review_confirmed"
    documents: tuple[UUID, ...]
    comment: str | None = None
    by: UUID


class ReviewReturned(Recorded):
    kind: Literal["review_returned"] = "review_returned"
    documents: tuple[UUID, ...]
    comment: str
    by: UUID


class DocumentSetAside(Recorded):
    kind: Literal["document_set_aside"] = "document_set_aside"
    document_id: UUID
    on: date
    reason: str
    by: UUID


class Release(Recorded):
    """What is given out with a reply: so many documents and pages; the manifest names each copy by its SHA-256."""

    documents: int
    pages: int
    manifest: Sha256
