"""Real documents, made on the spot."""

import io
import struct
import zipfile
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

import docx
import typst

from activities.sniff import LEGACY_CLASSES, OOXML

TYPST_PAGE = b"#set page(width: 6cm, height: 3cm)\n= Reply\nThe information asked for is attached."
TEXT = "关于某市2026年财政预算信息公开申请的答复\r\n申请人：\t张三\r\n"
HTML = "<!doctype html><script>alert(1)</script><p>答复</p>"


@cache
def pdf() -> bytes:
    made = typst.compile(TYPST_PAGE)
    assert isinstance(made, bytes)
    return made


def png() -> bytes:
    made = typst.compile(TYPST_PAGE, format="png", ppi=72)
    assert isinstance(made, bytes)
    return made


def jpeg() -> bytes:
    template = zipfile.ZipFile(Path(str(files("docx") / "templates" / "default.docx")))
    return template.read("docProps/thumbnail.jpeg")


def jpeg_with_thumbnail() -> bytes:
    """As cameras write it: a small picture, with its own end marker, in an APP1 segment of the large one."""
    picture = jpeg()
    thumbnail = b"Exif\0\0" + picture
    return picture[:2] + b"\xff\xe1" + struct.pack(">H", len(thumbnail) + 2) + thumbnail + picture[2:]


def tiff() -> bytes:
    """One grey pixel per strip, two strips, the directory in front of them."""
    fields = [(256, 3, 1, 1), (257, 3, 1, 2), (262, 3, 1, 1), (273, 4, 2, 74), (279, 3, 2, 1 | 1 << 16)]
    directory = struct.pack("<H", len(fields)) + b"".join(struct.pack("<HHII", *field) for field in fields)
    return b"II*\0" + struct.pack("<I", 8) + directory + bytes(4) + struct.pack("<2I", 82, 83) + b"\x7f\xff"


@cache
def word() -> bytes:
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph(TEXT.replace("\r\n", "\n"))
    document.save(out)
    return out.getvalue()


@cache
def archive(*names: str, mimetype: str | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        if mimetype:
            made.writestr("mimetype", mimetype, zipfile.ZIP_STORED)
        for name in names:
            made.writestr(name, f"<content of='{name}'/>")
    return out.getvalue()


def legacy(class_id: str = "", stream: str = "") -> bytes:
    """The smallest [MS-CFB] file: header, one sector of the allocation table, one of the directory."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 62, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    return header + table + _entry("Root Entry", class_id) + _entry(stream) + bytes(256)


def _entry(name: str, class_id: str = "") -> bytes:
    return name.encode("utf-16-le").ljust(80, b"\0") + bytes.fromhex(class_id).ljust(48, b"\0")


def recognised() -> Iterator[tuple[str, bytes, str]]:
    """Name, content, media type of everything the store takes."""
    word_class = next(iter(LEGACY_CLASSES))
    yield "pdf", pdf(), "application/pdf"
    yield "png", png(), "image/png"
    yield "jpeg", jpeg(), "image/jpeg"
    yield "jpeg_with_thumbnail", jpeg_with_thumbnail(), "image/jpeg"
    yield "jpeg_of_a_phone", jpeg() + b"SEFT" + bytes(100), "image/jpeg"
    yield "tiff", tiff(), "image/tiff"
    yield "docx", word(), f"{OOXML}.wordprocessingml.document"
    yield "xlsx", archive("[Content_Types].xml", "xl/workbook.xml"), f"{OOXML}.spreadsheetml.sheet"
    yield "pptx", archive("[Content_Types].xml", "ppt/slides/1.xml"), f"{OOXML}.presentationml.presentation"
    for kind in ("text", "spreadsheet", "presentation"):
        name = f"application/vnd.oasis.opendocument.{kind}"
        yield f"od_{kind}", archive("content.xml", mimetype=name), name
    yield "ofd", archive("OFD.xml", "Doc_0/Document.xml"), "application/ofd"
    yield "zip", archive("附件/清单.csv"), "application/zip"
    yield "doc", legacy(class_id=word_class), "application/msword"
    yield "doc_without_class", legacy(stream="WordDocument"), "application/msword"
    yield "xls", legacy(stream="Workbook"), "application/vnd.ms-excel"
    yield "utf8", TEXT.encode(), "text/plain; charset=utf-8"
    yield "gb18030", TEXT.encode("gb18030"), "text/plain; charset=gb18030"
    yield "html", HTML.encode(), "text/plain; charset=utf-8"
    yield "xml", b"<?xml version='1.0'?><a/>", "text/plain; charset=utf-8"
    yield "text_like_a_bitmap", "BMW 采购合同".encode(), "text/plain; charset=utf-8"
