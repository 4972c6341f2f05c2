"""The days of a demo: working days before today, and the days that the acts of a script name."""

from dataclasses import dataclass
from datetime import date

from api.demo.script import Ago, Ahead, SampleCase, Take, When
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.receipt import receipt_date


@dataclass(frozen=True, slots=True)
class Days:
    """``today`` at the agency when the demo began, and the calendar it counts by."""

    today: date
    calendar: WorkingCalendar

    def day(self, when: When) -> date:
        """The calendar day meant."""
        match when:
            case Ago():
                return self.calendar.before(self.today, when.working_days)
            case Ahead():
                return self.calendar.add(self.today, when.working_days)
        return when

    def of(self, take: Take, field: str) -> date:
        """The day a step names in this field; the day of the demo where it names none."""
        value = take.fields.get(field, Ago(0))
        assert isinstance(value, Ago | date)  # noqa: S101 - scripts name days so
        return self.day(value)

    def received_on(self, case: SampleCase) -> date | None:
        """The date of receipt by channel and confirmation (art. 31)."""
        confirmation = case.first("confirm_receipt")
        confirmed = self.of(confirmation, "confirmed_on") if confirmation else None
        return receipt_date(case.channel, self.day(case.arrived), confirmed)
