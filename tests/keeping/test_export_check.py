"""``daylight verify FILE`` finds every kind of tampering, and a hostile archive costs it no more than an honest one."""

import json
import struct
import tracemalloc
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.keeping import archive_check, archive_events
from activities.keeping.archive_check import ARCHIVE_FAULTS, check_archive
from schemas.chain import hash_of
from schemas.export import EVENTS, MANIFEST, PUBLIC_KEY, SIGNATURE
from tests.keeping.exports import (
    Members,
    case_with_documents,
    codes,
    linked,
    links_of,
    members_of,
    office_of_its_own,
    packed,
    sealed,
    with_links,
)
from worker.embedded.stack import EmbeddedStack


@pytest_asyncio.fixture(scope="module")
async def archive(
    stack: EmbeddedStack, sample: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Path]:
    """An untouched export."""
    folder = tmp_path_factory.mktemp("checked")
    async with office_of_its_own(stack, sample, folder / "documents", "exports_checked") as office:
        case_id, _ = await case_with_documents(office, large="附件正文")
        answer = await office.get(f"/api/applications/{case_id}/export")
    path = folder / "case.zip"
    path.write_bytes(answer.content)
    yield path


@pytest.fixture
def members(archive: Path) -> Members:
    return members_of(archive)


def test_an_untouched_archive_has_no_fault_under_the_key_it_names(archive: Path) -> None:
    report = check_archive(archive)
    assert report.fingerprint
    colons = ":".join(report.fingerprint[n : n + 2] for n in range(0, 64, 2)).upper()
    assert codes(archive, colons) == set()
    assert codes(archive, "0" * 64) == {"key_differs"}


def document_in(members: Members) -> str:
    """A document that an event names."""
    (event,) = [link["event"] for link in links_of(members) if link["event"]["kind"] == "search_recorded"]
    return f"documents/{event['documents'][0]['sha256']}"


def flipped(content: bytes, place: int = -2) -> bytes:
    changed = bytearray(content)
    changed[place] ^= 1
    return bytes(changed)


def test_a_changed_byte_of_a_document_is_found(members: Members, tmp_path: Path) -> None:
    name = document_in(members)
    changed = {**members, name: flipped(members[name])}
    assert codes(packed(changed, tmp_path / "x.zip")) == {"member_changed", "document_changed"}
    assert codes(packed(sealed(changed), tmp_path / "y.zip")) == {"document_changed"}


@pytest.mark.parametrize("name", [EVENTS, "application.json", "letters.json", "README.txt", "SHA256SUMS"])
def test_a_changed_byte_of_anything_else_is_found(members: Members, tmp_path: Path, name: str) -> None:
    found = codes(packed({**members, name: flipped(members[name])}, tmp_path / "x.zip"))
    assert "member_changed" in found


def altered(links: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [*links[:2], {**links[2], "command_id": "another"}, *links[3:]]


def forged(links: list[dict[str, Any]]) -> list[dict[str, Any]]:
    link = altered(links)[2]
    return [*links[:2], {**link, "hash": hash_of(link)}, *links[3:]]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (altered, {("event_changed", 3)}),
        (forged, {("chain_broken", 4)}),
        (lambda links: [*links[:3], *links[4:]], {("event_missing", 4)}),
        (lambda links: links[:-1], {("head_differs", None)}),
        (lambda links: linked(links, links[0]["event"]), {("head_differs", None)}),
        (lambda links: [], {("event_missing", 1), ("head_differs", None)}),
        (
            lambda links: [{**links[0], "case_id": links[0]["by"]}, *links[1:]],
            {("event_foreign", 1), ("event_changed", 1)},
        ),
    ],
)
def test_a_chain_that_was_changed_and_signed_anew_is_found(
    members: Members,
    tmp_path: Path,
    change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]],
    expected: set[tuple[str, int | None]],
) -> None:
    path = packed(sealed(with_links(members, change(links_of(members)))), tmp_path / "x.zip")
    found = {(fault.code, fault.seq if fault.code != "head_differs" else None) for fault in check_archive(path).faults}
    assert expected <= found
    assert {code for code, _ in found} - {code for code, _ in expected} <= {"head_differs"}


