"""Folding: what waits for the applicant and what moves the limit: correction, reasons, extension, fee."""

from schemas import events as ev
from schemas import events_time as et
from schemas.case import Case
from schemas.case_parts import Correction, Excess, Extension, Fee
from schemas.clock import CorrectionWasReceived, CorrectionWasRequested, Delayed, Extended, FeeNotified, FeePaid
from schemas.vocabulary import State
from workflows.folding.changes import Changes, changes, on_the_clock, overdue_before, restarted


@changes.register
def _(event: ev.CorrectionRequested, case: Case) -> Changes:
    correction = Correction(
        items=event.items,
        guidance=event.guidance,
        notified_on=event.notified_on,
        respond_by=event.respond_by,
        irregular=event.irregular,
    )
    requested = CorrectionWasRequested(on=event.notified_on, irregular=event.irregular)
    mark = case.overdue_on if event.irregular else overdue_before(event.notified_on, case)
    return {
        "state": State.AWAITING_CORRECTION,
        "correction": correction,
        "clock": on_the_clock(case, requested),
        "overdue_on": mark,
    }


@changes.register
def _(event: ev.CorrectionReceived, case: Case) -> Changes:
    assert case.correction is not None  # noqa: S101 - nothing is received that was not asked for
    received = CorrectionWasReceived(on=event.received_on)
    moved = {"clock": on_the_clock(case, received)} if case.correction.irregular else restarted(case, received)
    correction = case.correction.model_copy(update={"received_on": event.received_on})
    state = State.RECEIVED if case.state is State.AWAITING_CORRECTION else case.state
    return {"state": state, "correction": correction, **moved}


@changes.register
def _(event: ev.CorrectionLapsed, case: Case) -> Changes:
    assert case.correction is not None  # noqa: S101
    return {"correction": case.correction.model_copy(update={"lapsed": True})}


@changes.register
def _(event: et.ReasonsRequested, case: Case) -> Changes:
    asked = Excess(counted=event.counted, notified_on=event.notified_on, respond_by=event.respond_by)
    return {"excess": asked}


@changes.register
def _(event: et.ReasonsReceived, case: Case) -> Changes:
    return {"excess": _excess(case, received_on=event.received_on, text_id=event.text_id)}


@changes.register
def _(event: et.ReasonsLapsed, case: Case) -> Changes:
    return {"excess": _excess(case, lapsed=True)}


@changes.register
def _(event: et.ReasonsJudged, case: Case) -> Changes:
    judged = _excess(case, reasonable=event.reasonable, finding=event.finding)
    if event.delay_working_days is None:
        return {"excess": judged}
    delayed = Delayed(on=event.judged_on, working_days=event.delay_working_days)
    return {"excess": judged, "clock": on_the_clock(case, delayed), "reminded": (), "overdue_on": None}


@changes.register
def _(event: et.ExtensionProposed, case: Case) -> Changes:
    return {"extension": Extension(working_days=event.working_days, reason=event.reason, proposed_by=event.by)}


@changes.register
def _(event: et.ExtensionConsented, case: Case) -> Changes:
    return {"extension": _extension(case, consented_by=event.by)}


@changes.register
def _(event: et.ExtensionDenied, case: Case) -> Changes:
    return {"extension": None}


@changes.register
def _(event: et.ExtensionNotified, case: Case) -> Changes:
    extended = Extended(on=event.sent_on, working_days=event.working_days)
    notified = _extension(case, notified_on=event.sent_on)
    return {"extension": notified, "clock": on_the_clock(case, extended), "reminded": (), "overdue_on": None}


@changes.register
def _(event: et.FeeNotified, case: Case) -> Changes:
    fee = Fee(**event.model_dump(exclude={"kind"}))
    return {
        "state": State.AWAITING_PAYMENT,
        "fee": fee,
        "clock": on_the_clock(case, FeeNotified(on=event.notified_on)),
        "overdue_on": overdue_before(event.notified_on, case) if event.served_on else case.overdue_on,
    }


@changes.register
def _(event: et.FeeNoticeDelivered, case: Case) -> Changes:
    """Proven now, the notice was in time if it was sent in time (国办函〔2020〕109号 art. 6)."""
    told = {"served_on": event.served_on, "payable_until": event.payable_until, "open_until": event.open_until}
    fee = _fee(case, **told)
    return {"fee": fee, "overdue_on": overdue_before(fee.notified_on, case)}


@changes.register
def _(event: et.FeeLapsed, case: Case) -> Changes:
    return {"fee": _fee(case, lapsed=True)}


@changes.register
def _(event: et.FeePaid, case: Case) -> Changes:
    paid = _fee(case, paid_on=event.paid_on)
    return {"state": State.PROCESSING, "fee": paid, **restarted(case, FeePaid(on=event.paid_on))}


def _excess(case: Case, **told: object) -> Excess:
    assert case.excess is not None  # noqa: S101 - reasons were asked for
    return case.excess.model_copy(update=told)


def _extension(case: Case, **told: object) -> Extension:
    assert case.extension is not None  # noqa: S101 - it was proposed
    return case.extension.model_copy(update=told)


def _fee(case: Case, **told: object) -> Fee:
    assert case.fee is not None  # noqa: S101 - a notice went out
    return case.fee.model_copy(update=told)
