"""Articles as people cite them: 第三十三条第二款 for the code 33(2) of refusals and limits, art. 33(2) in English."""

from itertools import chain

from api.console.language import Language
from schemas.law.versions import STATUTES, statute_of
from schemas.vocabulary import StatuteId


def cited(code: str, statute: StatuteId | None, language: Language) -> str:
    """The article with this code in that version of the Regulation, the latest unless given; the bare code of another
    text."""
    if language is Language.ENGLISH:
        return f"art. {code}"
    version = statute_of(statute) if statute else STATUTES[-1]
    articles = chain(version.articles.values(), version.grounds.values(), version.outcomes.values())
    return next((article.cited for article in articles if article.code == code), f"第{code}条")
