"""A page with a picture on it, a seal or a photograph: its black text stays sharp over the rest, which goes by JPEG."""

import io

from PIL import Image, ImageChops, ImageFilter

from activities.redaction.blackening import blacken, pixels
from activities.redaction.layers import BLACK, ENDS, SHARPER, Raster, Stencil, Tones
from activities.redaction.rendering import Page
from schemas.law.statute import Statute
from schemas.pages import Mark

_QUALITY = 75
_BLOCK = 16
"""Pixels; text nearer to something coloured than that stays part of the picture, or a light rim would show."""
_BLACK = [255] + [0] * 255
_COLOURED = [0] + [255] * 254 + [0]
_ANY = [0] + [255] * 255


def coloured(page: Page, marks: tuple[Mark, ...], statute: Statute, dpi: int) -> Raster:
    """The page with its marks burnt in: a picture, and over it a stencil of black text and of the marks."""
    picture = page.drawn(dpi * SHARPER, edges=False).convert("RGB").point(ENDS * 3)
    blacken(picture, page.size, marks, statute, soft=False)
    luminance = picture.convert("L")
    black = luminance.point(_BLACK)
    text = ImageChops.subtract(black, _near_colour(luminance))
    picture.paste("white", (0, 0), text)
    for mark in marks:
        place = pixels(mark.box, picture.size, page.size)
        if place:
            text.paste(black.crop(place), place)
    ink = text.convert("1", dither=Image.Dither.NONE)
    return (_by_jpeg(picture), *([Stencil(BLACK, ink)] if ink.getbbox() else []))


def _near_colour(luminance: Image.Image) -> Image.Image:
    """Blocks with anything in them that is neither black nor white, and the blocks around these."""
    blocks = luminance.point(_COLOURED).reduce(_BLOCK).point(_ANY).filter(ImageFilter.MaxFilter(3))
    grown = blocks.resize((blocks.width * _BLOCK, blocks.height * _BLOCK), Image.Resampling.NEAREST)
    return grown.crop((0, 0, *luminance.size))


def _by_jpeg(picture: Image.Image) -> Tones:
    """With fewer pixels: a photograph needs no more."""
    size = (max(1, round(picture.width / SHARPER)), max(1, round(picture.height / SHARPER)))
    small = picture.resize(size, Image.Resampling.BOX)
    red, green, blue = small.split()
    grey = not (ImageChops.difference(red, green).getbbox() or ImageChops.difference(green, blue).getbbox())
    file = io.BytesIO()
    (green if grey else small).save(file, "JPEG", quality=_QUALITY, optimize=True)
    return Tones(size, file.getvalue(), grey=grey)
