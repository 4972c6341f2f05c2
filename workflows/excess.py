"""Excessive applications (数量、频次明显超过合理范围; art. 35)."""

from collections.abc import Iterator

from schemas.case import Case
from schemas.clock import Delayed
from schemas.events import Event
from schemas.events_time import ReasonsJudged, ReasonsReceived, ReasonsRequested
from schemas.law.versions import statute_of
from schemas.steps_time import AskForReasons, JudgeReasons, RecordReasons
from schemas.vocabulary import State
from workflows.limit import due_of, due_with, is_ordered
from workflows.moment import Moment, present, refuse_if, refuse_unless, reject_date, reject_if

OPEN_TO_REASONS = frozenset({State.RECEIVED, State.PROCESSING})


def may_ask_for_reasons(case: Case, moment: Moment) -> None:
    """Once, before a reply is drafted. The clock runs on: art. 35 has no rule for it (docs/law.md 6.8)."""
    refuse_unless(case.state in OPEN_TO_REASONS, "not_in_hand", article="35")
    refuse_unless(case.statute and statute_of(case.statute).excess, "no_excess_rule", article="35")
    refuse_if(case.excess, "reasons_already_asked", article="35")


def ask_for_reasons(case: Case, step: AskForReasons, moment: Moment) -> Iterator[Event]:
    """Ask for the reasons, with what was counted and a period that the law leaves to the agency."""
    notified_on = step.acted_on(moment.today)
    reject_date(notified_on, field="notified_on", moment=moment, not_before=case.received_on)
    respond_by = step.respond_by or moment.calendar.add(notified_on, case.policy.reasons_working_days)
    reject_if(respond_by <= notified_on, "respond_by_not_after_notice", field="respond_by")
    reject_if((respond_by - notified_on).days > 366, "respond_by_too_far", field="respond_by")
    yield ReasonsRequested(counted=step.counted, notified_on=notified_on, respond_by=respond_by)


def may_record_reasons(case: Case, moment: Moment) -> None:
    """Reasons were asked for and have not come yet; late ones are heard until they are judged."""
    refuse_unless(case.excess, "reasons_not_asked", article="35")
    refuse_if(case.excess and case.excess.received_on, "reasons_on_record", article="35")
    refuse_if(case.excess and case.excess.reasonable is not None, "reasons_already_judged", article="35")


def record_reasons(case: Case, step: RecordReasons, moment: Moment) -> Iterator[Event]:
    """Take in the reasons, in the applicant's words."""
    assert case.excess is not None  # noqa: S101 - the guard has seen it
    received_on = step.acted_on(moment.today)
    reject_date(received_on, field="received_on", moment=moment, not_before=case.excess.notified_on)
    text_id = present(moment.facts.text_id, "missing_field", field="content")
    yield ReasonsReceived(received_on=received_on, text_id=text_id)


def may_judge_reasons(case: Case, moment: Moment) -> None:
    """The reasons have come, or the period to give them is over."""
    excess = case.excess
    refuse_unless(case.state in OPEN_TO_REASONS, "not_in_hand", article="35")
    refuse_unless(excess, "reasons_not_asked", article="35")
    refuse_if(excess and excess.reasonable is not None, "reasons_already_judged", article="35")
    refuse_unless(excess and (excess.received_on or excess.lapsed), "reasons_period_runs", article="35")


def judge_reasons(case: Case, step: JudgeReasons, moment: Moment) -> Iterator[Event]:
    """Not reasonable: the way is open to not processing it (O13). Reasonable: handled, if need be with more time."""
    found = due_of(case, moment.calendar)
    if days := step.delay_working_days:
        reject_if(not step.reasonable, "delay_without_reasons", field="delay_working_days")
        reject_if(days > case.policy.longest_delay, "delay_beyond_policy", field="delay_working_days")
        refuse_if(is_ordered(case), "ordered_limit_stands", article="35")
        refuse_if(moment.today > found.due, "delay_after_due", article="35")
        found = due_with(case, Delayed(on=moment.today, working_days=days), moment.calendar)
    yield ReasonsJudged(
        reasonable=step.reasonable,
        finding=step.finding,
        delay_working_days=step.delay_working_days,
        judged_on=moment.today,
        due_on=found.due,
        provisional=found.provisional,
    )
