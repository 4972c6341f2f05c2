"""How the picture of a page is kept: few colours as sharp stencils, more by palette, many as a photograph and text.

Whether a page has few colours shows when it is drawn without softened edges: black letters are then black and white.
"""

import zlib

from PIL import Image, ImageChops

from activities.redaction.blackening import blacken
from activities.redaction.coloured import coloured
from activities.redaction.layers import BLACK, ENDS, NEAR, SHARPER, WHITE, Colour, Raster, Stencil, Tones
from activities.redaction.rendering import Page
from schemas.law.statute import Statute
from schemas.pages import Mark

_MOST_STENCILS, _MOST_IN_A_PALETTE = 6, 256
_SCANNED_INK = [0] * 144 + [255] * 112
"""A scan is made smaller first and then black and white again; strokes of one pixel stay."""


def raster(page: Page, marks: tuple[Mark, ...], statute: Statute, dpi: int) -> Raster:
    """The page with its marks burnt in, as it goes into the released copy."""
    sharp = page.drawn(dpi * SHARPER, edges=False, pictures=False)
    colours = _colours(sharp)
    if not colours:
        return coloured(page, marks, statute, dpi)
    if colours <= {BLACK, WHITE} and page.scanned():
        sharp = page.drawn(dpi * SHARPER, edges=False).getchannel(0).point(_SCANNED_INK)
    picture = sharp.getchannel(0) if all(r == g == b for r, g, b in colours) else sharp.convert("RGB")
    blacken(picture, page.size, marks, statute, soft=False)
    return _stencils(picture, colours | {BLACK}) if len(colours) <= _MOST_STENCILS else (_by_palette(picture),)


def _colours(picture: Image.Image) -> frozenset[Colour]:
    """All of them; none if they are too many for a palette."""
    found = picture.getcolors(_MOST_IN_A_PALETTE) or []
    return frozenset((colour[0], colour[1], colour[2]) for _, colour in found if isinstance(colour, tuple))


def _stencils(picture: Image.Image, colours: frozenset[Colour]) -> tuple[Stencil, ...]:
    """One for each colour that can be told from white, the light ones first."""
    seen = sorted((colour for colour in colours if min(colour) < 255 - NEAR), key=sum, reverse=True)
    stencils = (Stencil(colour, _ink(picture, colour)) for colour in seen)
    return tuple(stencil for stencil in stencils if stencil.ink.getbbox())


def _ink(picture: Image.Image, colour: Colour) -> Image.Image:
    """Where the picture has exactly this colour."""
    alike = [
        band.point([255 * (value == level) for value in range(256)], "1")
        for band, level in zip(picture.split(), colour, strict=False)
    ]
    ink = alike[0]
    for other in alike[1:]:
        ink = ImageChops.logical_and(ink, other)
    return ink


def _by_palette(picture: Image.Image) -> Tones:
    indexed = picture.point(ENDS * len(picture.getbands())).convert("RGB").quantize(256, Image.Quantize.MEDIANCUT)
    return Tones(picture.size, zlib.compress(indexed.tobytes(), 6), bytes(indexed.getpalette("RGB") or ()))
