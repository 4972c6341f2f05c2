"""A letter as PDF/A-2a and PDF/UA-1 (ISO 19005-2, ISO 14289-1): for the archive and for screen readers (art. 43)."""

import re
from functools import cache
from pathlib import Path
from threading import Lock

import typst
from pylopdf_fonts_zh_cn import serif_path
from temporalio.exceptions import ApplicationError

from activities.letters.sheet import Sheet, sheet_of
from schemas.letters import LetterContent

_TEMPLATE = Path(__file__).with_name("letter.typ")
_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_GETA = "〓"
_compiling = Lock()


def render_pdf(content: LetterContent) -> bytes:
    """The letter on A4 after GB/T 9704-2012: the same content gives the same bytes, on any machine.

    A character that the fonts lack is printed as 〓 and named by code point below the date.
    Raises ``ApplicationError`` ``letter_unprintable``, permanent, without quoting the letter.
    """
    sheet = sheet_of(content)
    try:
        return _print(sheet, content)
    except typst.TypstError as error:
        missing = _without_glyph(error.diagnostic)
    return _print_or_refuse(_substituted(sheet, missing), content)


def _print_or_refuse(sheet: Sheet, content: LetterContent) -> bytes:
    try:
        return _print(sheet, content)
    except typst.TypstError:
        raise ApplicationError("cannot be printed", type="letter_unprintable", non_retryable=True) from None


def _print(sheet: Sheet, content: LetterContent) -> bytes:
    """Text goes in as data and is never read as markup. The compiler refuses a second thread, hence the lock."""
    inputs = {"sheet": sheet.model_dump_json(), "dated": content.dated.isoformat()}
    with _compiling:
        pdf = _compiler().compile(sys_inputs=inputs, format="pdf", timestamp=0, pdf_standards=["a-2a", "ua-1"])
    assert isinstance(pdf, bytes)  # noqa: S101 - a PDF is one file; only images come as a list
    return pdf


@cache
def _compiler() -> typst.Compiler:
    """One for the process: fonts are parsed once, a letter then takes milliseconds."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(serif_path().parent)])
    return typst.Compiler(str(_TEMPLATE), root=str(_TEMPLATE.parent), font_paths=fonts)


def _without_glyph(diagnostic: str) -> tuple[str, ...]:
    found = (_ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) for text in _NO_GLYPH.findall(diagnostic))
    return tuple(dict.fromkeys(found))


def _substituted(sheet: Sheet, missing: tuple[str, ...]) -> Sheet:
    """The sheet with 〓 for what has no glyph, and a note that says what stood there."""
    text = sheet.model_dump_json()
    for characters in missing:
        text = text.replace(characters, _GETA)
    codes = "、".join(" ".join(f"U+{ord(c):04X}" for c in characters) for characters in missing)
    printable = Sheet.model_validate_json(text)
    return printable.model_copy(update={"notes": (*printable.notes, f"（文中“{_GETA}”代替字库未收录的字：{codes}）")})
