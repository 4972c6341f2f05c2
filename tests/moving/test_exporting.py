"""Moving out: the whole record of an agency in open formats, readable and checked without us."""

import csv
import hashlib
import io
import json
from pathlib import Path

import httpx
import pytest

from activities.db.database import Database
from activities.keeping.export_key import is_signed, public_key
from api.cli.exporting import unpacked
from schemas.chain import GENESIS, hash_of
from schemas.errors import InvalidInput
from schemas.moving_out import WholeManifest
from schemas.settings import Settings
from tests.api.office import Office, folder_of, today
from tests.api.server import listening
from tests.moving.files import csv_of, row
from tests.moving.test_disasters import daylight
from tests.moving.test_importing import sent


@pytest.fixture
def office(api: httpx.AsyncClient, sample: dict[str, str], settings: Settings, database: Database) -> Office:
    return Office(api, sample, settings, database)


async def test_everything_of_an_agency_can_be_taken_out(office: Office, tmp_path: Path) -> None:
    case = await office.registered()
    await office.step(case["case_id"], "accept")
    document = await office.uploaded(case["case_id"])
    assert (await sent(office, csv_of(row(41, today())), dry_run=False)).status_code == 200
    assert (await office.get("/api/export", by="handler")).status_code == 403
    packed = tmp_path / "record.zip"
    packed.write_bytes((await office.get("/api/export", by="admin")).content)
    folder = tmp_path / "record"
    manifest = unpacked(packed, folder)
    assert (manifest.cases, manifest.absent) == (2, ())

    lines = (folder / "events/0001.jsonl").read_text().splitlines()
    previous = dict[str, str]()
    for link in map(json.loads, lines):
        assert link["previous"] == previous.get(link["case_id"], GENESIS)
        previous[link["case_id"]] = link["hash"] = hash_of(link)
    applications = [json.loads(line) for line in (folder / "applications/0001.jsonl").read_text().splitlines()]
    assert {one["content"]["applicant"]["name"] for one in applications} == {"王小明"}
    table = list(csv.reader(io.StringIO((folder / "cases.csv").read_text("utf-8-sig"))))
    assert (table[0][0], len(table)) == ("办件编号", 4)
    content = (folder / "documents" / document["sha256"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == document["sha256"]
    for told, _, name in (line.partition("  ") for line in (folder / "SHA256SUMS").read_text().splitlines()):
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == told
    key = public_key((folder / "public-key.pem").read_bytes())
    assert key
    assert is_signed(key, (folder / "manifest.json").read_bytes(), (folder / "manifest.sig").read_bytes())
    acts = await office.read("/api/administration/acts", by="admin")
    assert {"record_exported", "cases_imported"} <= {act["kind"] for act in acts["items"]}

    packed.write_bytes(packed.read_bytes().replace("招标文件正文".encode(), "招标文件白文".encode()))
    with pytest.raises(InvalidInput, match="export_damaged"):
        unpacked(packed, tmp_path / "again")


async def test_what_the_store_has_lost_stops_nothing_and_is_named_with_its_case(office: Office, tmp_path: Path) -> None:
    case = await office.registered()
    texts = ("甲".encode(), "乙，".encode() * 500_000, "丙".encode())
    absent, damaged, sound = [await office.uploaded(case["case_id"], text) for text in texts]
    next(folder_of(office.settings).rglob(absent["sha256"])).unlink()
    rotten = next(folder_of(office.settings).rglob(damaged["sha256"]))
    rotten.write_bytes(rotten.read_bytes()[:-1] + b"!")
    async with listening(office.settings) as port:
        code, said = await daylight(
            *("export-all", str(tmp_path / "record"), "--json"),
            environment={"DAYLIGHT_URL": f"http://127.0.0.1:{port}", "DAYLIGHT_TOKEN": office.tokens["admin"]},
        )
    assert (code, "export_incomplete" in said) == (1, True), said
    told = WholeManifest.model_validate_json((tmp_path / "record/manifest.json").read_text())
    assert (told.absent, told.damaged) == ((absent["sha256"],), (damaged["sha256"],))
    table = list(csv.reader(io.StringIO((tmp_path / "record/errors.csv").read_text("utf-8-sig"))))
    assert [(row[0], row[2], row[3]) for row in table[2:]] == [
        (one["sha256"], case["reference"], one["id"]) for one in (absent, damaged)
    ]
    assert (tmp_path / "record/documents" / sound["sha256"]).read_bytes() == texts[2]
    assert not (tmp_path / "record/documents" / damaged["sha256"]).exists()
