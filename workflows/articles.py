"""The article a refusal names. Guards cite the Regulation of 2019; a case under another version is told its own."""

from typing import get_args

from schemas.errors import DaylightError
from schemas.law.regulation_2019 import CN_OGI_2019
from schemas.law.statute import Rule
from schemas.law.versions import statute_of
from schemas.vocabulary import StatuteId


def own_article(article: str, statute_id: StatuteId) -> str | None:
    """Where the rule of an article of 2019 stands in another version; None where that version has none.

    "33(2)" under the Regulation of 2007: "24(2)". What is no article of the Regulation, or the same act in every
    version, stays as it is.
    """
    statute = statute_of(statute_id)
    rules: tuple[Rule, ...] = get_args(Rule)
    rule = next((rule for rule in rules if CN_OGI_2019.article(rule).code == article), None)
    return article if rule is None else statute.article(rule).code or None


def in_own_words(refused: DaylightError, statute_id: StatuteId | None) -> DaylightError:
    """The refusal with the article of the case's own statute."""
    if refused.article and statute_id and statute_id != CN_OGI_2019.id:
        refused.article = own_article(refused.article, statute_id)
    return refused
