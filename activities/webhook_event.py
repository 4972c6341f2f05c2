"""A notice as it is posted to a webhook: CloudEvents 1.0 in structured mode, signed by the Standard Webhooks scheme."""

import base64
import hashlib
import hmac
import json
import secrets
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from activities.db.deliveries import Claimed
from activities.db.webhooks import Receiver
from schemas.base import Recorded
from schemas.notice_text import text_of

SECRET_PREFIX = "whsec_"  # noqa: S105 - the prefix of every secret
SECRET_BYTES = 32
MEDIA_TYPE = "application/cloudevents+json; charset=utf-8"
TRIAL = "test"
"""The kind of an event that is about nothing."""
TYPE = "cn.daylight.notice.{}.v1"
_IDS = {"notice_id", "n", "agency_id", "case_id", "digest_id", "seq", "key", "reference"}
_SAID = {"kind", "matter", "subject", "due_on", "working_days", "true_on", "late_days"}


class Event(Recorded):
    """What is posted: its id, the same at every attempt so that a receiver can drop what comes twice, and the JSON."""

    id: str
    body: bytes


def new_secret() -> str:
    """A fresh secret of 32 random bytes in the form of the scheme."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def event_of(notice: Claimed, public_url: str | None) -> Event:
    """A notice as a CloudEvent: ids, codes and dates, and the same in words."""
    words = text_of(notice)
    link = f"{public_url.rstrip('/')}/api/applications/{notice.case_id}" if public_url and notice.case_id else None
    told = {**notice.model_dump(mode="json", include=_IDS | _SAID), **words.model_dump(), "url": link}
    subject = str(notice.case_id or notice.digest_id)
    return _event(notice.message_id, notice.kind, notice.agency_id, subject, notice.intended_at, told)


def trial_event(receiver: Receiver, trial_id: UUID, at: datetime) -> Event:
    """An event of type ``cn.daylight.notice.test.v1`` that is about nothing."""
    return _event(f"{trial_id}.0", TRIAL, receiver.agency_id, str(receiver.id), at, {})


def _event(event_id: str, kind: str, agency_id: UUID, subject: str, at: datetime, data: dict[str, Any]) -> Event:
    """CloudEvents 1.0.2, section 3.1."""
    envelope = {
        "specversion": "1.0",
        "id": event_id,
        "source": f"urn:daylight:agency:{agency_id}",
        "type": TYPE.format(kind),
        "subject": subject,
        "time": at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "data": data,
    }
    return Event(id=event_id, body=json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode())


def signature_of(secret: str, event: Event, timestamp: int) -> str:
    """``v1,`` and the base64 HMAC-SHA256 of ``id.timestamp.body`` (Standard Webhooks 1.0.0)."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = f"{event.id}.{timestamp}.".encode() + event.body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers_of(secret: str, event: Event, at: datetime) -> dict[str, str]:
    """The headers by which a receiver proves who posted, and when: it refuses what is older than some minutes."""
    timestamp = int(at.timestamp())
    return {
        "Content-Type": MEDIA_TYPE,
        "User-Agent": "Daylight",
        "webhook-id": event.id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature_of(secret, event, timestamp),
    }
