"""Help from the law beside each step: where the rule stands in the version the case is under, and what it says.

In our own words, after docs/law.md, with the figures of that version; not legal advice.
"""

from api.console.steps.words import (
    help_after,
    help_asking,
    help_intake,
    help_reply,
    help_time,
)
from api.console.steps.words.help_entry import Help
from schemas.law.statute import NO_ARTICLE, Statute
from schemas.words import Word

HELP: dict[str, Help] = {
    **help_intake.HELP,
    **help_time.HELP,
    **help_asking.HELP,
    **help_reply.HELP,
    **help_after.HELP,
}
FINALLY: dict[str, Word] = {
    **help_intake.FINALLY,
    **help_time.FINALLY,
    **help_reply.FINALLY,
}
"""What a step that ends or binds will do, said before it is sent."""


def help_for(step: str, statute: Statute) -> tuple[tuple[Word, ...], Word]:
    """Where it stands, and what it says, with the figures of this version."""
    found = HELP[step]
    named = [statute.outcomes.get(outcome, NO_ARTICLE) for outcome in found.outcomes]
    articles = [*(statute.article(rule) for rule in found.rules), *named]
    places = [(one.chinese, f"art. {one.code}") for one in articles if one.code and not one.document]
    zh, en = (text.format(**_figures(statute)) for text in found.text)
    return (*places, *([found.other] if found.other else [])), (zh, en)


def _figures(statute: Statute) -> dict[str, int | str]:
    return {
        "answer": statute.answer_limit,
        "extension": statute.longest_extension,
        "notice": statute.correction_notice_limit or "—",
        "consultation": statute.consultation_limit,
    }
