"""The copy as a file: its pages, its order, its size, nothing of its own to tell."""

import hashlib
import io
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from PIL import ImageChops

from activities.redaction import redacting
from activities.redaction.labels import label
from activities.redaction.writing import join
from schemas.errors import InvalidInput
from schemas.vocabulary import Ground
from schemas.workshop import PageToRelease, RedactOrder
from tests.redaction.copies import darkest, mark, part, released, seen, with_marks
from tests.redaction.nasty import SECRET, cmyk_picture
from tests.redaction.papers import paper, words
from tests.redaction.taking_apart import strangers, traces


def test_pages_come_in_the_order_asked_for_and_no_others(tmp_path: Path) -> None:
    content = paper(*(words(f"page number {n}") for n in range(5)))
    copy = released(tmp_path, content, *(PageToRelease(number=n) for n in (4, 2)))
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        assert len(pdf.pages) == 2
    for at, was in ((1, 4), (2, 2)):
        before, after = seen(content, was, dpi=36).convert("L"), seen(copy, at, dpi=36).convert("L")
        assert sum(ImageChops.difference(before, after).histogram()[110:]) == 0


def test_the_same_order_gives_the_same_bytes(tmp_path: Path) -> None:
    content = paper(words("one"), words("two"))
    order = (PageToRelease(number=1, marks=(mark(90, 130, 150, 160),)), PageToRelease(number=2))
    once, again = (hashlib.sha256(released(tmp_path, content, *order)).hexdigest() for _ in range(2))
    assert once == again


def test_its_pages_are_counted_in_what_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "source.pdf").write_bytes(paper(words("one"), words("two")))
    order = RedactOrder(source="source.pdf", pages=(PageToRelease(number=1), PageToRelease(number=2)))
    assert redacting.redact(tmp_path, order).pages == 2
    monkeypatch.setattr(redacting, "_PAGES", 1)
    monkeypatch.setattr(redacting, "join", lambda parts, target: join(parts[1:], target))
    assert redacting.redact(tmp_path, order).pages == 1


def test_the_copy_names_nobody_and_no_program(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(released(tmp_path, paper(words("one"))))) as pdf:
        assert "/Info" not in pdf.trailer
        assert "/Metadata" not in pdf.Root
        assert pdf.pdf_version == "1.7"


def test_a_broken_file_is_refused_by_its_code(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="document_broken"):
        released(tmp_path, b"%PDF-1.7 and nothing more")


def test_five_hundred_pages_take_the_memory_of_a_few(tmp_path: Path) -> None:
    """In a process of its own; the pixels of all pages would take four gigabytes."""
    content = paper(*(words(f"{SECRET} {n}") + words("plain", 100, 250) for n in range(500)), size=(595, 842))
    (tmp_path / "source.pdf").write_bytes(content)
    measured = subprocess.run([sys.executable, "-c", _MANY, str(tmp_path)], capture_output=True, text=True, check=True)
    copy = (tmp_path / "released.pdf").read_bytes()
    assert int(measured.stdout) < 450, "MB"
    assert traces(content, (SECRET,))
    assert traces(copy, (SECRET,)) == []
    assert strangers(copy) == []
    assert darkest(part(seen(copy, 500), (100, 580, 140, 595))) < 60


_MANY = """
import sys
from pathlib import Path
from activities.redaction.redacting import redact
from schemas.pages import Box, Mark
from schemas.vocabulary import Ground
from schemas.workshop import PageToRelease, RedactOrder
marks = (Mark(box=Box(x0=95, y0=675, x1=300, y1=697), ground=Ground.PRIVACY),)
pages = tuple(PageToRelease(number=n + 1, marks=marks) for n in range(500))
redact(Path(sys.argv[1]), RedactOrder(source="source.pdf", pages=pages))
[peak] = [line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
print(int(peak) // 1024)  # ru_maxrss would also count what the process held that started this one
"""


def test_a_photograph_is_kept_as_one(tmp_path: Path) -> None:
    """As JPEG it takes a fraction of its pixels, and looks the same."""
    content = cmyk_picture((1600, 1200))
    copy = released(tmp_path, content)
    assert len(copy) < 400 * 300 * 3
    difference = ImageChops.difference(seen(content, dpi=72), seen(copy, dpi=72)).convert("L")
    assert sum(difference.histogram()[40:]) == 0


def test_text_beside_a_picture_stays_sharp_and_its_marks_are_black(tmp_path: Path) -> None:
    """The mark lies half on the picture, which is kept as JPEG."""
    drawn = "q 100 0 0 100 250 100 cm /C Do Q\n" + words("plain words", 20, 270)
    secret, never = cmyk_picture((200, 200), drawn + words(SECRET, 180)), cmyk_picture((200, 200), drawn)
    marked = mark(175, 130, 300, 160)
    copy = with_marks(tmp_path, secret, marked)
    assert strangers(copy) == []
    assert part(seen(copy), (177, 132, 180, 158)).getextrema() == ((0, 0), (0, 0), (0, 0))
    assert darkest(part(seen(copy), (20, 15, 90, 35))) == 0
    same = part(seen(copy), (176, 131, 299, 159)), part(seen(with_marks(tmp_path, never, marked)), (176, 131, 299, 159))
    assert ImageChops.difference(*same).getbbox() is None
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        kinds = {str(one.Filter) for one in pdf.pages[0].obj.Resources.XObject.as_dict().values()}
    assert kinds == {"/DCTDecode", "/CCITTFaxDecode"}


def test_a_coloured_letterhead_stays_sharp_and_coloured(tmp_path: Path) -> None:
    content = paper("1 0 0 rg 50 250 300 10 re f 0 g " + words("plain words"))
    copy = with_marks(tmp_path, content, mark(60, 200, 120, 220, Ground.STATE_SECRET))
    assert strangers(copy) == []
    assert part(seen(copy), (60, 42, 340, 48)).getextrema() == ((255, 255), (0, 0), (0, 0))
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        drawn = pdf.pages[0].obj.Resources.XObject.as_dict().values()
        assert {str(one.Filter) for one in drawn} <= {"/CCITTFaxDecode", "/JBIG2Decode"}


@pytest.mark.parametrize("ground", Ground)
def test_every_ground_is_printed_where_there_is_room(ground: Ground) -> None:
    printed = label((300, 40), ground, 200 / 72, soft=False)
    assert printed
    assert {value for _, value in printed.getcolors() or ()} == {0, 255}


def test_a_label_keeps_inside_its_box_and_gives_way_when_it_is_small() -> None:
    sizes = ((300, 40), (120, 20), (70, 16), (30, 12), (9, 9), (20, 300))
    printed = [label(size, Ground.INTERNAL_AFFAIRS, 200 / 72, soft=False) for size in sizes]
    boxes = [one.getbbox() if one else None for one in printed]
    assert boxes[4] is None, "too small for anything legible"
    assert all(box for n, box in enumerate(boxes) if n != 4)
    for (wide, high), box in zip(sizes, boxes, strict=True):
        assert not box or (box[0] > 0 and box[1] > 0 and box[2] < wide and box[3] < high)
