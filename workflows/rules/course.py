"""The course of one clock: what the events made of the limit so far, and which events make no sense."""

from dataclasses import dataclass, field
from datetime import date
from typing import NoReturn

from schemas.clock import (
    ClockEvent,
    ClockLine,
    ConsultationAnswered,
    ConsultationSent,
    Consulted,
    CorrectionWasReceived,
    Extended,
    FeePaid,
)
from schemas.errors import InvalidInput
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.spans import Span, counted, end_of, union
from workflows.rules.statute import Statute


@dataclass(slots=True)
class Consultation:
    """One letter asking for an opinion, its days as ranks: ``end`` is the lapse, or the answer when that is earlier."""

    id: str
    who: Consulted
    sent: int
    delivered: int
    end: int
    answered: bool = False

    def span(self, *, strict: bool = False) -> Span:
        """The days left out: after sending (strictly: after delivery), up to the end."""
        return (self.delivered if strict else self.sent), self.end


@dataclass(slots=True)
class Course:
    """Follows the events of a line in order; a senseless one is ``InvalidInput`` with its code and place."""

    statute: Statute
    calendar: WorkingCalendar
    start: date
    day_zero: int  # the rank of start
    restarted_by: ClockEvent | None = None
    extension: int = 0  # working days added to the current limit
    extended: bool = False  # ever: a restart does not bring the one extension back
    consultations: dict[str, Consultation] = field(default_factory=dict)
    correction_requested: bool = False
    correction_received: bool = False
    fee_notified: bool = False
    fee_paid: bool = False
    place: int = 0

    @property
    def limit(self) -> int:
        return self.statute.answer_limit + self.extension

    def excluded(self, *, strict: bool = False) -> list[Span]:
        """The working days that do not count (art. 33(3)), an open consultation taken to its lapse."""
        excluded = self.statute.excluded
        return union(one.span(strict=strict) for one in self.consultations.values() if one.who in excluded)

    def due(self, excluded: list[Span]) -> date:
        """The last day to answer, when these working days do not count."""
        return self.calendar.day(end_of(self.day_zero, self.limit, excluded))

    def used(self, as_of: date, excluded: list[Span]) -> int:
        """Days of the current limit that counted, up to and including a day, also beyond the limit."""
        return counted(self.day_zero, self.calendar.rank(as_of), excluded)

    def take(self, event: ClockEvent) -> None:
        """Let one event happen."""
        match event.kind:
            case "correction_requested":
                self._request_correction()
            case "correction_received":
                self._receive_correction(event)
            case "consultation_sent":
                self._send_consultation(event)
            case "consultation_answered":
                self._answer_consultation(event)
            case "extended":
                self._extend(event)
            case "fee_notified":
                self.fee_notified = True
            case "fee_paid":
                self._pay_fee(event)

    def _request_correction(self) -> None:
        """Once, for everything (art. 30). A late one is irregular, but the clock simply runs on."""
        if self.correction_requested:
            self._refuse("second_correction_request")
        self.correction_requested = True

    def _receive_correction(self, event: CorrectionWasReceived) -> None:
        """A full new limit from the receipt of the corrected application (art. 30)."""
        if not self.correction_requested:
            self._refuse("correction_not_requested")
        if self.correction_received:
            self._refuse("correction_already_received")
        self.correction_received = True
        if self.statute.correction_restarts:
            self._restart(event)

    def _pay_fee(self, event: FeePaid) -> None:
        """A full new limit, the day after payment being day 1 (国办函〔2020〕109号 art. 6)."""
        if not self.fee_notified:
            self._refuse("fee_not_notified")
        if self.fee_paid:
            self._refuse("fee_already_paid")
        self.fee_paid = True
        if self.statute.fee_restarts:
            self._restart(event)

    def _restart(self, event: CorrectionWasReceived | FeePaid) -> None:
        """The base limit anew; what an extension had added is gone."""
        self.start, self.day_zero = event.on, self.calendar.rank(event.on)
        self.restarted_by, self.extension = event, 0

    def _send_consultation(self, event: ConsultationSent) -> None:
        if event.id in self.consultations:
            self._refuse("duplicate_consultation_id", "id")
        if event.delivered is not None and event.delivered < event.on:
            self._refuse("delivered_before_sent", "delivered")
        sent, delivered = self.calendar.rank(event.on), self.calendar.rank(event.delivered or event.on)
        lapse = delivered + self.statute.consultation_limit
        self.consultations[event.id] = Consultation(event.id, event.who, sent, delivered, lapse)

    def _answer_consultation(self, event: ConsultationAnswered) -> None:
        consultation = self.consultations.get(event.id)
        if consultation is None:
            self._refuse("answer_to_unknown_consultation", "id")
        if consultation.answered:
            self._refuse("consultation_already_answered", "id")
        consultation.answered = True
        consultation.end = min(consultation.end, self.calendar.rank(event.on))

    def _extend(self, event: Extended) -> None:
        """Once, while the limit runs, by no more than the statute allows (art. 33(2))."""
        if event.working_days < 1:
            self._refuse("extension_not_positive", "working_days")
        if event.working_days > self.statute.longest_extension:
            self._refuse("extension_too_long", "working_days")
        if self.extended:
            self._refuse("second_extension")
        if event.on > self.due(self.excluded()):
            self._refuse("extension_after_due", "on")
        self.extension, self.extended = event.working_days, True

    def _refuse(self, code: str, name: str = "kind") -> NoReturn:
        raise InvalidInput(code, field=f"events.{self.place}.{name}")


def follow(line: ClockLine, statute: Statute, calendar: WorkingCalendar) -> Course:
    """The course of a line's events, which must stand in the order of their dates."""
    course = Course(statute, calendar, start=line.received, day_zero=calendar.rank(line.received))
    latest = line.received
    for course.place, event in enumerate(line.events):
        if event.on < latest:
            code = "date_before_receipt" if event.on < line.received else "events_out_of_order"
            raise InvalidInput(code, field=f"events.{course.place}.on")
        latest = event.on
        course.take(event)
    return course
