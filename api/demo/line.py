"""The clock of a sample case, drawn anew from the days in its script alone, and the deadline that follows from it."""

from collections.abc import Callable, Iterator
from datetime import date

from api.demo.days import Days
from api.demo.script import SampleCase, Take
from schemas import clock as ck
from schemas.law.versions import statute_for
from schemas.vocabulary import Consulted
from workflows.rules.clock import deadline
from workflows.rules.limits import consultation_lapses, correction_notice_by

Happening = Iterator[ck.ClockEvent]
_ASKING = {"consult_third_party": Consulted.THIRD_PARTY, "consult_agency": Consulted.AGENCY}


def deadline_of(case: SampleCase, days: Days, as_of: date | None = None) -> ck.Deadline | None:
    """The deadline by the rules alone; None without a date of receipt."""
    line = line_of(case, days, as_of)
    return deadline(line, days.calendar, on_record=True) if line else None


def line_of(case: SampleCase, days: Days, as_of: date | None = None) -> ck.ClockLine | None:
    """What happened to the clock, from the script alone; None without a date of receipt."""
    received = days.received_on(case)
    if received is None:
        return None
    happened = [event for take in case.steps for event in _happened(take, case, days)]
    return ck.ClockLine(
        statute=statute_for(received).id,
        received=received,
        events=tuple(sorted(happened, key=lambda event: event.on)),
        as_of=as_of,
    )


def _happened(take: Take, case: SampleCase, days: Days) -> Happening:
    """What a step does to the clock; most do nothing."""
    if take.step in _HAPPENINGS:
        yield from _HAPPENINGS[take.step](take, case, days)


def _correction_requested(take: Take, case: SampleCase, days: Days) -> Happening:
    on, received = days.of(take, "notified_on"), days.received_on(case)
    assert received is not None  # noqa: S101 - only a received application is sent back
    notice_by = correction_notice_by(received, statute_for(received), days.calendar)
    yield ck.CorrectionWasRequested(on=on, irregular=notice_by is not None and on > notice_by)


def _correction_received(take: Take, case: SampleCase, days: Days) -> Happening:
    yield ck.CorrectionWasReceived(on=days.of(take, "received_on"))


def _asked(take: Take, case: SampleCase, days: Days) -> Happening:
    """A letter, with the day it arrived, and what ended the wait for its answer."""
    name = f"c{[one for one in case.steps if one.step in _ASKING].index(take) + 1}"
    delivered = _about(case, "record_consultation_delivery", name)
    arrived = days.of(delivered, "delivered_on") if delivered else None
    yield ck.ConsultationSent(on=days.of(take, "sent_on"), id=name, who=_ASKING[take.step], delivered=arrived)
    if opinion := _about(case, "record_opinion", name):
        answered = days.of(opinion, "received_on")
        if not _late(answered, arrived, days):
            yield ck.ConsultationAnswered(on=answered, id=name)
    if withdrawn := _about(case, "withdraw_consultation", name):
        yield ck.ConsultationAnswered(on=days.of(withdrawn, "withdrawn_on"), id=name)


def _extended(take: Take, case: SampleCase, days: Days) -> Happening:
    proposed = case.all("propose_extension")[-1]
    yield ck.Extended(on=days.of(take, "sent_on"), working_days=_number(proposed, "working_days"))


def _judged(take: Take, case: SampleCase, days: Days) -> Happening:
    """Judged on the day of the demo, if more time is given at all."""
    if "delay_working_days" in take.fields:
        yield ck.Delayed(on=days.today, working_days=_number(take, "delay_working_days"))


def _fee_notified(take: Take, case: SampleCase, days: Days) -> Happening:
    yield ck.FeeNotified(on=days.of(take, "notified_on"))


def _paid(take: Take, case: SampleCase, days: Days) -> Happening:
    yield ck.FeePaid(on=days.of(take, "paid_on"))


def _ordered(take: Take, case: SampleCase, days: Days) -> Happening:
    order = take.fields.get("new_reply")
    if isinstance(order, dict):
        yield ck.Ordered(on=days.of(take, "served_on"), working_days=order["working_days"])


_HAPPENINGS: dict[str, Callable[[Take, SampleCase, Days], Happening]] = {
    "request_correction": _correction_requested,
    "receive_correction": _correction_received,
    "consult_third_party": _asked,
    "consult_agency": _asked,
    "notify_extension": _extended,
    "judge_reasons": _judged,
    "notify_fee": _fee_notified,
    "record_payment": _paid,
    "record_remedy_result": _ordered,
}


def _about(case: SampleCase, step: str, consultation: str) -> Take | None:
    return next((take for take in case.all(step) if take.fields["consultation"] == consultation), None)


def _late(answered: date, arrived: date | None, days: Days) -> bool:
    """An opinion after the fifteenth working day is kept, but moves no date (arts. 32, 34)."""
    return arrived is not None and answered > consultation_lapses(arrived, statute_for(arrived), days.calendar)


def _number(take: Take, field: str) -> int:
    value = take.fields[field]
    assert isinstance(value, int)  # noqa: S101 - scripts say so
    return value
