"""The read model: one flat row per case, computed from the case alone so that it can be rebuilt at any time."""

from schemas.case import Case, CaseRow
from workflows.limit import due_of, limit_runs, target_of
from workflows.rules.calendar import WorkingCalendar


def project(case: Case, calendar: WorkingCalendar, head: str) -> CaseRow:
    """The row of ``cases`` for a registered case; ``head`` is the hash of its last event."""
    assert case.channel is not None  # noqa: S101 - a registered case has all three
    assert case.applicant_kind is not None  # noqa: S101
    assert case.arrived_on is not None  # noqa: S101
    found = due_of(case, calendar) if case.received_on else None
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
        head=head,
    )
