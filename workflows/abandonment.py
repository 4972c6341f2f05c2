"""Abandonment (视为放弃申请): what was not corrected, or not paid, in time (art. 30; 国办函〔2020〕109号 art. 6)."""

from collections.abc import Iterator

from schemas.case import Case
from schemas.events import ApplicationAbandoned, CaseClosed, Event
from schemas.law.versions import statute_of
from schemas.steps import ConfirmAbandonment
from schemas.vocabulary import Outcome, State
from workflows.fees import FEE_6
from workflows.moment import Moment, refuse_if, refuse_unless
from workflows.rules.report import row_for


def may_confirm_abandonment(case: Case, moment: Moment) -> None:
    """The period must have ended; a person confirms that there is no good reason (docs/law.md 6.15).

    A notice that went out too late costs nobody his application (docs/law.md 6.6). The Regulation of 2007 knows no
    abandonment (art. 21(4)): such a case waits for its correction, or is withdrawn.
    """
    if case.state is State.AWAITING_PAYMENT:
        refuse_unless(case.fee and case.fee.lapsed, "payment_period_runs", article=FEE_6)
        return
    refuse_unless(case.state is State.AWAITING_CORRECTION, "no_correction_requested", article="30")
    refuse_if(case.correction and case.correction.irregular, "correction_irregular", article="30")
    refuse_unless(case.correction and case.correction.lapsed, "correction_period_runs", article="30")
    refuse_unless(case.statute and statute_of(case.statute).abandonment, "no_abandonment_rule", article="21(4)")


def confirm_abandonment(case: Case, step: ConfirmAbandonment, moment: Moment) -> Iterator[Event]:
    """Deemed abandoned; the agency no longer handles it (rows (六)1 and (六)2 of the annual report)."""
    unpaid = case.state is State.AWAITING_PAYMENT
    outcome = Outcome.FEE_UNPAID if unpaid else Outcome.ABANDONED
    yield ApplicationAbandoned(finding=step.finding, unpaid=unpaid)
    yield CaseClosed(outcome=outcome, closed_on=moment.today, row=row_for(outcome, None))
