"""Plain text as pages. RTF, HTML and XML are text too: what is reviewed is all that the file says."""

import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pylopdf_fonts_ar
import pylopdf_fonts_jp
import pylopdf_fonts_zh_cn
import pylopdf_fonts_zh_tw
import typst

from schemas.errors import InvalidInput
from schemas.pages import MOST_PAGES

_TEMPLATE = Path(__file__).with_name("plain_text.typ")
_FONTS = (pylopdf_fonts_zh_cn, pylopdf_fonts_zh_tw, pylopdf_fonts_jp, pylopdf_fonts_ar)
MOST_LINES = MOST_PAGES * 80
"""A page has about 70."""
CHARACTERS_AT_ONCE = 200_000
LONGEST_LINE = 4_000
_UNBROKEN = re.compile(r"[!-\u2e7f]{24}")
_BREAK = "\u200b"
"""What has no blank in it goes on in the next line here instead of off the page; there is nothing to see of it."""
_LINE_COSTS = 20
"""In characters, for an empty line."""
MOST_CHARACTERS = 20_000_000
"""5,000 pages full of Chinese have no more."""
_TAB = 4


def text_to_pdf(source: Path, media_type: str, target: Path) -> tuple[str, ...]:
    """Write ``target``; plain text hides nothing.

    Raises ``InvalidInput("document_too_many_pages")``, and ``document_broken`` if the text is not in its charset.
    """
    compiler = _compiler()
    with pikepdf.new() as pdf, tempfile.TemporaryDirectory(dir=target.parent) as parts:
        for number, lines in enumerate(_portions(_text(source, media_type))):
            part = Path(parts) / f"{number}.pdf"
            compiler.compile(output=str(part), sys_inputs={"lines": json.dumps(lines)}, format="pdf")
            with pikepdf.open(part) as made:
                pdf.pages.extend(made.pages)
            if len(pdf.pages) > MOST_PAGES:
                raise InvalidInput("document_too_many_pages", field="file")
        pdf.save(target)
    return ()


def _text(source: Path, media_type: str) -> str:
    charset = media_type.partition("charset=")[2] or "utf-8"
    try:
        text = source.read_text(encoding=charset.replace("utf-8", "utf-8-sig"))
    except UnicodeDecodeError:
        raise InvalidInput("document_broken", field="file") from None
    if len(text) > MOST_CHARACTERS or text.count("\n") > MOST_LINES:
        raise InvalidInput("document_too_many_pages", field="file")
    return text


def _portions(text: str) -> Iterator[list[str]]:
    """Lines, little enough at a time to be set in little memory; at least one, so that there is a page."""
    portion: list[str] = []
    size = 0
    for line in _lines(text):
        if portion and size + len(line) > CHARACTERS_AT_ONCE:
            yield portion
            portion, size = [], 0
        portion.append(line)
        size += len(line) + _LINE_COSTS
    yield portion or [""]


def _lines(text: str) -> Iterator[str]:
    """As they stand; one of no sensible length is cut, for the whole of it would have to be set at once."""
    for line in text.splitlines():
        whole = _UNBROKEN.sub(rf"\g<0>{_BREAK}", line.expandtabs(_TAB))
        yield from (whole[start : start + LONGEST_LINE] for start in range(0, len(whole) or 1, LONGEST_LINE))


def _compiler() -> typst.Compiler:
    folders = [str(package.sans_path().parent) for package in _FONTS]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    return typst.Compiler(str(_TEMPLATE), root=str(_TEMPLATE.parent), font_paths=fonts)
