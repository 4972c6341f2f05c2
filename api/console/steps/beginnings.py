"""What stands in a step's form when it is opened: what the case knows already, to be confirmed or changed."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from api.console.forms.form import Form
from api.console.forms.texts import Choice
from api.console.steps.known import Known
from api.console.steps.offers import documents
from api.console.typed import Typed
from schemas.case_parts import Consultation
from schemas.vocabulary import Role
from workflows.objection import objected_to
from workflows.review import is_for

ABOUT = frozenset({"record_opinion", "weigh_objection"})
"""Steps about the documents of one consultation, which is chosen first."""


def beginning(form: Form, step: str, known: Known, about: str | None) -> Typed:
    """The fields as they are before anybody touches them. ``about``: the consultation chosen."""
    return form.begun(_GIVEN.get(step, _nothing)(known, about))


def consultation_about(step: str, about: str, offered: Iterable[Choice]) -> str | None:
    """The consultation a step is about: the one chosen, or the only one there is."""
    ids = [value for value, _ in offered]
    if step not in ABOUT:
        return None
    return about if about in ids else (ids[0] if len(ids) == 1 else None)


def of_consultation(known: Known, step: str, about: str) -> dict[str, tuple[Choice, ...]]:
    """What is left to choose once the consultation is."""
    asked = _consultation(known, about)
    which = _unanswered(asked) if step == "record_opinion" else objected_to(asked)
    path = "positions.document" if step == "record_opinion" else "documents"
    return {"consultation": ((asked.id, known.asked(asked)),), path: documents(known, which)}


def hidden(step: str, known: Known) -> frozenset[str]:
    """Fields that are not asked for as the case stands now."""
    if step == "approve_reply":
        draft = known.case.draft
        return frozenset() if draft and draft.stage is Role.LEGAL else frozenset({"legality"})
    if step == "withdraw" and not known.view.joined:
        return frozenset({"joined", "joined_count"})
    if step == "draft_reply" and not any(one.review and one.review.grounds for one in known.case.documents):
        return frozenset({"main_ground"})
    return frozenset()


def _consultation(known: Known, about: str | None) -> Consultation:
    return next(one for one in known.case.consultations if one.id == about)


def _unanswered(asked: Consultation) -> list[UUID]:
    return [one for one in asked.documents if one not in asked.objections]


def _nothing(known: Known, about: str | None) -> Mapping[str, Any]:
    return {}


def _opinion(known: Known, about: str | None) -> Mapping[str, Any]:
    asked = _consultation(known, about)
    return {"consultation": asked.id, "positions": [{"document": one} for one in _unanswered(asked)]}


def _objection(known: Known, about: str | None) -> Mapping[str, Any]:
    asked = _consultation(known, about)
    unweighed = [one for one in objected_to(asked) if asked.objections[one].weight is None]
    return {"consultation": asked.id, "documents": unweighed}


def _to_propose(known: Known, about: str | None) -> Mapping[str, Any]:
    return {"documents": [one.document_id for one in known.case.documents if not (one.proposal or one.review)]}


def _to_confirm(known: Known, about: str | None) -> Mapping[str, Any]:
    return {"documents": [one.document_id for one in known.case.documents if is_for(one, known.me)]}


def _draft(known: Known, about: str | None) -> Mapping[str, Any]:
    """What was drafted before and came back."""
    before = known.case.draft
    return {"decision": before.decision, "main_ground": before.main_ground} if before else {}


def _parts(known: Known, about: str | None) -> Mapping[str, Any]:
    """The request itself as the first part, to be cut."""
    return {"parts": [known.view.application.description]} if known.view.application else {}


def _joined(known: Known, about: str | None) -> Mapping[str, Any]:
    """How many are joined now: of so many the applicant is asked."""
    return {"joined_count": len(known.view.joined)} if known.view.joined else {}


_GIVEN: Mapping[str, Callable[[Known, str | None], Mapping[str, Any]]] = {
    "record_opinion": _opinion,
    "weigh_objection": _objection,
    "propose_review": _to_propose,
    "confirm_review": _to_confirm,
    "draft_reply": _draft,
    "split_application": _parts,
    "withdraw": _joined,
}
