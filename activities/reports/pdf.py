"""The annual report as PDF/A-2a and PDF/UA-1, set like the letters."""

from pathlib import Path

from activities.letters.typesetting import Printable, printed
from activities.reports.grids import Grid, grids_of
from activities.reports.wording import APPENDIX, DRAFT, HEADINGS, texts_of, title_of
from schemas.annual import AnnualContent
from schemas.base import Recorded

_TEMPLATE = Path(__file__).with_name("annual.typ")


class PrintedCell(Recorded):
    """A cell as it is printed; ``row`` and ``column`` from 0."""

    row: int
    column: int
    rows: int
    columns: int
    head: bool
    text: str


class PrintedTable(Recorded):
    """A table; the cells of its first ``heads`` rows head every page."""

    widths: tuple[int, ...]
    heads: int
    cells: tuple[PrintedCell, ...]


class Part(Recorded):
    """A heading with its paragraphs and its table."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    table: PrintedTable | None = None


class Sheet(Printable):
    """The whole report."""

    title: str
    agency: str
    draft: str
    parts: tuple[Part, ...]


def pdf_of(content: AnnualContent, *, draft: bool) -> bytes:
    """The report on A4; the same report gives the same bytes. Raises ``ApplicationError`` ``letter_failed``."""
    tables, texts = grids_of(content), texts_of(content)
    names = (*HEADINGS, *([APPENDIX] if APPENDIX in tables else []))
    parts = tuple(
        Part(heading=name, paragraphs=texts.get(name, ()), table=_printed(tables[name]) if name in tables else None)
        for name in names
    )
    sheet = Sheet(title=title_of(content), agency=content.agency, draft=DRAFT if draft else "", parts=parts)
    return printed(_TEMPLATE, sheet, {"year": str(content.year)})


def _printed(grid: Grid) -> PrintedTable:
    cells = tuple(
        PrintedCell(**cell.model_dump(exclude={"value"}), text=str(cell.value))
        for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column))
    )
    return PrintedTable(widths=grid.widths, heads=grid.heads, cells=cells)
