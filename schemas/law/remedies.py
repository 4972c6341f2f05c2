"""The remedies' law as dated data: limits, their wording in letters, what must go to reconsideration first."""

from dataclasses import dataclass
from datetime import date

from schemas.errors import InvalidInput
from schemas.vocabulary import Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyLaw:
    """One version. Each limit is a figure to count with and the words of the letters for it.

    ``reconsideration_first``: grounds on which a refusal must be contested by reconsideration before any suit
    (复议前置), and ``reconsideration_first_article``, where that stands.
    """

    in_force_from: date
    reconsideration_days: int
    reconsideration: str
    suit_months: int
    suit: str
    suit_after_reconsideration_days: int
    suit_after_reconsideration: str
    reconsideration_first: frozenset[Ground] = frozenset()
    reconsideration_first_article: str = ""
    source: str


REMEDY_LAWS: tuple[RemedyLaw, ...] = (  # newest first
    RemedyLaw(
        in_force_from=date(2024, 1, 1),
        reconsideration_days=60,
        reconsideration="六十日",
        suit_months=6,
        suit="六个月",
        suit_after_reconsideration_days=15,
        suit_after_reconsideration="十五日",
        reconsideration_first=frozenset(Ground),  # arts. 14 to 16
        reconsideration_first_article="《中华人民共和国行政复议法》第二十三条第一款第（四）项",
        source="行政复议法（2023）第20条、第23条，行政诉讼法第45条、第46条，法释〔2025〕8号第1条",
    ),
    RemedyLaw(
        in_force_from=date(2015, 5, 1),
        reconsideration_days=60,
        reconsideration="六十日",
        suit_months=6,
        suit="六个月",
        suit_after_reconsideration_days=15,
        suit_after_reconsideration="十五日",
        source="行政复议法第9条，行政诉讼法第45条、第46条",
    ),
    RemedyLaw(
        in_force_from=date(2008, 5, 1),
        reconsideration_days=60,
        reconsideration="六十日",
        suit_months=3,
        suit="三个月",
        suit_after_reconsideration_days=15,
        suit_after_reconsideration="十五日",
        source="行政复议法第9条，行政诉讼法（1989）第38条、第39条",
    ),
)


def remedy_law_on(day: date) -> RemedyLaw:
    """The remedies' law of a day; ``no_statute_in_force`` before 2008-05-01."""
    for law in REMEDY_LAWS:
        if law.in_force_from <= day:
            return law
    raise InvalidInput("no_statute_in_force", field="decided_on")
