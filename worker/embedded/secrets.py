"""The keys of an embedded stack: made at its first start, kept in a file only its owner can read."""

import os
import secrets
from base64 import b64encode
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_serializer

from worker.embedded.failure import StackFailed

KEY_BYTES = 32
SECRETS = "secrets.json"


class EmbeddedSecrets(BaseModel):
    """The keys in the forms ``schemas.settings`` asks for."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    codec_keys: SecretStr
    personal_data_keys: SecretStr
    lookup_key: SecretStr
    signing_key: SecretStr = Field(default_factory=lambda: SecretStr(_key()))

    @field_serializer("*", when_used="json")
    def _plain(self, value: SecretStr) -> str:
        return value.get_secret_value()


def read_or_create_secrets(path: Path, *, may_create: bool) -> EmbeddedSecrets:
    """The keys in ``path``; new ones if there is no file and ``may_create`` (nothing was encrypted yet)."""
    if path.exists():
        return _completed(path, _read(path))
    if not may_create:
        raise StackFailed("secrets_missing", f"there is data but {path} is gone; put it back from your backup")
    made = EmbeddedSecrets(codec_keys=_named_key(), personal_data_keys=_named_key(), lookup_key=SecretStr(_key()))
    write_private(path, made.model_dump_json(indent=2))
    return made


def read_secrets(path: Path) -> EmbeddedSecrets:
    """The keys in ``path``, where nothing may be made. Raises ``StackFailed``: none there, or unreadable."""
    if not path.exists():
        raise StackFailed("secrets_missing", f"{path}")
    return _read(path)


def write_private(path: Path, text: str) -> None:
    """Replace the file as a whole, mode 0600, and see it on the disk before going on."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def _read(path: Path) -> EmbeddedSecrets:
    try:
        return EmbeddedSecrets.model_validate_json(path.read_text())
    except (OSError, ValidationError):
        detail = f"{path} cannot be read as keys; put it back from your backup"
        raise StackFailed("secrets_unreadable", detail) from None


def _completed(path: Path, kept: EmbeddedSecrets) -> EmbeddedSecrets:
    """Folders from before there was a signing key get one now: nothing was ever signed there."""
    if "signing_key" not in kept.model_fields_set:
        write_private(path, kept.model_dump_json(indent=2))
    return kept


def _named_key() -> SecretStr:
    return SecretStr(f"k1:{_key()}")


def _key() -> str:
    return b64encode(secrets.token_bytes(KEY_BYTES)).decode()
