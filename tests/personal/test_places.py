"""Where a finding lies on the page as people see it: turned, cropped, in columns, over two lines."""

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from activities.personal.finding import find_personal
from activities.personal.page_text import PageText, page_text
from activities.personal.places import Rect
from activities.personal.recognition import can_recognise, recognised
from schemas.pages import Box, Found, PersonalKind
from tests.bench.corpus import PDF, corpus
from tests.personal.pages import IDENTITY, MOBILE, pdf_of

_LINE = f"身份证号：{IDENTITY}，手机：{MOBILE}"
_SCALE = 2
_INK = 128


def _only(pdf: pypdfium2.PdfDocument, kind: PersonalKind) -> Found:
    (only,) = [one for one in find_personal(page_text(pdf[0], 1)) if one.kind is kind]
    return only


def _ink_without(pdf: pypdfium2.PdfDocument, boxes: tuple[Box, ...]) -> tuple[int, int]:
    """Dark pixels within the boxes and on the whole page."""
    picture = pdf[0].render(scale=_SCALE, grayscale=True).to_pil()
    cuts = [(box.x0 * _SCALE, box.y0 * _SCALE, box.x1 * _SCALE, box.y1 * _SCALE) for box in boxes]
    return sum(_dark(picture.crop(cut)) for cut in cuts), _dark(picture)


def _dark(picture: Image.Image) -> int:
    return sum(picture.histogram()[:_INK])


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("cropped", [False, True])
def test_the_box_covers_the_number_and_nothing_else(rotation: int, cropped: bool) -> None:
    """The number alone on its line, so that all ink of the page but that of its label lies in the box."""

    def change(page: pikepdf.Page) -> None:
        page.rotate(rotation, relative=False)
        if cropped:
            page.cropbox = pikepdf.Rectangle(25, 150, 380, 290)

    pdf = pdf_of(IDENTITY, change=change)
    within, everywhere = _ink_without(pdf, _only(pdf, PersonalKind.IDENTITY_NUMBER).boxes)
    assert within == everywhere > 0


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_two_on_a_line_have_a_box_each(rotation: int) -> None:
    pdf = pdf_of(_LINE, change=lambda page: page.rotate(rotation, relative=False))
    identity, mobile = _only(pdf, PersonalKind.IDENTITY_NUMBER), _only(pdf, PersonalKind.MOBILE)
    (a,), (b,) = identity.boxes, mobile.boxes
    assert a.x1 <= b.x0 or b.x1 <= a.x0 or a.y1 <= b.y0 or b.y1 <= a.y0
    within, everywhere = _ink_without(pdf, (a, b))
    assert 0 < within < everywhere


def test_a_number_over_two_lines_has_two_boxes() -> None:
    pdf = pdf_of(f"该人的号码{IDENTITY[:8]}", f"{IDENTITY[8:]}已登记")
    upper, lower = _only(pdf, PersonalKind.IDENTITY_NUMBER).boxes
    assert upper.y1 <= lower.y0


def test_what_the_crop_box_hides_is_not_read() -> None:
    def change(page: pikepdf.Page) -> None:
        page.cropbox = pikepdf.Rectangle(0, 0, 400, 100)

    pdf = pdf_of(IDENTITY, change=change)
    assert find_personal(page_text(pdf[0], 1)) == ()


def test_values_filled_in_after_all_labels_are_found_by_their_place() -> None:
    """A form whose labels stand first in the file, as forms filled in by a program do."""
    text = _laid_out([("姓名：", 10, 10), ("住址：", 10, 40), ("孙小梅", 100, 10), ("山东省济南市文化路12号", 100, 40)])
    assert [one.text for one in find_personal(text)] == ["孙小梅", "山东省济南市文化路12号"]


def test_names_down_a_column_are_found_by_its_heading() -> None:
    rows = [
        ("序号", 10, 10),
        ("姓名", 60, 10),
        ("金额", 150, 10),
        ("1", 10, 40),
        ("孙小梅", 60, 40),
        ("500.00", 150, 40),
    ]
    text = _laid_out([*rows, ("2", 10, 70), ("李大海", 60, 70), ("620.00", 150, 70)])
    assert [one.text for one in find_personal(text)] == ["孙小梅", "李大海"]


def _laid_out(pieces: list[tuple[str, float, float]]) -> PageText:
    """Pieces of text, each at its place, ten points to a character, in the order of the file."""
    characters = "\n".join(text for text, _, _ in pieces)
    places: list[Rect | None] = []
    for text, x, y in pieces:
        places += [Rect(x + 10 * n, y, x + 10 * n + 9, y + 10) for n in range(len(text))]
        places.append(None)
    return PageText(1, characters, tuple(places[:-1]))


def test_a_page_with_a_picture_only_is_not_readable() -> None:
    source = pdf_of(_LINE)
    picture = pypdfium2.PdfImage.new(scan := pypdfium2.PdfDocument.new())
    picture.set_bitmap(source[0].render(scale=4))
    picture.set_matrix(pypdfium2.PdfMatrix().scale(400, 300))
    page = scan.new_page(400, 300)
    page.insert_obj(picture)
    page.gen_content()
    text = page_text(page, 1)
    assert not text.readable
    read = recognised(page, 1)
    assert (read is not None) == can_recognise()
    if read is not None:
        assert IDENTITY in [one.text for one in find_personal(read)]


def test_an_empty_page_has_nothing_to_read() -> None:
    document = pypdfium2.PdfDocument.new()
    assert page_text(document.new_page(400, 300), 1) == PageText(1, "", ())


def test_every_box_of_the_corpus_lies_on_its_page() -> None:
    for sample in corpus(12, 5, office=False):
        if sample.media_type != PDF:
            continue
        pdf = pypdfium2.PdfDocument(sample.content)
        for number, page in enumerate(pdf, 1):
            width, height = page.get_size()
            for one in find_personal(page_text(page, number)):
                assert one.boxes
                assert all(box.x1 <= width + 1 and box.y1 <= height + 1 for box in one.boxes)
