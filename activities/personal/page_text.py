"""The characters of a page and where each of them stands, from the page's own text (pdfium)."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from ctypes import byref, c_double, c_float
from dataclasses import dataclass
from math import degrees

import pypdfium2
from pypdfium2 import raw

from activities.personal.places import Display, Rect

_PICTURE_SHARE = 0.1
"""A picture over less of the page is an emblem or a seal, not something to read."""
_READ_PICTURE = 20
"""Characters over a picture from which on its text counts as there: a scan with a text layer, a paper's background."""
_DRAWN = 40
"""Drawn shapes on a page without any text from which on they may well be letters."""
_DAMAGED_SHARE = 0.3
_SAMPLE = 60
_HYPHENS = {0x02, 0xFFFE}
"""What pdfium gives for the hyphen at the end of a line."""


@dataclass(frozen=True, slots=True)
class PageText:
    """``places`` has one entry for each of ``characters``: points on the page as displayed, None for what has no ink.

    ``readable``: what is to be read on the page is in ``characters``; False for a scan nobody has read yet.
    ``turned``: clockwise degrees, 0, 90, 180 or 270, by which most characters lie as displayed.
    """

    number: int
    characters: str
    places: tuple[Rect | None, ...]
    readable: bool = True
    turned: int = 0


def page_text(page: pypdfium2.PdfPage, number: int) -> PageText:
    """The text of a page in the order of the file. What lies wholly outside the displayed page is left out."""
    display = Display.of(page.get_bbox(), page.get_rotation())
    with closing(page.get_textpage()) as text:
        kept = list(_characters(text, display))
        turned = (_lying(text) + display.rotation) % 360
    characters, places = "".join(c for c, _ in kept), tuple(place for _, place in kept)
    return PageText(number, characters, places, _is_readable(page, display, characters, places), turned)


def _characters(text: pypdfium2.PdfTextPage, display: Display) -> Iterator[tuple[str, Rect | None]]:
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        character = "-" if code in _HYPHENS else chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else "\ufffd"
        if character.isspace():
            yield character, None
        elif (place := _place(text, index, display)) is not None:
            yield character, place


def _lying(text: pypdfium2.PdfTextPage) -> int:
    """Clockwise degrees by which most characters lie before the page is turned; a sample of them is asked."""
    count = text.count_chars()
    asked = range(0, count, max(1, count // _SAMPLE))
    angles = Counter(round(degrees(raw.FPDFText_GetCharAngle(text, index)) / 90) * 90 % 360 for index in asked)
    return angles.most_common(1)[0][0] if angles else 0


def _place(text: pypdfium2.PdfTextPage, index: int, display: Display) -> Rect | None:
    """The box of the ink; that of the font where the ink's is unknown."""
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    raw.FPDFText_GetCharBox(text, index, byref(left), byref(right), byref(bottom), byref(top))
    if left.value < right.value and bottom.value < top.value:
        return display.rect(left.value, bottom.value, right.value, top.value)
    loose = raw.FS_RECTF(c_float(), c_float(), c_float(), c_float())
    raw.FPDFText_GetLooseCharBox(text, index, byref(loose))
    return display.rect(loose.left, loose.bottom, loose.right, loose.top)


def _is_readable(page: pypdfium2.PdfPage, display: Display, characters: str, places: tuple[Rect | None, ...]) -> bool:
    inked = [place for place in places if place is not None]
    if not inked:
        return not _shows_something(page)
    damaged = sum(1 for c in characters if c in "\0\ufffd" or 0xE000 <= ord(c) < 0xF900)
    return damaged <= _DAMAGED_SHARE * len(inked) and all(
        sum(_lies_in(place, picture) for place in inked) >= _READ_PICTURE for picture in _pictures(page, display)
    )


def _shows_something(page: pypdfium2.PdfPage) -> bool:
    """A picture of any size, or so many shapes that they may be letters turned into outlines."""
    shapes = 0
    for shown in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING]):
        shapes += 1 if shown.type == raw.FPDF_PAGEOBJ_PATH else _DRAWN
        if shapes >= _DRAWN:
            return True
    return False


def _pictures(page: pypdfium2.PdfPage, display: Display) -> Iterator[Rect]:
    """Pictures big enough to be read; one within a form is as big as its form."""
    outer = None
    area = display.size[0] * display.size[1]
    for shown in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM]):
        outer = shown if shown.level == 0 else outer
        if shown.type != raw.FPDF_PAGEOBJ_IMAGE or outer is None:
            continue
        rect = display.rect(*outer.get_bounds())
        if rect is not None and rect.width * rect.height >= _PICTURE_SHARE * area:
            yield rect


def _lies_in(place: Rect, picture: Rect) -> bool:
    x, y = (place.x0 + place.x1) / 2, (place.y0 + place.y1) / 2
    return picture.x0 <= x <= picture.x1 and picture.y0 <= y <= picture.y1
