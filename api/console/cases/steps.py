"""The steps of a case as its page offers them: by phase, the open ones first, the others with the reason why not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from api.console.language import N_
from schemas.api import AvailableStep
from schemas.errors import Problem

NO_ROLE = "role_not_permitted"
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        N_("Intake"),
        (
            *("confirm_receipt", "record_contact_attempt", "accept", "answer_on_the_spot", "assign"),
            *("request_correction", "receive_correction", "confirm_abandonment", "withdraw"),
            *("split_application", "join_application"),
        ),
    ),
    (N_("Search"), ("record_search", "request_search", "answer_search", "withdraw_search")),
    (
        N_("Asking others"),
        (
            *("consult_third_party", "consult_agency", "record_consultation_delivery", "record_failed_delivery"),
            *("record_opinion", "weigh_objection", "withdraw_consultation"),
            *("refer_for_determination", "record_determination"),
        ),
    ),
    (N_("Review"), ("propose_review", "confirm_review", "review_document", "set_aside_document")),
    (
        N_("Reply"),
        (
            *("draft_reply", "set_final_text", "approve_reply", "delegate_approval", "issue_reply"),
            *("record_delivery", "print_record"),
        ),
    ),
    (
        N_("Limit and fee"),
        (
            *("ask_for_reasons", "record_reasons", "judge_reasons", "propose_extension", "decide_extension"),
            *("notify_extension", "notify_fee", "record_fee_delivery", "record_payment"),
        ),
    ),
    (
        N_("After the reply"),
        (
            *("record_remedy", "set_remedy_date", "keep_remedy_date", "record_remedy_result"),
            *("reassess_document", "convert_to_proactive", "file_refusal"),
        ),
    ),
)
"""The phases of the handling with their steps, in the order of the work."""


class Phase(NamedTuple):
    """A phase with the steps that are open now, by name."""

    title: str
    steps: tuple[str, ...]


class Closed(NamedTuple):
    """Steps that are not open now for one and the same reason."""

    reason: Problem
    steps: tuple[str, ...]


def open_phases(steps: Sequence[AvailableStep]) -> tuple[Phase, ...]:
    """The phases in which something can be done now."""
    allowed = {step.step for step in steps if step.allowed}
    found = (Phase(title, tuple(name for name in names if name in allowed)) for title, names in GROUPS)
    return tuple(phase for phase in found if phase.steps)


def closed_steps(steps: Sequence[AvailableStep]) -> tuple[Closed, ...]:
    """What cannot be done now, reason by reason; what is for other roles comes last."""
    return by_reason(_in_order(steps))


def by_reason(refused: Iterable[tuple[str, Problem]]) -> tuple[Closed, ...]:
    """Steps with their refusals, those of one reason together; what is for other roles comes last."""
    alike: dict[Problem, list[str]] = {}
    for name, reason in refused:
        alike.setdefault(reason, []).append(name)
    told = [Closed(reason, tuple(names)) for reason, names in alike.items()]
    return tuple(sorted(told, key=lambda closed: closed.reason.code == NO_ROLE))


def _in_order(steps: Sequence[AvailableStep]) -> Iterator[tuple[str, Problem]]:
    refused: Mapping[str, Problem] = {step.step: step.refusal for step in steps if step.refusal}
    for _, names in GROUPS:
        yield from ((name, refused[name]) for name in names if name in refused)
