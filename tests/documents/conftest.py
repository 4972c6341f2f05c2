"""The document store twice: in a folder, and in a bucket of a real S3 server (moto) on the loopback."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import boto3
import pytest
from moto.server import ThreadedMotoServer

from activities.store import DocumentStore

LIMIT = 200 * 1024 * 1024
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1"}


@dataclass(frozen=True)
class Folder:
    """A place seen from outside the store."""

    url: str
    path: Path

    def objects(self) -> set[str]:
        """Every file, the unfinished ones too."""
        return {str(file.relative_to(self.path)) for file in self.path.rglob("*") if file.is_file()}

    def write(self, key: str, data: bytes) -> None:
        (self.path / key).parent.mkdir(parents=True, exist_ok=True)
        (self.path / key).write_bytes(data)


@dataclass(frozen=True)
class Bucket:
    """A place seen from outside the store."""

    url: str
    name: str
    client: Any

    def objects(self) -> set[str]:
        """Every object and every unfinished multipart upload."""
        found = self.client.list_objects_v2(Bucket=self.name).get("Contents", [])
        started = self.client.list_multipart_uploads(Bucket=self.name).get("Uploads", [])
        return {item["Key"].removeprefix("prefix/") for item in found + started}

    def write(self, key: str, data: bytes) -> None:
        self.client.put_object(Bucket=self.name, Key=f"prefix/{key}", Body=data)


Place = Folder | Bucket


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # else it writes to the output of the test it first met
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(f"file://{tmp_path}/documents", tmp_path / "documents")


@pytest.fixture
def bucket(s3_endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3_endpoint)
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    name = f"documents-{uuid4()}"
    client = boto3.client("s3", region_name="us-east-1")
    client.create_bucket(Bucket=name)
    return Bucket(f"s3://{name}/prefix", name, client)


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest) -> Place:
    found: Place = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def store(place: Place) -> DocumentStore:
    return DocumentStore.open(place.url, LIMIT)
