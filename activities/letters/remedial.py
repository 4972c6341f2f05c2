"""Whether a letter tells of the remedies as the law of its date wants (行政复议法 art. 23)."""

from activities.letters.catalogue import act_of
from activities.letters.findings import withheld_grounds
from activities.letters.remedies import remedy_notice
from activities.letters.said import Needs, Said
from schemas.law.remedies import remedy_law_on
from schemas.letters import LetterOrder, LetterParties, visible
from schemas.vocabulary import LetterKind, Remedy


def remedy_of(order: LetterOrder, parties: LetterParties) -> tuple[str, ...]:
    """The remedy notice of a letter that can be contested; a third party may always choose its route."""
    act = act_of(order)
    if act is None:
        return ()
    remedy = Remedy.EITHER if order.kind is LetterKind.THIRD_PARTY_DECISION else order.remedy
    return remedy_notice(act, remedy, order.dated, parties.reconsideration_body, parties.court)


def contestable(said: Said) -> Needs:
    """Reconsideration by a named body and suit at a named court, word for word, whoever edited the letter."""
    told, expected = _told(said), remedy_of(said.order, said.parties)
    yield "remedy", bool(expected) and all(visible(line) in told for line in expected)


def reconsideration_first(said: Said) -> Needs:
    """Where something is withheld on grounds that must go to reconsideration first, that is said, with its article."""
    law = remedy_law_on(said.order.dated)
    if not law.reconsideration_first.isdisjoint(withheld_grounds(said.order)):
        yield "reconsideration_first", law.reconsideration_first_article in _told(said)


def _told(said: Said) -> str:
    return "".join(said.content.remedy)
