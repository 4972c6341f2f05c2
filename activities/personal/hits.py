"""What a pattern found in one reading, and which of several that overlap is kept."""

from collections.abc import Iterable
from dataclasses import dataclass

from schemas.pages import PersonalKind

_RANK = {
    PersonalKind.IDENTITY_NUMBER: 3,
    PersonalKind.CREDIT_CODE: 2,
    PersonalKind.BANK_CARD: 1,
}
"""Of two that both carry their proof, the one with the more telling structure."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Positions in a reading. ``confidence`` 0 says: this is known to be something else (an order number, a sum)."""

    start: int
    end: int
    kind: PersonalKind
    confidence: float
    proven: bool = False
    label: int = -1
    """Where its label begins, for what is found by one."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A hit on the page: indices of its characters in the order of reading, and its text without gaps."""

    indices: tuple[int, ...]
    kind: PersonalKind
    text: str
    confidence: float
    proven: bool = False


def settled(spots: Iterable[Spot]) -> list[Spot]:
    """None of them overlaps another: the proven before the likely, the likely before the short; in page order."""
    taken: set[int] = set()
    kept: list[Spot] = []
    for spot in sorted(spots, key=_certainty, reverse=True):
        if taken.isdisjoint(spot.indices):
            taken.update(spot.indices)
            kept.append(spot)
    return sorted((spot for spot in kept if spot.confidence > 0), key=lambda spot: min(spot.indices))


def _certainty(spot: Spot) -> tuple[bool, int, bool, float, int]:
    """What is known to be something else outdoes every guess, and no proof."""
    rank = _RANK.get(spot.kind, 0) if spot.proven else 0
    return spot.proven, rank, spot.confidence == 0, spot.confidence, len(spot.indices)
