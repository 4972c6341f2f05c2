"""Bank card numbers (银行卡号)."""

import re
from collections.abc import Iterator

from stdnum import luhn

from activities.personal.context import is_something_else
from activities.personal.hits import Hit
from activities.personal.labels import CARD, Label
from activities.personal.numbers import Candidate, candidates, is_stacked
from activities.personal.reading import Reading
from schemas.pages import PersonalKind

_ISSUERS = re.compile(
    r"62[0-9]{14,17}|9558[0-9]{15}|955[0-9]{13,16}|60(?:1382|3[0-9]{3})[0-9]{10,13}|690755[0-9]{9,12}|103[0-9]{16}"
    r"|4[0-9]{15}|5[1-5][0-9]{14}|2(?:22[1-9]|2[3-9][0-9]|[3-6][0-9]{2}|7[01][0-9]|720)[0-9]{12}"
    r"|35(?:2[89]|[3-8][0-9])[0-9]{12}|3[47][0-9]{13}"
)
"""Issuer identification numbers (ISO/IEC 7812-1) of China UnionPay, of old domestic cards, and of Visa, Mastercard,
JCB and American Express, with the length of each."""
_ANY = re.compile(r"[0-9]{13,19}")
_ACCOUNT = re.compile(r"[0-9]{16,19}")
_LABEL = Label(*CARD)


def bank_cards(reading: Reading) -> Iterator[Hit]:
    """13 to 19 digits whose Luhn digit holds, of a known issuer (0.95) or after a label (0.8).

    After a label also an account without that digit (0.5): an old passbook, or a slip of the pen.
    """
    for candidate in candidates(reading.text, 13, 19, over_cells=True):
        if _ANY.fullmatch(candidate.value):
            yield from _judged(reading, candidate)


def _judged(reading: Reading, candidate: Candidate) -> Iterator[Hit]:
    value, kind = candidate.value, PersonalKind.BANK_CARD
    labelled, proven = _LABEL.precedes(reading, candidate.start), bool(luhn.is_valid(value))
    if is_something_else(reading, candidate):
        yield Hit(candidate.start, candidate.end, kind, 0.0, proven=proven)
    elif not _is_one_number(reading.text, candidate, labelled=labelled):
        return
    elif proven and _ISSUERS.fullmatch(value):
        yield Hit(candidate.start, candidate.end, kind, 0.98 if labelled else 0.95, proven=True)
    elif labelled and (proven or _ACCOUNT.fullmatch(value)):
        yield Hit(candidate.start, candidate.end, kind, 0.8 if proven else 0.5, proven=proven)


def _is_one_number(text: str, candidate: Candidate, *, labelled: bool) -> bool:
    """In one piece, broken at a line end, or in groups of four as it is embossed (or 6 and the rest, 4-6-5)."""
    if labelled or is_stacked(text, candidate) or "\t" in "".join(candidate.joints):
        return labelled
    lengths = [len(group) for group in candidate.groups]
    if candidate.breaks or len(lengths) == 1:
        return True
    return all(length == 4 for length in lengths[:-1]) or lengths in ([4, 6, 5], [6, lengths[-1]])
