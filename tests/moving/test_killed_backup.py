"""A backup that is killed is none, the next one is; and documents alone come back from it, out of a bucket (S3)."""

import logging
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import boto3
import psutil
import pytest
from moto.server import ThreadedMotoServer
from sqlalchemy import text

from activities.db.database import Database
from schemas.settings import Settings
from tests.api.office import Json, Office
from tests.conftest import serving, working
from tests.db.blocked import until_blocked
from tests.moving.processes import command, killed, silence
from tests.moving.test_backup_losses import told
from tests.moving.test_disasters import daylight
from tests.waiting import until
from worker.backup.folder import UNFINISHED, BackupFolder
from worker.backup.making import back_up
from worker.connection import connect
from worker.embedded.ports import LOOPBACK
from worker.embedded.stack import environment_of
from worker.main import resources

TEXTS = ("招标文件正文", "中标通知书正文", "附件正文")


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An address of documents in a bucket of a real S3 server."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(LOOPBACK, 0, verbose=False)
    server.start()
    address = f"http://{LOOPBACK}:{server.get_host_and_port()[1]}"
    for name, value in {"ENDPOINT_URL": address, "ALLOW_HTTP": "true", "REGION": "us-east-1"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    name = f"documents-{uuid4()}"
    boto3.client("s3", endpoint_url=address, region_name="us-east-1").create_bucket(Bucket=name)
    yield f"s3://{name}/prefix"
    server.stop()


@pytest.fixture
def settings(settings: Settings, bucket: str) -> Settings:
    return settings.model_copy(update={"documents_url": bucket})


async def killed_while_it_dumps(settings: Settings, database: Database, folder: Path) -> None:
    async with database.transaction() as connection:
        await connection.execute(text("LOCK TABLE webhooks IN ACCESS EXCLUSIVE MODE"))
        async with command(settings, "backup", str(folder)) as process:
            await until_blocked(database)
            (dumping,) = psutil.Process(process.pid).children()
            await killed(process)
            await until(lambda: not dumping.is_running() or dumping.status() == psutil.STATUS_ZOMBIE)


async def killed_while_it_copies(settings: Settings, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with silence() as (port, called):
        with monkeypatch.context() as elsewhere:
            elsewhere.setenv("AWS_ENDPOINT_URL", f"http://{LOOPBACK}:{port}")
            async with command(settings, "backup", str(folder)) as process:
                await called.wait()
                await killed(process)


async def saved(settings: Settings, folder: Path) -> int:
    """A backup in this process; how many documents are in it."""
    async with resources(settings) as (database, store, vault):
        url = settings.database_url.get_secret_value()
        made = await back_up(database, url, store, vault, BackupFolder(folder), lambda _: None)
    return made.copied + made.standing


async def lose(settings: Settings, *documents: Json) -> None:
    async with resources(settings) as (_, store, _):
        for document in documents:
            await store.delete(document["sha256"])


async def test_a_killed_backup_is_none_and_the_next_one_brings_lost_documents_back(
    settings: Settings, sample: dict[str, str], database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "backups"
    async with working(await connect(settings), settings, database), serving(settings) as http:
        office = Office(http, sample, settings, database)
        case_id = (await office.registered())["case_id"]
        documents = [await office.uploaded(case_id, text.encode()) for text in TEXTS]

        await killed_while_it_dumps(settings, database, folder)
        await killed_while_it_copies(settings, folder, monkeypatch)
        assert BackupFolder(folder).sets() == []
        code, said = await daylight("restore", str(folder), environment=environment_of(settings))
        assert (code, "backup_incomplete" in said, "没有清单的是中断的备份" in said) == (1, True, True), said
        (folder / UNFINISHED).mkdir(exist_ok=True)
        (folder / UNFINISHED / documents[0]["sha256"]).write_bytes(b"half")
        assert await saved(settings, folder) >= len(TEXTS)
        assert await saved(settings, tmp_path / "another") >= len(TEXTS)
        assert not (folder / UNFINISHED / documents[0]["sha256"]).exists()
        assert len([path for path in folder.iterdir() if path.name.startswith("20")]) == 1

        await lose(settings, *documents)
        places = {one["sha256"]: next(folder.rglob(one["sha256"])) for one in documents}
        places[documents[2]["sha256"]].unlink()
        places[documents[1]["sha256"]].write_bytes(TEXTS[1].replace("中", "终").encode())
        code, healed = await told("restore", str(folder), "--documents", settings=settings)
        lacking = sorted(one["sha256"] for one in documents[1:])
        assert (code, healed["put_back"], healed["lacking"]) == (1, 1, lacking), "people work, and the rest stands"
        content = await office.get(f"/api/documents/{documents[0]['id']}/content")
        assert (content.status_code, content.text) == (200, TEXTS[0])

    await database.close()
    another = str(tmp_path / "another")
    code, restored = await told("restore", another, "--replace", settings=settings)
    assert (code, restored["put_back"], restored["verified"]["faults"]) == (0, len(lacking), [])
