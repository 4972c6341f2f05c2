"""What a letter says: its template, the agency's own or the standard one, filled in."""

from collections.abc import Mapping

from activities.letters.catalogue import standard, template_of
from activities.letters.context import names_for
from activities.letters.context_reply import of_item
from activities.letters.language import Entry, Names, render
from activities.letters.markup import Wording
from schemas.decisions import Several
from schemas.letters import LetterOrder, LetterParties
from schemas.vocabulary import LetterKind

Overrides = Mapping[str, str]
"""An agency's own templates by name; where it has none, the standard one stands."""
NO_OVERRIDES: Overrides = {}


def wording_of(order: LetterOrder, parties: LetterParties, overrides: Overrides = NO_OVERRIDES) -> Wording:
    """Title, paragraphs and table of a letter. Raises ``InvalidInput`` for an agency's template that fails."""
    name = template_of(order)
    return render(overrides.get(name) or standard(name), names_of(order, parties, overrides))


def names_of(order: LetterOrder, parties: LetterParties, overrides: Overrides = NO_OVERRIDES) -> Names:
    """What the template of a letter may use; that of a reply to several items has what is said of each."""
    names = names_for(order, parties)
    if order.kind is not LetterKind.REPLY or not isinstance(order.decision, Several):
        return names
    items = ((item.asked, of_item(item, order)) for item in order.decision.items)
    return {**names, "items": tuple(Entry(asked, _of_one(one, parties, overrides)) for asked, one in items)}


def _of_one(order: LetterOrder, parties: LetterParties, overrides: Overrides) -> str:
    """What the reply to this item would say if it stood alone, without opening and request."""
    name = template_of(order)
    standing = {"opening": "", "request": "", "subject": f"{parties.form_of_address}申请公开的该项政府信息"}
    names = {**names_for(order, parties), **standing}
    return render(overrides.get(name) or standard(name), names).running
