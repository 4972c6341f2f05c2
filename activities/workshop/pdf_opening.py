"""A PDF opened for looking, with what is wrong with it said in our words."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

from schemas.errors import InvalidInput
from schemas.pages import MOST_PAGES

LONGEST_SIDE = 14_400.0
"""Points (ISO 32000-1, annex C)."""
_ENCRYPTED = {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}


@contextmanager
def opened(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    """Raises ``InvalidInput``: ``document_broken``, ``document_encrypted`` or ``document_too_many_pages``.

    One that only forbids printing or copying opens without a password and is read like any other.
    """
    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        code = "document_encrypted" if error.err_code in _ENCRYPTED else "document_broken"
        raise InvalidInput(code, field="file") from None
    try:
        if len(pdf) > MOST_PAGES:
            raise InvalidInput("document_too_many_pages", field="file")
        if not len(pdf):
            raise InvalidInput("document_broken", field="file")
        with _sound_pages():
            yield pdf
    finally:
        pdf.close()


@contextmanager
def _sound_pages() -> Iterator[None]:
    """A page that the page tree promises and the file does not have."""
    try:
        yield
    except pypdfium2.PdfiumError:
        raise InvalidInput("document_broken", field="file") from None


def size_of(pdf: pypdfium2.PdfDocument, number: int) -> tuple[float, float]:
    """Width and height in points as displayed: cropped and rotated."""
    width, height = pdf.get_page_size(number - 1)
    if not (0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE):
        raise InvalidInput("document_too_heavy", field="file")
    return width, height
