"""The reply at the counter (当场答复; art. 33(1))."""

from collections.abc import Iterator

from schemas.case import Case
from schemas.decisions import findings
from schemas.events import ApplicationAccepted, CaseClosed, Event, ReplyDelivered, ReplyDrafted
from schemas.steps import AnswerOnTheSpot
from schemas.vocabulary import DeliveryMethod, State
from workflows.drafting import earlier_reply, issued, outcomes_open, refuse_contradiction
from workflows.evolve import fold
from workflows.moment import Moment, refuse_if, refuse_unless
from workflows.rules.report import outcome_of


def may_answer_on_the_spot(case: Case, moment: Moment) -> None:
    """On the day of receipt, before anything else was done."""
    refuse_unless(case.state is State.RECEIVED and not case.clock, "not_awaiting_acceptance", article="33(1)")
    refuse_unless(case.received_on == moment.today, "not_on_the_spot", article="33(1)")
    refuse_if(outcomes_open(case).isdisjoint(case.policy.on_the_spot), "not_for_the_spot", article="33(1)")


def answer_on_the_spot(case: Case, step: AnswerOnTheSpot, moment: Moment) -> Iterator[Event]:
    """Accepted, drafted, issued and handed over in one act; only for outcomes the agency named beforehand."""
    refuse_contradiction(case, step.decision)
    outcome = outcome_of(step.decision)
    decided = {finding.outcome for finding in findings(step.decision)}
    refuse_unless(decided <= set(case.policy.on_the_spot), "not_for_the_spot", article="33(1)")
    begun: list[Event] = [
        ApplicationAccepted(),
        ReplyDrafted(
            decision=step.decision,
            by=moment.actor.staff_id,
            outcome=outcome,
            earlier=earlier_reply(step.decision, moment),
            on_the_spot=True,
        ),
    ]
    reply = issued(fold(case, begun), moment)
    yield from (*begun, reply)
    yield ReplyDelivered(method=DeliveryMethod.DIRECT, delivered_on=moment.today, proof=step.proof, in_time=True)
    yield CaseClosed(outcome=outcome, closed_on=moment.today, row=reply.row)
