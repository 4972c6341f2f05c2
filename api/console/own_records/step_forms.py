"""The forms of a request's steps, made from their models: what is asked for, and what can be chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import get_args

from api.console.forms.form import Form, form_of
from api.console.forms.sending import VERSION
from api.console.forms.texts import Choice, Choices
from api.console.language import Language
from api.console.own_records.words import texts_of
from api.console.words import called, said
from schemas.documents import DocumentRow
from schemas.errors import NotFound
from schemas.own_records import OwnStaffStep
from schemas.own_records_events import OwnRecord
from schemas.words_own_records import OWN_DECISIONS
from workflows.own_records_rules import is_unexamined
from workflows.service import TO_APPLICANTS

MODELS: Mapping[str, type[OwnStaffStep]] = {
    model.model_fields["step"].default: model for model in get_args(get_args(OwnStaffStep)[0])
}
"""By step: what it is read into."""


def reading_form(step: str) -> Form:
    """The form by which a step is read, however the request stands. Raises ``NotFound`` for no step of staff."""
    if step not in MODELS:
        raise NotFound("not_found", field="step")
    return form_of(MODELS[step], texts_of(step), without=frozenset({VERSION}))


def form_now(step: str, record: OwnRecord, papers: Sequence[DocumentRow], language: Language) -> Form:
    """The same with what can be chosen now."""
    return replace(reading_form(step), choices=_choices(record, papers, language))


def _choices(record: OwnRecord, papers: Sequence[DocumentRow], language: Language) -> Choices:
    uploads: tuple[Choice, ...] = tuple((str(row.id), row.label) for row in papers)
    return {
        "documents": uploads,
        "proof_document": uploads,
        "decision.outcome": tuple(_decisions(record, language)),
        "method": tuple((str(one), called(one, language)) for one in TO_APPLICANTS),
    }


def _decisions(record: OwnRecord, language: Language) -> list[Choice]:
    """Those the engine would take now."""
    open_now = (one for one in OWN_DECISIONS if not is_unexamined(record, one))
    return [(str(one), said(OWN_DECISIONS[one], language)) for one in open_now]
