"""What the forms of the review ask for, as the models that the API takes. All raise ``ValidationError`` or
``InvalidInput``.
"""

from typing import Any
from uuid import UUID

from api.console.typed import Typed
from schemas.review import FindingsDecision, PagesWork, PageView
from schemas.steps_review import ConfirmReview, ProposeReview


def decision_of(sent: Typed, page: PageView) -> FindingsDecision:
    """What becomes of findings: the button says ``accept`` or ``reject``, which of them, and by what they are known."""
    verdict, _, which = sent.first("decide").partition(":")
    scope, _, name = which.partition(":")
    told = {"accept": verdict == "accept", "ground": sent.first("ground") or "privacy"}
    return FindingsDecision.model_validate({**told, **_meant(scope, name, sent.first("document"), page)})


def _meant(scope: str, name: str, document: str, page: PageView) -> dict[str, Any]:
    match scope:
        case "one":
            return {"findings": (name,)}
        case "same":
            return {"same_as": name}
        case "kind":
            return {"kind": name, "documents": (document,)}
        case "page":
            return {"findings": tuple(one.id for one in page.findings if one.accepted is None)}
        case "document":
            return {"all_undecided": True, "documents": (document,)}
    return {}


def run_of(sent: Typed, *documents: str | UUID) -> PagesWork:
    """One word for a run of pages, or for all pages of the ticked documents."""
    told = _told(sent, "first", "last", "result", "reason")
    return PagesWork.model_validate({**told, "documents": documents, "grounds": tuple(sent.every("grounds"))})


def proposal_of(sent: Typed) -> ProposeReview:
    """The ticked documents as a proposal, as their pages say, or with one word for each."""
    told = _told(sent, "result", "reason", "expected_version")
    return ProposeReview.model_validate({**told, **_ticked(sent), "grounds": tuple(sent.every("grounds"))})


def confirmation_of(sent: Typed) -> ConfirmReview:
    """The ticked documents confirmed or sent back."""
    told = _told(sent, "verdict", "comment", "expected_version")
    return ConfirmReview.model_validate({**told, **_ticked(sent)})


def _ticked(sent: Typed) -> dict[str, Any]:
    return {"documents": tuple(sent.every("documents"))}


def _told(sent: Typed, *names: str) -> dict[str, Any]:
    """These fields as far as something was typed; the version of a case is a number and nothing like one."""
    told: dict[str, Any] = {name: sent.first(name).strip() for name in names if sent.first(name).strip()}
    return {**told, "expected_version": sent.number("expected_version")} if "expected_version" in told else told
