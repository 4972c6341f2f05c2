"""Where a case counts in the annual report: one application, one row of table 三 (国办公开办函〔2021〕30号)."""

from schemas.decisions import Decision, Several, Single, findings
from schemas.vocabulary import Ground, Outcome, ReportRow

_ROWS = {
    Outcome.ALREADY_PUBLIC: ReportRow.DISCLOSED,
    Outcome.DISCLOSED: ReportRow.DISCLOSED,
    Outcome.PARTLY_DISCLOSED: ReportRow.PARTLY_DISCLOSED,
    Outcome.SPECIAL_REGISTER: ReportRow.SPECIAL_REGISTER,
    Outcome.NOT_FOUND: ReportRow.NOT_HELD,
    Outcome.NOT_THIS_AGENCY: ReportRow.NOT_HELD,
    Outcome.NEEDS_MAKING: ReportRow.NEEDS_MAKING,
    Outcome.STILL_UNCLEAR: ReportRow.STILL_UNCLEAR,
    Outcome.PETITION: ReportRow.PETITION,
    Outcome.REPEATED: ReportRow.REPEATED,
    Outcome.PUBLICATION: ReportRow.PUBLICATION,
    Outcome.EXCESSIVE: ReportRow.EXCESSIVE,
    Outcome.CONFIRMATION_SOUGHT: ReportRow.CONFIRMATION_SOUGHT,
    Outcome.ABANDONED: ReportRow.NOT_CORRECTED,
    Outcome.FEE_UNPAID: ReportRow.FEE_UNPAID,
    Outcome.WITHDRAWN: ReportRow.OTHER,
    Outcome.JOINED: ReportRow.OTHER,
}
_REFUSALS = {
    Ground.STATE_SECRET: ReportRow.STATE_SECRET,
    Ground.FORBIDDEN_BY_LAW: ReportRow.FORBIDDEN_BY_LAW,
    Ground.SECURITY_AND_STABILITY: ReportRow.SECURITY_AND_STABILITY,
    Ground.BUSINESS_SECRET: ReportRow.THIRD_PARTY,
    Ground.PRIVACY: ReportRow.THIRD_PARTY,
    Ground.INTERNAL_AFFAIRS: ReportRow.INTERNAL_AFFAIRS,
    Ground.PROCESS_INFORMATION: ReportRow.PROCESS_INFORMATION,
    Ground.ENFORCEMENT_FILE: ReportRow.ENFORCEMENT_FILE,
}
_WHOLLY = {Outcome.ALREADY_PUBLIC, Outcome.DISCLOSED}
_GIVING = _WHOLLY | {Outcome.PARTLY_DISCLOSED}


def row_for(outcome: Outcome, ground: Ground | None) -> ReportRow:
    """The row a case counts in, a refusal by its main ground. Refused for privacy: 3.3.4, protects a third party.

    A refusal without a ground is a ``ValueError``: it could not have been drafted.
    """
    if outcome is not Outcome.REFUSED:
        return _ROWS[outcome]
    if ground is None:
        raise ValueError("a refusal counts by its main ground")
    return _REFUSALS[ground]


def outcome_of(decision: Decision) -> Outcome:
    """The one outcome of a reply. Of several items: all given is disclosed, some given partly disclosed (区分处理的，
    只计这一情形); when nothing is given, the main item's.

    One item disclosed, one that does not exist: partly disclosed. All already public: already public.
    """
    outcomes = {finding.outcome for finding in findings(decision)}
    if not isinstance(decision, Several) or outcomes.isdisjoint(_GIVING):
        return main_finding(decision).outcome
    if not outcomes <= _WHOLLY:
        return Outcome.PARTLY_DISCLOSED
    return Outcome.DISCLOSED if Outcome.DISCLOSED in outcomes else Outcome.ALREADY_PUBLIC


def main_finding(decision: Decision) -> Single:
    """The finding that counts when nothing is given: of several items the ``main`` one, counted from 1."""
    return decision.items[decision.main - 1].decision if isinstance(decision, Several) else decision
