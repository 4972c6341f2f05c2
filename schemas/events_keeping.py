"""What becomes of an archived case: its material is destroyed by the agency's rules, and that stays on record."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal
from uuid import UUID

from schemas.base import Recorded
from schemas.documents import Sha256


class DestroyedDocument(Recorded):
    """What can still be said of it: its id, and the hash that a copy elsewhere would have. ``size`` in bytes."""

    document_id: UUID
    sha256: Sha256
    size: int


class Destruction(Recorded):
    """By which register and rule, and by whom: one person proposed it, another approved it.

    ``years`` after the day of archiving ended on ``kept_until``.
    """

    plan_id: UUID
    plan: str
    rules_version: int
    years: int
    kept_until: date
    destroyed_on: date
    proposed_by: UUID
    approved_by: UUID


class DocumentsDestroyed(Recorded):
    """Documents of one class of material were destroyed (销毁)."""

    kind: Literal["documents_destroyed"] = "documents_destroyed"
    material: str
    destruction: Destruction
    documents: tuple[DestroyedDocument, ...]


class PersonalDataDestroyed(Recorded):
    """The applicant's and third parties' data were cleared; the ids that events name stay and lead to nothing."""

    kind: Literal["personal_data_destroyed"] = "personal_data_destroyed"
    destruction: Destruction


def destroyed_in(links: Iterable[Mapping[str, object]]) -> frozenset[str]:
    """The ids of the documents that the links of a chain, as they are stored, say were destroyed."""
    return frozenset(
        str(one["document_id"])
        for link in links
        if isinstance(event := link.get("event"), Mapping) and event.get("kind") == "documents_destroyed"
        for one in event["documents"]
    )
