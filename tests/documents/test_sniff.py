"""Content types come from the content; what is broken, two things at once or a program is refused."""

import io
import struct
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.sniff import DIRECTORY_LIMIT, media_type
from schemas.errors import InvalidInput
from tests.documents import samples

RECOGNISED = {name: (data, kind) for name, data, kind in samples.recognised()}
BINARY = ["pdf", "png", "jpeg", "jpeg_with_thumbnail", "tiff", "docx", "xlsx", "od_text", "ofd", "zip", "doc", "xls"]

BROKEN = {
    "pdf_header_alone": b"%PDF-1.7\n" + b"0" * 4000,
    "pdf_offset_past_the_end": b"%PDF-1.7\nstartxref\n99999\n%%EOF\n",
    "pdf_and_zip": samples.pdf() + samples.archive("evil.exe"),
    "png_and_zip": samples.png() + samples.archive("evil.exe"),
    "jpeg_and_zip": samples.jpeg() + samples.archive("evil.exe"),
    "tiff_and_zip": samples.tiff() + samples.archive("evil.exe"),
    "png_with_something_behind": samples.png() + b"<script>",
    "zip_header_alone": b"PK\3\4" + bytes(100),
    "zip_with_a_huge_directory": b"PK\3\4" + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 9, 9, DIRECTORY_LIMIT + 1, 0, 0),
    "jpeg_header_alone": b"\xff\xd8\xff\xe0",
    "tiff_without_its_last_strip": samples.tiff()[:-1],
    "legacy_header_alone": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
}
UNKNOWN = {
    "windows_program": b"MZ\x90\0\3\0\0\0" + bytes(500),
    "linux_program": b"\x7fELF\2\1\1\0" + bytes(500),
    "macos_program": b"\xcf\xfa\xed\xfe" + bytes(500),
    "java_class": b"\xca\xfe\xba\xbe\0\0\0\x3d" + bytes(100),
    "shell_script": b"#!/bin/sh\nrm -rf /\n",
    "java_archive": samples.archive("META-INF/MANIFEST.MF", "A.class"),
    "android_package": samples.archive("AndroidManifest.xml", "classes.dex"),
    "word_with_macros": samples.archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
    "word_and_excel_at_once": samples.archive("[Content_Types].xml", "word/document.xml", "xl/workbook.xml"),
    "epub": samples.archive("content.opf", mimetype="application/epub+zip"),
    "installer": samples.legacy(class_id="84100c0000000000c000000000000046"),
    "gif": b"GIF89a" + bytes(50),
    "nul_in_text": b"abc\0def",
    "terminal_escape_in_text": b"abc\x1b[2Jdef",
    "utf16": "答复".encode("utf-16"),
    "neither_encoding": b"abc\xff\xff\xff",
    "cut_character": "答复".encode()[:-1],
    "binary_after_a_page_of_text": b"text\n" * 1_000_000 + b"\0",
}


def code_of(data: bytes) -> str:
    with pytest.raises(InvalidInput) as refused:
        media_type(io.BytesIO(data))
    assert refused.value.field == "file"
    return refused.value.code


@pytest.mark.parametrize("name", RECOGNISED)
def test_type_is_read_from_content(name: str) -> None:
    data, kind = RECOGNISED[name]
    assert media_type(io.BytesIO(data)) == kind


@pytest.mark.parametrize("name", BROKEN)
def test_broken_or_double_document_is_refused(name: str) -> None:
    assert code_of(BROKEN[name]) == "document_broken"


@pytest.mark.parametrize("name", UNKNOWN)
def test_program_or_unknown_content_is_refused(name: str) -> None:
    assert code_of(UNKNOWN[name]) == "document_type_unknown"


@pytest.mark.parametrize("name", BINARY)
def test_document_without_its_second_half_is_refused(name: str) -> None:
    data, _ = RECOGNISED[name]
    assert code_of(data[: len(data) // 2]) == "document_broken"


def test_character_across_two_windows_is_one_character() -> None:
    assert media_type(io.BytesIO(b"a" + "答".encode() * 2_000_000)) == "text/plain; charset=utf-8"


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(BINARY), st.data())
def test_no_damage_surprises(name: str, choice: st.DataObject) -> None:
    data = bytearray(RECOGNISED[name][0])
    for _ in range(choice.draw(st.integers(1, 8))):
        data[choice.draw(st.integers(0, len(data) - 1))] = choice.draw(st.integers(0, 255))
    with suppress(InvalidInput):
        assert media_type(io.BytesIO(data))
