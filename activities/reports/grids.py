"""The tables of the annual report as grids of cells, laid out once for all files (国办公开办函〔2021〕30号)."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from activities.reports import wording as say
from schemas.annual import (
    LEAVES,
    AnnualColumn,
    AnnualContent,
    AnnualRow,
    Applications,
    Figures,
    Issued,
    Remedies,
    RemedyColumn,
    RemedyGroup,
)
from schemas.base import Recorded

Value = str | int | Decimal


class Cell(Recorded):
    """Text or number from row and column on, counted from 0, over so many ``rows`` and ``columns``."""

    row: int
    column: int
    value: Value
    rows: int = 1
    columns: int = 1
    head: bool = False


class Grid(Recorded):
    """A table. ``widths`` of its columns in millimetres on a page; its first ``heads`` rows head every page."""

    name: str
    widths: tuple[int, ...]
    heads: int
    cells: tuple[Cell, ...]

    @property
    def height(self) -> int:
        """So many rows."""
        return max(cell.row + cell.rows for cell in self.cells)


def proactive(figures: Figures | None) -> Grid:
    """Table 二; what is not entered is printed empty."""
    shown = {name: "" if number is None else number for name, number in (figures or Figures()).each().items()}
    blocks: tuple[tuple[str, tuple[str, ...], Mapping[str, Sequence[Value]]], ...] = (
        ("第二十条第（一）项", ("本年制发件数", "本年废止件数", "现行有效件数"), _issued(shown)),
        ("第二十条第（五）项", ("本年处理决定数量",), {"行政许可": [shown["permits"]]}),
        (
            "第二十条第（六）项",
            ("本年处理决定数量",),
            {"行政处罚": [shown["penalties"]], "行政强制": [shown["compulsions"]]},
        ),
        ("第二十条第（八）项", ("本年收费金额（单位：万元）",), {"行政事业性收费": [shown["charges"]]}),
    )
    cells, top = list[Cell](), 0
    for item, columns, rows in blocks:
        cells += _block(top, item, columns, rows)
        top += 2 + len(rows)
    return Grid(name="主动公开", widths=(48, 38, 38, 38), heads=0, cells=tuple(cells))


def _issued(shown: Mapping[str, Value]) -> dict[str, Sequence[Value]]:
    rows = {"规章": "rules", "行政规范性文件": "documents"}
    return {name: [shown[f"{group}.{part}"] for part in Issued.model_fields] for name, group in rows.items()}


def _block(top: int, item: str, columns: Sequence[str], rows: Mapping[str, Sequence[Value]]) -> Iterator[Cell]:
    """One item of art. 20: its head, the heads of its columns, its rows; one column takes the room of three."""
    wide = 3 // len(columns)
    yield Cell(row=top, column=0, value=item, columns=4, head=True)
    for at, texts in enumerate([("信息内容", *columns), *((name, *values) for name, values in rows.items())], top + 1):
        yield Cell(row=at, column=0, value=texts[0], head=True)
        for n, value in enumerate(texts[1:]):
            yield Cell(row=at, column=1 + n * wide, value=value, columns=wide, head=at == top + 1)


def received_and_handled(table: Applications) -> Grid:
    """Table 三: corner cell, seven columns of numbers, a line for each of its 25 rows."""
    cells = [*_heads(), *_labels()]
    for at, row in enumerate(AnnualRow, _HEADS):
        cells += [
            Cell(row=at, column=_LABELS + n, value=table[row].of(column)) for n, column in enumerate(AnnualColumn)
        ]
    return Grid(name="申请办理", widths=(12, 22, 46, *[12] * 7), heads=_HEADS, cells=tuple(cells))


_HEADS, _LABELS = 3, 3


def _heads() -> Iterator[Cell]:
    yield Cell(row=0, column=0, value=say.CORNER, rows=_HEADS, columns=_LABELS, head=True)
    yield Cell(row=0, column=_LABELS, value=say.APPLICANTS, columns=len(AnnualColumn), head=True)
    yield Cell(row=1, column=_LABELS + 1, value=say.ORGANISATIONS, columns=5, head=True)
    for n, column in enumerate(AnnualColumn):
        tall = column in (AnnualColumn.NATURAL_PERSON, AnnualColumn.TOTAL)
        at = 1 if tall else 2
        yield Cell(row=at, column=_LABELS + n, value=say.COLUMNS[column], rows=3 - at, head=True)


def _labels() -> Iterator[Cell]:
    """The three columns of labels: 三 over all its rows, each group over its leaves."""
    place = {row: at for at, row in enumerate(AnnualRow, _HEADS)}
    results = len(LEAVES) + 1
    yield Cell(row=place[LEAVES[0]], column=0, value=say.RESULTS, rows=results, head=True)
    for prefix, label in say.GROUPS.items():
        leaves = [leaf for leaf in LEAVES if leaf.startswith(f"{prefix}.")]
        yield Cell(row=place[leaves[0]], column=1, value=label, rows=len(leaves), head=True)
    for row, label in say.ROWS.items():
        depth = min(row.count("."), 2)
        yield Cell(row=place[row], column=depth, value=label, columns=_LABELS - depth, head=True)


def contested(table: Remedies) -> Grid:
    """Table 四: one line of fifteen numbers under three rows of heads."""
    cells = [
        Cell(row=0, column=0, value=say.RECONSIDERATION, columns=5, head=True),
        Cell(row=0, column=5, value=say.SUITS, columns=10, head=True),
        Cell(row=1, column=5, value=say.DIRECT_SUIT, columns=5, head=True),
        Cell(row=1, column=10, value=say.SUIT_AFTER, columns=5, head=True),
    ]
    for n, (group, column) in enumerate([(group, column) for group in RemedyGroup for column in RemedyColumn]):
        tall = group is RemedyGroup.RECONSIDERATION
        label = say.REMEDY_COLUMNS[column]
        cells.append(Cell(row=1 if tall else 2, column=n, value=label, rows=2 if tall else 1, head=True))
        cells.append(Cell(row=3, column=n, value=table[group].of(column)))
    return Grid(name="复议诉讼", widths=(11,) * 15, heads=3, cells=tuple(cells))


SHORT = {
    "新收": (AnnualRow.NEW,),
    "上年结转": (AnnualRow.CARRIED_OVER,),
    "予以公开": (AnnualRow.DISCLOSED,),
    "部分公开": (AnnualRow.PARTLY_DISCLOSED,),
    "不予公开": tuple(leaf for leaf in LEAVES if leaf.startswith("3.3.")),
    "无法提供": tuple(leaf for leaf in LEAVES if leaf.startswith("3.4.")),
    "不予处理": tuple(leaf for leaf in LEAVES if leaf.startswith("3.5.")),
    "其他处理": tuple(leaf for leaf in LEAVES if leaf.startswith("3.6.")),
    "办理总计": (AnnualRow.RESULTS,),
    "结转下年": (AnnualRow.CARRIED_TO_NEXT,),
}
"""The columns of the table of agencies, each the sum of these rows over all kinds of applicant."""


def by_agency(content: AnnualContent) -> Grid:
    """A line for each agency of the tree, and all of them together."""
    cells = [Cell(row=0, column=n, value=label, head=True) for n, label in enumerate(("机关", *SHORT))]
    lines = [*((line.agency, line.applications) for line in content.lines), ("合计", content.applications)]
    for at, (name, table) in enumerate(lines, 1):
        cells.append(Cell(row=at, column=0, value=name, head=True))
        sums = [sum(table[row].total for row in rows) for rows in SHORT.values()]
        cells += [Cell(row=at, column=n, value=number) for n, number in enumerate(sums, 1)]
    return Grid(name="各机关", widths=(46, *[12] * 10), heads=1, cells=tuple(cells))


def grids_of(content: AnnualContent) -> dict[str, Grid]:
    """The tables under their headings, and the table of agencies under its own."""
    tables = {
        say.HEADINGS[1]: proactive(content.figures),
        say.HEADINGS[2]: received_and_handled(content.applications),
        say.HEADINGS[3]: contested(content.remedies),
    }
    return {**tables, say.APPENDIX: by_agency(content)} if content.lines else tables
