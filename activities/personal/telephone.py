"""Telephone numbers, mobile and fixed (电信网编号计划 2017)."""

import re
from collections.abc import Iterator

from activities.personal.context import is_something_else
from activities.personal.hits import Hit
from activities.personal.labels import MOBILE, OTHER_NUMBERS, TELEPHONE, Label
from activities.personal.numbers import Candidate, candidates, follows_a_word, is_amount, is_plainly_broken
from activities.personal.reading import Reading
from schemas.pages import PersonalKind

_MOBILE = re.compile(r"(?:(?:00)?86)?(1[3-9][0-9]{9})")
_AREA = r"(?:010|02[0-57-9]|0[3-9][0-9]{2})"
_AREA_ABROAD = r"(?:10|2[0-57-9]|[3-9][0-9]{2})"
_EXTENSION = r"(?:(?:[ ]?-|\s{0,2}(?:转|ext\.?|#|分机))\s{0,2}[0-9]{1,6})?"
_SEPARATED = re.compile(
    r"(?<![0-9A-Za-z.-])(?:(?:\+|00)86[\s-]?)?"
    rf"(?:\({_AREA}\)\s?|{_AREA}\s?-\s{{0,2}}|{_AREA}[ ]|(?<=86[\s-]){_AREA_ABROAD}[\s-])"
    rf"[2-8][0-9]{{2,3}}[ -]?[0-9]{{4}}{_EXTENSION}(?![0-9A-Za-z])"
)
_LOCAL = re.compile(rf"(?<![0-9A-Za-z.-])(?:{_AREA})?[2-8][0-9]{{2,3}}[ -]?[0-9]{{4}}{_EXTENSION}(?![0-9A-Za-z])")
_LINES = tuple(re.compile(rf"[0-9()转-]+(?:\n{{1,2}}[0-9()转-]{{1,12}}){{{more}}}(?![0-9A-Za-z-])") for more in (1, 2))
_WHOLE = re.compile(rf"\(?{_AREA}\)?-?[2-8][0-9]{{6,7}}(?:[-转][0-9]{{1,6}})?")
_LABEL, _OTHER = Label(*TELEPHONE, *MOBILE), Label(*OTHER_NUMBERS)


def mobile_numbers(reading: Reading) -> Iterator[Hit]:
    """Eleven digits from 13 to 19 on, with or without +86, in one piece or in groups."""
    for candidate in candidates(reading.text, 11, 15, over_cells=True):
        if _MOBILE.fullmatch(candidate.value) and (hit := _judged(reading, candidate)):
            yield hit


def _judged(reading: Reading, candidate: Candidate) -> Hit | None:
    labelled = _LABEL.precedes(reading, candidate.start)
    if is_something_else(reading, candidate):
        confidence = 0.0
    elif not _is_one_number(reading.text, candidate, labelled=labelled):
        return None
    else:
        confidence = (0.98 if labelled else 0.9) - 0.1 * (len(candidate.groups) > 1)
    return Hit(candidate.start, candidate.end, PersonalKind.MOBILE, confidence)


def _is_one_number(text: str, candidate: Candidate, *, labelled: bool) -> bool:
    if "\t" in "".join(candidate.joints):
        as_spoken = [len(group) for group in candidate.groups] == [3, 4, 4]
        return as_spoken and (labelled or follows_a_word(text, candidate))
    if candidate.breaks:
        return labelled or is_plainly_broken(text, candidate)
    if is_amount(text, candidate):
        return False
    groups = candidate.groups[1:] if re.fullmatch(r"(?:00)?86", candidate.groups[0]) else candidate.groups
    return all(len(group) >= 3 for group in groups[:-1])


def landline_numbers(reading: Reading) -> Iterator[Hit]:
    """Area code and seven or eight digits; without a separator or an area code only after a label."""
    for found in _SEPARATED.finditer(reading.text):
        yield _line(reading, found, 0.9)
    for found in _LOCAL.finditer(reading.text):
        if _LABEL.precedes(reading, found.start()):
            yield _line(reading, found, 0.85)
    yield from _over_lines(reading)


def _over_lines(reading: Reading) -> Iterator[Hit]:
    """In a cell that is too narrow for it, below or behind its label."""
    for start in re.finditer(r"(?<![0-9A-Za-z-])\(?0(?=[0-9()-]{1,12}\n)", reading.text):
        if not _LABEL.precedes(reading, start.start()):
            continue
        for lines in _LINES:
            found = lines.match(reading.text, start.start())
            if found and _WHOLE.fullmatch("".join(found[0].split())):
                yield _line(reading, found, 0.8)


def _line(reading: Reading, found: re.Match[str], confidence: float) -> Hit:
    if _OTHER.precedes(reading, found.start()):
        confidence = 0.0
    return Hit(found.start(), found.end(), PersonalKind.LANDLINE, confidence)
