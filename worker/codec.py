"""Every payload that passes through Temporal: compressed where that pays, then AES-256-GCM, the key's id beside it."""

import dataclasses
import lzma
from collections.abc import Sequence

from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import DataConverter, DefaultFailureConverterWithEncodedAttributes, PayloadCodec

from activities.keyring import Keyring
from schemas.errors import DaylightError

ENCODING = b"binary/encrypted"
COMPRESSED = b"xz"
"""Value of the metadata ``compression``. Its window spans a whole case, so that what two thousand documents have in
common, a reason, an id named again, is kept once: such a case fits into 100 kB this way."""
WORTH_IT = 2048
"""Bytes from which a payload is compressed: below, it would cost more time than it saves."""


class EncryptionCodec(PayloadCodec):
    """Seals whole payloads; decrypts under any key of the ring, so that keys can be rotated."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Every payload sealed under the current key."""
        return [self._seal(payload) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Every payload opened. A payload in the clear is refused: nothing enters past the codec."""
        return [self._open(payload) for payload in payloads]

    def _seal(self, payload: Payload) -> Payload:
        key_id, plain = self._keyring.current.encode(), payload.SerializeToString()
        metadata = {"encoding": ENCODING, "key-id": key_id}
        if len(plain) >= WORTH_IT:
            metadata, plain = {**metadata, "compression": COMPRESSED}, lzma.compress(plain)
        return Payload(metadata=metadata, data=self._keyring.encrypt(plain, key_id))

    def _open(self, payload: Payload) -> Payload:
        if payload.metadata.get("encoding") != ENCODING:
            raise DaylightError("ciphertext_invalid")
        key_id = payload.metadata["key-id"]
        plain = self._keyring.decrypt(key_id.decode(), payload.data, key_id)
        return Payload.FromString(
            lzma.decompress(plain) if payload.metadata.get("compression") == COMPRESSED else plain
        )


def data_converter(keys: str) -> DataConverter:
    """Pydantic models, sealed; messages of failures too."""
    return dataclasses.replace(
        pydantic_data_converter,
        payload_codec=EncryptionCodec(Keyring(keys)),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )
