"""Keys and passwords that protect nothing: no process starts with them where others can reach it."""

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.cli.strong_secrets import refuse_weak_secrets
from schemas.errors import DaylightError
from schemas.settings import Settings

LOCAL = {"database_url": "postgresql+asyncpg:///daylight?host=/run/daylight", "documents_url": "file:///documents"}
SAME = base64.b64encode(b"k" * 32).decode()
COUNTED = base64.b64encode(bytes(range(32))).decode()


def strong() -> str:
    return base64.b64encode(os.urandom(32)).decode()


def given(**changes: str) -> dict[str, str]:
    """Settings of a process that others can reach, all of them good but for the changes."""
    keys = {"codec_keys": f"k2:{strong()},k1:{strong()}", "personal_data_keys": f"k1:{strong()}"}
    keys |= {"lookup_key": strong(), "signing_key": strong()}
    password = base64.b16encode(os.urandom(24)).decode()
    database = f"postgresql+asyncpg://daylight:{password}@postgresql:5432/daylight"
    return {**LOCAL, **keys, "host": "10.0.0.5", "database_url": database, **changes}


def test_good_ones_are_taken() -> None:
    refuse_weak_secrets(Settings.model_validate(given()))
    refuse_weak_secrets(
        Settings.model_validate(given(database_url="postgresql+asyncpg://daylight@postgresql/daylight"))
    )


TWICE = strong()


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"codec_keys": f"k1:{SAME}"}, "secret_weak", "codec_keys"),
        ({"codec_keys": f"k2:{strong()},k1:{COUNTED}"}, "secret_weak", "codec_keys"),
        ({"personal_data_keys": f"k1:{COUNTED}"}, "secret_weak", "personal_data_keys"),
        ({"lookup_key": SAME}, "secret_weak", "lookup_key"),
        ({"signing_key": COUNTED}, "secret_weak", "signing_key"),
        ({"signing_key": "not base64"}, "key_malformed", "signing_key"),
        ({"lookup_key": TWICE, "signing_key": TWICE}, "secret_reused", "signing_key"),
        ({"codec_keys": f"k1:{TWICE}", "personal_data_keys": f"k1:{TWICE}"}, "secret_reused", "personal_data_keys"),
        ({"database_url": "postgresql+asyncpg://postgres:postgres@db/daylight"}, "secret_weak", "database_url"),
        ({"database_url": "postgresql+asyncpg://Daylight-Server:daylight-server@db/x"}, "secret_weak", "database_url"),
        ({"oidc_client_id": "daylight", "oidc_client_secret": "secret"}, "secret_weak", "oidc_client_secret"),
    ],
)
def test_weak_ones_are_refused(changes: dict[str, str], code: str, field: str) -> None:
    with pytest.raises(DaylightError) as refused:
        refuse_weak_secrets(Settings.model_validate(given(**changes)))
    assert (refused.value.code, refused.value.field) == (code, field)


@pytest.mark.parametrize("place", [{"host": "10.0.0.5"}, {"public_url": "https://ogi.example.gov.cn"}])
def test_where_others_reach_it_examples_are_refused_and_on_ones_own_machine_not(place: dict[str, str]) -> None:
    examples = {**LOCAL, "codec_keys": f"k1:{SAME}", "personal_data_keys": f"k1:{SAME}"}
    examples |= {"lookup_key": SAME, "signing_key": SAME}
    refuse_weak_secrets(Settings.model_validate({**examples, "public_url": "http://127.0.0.1:8765"}))
    with pytest.raises(DaylightError):
        refuse_weak_secrets(Settings.model_validate({**examples, **place}))


def test_no_process_starts_with_them_and_none_prints_them() -> None:
    """The cheapest of the three; ``api`` and ``worker`` begin with the same function."""
    environment = {f"DAYLIGHT_{name.upper()}": value for name, value in given(lookup_key=SAME).items()}
    daylight = str(Path(sys.executable).with_name("daylight"))
    ended = subprocess.run(
        [daylight, "migrate"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert "secret_weak" in ended.stderr
    assert "lookup_key" in ended.stderr
    assert SAME not in ended.stderr + ended.stdout


@pytest.mark.parametrize("missing", ["codec_keys", "personal_data_keys", "lookup_key", "signing_key", "database_url"])
def test_a_missing_secret_has_no_default(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(f"DAYLIGHT_{missing.upper()}", raising=False)
    with pytest.raises(ValueError, match=missing):
        Settings.model_validate({name: value for name, value in given().items() if name != missing})
