"""Unified social credit codes (统一社会信用代码). Most are public; whose they are is for people to say."""

import re
from collections.abc import Iterator

from stdnum.cn import uscc

from activities.personal.hits import Hit
from activities.personal.labels import CREDIT, Label
from activities.personal.numbers import PROVINCE, candidates
from activities.personal.reading import Reading
from schemas.pages import PersonalKind

_SHAPE = re.compile(
    r"(?:[159][1-9]|[2-8][19]|[AN][1-9]|Y1)"  # who registers, and what: GB 32100-2015 and its amendment
    rf"(?:10|99|{PROVINCE})[0-9]{{4}}"  # where: GB/T 2260
    r"[0-9A-HJ-NPQRTUWXY]{10}"  # organisation code (GB 11714) and check character
)


_LABEL = Label(*CREDIT)


def credit_codes(reading: Reading) -> Iterator[Hit]:
    """18 characters whose check character holds (GB 32100-2015)."""
    for candidate in candidates(reading.text, 18, 18, over_cells=True):
        value = candidate.value.upper()
        if not _SHAPE.fullmatch(value) or value[-1] != uscc.calc_check_digit(value[:-1]):
            continue
        # one in 31 of what happens to stand beside each other satisfies the check character
        if len(candidate.groups) == 1 or not value.isdigit() or _LABEL.precedes(reading, candidate.start):
            yield Hit(candidate.start, candidate.end, PersonalKind.CREDIT_CODE, 0.97, proven=True)
