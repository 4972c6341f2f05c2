"""The text of a page that is only a picture, where tesseract and its Chinese are installed."""

import shutil
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

import pypdfium2
import pytesseract

from activities.personal.page_text import PageText
from activities.personal.places import Rect

_LANGUAGES = ("chi_sim", "eng")
_DPI = 300
_MOST_PIXELS = 40_000_000
"""A larger page is read at fewer dots an inch: memory is bounded."""
_SECONDS = 120
_WORD_GAP = 0.45
"""In heights: Chinese characters further apart than this have a space between them."""


@dataclass(frozen=True, slots=True)
class _Word:
    line: tuple[int, int, int]
    text: str
    place: Rect


@cache
def can_recognise() -> bool:
    """Whether the engine and both languages are there; asked once for a process."""
    if shutil.which(pytesseract.pytesseract.tesseract_cmd) is None:
        return False
    return set(_LANGUAGES) <= set(pytesseract.get_languages())


def recognised(page: pypdfium2.PdfPage, number: int) -> PageText | None:
    """What the engine reads on the page as displayed; None where it is not installed.

    Raises ``RuntimeError`` when the engine takes more than 120 s, ``pytesseract.TesseractError`` when it fails.
    """
    if not can_recognise():
        return None
    width, height = page.get_size()
    scale = min(_DPI / 72, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    picture = page.render(scale=scale, grayscale=True).to_pil()
    kept = list(_characters(_words(picture, scale)))
    return PageText(number, "".join(c for c, _ in kept), tuple(place for _, place in kept))


def _words(picture: object, scale: float) -> list[_Word]:
    table = pytesseract.image_to_data(
        picture, lang="+".join(_LANGUAGES), timeout=_SECONDS, output_type=pytesseract.Output.DICT
    )
    columns = ("block_num", "par_num", "line_num", "text", "left", "top", "width", "height")
    rows = zip(*(table[column] for column in columns), strict=True)
    return [
        _Word((block, paragraph, line), text.strip(), Rect(x / scale, y / scale, (x + w) / scale, (y + h) / scale))
        for block, paragraph, line, text, x, y, w, h in rows
        if text.strip() and w and h
    ]


def _characters(words: list[_Word]) -> Iterator[tuple[str, Rect | None]]:
    for _, line in groupby(words, lambda word: word.line):
        before: _Word | None = None
        for word in line:
            if before is not None and not _joined(before, word):
                yield " ", None
            yield from _spread(word)
            before = word
        yield "\n", None


def _joined(before: _Word, after: _Word) -> bool:
    """The engine gives Chinese characters singly, as words of their own."""
    wide = {unicodedata.east_asian_width(c) for c in (before.text[-1], after.text[0])}
    near = after.place.x0 - before.place.x1 <= _WORD_GAP * max(before.place.height, after.place.height)
    return near and not wide.isdisjoint({"W", "F"})


def _spread(word: _Word) -> Iterator[tuple[str, Rect | None]]:
    """The engine has boxes of words only: its characters share it evenly."""
    x0, y0, _, y1 = word.place
    step = word.place.width / len(word.text)
    for index, character in enumerate(word.text):
        yield character, Rect(x0 + index * step, y0, x0 + (index + 1) * step, y1)
