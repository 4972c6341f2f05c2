"""The invented orders and parties that templates are tried on; a test changes what it is about."""

from activities.letters.sample_parts import (
    CONTRACT,
    DECISIONS,
    GIVEN,
    MINUTES,
    PARTIES,
    REDACTED,
    TENDER,
    WITHHELD,
)
from activities.letters.samples import ABANDONMENT, CORRECTION, ORDER, SAMPLES, WITHDRAWAL, order_of, reply
from schemas.letters import LetterOrder, LetterParties

__all__ = [
    "ABANDONMENT",
    "CONTRACT",
    "CORRECTION",
    "DECISIONS",
    "EVERY_LETTER",
    "GIVEN",
    "MINUTES",
    "NUMBER",
    "ORDER",
    "PARTIES",
    "REDACTED",
    "SAMPLES",
    "TENDER",
    "WITHDRAWAL",
    "WITHHELD",
    "order_of",
    "parties",
    "reply",
]

NUMBER = "示数公复〔2026〕12号"
EVERY_LETTER: tuple[LetterOrder, ...] = tuple(orders[0] for orders in SAMPLES.values())
"""One of each document."""


def parties(**changed: object) -> LetterParties:
    return LetterParties.model_validate({**PARTIES.model_dump(), **changed})
