"""How soon work went on after each fault, told from the ledger alone."""

from collections.abc import Iterable, Sequence
from statistics import median

from schemas.base import Recorded
from tests.chaos.ledger import Acknowledged, Ledger
from tests.chaos.plan import KINDS


class Befallen(Recorded):
    """A fault that fell on a part: when it began and when it was over, by the ledger's clock.

    Over means that nothing is held down any more. A kill is over at once: starting again is recovering.
    """

    part: str
    harm: str
    began: float
    over: float


class Recovery(Recorded):
    """Seconds after the end of the faults of one kind, of ``times`` of them.

    ``first``: until a command was acknowledged that had been sent after the end. ``all``: until every command was
    acknowledged that waited for its answer at the end. Median and worst of each.
    """

    part: str
    harm: str
    times: int
    first_median: float
    first_worst: float
    all_median: float
    all_worst: float


def recoveries(befallen: Sequence[Befallen], ledger: Ledger) -> list[Recovery]:
    """One line a kind of fault, in the order of the plan; a fault after which nothing was sent tells nothing."""
    answered = sorted(ledger.acknowledged.values(), key=lambda one: one.at)
    found = []
    for part, harm in dict.fromkeys([*KINDS, *((one.part, one.harm) for one in befallen)]):
        ends = [one.over for one in befallen if (one.part, one.harm) == (part, harm)]
        first = [seconds for end in ends if (seconds := _first_after(end, answered)) is not None]
        if first:
            found.append(_line(part, harm, first, [_all_after(end, answered) for end in ends]))
    return found


def _first_after(end: float, answered: Iterable[Acknowledged]) -> float | None:
    return next((one.at - end for one in answered if one.sent >= end), None)


def _all_after(end: float, answered: Iterable[Acknowledged]) -> float:
    return max((one.at - end for one in answered if one.first < end < one.at), default=0.0)


def _line(part: str, harm: str, first: Sequence[float], rest: Sequence[float]) -> Recovery:
    return Recovery(
        part=part,
        harm=harm,
        times=len(first),
        first_median=round(median(first), 2),
        first_worst=round(max(first), 2),
        all_median=round(median(rest), 2),
        all_worst=round(max(rest), 2),
    )
