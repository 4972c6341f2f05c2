"""The demo's release taken apart: nothing of what was kept back is in it, and everything else is."""

import hashlib
import io
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw

from activities.keeping.archive_check import check_archive
from api.demo.documents import make
from api.demo.pages import places
from api.demo.papers_building import AWARD
from api.demo.papers_shared import BID, DEPUTY_ID, DEPUTY_MOBILE, METHOD, UNIT_PRICES
from api.demo.showcase import DPI
from tests.demo.fresh_run import FreshRun
from tests.redaction.taking_apart import strangers, traces

pytestmark = pytest.mark.whole_stack

SECRETS = (*UNIT_PRICES, METHOD, DEPUTY_ID, DEPUTY_MOBILE)
PAGE = 2
"""The page on which the prices stand; it is shown before and after."""
BLUR = 12
"""Pixels a side that are looked at together: the copy is drawn at another resolution than the page."""
SAME = 40
"""Of 255: how far two such squares may be apart."""


def package(run: FreshRun) -> dict[str, bytes]:
    """Every file of the ZIP by its name."""
    with ZipFile(run.release / "release.zip") as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def text_of(pdf: bytes) -> str:
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(pdf))


def test_the_original_holds_every_secret() -> None:
    """So that finding none in the package says something."""
    assert all(traces(make(BID), [secret]) for secret in SECRETS)


def test_no_file_of_the_package_holds_a_secret(demo_run: FreshRun) -> None:
    files = package(demo_run)
    for name, content in {**files, "release.pdf": (demo_run.release / "release.pdf").read_bytes()}.items():
        found = (
            traces(content, SECRETS) if name.endswith(".pdf") else [one for one in SECRETS if one in content.decode()]
        )
        assert (name, found) == (name, [])
        assert not [secret for secret in SECRETS if secret in name]


def test_the_copies_hold_pictures_and_nothing_else(demo_run: FreshRun) -> None:
    copies = {name: content for name, content in package(demo_run).items() if name.startswith("000")}
    assert {name: strangers(content) for name, content in copies.items()} == {name: [] for name in copies}
    assert [text_of(content) for content in copies.values()] == ["", ""]
    assert [len(pypdfium2.PdfDocument(content)) for content in copies.values()] == [2, 1]  # the third page is kept back


def test_the_sums_are_those_of_the_files(demo_run: FreshRun) -> None:
    files = package(demo_run)
    lines = [line.partition("  ") for line in files.pop("SHA256SUMS").decode().splitlines()]
    told = {name: digest for digest, _, name in lines}
    assert told == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def test_the_index_lists_every_document_with_pages_and_grounds(demo_run: FreshRun) -> None:
    text = text_of(package(demo_run)["00-政府信息公开清单.pdf"])
    assert "1政府信息一份322第十五条" in text  # three pages, two given out, both in part
    assert "商业秘密" in text
    assert "个人隐私" in text
    assert f"2{AWARD.name.removesuffix('.pdf')}110" in text
    assert "共2份，提供2份432" in text
    assert BID.name.removesuffix(".pdf") not in text


def test_what_was_marked_is_black_and_the_rest_is_as_it_was(demo_run: FreshRun) -> None:
    before, after = (Image.open(demo_run.release / f"{name}.png").convert("L") for name in ("before", "after"))
    assert before.size == after.size
    for price in UNIT_PRICES:
        (box,) = (pixels(place) for place in places(make(BID), PAGE, price))
        assert mean(before.crop(box)) > 128 > mean(after.crop(box))
        for picture in (before, after):
            ImageDraw.Draw(picture).rectangle(grown(box), fill=255)
    apart = ImageChops.difference(before.reduce(BLUR), after.reduce(BLUR))
    assert max(apart.tobytes()) < SAME
    assert min(before.reduce(BLUR).tobytes()) < 255 - SAME  # there is something beside the boxes


def test_the_exported_case_is_whole_and_a_changed_byte_is_seen(demo_run: FreshRun, tmp_path: Path) -> None:
    archive = demo_run.release / "case.zip"
    assert archive.stat().st_mode & 0o077 == 0
    assert check_archive(archive, None).faults == ()
    changed = bytearray(archive.read_bytes())
    changed[changed.index(b"%PDF") + 40] ^= 1
    (tmp_path / "changed.zip").write_bytes(changed)
    assert check_archive(tmp_path / "changed.zip", None).faults


def pixels(place: dict[str, float]) -> tuple[int, int, int, int]:
    x0, y0, x1, y1 = (round(place[corner] * DPI / 72) for corner in ("x0", "y0", "x1", "y1"))
    return x0, y0, x1, y1


def grown(box: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    return box[0] - 3, box[1] - 3, box[2] + 3, box[3] + 3


def mean(picture: Image.Image) -> float:
    values = picture.tobytes()
    return sum(values) / len(values)


def test_the_png_is_the_page_of_the_copy(demo_run: FreshRun) -> None:
    copy = next(content for name, content in package(demo_run).items() if name.startswith("0001-"))
    drawn = pypdfium2.PdfDocument(copy)[PAGE - 1].render(scale=DPI / 72).to_pil().convert("L")
    saved = Image.open(io.BytesIO((demo_run.release / "after.png").read_bytes())).convert("L")
    assert ImageChops.difference(drawn, saved).getbbox() is None
