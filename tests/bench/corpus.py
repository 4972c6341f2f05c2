"""Documents with personal information in them and the truth beside them, made from a seed.

Forms, tables, letters, lists, two columns, small print, digits in cells, forms filled in afterwards, turned and cropped
pages as PDF; the same fields as DOCX, XLSX and plain text. Every value is invented.
"""

import io
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pikepdf
import pylopdf_fonts_zh_cn
import typst

from activities.sniff import OFFICE_FOLDERS
from schemas.pages import PersonalKind
from tests.bench.corpus_people import FalseFriends
from tests.bench.corpus_writing import FIELDS, QUIET_FIELDS, Truth, Writer

PDF, TEXT = "application/pdf", "text/plain; charset=utf-8"
WORD, SHEET = OFFICE_FOLDERS["word/"], OFFICE_FOLDERS["xl/"]
OFFICE_EVERY = 10
"""One document in so many is a DOCX, one an XLSX: LibreOffice takes seconds for each."""
_TEMPLATE = Path(__file__).with_name("corpus.typ")
_FONTS = ("Noto Sans SC", "Noto Serif SC")
_TITLES = (None, "登记表", "情况说明", "名 单", "关于信息公开申请的答复")
_PROSE = {"prose": 7, "twocolumns": 12}
"""Paragraphs on a page."""
_BROKEN = {"narrow": 1.0, "prose": 0.15, "twocolumns": 0.15}


@dataclass(frozen=True)
class Sample:
    """One document. ``page`` of a truth is 0 where its maker does not decide it."""

    name: str
    media_type: str
    content: bytes
    truth: tuple[Truth, ...]


def corpus(count: int, seed: int, *, office: bool = True) -> Iterator[Sample]:
    """So many documents; the same seed makes the same ones."""
    for number in range(count):
        draw = random.Random(f"{seed}/{number}")
        turn = number % OFFICE_EVERY
        if office and turn == OFFICE_EVERY - 1:
            maker = _word if number % (2 * OFFICE_EVERY) == turn else _sheet
        else:
            maker = _text if turn in {3, 7} else _pdf
        yield maker(f"{number:04}", draw)


def _pdf(name: str, draw: random.Random) -> Sample:
    """Drawn again where the text of a page runs over: its truth would stand on another."""
    while True:
        writer = Writer(draw)
        pages = [_page(draw, writer, number) for number in range(1, draw.choice((1, 1, 2, 3)) + 1)]
        made = _compiler().compile(sys_inputs={"pages": json.dumps(pages)}, format="pdf", timestamp=0)
        assert isinstance(made, bytes)
        with pikepdf.open(io.BytesIO(made)) as pdf:
            if len(pdf.pages) == len(pages):
                return Sample(name, PDF, _turned(pdf, draw), tuple(writer.truth))


@cache
def _compiler() -> typst.Compiler:
    folder = str(pylopdf_fonts_zh_cn.sans_path().parent)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    return typst.Compiler(str(_TEMPLATE), root=str(_TEMPLATE.parent), font_paths=fonts)


def _turned(pdf: pikepdf.Pdf, draw: random.Random) -> bytes:
    """One document in three is turned, one in ten cropped."""
    rotation, cropped, out = draw.choice((0, 0, 0, 0, 0, 0, 90, 270, 180)), draw.random() < 0.1, io.BytesIO()
    for page in pdf.pages:
        page.rotate(rotation, relative=False)
        if cropped:
            x0, y0, x1, y1 = (float(edge) for edge in page.mediabox)
            page.cropbox = pikepdf.Rectangle(x0 + 30, y0 + 25, x1 - 40, y1 - 20)
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _page(draw: random.Random, writer: Writer, number: int) -> dict[str, Any]:
    writer.page = number
    layout = draw.choice(sorted(_LAYOUTS))
    writer.broken, writer.cell = _BROKEN.get(layout, 0.0), draw.randrange(7, 12) if layout == "narrow" else 0
    look = {
        "layout": layout,
        "flipped": layout in {"list", "narrow"},
        "font": draw.choice(_FONTS),
        "size": draw.choice((6, 7.5, 9, 10.5, 12, 14) if layout in {"form", "lines", "filled"} else (7, 9, 10.5)),
        "leading": draw.choice((0.65, 0.9, 1.2)),
        "ruled": draw.random() < 0.8,
        "title": draw.choice(_TITLES),
    }
    return {**look, **_LAYOUTS[layout](draw, writer)}


