"""Time that does not count (art. 33(3)), as spans of ranks: ``(after, upto]`` are the working days left out.

Every function here costs as much as there are consultations, however long they lasted.
"""

from collections.abc import Iterable

Span = tuple[int, int]


def union(spans: Iterable[Span]) -> list[Span]:
    """The spans joined where they overlap: two consultations at once exclude a day once, never twice."""
    joined: list[Span] = []
    for after, upto in sorted(span for span in spans if span[0] < span[1]):
        if joined and after <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], upto))
        else:
            joined.append((after, upto))
    return joined


def end_of(start: int, limit: int, joined: list[Span]) -> int:
    """The rank on which a limit ends; only a span that begins while the limit runs moves it."""
    end = start + limit
    for after, upto in joined:
        if after >= end:
            break
        end += max(0, upto - max(after, start))
    return end


def counted(start: int, upto: int, joined: list[Span]) -> int:
    """How many working days in ``(start, upto]`` lie outside the spans; 0 when ``upto`` is not later."""
    left_out = sum(max(0, min(upto, last) - max(start, after)) for after, last in joined)
    return max(0, upto - start - left_out)
