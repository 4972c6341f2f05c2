"""Makes a paper: PDF by typst with the fonts of the letters, DOCX by python-docx, text; edits a DOCX as clerks do."""

import io
import json
import shutil
from dataclasses import asdict, replace
from functools import cache
from threading import Lock

import docx
import typst
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.enum.text import WD_BREAK
from pylopdf_fonts_zh_cn import serif_path

from api.demo.papers import Chapter, Paper

_TEMPLATE = b"""
#let paper = json(bytes(sys.inputs.paper))
#set document(title: paper.title, author: paper.issuer)
#set page(paper: "a4", margin: (x: 27mm, y: 32mm), numbering: "- 1 -")
#set text(font: "Noto Serif SC", size: 12pt, lang: "zh", region: "cn")
#set par(justify: true, leading: 0.9em, spacing: 0.9em)
#align(center, text(size: 15pt, paper.issuer))
#align(center, text(size: 20pt, stroke: 0.02em, paper.title))
#align(center, paper.number)
#for (i, chapter) in paper.chapters.enumerate() {
  if paper.long and i > 0 { pagebreak() }
  v(0.6em)
  text(size: 13pt, stroke: 0.02em, chapter.heading)
  for line in chapter.text { par(first-line-indent: (amount: 2em, all: true), line) }
  if chapter.rows.len() > 0 {
    table(columns: chapter.rows.first().len(), inset: 6pt, stroke: 0.5pt, ..chapter.rows.flatten())
  }
}
#v(1.5em)
#align(right, [#paper.issuer #linebreak() #paper.dated])
"""
_compiling = Lock()


def make(paper: Paper) -> bytes:
    """The bytes of the document; the same paper as PDF is the same bytes."""
    match paper.form:
        case "docx":
            return _docx(paper)
        case "txt":
            return _text(paper).encode()
    return _pdf(paper)


def fitting(paper: Paper) -> Paper:
    """The paper as it is; a DOCX as plain text where no LibreOffice can show it as pages."""
    if paper.form != "docx" or shutil.which("soffice") or shutil.which("libreoffice"):
        return paper
    return replace(paper, name=f"{paper.name.removesuffix('.docx')}.txt")


def edited(content: bytes, was: str, becomes: str) -> bytes:
    """The DOCX with some words of a paragraph changed. ``KeyError`` when no paragraph has them."""
    document, saved = docx.Document(io.BytesIO(content)), io.BytesIO()
    found = [paragraph for paragraph in document.paragraphs if was in paragraph.text]
    if not found:
        raise KeyError(was)
    for paragraph in found:
        first, *others = paragraph.runs
        first.text = paragraph.text.replace(was, becomes)
        for run in others:
            run.text = ""
    document.save(saved)
    return saved.getvalue()


def _pdf(paper: Paper) -> bytes:
    """Text goes in as data; the compiler refuses a second thread, hence the lock."""
    with _compiling:
        inputs = {"paper": json.dumps(asdict(paper))}
        made = typst.compile(_TEMPLATE, font_paths=_fonts(), sys_inputs=inputs, format="pdf", timestamp=0)
    assert isinstance(made, bytes)  # noqa: S101 - a PDF is one file; only images come as a list
    return made


@cache
def _fonts() -> typst.Fonts:
    """Parsed once for the process."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(serif_path().parent)])


def _text(paper: Paper) -> str:
    lines = [paper.issuer, paper.title, paper.number]
    for chapter in paper.chapters:
        lines += [chapter.heading, *chapter.text, *("\t".join(row) for row in chapter.rows)]
    return "\n".join([*lines, paper.issuer, paper.dated])


def _docx(paper: Paper) -> bytes:
    document, saved = docx.Document(), io.BytesIO()
    for line in (paper.issuer, paper.title, paper.number):
        document.add_paragraph(line).alignment = ALIGN.CENTER
    for n, chapter in enumerate(paper.chapters):
        if paper.long and n:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _chapter(document, chapter)
    for line in (paper.issuer, paper.dated):
        document.add_paragraph(line).alignment = ALIGN.RIGHT
    document.save(saved)
    return saved.getvalue()


def _chapter(document: Document, chapter: Chapter) -> None:
    document.add_paragraph().add_run(chapter.heading).bold = True
    for line in chapter.text:
        document.add_paragraph(line)
    if not chapter.rows:
        return
    table = document.add_table(rows=0, cols=len(chapter.rows[0]), style="Table Grid")
    for row in chapter.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
