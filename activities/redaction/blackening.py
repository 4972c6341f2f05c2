"""Marks burnt into a picture: the pixels under them are gone before anything is made of it."""

import math

from PIL import Image

from activities.redaction.labels import label
from schemas.law.statute import Statute
from schemas.pages import Box, Mark

GROWN = 2
"""Pixels by which a mark is made larger on each side: the edge of a letter may reach past its box."""

Pixels = tuple[int, int, int, int]


def blacken(
    picture: Image.Image, size: tuple[float, float], marks: tuple[Mark, ...], statute: Statute, *, soft: bool = True
) -> None:
    """Black over the marks, then their grounds in white on it. ``size``: of the page, in points; ``soft``: the letters'
    edges are grey. All is black before the first letter: no mark may cover the ground of another with its own."""
    places = [(place, mark) for mark in marks if (place := pixels(mark.box, picture.size, size))]
    for place, _ in places:
        picture.paste("black", place)
    for (x0, y0, x1, y1), mark in places:
        words = label((x1 - x0, y1 - y0), mark.ground, picture.width / size[0], soft=soft, statute=statute)
        if words:
            picture.paste("white", (x0, y0), words)


def pixels(box: Box, picture: tuple[int, int], size: tuple[float, float]) -> Pixels | None:
    """Where a box of the page lies in its picture, rounded outwards, grown, cut at the edges; None: beside the page."""
    across, down = picture[0] / size[0], picture[1] / size[1]
    x0, y0 = math.floor(box.x0 * across) - GROWN, math.floor(box.y0 * down) - GROWN
    x1, y1 = math.ceil(box.x1 * across) + GROWN, math.ceil(box.y1 * down) + GROWN
    place = max(0, x0), max(0, y0), min(picture[0], x1), min(picture[1], y1)
    return place if place[0] < place[2] and place[1] < place[3] else None
