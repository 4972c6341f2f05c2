"""The clock's own language: what happened to a time limit, and what follows from it. Dates only, no clock times."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from schemas.base import Clean, Frozen, Recorded
from schemas.law.versions import KnownStatute
from schemas.vocabulary import Consulted, StatuteId


def written_as_a_date(value: object) -> object:
    """Only ``"2026-05-11"`` is a date: left alone, pydantic reads ``"1747008000"`` as seconds since 1970."""
    if isinstance(value, date) or (isinstance(value, str) and len(value) == 10 and value[4] == "-"):
        return value
    raise PydanticCustomError("date_parsing", "a date is written YYYY-MM-DD")


Day = Annotated[date, BeforeValidator(written_as_a_date)]
ConsultationId = Annotated[str, StringConstraints(min_length=1, max_length=200), Clean]


class CalendarData(Recorded):
    """Dated exceptions to the Monday-to-Friday week, with the version they were published under.

    ``off`` are weekdays without work, ``on`` are weekend days with work (调休上班). A year in ``official_years``
    has its official arrangement; any other year is a guess, and what reaches into it is provisional.
    Both lists are ascending.
    """

    version: str
    official_years: tuple[int, ...]
    off: tuple[date, ...]
    on: tuple[date, ...]

    def window(self, first_year: int, last_year: int) -> "CalendarData":
        """The same calendar, limited to some years, to travel with a case. Outside it every year is provisional."""
        return CalendarData(
            version=self.version,
            official_years=tuple(year for year in self.official_years if first_year <= year <= last_year),
            off=tuple(day for day in self.off if first_year <= day.year <= last_year),
            on=tuple(day for day in self.on if first_year <= day.year <= last_year),
        )


class CorrectionWasRequested(Frozen):
    """``irregular``: sent too late, so that the limit runs on and the correction does not restart it."""

    kind: Literal["correction_requested"] = "correction_requested"
    on: Day
    irregular: bool = False


class CorrectionWasReceived(Frozen):
    kind: Literal["correction_received"] = "correction_received"
    on: Day


class ConsultationSent(Frozen):
    """``delivered`` is the day the consulted party received the letter; unknown yet: null, taken as ``on``."""

    kind: Literal["consultation_sent"] = "consultation_sent"
    on: Day
    id: ConsultationId
    who: Consulted
    delivered: Day | None = None


class ConsultationAnswered(Frozen):
    kind: Literal["consultation_answered"] = "consultation_answered"
    on: Day
    id: ConsultationId


class Extended(Frozen):
    kind: Literal["extended"] = "extended"
    on: Day
    working_days: Annotated[int, Field(strict=True)]


class Delayed(Frozen):
    """A reasonable delay after good reasons for an excessive application (art. 35): working days added."""

    kind: Literal["delayed"] = "delayed"
    on: Day
    working_days: Annotated[int, Field(strict=True)]


class Ordered(Frozen):
    """A new reply ordered on ``on`` within some working days, or by a day: a limit of its own that nothing moves."""

    kind: Literal["ordered"] = "ordered"
    on: Day
    working_days: Annotated[int, Field(strict=True, ge=1)] | None = None
    by: Day | None = None

    @model_validator(mode="after")
    def _one_of_the_two(self) -> Self:
        if (self.working_days is None) == (self.by is None):
            wrong = "missing" if self.by is None else "extra_forbidden"
            raise PydanticCustomError(wrong, "an ordered limit has working_days or by, and not both")
        return self


class FeeNotified(Frozen):
    kind: Literal["fee_notified"] = "fee_notified"
    on: Day


class FeePaid(Frozen):
    kind: Literal["fee_paid"] = "fee_paid"
    on: Day


ClockEvent = Annotated[
    CorrectionWasRequested
    | CorrectionWasReceived
    | ConsultationSent
    | ConsultationAnswered
    | Extended
    | Delayed
    | Ordered
    | FeeNotified
    | FeePaid,
    Field(discriminator="kind"),
]


class ClockLine(Frozen):
    """One line into ``daylight clock``; events in the order of their dates.

    ``as_of``: the day up to which used days are counted; by default the last event's, else the day of receipt.
    """

    statute: KnownStatute
    received: Day
    as_of: Day | None = None
    events: tuple[ClockEvent, ...] = ()


class DayKind(StrEnum):
    """Why a day counts or not."""

    RECEIPT = "receipt"  # day 0
    COUNTED = "counted"
    COUNTED_MAKE_UP = "counted_make_up"  # 调休上班
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    EXCLUDED = "excluded"  # art. 33(3)
    RESTART = "restart"  # a new day 0


class ExplainedDay(Frozen):
    """One day of the count: ``number`` is the working day of the current limit, null when the day did not count."""

    day: date
    kind: DayKind
    number: int | None = None
    because: str
    provisional: bool = False


class Deadline(Frozen):
    """What follows from a clock: the due date and how far the limit is used.

    ``due``: last day to answer. ``strict_due``: the earlier internal target that excludes a consultation only from the
    receipt of the letter to the answer. ``limit``: working days of the current limit, extension included.
    ``working_days_used``: days of the current limit after its start, up to and including ``as_of``, that counted;
    they go on being counted when the limit is over, and then ``working_days_left`` is negative.
    ``provisional``: the count reaches into a year whose official arrangement is not known.
    ``correction_notice_by``: last day for the correction notice (art. 30), null under the 2007 statute.
    """

    due: date
    strict_due: date
    limit: int
    limit_starts: date
    working_days_used: int
    working_days_left: int
    provisional: bool
    correction_notice_by: date | None
    as_of: date
    statute: StatuteId
    article: str
    calendar_version: str
    days: tuple[ExplainedDay, ...] | None = None
