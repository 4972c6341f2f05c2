"""Tables of ``daylight review``: documents, findings, pages."""

from collections.abc import Iterable, Sequence
from typing import Any

from rich.table import Table

from api.cli.console import table_of

_FOUND = ["document_id", "reading", "pages", "open", "review", "label"]
_FINDING = ["id", "page", "sure", "said", "what"]
_ID = 36
"""Characters of an id: it is there to be copied, so no narrow terminal cuts it."""
_SAID = {None: "", True: "是 yes", False: "否 no"}
_PAGE = ["page", "size", "read by machine", "result", "grounds", "marks", "findings", "version"]
Told = dict[str, Any]
"""One of them as the API tells it."""


def found_table(items: Iterable[Told]) -> Table:
    """What a case found, and where the review of each stands."""
    return _with_ids("检索结果 / Found", _FOUND, map(_found_row, items))


def findings_table(items: Iterable[Told]) -> Table:
    """Personal information the machine found."""
    return _with_ids("个人信息 / Personal information", _FINDING, map(_finding_row, items))


def pages_table(items: Iterable[Told]) -> Table:
    """Pages with what was said of each."""
    return table_of("页面 / Pages", _PAGE, map(_page_row, items))


def _with_ids(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Table:
    table = table_of(title, columns, rows)
    table.columns[0].min_width = _ID
    return table


def _found_row(found: Told) -> list[Any]:
    """``pages``: reviewed of all; ``open``: findings nobody has decided; ``review``: with ``?`` while only proposed.

    What was not filed has a note in the place of a name.
    """
    pages = f"{found['pages_reviewed']}/{found['pages']}" if found["pages"] else ""
    review = f"{found['proposed']} ?" if found["proposed"] else found["result"]
    reading = found["reading"] if found["filed"] else "unfiled"
    row = [found["document_id"], reading, pages, found["findings_undecided"], review]
    return [*row, found["label"] or found["note"]]


def _finding_row(finding: Told) -> list[Any]:
    """``sure``: how sure the machine is, with ``✓`` where a check digit proves it; ``said``: by people."""
    sure = f"{finding['confidence']:.2f}{' ✓' if finding['proven'] else ''}"
    what = f"{finding['kind']}\n{finding['masked']}"
    return [finding["id"], finding["page"], sure, _SAID[finding["accepted"]], what]


def _page_row(page: Told) -> list[Any]:
    size = f"{page['width']:.0f}×{page['height']:.0f}"
    read = "" if page["readable"] else "否 / no"
    counts = [len(page["marks"]), len(page["findings"])]
    return [page["number"], size, read, page["result"], page["grounds"], *counts, page["version"]]
