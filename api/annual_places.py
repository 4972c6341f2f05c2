"""Where in the annual report something differs, for people: the words of its own tables, and the codes beside them."""

from activities.reports import wording
from schemas.annual import AnnualColumn, AnnualRow, RemedyColumn, RemedyGroup
from workflows.rules.annual import Failed

GROUPS = {
    RemedyGroup.RECONSIDERATION: wording.RECONSIDERATION,
    RemedyGroup.DIRECT_SUIT: f"{wording.SUITS}（{wording.DIRECT_SUIT}）",
    RemedyGroup.SUIT_AFTER_RECONSIDERATION: f"{wording.SUITS}（{wording.SUIT_AFTER}）",
}


def differing(failed: Failed) -> tuple[str, str]:
    """A cell and its two numbers: （三）不予公开 1.属于国家秘密，自然人：现为1，报告中为0; then the same in English."""
    numbers, numbers_en = "件数相同，办件不同", "the same number of other cases"
    if failed.left != failed.right:
        numbers = f"现为{failed.left}，报告中为{failed.right}"
        numbers_en = f"{failed.left} now, {failed.right} in the report"
    place = f"{_row(failed.row)}，{_column(failed.column)}"
    return f"{place}：{numbers}", f"row {failed.row}, {failed.column}: {numbers_en}"


def _row(row: AnnualRow | RemedyGroup | None) -> str:
    if isinstance(row, RemedyGroup):
        return GROUPS[row]
    assert row is not None  # noqa: S101 - what differs is a cell, and a cell has a row
    group = wording.GROUPS.get(row.rpartition(".")[0])
    return " ".join(filter(None, (group, wording.ROWS[row])))


def _column(column: AnnualColumn | RemedyColumn) -> str:
    return wording.REMEDY_COLUMNS[column] if isinstance(column, RemedyColumn) else wording.COLUMNS[column]
