"""``daylight clock``, one line at a time: JSON in, JSON out, and never a stack trace."""

import json

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from schemas.clock import ClockLine
from schemas.errors import InvalidInput
from schemas.messages_clock import CLOCK_MESSAGES
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.clock import deadline

LONGEST_LINE = 1_000_000
"""Characters (bytes) of one line; thousands of events fit."""

_CODES = {
    "json_invalid": "invalid_json",
    "string_unicode": "invalid_json",
    "model_type": "not_an_object",
    "model_attributes_type": "not_an_object",
    "dict_type": "not_an_object",
    "tuple_type": "not_a_list",
    "missing": "missing_field",
    "union_tag_not_found": "missing_field",
    "union_tag_invalid": "unknown_event_kind",
    "extra_forbidden": "foreign_field",
    "int_type": "bad_number",
    "int_parsing_size": "bad_number",
    "date_type": "bad_date",
    "date_parsing": "bad_date",
    "date_from_datetime_parsing": "bad_date",
    "date_from_datetime_inexact": "bad_date",
    "string_type": "bad_text",
    "string_too_short": "bad_text",
    "string_too_long": "bad_text",
}
_BY_FIELD = {"statute": "unknown_statute", "who": "unknown_consulted_party", "id": "bad_text"}


def answer_line(raw: str | bytes, calendar: WorkingCalendar, *, explain: bool = False) -> tuple[str, bool]:
    """One line's answer as JSON, and whether it is a deadline rather than an error.

    ``{"statute":"cn-ogi-2019","received":"2026-02-05"}`` is due 2026-03-11. An error is
    ``{"error": {"code": …, "message": …}}``, the message in Chinese and English, with the place in the line.
    """
    if len(raw) > LONGEST_LINE:
        return error_line("line_too_long"), False
    try:
        line = ClockLine.model_validate_json(raw)
        answer = deadline(line, calendar, explain=explain)
    except ValidationError as invalid:
        return error_line(*_first_error(invalid)), False
    except InvalidInput as senseless:
        return error_line(senseless.code, senseless.field), False
    return answer.model_dump_json(exclude=None if explain else {"days"}), True


def error_line(code: str, place: str | None = None) -> str:
    """The answer to a line that makes no sense."""
    message = " / ".join(CLOCK_MESSAGES[code]) + (f" ({place})" if place else "")
    return json.dumps({"error": {"code": code, "message": message}}, ensure_ascii=False)


def _first_error(invalid: ValidationError) -> tuple[str, str]:
    error = invalid.errors(include_url=False, include_context=False, include_input=False)[0]
    return _code_of(error), _place_of(error)


def _code_of(error: ErrorDetails) -> str:
    name = str(error["loc"][-1]) if error["loc"] else ""
    return _CODES.get(error["type"]) or _BY_FIELD.get(name, "bad_value")


def _place_of(error: ErrorDetails) -> str:
    """Where in the line, such as ``events.0.on``; pydantic puts the event's kind between, and we take it out."""
    loc = error["loc"]
    if len(loc) > 2 and loc[0] == "events":
        loc = (*loc[:2], *loc[3:])
    if error["type"].startswith("union_tag"):
        loc = (*loc, "kind")
    return ".".join(str(part)[:40] for part in loc)
