"""Pages to look through: plain characters without a place, and PDFs made on the spot."""

import io
import json
from collections.abc import Callable

import pikepdf
import pylopdf_fonts_zh_cn
import pypdfium2
import typst
from stdnum import luhn
from stdnum.cn import ric, uscc

from activities.personal.finding import find_personal
from activities.personal.page_text import PageText
from schemas.pages import Found, PersonalKind

IDENTITY = "11010119900307803" + ric.calc_check_digit("110101199003078030")
CREDIT = "91110000600037341" + uscc.calc_check_digit("91110000600037341")
CARD = "622202123456789012" + luhn.calc_check_digit("622202123456789012")
MOBILE = "13800138000"
_PAGE = """
#set page(width: 400pt, height: 300pt, margin: 40pt)
#set text(font: "Noto Sans SC", size: 11pt)
#for line in json(bytes(sys.inputs.lines)) { par(line) }
"""


def plain(text: str) -> PageText:
    """A page of which nobody knows where its characters stand."""
    return PageText(1, text, (None,) * len(text))


def found(text: str) -> list[tuple[PersonalKind, str]]:
    """Kind and text of what is found in plain characters."""
    return [(one.kind, one.text) for one in find_personal(plain(text))]


def one(text: str, kind: PersonalKind) -> Found:
    """The only thing of this kind that is found."""
    (only,) = [each for each in find_personal(plain(text)) if each.kind is kind]
    return only


def pdf_of(*lines: str, change: Callable[[pikepdf.Page], None] | None = None) -> pypdfium2.PdfDocument:
    """One page of 400 x 300 points with these lines, changed before it is opened."""
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(pylopdf_fonts_zh_cn.sans_path().parent)])
    made = typst.compile(_PAGE.encode(), font_paths=fonts, sys_inputs={"lines": json.dumps(lines)})
    assert isinstance(made, bytes)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as pdf:
        if change is not None:
            change(pdf.pages[0])
        pdf.save(out)
    return pypdfium2.PdfDocument(out.getvalue())
