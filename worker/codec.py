"""Encryption of every payload that passes through Temporal: AES-256-GCM, the key's id beside the ciphertext."""

import dataclasses
from collections.abc import Sequence

from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import DataConverter, DefaultFailureConverterWithEncodedAttributes, PayloadCodec

from activities.keyring import Keyring
from schemas.errors import DaylightError

ENCODING = b"binary/encrypted"


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
        key_id = self._keyring.current.encode()
        return Payload(
            metadata={"encoding": ENCODING, "key-id": key_id},
            data=self._keyring.encrypt(payload.SerializeToString(), key_id),
        )

    def _open(self, payload: Payload) -> Payload:
        if payload.metadata.get("encoding") != ENCODING:
            raise DaylightError("ciphertext_invalid")
        key_id = payload.metadata["key-id"]
        return Payload.FromString(self._keyring.decrypt(key_id.decode(), payload.data, key_id))


def data_converter(keys: str) -> DataConverter:
    """Pydantic models, sealed; messages of failures too."""
    return dataclasses.replace(
        pydantic_data_converter,
        payload_codec=EncryptionCodec(Keyring(keys)),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )
