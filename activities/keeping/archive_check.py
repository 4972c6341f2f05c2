"""Checking an exported case with nothing but the archive itself: no database, no settings, no network."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from zipfile import BadZipFile

from pydantic import ValidationError

from activities.keeping.archive_chain import CHAIN_FAULTS
from activities.keeping.archive_events import LONGEST_LINE, EventsRead, read_events
from activities.keeping.archive_zip import Archive, opened
from activities.keeping.export_key import fingerprint, is_signed, public_key
from schemas.export import (
    DOCUMENT_FOLDER,
    DOCUMENTS,
    EVENTS,
    MANIFEST,
    PUBLIC_KEY,
    REQUIRED,
    SHEET_FOLDER,
    SIGNATURE,
    ArchiveFault,
    ArchiveReport,
    ExportManifest,
    Member,
    documents_listed,
)

ARCHIVE_FAULTS = {
    **CHAIN_FAULTS,
    "archive_broken": "不是完整的归档文件 / not an archive, or cut off",
    "member_unsafe": "成员名称不安全 / a member has an unsafe name",
    "member_twice": "成员重复 / a member is there twice",
    "member_packed": "成员不是按原样存放 / a member is not stored plainly, as an export does",
    "member_missing": "缺少清单所列成员 / a member is missing",
    "member_unlisted": "成员不在清单中 / a member is not in the manifest",
    "member_changed": "内容与清单不符 / a member differs from the manifest",
    "member_damaged": "成员无法读取 / a member cannot be read",
    "manifest_unreadable": "清单无法读取 / the manifest cannot be read",
    "key_unreadable": "公钥无法读取 / the public key cannot be read",
    "key_differs": "公钥不是所要求的公钥 / the public key is not the one demanded",
    "signature_invalid": "签名无效 / the signature does not hold",
    "event_foreign": "事件属于另一办件 / the event is of another case",
    "head_differs": "事件链的末端与清单不符 / the chain does not end as the manifest says",
    "documents_unreadable": "文件登记无法读取 / the list of documents cannot be read",
    "document_changed": "文件与其名称中的哈希不符 / a document does not match the hash it is named by",
    "document_missing": "缺少文件的内容 / the bytes of a document are missing",
    "document_absent": "导出时文件库中已无此文件 / the store had lost this document when it was exported",
    "document_damaged": "导出时文件库中此文件已损坏 / this document was damaged in the store when it was exported",
    "sheet_missing": "缺少事件所列的审查表或者清单 / a sheet that an event names is missing",
}
"""Every fault in Chinese and English."""

_LARGEST_LIST = 32 * 1024 * 1024
_LARGEST_KEY = 4096
_UNREADABLE = (BadZipFile, EOFError, OSError, NotImplementedError)
_Faults = Iterator[ArchiveFault]
_Named = list[tuple[int | None, str]]
"""Hashes, with the event that names each."""


def check_archive(path: Path, wanted: str | None = None) -> ArchiveReport:
    """Everything an archive claims, checked in memory that does not grow with it; ``wanted``: the key demanded."""
    try:
        with opened(path) as (archive, packed):
            if packed:
                return ArchiveReport(faults=tuple(_fault(code, member) for member, code in packed))
            return _report(archive, wanted)
    except _UNREADABLE:
        return ArchiveReport(faults=(_fault("archive_broken"),))


def _fault(code: str, member: str | None = None, seq: int | None = None) -> ArchiveFault:
    """What a stranger wrote is shown without anything a terminal would act upon."""
    shown = "".join(c if c.isprintable() else "?" for c in member[:200]) if member else None
    return ArchiveFault(member=shown, seq=seq, code=code, message=ARCHIVE_FAULTS[code])


def _report(archive: Archive, wanted: str | None) -> ArchiveReport:
    signed = archive.small(MANIFEST, _LARGEST_LIST) or b""
    print_, faults = _signature(archive, signed, wanted)
    try:
        manifest = ExportManifest.model_validate_json(signed)
    except ValidationError:
        return ArchiveReport(fingerprint=print_, faults=(*faults, _fault("manifest_unreadable", MANIFEST)))
    faults += [*_member_faults(archive, manifest), *_event_faults(archive, manifest)]
    held = sum(name.startswith(DOCUMENT_FOLDER) for name in archive.names)
    return ArchiveReport(fingerprint=print_, manifest=manifest, documents=held, faults=tuple(faults))


def _signature(archive: Archive, signed: bytes, wanted: str | None) -> tuple[str | None, list[ArchiveFault]]:
    """The fingerprint of the included key, and what is wrong with key and signature."""
    key = public_key(archive.small(PUBLIC_KEY, _LARGEST_KEY) or b"")
    if key is None:
        return None, [_fault("key_unreadable", PUBLIC_KEY)]
    shown = fingerprint(key)
    differs = wanted is not None and "".join(wanted.lower().replace(":", "").split()) != shown
    faults = [_fault("key_differs", PUBLIC_KEY)] if differs else []
    if not is_signed(key, signed, archive.small(SIGNATURE, _LARGEST_KEY) or b""):
        faults.append(_fault("signature_invalid", SIGNATURE))
    return shown, faults


def _member_faults(archive: Archive, manifest: ExportManifest) -> _Faults:
    listed = {member.name: member for member in manifest.members}
    for name in sorted((listed.keys() | REQUIRED) - archive.names):
        yield _fault("member_missing", name)
    for name in sorted(archive.names - listed.keys() - {MANIFEST, SIGNATURE}):
        yield _fault("member_unlisted", name)
    for name in sorted(listed.keys() & archive.names):
        yield from _content_faults(archive, listed[name])


def _content_faults(archive: Archive, member: Member) -> _Faults:
    try:
        size, sha256 = archive.measured(member.name)
    except _UNREADABLE:
        yield _fault("member_damaged", member.name)
        return
    if (size, sha256) != (member.size, member.sha256):
        yield _fault("member_changed", member.name)
    if member.name.startswith((DOCUMENT_FOLDER, SHEET_FOLDER)) and _hash_in(member.name) != sha256:
        yield _fault("document_changed", member.name)


def _hash_in(name: str) -> str:
    return name.rpartition("/")[2].removesuffix(".json")


def _event_faults(archive: Archive, manifest: ExportManifest) -> _Faults:
    lines = archive.lines(EVENTS, LONGEST_LINE) if EVENTS in archive.names else ()
    try:
        read = read_events(lines, manifest.case_id)
    except _UNREADABLE:
        return  # told as a member that cannot be read
    yield from (_fault(code, EVENTS, seq) for seq, code in read.faults)
    if (read.count, read.head) != (manifest.events, manifest.head):
        yield _fault("head_differs", EVENTS, read.count or None)
    yield from _document_faults(archive, manifest, read)
    yield from _missing(archive, read.sheets, lambda sha256: f"{SHEET_FOLDER}{sha256}.json", "sheet_missing")


def _document_faults(archive: Archive, manifest: ExportManifest, read: EventsRead) -> _Faults:
    """Documents on record and documents that events name: each under its hash, each with bytes until destroyed."""
    try:
        rows = documents_listed.validate_json(archive.small(DOCUMENTS, _LARGEST_LIST) or b"")
    except (ValidationError, *_UNREADABLE):
        yield _fault("documents_unreadable", DOCUMENTS)
        return
    known = {str(row.id): row.sha256 for row in rows}
    for seq, document_id, sha256 in read.documents:
        if known.get(document_id) != sha256:
            yield _fault("document_unknown", EVENTS, seq)
    kept: _Named = [
        *((seq, sha256) for seq, document_id, sha256 in read.documents if document_id not in read.destroyed),
        *((None, row.sha256) for row in rows if str(row.id) not in read.destroyed),
    ]
    for code, named in _by_fault(manifest, kept).items():
        yield from _missing(archive, named, lambda sha256: f"{DOCUMENT_FOLDER}{sha256}", code)


def _by_fault(manifest: ExportManifest, kept: _Named) -> dict[str, _Named]:
    """What is to be said of each, should its bytes not be there: the manifest may know why."""
    why = dict.fromkeys(manifest.absent, "document_absent") | dict.fromkeys(manifest.damaged, "document_damaged")
    found: dict[str, _Named] = defaultdict(list)
    for seq, sha256 in kept:
        found[why.get(sha256, "document_missing")].append((seq, sha256))
    return found


def _missing(
    archive: Archive, named: Iterable[tuple[int | None, str]], member: Callable[[str], str], code: str
) -> _Faults:
    """Each hash without its bytes once, with the first event that names it."""
    told = set[str]()
    for seq, sha256 in named:
        if member(sha256) not in archive.names and sha256 not in told:
            told.add(sha256)
            yield _fault(code, member(sha256), seq)
