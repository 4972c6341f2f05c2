"""The ground printed on the black: short enough for a box over a name."""

from collections.abc import Iterator
from functools import cache

from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import sans_path

from schemas.law.statute import Statute
from schemas.law.versions import STATUTES
from schemas.vocabulary import Ground

_NAMES = {
    Ground.STATE_SECRET: "国家秘密",
    Ground.FORBIDDEN_BY_LAW: "法律禁止公开",
    Ground.SECURITY_AND_STABILITY: "三安全一稳定",
    Ground.BUSINESS_SECRET: "商业秘密",
    Ground.PRIVACY: "个人隐私",
    Ground.INTERNAL_AFFAIRS: "内部事务",
    Ground.PROCESS_INFORMATION: "过程性信息",
    Ground.ENFORCEMENT_FILE: "执法案卷",
}
_LARGEST = 13.0
"""Points."""
_SMALLEST_WORDS, _SMALLEST_NUMBER = 13, 8
"""Pixels: characters below that cannot be told apart, digits can."""
_FILLED, _MARGIN = 0.86, 0.94
"""How much of the box's height and length a label takes up at most."""


def label(
    size: tuple[int, int], ground: Ground, pixels_per_point: float, *, soft: bool, statute: Statute = STATUTES[-1]
) -> Image.Image | None:
    """White letters in a box of this size in pixels, as a mask (mode L); in a tall and narrow one they run downwards.

    The name with its article where it fits, else the name, else the article; nothing where none could be read.
    """
    length, height = max(size), min(size)
    for words, smallest in _choices(ground, statute):
        at = int(min(_fitting(words, length * _MARGIN, height * _FILLED), _LARGEST * pixels_per_point))
        if at >= smallest:
            flat = _printed(words, at, (length, height), soft=soft)
            return flat if size[0] >= size[1] else flat.transpose(Image.Transpose.ROTATE_270)
    return None


def _choices(ground: Ground, statute: Statute) -> Iterator[tuple[str, int]]:
    """Texts, fullest first, each with the pixels below which it is no use; no article where the version has none."""
    place = statute.grounds.get(ground)
    if place:
        yield f"{_NAMES[ground]} §{place.code}", _SMALLEST_WORDS
    yield _NAMES[ground], _SMALLEST_WORDS
    if place:
        yield f"§{place.code}", _SMALLEST_NUMBER


def _fitting(words: str, length: float, height: float) -> float:
    """The size in pixels at which the words are as long or as high as they may be."""
    left, top, right, bottom = _font(100).getbbox(words)
    return 100 * min(length / (right - left), height / (bottom - top))


def _printed(words: str, at: int, size: tuple[int, int], *, soft: bool) -> Image.Image:
    sheet = Image.new("L", (size[0] + 2 * at, size[1] + 2 * at))
    pen = ImageDraw.Draw(sheet)
    pen.fontmode = "L" if soft else "1"
    pen.text((at, 0), words, fill=255, font=_font(at))
    letters, mask = sheet.crop(sheet.getbbox()), Image.new("L", size)
    mask.paste(letters, ((size[0] - letters.width) // 2, (size[1] - letters.height) // 2))
    return mask


@cache
def _font(pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(sans_path()), pixels)
