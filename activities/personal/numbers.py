"""Numbers as people write them: in one piece, in groups, broken at the end of a line, one digit to a cell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

PROVINCE = r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])"
"""The first two digits of every place (GB/T 2260)."""
_GROUP = re.compile(r"[0-9A-Za-z]+")
_JOINT = re.compile(r"[ ]{1,2}|[ ]?-[ ]?|[ ]?-?\n{1,2}-?[ ]?")
_JOINT_OF_CELLS = re.compile(rf"{_JOINT.pattern}|[ ]?\t[ ]?")
_AFTER_A_WORD = re.compile(r"[^\s0-9A-Za-z][ ]?$")
_MOST_GROUPS = 9
_AMOUNT_BEFORE = re.compile(r"[¥￥$€£]\s?$|[0-9][.,]$|[A-Za-z]/$|[=&]$")
_AMOUNT_AFTER = re.compile(r"[.,][0-9]|\s{0,3}(?:元|万元|亿元|%|‰|吨|公里|千米|平方|立方|㎡|m2|kg|kWh|件|人次)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Whole groups that may be one number. ``joints``: what stands between its groups."""

    start: int
    end: int
    groups: tuple[str, ...]
    joints: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        """The groups without what stands between."""
        return "".join(self.groups)

    @property
    def breaks(self) -> int:
        """How many line ends it runs over."""
        return sum("\n" in joint for joint in self.joints)


def candidates(text: str, shortest: int, longest: int, *, over_cells: bool = False) -> Iterator[Candidate]:
    """Neighbouring groups of letters and digits that have so many characters together, ``over_cells`` or within one."""
    joint = _JOINT_OF_CELLS if over_cells else _JOINT
    groups = list(_GROUP.finditer(text))
    for first in range(len(groups)):
        length = 0
        for last in range(first, min(first + _MOST_GROUPS, len(groups))):
            if last > first and not joint.fullmatch(text, groups[last - 1].end(), groups[last].start()):
                break
            length += len(groups[last][0])
            if length > longest:
                break
            if length >= shortest:
                yield _candidate(text, groups[first : last + 1])


def _candidate(text: str, groups: list[re.Match[str]]) -> Candidate:
    joints = tuple(text[a.end() : b.start()] for a, b in pairwise(groups))
    return Candidate(groups[0].start(), groups[-1].end(), tuple(group[0] for group in groups), joints)


def is_amount(text: str, candidate: Candidate) -> bool:
    """Whether it is a sum, a measure or a part of a decimal."""
    before = text[max(0, candidate.start - 3) : candidate.start]
    return bool(_AMOUNT_BEFORE.search(before) or _AMOUNT_AFTER.match(text, candidate.end))


def follows_a_word(text: str, candidate: Candidate) -> bool:
    """Whether it stands in running text rather than at the beginning of a line or cell."""
    return _AFTER_A_WORD.search(text, max(0, candidate.start - 3), candidate.start) is not None


def is_plainly_broken(text: str, candidate: Candidate) -> bool:
    """Whether a number over two lines is one number rather than two: numbers stacked in a column are not.

    In running text it begins after a word; in a narrow cell the lines are close and the first is the longer one.
    """
    if not candidate.breaks:
        return True
    if follows_a_word(text, candidate):
        return True
    longest_first = all(len(a) >= len(b) for a, b in pairwise(candidate.groups))
    return longest_first and "\n\n" not in "".join(candidate.joints)


def is_stacked(text: str, candidate: Candidate) -> bool:
    """Whether its lines are as long as each other and as the next or the last: numbers of a list."""
    if not candidate.breaks or len(set(map(len, candidate.groups))) > 1:
        return False
    one = rf"[0-9]{{{len(candidate.groups[0])}}}"
    above = re.search(rf"(?<![0-9A-Za-z]){one}\s*\n\s*$", text[max(0, candidate.start - 30) : candidate.start])
    return bool(above or re.compile(rf"\s*\n\s*{one}(?![0-9A-Za-z])").match(text, candidate.end))
