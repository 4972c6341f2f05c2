"""The days of a demo: working days before today, and the deadline that follows from what was sent, counted anew."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from api.demo.script import Ago, SampleCase, When
from schemas.clock import ClockEvent, ClockLine, CorrectionWasReceived, CorrectionWasRequested, Deadline
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.clock import deadline
from workflows.rules.receipt import receipt_date
from workflows.rules.statute import statute_for


@dataclass(frozen=True, slots=True)
class Days:
    """``today`` at the agency when the demo began, and the calendar it counts by."""

    today: date
    calendar: WorkingCalendar

    def day(self, when: When) -> date:
        """The calendar day meant."""
        return self.calendar.before(self.today, when.working_days) if isinstance(when, Ago) else when

    def received_on(self, case: SampleCase) -> date | None:
        """The date of receipt by channel and confirmation (art. 31)."""
        confirmation = case.first("confirm_receipt")
        confirmed = self._field(confirmation.fields["confirmed_on"]) if confirmation else None
        return receipt_date(case.channel, self.day(case.arrived), confirmed)

    def deadline(self, case: SampleCase, as_of: date | None = None) -> Deadline | None:
        """The deadline by the rules alone, from the days in the script; None without a date of receipt."""
        received = self.received_on(case)
        if received is None:
            return None
        events = tuple(self._clock(case))
        line = ClockLine(statute=statute_for(received).id, received=received, events=events, as_of=as_of)
        return deadline(line, self.calendar)

    def _clock(self, case: SampleCase) -> Iterator[ClockEvent]:
        if requested := case.first("request_correction"):
            yield CorrectionWasRequested(on=self._field(requested.fields["notified_on"]))
        if received := case.first("receive_correction"):
            yield CorrectionWasReceived(on=self._field(received.fields["received_on"]))

    def _field(self, value: object) -> date:
        assert isinstance(value, Ago | date)  # noqa: S101 - scripts name every day
        return self.day(value)
