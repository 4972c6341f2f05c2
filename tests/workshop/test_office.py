"""Office documents: what they carry unseen, and their pages where LibreOffice is installed."""

import asyncio
import io
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import docx
import openpyxl
import pytest

from activities.sniff import OOXML
from activities.workshop.office_hidden import hidden_in_archive
from activities.workshop.runner import Workshop
from activities.workshop.verbs import READ
from schemas.errors import InvalidInput
from schemas.workshop import ReadOrder
from tests.documents import samples
from tests.workshop import zoo
from tests.workshop.reading import IDENTITY, read

WORD = f"{OOXML}.wordprocessingml.document"
OPEN_TEXT = "application/vnd.oasis.opendocument.text"
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


@asynccontextmanager
async def counting() -> AsyncIterator[tuple[int, list[None]]]:
    """A port on the loopback, and one entry for each who came."""
    came: list[None] = []

    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        came.append(None)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], came


def sheet(*, hide: bool) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.create_sheet("第二张").sheet_state = "hidden" if hide else "visible"
    book.worksheets[0]["A1"] = "公开"
    book.worksheets[0].column_dimensions["B"].hidden = hide
    book.save(out)
    return out.getvalue()


def word(body: str, **more: str) -> bytes:
    return zoo.word_of(f'<w:document xmlns:w="{zoo.WORD}"><w:body><w:p>{body}</w:p></w:body></w:document>', **more)


@pytest.mark.parametrize(
    ("data", "hidden"),
    [
        (word("<w:r><w:t>x</w:t></w:r>"), set()),
        (word("<w:ins><w:r><w:t>x</w:t></w:r></w:ins>"), {"tracked_changes"}),
        (word("<w:del><w:r><w:delText>x</w:delText></w:r></w:del>"), {"tracked_changes"}),
        (word("<w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>"), {"hidden_text"}),
        (word("", comments="<comments/>"), {"comments"}),
        (sheet(hide=True), {"hidden_sheets", "hidden_rows_or_columns", "metadata"}),
        (sheet(hide=False), {"metadata"}),
        (samples.archive("content.xml", "Basic/script.xml", mimetype="application/x"), {"macros"}),
        (samples.archive("[Content_Types].xml", "ppt/notesSlides/1.xml"), {"speaker_notes"}),
    ],
)
def test_what_an_office_document_carries_unseen_is_named(tmp_path: Path, data: bytes, hidden: set[str]) -> None:
    (tmp_path / "source").write_bytes(data)
    assert set(hidden_in_archive(tmp_path / "source")) == hidden


@needs_office
def test_a_word_document_becomes_pages(tmp_path: Path) -> None:
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph(f"身份证号码：{IDENTITY}")
    document.save(out)
    made = read(tmp_path, out.getvalue(), WORD)
    assert (len(made.pages), made.converted, made.found[0].text) == (1, True, IDENTITY)
    assert {path.name for path in tmp_path.iterdir()} == {"source", "working.pdf"}


async def test_without_a_converter_people_are_told_what_to_do(
    workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    async with workshop.bench() as bench:
        (bench.folder / "source").write_bytes(samples.word())
        with pytest.raises(InvalidInput, match="office_converter_missing"):
            await bench.work(READ, ReadOrder(source="source", media_type=WORD))


@needs_office
async def test_a_document_cannot_make_the_converter_ask_elsewhere(workshop: Workshop) -> None:
    """A picture that lies on a server: fetching it would tell its owner that, when and where it is read."""
    async with counting() as (port, came), workshop.bench() as bench:
        (bench.folder / "source").write_bytes(zoo.open_text_with_picture(f"http://127.0.0.1:{port}/picture.png"))
        made = await bench.work(READ, ReadOrder(source="source", media_type=OPEN_TEXT))
    assert (len(made.pages), came) == (1, [])
