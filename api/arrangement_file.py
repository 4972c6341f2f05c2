"""An arrangement of working days as a file: a small CSV, or JSON as the API takes it. Errors name the line."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from schemas.calendars import Arrangement
from schemas.clock import written_as_a_date
from schemas.errors import InvalidInput
from workflows.rules.arrangement import Dated, check_arrangement

MOST_BYTES = 200_000
_WORDS = {"yes": True, "no": False}


def read_arrangement(path: Path, year: int | None, source: str | None, *, whole_year: bool) -> Arrangement:
    """The arrangement in a file on disk: see ``arrangement_in``."""
    return arrangement_in(path.name, path.read_bytes(), year, source, whole_year=whole_year)


def arrangement_in(name: str, content: bytes, year: int | None, source: str | None, *, whole_year: bool) -> Arrangement:
    """The arrangement in a file of this name, checked here so that an error can name its line. Raises ``InvalidInput``.

    ``whole_year``: it is one year's whole arrangement, ``year`` or else the year of its days; otherwise a few days.
    """
    text = _text(name, content)
    if name.lower().endswith(".json"):
        found = _from_json(text)
    else:
        days = list(_lines(text))
        year = (year or _only_year(days)) if whole_year else None
        check_arrangement(days, year)
        off, work = (tuple(one.day for one in days if one.working is working) for working in (False, True))
        found = Arrangement(year=year, off=off, work=work)
    if (year and found.year != year) or (found.year is not None) is not whole_year:
        raise InvalidInput("calendar_other_year", field="year")
    return found.model_copy(update={"source": source or found.source or name})


def _text(name: str, content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise InvalidInput("calendar_file_unreadable", field=name)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput("calendar_file_unreadable", field=name) from None


def _lines(text: str) -> Iterator[Dated]:
    """``2027-02-08,no`` in line 7; columns besides ``date`` and ``working`` are for people."""
    reader = csv.DictReader(text.splitlines())
    if not {"date", "working"} <= set(reader.fieldnames or ()):
        raise InvalidInput("calendar_file_unreadable", field="line 1")
    for row in reader:
        place, day, word = f"line {reader.line_num}", row["date"], row["working"]
        try:
            written = date.fromisoformat(str(written_as_a_date((day or "").strip())))
            yield Dated(place, written, _WORDS[(word or "").strip().lower()])
        except (ValueError, KeyError):
            raise InvalidInput("calendar_line_invalid", field=place) from None


def _only_year(days: list[Dated]) -> int | None:
    """The year of all the days. A New Year that reaches back into December needs the year to be stated."""
    for one in days:
        if one.day.year != days[0].day.year:
            raise InvalidInput("calendar_other_year", field=one.place)
    return days[0].day.year if days else None


def _from_json(text: str) -> Arrangement:
    try:
        return Arrangement.model_validate(json.loads(text))
    except json.JSONDecodeError as broken:
        raise InvalidInput("invalid_json", field=f"line {broken.lineno}") from None
    except (ValidationError, RecursionError) as invalid:
        raise InvalidInput("invalid_field", field=_place(invalid)) from None


def _place(invalid: ValidationError | RecursionError) -> str:
    first = invalid.errors()[0]["loc"] if isinstance(invalid, ValidationError) else ()
    return ".".join(map(str, first)) or "file"
