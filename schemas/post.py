"""Posting notices outside the house: orders and answers of the activity, webhooks, and what could not be delivered."""

import re
from datetime import date, datetime
from ipaddress import IPv4Address, IPv6Address
from typing import Annotated, Self
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from schemas.base import Frozen, Recorded
from schemas.escalation import Matter

LONGEST_NAME = 253
_LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?", re.ASCII | re.IGNORECASE)
_LIKE_IPV4 = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+", re.ASCII)
"""What clients read as an address in four numbers, or not at all."""


class PostRequest(Recorded):
    """Input of one round: for how long new work is begun, in seconds; what is left is for the next round."""

    seconds: float = Field(60, gt=0)


class Posted(Recorded):
    """Answer of one round, in deliveries.

    ``mails``, ``posts``: handed over. ``failed``: given up. ``put_off``: not now (quiet hours, digest of the day, a
    server that is away). ``repeated``: notices reminded of again. ``more``: the time was over before the work.
    """

    mails: int = 0
    posts: int = 0
    failed: int = 0
    put_off: int = 0
    repeated: int = 0
    more: bool = False

    def __add__(self, other: "Posted") -> "Posted":
        """Both together."""
        return Posted(
            mails=self.mails + other.mails,
            posts=self.posts + other.posts,
            failed=self.failed + other.failed,
            put_off=self.put_off + other.put_off,
            repeated=self.repeated + other.repeated,
            more=self.more or other.more,
        )


def a_webhook_url(url: str) -> str:
    """Refuse what is no plain ``http`` or ``https`` address: user names, fragments, ports out of range, blanks, hosts
    that can be no name in the DNS."""
    try:
        parts = urlsplit(url)
        whole = parts.scheme in {"http", "https"} and _is_host(parts.hostname or "") and parts.port != 0
    except ValueError:
        whole = False
    if not whole or "@" in parts.netloc or "#" in url or not (url.isascii() and url.isprintable()) or " " in url:
        raise ValueError("webhook_url_invalid")
    return url


def _is_host(host: str) -> bool:
    """Whether this is an IP address, or a name of at most 253 characters in labels of at most 63 (RFC 1035, 2.3.4).

    Raises ``ValueError`` for what looks like an address and is none.
    """
    if ":" in host:
        return IPv6Address(host).scope_id is None
    if _LIKE_IPV4.fullmatch(host):
        return IPv4Address(host) is not None
    return len(host) <= LONGEST_NAME and _NAME.fullmatch(host) is not None


EventKind = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,63}$")]


class NewWebhook(Frozen):
    """An address to post to. ``kinds``: of the events it wants, such as ``escalation_fell``; none for all."""

    url: Annotated[str, StringConstraints(min_length=1, max_length=2000), AfterValidator(a_webhook_url)]
    kinds: tuple[EventKind, ...] = Field((), max_length=100)


class Webhook(Recorded):
    """A webhook of an agency; its secret is never shown again."""

    id: UUID
    url: str
    kinds: tuple[str, ...]
    created_by: UUID
    created_at: datetime


class WebhookList(Recorded):
    """The webhooks of an agency, oldest first."""

    items: tuple[Webhook, ...]


class WebhookMade(Webhook):
    """The answer that shows the secret (``whsec_`` and base64), once."""

    secret: str


class WebhookTried(Recorded):
    """What came of a test: ``status`` of the answer, if there was one; ``error``, a code, if it was not good."""

    delivered: bool
    status: int | None = None
    error: str | None = None


class FailedNotice(Recorded):
    """A notice with deliveries that were given up: how many of them, tries in all, and the last error, a code."""

    notice_id: UUID
    channel: str
    deliveries: int
    attempts: int
    error: str | None
    failed_at: datetime
    addressee: UUID
    case_id: UUID | None
    reference: str
    kind: str
    matter: Matter | None
    due_on: date | None


class FailedPage(Recorded):
    """Notices with failed deliveries, the last to fail first; ``next`` continues."""

    items: tuple[FailedNotice, ...]
    next: str | None = None


class Resend(Frozen):
    """Which failed notices to send again: some by id, or all of the agency."""

    notices: tuple[UUID, ...] = Field((), max_length=1000)
    all: bool = False

    @model_validator(mode="after")
    def _one_of_the_two(self) -> Self:
        if bool(self.notices) == self.all:
            raise ValueError("resend_which")
        return self


class Resent(Recorded):
    """How many deliveries wait again."""

    deliveries: int
