"""A released copy made and looked at."""

from pathlib import Path

import pypdfium2
from PIL import Image

from activities.redaction.redacting import redact
from schemas.pages import Box, Mark
from schemas.vocabulary import Ground
from schemas.workshop import PageToRelease, RedactOrder

Area = tuple[float, float, float, float]


def mark(x0: float, y0: float, x1: float, y1: float, ground: Ground = Ground.PRIVACY) -> Mark:
    """A mark over a place of the page."""
    return Mark(box=Box(x0=x0, y0=y0, x1=x1, y1=y1), ground=ground)


def released(folder: Path, content: bytes, *pages: PageToRelease) -> bytes:
    """The copy of these pages; of the first one, whole, if none is named."""
    (folder / "source.pdf").write_bytes(content)
    redact(folder, RedactOrder(source="source.pdf", pages=pages or (PageToRelease(number=1),)))
    return (folder / "released.pdf").read_bytes()


def with_marks(folder: Path, content: bytes, *marks: Mark) -> bytes:
    """The copy of the first page with these marks."""
    return released(folder, content, PageToRelease(number=1, marks=marks))


def seen(content: bytes, number: int = 1, dpi: int = 200) -> Image.Image:
    """A page as a viewer shows it, annotations and fields with it."""
    pdf = pypdfium2.PdfDocument(content)
    pdf.init_forms()
    picture = pdf[number - 1].render(scale=dpi / 72).to_pil()
    assert isinstance(picture, Image.Image)
    return picture.convert("RGB")


def part(picture: Image.Image, area: Area, dpi: int = 200) -> Image.Image:
    """What is in an area of the page, in points."""
    return picture.crop(tuple(round(side * dpi / 72) for side in area))  # type: ignore[arg-type]


def darkest(picture: Image.Image) -> int:
    """0 black … 255 white."""
    return next(level for level, often in enumerate(picture.convert("L").histogram()) if often)
