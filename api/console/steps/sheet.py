"""A step as its page shows it: the form, the help beside it, why it is closed, what changed meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from api.console.cases.timeline import Entry, Teller
from api.console.forms.form import Form, form_of
from api.console.forms.sending import NOTHING_WRONG, VERSION, Wrongs, wrongs_of
from api.console.forms.showing import Shown
from api.console.language import N_
from api.console.steps.beginnings import ABOUT, beginning, consultation_about, hidden, of_consultation
from api.console.steps.field_words import texts_of
from api.console.steps.help import FINALLY, help_for
from api.console.steps.known import Known
from api.console.steps.offers import choices_of
from api.console.typed import Faults, Typed
from schemas.api import AvailableStep
from schemas.errors import NotFound, Problem
from schemas.events import EventRecord
from schemas.law.versions import statute_for, statute_of
from schemas.words import Word
from workflows.book import STAFF_RULES

UPLOADING = frozenset({"record_search", "answer_search", "set_final_text", "record_delivery"})
"""Steps that name what was uploaded."""
_REPLY, _REVIEW = ("reply", N_("Look at the reply")), ("review", N_("Look at the documents under review"))
BESIDE: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("draft_reply", "set_final_text", "approve_reply", "delegate_approval", "issue_reply"), _REPLY),
    **dict.fromkeys(("propose_review", "confirm_review", "review_document", "set_aside_document"), _REVIEW),
}
"""Where to look before a step is taken: the end of the address below the case, and what the link says."""


@dataclass(frozen=True, slots=True)
class StepSheet:
    """Everything the page of a step shows. ``choose``: the consultation must be chosen first, from these."""

    step: str
    known: Known
    refusal: Problem | None
    shown: tuple[Shown, ...] = ()
    choose: tuple[tuple[str, str], ...] = ()
    about: str | None = None
    version: int = 0
    wrongs: Wrongs = NOTHING_WRONG
    places: tuple[Word, ...] = ()
    text: Word = ("", "")
    finally_: Word | None = None
    uploads: bool = False
    beside: tuple[str, str] | None = None


def reading_form(step: str) -> Form:
    """The form by which a step is read: the same whatever has become of the case, so that one key means one thing.

    Raises ``NotFound`` for a step staff cannot take.
    """
    if step not in STAFF_RULES:
        raise NotFound("not_found", field="step")
    model = STAFF_RULES[step].step
    return form_of(model, texts_of(step), without=frozenset({VERSION}), fixed=frozenset({"positions.document"}))


def sheet_of(step: str, known: Known, now: Sequence[AvailableStep], about: str = "") -> StepSheet:
    """The page as it is opened."""
    chosen, form = _form(step, known, about)
    sheet = _bare(step, known, now)
    if step in ABOUT and chosen is None:
        return replace(sheet, choose=form.choices["consultation"])
    typed = beginning(form, step, known, chosen)
    return replace(sheet, about=chosen, shown=form.shown(typed, known.language))


def sheet_again(
    step: str, known: Known, now: Sequence[AvailableStep], sent: Typed, faults: Faults, about: str = ""
) -> StepSheet:
    """The page with everything that was typed, and what is wrong with it."""
    chosen, form = _form(step, known, about)
    shown = form.shown(sent, known.language, faults)
    return replace(_bare(step, known, now), about=chosen, shown=shown, wrongs=wrongs_of(shown, faults))


def changes_since(known: Known, records: Sequence[EventRecord], version: int) -> tuple[Entry, ...]:
    """What happened after the version the person saw, newest first."""
    names = {**known.labels, **{one.id: one.name for one in known.staff}}
    teller = Teller(known.language, known.case.statute, names)
    return tuple(teller.entry(record) for record in reversed(records) if record.seq > version)


def _bare(step: str, known: Known, now: Sequence[AvailableStep]) -> StepSheet:
    case = known.case
    statute = statute_of(case.statute) if case.statute else statute_for(known.view.summary.arrived_on)
    places, text = help_for(step, statute)
    return StepSheet(
        step=step,
        known=known,
        refusal=next(one.refusal for one in now if one.step == step),
        version=case.version,
        places=places,
        text=text,
        finally_=FINALLY.get(step),
        uploads=step in UPLOADING,
        beside=BESIDE.get(step),
    )


def _form(step: str, known: Known, about: str) -> tuple[str | None, Form]:
    """The form with what can be chosen now."""
    choices = dict(choices_of(step, known))
    chosen = consultation_about(step, about, choices.get("consultation", ()))
    if chosen:
        choices |= of_consultation(known, step, chosen)
    form = reading_form(step)
    return chosen, replace(form.leaving_out(hidden(step, known)), choices=choices)
