"""Identity numbers of citizens and of foreigners with permanent residence (公民身份号码)."""

import re
from collections.abc import Iterator
from datetime import date

from stdnum.cn import ric

from activities.personal.hits import Hit
from activities.personal.labels import IDENTITY, Label
from activities.personal.numbers import PROVINCE, Candidate, candidates
from activities.personal.reading import Reading
from schemas.pages import PersonalKind

_SHAPE = re.compile(r"[0-9]{17}[0-9Xx]")
_OLD_SHAPE = re.compile(r"[0-9]{15}")
_REGION = re.compile(rf"9?{PROVINCE}|83")
"""83 is Taiwan's on residence permits; a 9 begins the number of a foreigner with permanent residence."""
_YEARS = range(1890, 2100)
_LABEL = Label(*IDENTITY)
_CROSSED = str.maketrans("×ХхΧχ", "XXXXX")
"""What is written for the check character X: a multiplication sign, a Cyrillic or a Greek letter."""


def identity_numbers(reading: Reading) -> Iterator[Hit]:
    """18 digits whose check character holds (GB 11643-1999, ISO 7064 MOD 11-2) and whose birthday is a day.

    After its label also one with a wrong check character (0.6) and the 15 digits issued before 1999 (0.7).
    """
    text = reading.text.translate(_CROSSED)
    for candidate in candidates(text, 15, 18, over_cells=True):
        value = candidate.value
        if _SHAPE.fullmatch(value) and _has_region(value) and _is_day(value[6:14]):
            yield from _of_18(reading, candidate)
        elif _OLD_SHAPE.fullmatch(value) and _is_old(value) and _LABEL.precedes(reading, candidate.start):
            yield Hit(candidate.start, candidate.end, PersonalKind.IDENTITY_NUMBER, 0.7)


def _of_18(reading: Reading, candidate: Candidate) -> Iterator[Hit]:
    value = candidate.value.upper()
    if value[-1] == ric.calc_check_digit(value):
        yield Hit(candidate.start, candidate.end, PersonalKind.IDENTITY_NUMBER, 0.99, proven=True)
    elif _LABEL.precedes(reading, candidate.start):
        yield Hit(candidate.start, candidate.end, PersonalKind.IDENTITY_NUMBER, 0.6)


def _is_old(value: str) -> bool:
    return _has_region(value) and _is_day("19" + value[6:12])


def _has_region(value: str) -> bool:
    return _REGION.match(value) is not None


def _is_day(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year in _YEARS
    except ValueError:
        return False
