"""A letter as PDF/A-2a and PDF/UA-1 (ISO 19005-2, ISO 14289-1): for the archive and for screen readers (art. 43)."""

import re
import unicodedata
from functools import cache
from pathlib import Path
from threading import Lock

import pylopdf_fonts_ar
import pylopdf_fonts_jp
import pylopdf_fonts_zh_cn
import pylopdf_fonts_zh_tw
import typst
from temporalio.exceptions import ApplicationError

from activities.letters.sheet import Sheet, sheet_of
from schemas.letters import LetterContent

_TEMPLATE = Path(__file__).with_name("letter.typ")
_FONTS = (pylopdf_fonts_zh_cn, pylopdf_fonts_zh_tw, pylopdf_fonts_jp, pylopdf_fonts_ar)
"""All of the basic block and extension A, the 8,105 characters in common use, 2,200 beyond, and Uyghur script."""
_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_GETA = "〓"
_ROUNDS = 4
_compiling = Lock()


def render_pdf(content: LetterContent, fonts: Path | None = None) -> bytes:
    """The letter on A4 after GB/T 9704-2012: the same content and fonts give the same bytes, on any machine.

    ``fonts`` is a folder with fonts for still rarer characters. A character that no font has is printed as 〓 and
    named by code point below the date.
    Raises ``ApplicationError`` ``letter_failed``, permanent, without quoting the letter.
    """
    sheet, missing = sheet_of(content), ""
    for _ in range(_ROUNDS):
        try:
            return _print(_substituted(sheet, missing), content, fonts)
        except typst.TypstError as error:
            found = _without_glyph(error.diagnostic)
        if not found:
            break
        missing += found
    raise ApplicationError("the letter cannot be printed", type="letter_failed", non_retryable=True)


def _print(sheet: Sheet, content: LetterContent, fonts: Path | None) -> bytes:
    """Text goes in as data and is never read as markup. The compiler refuses a second thread, hence the lock."""
    inputs = {"sheet": sheet.model_dump_json(), "dated": content.dated.isoformat()}
    with _compiling:
        pdf = _compiler(fonts).compile(sys_inputs=inputs, format="pdf", timestamp=0, pdf_standards=["a-2a", "ua-1"])
    assert isinstance(pdf, bytes)  # noqa: S101 - a PDF is one file; only images come as a list
    return pdf


@cache
def _compiler(more: Path | None) -> typst.Compiler:
    """One for the process: fonts are parsed once, a letter then takes milliseconds."""
    folders = [str(package.sans_path().parent) for package in _FONTS] + ([str(more)] if more else [])
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    return typst.Compiler(str(_TEMPLATE), root=str(_TEMPLATE.parent), font_paths=fonts)


def _without_glyph(diagnostic: str) -> str:
    """The characters the fonts lack, each once. A base that carries a missing mark is reported with it: marks first."""
    texts = "".join(_ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) for text in _NO_GLYPH.findall(diagnostic))
    characters = [c for c in dict.fromkeys(texts) if not c.isascii()]
    marks = [c for c in characters if unicodedata.category(c).startswith("M")]
    return "".join(marks or characters)


def _substituted(sheet: Sheet, missing: str) -> Sheet:
    """The sheet with 〓 for what has no glyph, and a note that says what stood there."""
    if not missing:
        return sheet
    printable = Sheet.model_validate_json(sheet.model_dump_json().translate(dict.fromkeys(map(ord, missing), _GETA)))
    codes = "、".join(f"U+{ord(c):04X}" for c in missing)
    return printable.model_copy(update={"notes": (*printable.notes, f"（文中“{_GETA}”代替字库未收录的字：{codes}）")})
