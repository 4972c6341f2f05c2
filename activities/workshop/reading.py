"""Look a document through: its pages, what is personal on them, and what the file carries beside its pages."""

import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from activities.personal.finding import find_personal
from activities.personal.page_text import PageText, page_text
from activities.personal.recognition import recognised
from activities.sniff import LEGACY_CLASSES, OFD, OFFICE_FOLDERS, OPEN_DOCUMENTS
from activities.workshop.office import office_to_pdf
from activities.workshop.pdf_hidden import hidden_in_pdf
from activities.workshop.pdf_opening import opened, size_of
from activities.workshop.pictures import pictures_to_pdf
from activities.workshop.plain_text import text_to_pdf
from schemas.errors import InvalidInput
from schemas.pages import Found, PageSize
from schemas.workshop import DocumentRead, ReadOrder

RECOGNITION_SECONDS = 240.0
"""Spent on recognising scanned pages of one document; the pages after that count as not read."""

Converter = Callable[[Path, str, Path], tuple[str, ...]]


def read_document(folder: Path, order: ReadOrder) -> DocumentRead:
    """Write ``working_copy`` where the source is no PDF, and read the pages.

    Raises ``InvalidInput``: ``document_broken``, ``document_encrypted``, ``document_too_many_pages``,
    ``document_too_heavy``, ``document_not_paged``, ``office_converter_missing``.
    """
    source, target = folder / order.source, folder / order.working_copy
    convert = _converter(order.media_type)
    hidden = convert(source, order.media_type, target) if convert else None
    pages, found = _look_through(target if convert else source)
    hidden = hidden_in_pdf(source) if hidden is None else hidden
    return DocumentRead(pages=pages, found=found, converted=convert is not None, hidden=hidden)


def _converter(media_type: str) -> Converter | None:
    kind = media_type.partition(";")[0]
    if kind == "application/pdf":
        return None
    if kind.startswith("text/"):
        return text_to_pdf
    if kind.startswith("image/"):
        return pictures_to_pdf
    if kind in {*OFFICE_FOLDERS.values(), *OPEN_DOCUMENTS, *LEGACY_CLASSES.values()}:
        return office_to_pdf
    code = "document_not_paged" if kind in {OFD, "application/zip"} else "document_type_unknown"
    raise InvalidInput(code, field="file")


def _look_through(path: Path) -> tuple[tuple[PageSize, ...], tuple[Found, ...]]:
    pages: list[PageSize] = []
    found: list[Found] = []
    until = time.monotonic() + RECOGNITION_SECONDS
    with opened(path) as pdf:
        for number in range(1, len(pdf) + 1):
            width, height = size_of(pdf, number)
            text = _text_of(pdf, number, recognise=time.monotonic() < until)
            pages.append(PageSize(number=number, width=width, height=height, readable=text.readable))
            found.extend(find_personal(text))
    return tuple(pages), tuple(found)


def _text_of(pdf: pypdfium2.PdfDocument, number: int, *, recognise: bool) -> PageText:
    """By recognition where the page is a scan and an engine is installed."""
    page = pdf[number - 1]
    try:
        text = page_text(page, number)
        return (_recognised(page, number) if recognise and not text.readable else None) or text
    finally:
        page.close()


def _recognised(page: pypdfium2.PdfPage, number: int) -> PageText | None:
    """A page over which the engine fails or takes too long counts as not read, and people are told so."""
    try:
        return recognised(page, number)
    except RuntimeError:
        return None
