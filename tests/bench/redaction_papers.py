"""Documents as offices make them, for the benchmark: seeded, so that every run measures the same."""

import io
import json
import random
import zlib

import pikepdf
import pypdfium2
import typst
from pikepdf import Dictionary, Name, Stream
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from pylopdf_fonts_zh_cn import serif_path

from activities.redaction.jbig2 import mmr

_TEMPLATE = b"""
#let paper = json(bytes(sys.inputs.paper))
#set page(paper: "a4", margin: (x: 27mm, y: 32mm), numbering: "- 1 -")
#set text(font: "Noto Serif SC", size: 14pt, lang: "zh", region: "cn")
#set par(justify: true, leading: 0.9em, spacing: 0.9em, first-line-indent: (amount: 2em, all: true))
#if paper.head != "" [
  #align(center, text(size: 26pt, fill: rgb("#d00000"), paper.head))
  #line(length: 100%, stroke: 1.2pt + rgb("#d00000"))
]
#for text in paper.paragraphs { par(text) }
#if paper.rows.len() > 0 { table(columns: 5, inset: 6pt, stroke: 0.5pt, ..paper.rows.flatten()) }
"""
_COMMON = [bytes((high, low)).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFA)]
"""Most characters of level 1 of GB 2312."""


DOCUMENTS = (
    *("text, 20 pages", "text, 2 pages", "letter under a red head", "tables, 6 pages"),
    *("letter with a seal", "scan in black and white", "photograph"),
)


def corpus() -> dict[str, bytes]:
    """Name and PDF: plain text, a letter under a red head, tables, a scan in black and white, a photograph."""
    dice = random.Random(37)
    made = (
        _typeset(_paragraphs(dice, 89)),
        _typeset(_paragraphs(dice, 8)),
        _typeset(_paragraphs(dice, 3), head="某市自然资源和规划局文件"),
        _typeset([], rows=[[_words(dice, dice.randint(2, 6)) for _ in range(5)] for _ in range(92)]),
        _sealed(_typeset(_paragraphs(dice, 3))),
        _pictured(_scan(dice), Name.DeviceGray),
        _pictured(_photograph(dice), Name.DeviceRGB),
    )
    return dict(zip(DOCUMENTS, made, strict=True))


def _words(dice: random.Random, length: int) -> str:
    """Some characters come up far more often than others, as they do in any text."""
    return "".join(_COMMON[int(dice.paretovariate(0.7) * 7) % len(_COMMON)] for _ in range(length))


def _paragraphs(dice: random.Random, number: int) -> list[str]:
    return ["，".join(_words(dice, dice.randint(6, 18)) for _ in range(14)) + "。" for _ in range(number)]


def _typeset(paragraphs: list[str], head: str = "", rows: list[list[str]] | None = None) -> bytes:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(serif_path().parent)])
    paper = json.dumps({"paragraphs": paragraphs, "head": head, "rows": rows or []})
    made = typst.compile(_TEMPLATE, font_paths=fonts, sys_inputs={"paper": paper}, format="pdf", timestamp=0)
    assert isinstance(made, bytes)
    return made


def _scan(dice: random.Random) -> Image.Image:
    """A page of text at 300 dpi with the dust of a glass plate."""

    page = pypdfium2.PdfDocument(_typeset(_paragraphs(dice, 4)))[0].render(scale=300 / 72, grayscale=True).to_pil()
    for _ in range(400):
        page.putpixel((dice.randrange(page.width), dice.randrange(page.height)), 0)
    scanned = page.point([0] * 128 + [255] * 128, "1")
    assert isinstance(scanned, Image.Image)
    return scanned


def _photograph(dice: random.Random) -> Image.Image:
    noise = [Image.frombytes("L", (310, 438), dice.randbytes(310 * 438)).resize((1240, 1754)) for _ in range(3)]
    return Image.merge("RGB", noise).filter(ImageFilter.GaussianBlur(5))


def _sealed(content: bytes) -> bytes:
    """A red seal over the text, as a picture with soft edges."""
    alpha = Image.new("L", (600, 600))
    ImageDraw.Draw(alpha).ellipse((10, 10, 590, 590), outline=230, width=24)
    ImageDraw.Draw(alpha).regular_polygon((300, 300, 110), 5, fill=230)
    pdf, whole = pikepdf.open(io.BytesIO(content)), io.BytesIO()
    soft = _samples(pdf, alpha.filter(ImageFilter.GaussianBlur(2)), Name.DeviceGray)
    seal = _samples(pdf, Image.new("RGB", alpha.size, (200, 16, 24)), Name.DeviceRGB)
    seal.SMask = pdf.make_indirect(soft)
    page = pdf.pages[0]
    page.contents_add(f"q 120 0 0 120 360 300 cm {page.add_resource(seal, Name.XObject)} Do Q".encode())
    pdf.save(whole)
    return whole.getvalue()


def _samples(pdf: pikepdf.Pdf, picture: Image.Image, space: Name) -> Stream:
    drawn = Stream(pdf, zlib.compress(picture.tobytes()), Filter=Name.FlateDecode)
    drawn.Type, drawn.Subtype, drawn.ColorSpace = Name.XObject, Name.Image, space
    drawn.Width, drawn.Height, drawn.BitsPerComponent = *picture.size, 8
    return drawn


def _pictured(picture: Image.Image, space: Name) -> bytes:
    """A page of A4 that is one picture, coded as scanners do."""
    pdf, file = pikepdf.new(), io.BytesIO()
    page = pdf.add_blank_page(page_size=(595.276, 841.89))
    picture.save(file, "TIFF" if picture.mode == "1" else "JPEG")
    drawn = _by_fax(pdf, picture) if picture.mode == "1" else Stream(pdf, file.getvalue(), Filter=Name.DCTDecode)
    drawn.Type, drawn.Subtype, drawn.ColorSpace = Name.XObject, Name.Image, space
    drawn.Width, drawn.Height, drawn.BitsPerComponent = *picture.size, 1 if picture.mode == "1" else 8
    page.obj.Resources = Dictionary(XObject=Dictionary(P=drawn))
    page.obj.Contents = Stream(pdf, b"q 595.276 0 0 841.89 0 0 cm /P Do Q")
    whole = io.BytesIO()
    pdf.save(whole)
    return whole.getvalue()


def _by_fax(pdf: pikepdf.Pdf, picture: Image.Image) -> Stream:
    stream = Stream(pdf, mmr(ImageChops.invert(picture)), Filter=Name.CCITTFaxDecode)
    stream.DecodeParms = Dictionary(K=-1, Columns=picture.width, Rows=picture.height)
    return stream
