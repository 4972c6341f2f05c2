"""What a search record must say: every search, so that it can be shown (art. 36(4))."""

from activities.letters.articles import outcome_article
from activities.letters.context_search import searches
from activities.letters.said import Needs, Said
from schemas.vocabulary import Outcome


def search_record(said: Said) -> Needs:
    """The application, and of each search who looked, for what, how, with what result."""
    listed = searches(said.order, said.parties)
    yield "reference", said.says(said.parties.reference)
    yield "request", said.says(said.parties.description)
    yield "searches", bool(listed) and said.says(*(f"{one.name}\n{one.text}" for one in listed))
    yield "place_to_sign", said.has("签名")
    yield "legal_basis", said.has(outcome_article(said.statute, Outcome.NOT_FOUND))
