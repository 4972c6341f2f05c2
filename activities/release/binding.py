"""Many PDFs bound into one: an outline entry and page numbers of its own for each, and no trace of their origin."""

import re
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Pdf, Stream, String

from schemas.errors import InvalidInput

MOST_BYTES = 1024**3
MOST_PAGES = 20_000
"""A file beyond these opens slowly everywhere, and in some viewers not at all."""

_OF_A_PAGE = {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents"}
_OF_THE_CATALOGUE = {"/Type", "/Pages"}
_TRACES = ("/Metadata", "/PieceInfo", "/LastModified", "/StructParent", "/StructParents")
_NUMBER = re.compile(r"0*(\d{1,6})(?!\d)")

Bound = Sequence[tuple[Path, str]]
"""Files in their order, each with its name in the package."""


def bind(files: Bound, counts: Sequence[int], first: int, title: str, target: Path) -> bool:
    """Bind ``files``, which have so many pages, into ``target``; whether it was made.

    It is not made when it would pass 1 GiB or 20,000 pages, or when a file is no PDF and would be missing from it. The
    pages of the ``first`` files are numbered i, ii, iii …, those of a document by the number its name begins with, else
    by its place: 3-1, 3-2 … Raises ``InvalidInput("document_broken")``.
    """
    pages, size = sum(counts), sum(source.stat().st_size for source, _ in files)
    if not pages or 0 in counts or pages > MOST_PAGES or size > MOST_BYTES:
        return False
    starts = [0, *accumulate(counts)][:-1]
    loose = target.with_name(f"{target.name}.loose")
    try:
        _join([source for source, _ in files], loose)
        _furnish(loose, target, title, [(start, name) for start, (_, name) in zip(starts, files, strict=True)], first)
    finally:
        loose.unlink(missing_ok=True)
    return True


def pages_in(source: Path) -> int:
    """How many pages a PDF has; 0 for what is no PDF. Raises ``InvalidInput("document_broken")``."""
    with source.open("rb") as file:
        if file.read(5) != b"%PDF-":
            return 0
    try:
        with pikepdf.open(source) as pdf:
            return len(pdf.pages)
    except pikepdf.PdfError:
        raise InvalidInput("document_broken", field="file") from None


def _join(sources: list[Path], loose: Path) -> None:
    """By qpdf itself: it opens a file at a time and copies streams as they are, so memory holds no content."""
    job = {
        "empty": "",
        "outputFile": str(loose),
        "pages": [{"file": str(source)} for source in sources],
        "keepFilesOpen": "n",
        "streamData": "preserve",
        "deterministicId": "",
    }
    try:
        pikepdf.Job(job).run()
    except pikepdf.PdfError:
        raise InvalidInput("document_broken", field="file") from None


def _furnish(loose: Path, target: Path, title: str, entries: list[tuple[int, str]], first: int) -> None:
    with pikepdf.open(loose, access_mode=pikepdf.AccessMode.stream) as pdf:
        _strip(pdf)
        with pdf.open_outline() as outline:
            outline.root.extend(OutlineItem(_headline(name), start) for start, name in entries)
        pdf.Root.PageLabels = Dictionary(Nums=Array(_labels(entries, first)))
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        pdf.Root.Lang = String("zh-CN")
        pdf.docinfo["/Title"] = title
        pdf.save(target, deterministic_id=True, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def _strip(pdf: Pdf) -> None:
    """Leave pages, their content and what it needs: no annotations, actions, forms, tags, thumbnails or metadata."""
    _keep(pdf.Root, _OF_THE_CATALOGUE)
    for found in pdf.objects:
        if isinstance(found, Dictionary) and found.get("/Type") == Name.Page:
            _keep(found, _OF_A_PAGE)
        elif isinstance(found, Dictionary | Stream):
            for name in _TRACES:
                if name in found:
                    del found[name]


def _keep(dictionary: Object, names: set[str]) -> None:
    for name in set(dictionary.keys()) - names:
        del dictionary[name]


def _headline(name: str) -> str:
    return re.sub(r"\.pdf$", "", name, flags=re.IGNORECASE)


def _labels(entries: list[tuple[int, str]], first: int) -> list[Object | int]:
    """The number tree of page labels (ISO 32000-1, 12.4.2)."""
    found: list[Object | int] = [0, Dictionary(S=Name.r)] if first else []
    for place, (start, name) in enumerate(entries[first:], 1):
        number = number[1] if (number := _NUMBER.match(name)) else str(place)
        found += [start, Dictionary(S=Name.D, P=String(f"{number}-"))]
    return found
