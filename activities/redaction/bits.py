"""Numbers as Huffman codes: the standard tables of JBIG2 (ITU-T T.88, annex B), and codes made to measure.

Bits are strings of ``0`` and ``1`` until they are packed: a page has a few thousand codes, and most of them recur.
"""

import heapq
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import count

OUT_OF_BAND = "out of band"
"""The code that ends a row (T.88, 6.4.5, 6.5.5)."""

_UP, _DOWN = 32, -32
_LINES: Mapping[int, tuple[tuple[int | str, int, int], ...]] = {
    1: ((0, 1, 4), (16, 2, 8), (272, 3, 16), (65_808, 3, _UP)),
    2: ((0, 1, 0), (1, 2, 0), (2, 3, 0), (3, 4, 3), (11, 5, 6), (75, 6, _UP), (OUT_OF_BAND, 6, 0)),
    4: ((1, 1, 0), (2, 2, 0), (3, 3, 0), (4, 4, 3), (12, 5, 6), (76, 5, _UP)),
    6: (
        *((-2048, 5, 10), (-1024, 4, 9), (-512, 4, 8), (-256, 4, 7), (-128, 5, 6), (-64, 5, 5), (-32, 4, 5)),
        *((0, 2, 7), (128, 3, 7), (256, 3, 8), (512, 4, 9), (1024, 4, 10), (-2049, 6, _DOWN), (2048, 6, _UP)),
    ),
    8: (
        *((-15, 8, 3), (-7, 9, 1), (-5, 8, 1), (-3, 9, 0), (-2, 7, 0), (-1, 4, 0), (0, 2, 1), (2, 5, 0), (3, 6, 0)),
        *((4, 3, 4), (20, 6, 1), (22, 4, 4), (38, 4, 5), (70, 5, 6), (134, 5, 7), (262, 6, 7), (390, 7, 8)),
        *((646, 6, 10), (-16, 9, _DOWN), (1670, 9, _UP), (OUT_OF_BAND, 2, 0)),
    ),
    11: (
        *((1, 1, 0), (2, 2, 1), (4, 4, 0), (5, 4, 1), (7, 5, 1), (9, 5, 2), (13, 6, 2), (17, 7, 2), (21, 7, 3)),
        *((29, 7, 4), (45, 7, 5), (77, 7, 6), (141, 7, _UP)),
    ),
}
"""Table B.n: first value, length of the prefix, bits of the offset from the first value."""


def prefixes(lengths: Sequence[int]) -> list[str]:
    """The code of each line from its length; empty for length 0 (T.88, B.3)."""
    codes, code, longest = [""] * len(lengths), 0, max(lengths, default=0)
    for length in range(1, longest + 1):
        code <<= 1
        for place in (n for n, own in enumerate(lengths) if own == length):
            codes[place] = f"{code:0{length}b}"
            code += 1
    return codes


def lengths_for(counts: Sequence[int], most: int) -> list[int]:
    """Lengths of Huffman codes, none over ``most`` bits; 0 for what does not occur."""
    lengths = _depths(counts)
    return lengths if max(lengths, default=0) <= most else lengths_for([(n + 1) // 2 for n in counts], most)


def _depths(counts: Sequence[int]) -> list[int]:
    order, depths = count(), [0] * len(counts)
    waiting = [(times, next(order), [place]) for place, times in enumerate(counts) if times]
    heapq.heapify(waiting)
    if len(waiting) == 1:
        depths[waiting[0][2][0]] = 1
    while len(waiting) > 1:
        (few, _, left), (more, _, right) = heapq.heappop(waiting), heapq.heappop(waiting)
        for place in (*left, *right):
            depths[place] += 1
        heapq.heappush(waiting, (few + more, next(order), left + right))
    return depths


@cache
def coded(table: int, value: int | str) -> str:
    """The bits of a value in standard table B.``table``. ``KeyError`` for a value it has no line for."""
    for (first, _, width), prefix in zip(_LINES[table], _prefixes(table), strict=True):
        if isinstance(first, str) or isinstance(value, str):
            if first == value:
                return prefix
        elif width == _DOWN and value <= first:
            return prefix + f"{first - value:032b}"
        elif width >= 0 and first <= value < first + (1 << width):
            return prefix + (f"{value - first:0{width}b}" if width else "")
    raise KeyError(value)


@cache
def _prefixes(table: int) -> list[str]:
    return prefixes([length for _, length, _ in _LINES[table]])


def packed(bits: str) -> bytes:
    """Bytes, the last one filled up with zeros."""
    whole = bits + "0" * (-len(bits) % 8)
    return int(whole, 2).to_bytes(len(whole) // 8, "big") if whole else b""
