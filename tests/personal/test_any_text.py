"""Whatever stands on a page: finding never raises, and what it finds is on the page."""

import string
import unicodedata

import hypothesis.strategies as st
from hypothesis import given

from activities.personal.finding import find_personal
from activities.personal.masking import masked
from activities.personal.page_text import PageText
from activities.personal.places import Rect
from schemas.pages import PersonalKind
from tests.personal.pages import CARD, IDENTITY, MOBILE, plain

_WORDS = st.sampled_from(
    [
        "姓名",
        "住址",
        "：",
        ":",
        " ",
        "\n",
        "\t",
        IDENTITY,
        CARD,
        MOBILE,
        "张三",
        "号",
        "路12号",
        "@",
        "a.b@c.cn",
        "京A12345",
        "护照",
        "E",
    ]
)
_PIECES = st.lists(
    st.one_of(_WORDS, st.text(max_size=5), st.text(string.digits + "-. ()X\n", max_size=25)), max_size=25
)
_TEXTS = _PIECES.map("".join)
_EDGES = st.floats(0, 500, allow_nan=False)


@st.composite
def _pages(draw: st.DrawFn) -> PageText:
    """Any characters anywhere: beside, above and over each other, and some nowhere."""
    characters = draw(_TEXTS)
    places = []
    for character in characters:
        x, y, size = draw(_EDGES), draw(_EDGES), draw(st.sampled_from([4.0, 9.0, 30.0]))
        nowhere = character.isspace() or draw(st.integers(0, 9)) == 0
        places.append(None if nowhere else Rect(x, y, x + size, y + size))
    return PageText(1, characters, tuple(places), turned=draw(st.sampled_from([0, 90, 180, 270])))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


@given(_TEXTS)
def test_what_is_found_in_characters_stands_there(text: str) -> None:
    there = set(_folded(text)) | set("-:·")
    for one in find_personal(plain(text)):
        assert one.text
        assert set(one.text) - {" "} <= there
        assert 0 < one.confidence <= 1


@given(_pages())
def test_what_is_found_at_places_lies_within_them(page: PageText) -> None:
    inked = [place for place in page.places if place is not None]
    for one in find_personal(page):
        for box in one.boxes:
            assert any(
                box.x0 - 1 <= p.x0 and p.x1 <= box.x1 + 1 and box.y0 - 1 <= p.y0 and p.y1 <= box.y1 + 1 for p in inked
            )


@given(st.sampled_from(list(PersonalKind)), st.text(max_size=60))
def test_a_mask_is_as_long_and_hides_most(kind: PersonalKind, text: str) -> None:
    shown = masked(kind, text)
    assert len(shown) == len(text)
    if kind is not PersonalKind.EMAIL and text and "*" not in text:
        assert shown.count("*") * 2 >= len(text)


def test_masks_as_lists_show_them() -> None:
    assert masked(PersonalKind.IDENTITY_NUMBER, "11010119900307803X") == "11**************3X"
    assert masked(PersonalKind.NAME, "王小明") == "王**"
    assert masked(PersonalKind.NAME, "王") == "*"
    assert masked(PersonalKind.EMAIL, "li.lei@example.com") == "l*****@example.com"
    assert masked(PersonalKind.MOBILE, "13800138000") == "138*******0"
