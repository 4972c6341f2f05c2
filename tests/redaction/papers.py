"""PDFs written by hand for the tests: what a page draws, and what else the file carries."""

import io
from collections.abc import Callable

import pikepdf
from pikepdf import Dictionary, Name, Pdf, Stream

SIZE = (400.0, 300.0)
"""Points."""

Change = Callable[[Pdf], None]


def paper(*contents: str, size: tuple[float, float] = SIZE, change: Change | None = None) -> bytes:
    """One page for each content, with Helvetica as ``/F``."""
    pdf = pikepdf.new()
    for content in contents:
        page = pdf.add_blank_page(page_size=size)
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        page.obj.Resources = Dictionary(Font=Dictionary(F=pdf.make_indirect(font)), XObject=Dictionary())
        page.obj.Contents = pdf.make_indirect(Stream(pdf, content.encode("latin-1")))
    if change:
        change(pdf)
    return saved(pdf)


def saved(pdf: Pdf) -> bytes:
    """The file, compressed as usual."""
    file = io.BytesIO()
    pdf.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)
    return file.getvalue()


def words(text: str, x: float = 100, y: float = 150, *, before: str = "") -> str:
    """Text of 14 points with its baseline at a place, from the lower left corner; ``before``: operators in force."""
    return f"q BT {before} /F 14 Tf {x} {y} Td ({text}) Tj ET Q\n"


def revised(content: bytes, number: int, stream: bytes) -> bytes:
    """Saved again by appending: the stream with this number is replaced, its first version stays (7.5.6)."""
    start = len(content)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        root, size = pdf.Root.objgen[0], int(pdf.trailer.Size)
    previous = int(content.rsplit(b"startxref", 1)[1].split()[0])
    new = b"%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (number, len(stream), stream)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, start)
    trailer = b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\n" % (size, root, previous)
    return content + new + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (start + len(new))
