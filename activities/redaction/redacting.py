"""The copy that is given out. What is released is what was seen: each of its pages is a picture of the page as drawn,
with black burnt into the pixels. No object of the original reaches the copy, so there is nothing to forget in it: no
text or hidden text, annotation, field, attachment, layer, script, metadata, outline or earlier revision.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf

from activities.redaction.parts import Part
from activities.redaction.raster import raster
from activities.redaction.rendering import pages_of
from activities.redaction.writing import join
from schemas.law.versions import statute_of
from schemas.workshop import Redacted, RedactOrder

_PAGES = 32
"""Of one part: enough for letters to recur, few enough to hold their pictures, one bit a pixel."""


def redact(folder: Path, order: RedactOrder) -> Redacted:
    """Write the released copy: the ordered pages in their order. The same order gives the same bytes.

    Its pages are counted in what was written, so that the caller finds out when one is missing.
    """
    with TemporaryDirectory(dir=folder) as scratch:
        join(_parts(folder / order.source, order, Path(scratch)), folder / order.target)
    with pikepdf.open(folder / order.target) as written:
        return Redacted(pages=len(written.pages), size=(folder / order.target).stat().st_size)


def _parts(source: Path, order: RedactOrder, scratch: Path) -> list[Path]:
    written: list[Path] = []
    statute = statute_of(order.statute)
    with pages_of(source) as page_at:
        for start in range(0, len(order.pages), _PAGES):
            part = Part()
            for wanted in order.pages[start : start + _PAGES]:
                with page_at(wanted.number) as page:
                    part.add(page.size, raster(page, wanted.marks, statute, order.dpi))
            written.append(scratch / f"{start}.pdf")
            part.save(written[-1])
    return written
