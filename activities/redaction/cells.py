"""A picture in black and white taken to pieces: what stands by itself between empty rows and columns is one piece.

Only pixels are looked at, after the blackening; what the document says of its letters and their places has no part in
it, for the widths of hidden letters would give them away.
"""

import re
from collections.abc import Iterator

from PIL import Image, ImageChops

from activities.redaction.jbig2 import Shape

LARGEST = 160
"""Pixels; a larger piece is a drawing, not a letter."""
MOST = 12_000
"""Pieces on one page; a page of dust or dots is left in one piece."""
_DEEPEST = 12
"""Cuts within cuts; a table within a table takes six."""
_RULE = 64
"""Pixels; a straight line at least twice as long is taken for the rule of a table and cut out first."""
_ONLY_FULL, _ANY = [0] * 255 + [255], [0] + [255] * 255
_INK = re.compile(rb"[^\0]+")

Piece = tuple[Shape, int, int]
"""A shape, and its upper left corner on the page."""


def pieces(ink: Image.Image) -> list[Piece]:
    """Rectangles that hold what is small in the picture; none overlaps another. ``ink``: mode 1, ink is 1."""
    found: list[Piece] = []
    for piece in _cut(ink, 0, 0, _DEEPEST, ruled=True):
        found.append(piece)
        if len(found) > MOST:
            return []
    return found


def _cut(ink: Image.Image, left: int, top: int, deep: int, *, ruled: bool) -> Iterator[Piece]:
    """Into rows, each of them into columns, and so on with what is still large. ``ruled``: there may be rules in it."""
    for y0, y1 in _runs(ink, rows=True):
        row = ink.crop((0, y0, ink.width, y1))
        lines = _lines(row)
        for x0, x1 in _runs(row, rows=False):
            if x1 - x0 <= LARGEST and y1 - y0 <= LARGEST:
                yield _piece(lines, x0, x1, left, top + y0)
            elif (x1 - x0, y1 - y0) != ink.size and deep:
                yield from _cut(row.crop((x0, 0, x1, row.height)), left + x0, top + y0, deep - 1, ruled=ruled)
            elif ruled and deep:
                yield from _cut(_without_rules(ink), left, top, deep - 1, ruled=False)


def _lines(row: Image.Image) -> list[bytes]:
    """The lines of pixels of a row, a byte each; none if it is too high for letters."""
    if row.height > LARGEST:
        return []
    pixels = row.convert("L").tobytes()
    return [pixels[start : start + row.width] for start in range(0, len(pixels), row.width)]


def _piece(lines: list[bytes], x0: int, x1: int, left: int, top: int) -> Piece:
    """What is between two columns, without the empty lines above and below."""
    width, whole = x1 - x0, b"".join([line[x0:x1] for line in lines])
    first = (len(whole) - len(whole.lstrip(b"\0"))) // width
    end = -(-len(whole.rstrip(b"\0")) // width)
    return Shape(end - first, width, whole[first * width : end * width]), left + x0, top + first


def _runs(ink: Image.Image, *, rows: bool) -> list[tuple[int, int]]:
    """From where to where there is ink, in the rows or in the columns."""
    across, down = ink.getprojection()
    return [run.span() for run in _INK.finditer(bytes(down if rows else across))]


def _without_rules(ink: Image.Image) -> Image.Image:
    """Long straight lines tie a table together; what is left of it falls into letters."""
    left = ink.convert("L")
    for block in ((_RULE, 1), (1, _RULE)):
        solid = left.reduce(block).point(_ONLY_FULL)
        grown = solid.resize((solid.width * block[0], solid.height * block[1]), Image.Resampling.NEAREST)
        left = ImageChops.subtract(left, grown.crop((0, 0, *left.size)))
    return left.point(_ANY, "1")
