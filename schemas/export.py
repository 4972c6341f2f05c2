"""The whole file of a case as one archive that can be read, and checked, without Daylight (归档).

Members: ``events.jsonl`` (the chain, a link a line), ``application.json``, ``people.json``, ``letters.json``,
``documents.json``, ``documents/<sha256>`` (bytes), ``sheets/<sha256>.json`` (reviews and release manifests that events
name), ``SHA256SUMS``, ``public-key.pem``, ``README.txt``, and last ``manifest.json`` with its Ed25519 signature.
"""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import TypeAdapter

from schemas.api import ApplicationView
from schemas.base import Recorded
from schemas.documents import Sha256
from schemas.vocabulary import Channel, LetterKind, Role

README = "README.txt"
EVENTS = "events.jsonl"
APPLICATION = "application.json"
PEOPLE = "people.json"
LETTERS = "letters.json"
DOCUMENTS = "documents.json"
DOCUMENT_FOLDER = "documents/"
SHEET_FOLDER = "sheets/"
SUMS = "SHA256SUMS"
PUBLIC_KEY = "public-key.pem"
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
REQUIRED = frozenset({README, EVENTS, APPLICATION, PEOPLE, LETTERS, DOCUMENTS, SUMS, PUBLIC_KEY})
"""What every archive of a case has, whatever its manifest says."""


class Member(Recorded):
    """A file of the archive. ``size`` in bytes."""

    name: str
    size: int
    sha256: Sha256


class ExportManifest(Recorded):
    """What is signed. ``members``: every file but this one and its signature. ``head``: hash of the last link.

    ``absent``: documents on record whose bytes were no longer in the store when the archive was made; ``damaged``:
    those whose bytes there were no longer what had been put there.
    ``version``: the release of Daylight that made it.
    """

    format: Literal["daylight-case-file/1"] = "daylight-case-file/1"
    version: str
    case_id: UUID
    reference: str
    agency: str
    events: int
    head: str
    exported_at: datetime
    exported_by: UUID
    absent: tuple[Sha256, ...] = ()
    damaged: tuple[Sha256, ...] = ()
    members: tuple[Member, ...]


class ExportedApplication(Recorded):
    """The application as entered, and what came later: corrections, third parties; personal data in plain text.

    ``content`` is null once the personal data were destroyed, ``registered_by`` for what was submitted online.
    """

    case_id: UUID
    reference: str
    agency: str
    channel: Channel
    arrived_on: date
    received_on: date | None
    registered_by: UUID | None
    registered_at: datetime
    calendar_version: str
    split_from: UUID | None
    content: ApplicationView | None


class ExportedPerson(Recorded):
    """A member of staff whom the file names by id."""

    id: UUID
    name: str
    roles: tuple[Role, ...]


class ExportedLetter(Recorded):
    """A letter and the documents that are its two forms; null while they were not made."""

    id: UUID
    kind: LetterKind
    number: str
    dated: date
    pdf_id: UUID | None
    docx_id: UUID | None


class ExportedDocument(Recorded):
    """A document on record. ``made_from``: the documents it was redacted from, converted from or bound of.

    Of a destroyed one, whose destruction an event tells, the label is empty and the bytes are gone.
    """

    id: UUID
    label: str
    sha256: Sha256
    size: int
    media_type: str
    origin: str
    stored_by: UUID
    stored_at: datetime | None
    made_from: tuple[UUID, ...] = ()
    destroyed_at: datetime | None = None


documents_listed: TypeAdapter[tuple[ExportedDocument, ...]] = TypeAdapter(tuple[ExportedDocument, ...])
"""The content of ``documents.json``."""


class ArchiveFault(Recorded):
    """One thing that is wrong with an archive: in which member, at which event."""

    member: str | None = None
    seq: int | None = None
    code: str
    message: str


class ArchiveReport(Recorded):
    """What a check found. ``fingerprint``: SHA-256 of the included public key (DER), null where there is none.

    ``manifest`` is null where it cannot be read; ``documents`` counts those whose bytes are in the archive.
    """

    fingerprint: str | None = None
    manifest: ExportManifest | None = None
    documents: int = 0
    faults: tuple[ArchiveFault, ...] = ()
