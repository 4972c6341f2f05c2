"""What values are called on a page, in the visitor's language: the words of ``schemas.words*``, by kind of value."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from api.console.language import Language
from schemas import words_accounts as accounts
from schemas import words_annual as annual
from schemas import words_kinds as kinds
from schemas import words_oversight as oversight
from schemas import words_waiting as waiting
from schemas.inbox import GAPS
from schemas.notice_text import MATTERS
from schemas.words import (
    APPLICANT_KINDS,
    CHANNELS,
    INQUIRY_CHANNELS,
    OUTCOMES,
    OWN_RECORD_OUTCOMES,
    OWN_RECORD_STATES,
    STATES,
    Word,
)
from schemas.words_administration import ACTS

WORDS: tuple[Mapping[Any, Word], ...] = (
    *(STATES, OUTCOMES, CHANNELS, APPLICANT_KINDS, INQUIRY_CHANNELS, OWN_RECORD_OUTCOMES, OWN_RECORD_STATES),
    *(kinds.ROLES, kinds.IDENTITY_KINDS, kinds.WANTED_FORMS, kinds.WANTED_ROUTES, kinds.METHODS, kinds.GROUNDS),
    *(kinds.DISCLOSURE_FORMS, kinds.REVIEW_RESULTS, kinds.VERDICTS, kinds.LETTERS, kinds.REMEDIES, kinds.INSTANCES),
    *(kinds.RESULTS, kinds.REMEDY_DATES, kinds.CONSULTATIONS, kinds.CONSULTED, kinds.POSITIONS, kinds.WEIGHTS),
    *(kinds.REFERRED_TO, kinds.FEE_BASES, kinds.JOINED, kinds.LATE, kinds.ALARMS),
    *(MATTERS, GAPS, oversight.RECIPIENTS, oversight.DAY_KINDS, oversight.DAYS_LEFT, oversight.AGES),
    *(oversight.STAGES, oversight.BASES, oversight.PERIODS, oversight.SORTINGS, oversight.ADDRESSEES),
    *(oversight.DELIVERY_CHANNELS, oversight.DELIVERY_STATUSES, oversight.MAIL_WISHES, oversight.PERSONAL_KINDS),
    *(oversight.MATERIALS, oversight.OBSTACLES, oversight.STANDINGS, oversight.FACTS),
    *(annual.ANNUAL_ROWS, annual.REPORT_ROWS, annual.ANNUAL_COLUMNS, annual.REMEDY_GROUPS, annual.REMEDY_COLUMNS),
    annual.WHY_FAULTY,
    waiting.AWAITED,
    accounts.ACCOUNT_ACTS,
    ACTS,
)
_BY_VALUE: dict[tuple[type, Any], Word] = {(type(key), key): word for words in WORDS for key, word in words.items()}


def said(word: Word, language: Language) -> str:
    """The half of a pair that is in this language."""
    return word[0] if language is Language.CHINESE else word[1]


def called(value: Enum | None, language: Language) -> str:
    """What a value of a closed set is called; an em dash for none. Raises ``KeyError`` for a set without words."""
    return "—" if value is None else said(_BY_VALUE[type(value), value], language)
