"""Every payload that passes through Temporal: compressed where that pays, then AES-256-GCM, the key's id beside it."""

import dataclasses
import lzma
from collections.abc import Sequence
from typing import Any, NoReturn

import structlog
from google.protobuf.message import DecodeError
from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import PydanticPayloadConverter, pydantic_data_converter
from temporalio.converter import (
    CompositePayloadConverter,
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    EncodingPayloadConverter,
    PayloadCodec,
)

from activities.keyring import Keyring
from schemas.errors import DaylightError

ENCODING = b"binary/encrypted"
COMPRESSED = b"xz"
"""Value of the metadata ``compression``. Its window spans a whole case, so that what two thousand documents have in
common, a reason, an id named again, is kept once: such a case fits into 100 kB this way."""
WORTH_IT = 2048
"""Bytes from which a payload is compressed: below, it would cost more time than it saves."""
LEAST_WINDOW = 4096
"""Bytes; the format has none smaller."""
UNREADABLE = "binary/unreadable"
"""Encoding of what stands in the place of a payload that nobody can read; it refuses where it is to be read."""
BROKEN = (DaylightError, ValueError, lzma.LZMAError, DecodeError)
"""What opening a payload raises that was not sealed by us, or was changed since."""
log = structlog.get_logger(__name__)


class EncryptionCodec(PayloadCodec):
    """Seals whole payloads; decrypts under any key of the ring, so that keys can be rotated."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Every payload sealed under the current key."""
        return [self._seal(payload) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Every payload opened. What is in the clear, or no key opens, enters as unreadable and is refused by whom it
        is meant for: the sender of a step gets a refusal, a signal is dropped, and the case goes on. Were it refused
        here, every task of the case would fail for ever.

        Raises ``DaylightError("key_unknown")`` for a key we do not have: it may be ours, and waits until we have it.
        """
        return [self._opened(payload) for payload in payloads]

    def _seal(self, payload: Payload) -> Payload:
        key_id, plain = self._keyring.current.encode(), payload.SerializeToString()
        metadata = {"encoding": ENCODING, "key-id": key_id}
        if len(plain) >= WORTH_IT:
            metadata, plain = {**metadata, "compression": COMPRESSED}, _compressed(plain)
        return Payload(metadata=metadata, data=self._keyring.encrypt(plain, key_id))

    def _opened(self, payload: Payload) -> Payload:
        try:
            return self._open(payload)
        except BROKEN as broken:
            if isinstance(broken, DaylightError) and broken.code == "key_unknown":
                raise
            log.error("payload_unreadable", error=type(broken).__name__, bytes=len(payload.data))
            return Payload(metadata={"encoding": UNREADABLE.encode()})

    def _open(self, payload: Payload) -> Payload:
        key_id = payload.metadata.get("key-id")
        if payload.metadata.get("encoding") != ENCODING or not key_id:
            raise DaylightError("ciphertext_invalid")
        plain = self._keyring.decrypt(key_id.decode(), payload.data, key_id)
        return Payload.FromString(
            lzma.decompress(plain) if payload.metadata.get("compression") == COMPRESSED else plain
        )


def _compressed(plain: bytes) -> bytes:
    """With a window as wide as what is compressed: the usual one of 8 MB takes twenty times as long to lay out as a
    payload of a step takes to compress. What was changed since is found out by the seal, so no check is added."""
    window = {"id": lzma.FILTER_LZMA2, "preset": lzma.PRESET_DEFAULT, "dict_size": max(len(plain), LEAST_WINDOW)}
    return lzma.compress(plain, check=lzma.CHECK_NONE, filters=[window])


class Unreadable(EncodingPayloadConverter):
    """Refuses what the codec could not open, at the place where it is to be read."""

    @property
    def encoding(self) -> str:
        """What the codec puts in its place."""
        return UNREADABLE

    def to_payload(self, value: Any) -> None:
        """Nothing is made unreadable."""

    def from_payload(self, payload: Payload, type_hint: type | None = None) -> NoReturn:
        """Raises ``DaylightError("ciphertext_invalid")``."""
        raise DaylightError("ciphertext_invalid")


_CONVERTERS = (*PydanticPayloadConverter().converters.values(), Unreadable())
"""They hold nothing, and the SDK asks for a new set with every run of a workflow."""


class SealedPayloadConverter(CompositePayloadConverter):
    """Pydantic models, and a refusal for what could not be opened."""

    def __init__(self) -> None:
        super().__init__(*_CONVERTERS)


def data_converter(keys: str) -> DataConverter:
    """Pydantic models, sealed; messages of failures too."""
    return dataclasses.replace(
        pydantic_data_converter,
        payload_converter_class=SealedPayloadConverter,
        payload_codec=EncryptionCodec(Keyring(keys)),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )
