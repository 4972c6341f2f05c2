"""A package bound in the workshop: a large one can be delivered too, and one with other pages than agreed cannot."""

import os
from pathlib import Path
from uuid import uuid4
from zipfile import ZipFile

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from activities.jobs.package import Contents, bound, bound_together
from activities.jobs.place import made
from activities.store import DocumentStore
from activities.workshop.limits import Limits
from activities.workshop.runner import Workshop
from schemas.errors import DaylightError, InvalidInput
from schemas.pages import ReleaseItem
from schemas.workshop import PackageOrder
from tests.release.test_package import HEADING, document

MEBIBYTE = 1024 * 1024
ORDER = PackageOrder(
    title="示数申〔2026〕3号公开材料",
    first=(("index.pdf", "00-政府信息公开清单.pdf"), ("reply.pdf", "01-答复书.pdf")),
    files=(("1.pdf", "0001-招标文件.pdf"), ("2.pdf", "0002-中标通知书.pdf")),
)


def scan(path: Path) -> None:
    """A page with a picture of one MiB that nothing can compress."""
    with pikepdf.new() as pdf:
        picture = pdf.make_stream(os.urandom(MEBIBYTE), Type=Name.XObject, Subtype=Name.Image)
        pdf.add_blank_page().obj.Resources = Dictionary(XObject=Dictionary(P=picture))
        pdf.save(path)


def workshop(folder: Path, mebibytes: int) -> Workshop:
    """Whose jobs may write so much, and what they bind once more."""
    return Workshop(Limits(seconds=60, memory=1024 * MEBIBYTE, output=mebibytes * MEBIBYTE), 1, folder)


@pytest.mark.parametrize(("mebibytes", "one_pdf"), [(1, False), (9, True)])
async def test_what_is_too_much_for_the_workshop_comes_as_zip_alone(
    tmp_path: Path, mebibytes: int, one_pdf: bool
) -> None:
    async with workshop(tmp_path, mebibytes).bench() as bench:
        for source, _ in (*ORDER.first, *ORDER.files):
            scan(bench.folder / source)
        packaged = await bound_together(bench, ORDER)
        assert (packaged.pages, packaged.each, bool(packaged.pdf_size)) == (4, (1, 1, 1, 1), one_pdf)
        assert packaged.zip_size > 4 * MEBIBYTE
        with ZipFile(bench.folder / ORDER.zip) as archive:
            assert archive.testzip() is None
            assert len(archive.namelist()) == 5


async def test_what_is_broken_is_not_tried_without_the_one_pdf(tmp_path: Path) -> None:
    async with workshop(tmp_path, 9).bench() as bench:
        for source, _ in (*ORDER.first, *ORDER.files):
            (bench.folder / source).write_bytes(b"%PDF-1.7\nnothing")
        with pytest.raises(InvalidInput, match="document_broken"):
            await bound_together(bench, ORDER)


@pytest.mark.parametrize("counted", [1, 3])
async def test_a_copy_with_other_pages_than_the_manifest_says_is_not_bound(tmp_path: Path, counted: int) -> None:
    store = DocumentStore.open((tmp_path / "documents").as_uri(), MEBIBYTE)
    kept = [await store.put_bytes(document(tmp_path / name, 2).read_bytes()) for name in ("reply.pdf", "a.pdf")]
    reply, copy = (made(uuid4(), uuid4(), uuid4(), "文书.pdf", blob, as_="released") for blob in kept)
    item = ReleaseItem(document_id=uuid4(), number=1, title="招标文件", pages=2, pages_released=2, pages_partly=0)
    copies, pages = {item.document_id: copy}, {item.document_id: counted}
    contents = Contents(heading=HEADING, items=(item,), reply=reply, copies=copies, pages=pages, label="公开材料")
    async with workshop(tmp_path, 9).bench() as bench:
        with pytest.raises(DaylightError, match="copies_differ"):
            await bound(store, bench, contents)
    async with workshop(tmp_path, 9).bench() as bench:
        _, packaged = await bound(store, bench, contents.model_copy(update={"pages": {item.document_id: 2}}))
    assert (packaged.pages, packaged.each) == (5, (1, 2, 2))
