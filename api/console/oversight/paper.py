"""Tables 三 and 四 of the annual report as on paper, every number that is not nought a link to its cases."""

from collections.abc import Mapping
from itertools import groupby
from typing import NamedTuple

from activities.reports.grids import Grid, contested, proactive, received_and_handled
from api.console.oversight.asked import with_query
from schemas.annual import AnnualColumn, AnnualContent, AnnualRow, RemedyColumn, RemedyGroup


class PaperCell(NamedTuple):
    """A cell over so many rows and columns; ``where``: the address of its cases. ``scope``: of a heading."""

    text: str
    rows: int
    columns: int
    head: bool
    scope: str
    where: str | None


class Paper(NamedTuple):
    """A table: rows of headings, then rows of the body."""

    heads: list[list[PaperCell]]
    body: list[list[PaperCell]]


Places = Mapping[tuple[int, int], tuple[str, str]]
"""Row and column of the report, by place in the grid."""


def table_two(content: AnnualContent) -> Paper:
    """Proactive disclosure: what is entered by hand leads nowhere."""
    return _paper(proactive(content.figures), {}, "", {})


def table_three(content: AnnualContent, path: str, asked: Mapping[str, str]) -> Paper:
    """Received and handled. ``path``, ``asked``: where the cases behind a number are shown."""
    grid = received_and_handled(content.applications)
    first = grid.widths[:-7]
    places = {
        (grid.heads + at, len(first) + n): (row.value, column.value)
        for at, row in enumerate(AnnualRow)
        for n, column in enumerate(AnnualColumn)
    }
    return _paper(grid, places, path, asked)


def table_four(content: AnnualContent, path: str, asked: Mapping[str, str]) -> Paper:
    """Reconsiderations and suits."""
    grid = contested(content.remedies)
    pairs = [(group.value, column.value) for group in RemedyGroup for column in RemedyColumn]
    return _paper(grid, {(grid.heads, n): pair for n, pair in enumerate(pairs)}, path, asked)


def _paper(grid: Grid, places: Places, path: str, asked: Mapping[str, str]) -> Paper:
    cells = sorted(grid.cells, key=lambda cell: (cell.row, cell.column))
    rows: list[list[PaperCell]] = []
    for at, alike in groupby(cells, key=lambda cell: cell.row):
        row = []
        for cell in alike:
            place = places.get((cell.row, cell.column))
            where = with_query(path, asked, row=place[0], column=place[1]) if place and cell.value else None
            scope = "colgroup" if cell.columns > 1 else "col"
            if at >= grid.heads:
                scope = "rowgroup" if cell.rows > 1 else "row"
            row.append(PaperCell(str(cell.value), cell.rows, cell.columns, cell.head, scope, where))
        rows.append(row)
    return Paper(rows[: grid.heads], rows[grid.heads :])
