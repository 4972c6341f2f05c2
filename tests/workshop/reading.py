"""Documents read in this process: what is proved with it is what is read, not how it is bounded."""

from pathlib import Path

import pypdfium2
from stdnum.cn import ric

from activities.workshop.reading import read_document
from schemas.workshop import DocumentRead, ReadOrder

IDENTITY = next(number for check in "0123456789X" if ric.is_valid(number := f"11010119900307001{check}"))
"""Nobody's identity number, with the right check digit."""


def read(folder: Path, data: bytes, media_type: str) -> DocumentRead:
    """``working.pdf`` lies in the folder afterwards if the document was none itself."""
    (folder / "source").write_bytes(data)
    return read_document(folder, ReadOrder(source="source", media_type=media_type))


def text_of(path: Path) -> str:
    """As pdfium gives it, without the invisible places to break a line at."""
    with pypdfium2.PdfDocument(path) as pdf:
        text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
    return text.replace("\r", "").replace("\u200b", "")
