"""What an applicant may see of his application, and how he asks for it: reference and code, nothing else."""

import unicodedata
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from schemas.base import Frozen, Line, Recorded
from schemas.clock import DayKind

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U, which are easily misread."""
LENGTH = 12
"""Characters of a code: 60 bits."""
GROUP = 4
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_OPENING, _CLOSING = "〔[({【〖《〈「『<", "〕])}】〗》〉」』>"
_BRACKETS = str.maketrans(dict.fromkeys(_OPENING, "〔") | dict.fromkeys(_CLOSING, "〕"))


def read_code(typed: object) -> object:
    """A code as people type it: full width, lower case, O for 0, with spaces or dashes anywhere."""
    if not isinstance(typed, str):
        return typed
    plain = unicodedata.normalize("NFKC", typed).upper().translate(_MISREAD)
    return "".join(c for c in plain if not c.isspace() and unicodedata.category(c) not in {"Pd", "Pc", "Cf"})


def in_the_alphabet(code: str) -> str:
    """Refuse what can be no code, before anything is looked up: a slip of the pen costs no try."""
    if len(code) != LENGTH or set(code) - set(ALPHABET):
        raise ValueError("status_code_malformed")
    return code


def grouped(code: str) -> str:
    """``K7QM-3X9D-0TRZ``: as it is printed."""
    return "-".join(code[n : n + GROUP] for n in range(0, len(code), GROUP))


def read_reference(typed: str) -> str:
    """A number of the register as people type it: any brackets, full width, spaces anywhere, 号 left out."""
    plain = "".join(unicodedata.normalize("NFKC", typed).split()).translate(_BRACKETS)
    return plain if plain.endswith("号") else f"{plain}号"


def agency_code_of(reference: str) -> str:
    """What heads a reference, whether an agency has it or not: 示建公申 in 示建公申〔2026〕1号."""
    return reference.partition("〔")[0]


class StatusQuery(Frozen):
    """``reference`` as typed; ``code`` as it is compared: twelve characters, no groups. Both come in a body only."""

    reference: Line = Field(description="登记编号, as printed on the receipt")
    code: Annotated[str, BeforeValidator(read_code), AfterValidator(in_the_alphabet)] = Field(
        description="查询码: 12 characters; lower case, spaces, full width and O for 0 are understood"
    )


class StatusCode(Recorded):
    """What staff tell an applicant who has lost his receipt. ``page``: where it is used, if the address is known."""

    reference: str
    code: str
    page: str | None = None


class Standing(StrEnum):
    """Where an application stands, as its applicant may know."""

    REGISTERED = "registered"  # 已登记，收到日期待确认
    IN_HAND = "in_hand"  # 正在办理
    CORRECTION_WANTED = "correction_wanted"  # 等待补正
    FEE_AWAITED = "fee_awaited"  # 等待缴费
    ANSWERED = "answered"  # 已作出答复
    CLOSED = "closed"  # 已办结


class Fact(StrEnum):
    """One thing that happened, or is going on, as its applicant may know."""

    RECEIVED = "received"  # 收到申请
    CORRECTION_WANTED = "correction_wanted"  # 要求补正
    THIRD_PARTIES = "third_parties"  # 征求第三方意见
    AGENCIES = "agencies"  # 征求其他机关意见
    FEE_AWAITED = "fee_awaited"  # 待缴费
    EXTENDED = "extended"  # 延长期限
    ANSWERED = "answered"  # 答复
    CLOSED = "closed"  # 办结


class StatusFact(Recorded):
    """``day``: on which day, since or until when, as the sentence says. ``clock_stopped``: meanwhile no day counts."""

    fact: Fact
    day: date | None
    zh: str
    en: str
    clock_stopped: bool = False


class StatusDay(Recorded):
    """One day of the count: ``number`` is the working day of the limit, null when it did not count."""

    day: date
    kind: DayKind
    number: int | None
    zh: str
    en: str


class StatusDue(Recorded):
    """The last day to answer and how it was counted, day by day. ``passed``: it lies before today, unanswered.

    ``provisional``: a holiday arrangement that is not published yet may move it.
    """

    due_on: date
    starts_on: date
    working_days: int
    provisional: bool
    passed: bool
    days: tuple[StatusDay, ...]


class StatusView(Recorded):
    """All an applicant is shown: no name, no document, no third party, no ground. ``as_of``: today at the agency."""

    reference: str
    agency: str
    contact: str
    as_of: date
    standing: Standing
    zh: str
    en: str
    facts: tuple[StatusFact, ...]
    due: StatusDue | None
