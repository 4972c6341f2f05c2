"""Folding: how far each matter has climbed its ladder."""

from schemas.case import Case
from schemas.case_parts import Escalated
from schemas.escalation import Matter
from schemas.events_escalation import EscalationFell
from workflows.folding.changes import Changes, changed, changes


@changes.register
def _(event: EscalationFell, case: Case) -> Changes:
    """One entry a matter: its last rung, under the due date it then had."""
    reached = Escalated(**event.model_dump(include=set(Escalated.model_fields)))
    others = (one for one in case.escalated if (one.matter, one.subject) != (event.matter, event.subject))
    return {"escalated": (*others, reached), **_of_a_search(event, case)}


def _of_a_search(event: EscalationFell, case: Case) -> Changes:
    """The search record says when a department was last reminded."""
    if event.matter is not Matter.SEARCH:
        return {}
    return {"rounds": changed(case.rounds, event.subject, lambda _: {"reminded_on": event.on})}
