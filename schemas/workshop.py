"""Work on the bytes of a document, done in a process of its own with limits: what goes in and what comes out.

Files travel as files of one working folder; an order names them. A job answers with a result or with the code of a
``DaylightError``; past its limits of time, memory or disk the process is killed and the code is ``document_too_heavy``.
"""

from pydantic import Field

from schemas.base import Recorded
from schemas.law.versions import STATUTES
from schemas.pages import Found, Mark, PageSize
from schemas.vocabulary import StatuteId


class ReadOrder(Recorded):
    """Look a document through: ``source`` is its file, ``media_type`` what it was recognised as.

    ``working_copy`` is the name under which a PDF to look at is written where the document is none itself.
    """

    source: str
    media_type: str
    working_copy: str = "working.pdf"


class DocumentRead(Recorded):
    """What reading found. ``converted``: ``working_copy`` was written.

    ``hidden``: what the file carries beside its pages, by code (``javascript``, ``attachments``, ``form_fields`` …).
    """

    pages: tuple[PageSize, ...]
    found: tuple[Found, ...] = ()
    converted: bool = False
    hidden: tuple[str, ...] = ()


class PageToDraw(Recorded):
    """A page that is looked at: ``marks`` are blackened on it as the released copy would have them."""

    number: int
    marks: tuple[Mark, ...] = ()

    @property
    def target(self) -> str:
        """The name of its picture."""
        return f"page-{self.number}.png"


class RenderOrder(Recorded):
    """Pages of a PDF, each once, as PNG in one process. The first is drawn in any case, the others after it for as long
    as ``ahead_seconds`` last.

    ``colours``: so many at most, for a smaller file; 0 for all there are.
    """

    source: str
    pages: tuple[PageToDraw, ...] = Field(min_length=1)
    dpi: int = Field(110, ge=20, le=300)
    statute: StatuteId = STATUTES[-1].id
    colours: int = Field(0, ge=0, le=256)
    ahead_seconds: float = 0.5


class Picture(Recorded):
    """Pixels of the picture of a page."""

    number: int
    width: int
    height: int


class Rendered(Recorded):
    """What was drawn, in the order it was asked for."""

    pictures: tuple[Picture, ...]


class PageToRelease(Recorded):
    """A page of the released copy: what is blackened on it."""

    number: int
    marks: tuple[Mark, ...] = ()


class RedactOrder(Recorded):
    """Make the copy that is given out, from these pages of ``source`` alone, in this order.

    ``statute``: whose articles are printed on the black.
    """

    source: str
    pages: tuple[PageToRelease, ...]
    statute: StatuteId = STATUTES[-1].id
    dpi: int = Field(150, ge=100, le=300)
    target: str = "released.pdf"


class Redacted(Recorded):
    """``pages`` of the copy and its size in bytes."""

    pages: int
    size: int


class PackageOrder(Recorded):
    """Bind files into one release. ``files``: (name in the folder, name in the package), in the order of the index.

    ``first`` files (index, reply) stand before the documents in the one PDF. ``title`` is the package's name.
    ``one_pdf``: whether to make it at all, where it is not too big.
    """

    title: str
    first: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...]
    pdf: str = "release.pdf"
    zip: str = "release.zip"
    one_pdf: bool = True


class Packaged(Recorded):
    """Pages of the one PDF, index and reply included, and the sizes in bytes. ``pdf_size`` 0: too big for one PDF.

    ``each``: the pages of every file that went in, 0 for what is no PDF. ``pages`` are counted in the one PDF itself.
    """

    pages: int
    each: tuple[int, ...] = ()
    pdf_size: int
    zip_size: int
