"""Pictures and plain text become pages that show all of them."""

import io
import json
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from activities.workshop.plain_text import text_to_pdf
from schemas.pages import PersonalKind
from tests.workshop.reading import IDENTITY, read, text_of

TEXT = "text/plain; charset=utf-8"


def picture(mode: str, size: tuple[int, int], form: str, **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 0).save(out, form, **options)
    return out.getvalue()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_pictures_of_every_mode_become_a_page_nobody_has_read(tmp_path: Path, mode: str) -> None:
    made = read(tmp_path, picture(mode, (1654, 2339), "PNG", dpi=(200, 200)), "image/png")
    [page] = made.pages
    assert (round(page.width), round(page.height), made.converted) == (595, 842, True)
    with pypdfium2.PdfDocument(tmp_path / "working.pdf") as pdf:
        assert pdf[0].render(scale=0.2).to_pil().getpixel((50, 50)) in {(0, 0, 0), (255, 255, 255)}


def test_a_tiff_of_several_pages_becomes_as_many(tmp_path: Path) -> None:
    frames = [Image.new("1", (100 * n, 200)) for n in range(1, 8)]
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:], compression="group4", dpi=(200, 200))
    made = read(tmp_path, out.getvalue(), "image/tiff")
    assert [round(page.width) for page in made.pages] == [36 * n for n in range(1, 8)]
    assert made.hidden == ()


def test_a_photograph_stands_upright_and_its_data_are_named(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "camera"
    made = read(tmp_path, picture("RGB", (400, 100), "JPEG", exif=exif, dpi=(72, 72)), "image/jpeg")
    [page] = made.pages
    assert (page.width < page.height, round(page.height), made.hidden) == (True, 842, ("metadata",))


def test_personal_information_is_found_in_whatever_has_text(tmp_path: Path) -> None:
    made = read(tmp_path, f"身份证号码：{IDENTITY}\n".encode(), TEXT)
    assert [(found.kind, found.page, found.text) for found in made.found] == [
        (PersonalKind.IDENTITY_NUMBER, 1, IDENTITY)
    ]


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_text_becomes_pages_word_for_word(tmp_path: Path, charset: str) -> None:
    text = "某市二〇二六年预算\n\n    indented  twice\n#let x = [markup] *not* read $as$ \\such\n龘𠮷\n"
    read(tmp_path, text.encode(charset), f"text/plain; charset={charset}")
    seen = text_of(tmp_path / "working.pdf")
    assert [line.strip() for line in seen.splitlines() if line.strip()][:2] == ["某市二〇二六年预算", "indented twice"]
    assert "#let x = [markup] *not* read $as$ \\such" in seen


@pytest.mark.parametrize("text", ["x" * 50_000, "字" * 50_000, '{"号码":"' * 5_000, "W@%" * 9_000])
def test_a_line_without_end_stays_on_the_page(tmp_path: Path, text: str) -> None:
    made = read(tmp_path, text.encode(), TEXT)
    with pypdfium2.PdfDocument(tmp_path / "working.pdf") as pdf:
        rights = [
            pages.get_charbox(index)[2]
            for pages in (page.get_textpage() for page in pdf)
            for index in range(0, pages.count_chars(), 7)
        ]
    assert text_of(tmp_path / "working.pdf").replace("\n", "").strip("\ufffe") == text
    assert max(rights) < made.pages[0].width - 36


def test_a_number_is_found_wherever_the_line_breaks(tmp_path: Path) -> None:
    rows = [json.dumps({"x" * (n % 40): IDENTITY}) for n in range(80)]
    made = read(tmp_path, ",".join(rows).encode(), TEXT)
    assert sum(1 for found in made.found if found.text == IDENTITY) == 80


def test_empty_lines_alone_are_a_page(tmp_path: Path) -> None:
    assert len(read(tmp_path, b"\n\n", TEXT).pages) == 1


def test_ten_thousand_lines_are_set_in_portions(tmp_path: Path) -> None:
    (tmp_path / "source").write_text("".join(f"第{n}行\n" for n in range(10_000)))
    text_to_pdf(tmp_path / "source", TEXT, tmp_path / "made.pdf")
    lines = [line for line in text_of(tmp_path / "made.pdf").splitlines() if line]
    assert lines == [f"第{n}行" for n in range(10_000)]
