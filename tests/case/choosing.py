"""How arguments for steps are chosen: one of several, a day of a span, and what is known from outside."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, Protocol, TypeVar

from schemas.case import Case
from schemas.commands import Facts
from schemas.vocabulary import (
    DeliveryMethod,
)
from tests.case.builders import (
    ANSWERED_BEFORE,
    EDITED,
    PARTY_ID,
    STILL_OPEN,
    TEXT_ID,
    TEXT_IDS,
    document,
)
from workflows.moment import Moment

T = TypeVar("T")
Said = dict[str, Any]
DAY = timedelta(days=1)
Maker = Callable[[Case, Moment, "Choose"], Said]

POOL = tuple(document(number) for number in range(1, 9))
"""The uploaded documents of the case."""
PACKAGE = document(90)
"""The file in which a release is bound."""
TO_APPLICANTS = [method for method in DeliveryMethod if method is not DeliveryMethod.PUBLIC_NOTICE]


class Choose(Protocol):
    """Picks one of several."""

    def __call__(self, options: Sequence[T], /) -> T: ...


def first(options: Sequence[T], /) -> T:
    return options[0]


def last(options: Sequence[T], /) -> T:
    return options[-1]


def everything_known(name: str = "") -> Facts:
    """What the API would have fetched for a step when all it names is there."""
    return Facts(
        documents=(*POOL, EDITED),
        handler_known=True,
        person_known=True,
        text_id=TEXT_ID,
        text_ids=TEXT_IDS,
        party_id=PARTY_ID,
        other=STILL_OPEN if name == "join_application" else ANSWERED_BEFORE,
        items_before=5,
        package=(PACKAGE,),
    )


def day_between(earliest: date | None, latest: date, today: date, choose: Choose) -> date | None:
    """A day from the earliest to the latest; None where it goes without saying that it is today."""
    assert earliest
    days = [earliest + n * DAY for n in range((latest - earliest).days + 1)]
    return choose([*days[:3], *days[-3:], None] if latest == today else days)


def since(earliest: date | None, moment: Moment, choose: Choose) -> date | None:
    return day_between(earliest, moment.today, moment.today, choose)


def always(**said: Any) -> Maker:
    """The same for every case."""
    return lambda case, moment, choose: dict(said)
