"""Hostile files are refused in words, within time and memory, and the workshop goes on."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from activities.sniff import OOXML
from activities.workshop.runner import Workshop
from activities.workshop.verbs import READ
from schemas.errors import InvalidInput
from schemas.workshop import DocumentRead, ReadOrder
from tests.workshop import zoo
from tests.workshop.processes import left_in

PDF = "application/pdf"
WORD = f"{OOXML}.wordprocessingml.document"
SHEET = f"{OOXML}.spreadsheetml.sheet"
TEXT = "text/plain; charset=utf-8"
BOUND_SECONDS = 75
"""The workshop of these tests allows a job 60 s and 1 GiB; on an idle core none of these takes five."""

REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    **{name: (PDF, make, "document_broken") for name, make in zoo.broken_pdfs()},
    "page_tree_of_20_000_levels": (PDF, zoo.page_tree_of_20_000_levels, "document_broken"),
    "huge_page": (PDF, zoo.huge_page, "document_too_heavy"),
    "forms_in_forms": (PDF, zoo.forms_in_forms, "document_too_heavy"),
    "content_of_2_gibibytes": (PDF, lambda: zoo.content_that_unpacks_to(2048), "document_too_heavy"),
    "encrypted": (PDF, lambda: zoo.encrypted("user", "owner"), "document_encrypted"),
    "5_001_pages": (PDF, lambda: zoo.blank_pages(5_001), "document_too_many_pages"),
    "picture_of_30_gigabytes": ("image/png", lambda: zoo.png_that_declares(100_000, 100_000), "document_too_heavy"),
    "picture_that_ends_early": ("image/png", lambda: zoo.png_that_declares(12_000, 12_000), "document_broken"),
    "word_for_a_picture": ("image/png", lambda: zoo.word_of(zoo.paragraphs("x")), "document_broken"),
    "word_bomb": (WORD, lambda: zoo.zip_bomb("word/document.xml", 600), "document_too_heavy"),
    "sheet_bomb": (SHEET, lambda: zoo.zip_bomb("xl/workbook.xml", 600), "document_too_heavy"),
    "bomb_that_lies": (WORD, lambda: zoo.zip_bomb_that_lies("word/document.xml", 600), "document_broken"),
    "entities_that_multiply": (WORD, zoo.entities_that_multiply, "document_broken"),
    "no_zip": (WORD, lambda: b"PK\3\4" + bytes(100), "document_broken"),
    "no_legacy_word": ("application/msword", lambda: b"\xd0\xcf\x11\xe0" + bytes(3000), "document_broken"),
    "text_of_no_charset": (TEXT, lambda: b"abc\xff\xff", "document_broken"),
    "text_of_9_000_000_lines": (TEXT, lambda: b"x\n" * 9_000_000, "document_too_many_pages"),
    "text_of_30_000_000_characters": (TEXT, lambda: b"x" * 30_000_000, "document_too_many_pages"),
    "zip": ("application/zip", lambda: b"PK", "document_not_paged"),
    "ofd": ("application/ofd", lambda: b"PK", "document_not_paged"),
    "film": ("video/mp4", lambda: b"x", "document_type_unknown"),
}
READABLE: dict[str, tuple[str, Callable[[], bytes], int]] = {
    "arrays_in_arrays": (PDF, zoo.arrays_in_arrays, 1),
    "huge_picture": (PDF, zoo.huge_picture, 1),
    "cross_references_that_go_round": (PDF, zoo.cross_references_that_go_round, 1),
    "object_streams_that_extend_each_other": (PDF, zoo.object_streams_that_extend_each_other, 1),
    "length_that_names_itself": (PDF, zoo.length_that_names_itself, 1),
    "page_count_that_lies": (PDF, lambda: zoo.page_count_that_lies(1_000_000_000), 1),
    "forbidden_to_print": (PDF, lambda: zoo.encrypted("", "owner"), 1),
    "5_000_pages": (PDF, lambda: zoo.blank_pages(5_000), 5_000),
    "tiff_that_goes_round": ("image/tiff", zoo.tiff_whose_directories_go_round, 1),
    "elements_in_elements": (WORD, zoo.elements_in_elements, 1),
}


async def read(workshop: Workshop, media_type: str, data: bytes) -> DocumentRead:
    async with workshop.bench() as bench:
        (bench.folder / "source").write_bytes(data)
        return await bench.work(READ, ReadOrder(source="source", media_type=media_type))


@pytest.mark.parametrize("name", REFUSED)
async def test_hostile_file_is_refused_in_time_and_leaves_nothing(workshop: Workshop, benches: Path, name: str) -> None:
    media_type, make, code = REFUSED[name]
    data, started = make(), time.monotonic()
    with pytest.raises(InvalidInput) as refused:
        await read(workshop, media_type, data)
    assert (refused.value.code, refused.value.field) == (code, "file")
    assert time.monotonic() - started < BOUND_SECONDS
    assert left_in(benches) == []
    assert len((await read(workshop, PDF, zoo.one_page())).pages) == 1


@pytest.mark.parametrize("name", READABLE)
async def test_awkward_file_is_read_in_time(workshop: Workshop, benches: Path, name: str) -> None:
    media_type, make, pages = READABLE[name]
    data, started = make(), time.monotonic()
    assert len((await read(workshop, media_type, data)).pages) == pages
    assert time.monotonic() - started < BOUND_SECONDS
    assert left_in(benches) == []


async def test_bomb_below_the_limit_is_left_to_the_limits_of_the_converter(workshop: Workshop, benches: Path) -> None:
    """How LibreOffice gives up depends on its release; that it does, and leaves nothing, does not."""
    with pytest.raises(InvalidInput) as refused:
        await read(workshop, WORD, zoo.zip_bomb("word/document.xml", 400))
    assert refused.value.code in {"document_broken", "document_too_heavy"}
    assert left_in(benches) == []
