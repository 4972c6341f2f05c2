"""A PDF is read as it is: its pages as they are displayed, and what it carries beside them is named."""

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from activities.workshop.pdf_hidden import hidden_in_pdf
from tests.workshop import zoo
from tests.workshop.reading import read

PDF = "application/pdf"
A4 = (595.0, 842.0)


def edited(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(zoo.one_page())) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("page", "size"),
    [
        (b"/MediaBox [0 0 595 842]", A4),
        (b"/MediaBox [0 0 595 842] /Rotate 90", A4[::-1]),
        (b"/MediaBox [0 0 595 842] /CropBox [100 100 400 600]", (300.0, 500.0)),
        (b"/MediaBox [0 0 595 842] /CropBox [100 100 400 600] /Rotate 270", (500.0, 300.0)),
        (b"/MediaBox [-50 -50 150 350]", (200.0, 400.0)),
    ],
)
def test_pages_are_as_large_as_they_are_displayed(tmp_path: Path, page: bytes, size: tuple[float, float]) -> None:
    made = read(tmp_path, zoo.one_page(page=page), PDF)
    [only] = made.pages
    assert (only.number, only.width, only.height, made.converted) == (1, *size, False)
    assert not (tmp_path / "working.pdf").exists()


def javascript(pdf: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    pdf.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["x", action])))


def attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["附件.txt"] = "内容".encode()


def form_field(pdf: pikepdf.Pdf) -> None:
    field = pdf.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Tx, T="name", V="value", Subtype=pikepdf.Name.Widget))
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))


def comment(pdf: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Contents="note", Rect=[0, 0, 9, 9])
    pdf.pages[0].obj.Annots = pikepdf.Array([note])


def layer(pdf: pikepdf.Pdf) -> None:
    group = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="draft"))
    pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([group]))


def xmp(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = ["author"]


def title(pdf: pikepdf.Pdf) -> None:
    pdf.trailer.Info = pdf.make_indirect(pikepdf.Dictionary(Title="title"))


def thumbnail(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Thumb = pdf.make_stream(bytes(3), Width=1, Height=1)


def private_data(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.PieceInfo = pikepdf.Dictionary(Program=pikepdf.Dictionary(Private="earlier text"))


def words_that_look_like_names(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Remark = pikepdf.String("a (/JS) \\ /EF /FT /Tx")


def link(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots = pikepdf.Array([pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9])])


@pytest.mark.parametrize(
    ("change", "hidden"),
    [
        (javascript, ("javascript",)),
        (attachment, ("attachments",)),
        (form_field, ("form_fields",)),
        (comment, ("annotations",)),
        (layer, ("layers",)),
        (xmp, ("metadata",)),
        (title, ("metadata",)),
        (thumbnail, ("thumbnails",)),
        (private_data, ("application_data",)),
        (words_that_look_like_names, ()),
        (link, ()),
    ],
)
def test_what_a_pdf_carries_beside_its_pages_is_named(
    tmp_path: Path, change: Callable[[pikepdf.Pdf], None], hidden: tuple[str, ...]
) -> None:
    assert read(tmp_path, edited(change), PDF).hidden == hidden


def test_earlier_revisions_are_named(tmp_path: Path) -> None:
    first = zoo.one_page()
    added = b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>\nendobj\n"
    section = b"xref\n3 1\n%010d 00000 n \ntrailer\n<< /Size 4 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    start = int(first.rsplit(b"startxref", 1)[1].split()[0])
    second = first + added + section % (len(first), start, len(first) + len(added))
    made = read(tmp_path, second, PDF)
    assert (made.hidden, made.pages[0].width) == (("earlier_revisions",), 9.0)


def test_a_linearized_pdf_has_no_earlier_revision(tmp_path: Path) -> None:
    with pikepdf.open(io.BytesIO(zoo.one_page())) as pdf:
        pdf.save(tmp_path / "linear.pdf", linearize=True)
    assert (tmp_path / "linear.pdf").read_bytes().count(b"%%EOF") == 2
    assert hidden_in_pdf(tmp_path / "linear.pdf") == ()