@pytest.mark.parametrize(
    "line", [b"x", b"[]", b"[" * 100_000, b'{"seq": 1}', b'{"seq":1,"seq":1}', b'{"n":NaN}', b"\xff"]
)
def test_a_line_that_is_no_link_is_found(members: Members, tmp_path: Path, line: bytes) -> None:
    changed = {**members, EVENTS: line + b"\n" + members[EVENTS]}
    report = check_archive(packed(sealed(changed), tmp_path / "x.zip"))
    assert ("event_unreadable", 1) in {(fault.code, fault.seq) for fault in report.faults}


def test_an_added_member_and_a_removed_one_are_found(members: Members, tmp_path: Path) -> None:
    assert codes(packed({**members, "more.txt": b"more"}, tmp_path / "x.zip")) == {"member_unlisted"}
    name = document_in(members)
    without = {one: content for one, content in members.items() if one != name}
    assert codes(packed(without, tmp_path / "y.zip")) == {"member_missing", "document_missing"}
    assert codes(packed(sealed(without), tmp_path / "z.zip")) == {"document_missing"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (MANIFEST, {"signature_invalid", "manifest_unreadable"}),
        (SIGNATURE, {"signature_invalid"}),
        (PUBLIC_KEY, {"key_unreadable", "member_missing"}),
        (EVENTS, {"member_missing", "event_missing", "head_differs"}),
        ("documents.json", {"member_missing", "documents_unreadable"}),
    ],
)
def test_what_every_archive_must_have_is_missed(
    members: Members, tmp_path: Path, name: str, expected: set[str]
) -> None:
    without = {one: content for one, content in members.items() if one != name}
    assert codes(packed(without, tmp_path / "x.zip")) == expected


@pytest.mark.parametrize("name", ["README.txt", "application.json", "people.json", "letters.json", "SHA256SUMS"])
def test_what_a_forger_leaves_out_of_manifest_and_archive_is_missed(
    members: Members, tmp_path: Path, name: str
) -> None:
    without = {one: content for one, content in members.items() if one != name}
    assert codes(packed(sealed(without), tmp_path / "x.zip")) == {"member_missing"}


def test_a_manifest_changed_by_one_word_no_longer_bears_its_signature(members: Members, tmp_path: Path) -> None:
    told = json.loads(members[MANIFEST])
    changed = {**members, MANIFEST: json.dumps({**told, "reference": "示建公申〔1999〕1号"}).encode()}
    assert codes(packed(changed, tmp_path / "x.zip")) == {"signature_invalid"}


def test_a_forger_with_a_key_of_his_own_is_found_by_the_fingerprint(
    archive: Path, members: Members, tmp_path: Path
) -> None:
    path = packed(sealed(members), tmp_path / "x.zip")
    assert codes(path) == set()
    assert codes(path, check_archive(archive).fingerprint) == {"key_differs"}


def test_a_destroyed_document_is_not_missed_if_an_event_says_so(members: Members, tmp_path: Path) -> None:
    name = document_in(members)
    (row,) = [row for row in json.loads(members["documents.json"]) if row["sha256"] == name[10:]]
    gone = {"document_id": row["id"], "sha256": row["sha256"], "size": row["size"]}
    links = linked(links_of(members), {"kind": "documents_destroyed", "documents": [gone]})
    without = {one: content for one, content in with_links(members, links).items() if one != name}
    path = packed(sealed(without, events=len(links), head=links[-1]["hash"]), tmp_path / "x.zip")
    assert codes(path) == set()


def test_a_sheet_that_an_event_names_must_be_there(members: Members, tmp_path: Path) -> None:
    content = b'{"pages":[]}'
    sha256 = "7c4ae0a4ab6a5bdbcfb0ac1d8bb9bd8bcd3d4e9d6a5fd5f0e2e0d8b3a7c1f2e4"
    links = linked(links_of(members), {"kind": "review_proposed", "documents": [{"sheet": sha256}]})
    told = {"events": len(links), "head": links[-1]["hash"]}
    changed = with_links(members, links)
    assert codes(packed(sealed(changed, **told), tmp_path / "x.zip")) == {"sheet_missing"}
    false = {**changed, f"sheets/{sha256}.json": content}
    assert codes(packed(sealed(false, **told), tmp_path / "y.zip")) == {"document_changed"}


