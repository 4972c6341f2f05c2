"""The read model: one flat row per case, computed from the case alone so that it can be rebuilt at any time."""

from schemas.case import Case, CaseRow
from schemas.vocabulary import RemedyResult
from workflows.limit import deadline_of, due_of, limit_runs, target_of
from workflows.rules.calendar import WorkingCalendar
from workflows.waiting import waiting_of


def project(case: Case, calendar: WorkingCalendar, head: str) -> CaseRow:
    """The row of ``cases`` for a registered case; ``head`` is the hash of its last event."""
    assert case.channel is not None  # noqa: S101 - a registered case has all three
    assert case.applicant_kind is not None  # noqa: S101
    assert case.arrived_on is not None  # noqa: S101
    found = due_of(case, calendar) if case.received_on else None
    waiting = waiting_of(case, calendar)
    return CaseRow(
        case_id=case.case_id,
        agency_id=case.agency_id,
        version=case.version,
        state=case.state,
        reference=case.reference,
        channel=case.channel,
        applicant_kind=case.applicant_kind,
        arrived_on=case.arrived_on,
        received_on=case.received_on,
        statute=case.statute,
        calendar_version=case.calendar_version,
        due_on=found.due if found else None,
        target_due_on=target_of(case, calendar),
        provisional=found.provisional if found else False,
        limit_runs=limit_runs(case),
        handler_id=case.handler,
        outcome=case.outcome,
        overdue_on=case.overdue_on,
        delivered_on=case.delivered_on,
        closed_on=case.closed_on,
        report_row=case.report_row,
        joined_into=case.joined_into,
        split_from=case.split_from,
        reassess_on=case.reassess_on,
        filed_on=case.filed_on,
        issued_on=case.issued_on,
        days_used=_days_used(case, calendar),
        extended=case.extension is not None and case.extension.notified_on is not None,
        corrected=any(remedy.result is RemedyResult.CORRECTED for remedy in case.remedies),
        fee_amount=case.fee.amount if case.fee else None,
        fee_paid_on=case.fee.paid_on if case.fee else None,
        waits_for=waiting.roles,
        waits_person=waiting.person,
        waits_until=waiting.until,
        waits_not=waiting.barred,
        awaits=waiting.outside,
        next_steps=waiting.steps,
        imported=case.imported_on is not None,
        head=head,
    )


def _days_used(case: Case, calendar: WorkingCalendar) -> int | None:
    """Working days of the limit used up to the day that counts: of delivery, else of closing."""
    ended_on = case.delivered_on or case.closed_on
    if case.closed_on is None or ended_on is None:
        return None
    counted = deadline_of(case, calendar, ended_on)
    return counted.working_days_used if counted else None
