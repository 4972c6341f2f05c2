"""Pages that are pictures: read where tesseract is installed, and said not to be read where it is not."""

import io
from pathlib import Path

import pylopdf_fonts_zh_cn
import pytest
from PIL import Image, ImageDraw, ImageFont

from activities.personal.recognition import can_recognise
from activities.workshop.runner import Workshop
from activities.workshop.verbs import READ
from schemas.pages import PersonalKind
from schemas.workshop import ReadOrder
from tests.workshop.reading import IDENTITY, read

PRINTED = ("姓名：王小明", f"公民身份号码：{IDENTITY}", "联系电话：13800138000")
FORMS = {"PNG": "image/png", "PDF": "application/pdf"}


def scan(form: str) -> bytes:
    """An A4 sheet of printed text at 150 dpi."""
    picture, out = Image.new("L", (1240, 1754), 255), io.BytesIO()
    font = ImageFont.truetype(str(pylopdf_fonts_zh_cn.sans_path()), 36)
    for number, line in enumerate(PRINTED):
        ImageDraw.Draw(picture).text((120, 200 + 100 * number), line, font=font, fill=0)
    picture.save(out, form, **({"dpi": (150, 150)} if form == "PNG" else {"resolution": 150}))
    return out.getvalue()


@pytest.mark.skipif(not can_recognise(), reason="tesseract with chi_sim and eng is not installed")
@pytest.mark.parametrize("form", FORMS)
def test_a_scan_is_read(tmp_path: Path, form: str) -> None:
    made = read(tmp_path, scan(form), FORMS[form])
    assert [page.readable for page in made.pages] == [True]
    assert {(one.kind, one.text) for one in made.found} == {
        (PersonalKind.NAME, "王小明"),
        (PersonalKind.IDENTITY_NUMBER, IDENTITY),
        (PersonalKind.MOBILE, "13800138000"),
    }


@pytest.mark.parametrize("form", FORMS)
async def test_without_the_engine_a_scan_counts_as_not_read(
    workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    async with workshop.bench() as bench:
        (bench.folder / "source").write_bytes(scan(form))
        made = await bench.work(READ, ReadOrder(source="source", media_type=FORMS[form]))
    assert ([page.readable for page in made.pages], made.found) == ([False], ())
