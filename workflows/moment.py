"""When, by whom and under which calendar a step is taken; and the two words every guard is written with."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from schemas.commands import Facts
from schemas.errors import InvalidInput, StepRefused
from schemas.events import Actor
from workflows.rules.calendar import WorkingCalendar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Moment:
    """``at`` is the instant (UTC); ``today`` the date at the agency. ``facts`` were fetched before the decision."""

    at: datetime
    today: date
    actor: Actor
    calendar: WorkingCalendar
    facts: Facts = field(default_factory=Facts)


def moment_of(
    at: datetime, timezone: str, actor: Actor, calendar: WorkingCalendar, facts: Facts | None = None
) -> Moment:
    """The moment ``at`` as seen from the agency's time zone."""
    return Moment(at, at.astimezone(ZoneInfo(timezone)).date(), actor, calendar, facts or Facts())


def refuse_if(condition: object, code: str, *, article: str | None = None) -> None:
    """Refuse the step with a code and the article that forbids it."""
    if condition:
        raise StepRefused(code, article=article)


def refuse_unless(condition: object, code: str, *, article: str | None = None) -> None:
    """Refuse the step unless the condition holds."""
    refuse_if(not condition, code, article=article)


def reject_if(condition: object, code: str, *, field: str) -> None:
    """Reject senseless input, naming its field."""
    if condition:
        raise InvalidInput(code, field=field)


def present(value: T | None, code: str, *, field: str) -> T:
    """The value; reject the input that should have named it."""
    reject_if(value is None, code, field=field)
    assert value is not None  # noqa: S101 - rejected above
    return value


def reject_date(day: date, *, field: str, moment: Moment, not_before: date | None = None) -> None:
    """A recorded act lies neither in the future nor before the act it answers to."""
    reject_if(day > moment.today, "date_in_future", field=field)
    reject_if(not_before is not None and day < not_before, "date_before_receipt", field=field)
