"""Whether a letter tells of the remedies as the law of its date wants (行政复议法 art. 23)."""

from activities.letters.findings import withheld_grounds
from activities.letters.said import Needs, Said
from schemas.law.remedies import remedy_law_on
from schemas.letters import visible


def contestable(said: Said) -> Needs:
    """Reconsideration by a named body and suit at a named court."""
    told = _told(said)
    named = (said.parties.reconsideration_body, said.parties.court)
    yield "remedy", "申请行政复议" in told and "提起行政诉讼" in told and all(visible(name) in told for name in named)


def reconsideration_first(said: Said) -> Needs:
    """Where something is withheld on grounds that must go to reconsideration first, that is said, with its article."""
    law = remedy_law_on(said.order.dated)
    if not law.reconsideration_first.isdisjoint(withheld_grounds(said.order)):
        yield "reconsideration_first", law.reconsideration_first_article in _told(said)


def _told(said: Said) -> str:
    return "".join(said.content.remedy)
