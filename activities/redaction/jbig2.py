"""The letters of a page as JBIG2 (ITU-T T.88), lossless: every shape that recurs is kept once and then placed.

Shapes count as the same only where every pixel is: nothing is ever replaced by something similar. Huffman and MMR
coded, so that the pixels are left to libtiff. Read alike by PDFium, MuPDF and Poppler; what they do not all read well
(a region in MMR, shapes that are not compressed, MMR with its end code) is not used.
"""

import io
import struct
from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from PIL import Image, TiffImagePlugin

from activities.redaction.bits import OUT_OF_BAND, coded, lengths_for, packed, prefixes

_STRIP = 3
"""Log2 of the height of a strip: shapes whose tops are in the same eight rows are placed one after another."""
_SYMBOLS, _TEXT, _PAGE = 0, 7, 48
"""Types of segments (7.3): symbol dictionary, lossless text region, page information."""

_END_OF_BLOCK = "000000000001" * 2
"""EOFB (ITU-T T.6, 2.2.4.1)."""


class Shape(NamedTuple):
    """Pixels of a rectangle, a byte each: 255 where there is ink."""

    height: int
    width: int
    pixels: bytes


class Placed(NamedTuple):
    """A shape of the dictionary by number, its upper left corner on the page, its width."""

    number: int
    x: int
    y: int
    width: int


def dictionary(shapes: Sequence[Shape]) -> bytes:
    """Segment 0: what the pages of one file share. ``shapes`` sorted, none twice (7.4.2, 6.5)."""
    body, height = b"", 0
    for tall, row in groupby(shapes, key=attrgetter("height")):
        body += _height_class(tall - height, list(row))
        height = tall
    exported = packed(coded(1, 0) + coded(1, len(shapes)))
    return _segment(0, _SYMBOLS, 0, struct.pack(">HII", 1, len(shapes), len(shapes)) + body + exported)


def _height_class(taller: int, shapes: list[Shape]) -> bytes:
    """All shapes of one height side by side (6.5.5, 6.5.9)."""
    widths = [0, *(shape.width for shape in shapes)]
    steps = "".join(coded(2, wide - before) for before, wide in pairwise(widths))
    side_by_side, x = Image.new("1", (sum(widths), shapes[0].height)), 0
    for shape in shapes:
        side_by_side.paste(Image.frombytes("L", (shape.width, shape.height), shape.pixels), (x, 0))
        x += shape.width
    bitmap = _without_end(mmr(side_by_side))
    return packed(coded(4, taller) + steps + coded(2, OUT_OF_BAND) + coded(1, len(bitmap))) + bitmap


def _without_end(coded_bitmap: bytes) -> bytes:
    """MMR without its end-of-block code, which some readers take for the next shape; its size is known (6.2.6)."""
    bits = f"{int.from_bytes(coded_bitmap, 'big'):0{len(coded_bitmap) * 8}b}".rstrip("0")
    return packed(bits.removesuffix(_END_OF_BLOCK))


def page(size: tuple[int, int], placed: Sequence[Placed], shapes: int) -> bytes:
    """One page, on which some of the ``shapes`` of the dictionary are ``placed``, at least one."""
    page_is = _segment(1, _PAGE, 1, struct.pack(">IIIIBH", *size, 0, 0, 1, 0))
    text = struct.pack(">IIIIB", *size, 0, 0, 0) + _text(placed, shapes)
    return page_is + _segment(2, _TEXT, 1, text, refers_to=(0,))


def _text(placed: Sequence[Placed], shapes: int) -> bytes:
    """Where each shape goes, strip by strip (7.4.3, 6.4.5): Huffman, the reference corner is the upper left one."""
    counts = Counter(one.number for one in placed)
    lengths = lengths_for([counts[number] for number in range(shapes)], 31)
    codes, bits, strip, first = prefixes(lengths), [coded(11, 1)], -1, 0
    ordered = sorted(placed, key=lambda one: (one.y >> _STRIP, one.x, one.y, one.number))
    for at, row in groupby(ordered, key=lambda one: one.y >> _STRIP):
        line = list(row)
        bits += [coded(11, at - strip), *_strip(line, codes, first), coded(8, OUT_OF_BAND)]
        strip, first = at, line[0].x
    flags = struct.pack(">HHI", 1 | _STRIP << 2 | 1 << 4, 0, len(placed))
    return flags + _code_table(lengths) + packed("".join(bits))


def _strip(line: list[Placed], codes: list[str], first: int) -> list[str]:
    bits, here = [], None
    for one in line:
        step = coded(6, one.x - first) if here is None else coded(8, one.x - here)
        bits += [step, f"{one.y & (1 << _STRIP) - 1:0{_STRIP}b}", codes[one.number]]
        here = one.x + one.width - 1
    return bits


def _code_table(lengths: list[int]) -> bytes:
    """The lengths of the shapes' codes, themselves run-length and Huffman coded (7.4.3.1.7)."""
    runs: list[tuple[int, str]] = []
    for length, same in groupby(lengths):
        times = len(list(same))
        runs += [(length, "")] * times if length else _zeros(times)
    often = Counter(code for code, _ in runs)
    own = lengths_for([often[code] for code in range(35)], 15)
    codes = prefixes(own)
    return packed("".join(f"{length:04b}" for length in own) + "".join(codes[code] + more for code, more in runs))


def _zeros(left: int) -> list[tuple[int, str]]:
    runs: list[tuple[int, str]] = []
    while left >= 11:
        runs.append((34, f"{min(left, 138) - 11:07b}"))
        left -= min(left, 138)
    if left >= 3:
        return [*runs, (33, f"{left - 3:03b}")]
    return runs + [(0, "")] * left


def _segment(number: int, kind: int, page_number: int, data: bytes, refers_to: tuple[int, ...] = ()) -> bytes:
    """7.2; numbers below 256 take one byte."""
    references = bytes([len(refers_to) << 5 | 1, *refers_to])
    return struct.pack(">IB", number, kind) + references + struct.pack(">BI", page_number, len(data)) + data


def mmr(picture: Image.Image) -> bytes:
    """ITU-T T.6 of a picture in mode 1, its 1 as black."""
    file = io.BytesIO()
    picture.save(file, "TIFF", compression="group4", tiffinfo={TiffImagePlugin.ROWSPERSTRIP: picture.height})
    with Image.open(file) as tiff:
        if not isinstance(tiff, TiffImagePlugin.TiffImageFile):
            raise TypeError(tiff.format)
        (start,), (size,) = tiff.tag_v2[TiffImagePlugin.STRIPOFFSETS], tiff.tag_v2[TiffImagePlugin.STRIPBYTECOUNTS]
    return file.getvalue()[start : start + size]