def test_a_document_registered_under_another_hash_is_found(members: Members, tmp_path: Path) -> None:
    name = document_in(members)
    changed = {**members, "documents.json": members["documents.json"].replace(name[10:].encode(), b"0" * 64)}
    assert codes(packed(sealed(changed), tmp_path / "x.zip")) == {"document_unknown", "document_missing"}


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../x", "a\\x", "a//x", ".x", "a/b/c", "x\x1b[2J", "名"])
def test_a_name_that_leads_elsewhere_is_found_and_nothing_is_read(members: Members, tmp_path: Path, name: str) -> None:
    report = check_archive(packed({**members, name: b"x"}, tmp_path / "x.zip"))
    assert {fault.code for fault in report.faults} == {"member_unsafe"}
    assert report.manifest is None
    assert all((fault.member or "").isprintable() for fault in report.faults)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_twice_is_found(members: Members, tmp_path: Path) -> None:
    path = packed([*members.items(), (EVENTS, b"")], tmp_path / "x.zip")
    assert codes(path) == {"member_twice"}


def test_a_bomb_is_found_without_unpacking_it(members: Members, tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as bomb:
        for name, content in members.items():
            bomb.writestr(name, content)
        with bomb.open("documents/" + "0" * 64, "w") as member:
            for _ in range(256):
                member.write(bytes(1024 * 1024))
    tracemalloc.start()
    found = codes(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == {"member_packed"}
    assert peak < 8 * 1024 * 1024


def test_members_that_share_their_bytes_are_found(members: Members, tmp_path: Path) -> None:
    """A directory that names the same bytes again and again unpacks to more than the file holds."""
    path = packed({"a": bytes(1000), "b": bytes(1000)}, tmp_path / "x.zip")
    content = bytearray(path.read_bytes())
    second = content.rindex(b"PK\x01\x02")
    content[second + 42 : second + 46] = bytes(4)
    path.write_bytes(content)
    assert codes(path) == {"member_packed"}


@pytest.mark.parametrize(("entries", "length"), [(1, 33 * 1024 * 1024), (65_000, 46), (1, 1)])
def test_a_directory_that_no_export_has_is_not_loaded(tmp_path: Path, entries: int, length: int) -> None:
    path = tmp_path / "x.zip"
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, entries, entries, length, 0, 0)
    path.write_bytes(bytes(33 * 1024 * 1024) + end)
    tracemalloc.start()
    found = codes(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == {"archive_broken"}
    assert peak < 1024 * 1024


def test_a_large_document_is_read_in_pieces(members: Members, tmp_path: Path) -> None:
    path = packed(sealed({**members, "large": bytes(64 * 1024 * 1024)}), tmp_path / "x.zip")
    tracemalloc.start()
    found = codes(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == set()
    assert peak < 16 * 1024 * 1024


def test_a_line_without_an_end_is_not_read_whole(
    members: Members, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (archive_check, archive_events):
        monkeypatch.setattr(module, "LONGEST_LINE", 1024 * 1024)
    path = packed(sealed({**members, EVENTS: b"[" * (64 * 1024 * 1024)}), tmp_path / "x.zip")
    tracemalloc.start()
    found = codes(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "event_unreadable" in found
    assert peak < 16 * 1024 * 1024


def test_anything_before_or_after_the_archive_is_found(archive: Path, tmp_path: Path) -> None:
    for content in (b"x" + archive.read_bytes(), archive.read_bytes() + b"x", b"", b"no archive at all" * 10):
        (tmp_path / "x.zip").write_bytes(content)
        assert codes(tmp_path / "x.zip") == {"archive_broken"}


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_an_archive_cut_anywhere_is_broken(archive: Path, data: st.DataObject) -> None:
    whole = archive.read_bytes()
    cut = archive.with_name("cut.zip")
    cut.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    assert codes(cut) == {"archive_broken"}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_flipped_bit_is_found_wherever_it_changes_what_is_read(archive: Path, data: st.DataObject) -> None:
    whole = bytearray(archive.read_bytes())
    directory = whole.rindex(b"PK\x05\x06") - 6000
    place = data.draw(st.one_of(st.integers(0, len(whole) - 1), st.integers(directory, len(whole) - 1)))
    whole[place] ^= 1 << data.draw(st.integers(0, 7))
    changed = archive.with_name("flipped.zip")
    changed.write_bytes(whole)
    found = codes(changed)
    assert found <= ARCHIVE_FAULTS.keys()
    assert found or members_of(changed) == members_of(archive)
