"""A package: every file once, in one PDF and one ZIP, the same bytes each time, and nothing of the originals' past."""

import resource
import shutil
import subprocess
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String

from activities.release import binding
from activities.release.index import IndexHeading, render_index
from activities.release.package import package_release
from schemas.errors import InvalidInput
from schemas.law.regulation_2019 import CN_OGI_2019
from schemas.workshop import Packaged, PackageOrder

HEADING = IndexHeading(
    agency="示例市数据局",
    reference="示数申〔2026〕3号",
    number="示数公复〔2026〕12号",
    dated=date(2026, 6, 8),
    statute=CN_OGI_2019.id,
)
SECRET = "SECRETMARK"


def document(path: Path, pages: int, size: tuple[float, float] = (595, 842)) -> Path:
    """A PDF of so many pages, each telling which it is."""
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        for n in range(1, pages + 1):
            page = pdf.add_blank_page(page_size=size)
            page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
            page.obj.Contents = pdf.make_stream(f"BT /F1 24 Tf 50 50 Td ({path.stem} {n}) Tj ET".encode())
        pdf.save(path)
    return path


def order(*files: tuple[str, str]) -> PackageOrder:
    first = (("index.pdf", "政府信息公开清单.pdf"), ("reply.pdf", "答复书.pdf"))
    return PackageOrder(title="示数公复〔2026〕12号", first=first, files=files)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "index.pdf").write_bytes(render_index(HEADING, ()))
    document(tmp_path / "reply.pdf", 2)
    document(tmp_path / "a.pdf", 3)
    document(tmp_path / "b.pdf", 2, (842, 595))
    return tmp_path


TWO = order(("a.pdf", "1 招标文件.pdf"), ("b.pdf", "4 中标通知书.pdf"))


def texts(pdf: Path) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def test_the_pages_of_all_follow_one_another(folder: Path) -> None:
    made = package_release(folder, TWO)
    found = texts(folder / "release.pdf")
    assert "政府信息公开清单" in found[0]
    assert found[1:] == ["reply 1", "reply 2", "a 1", "a 2", "a 3", "b 1", "b 2"]
    sizes = ((folder / name).stat().st_size for name in ("release.pdf", "release.zip"))
    assert made == Packaged(pages=8, each=(1, 2, 3, 2), pdf_size=next(sizes), zip_size=next(sizes))


def test_every_file_has_its_entry_in_the_outline_and_numbers_of_its_own(folder: Path) -> None:
    package_release(folder, TWO)
    pdf = pypdfium2.PdfDocument(folder / "release.pdf")
    entries = [(one.get_title(), one.get_dest().get_index()) for one in pdf.get_toc()]
    assert entries == [("政府信息公开清单", 0), ("答复书", 1), ("1 招标文件", 3), ("4 中标通知书", 6)]
    assert [pdf.get_page_label(n) for n in range(8)] == ["i", "ii", "iii", "1-1", "1-2", "1-3", "4-1", "4-2"]
    assert pdf[7].get_size() == (842, 595)


def test_a_name_without_a_number_is_numbered_by_its_place(folder: Path) -> None:
    package_release(folder, order(("a.pdf", "招标文件.pdf"), ("b.pdf", "20260601123456789 通知.pdf")))
    pdf = pypdfium2.PdfDocument(folder / "release.pdf")
    assert [pdf.get_page_label(n) for n in (3, 6)] == ["1-1", "2-1"]


def test_the_zip_holds_the_files_as_they_are_with_their_hashes(folder: Path) -> None:
    package_release(folder, TWO)
    with ZipFile(folder / "release.zip") as archive:
        names = ["政府信息公开清单.pdf", "答复书.pdf", "1 招标文件.pdf", "4 中标通知书.pdf", "SHA256SUMS"]
        assert archive.namelist() == names
        assert archive.testzip() is None
        assert archive.read("1 招标文件.pdf") == (folder / "a.pdf").read_bytes()
        assert all(info.flag_bits & 0x800 or info.filename.isascii() for info in archive.infolist())


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no coreutils")
def test_coreutils_checks_the_list_of_hashes(folder: Path) -> None:
    package_release(folder, TWO)
    unpacked = folder / "unpacked"
    with ZipFile(folder / "release.zip") as archive:
        archive.extractall(unpacked)
    check = ["/usr/bin/env", "sha256sum", "--check", "--strict", "SHA256SUMS"]
    done = subprocess.run(check, cwd=unpacked, capture_output=True, check=True)
    assert done.stdout.count(b": OK\n") == 4
    (unpacked / "答复书.pdf").write_bytes(b"another")
    assert subprocess.run(check, cwd=unpacked, capture_output=True, check=False).returncode == 1


