"""Keys of the embedded stack: made once, private, never replaced silently."""

import json
from base64 import b64decode
from pathlib import Path

import pytest

from worker.embedded.failure import StackFailed
from worker.embedded.secrets import read_or_create_secrets


def test_keys_are_made_once_private_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    made = read_or_create_secrets(path, may_create=True)
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_or_create_secrets(path, may_create=False) == made
    for named in (made.codec_keys, made.personal_data_keys):
        name, key = named.get_secret_value().split(":")
        assert (name, len(b64decode(key))) == ("k1", 32)
    for bare in (made.lookup_key, made.signing_key):
        assert len(b64decode(bare.get_secret_value())) == 32
    assert made.lookup_key.get_secret_value() not in repr(made)


def test_keys_from_before_exports_were_signed_get_a_signing_key_that_stays(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    made = read_or_create_secrets(path, may_create=True)
    older = json.loads(path.read_text())
    del older["signing_key"]
    path.write_text(json.dumps(older))
    completed = read_or_create_secrets(path, may_create=False)
    assert completed.model_copy(update={"signing_key": made.signing_key}) == made
    assert read_or_create_secrets(path, may_create=False) == completed


def test_lost_keys_of_existing_data_are_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(StackFailed, match="backup") as caught:
        read_or_create_secrets(tmp_path / "secrets.json", may_create=False)
    assert caught.value.code == "secrets_missing"


@pytest.mark.parametrize("text", ["", "{}", '{"codec_keys": 1}'])
def test_damaged_keys_are_not_replaced(tmp_path: Path, text: str) -> None:
    path = tmp_path / "secrets.json"
    path.write_text(text)
    with pytest.raises(StackFailed) as caught:
        read_or_create_secrets(path, may_create=True)
    assert caught.value.code == "secrets_unreadable"
    assert path.read_text() == text
