"""Pages of a PDF as pictures: the same for the person who reviews it and for the copy that is given out.

Drawn is what a viewer shows: annotations and the values of form fields too, layers as they are switched when the file
is opened. What is not drawn is not released, so nothing has to be found and removed. PDFium is built without
JavaScript and XFA. Like the viewers built on it, it takes a page for as many points as it says, whatever its /UserUnit.
"""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from activities.redaction.blackening import blacken
from activities.workshop.pdf_opening import opened
from schemas.errors import InvalidInput
from schemas.law.versions import statute_of
from schemas.workshop import PageToDraw, Picture, Rendered, RenderOrder

MOST_PIXELS = 40_000_000
"""A4 at 600 dpi has 35 million. A larger page is drawn with fewer pixels to the inch."""
_SCANNED = 20
"""A page of so few objects, a picture among them, is a scan."""


class Page:
    """An open page. ``size``: points, as displayed."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._page = page
        self.size: tuple[float, float] = page.get_size()

    def drawn(self, dpi: float, *, edges: bool = True, pictures: bool = True) -> Image.Image:
        """On white (RGBX or RGBA), the size rounded up to whole pixels. ``edges``: those of letters and lines are soft;
        without, they have no colour but their own. ``pictures``: these are softened where they are made smaller."""
        kind = {"no_smoothtext": not edges, "no_smoothpath": not edges, "no_smoothimage": not pictures}
        scale = min(dpi / 72, math.sqrt(MOST_PIXELS / max(1.0, self.size[0] * self.size[1])))
        pixel = raw.FPDFBitmap_BGRA if self._page.formenv else raw.FPDFBitmap_BGRx  # in BGRx fields get coloured edges
        drawn = self._page.render(scale=scale, rev_byteorder=True, force_bitmap_format=pixel, **kind).to_pil()
        if not isinstance(drawn, Image.Image):
            raise TypeError(drawn)
        return drawn

    def scanned(self) -> bool:
        """Whether the page is little more than a picture."""
        if raw.FPDFPage_CountObjects(self._page) > _SCANNED:
            return False
        return any(self._page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=2))


@contextmanager
def pages_of(path: Path) -> Iterator[Callable[[int], AbstractContextManager[Page]]]:
    """An open PDF, from which pages are taken by number. Raises ``InvalidInput``: see ``opened``; ``page_unknown``."""
    with opened(path) as document:
        document.init_forms()
        yield lambda number: _page(document, number)


@contextmanager
def _page(document: pypdfium2.PdfDocument, number: int) -> Iterator[Page]:
    if not 1 <= number <= len(document):
        raise InvalidInput("page_unknown")
    page = document[number - 1]
    try:
        yield Page(page)
    finally:
        page.close()


def render_pages(folder: Path, order: RenderOrder) -> Rendered:
    """Pages as PNG, what is marked blackened as it will be in the released copy; the first, and what time allows."""
    ends = time.monotonic() + order.ahead_seconds
    pictures: list[Picture] = []
    with pages_of(folder / order.source) as page_at:
        for wanted in order.pages:
            if pictures and time.monotonic() > ends:
                break
            with page_at(wanted.number) as page:
                pictures.append(_render(folder, order, wanted, page))
    return Rendered(pictures=tuple(pictures))


def _render(folder: Path, order: RenderOrder, wanted: PageToDraw, page: Page) -> Picture:
    picture = page.drawn(order.dpi).convert("RGB")
    blacken(picture, page.size, wanted.marks, statute_of(order.statute))
    shown = picture.quantize(order.colours) if order.colours else picture
    shown.save(folder / wanted.target, "PNG", compress_level=3)
    return Picture(number=wanted.number, width=picture.width, height=picture.height)
