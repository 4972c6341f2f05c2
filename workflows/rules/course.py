"""The course of one clock: what the events made of the limit so far, and which events make no sense."""

from dataclasses import dataclass, field
from datetime import date
from typing import NoReturn

from schemas.clock import (
    ClockEvent,
    ClockLine,
    ConsultationAnswered,
    ConsultationSent,
    CorrectionWasReceived,
    CorrectionWasRequested,
    Delayed,
    Extended,
    FeePaid,
    Ordered,
)
from schemas.errors import InvalidInput
from schemas.law.statute import Article, Statute
from schemas.vocabulary import Consulted
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.spans import Span, counted, end_of, union


@dataclass(slots=True)
class Consultation:
    """One letter asking for an opinion, its days as ranks: ``end`` is the lapse, or the answer when that is earlier."""

    id: str
    who: Consulted
    sent: int
    delivered: int
    end: int
    proven: bool = True
    answered: bool = False

    def span(self, *, strict: bool = False) -> Span:
        """The days left out: after sending (strictly: after delivery), up to the end.

        Strictly, none while nothing proves that the letter arrived: courts did not deduct such time (docs/law.md 6.21).
        """
        if strict and not (self.proven or self.answered):
            return self.end, self.end
        return (self.delivered if strict else self.sent), self.end


@dataclass(frozen=True, slots=True)
class OrderedLimit:
    """The limit of an ordered new reply: its working days and its last day, which nothing moves."""

    working_days: int
    last_day: date


