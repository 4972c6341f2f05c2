"""Which way the lines of a page run, and the page turned so that they run from left to right."""

from collections import Counter
from enum import IntEnum
from itertools import pairwise

from activities.personal.places import Rect

Places = tuple[Rect | None, ...]


class Direction(IntEnum):
    """Clockwise degrees from left-to-right: a page displayed sideways, or columns written from top to bottom."""

    RIGHT = 0
    DOWN = 90
    LEFT = 180
    UP = 270


def upright(places: Places, turned: int) -> Places:
    """The same places in a frame in which most lines run to the right and follow each other downwards.

    ``turned``: clockwise degrees by which the characters lie. Those of a vertical line stand upright; it is known by
    where the next one is.
    """
    direction = Direction(turned) if turned else _direction(places)
    return places if direction is Direction.RIGHT else tuple(place and _turned(place, direction) for place in places)


def _direction(places: Places) -> Direction:
    """Where most characters follow the one before, as the file has them."""
    inked = [place for place in places if place is not None]
    steps = Counter(_step(before, after) for before, after in pairwise(inked))
    return max(Direction, key=lambda direction: steps[direction])


def _step(before: Rect, after: Rect) -> Direction:
    right, down = after.x0 + after.x1 - before.x0 - before.x1, after.y0 + after.y1 - before.y0 - before.y1
    if abs(right) >= abs(down):
        return Direction.RIGHT if right >= 0 else Direction.LEFT
    return Direction.DOWN if down > 0 else Direction.UP


def _turned(place: Rect, direction: Direction) -> Rect:
    x0, y0, x1, y1 = place
    match direction:
        case Direction.DOWN:
            return Rect(y0, -x1, y1, -x0)
        case Direction.LEFT:
            return Rect(-x1, -y1, -x0, -y0)
        case _:
            return Rect(-y1, x0, -y0, x1)
