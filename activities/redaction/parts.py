"""Pages gathered until it is known which shapes recur on them; then they are written as one file.

What is gathered is packed, and a part is short: a document of any length takes the memory of one part.
"""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name, Object, Stream
from PIL import Image

from activities.redaction.cells import Piece, pieces
from activities.redaction.jbig2 import Placed, Shape, dictionary, mmr
from activities.redaction.jbig2 import page as jbig2_page
from activities.redaction.layers import Colour, Raster, Tones
from activities.redaction.writing import Drawn, image, mask, save, write_page

_LEAST = 24
"""Recurring shapes on a page below which a stream of their own costs more than it saves."""


@dataclass(frozen=True)
class _Sheet:
    """A stencil that waits until all of its part is known. ``ink`` is packed: eight pixels a byte."""

    page: int
    colour: Colour
    size: tuple[int, int]
    ink: bytes
    pieces: list[Piece]


class Part:
    """Some pages of the copy, which share one dictionary of shapes."""

    def __init__(self) -> None:
        self._pdf = pikepdf.new()
        self._sheets: list[_Sheet] = []
        self._known: dict[Shape, Shape] = {}
        self._drawn: list[list[Drawn]] = []
        self._sizes: list[tuple[float, float]] = []

    def __len__(self) -> int:
        return len(self._sizes)

    def add(self, size: tuple[float, float], picture: Raster) -> None:
        """A page of this size in points."""
        self._sizes.append(size)
        self._drawn.append([])
        for layer in picture:
            if isinstance(layer, Tones):
                self._drawn[-1].append((None, image(self._pdf, layer)))
            else:
                found = [(self._known.setdefault(shape, shape), x, y) for shape, x, y in pieces(layer.ink)]
                self._sheets.append(_Sheet(len(self) - 1, layer.colour, layer.ink.size, layer.ink.tobytes(), found))

    def save(self, path: Path) -> None:
        """Write it; the same pages give the same bytes."""
        self._draw_stencils()
        for size, drawn in zip(self._sizes, self._drawn, strict=True):
            write_page(self._pdf, size, drawn)
        save(self._pdf, path)
        self._pdf.close()

    def _draw_stencils(self) -> None:
        times = Counter(shape for sheet in self._sheets for shape, _, _ in sheet.pieces)
        shapes = sorted(shape for shape, often in times.items() if often > 1)
        numbers = {shape: number for number, shape in enumerate(shapes)}
        shared = self._pdf.make_indirect(Stream(self._pdf, dictionary(shapes))) if shapes else None
        masks = [Image.frombuffer("L", (shape.width, shape.height), shape.pixels) for shape in shapes]
        for sheet in self._sheets:
            placed = [Placed(numbers[one], x, y, one.width) for one, x, y in sheet.pieces if one in numbers]
            if shared is not None and len(placed) >= _LEAST:
                self._place(sheet, placed, len(shapes), shared)
                self._draw_rest(sheet, placed, masks)
            else:
                self._draw_rest(sheet, [], masks)

    def _place(self, sheet: _Sheet, placed: list[Placed], shapes: int, shared: Object) -> None:
        stream = Stream(self._pdf, jbig2_page(sheet.size, placed, shapes))
        letters = mask(stream, sheet.size, Name.JBIG2Decode, Dictionary(JBIG2Globals=shared))
        self._drawn[sheet.page].append((sheet.colour, letters))

    def _draw_rest(self, sheet: _Sheet, placed: list[Placed], masks: list[Image.Image]) -> None:
        rest = _rest(sheet, placed, masks)
        if rest.getbbox():
            kind = Dictionary(K=-1, Columns=rest.width, Rows=rest.height)
            drawn = mask(Stream(self._pdf, mmr(rest)), rest.size, Name.CCITTFaxDecode, kind)
            self._drawn[sheet.page].append((sheet.colour, drawn))


def _rest(sheet: _Sheet, placed: list[Placed], masks: list[Image.Image]) -> Image.Image:
    """The stencil without the shapes that are placed on it; what else is in their boxes, the rule of a table, stays."""
    ink = Image.frombytes("1", sheet.size, sheet.ink)
    for one in placed:
        ink.paste(0, (one.x, one.y), masks[one.number])
    return ink
