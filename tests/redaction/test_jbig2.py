"""What JBIG2 and CCITT put together again is the picture, pixel for pixel."""

import io
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw

from activities.redaction.bits import coded, lengths_for, packed, prefixes
from activities.redaction.cells import LARGEST, pieces
from activities.redaction.labels import _font
from activities.redaction.layers import Stencil
from activities.redaction.parts import Part
from activities.redaction.writing import join

SIZE = (640, 400)


def shown(pdf: bytes, size: tuple[int, int] = SIZE) -> list[Image.Image]:
    """The pages at one pixel a point, ink 255."""
    pages = [page.render(scale=0.99999, grayscale=True).to_pil() for page in pypdfium2.PdfDocument(pdf)]
    assert all(page.size == size for page in pages)
    return [page.point([255] * 128 + [0] * 128) for page in pages]


def kept(folder: Path, *pictures: Image.Image) -> bytes:
    """Pages of these pictures, in black, one point a pixel."""
    part = Part()
    for picture in pictures:
        part.add((float(picture.width), float(picture.height)), (Stencil((0, 0, 0), picture),))
    part.save(folder / "part.pdf")
    join([folder / "part.pdf"], folder / "whole.pdf")
    return (folder / "whole.pdf").read_bytes()


def filters(pdf: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return {str(one.Filter) for page in opened.pages for one in page.obj.Resources.XObject.as_dict().values()}


def written(*lines: str, rules: bool = False) -> Image.Image:
    picture = Image.new("1", SIZE)
    pen = ImageDraw.Draw(picture)
    pen.fontmode = "1"
    for number, line in enumerate(lines):
        pen.text((20, 20 + 40 * number), line, fill=1, font=_font(24))
        if rules:
            pen.rectangle((10, 15 + 40 * number, 630, 55 + 40 * number), outline=1)
    return picture


TEXT = ("国家秘密商业秘密个人隐私国家秘密", "一二三四五六七八九十一二三四五六", "abcdefgh abcdefgh iiii llll ....")


@pytest.mark.parametrize("rules", [False, True])
def test_letters_that_recur_are_kept_once_and_come_out_alike(rules: bool, tmp_path: Path) -> None:
    pictures = [written(*TEXT, rules=rules), written(*reversed(TEXT), rules=rules)]
    pdf = kept(tmp_path, *pictures)
    assert "/JBIG2Decode" in filters(pdf)
    for before, after in zip(pictures, shown(pdf), strict=True):
        assert ImageChops.difference(before.convert("L"), after).getbbox() is None


def test_the_rules_of_a_table_stay_whole(tmp_path: Path) -> None:
    picture = written(*TEXT)
    for x in range(5, 640, 90):
        ImageDraw.Draw(picture).line((x, 10, x, 270), fill=1)
    for y in (10, 140, 270):
        ImageDraw.Draw(picture).line((5, y, 635, y), fill=1)
    for after in shown(kept(tmp_path, picture, picture)):
        assert ImageChops.difference(picture.convert("L"), after).getbbox() is None


def test_a_drawing_goes_by_ccitt_alone(tmp_path: Path) -> None:
    picture = Image.new("1", SIZE)
    ImageDraw.Draw(picture).ellipse((10, 10, 600, 380), outline=1, width=3)
    pdf = kept(tmp_path, picture)
    assert filters(pdf) == {"/CCITTFaxDecode"}
    assert ImageChops.difference(picture.convert("L"), shown(pdf)[0]).getbbox() is None


BLOTS = st.lists(
    st.tuples(st.integers(0, 600), st.integers(0, 380), st.integers(1, 40), st.integers(1, 20)), max_size=90
)


RULES = st.lists(st.tuples(st.integers(0, 600), st.integers(0, 380), st.integers(60, 500), st.booleans()), max_size=12)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(blots=BLOTS, rules=RULES, repeated=st.integers(1, 3))
def test_any_picture_comes_out_alike(
    blots: list[tuple[int, int, int, int]], rules: list[tuple[int, int, int, bool]], repeated: int, tmp_path: Path
) -> None:
    picture = Image.new("1", SIZE)
    pen = ImageDraw.Draw(picture)
    for x, y, length, upright in rules:
        pen.line((x, y, x, y + length) if upright else (x, y, x + length, y), fill=1)
    for x, y, wide, high in blots:
        pen.ellipse((x, y, x + wide, y + high), outline=1)
    for after in shown(kept(tmp_path, *[picture] * repeated)):
        assert ImageChops.difference(picture.convert("L"), after).getbbox() is None


@settings(max_examples=60, deadline=None)
@given(blots=BLOTS)
def test_pieces_are_of_the_picture_and_apart(blots: list[tuple[int, int, int, int]]) -> None:
    picture = Image.new("1", SIZE)
    for x, y, wide, high in blots:
        ImageDraw.Draw(picture).rectangle((x, y, x + wide, y + high), outline=1)
    left, ink = picture.convert("L"), sum(picture.convert("L").histogram()[128:])
    for shape, x, y in pieces(picture):
        assert max(shape.width, shape.height) <= LARGEST
        box = (x, y, x + shape.width, y + shape.height)
        shown_there = left.crop(box)
        ink -= shape.pixels.count(b"\xff")
        assert shape.pixels.count(b"\xff") <= sum(shown_there.histogram()[128:])
        left.paste(0, box)
    assert ink >= 0


@given(st.lists(st.integers(0, 50), min_size=1, max_size=60))
def test_codes_made_to_measure_tell_every_symbol_apart(counts: list[int]) -> None:
    codes = [code for code in prefixes(lengths_for(counts, 15)) if code]
    assert len(codes) == sum(1 for often in counts if often)
    assert not any(one != other and other.startswith(one) for one in codes for other in codes)


def test_no_code_is_longer_than_asked() -> None:
    """Counts that grow like Fibonacci's make the deepest tree."""
    counts = [1, 1]
    while len(counts) < 30:
        counts.append(counts[-1] + counts[-2])
    assert max(lengths_for(counts, 31)) == 29
    assert max(lengths_for(counts, 15)) <= 15


@pytest.mark.parametrize(
    ("table", "value", "bits"),
    [
        (1, 0, "00000"),
        (1, 16, "1000000000"),
        (2, 0, "0"),
        (4, 1, "0"),
        (6, 0, "000000000"),
        (8, 4, "1000000"),
        (11, 1, "0"),
    ],
)
def test_standard_tables(table: int, value: int, bits: str) -> None:
    """ITU-T T.88, tables B.1 to B.11; prefixes as printed there."""
    assert coded(table, value) == bits


def test_bits_are_packed_from_the_left() -> None:
    assert packed("1") == b"\x80"
    assert packed("000000001") == b"\x00\x80"
    assert packed("") == b""