def _fields(draw: random.Random, writer: Writer, count: int) -> list[tuple[str, str]]:
    """Labels and their values, one in four of them no personal information."""
    asked = [
        (label, writer.value(kind)) if draw.random() < 0.75 else _quiet_field(draw)
        for label, kind in draw.sample(FIELDS, count)
    ]
    return asked if writer.truth else [("姓名", writer.value(PersonalKind.NAME)), *asked[1:]]


def _quiet_field(draw: random.Random) -> tuple[str, str]:
    label, kind = draw.choice(QUIET_FIELDS)
    return label, FalseFriends(draw).make(kind)


def _form(draw: random.Random, writer: Writer) -> dict[str, Any]:
    return {"fields": _fields(draw, writer, draw.randrange(3, 11))}


def _table(draw: random.Random, writer: Writer) -> dict[str, Any]:
    """A heading and rows below it: the name first, or last."""
    columns = [("姓名", PersonalKind.NAME), *draw.sample(FIELDS[1:11], 3)]
    if draw.random() < 0.3:
        columns.reverse()
    rows = [
        [str(number), *(writer.value(kind) for _, kind in columns), FalseFriends(draw).make("money")]
        for number in range(1, draw.randrange(3, 9))
    ]
    return {"heading": ["序号", *(label for label, _ in columns), "金额"], "rows": rows}


def _digit_cells(draw: random.Random, writer: Writer) -> dict[str, Any]:
    writer.grouped = writer.wide = 0.0
    kinds = (
        ("身份证号", PersonalKind.IDENTITY_NUMBER),
        ("银行卡号", PersonalKind.BANK_CARD),
        ("手机", PersonalKind.MOBILE),
    )
    return {"fields": [(label, writer.value(kind)) for label, kind in kinds]}


def _cards(draw: random.Random, writer: Writer) -> dict[str, Any]:
    return {"groups": [_fields(draw, writer, 3) for _ in range(draw.randrange(2, 7))]}


def _prose(layout: str) -> Any:
    def written(draw: random.Random, writer: Writer) -> dict[str, Any]:
        count = draw.randrange(2, _PROSE[layout] + 1)
        return {"lines": [writer.sentence(quiet=draw.random() < 0.4) for _ in range(count)]}

    return written


_LAYOUTS: dict[str, Any] = {
    **dict.fromkeys(("form", "lines", "spaced", "filled", "overlay", "upright"), _form),
    **dict.fromkeys(("list", "narrow"), _table),
    **{layout: _prose(layout) for layout in _PROSE},
    "cells": _digit_cells,
    "cards": _cards,
}


def _text(name: str, draw: random.Random) -> Sample:
    writer = Writer(draw, page=0, broken=0.1)
    lines = [writer.sentence(quiet=draw.random() < 0.4) for _ in range(draw.randrange(3, 15))]
    lines += [label + draw.choice(("：", ":", "\t", ": ")) + value for label, value in _fields(draw, writer, 5)]
    return Sample(name, TEXT, "\n".join(lines).encode(), tuple(writer.truth))


def _word(name: str, draw: random.Random) -> Sample:
    writer, document, out = Writer(draw, page=0), docx.Document(), io.BytesIO()
    for _ in range(6):
        document.add_paragraph(writer.sentence(quiet=draw.random() < 0.4))
    fields = _fields(draw, writer, 8)
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for label, value in fields:
        row = table.add_row().cells
        row[0].text, row[1].text = label, value
    document.save(out)
    return Sample(name, WORD, out.getvalue(), tuple(writer.truth))


def _sheet(name: str, draw: random.Random) -> Sample:
    """Columns as narrow as a new sheet has them: neighbours touch or cut them off on paper."""
    writer, book, out = Writer(draw, page=0, wide=0.0), openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    made = _table(draw, writer)
    for row in (made["heading"], *made["rows"]):
        sheet.append(row)
    for column, label in enumerate(made["heading"], 1):
        sheet.column_dimensions[openpyxl.utils.get_column_letter(column)].width = 60 if "址" in label else 30
    book.save(out)
    return Sample(name, SHEET, out.getvalue(), tuple(writer.truth))
