"""A line of the file as a row of the template, or why it cannot be one."""

import re

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from api.moving.sheet import SheetLine
from schemas.errors import DaylightError, InvalidInput
from schemas.imports import CHOICES, COLUMNS, ImportRow, RowFault
from schemas.messages import MESSAGES, problem_of

_HEADINGS = {column.key: column.heading for column in COLUMNS}
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_EXAMPLE = {column.key: column.example for column in COLUMNS if column.example}
_BROKEN = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
"""What a spreadsheet shows where a formula has no value (ECMA-376 part 1, 18.17.2.7)."""
_CODES = {
    "missing": "missing_field",
    "extra_forbidden": "foreign_field",
    "string_too_long": "import_text_too_long",
    "string_too_short": "import_text_too_short",
    "too_long": "import_text_too_long",
    "too_short": "import_text_too_short",
    "date_parsing": "import_not_a_day",
    "date_from_datetime_parsing": "import_not_a_day",
    "int_parsing": "import_not_a_number",
    "greater_than_equal": "import_not_a_number",
    "less_than_equal": "import_not_a_number",
}
"""Why a cell is refused, in the words of the catalogue, by the kind of error that pydantic tells."""


def understood(line: SheetLine) -> ImportRow | list[RowFault]:
    """The row, or each thing that is wrong with it."""
    if line.cells == _EXAMPLE:
        return [fault_of(line.line, InvalidInput("import_is_the_example"))]
    given, faults = dict[str, object](), list[RowFault]()
    for key, cell in line.cells.items():
        if cell in _BROKEN:
            faults.append(fault_of(line.line, InvalidInput("import_cell_broken", field=key)))
        elif key in CHOICES and cell not in CHOICES[key]:
            faults.append(fault_of(line.line, InvalidInput("import_choice_unknown", field=key)))
        else:
            given[key] = CHOICES[key][cell] if key in CHOICES else _day(cell) if key.endswith(("_on", "_by")) else cell
    try:
        row = ImportRow.model_validate(given)
    except ValidationError as invalid:
        named = {fault.column for fault in faults}
        found = [_fault(line.line, error) for error in invalid.errors(include_input=False)]
        return [*faults, *(fault for fault in found if fault.column not in named)]
    return faults or row


def fault_of(line: int, refused: DaylightError) -> RowFault:
    """A refusal, as it stands beside its row."""
    problem = problem_of(refused)
    column = problem.field if problem.field in _HEADINGS else None
    return RowFault(
        line=line,
        column=column,
        heading=_HEADINGS[column] if column else None,
        code=problem.code,
        message=problem.message,
        message_en=problem.message_en,
    )


def _day(cell: str) -> str:
    """Whatever way a day is usually written, as ISO 8601; what is none is left for the model to refuse."""
    found = _DAY.fullmatch(cell)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else cell


def _fault(line: int, error: ErrorDetails) -> RowFault:
    field = str(error["loc"][0]) if error["loc"] else None
    complaint = str(error.get("ctx", {}).get("error", ""))
    known = (_CODES.get(error["type"]), error["type"], complaint)
    code = next((code for code in known if code in MESSAGES), "invalid_field")
    return _with_bound(fault_of(line, InvalidInput(code, field=field)), error)


def _with_bound(fault: RowFault, error: ErrorDetails) -> RowFault:
    """The same with the bound that was passed, where there is one."""
    bounds = error.get("ctx", {})
    told = next((bounds[name] for name in ("max_length", "min_length", "le", "ge") if name in bounds), None)
    if told is None:
        return fault
    sides = {"max_length": ("最多", "at most"), "min_length": ("至少", "at least"), "le": ("最大", "at most")}
    zh, en = next((words for name, words in sides.items() if name in bounds), ("最小", "at least"))
    said = {"message": f"{fault.message}（{zh} {told}）", "message_en": f"{fault.message_en} ({en} {told})"}
    return fault.model_copy(update=said)
