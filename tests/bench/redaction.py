"""How fast pages are redacted on one core beside drawing them and no more, and how large the copies are."""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
from rich.table import Table

from activities.redaction.jbig2 import mmr
from activities.redaction.layers import Tones
from activities.redaction.raster import raster
from activities.redaction.redacting import redact
from activities.redaction.rendering import pages_of
from api.cli.console import table_of
from schemas.law.versions import statute_of
from schemas.pages import Box, Mark
from schemas.vocabulary import Ground
from schemas.workshop import PageToRelease, RedactOrder
from tests.bench.redaction_papers import DOCUMENTS, corpus

DPI = 150
ROUNDS = 3
COLUMNS = (
    *("document", "pages", "drawn a second", "redacted a second", "redacted / drawn"),
    *("original kB", "copy kB", "copy / original", "by CCITT alone kB"),
)
_MARKS = (
    Mark(box=Box(x0=90, y0=120, x1=260, y1=138), ground=Ground.PRIVACY),
    Mark(box=Box(x0=200, y0=300, x1=330, y1=318), ground=Ground.BUSINESS_SECRET),
)

_TEXT = "text, 20 pages"


def bench_redaction() -> dict[str, float]:
    """The figures of each document under ``document: figure``. Seconds are the processor's, so that neighbours on the
    machine count little."""
    return {f"{row[0]}: {name}": float(row[n]) for row in _rows() for n, name in enumerate(COLUMNS) if n}


def redaction_aims(found: dict[str, float]) -> Iterator[tuple[str, float, str, float]]:
    """What issue 4 asks of text pages."""
    yield "pages redacted a second of one core, 150 dpi", found[f"{_TEXT}: redacted a second"], "≥", 20
    for document in DOCUMENTS:
        yield f"size of the copy / original, {document}", found[f"{document}: copy / original"], "≤", 2


def redaction_table(found: dict[str, float]) -> Table:
    """One row for each document."""
    rows = [(document, *(found[f"{document}: {name}"] for name in COLUMNS[1:])) for document in DOCUMENTS]
    return table_of("redaction at 150 dpi", COLUMNS, rows)


def _rows() -> list[tuple[str | float, ...]]:
    with tempfile.TemporaryDirectory() as folder:
        return [_row(Path(folder), name, content) for name, content in corpus().items()]


def _row(folder: Path, name: str, content: bytes) -> tuple[str | float, ...]:
    (folder / "source.pdf").write_bytes(content)
    pages = len(pypdfium2.PdfDocument(content))
    ordered = tuple(PageToRelease(number=number + 1, marks=_MARKS) for number in range(pages))
    order = RedactOrder(source="source.pdf", pages=ordered, dpi=DPI)
    drawn = pages / _seconds(lambda: _draw(content))
    redacted = pages / _seconds(lambda: redact(folder, order))
    size = (folder / "released.pdf").stat().st_size
    by_fax = _by_fax(folder, order)
    figures = (pages, round(drawn, 1), round(redacted, 1), round(redacted / drawn, 2))
    sizes = (round(len(content) / 1000, 1), round(size / 1000, 1), round(size / len(content), 2), by_fax)
    return (name, *figures, *sizes)


def _seconds(work: Callable[[], object]) -> float:
    """The best of some rounds after one that loads what stays loaded."""
    work()
    spent = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return min(spent)


def _draw(content: bytes) -> None:
    for page in pypdfium2.PdfDocument(content):
        page.render(scale=DPI / 72).to_pil()


def _by_fax(folder: Path, order: RedactOrder) -> float:
    """What it would take if letters that recur were kept each time they do."""
    size = 0
    with pages_of(folder / order.source) as page_at:
        for wanted in order.pages:
            with page_at(wanted.number) as page:
                layers = raster(page, wanted.marks, statute_of(order.statute), order.dpi)
            size += sum(len(layer.data) if isinstance(layer, Tones) else len(mmr(layer.ink)) for layer in layers)
    return round(size / 1000, 1)
