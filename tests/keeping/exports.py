"""Exported cases for tests: one of a real office, and hands that change an archive as a forger would."""

import base64
import json
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from activities.keeping.archive_check import check_archive
from activities.keeping.archive_events import line_of
from activities.keeping.export_key import SigningKey
from activities.keeping.export_zip import ArchiveWriter
from schemas.chain import hash_of
from schemas.export import EVENTS, MANIFEST, PUBLIC_KEY, SIGNATURE, ExportManifest
from tests.api.conftest import settings_on, working_office
from tests.api.office import Json, Office
from tests.conftest import TEMPLATE
from worker.embedded.stack import EmbeddedStack

SMALL = ("招标文件正文", "中标通知书正文")
LARGE = "附件正文，" * 350_000
"""Five megabytes: more than one piece of the document store."""
PARTY = {"name": "示例建设有限公司", "address": "示例市工业路8号"}
FORGER = SigningKey(base64.b64encode(bytes(32)).decode())
Members = dict[str, bytes]


@asynccontextmanager
async def office_of_its_own(
    stack: EmbeddedStack, sample: dict[str, str], folder: Path, name: str
) -> AsyncIterator[Office]:
    url = await stack.postgres.create_database(name, template=TEMPLATE)
    async with working_office(settings_on(stack, url, folder, name), sample) as office:
        yield office
    await stack.postgres.drop_database(name)


async def case_with_documents(
    office: Office, small: tuple[str, str] = SMALL, large: str = LARGE
) -> tuple[str, list[Json]]:
    """A case in hand: letters, three documents of which a search found two, a third party asked about one."""
    case_id = (await office.registered())["case_id"]
    await office.step(case_id, "accept")
    texts = enumerate((*small, large), 1)
    documents = [await office.uploaded(case_id, text.encode(), f"文件{n}.txt") for n, text in texts]
    found = [document["id"] for document in documents[:2]]
    await office.step(case_id, "record_search", description="检索档案管理系统", documents=found)
    await office.step(case_id, "consult_third_party", party=PARTY, documents=found[:1], concerns="分项报价")
    return case_id, documents


def members_of(path: Path) -> Members:
    """Every member in order."""
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: Mapping[str, bytes] | Iterable[tuple[str, bytes]], target: Path) -> Path:
    """An archive of these members, as an export packs it."""
    writer = ArchiveWriter()
    pairs = members.items() if isinstance(members, Mapping) else members
    target.write_bytes(b"".join([*(writer.add(name, content) for name, content in pairs), writer.end()]))
    return target


def sealed(members: Members, key: SigningKey = FORGER, **changes: Any) -> Members:
    """The members with a manifest that tells the truth of them, signed anew, as a forger with a key of his own can."""
    kept = {name: content for name, content in members.items() if name not in {MANIFEST, SIGNATURE}}
    kept[PUBLIC_KEY] = key.public_pem
    writer = ArchiveWriter()
    for name, content in kept.items():
        writer.add(name, content)
    manifest = ExportManifest.model_validate_json(members[MANIFEST])
    told = manifest.model_copy(update={"members": tuple(writer.members), **changes}).model_dump_json().encode()
    return {**kept, MANIFEST: told, SIGNATURE: key.sign(told)}


def links_of(members: Members) -> list[dict[str, Any]]:
    return [json.loads(line) for line in members[EVENTS].splitlines()]


def with_links(members: Members, links: list[dict[str, Any]]) -> Members:
    return {**members, EVENTS: b"".join(map(line_of, links))}


def linked(links: list[dict[str, Any]], event: dict[str, Any]) -> list[dict[str, Any]]:
    """The chain with one more link, forged by the rules."""
    last = links[-1]
    link = {**last, "seq": last["seq"] + 1, "event": event, "previous": last["hash"]}
    return [*links, {**link, "hash": hash_of(link)}]


def codes(path: Path, key: str | None = None) -> set[str]:
    """What a check finds."""
    return {fault.code for fault in check_archive(path, key).faults}
