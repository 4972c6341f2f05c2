"""Nothing of what a file hides reaches the released copy; what it shows does, unless it is marked."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import ImageChops

from tests.redaction.copies import darkest, mark, part, released, seen, with_marks
from tests.redaction.nasty import CHINESE, HIDDEN, SECRET, SECRETS, SHOWN, cmyk_picture
from tests.redaction.papers import paper, words
from tests.redaction.taking_apart import strangers, traces

WORDS = (95.0, 133.0, 220.0, 153.0)
"""Where ``words`` stand by default, in points from above."""


def secrets_of(make: Callable[[], bytes]) -> tuple[str, ...]:
    return SECRETS.get(make.__name__, (SECRET, CHINESE))


@pytest.mark.parametrize("make", HIDDEN, ids=lambda make: make.__name__)
def test_what_a_file_hides_is_in_it_before_and_gone_after(make: Callable[[], bytes], tmp_path: Path) -> None:
    content = make()
    assert traces(content, secrets_of(make))
    copy = released(tmp_path, content)
    assert traces(copy, secrets_of(make)) == []
    assert strangers(copy) == []


@pytest.mark.parametrize("make", HIDDEN, ids=lambda make: make.__name__)
def test_the_copy_shows_what_the_file_shows(make: Callable[[], bytes], tmp_path: Path) -> None:
    content = make()
    before, after = (seen(one, dpi=36).convert("L") for one in (content, released(tmp_path, content)))
    assert before.size == after.size
    assert sum(ImageChops.difference(before, after).histogram()[110:]) == 0, "only softened edges differ"


def test_words_left_unmarked_are_still_seen_and_marked_ones_are_not(tmp_path: Path) -> None:
    """The black is the same, pixel for pixel, as on a page that never had the words."""
    secret, never = paper(SHOWN + words(SECRET)), paper(SHOWN)
    area = mark(*WORDS)
    assert darkest(part(seen(released(tmp_path, secret)), WORDS)) < 60
    over_words, over_nothing = seen(with_marks(tmp_path, secret, area)), seen(with_marks(tmp_path, never, area))
    assert ImageChops.difference(over_words, over_nothing).getbbox() is None
    assert darkest(part(over_words, (100, 35, 200, 55))) < 60, "the plain words beside it"


def test_the_label_is_all_that_is_not_black_in_a_box(tmp_path: Path) -> None:
    place = (60.0, 100.0, 260.0, 160.0)
    box = part(seen(with_marks(tmp_path, paper(SHOWN + words(SECRET)), mark(*place))), place).convert("L")
    black, white = box.histogram()[0], sum(box.histogram()[200:])
    assert black / (box.width * box.height) > 0.9
    assert white > 300
    edge = box.crop((0, 0, box.width, box.height // 4))
    assert edge.getextrema() == (0, 0), "nothing but black around the label"


def test_a_cmyk_picture_is_blackened_in_its_pixels(tmp_path: Path) -> None:
    content, place = cmyk_picture((800, 600)), (100.0, 100.0, 180.0, 130.0)
    copy = with_marks(tmp_path, content, mark(*place))
    assert strangers(copy) == []
    assert part(seen(content), place).convert("L").histogram()[0] < 300
    box = part(seen(copy), place).convert("L")
    assert box.histogram()[0] / (box.width * box.height) > 0.6
    untouched = part(seen(copy), (200, 100, 380, 280)), part(seen(content), (200, 100, 380, 280))
    assert sum(ImageChops.difference(*untouched).convert("L").histogram()[40:]) == 0


def test_an_annotation_that_is_seen_is_released_unless_marked(tmp_path: Path) -> None:
    """Reviewer and copy see the same: the value of a field too."""
    content = paper(SHOWN, change=_field)
    place = (100.0, 100.0, 300.0, 120.0)
    assert darkest(part(seen(content), place)) < 60
    assert darkest(part(seen(released(tmp_path, content)), place)) < 60
    marked = with_marks(tmp_path, content, mark(*place))
    assert traces(marked, (SECRET,)) == []
    inside = (110.0, 101.0, 130.0, 119.0)
    assert part(seen(marked), inside).getextrema() == ((0, 0), (0, 0), (0, 0))


def _field(pdf: Pdf) -> None:
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("a"), V=String(SECRET), F=4)
    field.Rect, field.DA = Array([100, 180, 300, 200]), String("/F 12 Tf 0 g")
    fonts = Dictionary(F=pdf.pages[0].obj.Resources.Font.F)
    look = Stream(pdf, words(SECRET, 2, 5).encode(), Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 200, 20]))
    look.Resources = Dictionary(Font=fonts)
    field.AP = Dictionary(N=pdf.make_indirect(look))
    held = pdf.make_indirect(field)
    pdf.pages[0].obj.Annots = Array([held])
    pdf.Root.AcroForm = Dictionary(Fields=Array([held]), DR=Dictionary(Font=fonts), DA=String("/F 12 Tf 0 g"))
