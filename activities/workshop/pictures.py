"""Pictures as pages: PNG, JPEG and TIFF of several pages, each picture on a page of its size."""

import io
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf
from PIL import ExifTags, Image, ImageOps, ImageSequence, UnidentifiedImageError

from schemas.errors import InvalidInput
from schemas.pages import MOST_PAGES

MOST_PIXELS = 150_000_000
"""Of one picture: an A0 sheet at 300 dpi; in memory that is half a gigabyte."""
LONGEST_PAGE = 842.0
"""Points, A4: as long becomes a page whose picture does not say how large it is."""
_SCANNERS_DPI = range(100, 1201)
"""Less is a number that screens and cameras write without meaning it."""
_QUALITY = 92

_TELLING = {
    *(ExifTags.Base.ImageDescription, ExifTags.Base.Make, ExifTags.Base.Model, ExifTags.Base.Software),
    *(ExifTags.Base.DateTime, ExifTags.Base.Artist, ExifTags.Base.Copyright, ExifTags.Base.XPAuthor),
    *(ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo),
}
"""The other tags of a TIFF only say how the picture is written."""

_NONSENSE = (
    *(UnidentifiedImageError, OSError, ArithmeticError, LookupError, SyntaxError, TypeError, ValueError, EOFError),
    *(struct.error, zlib.error),
)
"""What decoders raise over a picture that is none."""

Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def pictures_to_pdf(source: Path, media_type: str, target: Path) -> tuple[str, ...]:
    """Write ``target``; what the file carries beside the picture, by code.

    Raises ``InvalidInput``: ``document_broken``, ``document_too_heavy``, ``document_too_many_pages``.
    """
    try:
        with Image.open(source) as picture, pikepdf.new() as pdf:
            hidden = _hidden(picture)
            for page in _pages(picture):
                with pikepdf.open(io.BytesIO(page)) as single:
                    pdf.pages.extend(single.pages)
            pdf.save(target)
    except Image.DecompressionBombError:
        raise InvalidInput("document_too_heavy", field="file") from None
    except _NONSENSE:
        raise InvalidInput("document_broken", field="file") from None
    return hidden


def _pages(picture: Image.Image) -> Iterator[bytes]:
    """Each picture of the file as a PDF of one page; one at a time is in memory."""
    for number, frame in enumerate(ImageSequence.Iterator(picture), 1):
        if number > MOST_PAGES:
            raise InvalidInput("document_too_many_pages", field="file")
        if frame.width * frame.height > MOST_PIXELS:
            raise InvalidInput("document_too_heavy", field="file")
        yield _page(frame)


def _page(frame: Image.Image) -> bytes:
    out, upright = io.BytesIO(), _plain(ImageOps.exif_transpose(frame))
    quality = {} if upright.mode == "1" else {"quality": _QUALITY}
    upright.save(out, "PDF", resolution=_resolution(frame), **quality)
    return out.getvalue()


def _plain(frame: Image.Image) -> Image.Image:
    """In the modes that print: black and white, grey, RGB; what is transparent stands on white."""
    if frame.mode in {"1", "L", "RGB"}:
        return frame
    if frame.mode.startswith(("I", "F")):
        return _grey(frame)
    if frame.mode == "CMYK":
        return frame.convert("RGB")
    seen = frame.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")


def _grey(frame: Image.Image) -> Image.Image:
    """Sixteen bits and more, of which nobody knows how many are used: the whole range of the picture is shown."""
    numbers = frame.convert("F")
    low, high = numbers.getextrema()
    assert isinstance(low, float)  # noqa: S101 - of one band
    assert isinstance(high, float)  # noqa: S101
    scale = 255.0 / (high - low or 1.0)
    return numbers.point(lambda value: value * scale - low * scale).convert("L")


def _resolution(frame: Image.Image) -> float:
    """Pixels an inch."""
    said = float(frame.info.get("dpi", (0.0, 0.0))[0])
    return said if int(said) in _SCANNERS_DPI else max(frame.size) / LONGEST_PAGE * 72


def _hidden(picture: Image.Image) -> tuple[str, ...]:
    """Cameras write place, time and a small copy, which may show what was cut off (Exif 2.3)."""
    exif = picture.getexif()
    told = _TELLING & set(exif) or any(name in picture.info for name in ("xmp", "comment", "photoshop"))
    small = picture.format == "JPEG" and exif.get_ifd(ExifTags.IFD.IFD1)
    return (*(("metadata",) if told else ()), *(("thumbnails",) if small else ()))
