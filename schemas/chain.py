"""The hash chain of a case's events: each link names the hash of the one before, so nothing can be changed unseen."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from schemas.events import Event, EventRecord

GENESIS = "0" * 64
"""What the first link names as the one before."""


def canonical(link: Mapping[str, object]) -> bytes:
    """Canonical JSON of a link without its own hash: sorted keys, no spaces, UTF-8 (in the spirit of RFC 8785)."""
    body = {key: value for key, value in link.items() if key != "hash"}
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def hash_of(link: Mapping[str, object]) -> str:
    """SHA-256 of the canonical JSON, as kept: computed from the stored document, never from a re-read model."""
    return hashlib.sha256(canonical(link)).hexdigest()


def forge(
    case_id: UUID,
    seq: int,
    at: datetime,
    by: UUID,
    command_id: str,
    event: Event,
    previous: str,
    fingerprint: str = "",
) -> EventRecord:
    """The next link: number ``seq``, after the link whose hash is ``previous``."""
    bare = EventRecord(
        case_id=case_id,
        seq=seq,
        at=at,
        by=by,
        command_id=command_id,
        fingerprint=fingerprint,
        event=event,
        previous=previous,
        hash="",
    )
    return bare.model_copy(update={"hash": hash_of(bare.model_dump(mode="json"))})
