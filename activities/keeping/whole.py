"""The whole record of an agency as one signed archive, made while it is sent: no page or document is held longer.

What is written last grows in memory with the record: lines of the table, people, hashes and members, requests.

Each case is read at one moment, as for its own archive; the same functions gather it, so the two cannot differ.
"""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from uuid import UUID

from activities.db.database import AsyncConnection, Database
from activities.db.moving_out import cases_of_agency, own_records_of_agency, rows_of_cases
from activities.db.own_records import find_entry, open_claim, read_own_links
from activities.keeping.export import CaseFile, gather
from activities.keeping.export_key import SigningKey
from activities.keeping.export_zip import ArchiveWriter
from activities.keeping.whole_readme import whole_readme
from activities.keeping.whole_table import heading, line_of
from activities.store import DocumentStore
from activities.vault import Vault
from schemas.errors import NotFound
from schemas.export import (
    APPLICATION,
    DOCUMENT_FOLDER,
    DOCUMENTS,
    EVENTS,
    LETTERS,
    MANIFEST,
    PEOPLE,
    PUBLIC_KEY,
    README,
    SHEET_FOLDER,
    SIGNATURE,
    SUMS,
)
from schemas.moving_out import (
    APPLICATION_PAGES,
    CASES_CSV,
    DOCUMENT_PAGES,
    EVENT_PAGES,
    LETTER_PAGES,
    OWN_RECORDS,
    WholeManifest,
)
from schemas.people import Agency

PAGE = 50
"""Cases of a page: a file of each kind, a snapshot of the database."""


@dataclass(frozen=True)
class Source:
    """Where the record is, and whose."""

    database: Database
    vault: Vault
    store: DocumentStore
    agency: Agency


@dataclass
class _Seen:
    """What has come by so far: what is still to be written at the end."""

    cases: int = 0
    table: list[str] = field(default_factory=list)
    people: dict[str, object] = field(default_factory=dict)
    contents: dict[str, int] = field(default_factory=dict)
    sheets: set[str] = field(default_factory=set)
    absent: list[str] = field(default_factory=list)


async def whole(source: Source, key: SigningKey, by: UUID, at: datetime) -> AsyncIterator[bytes]:
    """The archive, piece by piece. A document the store has lost is left out and named in the manifest.

    Raises in the middle ``DaylightError("document_corrupt")`` or ``Unavailable``: what was sent so far has no
    directory, so nobody takes it for an archive.
    """
    writer, seen = ArchiveWriter(), _Seen()
    yield writer.add(README, whole_readme(source.agency.name))
    async for name, content in _pages(source, seen):
        yield writer.add(name, content)
    own_records = await _own_records(source)
    yield writer.add(OWN_RECORDS, b"".join(own_records))
    yield writer.add(CASES_CSV, (heading() + "".join(seen.table)).encode("utf-8-sig"))
    yield writer.add(PEOPLE, _json(list(seen.people.values())))
    async for piece in _documents(source.store, writer, seen):
        yield piece
    yield writer.add(PUBLIC_KEY, key.public_pem)
    yield writer.add(SUMS, "".join(f"{member.sha256}  {member.name}\n" for member in writer.members).encode())
    manifest = _manifest(source.agency, writer, seen, len(own_records), by, at)
    yield writer.add(MANIFEST, manifest)
    yield writer.add(SIGNATURE, key.sign(manifest))
    yield writer.end()


async def _pages(source: Source, seen: _Seen) -> AsyncIterator[tuple[str, bytes]]:
    """Name and content of each file of a page, page after page."""
    after, number = None, 0
    while True:
        async with source.database.snapshot() as connection:
            page = await cases_of_agency(connection, source.agency.id, after, PAGE)
            files = [await gather(connection, source.vault, source.agency, case_id) for case_id in page]
            seen.table += [line_of(row) for row in await rows_of_cases(connection, page)]
        if not page:
            return
        after, number = page[-1], number + 1
        for name, content in _lines(files, seen):
            yield f"{name}/{number:04}.jsonl", content
        for name, content in _sheets(files, seen):
            yield name, content


def _lines(files: list[CaseFile], seen: _Seen) -> list[tuple[str, bytes]]:
    """The lines of a page, by the folder they belong into."""
    found = [dict(file.parts) for file in files]
    for file, parts in zip(files, found, strict=True):
        seen.cases += 1
        seen.contents |= dict(file.contents)
        seen.people |= {one["id"]: one for one in json.loads(parts[PEOPLE])}
    return [
        (EVENT_PAGES, b"".join(parts[EVENTS] for parts in found)),
        (APPLICATION_PAGES, b"".join(_json(json.loads(parts[APPLICATION])) for parts in found)),
        (LETTER_PAGES, _of_cases(files, LETTERS)),
        (DOCUMENT_PAGES, _of_cases(files, DOCUMENTS)),
    ]


def _of_cases(files: list[CaseFile], name: str) -> bytes:
    """A list of each case as one line, with the case it belongs to."""
    return b"".join(
        _json({"case_id": str(file.case_id), "items": json.loads(dict(file.parts)[name])}) for file in files
    )


def _sheets(files: list[CaseFile], seen: _Seen) -> list[tuple[str, bytes]]:
    """Those that no earlier case had as well."""
    parts = dict(part for file in files for part in file.parts if part[0].startswith(SHEET_FOLDER))
    fresh = sorted(parts.keys() - seen.sheets)
    seen.sheets |= set(fresh)
    return [(name, parts[name]) for name in fresh]


async def _own_records(source: Source) -> list[bytes]:
    """The requests for correction of own records, a line each; each at one moment."""
    async with source.database.reading() as connection:
        wanted = await own_records_of_agency(connection, source.agency.id)
    lines = []
    for own_record_id in wanted:
        async with source.database.snapshot() as connection:
            lines.append(await _own_record(connection, source.vault, own_record_id))
    return lines


async def _own_record(connection: AsyncConnection, vault: Vault, own_record_id: UUID) -> bytes:
    entry = await find_entry(connection, own_record_id)
    claim = await open_claim(connection, own_record_id, vault)
    events = [row.record for row in await read_own_links(connection, own_record_id)]
    if entry is None:
        raise NotFound("not_found")
    return _json({**entry.model_dump(mode="json"), "claim": claim.model_dump(mode="json"), "events": events})


async def _documents(store: DocumentStore, writer: ArchiveWriter, seen: _Seen) -> AsyncIterator[bytes]:
    for sha256, size in sorted(seen.contents.items()):
        try:
            async for piece in writer.stream(f"{DOCUMENT_FOLDER}{sha256}", sha256, size, store.read(sha256)):
                yield piece
        except NotFound:
            seen.absent.append(sha256)


def _manifest(agency: Agency, writer: ArchiveWriter, seen: _Seen, own_records: int, by: UUID, at: datetime) -> bytes:
    manifest = WholeManifest(
        version=version("daylight"),
        agency_id=agency.id,
        agency=agency.name,
        cases=seen.cases,
        own_records=own_records,
        exported_at=at,
        exported_by=by,
        absent=tuple(seen.absent),
        members=tuple(writer.members),
    )
    return manifest.model_dump_json(indent=2).encode()


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
