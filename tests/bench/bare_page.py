"""A page of a letter's length as PDF and DOCX, straight from the libraries that Daylight's letters are set with."""

import io
import json
import os
from functools import cache
from pathlib import Path
from uuid import uuid4

import pylopdf_fonts_zh_cn
import typst
from docx import Document

WORDS = "经审查，您申请公开的信息属于国家秘密，依据《中华人民共和国政府信息公开条例》第十四条的规定，决定不予公开。"
TEMPLATE = Path(__file__).with_name("bare_page.typ")


@cache
def _compiler() -> typst.Compiler:
    folder = str(pylopdf_fonts_zh_cn.sans_path().parent)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    return typst.Compiler(str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=fonts)


def words_for(case: str) -> list[str]:
    """Paragraphs, none of them as in another case: the compiler knows again what it has set before."""
    return [f"{n}. {case}：{WORDS}" for n in range(1, 8)]


def as_pdf(case: str) -> bytes:
    """PDF/A-2a and PDF/UA-1, as a letter is."""
    given = {"paragraphs": json.dumps(words_for(case))}
    made = _compiler().compile(sys_inputs=given, format="pdf", timestamp=0, pdf_standards=["a-2a", "ua-1"])
    assert isinstance(made, bytes)
    return made


def as_docx(case: str) -> bytes:
    """The same words by python-docx."""
    document, out = Document(), io.BytesIO()
    document.add_heading("告知书")
    for paragraph in words_for(case):
        document.add_paragraph(paragraph)
    document.save(out)
    return out.getvalue()


def keep(folder: Path, content: bytes) -> str:
    """Store it under a name of its own, synced; its name."""
    file = folder / str(uuid4())
    with file.open("wb") as out:
        out.write(content)
        os.fsync(out.fileno())
    return file.name