def test_the_same_files_give_the_same_bytes(folder: Path) -> None:
    package_release(folder, TWO)
    first = [(folder / name).read_bytes() for name in ("release.pdf", "release.zip")]
    for path in folder.glob("?.pdf"):
        path.touch()
    package_release(folder, TWO)
    assert first == [(folder / name).read_bytes() for name in ("release.pdf", "release.zip")]


def test_names_in_the_package_lead_nowhere_else_and_are_unlike(folder: Path) -> None:
    wanted = ("../../a.pdf", "/x.pdf", "x.pdf", "X.pdf", "sha256sums")
    package_release(folder, order(*(("a.pdf", name) for name in wanted)))
    with ZipFile(folder / "release.zip") as archive:
        assert archive.namelist()[2:] == ["_.._a.pdf", "_x.pdf", "x.pdf", "X (2).pdf", "sha256sums (2)", "SHA256SUMS"]


def dirty(path: Path) -> Path:
    """A document that carries a secret wherever a PDF can, but not on its page."""
    with pikepdf.open(document(path, 1), allow_overwriting_input=True) as pdf:
        hidden = pdf.make_stream(SECRET.encode())
        page = pdf.pages[0].obj
        action = Dictionary(S=Name.JavaScript, JS=String(SECRET))
        note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents=String(SECRET))
        page.Annots, page.AA = Array([pdf.make_indirect(note)]), Dictionary(O=action)
        page.Metadata, page.PieceInfo, page.Thumb = hidden, Dictionary(X=Dictionary(Private=hidden)), hidden
        page.Resources.Font.F1.Metadata = hidden
        pdf.Root.OpenAction, pdf.Root.Metadata = action, hidden
        pdf.attachments["secret.txt"] = SECRET.encode()
        pdf.docinfo["/Author"] = SECRET
        pdf.save(path, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return path


def test_nothing_of_an_originals_past_comes_along(folder: Path) -> None:
    dirty(folder / "a.pdf")
    assert SECRET in _everything(folder / "a.pdf")
    package_release(folder, TWO)
    assert SECRET not in _everything(folder / "release.pdf")
    with pikepdf.open(folder / "release.pdf") as pdf:
        assert set(pdf.docinfo.keys()) == {"/Title"}
        assert pdf.Root.keys() == {"/Type", "/Pages", "/Outlines", "/PageLabels", "/ViewerPreferences", "/Lang"}
        assert not pdf.attachments
    assert texts(folder / "release.pdf")[3] == "a 1"


def _everything(path: Path) -> str:
    """All objects and all streams of a PDF as text."""
    with pikepdf.open(path) as pdf:
        streams = (one.read_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream))
        return b"".join([*(one.unparse() for one in pdf.objects), *streams]).decode("latin-1") + repr(pdf.trailer)


@pytest.mark.parametrize(("limit", "most"), [("MOST_PAGES", 7), ("MOST_BYTES", 1000)])
def test_what_is_too_much_for_one_pdf_comes_as_zip_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    monkeypatch.setattr(binding, limit, most)
    made = package_release(folder, TWO)
    assert (made.pages, made.pdf_size) == (8, 0)
    assert not (folder / "release.pdf").exists()
    assert made.zip_size == (folder / "release.zip").stat().st_size


def test_a_pdf_that_would_lack_a_document_is_not_made(folder: Path) -> None:
    (folder / "c.csv").write_text("a,b")
    made = package_release(folder, order(("a.pdf", "1.pdf"), ("c.csv", "2.csv")))
    assert (made.pages, made.pdf_size) == (6, 0)
    with ZipFile(folder / "release.zip") as archive:
        assert archive.read("2.csv") == b"a,b"


def test_a_broken_pdf_is_refused_without_being_quoted(folder: Path) -> None:
    (folder / "a.pdf").write_bytes(b"%PDF-1.7\n" + b"nothing")
    with pytest.raises(InvalidInput) as caught:
        package_release(folder, TWO)
    assert (caught.value.code, caught.value.__suppress_context__) == ("document_broken", True)


def test_two_hundred_documents_need_no_more_open_files_than_one(folder: Path) -> None:
    for n in range(1, 201):
        shutil.copy(folder / "a.pdf", folder / f"{n}.pdf")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    open_now = len(list(Path("/proc/self/fd").iterdir()))
    resource.setrlimit(resource.RLIMIT_NOFILE, (open_now + 20, hard))
    try:
        made = package_release(folder, order(*((f"{n}.pdf", f"{n}.pdf") for n in range(1, 201))))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert made.pages == 603
