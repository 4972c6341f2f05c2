"""``cases.csv`` of the whole record: what a spreadsheet program shows of each case."""

import csv
import io

from schemas.case import CaseRow

COLUMNS = {
    "reference": "办件编号",
    "case_id": "办件标识",
    "state": "状态",
    "channel": "提交方式",
    "applicant_kind": "申请人类别",
    "arrived_on": "到达日期",
    "received_on": "收到日期",
    "due_on": "届满日",
    "outcome": "答复类型",
    "report_row": "年报统计项",
    "issued_on": "制发日期",
    "delivered_on": "送达日期",
    "closed_on": "办结日期",
    "days_used": "用时（工作日）",
    "overdue_on": "逾期起算",
    "extended": "已延期",
    "imported": "导入",
}
"""Field and Chinese heading; the second line of the file has the fields."""


def heading() -> str:
    """The two first lines."""
    return _csv([*COLUMNS.values()]) + _csv([*COLUMNS])


def line_of(row: CaseRow) -> str:
    """The line of a case; codes as in the events."""
    values = row.model_dump(mode="json")
    return _csv(["" if values[name] is None else plain(str(values[name])) for name in COLUMNS])


def plain(text: str) -> str:
    """What a spreadsheet would take for a formula gets an apostrophe in front (CWE-1236)."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _csv(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
