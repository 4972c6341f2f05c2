"""The whole record of an agency as one signed archive, made while it is sent: no page or document is held longer.

What is written last waits in temporary files. Only the directory of the archive grows in memory with the record: about
a kilobyte for each file.

Each case is read at one moment, as for its own archive; the same functions gather it, so the two cannot differ.
"""

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from tempfile import SpooledTemporaryFile
from uuid import UUID

from activities.db.database import AsyncConnection, Database
from activities.db.moving_out import cases_of_agency, own_records_of_agency, rows_of_cases
from activities.db.own_records import find_entry, open_claim, read_own_links
from activities.keeping.export import CaseFile, gather
from activities.keeping.export_documents import HELD_BYTES, Lost, send_documents
from activities.keeping.export_end import ended
from activities.keeping.export_key import SigningKey
from activities.keeping.export_zip import ArchiveWriter
from activities.keeping.whole_ledger import Ledger
from activities.keeping.whole_readme import whole_readme
from activities.keeping.whole_table import heading, line_of
from activities.store import DocumentStore
from activities.vault import Vault
from schemas.errors import NotFound
from schemas.export import APPLICATION, DOCUMENTS, EVENTS, LETTERS, PEOPLE, README, SHEET_FOLDER, Member
from schemas.moving_out import (
    APPLICATION_PAGES,
    CASES_CSV,
    DOCUMENT_PAGES,
    ERRORS_CSV,
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
    """What has come by so far and is written at the end."""

    ledger: Ledger
    table: SpooledTemporaryFile[bytes]
    own_records: SpooledTemporaryFile[bytes]
    cases: int = 0
    requests: int = 0
    people: dict[str, object] = field(default_factory=dict)
    lost: Lost = field(default_factory=Lost)


async def whole(source: Source, key: SigningKey, by: UUID, at: datetime) -> AsyncIterator[bytes]:
    """The archive, piece by piece. What the store has lost or damaged is left out and named, in ``errors.csv`` by case.

    Raises in the middle ``Unavailable``: what was sent so far has no directory, so nobody takes it for an archive.
    """
    with (
        Ledger() as ledger,
        SpooledTemporaryFile(HELD_BYTES) as table,
        SpooledTemporaryFile(HELD_BYTES) as own_records,
    ):
        seen = _Seen(ledger, table, own_records)
        async for piece in _all(source, ArchiveWriter(), seen, key, by, at):
            yield piece


async def _all(
    source: Source, writer: ArchiveWriter, seen: _Seen, key: SigningKey, by: UUID, at: datetime
) -> AsyncIterator[bytes]:
    yield writer.add(README, whole_readme(source.agency.name))
    async for name, content in _pages(source, seen):
        yield writer.add(name, content)
    await _own_records(source, seen)
    for name, kept in ((OWN_RECORDS, seen.own_records), (CASES_CSV, seen.table)):
        async for piece in writer.send(name, kept):
            yield piece
    yield writer.add(PEOPLE, _json(list(seen.people.values())))
    async for piece in send_documents(source.store, writer, seen.ledger.contents(), seen.lost):
        yield piece
    if errors := seen.ledger.errors(seen.lost):
        yield writer.add(ERRORS_CSV, errors)
    for piece in ended(writer, key, lambda members: _manifest(source.agency, members, seen, by, at)):
        yield piece


async def _pages(source: Source, seen: _Seen) -> AsyncIterator[tuple[str, bytes]]:
    """Name and content of each file of a page, page after page."""
    after, number = None, 0
    seen.table.write(heading().encode("utf-8-sig"))
    while True:
        async with source.database.snapshot() as connection:
            page = await cases_of_agency(connection, source.agency.id, after, PAGE)
            files = [await gather(connection, source.vault, source.agency, case_id) for case_id in page]
            seen.table.write("".join(map(line_of, await rows_of_cases(connection, page))).encode())
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
        seen.ledger.note(file)
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
    return [(name, parts[name]) for name in seen.ledger.fresh(parts)]


async def _own_records(source: Source, seen: _Seen) -> None:
    """The requests for correction of own records, a line each; each at one moment."""
    async with source.database.reading() as connection:
        wanted = await own_records_of_agency(connection, source.agency.id)
    for own_record_id in wanted:
        async with source.database.snapshot() as connection:
            seen.own_records.write(await _own_record(connection, source.vault, own_record_id))
        seen.requests += 1


async def _own_record(connection: AsyncConnection, vault: Vault, own_record_id: UUID) -> bytes:
    entry = await find_entry(connection, own_record_id)
    claim = await open_claim(connection, own_record_id, vault)
    events = [row.record for row in await read_own_links(connection, own_record_id)]
    if entry is None:
        raise NotFound("not_found")
    return _json({**entry.model_dump(mode="json"), "claim": claim.model_dump(mode="json"), "events": events})


def _manifest(agency: Agency, members: Sequence[Member], seen: _Seen, by: UUID, at: datetime) -> str:
    manifest = WholeManifest(
        version=version("daylight"),
        agency_id=agency.id,
        agency=agency.name,
        cases=seen.cases,
        own_records=seen.requests,
        exported_at=at,
        exported_by=by,
        absent=tuple(seen.lost.absent),
        damaged=tuple(seen.lost.damaged),
        members=tuple(members),
    )
    return manifest.model_dump_json(indent=2)


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
