"""Charts as geometry: where columns and points of an SVG stand. Colours, words and links are the templates' affair."""

from collections.abc import Sequence
from typing import NamedTuple

from schemas.figures import Trend

WIDTH, HEIGHT = 760, 220
LEFT, BOTTOM, TOP = 40, 24, 10
"""Room for the numbers beside the columns, for the days below them, and above the highest."""
LATEST = 36
"""So many weeks or months are drawn: the latest. What lies before them is seen by asking for an earlier period."""
LABELS = 12
"""About so many of them are named below the columns."""


class Mark(NamedTuple):
    """A line across, with its number."""

    y: float
    number: int


class Column(NamedTuple):
    """One column: its upper left corner and its size."""

    x: float
    y: float
    width: float
    height: float


class Group(NamedTuple):
    """A week or month: what was received beside what was closed. ``named``: whether its day stands below it."""

    trend: Trend
    x: float
    received: Column
    closed: Column
    named: bool


class ColumnChart(NamedTuple):
    """Columns over time."""

    width: int
    height: int
    ground: float
    left: float
    marks: tuple[Mark, ...]
    groups: tuple[Group, ...]


class Point(NamedTuple):
    """The share on time in a week or month in which something was closed."""

    trend: Trend
    x: float
    y: float
    percent: float


class LineChart(NamedTuple):
    """A share over time; ``path`` is broken where nothing was closed."""

    width: int
    height: int
    ground: float
    left: float
    marks: tuple[Mark, ...]
    points: tuple[Point, ...]
    path: str
    names: tuple[tuple[float, Trend], ...]


def latest(trend: Sequence[Trend]) -> tuple[Trend, ...]:
    """The part that is drawn."""
    return tuple(trend[-LATEST:])


def column_chart(trend: Sequence[Trend]) -> ColumnChart:
    """What was received and closed, two columns for each week or month."""
    top = round_above(max((max(one.received.count, one.closed.count) for one in trend), default=0))
    step = (WIDTH - LEFT) / max(len(trend), 1)
    groups = [
        Group(
            trend=one,
            x=round(LEFT + step * (n + 0.5), 1),
            received=_column(LEFT + step * (n + 0.12), step * 0.36, one.received.count, top),
            closed=_column(LEFT + step * (n + 0.52), step * 0.36, one.closed.count, top),
            named=_is_named(n, len(trend)),
        )
        for n, one in enumerate(trend)
    ]
    return ColumnChart(WIDTH, HEIGHT, HEIGHT - BOTTOM, LEFT, _marks(top), tuple(groups))


def line_chart(trend: Sequence[Trend]) -> LineChart:
    """The share of those closed that were on time, in per cent."""
    step = (WIDTH - LEFT) / max(len(trend), 1)
    points, path, broken = list[Point](), "", True
    for n, one in enumerate(trend):
        if not one.closed.count:
            broken = True
            continue
        percent = 100 * one.on_time.count / one.closed.count
        x, y = round(LEFT + step * (n + 0.5), 1), _y(percent, 100)
        points.append(Point(one, x, y, percent))
        path += f"{'M' if broken else 'L'}{x} {y}"
        broken = False
    names = [(round(LEFT + step * (n + 0.5), 1), one) for n, one in enumerate(trend) if _is_named(n, len(trend))]
    return LineChart(WIDTH, HEIGHT, HEIGHT - BOTTOM, LEFT, _marks(100), tuple(points), path, tuple(names))


def round_above(number: int) -> int:
    """The next number people count in: 1, 2, 5, 10, 20, 50, … and at least 5. Of 73: 100."""
    size = 1
    while True:
        for step in (1, 2, 5):
            if step * size >= max(number, 5):
                return step * size
        size *= 10


def _marks(top: int) -> tuple[Mark, ...]:
    return tuple(Mark(_y(top * n // 5, top), top * n // 5) for n in range(6)) if top % 5 == 0 else _halves(top)


def _halves(top: int) -> tuple[Mark, ...]:
    return tuple(Mark(_y(number, top), number) for number in (0, top // 2, top))


def _column(x: float, width: float, count: int, top: int) -> Column:
    y = _y(count, top)
    return Column(round(x, 1), y, round(width, 1), round(HEIGHT - BOTTOM - y, 1))


def _y(number: float, top: int) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * number / top, 1)


def _is_named(n: int, of: int) -> bool:
    return n % (-(-of // LABELS) or 1) == 0