@dataclass(slots=True)
class Course:
    """Follows the events of a line in order; a senseless one is ``InvalidInput`` with its code and place.

    ``on_record``: the events were judged when they happened. What a new calendar, or an act entered late, has since
    made too late adds nothing to the limit; it is not refused any more.
    """

    statute: Statute
    calendar: WorkingCalendar
    start: date
    day_zero: int  # the rank of start
    restarted_by: ClockEvent | None = None
    extension: int = 0  # working days added to the current limit
    extended: bool = False  # ever: a restart does not bring the one extension back
    delay: int = 0  # working days added to the current limit
    delayed: bool = False  # ever
    ordered: OrderedLimit | None = None
    consultations: dict[str, Consultation] = field(default_factory=dict)
    correction_requested: CorrectionWasRequested | None = None
    correction_received: bool = False
    fee_notified: bool = False
    fee_paid: bool = False
    on_record: bool = False
    place: int = 0

    @property
    def limit(self) -> int:
        """Working days of the current limit."""
        return self.ordered.working_days if self.ordered else self.statute.answer_limit + self.extension + self.delay

    @property
    def article(self) -> Article:
        """Where the current limit stands: that of the answer, or that of the remedies for an ordered new reply."""
        return self.statute.article("remedies" if self.ordered else "answer")

    def excluded(self, *, strict: bool = False) -> list[Span]:
        """The working days that do not count (art. 33(3)), an open consultation taken to its lapse."""
        if self.ordered:
            return []
        excluded = self.statute.excluded
        return union(one.span(strict=strict) for one in self.consultations.values() if one.who in excluded)

    def due(self, excluded: list[Span]) -> date:
        """The last day to answer, when these working days do not count."""
        if self.ordered:
            return self.ordered.last_day
        return self.calendar.day(end_of(self.day_zero, self.limit, excluded))

    def used(self, as_of: date, excluded: list[Span]) -> int:
        """Days of the current limit that counted, up to and including a day, also beyond the limit."""
        return counted(self.day_zero, self.calendar.rank(as_of), excluded)

    def take(self, event: ClockEvent) -> None:
        """Let one event happen."""
        match event.kind:
            case "correction_requested":
                self._request_correction(event)
            case "correction_received":
                self._receive_correction(event)
            case "consultation_sent":
                self._send_consultation(event)
            case "consultation_answered":
                self._answer_consultation(event)
            case "extended":
                self._extend(event)
            case "delayed":
                self._delay(event)
            case "ordered":
                self._order(event)
            case "fee_notified":
                self.fee_notified = True
            case "fee_paid":
                self._pay_fee(event)

    def _request_correction(self, event: CorrectionWasRequested) -> None:
        """Once, for everything (art. 30). The clock simply runs on; an irregular one does not even restart it."""
        if self.correction_requested:
            self._refuse("second_correction_request")
        self.correction_requested = event

    def _receive_correction(self, event: CorrectionWasReceived) -> None:
        """A full new limit from the receipt of the corrected application (art. 30), unless asked for too late."""
        if not self.correction_requested:
            self._refuse("correction_not_requested")
        if self.correction_received:
            self._refuse("correction_already_received")
        self.correction_received = True
        if self.statute.correction_restarts and not self.correction_requested.irregular:
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

    def _restart(self, event: CorrectionWasReceived | FeePaid | Ordered) -> None:
        """The base limit anew; what an extension or a delay had added is gone."""
        if self.ordered and event.kind != "ordered" and self._in_vain("ordered_limit_stands"):
            return
        self.start, self.day_zero = event.on, self.calendar.rank(event.on)
        self.restarted_by, self.extension, self.delay = event, 0, 0

    def _order(self, event: Ordered) -> None:
        """A limit of its own from the order on: so many working days, or a last day that stays, working or not."""
        if event.by is not None and event.by <= event.on:
            self._refuse("ordered_by_not_after", "by")
        self._restart(event)
        last_day = event.by or self.calendar.add(event.on, event.working_days or 0)
        self.ordered = OrderedLimit(self.calendar.count(event.on, last_day), last_day)

    def _send_consultation(self, event: ConsultationSent) -> None:
        if event.id in self.consultations:
            self._refuse("duplicate_consultation_id", "id")
        if event.delivered is not None and event.delivered < event.on:
            self._refuse("delivered_before_sent", "delivered")
        sent, delivered = self.calendar.rank(event.on), self.calendar.rank(event.delivered or event.on)
        lapse = delivered + self.statute.consultation_limit
        proven = event.delivered is not None
        self.consultations[event.id] = Consultation(event.id, event.who, sent, delivered, lapse, proven)

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
        if self.ordered and self._in_vain("ordered_limit_stands"):
            return
        if event.on > self.due(self.excluded()) and self._in_vain("extension_after_due", "on"):
            return
        self.extension, self.extended = event.working_days, True

    def _delay(self, event: Delayed) -> None:
        """Once, while the limit runs, and apart from the extension (art. 35)."""
        if event.working_days < 1:
            self._refuse("delay_not_positive", "working_days")
        if not self.statute.excess:
            self._refuse("no_delay_rule")
        if self.delayed:
            self._refuse("second_delay")
        if self.ordered and self._in_vain("ordered_limit_stands"):
            return
        if event.on > self.due(self.excluded()) and self._in_vain("delay_after_due", "on"):
            return
        self.delay, self.delayed = event.working_days, True

    def _in_vain(self, code: str, name: str = "kind") -> bool:
        """Whether an event that comes too late is merely without effect: on record it is, else it is refused."""
        if not self.on_record:
            self._refuse(code, name)
        return True

    def _refuse(self, code: str, name: str = "kind") -> NoReturn:
        raise InvalidInput(code, field=f"events.{self.place}.{name}")


def follow(line: ClockLine, statute: Statute, calendar: WorkingCalendar, *, on_record: bool = False) -> Course:
    """The course of a line's events, which must stand in the order of their dates."""
    day_zero = calendar.rank(line.received)
    course = Course(statute, calendar, start=line.received, day_zero=day_zero, on_record=on_record)
    latest = line.received
    for course.place, event in enumerate(line.events):
        if event.on < latest:
            code = "date_before_receipt" if event.on < line.received else "events_out_of_order"
            raise InvalidInput(code, field=f"events.{course.place}.on")
        latest = event.on
        course.take(event)
    return course
