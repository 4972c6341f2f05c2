"""Whether an agency may use a template: it is filled in for invented orders and must say what each of them must say."""

from collections.abc import Iterator
from functools import cache

from temporalio.exceptions import ApplicationError

from activities.letters.catalogue import LABELS
from activities.letters.compose import compose, filled_in
from activities.letters.mandatory import missing_content
from activities.letters.own_record_samples import sample_letter, sample_names, sample_orders
from activities.letters.sample_parts import PARTIES
from activities.letters.samples import SAMPLES
from activities.letters.wording import names_of, wording_of
from schemas.errors import InvalidInput, NotFound
from schemas.law.versions import STATUTES
from schemas.letters import LetterContent, LetterOrder, LetterParties

_NUMBER = "示数公示〔2026〕1号"
OWN_RECORD = "D27"


def refuse_unknown(name: str) -> None:
    """Raises ``NotFound`` for a name that is no template's."""
    if name not in LABELS:
        raise NotFound("not_found", field="name")


def refuse_unusable(name: str, text: str) -> None:
    """Raises ``InvalidInput`` naming the line of the text that fails, or the mandatory contents it leaves out."""
    refuse_unknown(name)
    missing = _own_record_missing(text) if name == OWN_RECORD else _missing(name, text)
    lacking = tuple(dict.fromkeys(missing))
    if lacking:
        raise InvalidInput("template_incomplete", field="text", missing=lacking)


def sample_of(name: str, text: str, parties: LetterParties = PARTIES, number: str = _NUMBER) -> LetterContent:
    """A sample letter by this template, as these parties would write it."""
    refuse_unknown(name)
    if name == OWN_RECORD:
        return sample_letter(sample_orders()[0], text, parties, number)
    return compose(SAMPLES[name][0], parties, number, {name: text})


def _missing(name: str, text: str) -> Iterator[str]:
    for order in trials(name):
        content = filled_in(order, PARTIES, _NUMBER, wording_of(order, PARTIES, {name: text}))
        yield from missing_content(content, order, PARTIES)


def names_in(name: str) -> tuple[str, ...]:
    """The names a template may use."""
    refuse_unknown(name)
    if name == OWN_RECORD:
        return tuple(sorted(sample_names()))
    return tuple(sorted(names_of(SAMPLES[name][0], PARTIES)))


@cache
def trials(name: str) -> tuple[LetterOrder, ...]:
    """The sample orders under every version of the law under which the standard text is whole."""
    orders = (order.model_copy(update={"statute": one.id}) for order in SAMPLES[name] for one in reversed(STATUTES))
    return tuple(order for order in orders if _is_whole(order))


def _is_whole(order: LetterOrder) -> bool:
    content = filled_in(order, PARTIES, _NUMBER, wording_of(order, PARTIES))
    return not missing_content(content, order, PARTIES)


def _own_record_missing(text: str) -> Iterator[str]:
    for order in sample_orders():
        try:
            sample_letter(order, text, PARTIES, _NUMBER)
        except ApplicationError as refused:
            if refused.type != "letter_incomplete":
                raise InvalidInput(str(refused.type), field="text") from None
            yield from map(str, refused.details)
