"""Text set by typst with the fonts we bring along: what every official paper of ours is printed with."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TypeVar

import pylopdf_fonts_ar
import pylopdf_fonts_jp
import pylopdf_fonts_zh_cn
import pylopdf_fonts_zh_tw
import typst
from temporalio.exceptions import ApplicationError

from schemas.base import Recorded

_FONTS = (pylopdf_fonts_zh_cn, pylopdf_fonts_zh_tw, pylopdf_fonts_jp, pylopdf_fonts_ar)
"""All of the basic block and extension A, the 8,105 characters in common use, 2,200 beyond, and Uyghur script."""
_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_GETA = "〓"
_ROUNDS = 4
_compiling = Lock()


class Printable(Recorded):
    """What a paper says; ``notes`` stand at its end."""

    notes: tuple[str, ...] = ()


P = TypeVar("P", bound=Printable)


def printed(template: Path, sheet: P, inputs: Mapping[str, str], fonts: Path | None = None) -> bytes:
    """``sheet`` as PDF/A-2a and PDF/UA-1 (ISO 19005-2, ISO 14289-1): the same sheet gives the same bytes, anywhere.

    The template finds it as JSON in ``sys.inputs.sheet``. ``fonts`` is a folder with fonts for still rarer characters.
    A character that no font has is printed as 〓 and named by code point in a note.
    Raises ``ApplicationError`` ``letter_failed``, permanent, without quoting the text.
    """
    missing = ""
    for _ in range(_ROUNDS):
        try:
            return _compiled(template, _substituted(sheet, missing), inputs, fonts)
        except typst.TypstError as error:
            found = _without_glyph(error.diagnostic)
        if not found:
            break
        missing += found
    raise ApplicationError("the letter cannot be printed", type="letter_failed", non_retryable=True)


def _compiled(template: Path, sheet: Printable, inputs: Mapping[str, str], fonts: Path | None) -> bytes:
    """Text goes in as data and is never read as markup. The compiler refuses a second thread, hence the lock."""
    given = {"sheet": sheet.model_dump_json(), **inputs}
    with _compiling:
        pdf = _compiler(template, fonts).compile(
            sys_inputs=given, format="pdf", timestamp=0, pdf_standards=["a-2a", "ua-1"]
        )
    assert isinstance(pdf, bytes)  # noqa: S101 - a PDF is one file; only images come as a list
    return pdf


@cache
def _compiler(template: Path, more: Path | None) -> typst.Compiler:
    """One for the process and template: fonts are parsed once, a letter then takes milliseconds."""
    folders = [str(package.sans_path().parent) for package in _FONTS] + ([str(more)] if more else [])
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    return typst.Compiler(str(template), root=str(template.parent), font_paths=fonts)


def _without_glyph(diagnostic: str) -> str:
    """The characters the fonts lack, each once. A base that carries a missing mark is reported with it: marks first."""
    texts = "".join(_ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) for text in _NO_GLYPH.findall(diagnostic))
    characters = [c for c in dict.fromkeys(texts) if not c.isascii()]
    marks = [c for c in characters if unicodedata.category(c).startswith("M")]
    return "".join(marks or characters)


def _substituted(sheet: P, missing: str) -> P:
    """The sheet with 〓 for what has no glyph, and a note that says what stood there."""
    if not missing:
        return sheet
    geta = dict.fromkeys(map(ord, missing), _GETA)
    printable = type(sheet).model_validate_json(sheet.model_dump_json().translate(geta))
    codes = "、".join(f"U+{ord(c):04X}" for c in missing)
    return printable.model_copy(update={"notes": (*printable.notes, f"（文中“{_GETA}”代替字库未收录的字：{codes}）")})
