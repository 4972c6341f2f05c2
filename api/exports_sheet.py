"""XLSX, a row at a time: dates as dates, headings that stay in sight and are printed on every page."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from xlsxwriter import Workbook

A4 = 9
"""The paper size as the format counts it (ECMA-376, 18.3.1.63)."""
HEADING_HEIGHT = 45
"""Points: a line of Chinese and two of English."""
_PLAIN = {"font_name": "宋体", "font_size": 10, "valign": "top"}
_HEADING = {"bold": True, "text_wrap": True, "bg_color": "#E7EDF3", "bottom": 1, "valign": "vcenter"}


class SheetFile:
    """One sheet. Rows go to a temporary file beside ``path`` as they come; texts are never taken for formulas or links.

    ``headings``: each with the width of its column in characters.
    """

    def __init__(self, path: Path, title: tuple[str, str], headings: Sequence[tuple[str, int]]) -> None:
        options = {"constant_memory": True, "tmpdir": str(path.parent), "default_date_format": "yyyy-mm-dd"}
        self._book = Workbook(str(path), options)
        self._book.set_properties({"title": f"{title[0]} / {title[1]}"})
        self._text = self._book.add_format({**_PLAIN, "text_wrap": True})
        self._number = self._book.add_format({**_PLAIN, "num_format": "0"})
        self._date = self._book.add_format({**_PLAIN, "num_format": "yyyy-mm-dd"})
        self._moment = self._book.add_format({**_PLAIN, "num_format": "yyyy-mm-dd hh:mm"})
        self._sheet = self._book.add_worksheet(title[0])
        self._rows, self._columns = 1, len(headings)
        self._set_up(title, headings)

    def write(self, cells: Sequence[str | int | date | datetime | None]) -> None:
        """The next row; moments without a time zone."""
        for column, cell in enumerate(cells):
            if isinstance(cell, datetime):
                self._sheet.write_datetime(self._rows, column, cell, self._moment)
            elif isinstance(cell, date):
                self._sheet.write_datetime(self._rows, column, cell, self._date)
            elif isinstance(cell, int):
                self._sheet.write_number(self._rows, column, cell, self._number)
            elif cell:
                self._sheet.write_string(self._rows, column, cell, self._text)
        self._rows += 1

    def close(self) -> None:
        """The file is whole."""
        self._sheet.autofilter(0, 0, self._rows - 1, self._columns - 1)
        self._sheet.print_area(0, 0, self._rows - 1, self._columns - 1)
        self._book.close()

    def _set_up(self, title: tuple[str, str], headings: Sequence[tuple[str, int]]) -> None:
        sheet, heading = self._sheet, self._book.add_format({**_PLAIN, **_HEADING})
        for column, (_, width) in enumerate(headings):
            sheet.set_column(column, column, width)
        sheet.set_row(0, HEADING_HEIGHT)
        for column, (words, _) in enumerate(headings):
            sheet.write_string(0, column, words, heading)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&L{title[0]} / {title[1]}&R&D")
        sheet.set_footer("&C&P / &N")
