"""A mark blackens exactly what lies under it on the page as displayed, however it is turned, cropped or scaled."""

from pathlib import Path

import pytest
from pikepdf import Array, Pdf
from PIL import Image

from activities.redaction.blackening import GROWN, pixels
from activities.redaction.rendering import MOST_PIXELS, render_pages
from schemas.errors import InvalidInput
from schemas.pages import Box
from schemas.workshop import PageToDraw, RenderOrder
from tests.redaction.copies import Area, mark, part, seen, with_marks
from tests.redaction.papers import paper, words

CROPS = (
    (0.0, 0.0, 400.0, 300.0),
    (30.0, 20.0, 390.0, 280.0),
    (-200.0, -100.0, 200.0, 200.0),
    (5.5, 7.25, 395.5, 290.75),
)
SECRET: Area = (100, 50, 160, 80)
NEIGHBOUR: Area = (164, 50, 200, 80)
"""Where they are displayed, in points from the upper left corner."""


def laid_out(place: Area, crop: Area, turned: int) -> str:
    """The rectangle of the unturned page that is displayed at a place (ISO 32000-1, 8.3.2.3)."""
    left, bottom, right, top = crop
    x0, y0, x1, y1 = place
    user = {
        0: (left + x0, top - y1, left + x1, top - y0),
        90: (left + y0, bottom + x0, left + y1, bottom + x1),
        180: (right - x1, bottom + y0, right - x0, bottom + y1),
        270: (right - y1, top - x1, right - y0, top - x0),
    }[turned]
    return f"{user[0]} {user[1]} {user[2] - user[0]} {user[3] - user[1]} re f\n"


def turned_page(crop: Area, turned: int, unit: float = 1) -> bytes:
    """Red where the secret is displayed, green close by."""

    def turn(pdf: Pdf) -> None:
        page = pdf.pages[0].obj
        page.MediaBox = Array([crop[0] - 50, crop[1] - 50, crop[2] + 50, crop[3] + 50])
        page.CropBox, page.Rotate = Array(crop), turned
        if unit != 1:
            page.UserUnit = unit

    red, green = laid_out(SECRET, crop, turned), laid_out(NEIGHBOUR, crop, turned)
    return paper(f"1 0 0 rg {red} 0 0.5 0 rg {green}", change=turn)


def count(picture: Image.Image, red: int, green: int) -> int:
    """Pixels of about this colour."""
    colours = picture.getcolors(1 << 24) or []
    return sum(n for n, (r, g, b) in colours if abs(r - red) < 60 and abs(g - green) < 60 and b < 60)  # type: ignore[misc]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", CROPS)
def test_a_mark_is_where_it_was_put(crop: Area, turned: int, tmp_path: Path) -> None:
    content = turned_page(crop, turned)
    before, after = seen(content), seen(with_marks(tmp_path, content, mark(*SECRET)))
    assert abs(before.width - after.width) <= 1
    assert abs(before.height - after.height) <= 1
    assert count(part(before, SECRET), 255, 0) > 0.95 * (60 * 30 * (200 / 72) ** 2), "the red is where the mark will be"
    assert count(after, 255, 0) == 0
    assert abs(count(before, 0, 128) - count(after, 0, 128)) < 0.05 * count(before, 0, 128), "what is beside it stays"


def test_a_page_in_larger_units_is_marked_at_the_same_place(tmp_path: Path) -> None:
    content = turned_page(CROPS[0], 0, unit=3)
    assert count(seen(with_marks(tmp_path, content, mark(*SECRET))), 255, 0) == 0


@pytest.mark.parametrize("turned", [0, 90])
def test_the_preview_has_the_same_black(turned: int, tmp_path: Path) -> None:
    content = turned_page(CROPS[1], turned)
    (tmp_path / "source.pdf").write_bytes(content)
    for marks, red in (((), True), ((mark(*SECRET),), False)):
        page = PageToDraw(number=1, marks=marks)
        (size,) = render_pages(tmp_path, RenderOrder(source="source.pdf", pages=(page,))).pictures
        with Image.open(tmp_path / page.target) as picture:
            assert picture.size == (size.width, size.height)
            assert (count(picture.convert("RGB"), 255, 0) > 0) is red


@pytest.mark.parametrize("number", [0, 2])
def test_a_page_that_is_not_there_is_refused(number: int, tmp_path: Path) -> None:
    (tmp_path / "source.pdf").write_bytes(paper(""))
    with pytest.raises(InvalidInput, match="page_unknown"):
        render_pages(tmp_path, RenderOrder(source="source.pdf", pages=(PageToDraw(number=number),)))


def test_pages_after_the_first_are_drawn_while_there_is_time(tmp_path: Path) -> None:
    def thrice(pdf: Pdf) -> None:
        pdf.pages.extend([pdf.pages[0], pdf.pages[0]])

    (tmp_path / "source.pdf").write_bytes(paper(words("small"), change=thrice))
    order = RenderOrder(source="source.pdf", pages=tuple(PageToDraw(number=number) for number in (2, 3, 1)))
    assert [one.number for one in render_pages(tmp_path, order).pictures] == [2, 3, 1]
    hurried = order.model_copy(update={"ahead_seconds": -1.0})
    assert [one.number for one in render_pages(tmp_path, hurried).pictures] == [2]


def test_a_page_of_absurd_size_is_drawn_in_bounds(tmp_path: Path) -> None:
    (tmp_path / "source.pdf").write_bytes(paper(words("small"), size=(14_000, 14_000)))
    order = RenderOrder(source="source.pdf", pages=(PageToDraw(number=1),), dpi=300)
    (size,) = render_pages(tmp_path, order).pictures
    assert 0.9 * MOST_PIXELS < size.width * size.height < 1.01 * MOST_PIXELS


def test_a_box_is_never_made_smaller() -> None:
    place = pixels(Box(x0=10.2, y0=10.2, x1=20.1, y1=20.1), (200, 200), (100, 100))
    assert place == (20 - GROWN, 20 - GROWN, 41 + GROWN, 41 + GROWN)


def test_a_box_over_the_edge_is_cut_and_one_beside_the_page_is_nowhere() -> None:
    assert pixels(Box(x0=90, y0=90, x1=500, y1=500), (100, 100), (100, 100)) == (90 - GROWN, 90 - GROWN, 100, 100)
    assert pixels(Box(x0=200, y0=0, x1=300, y1=50), (100, 100), (100, 100)) is None
