"""The article a refusal names. Guards cite the Regulation of 2019; a case under another version is told its own."""

from typing import get_args

from schemas.errors import DaylightError
from schemas.law.regulation_2019 import CN_OGI_2019
from schemas.law.statute import Rule
from schemas.law.versions import statute_of
from schemas.vocabulary import StatuteId


def own_article(article: str, statute_id: StatuteId) -> str | None:
    """Where the rule of an article of 2019 stands in another version; None where that version has none.

    "33(2)" under the Regulation of 2007: "24(2)". An outcome that version does not know follows the law on the day of
    the decision, so its article stays (docs/law.md 6.17).
    """
    statute = statute_of(statute_id)
    rules: tuple[Rule, ...] = get_args(Rule)
    for rule in rules:
        if (there := _same_place(article, CN_OGI_2019.article(rule).code, statute.article(rule).code)) is not None:
            return there or None
    for outcome, told in CN_OGI_2019.outcomes.items():
        own = statute.outcomes.get(outcome)
        if own and (there := _same_place(article, told.code, own.code)):
            return there
    return article


def _same_place(article: str, here: str, there: str) -> str | None:
    """The other version's place of an article, or of the whole article a paragraph stands in; None for another one."""
    if article == here:
        return there
    return there.partition("(")[0] if article == here.partition("(")[0] else None


def in_own_words(refused: DaylightError, statute_id: StatuteId | None) -> DaylightError:
    """The refusal with the article of the case's own statute."""
    if refused.article and statute_id and statute_id != CN_OGI_2019.id:
        refused.article = own_article(refused.article, statute_id)
    return refused
