"""What a PDF carries beside what its pages show (ISO 32000-1), so that people know it before they give anything out."""

import re
from collections.abc import Iterator
from mmap import ACCESS_READ, mmap
from pathlib import Path

import pikepdf

_STRINGS = re.compile(rb"\((?:[^\\()]|\\.)*\)", re.DOTALL)
_SIGNS = {
    "javascript": rb"/JavaScript\b|/JS\b",
    "attachments": rb"/EF\b|/EmbeddedFiles?\b",
    "form_fields": rb"/FT /|/XFA\b",
    "annotations": rb"/Subtype /(?:Text|FreeText|Line|Square|Circle|Poly(?:gon|Line)|Highlight|Underline|Squiggly"
    rb"|StrikeOut|Stamp|Caret|Ink|Redact|FileAttachment|Sound|Movie|Screen|Watermark|3D|RichMedia)\b",
    "layers": rb"/Type /OCG\b",
    "metadata": rb"/Type /Metadata\b",
    "thumbnails": rb"/Thumb\b",
    "application_data": rb"/PieceInfo\b",
    "launches_programs": rb"/S /Launch\b",
}
_PATTERNS = {code: re.compile(sign) for code, sign in _SIGNS.items()}
_END = re.compile(rb"startxref\s+\d+\s+%%EOF")


def hidden_in_pdf(path: Path) -> tuple[str, ...]:
    """Codes, sorted. A file that qpdf cannot follow has ``damaged_structure``, and what it carries is unknown."""
    try:
        with pikepdf.open(path) as pdf:
            found = set(_signs(pdf)) | set(_described(pdf))
            linearized = pdf.is_linearized
    except pikepdf.PasswordError:
        return ("encryption",)
    except pikepdf.PdfError:
        return ("damaged_structure",)
    return tuple(sorted(found | ({"earlier_revisions"} if _revisions(path, linearized=linearized) > 1 else set())))


def _signs(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Every object of the file, in use or not: names as qpdf spells them, strings left out."""
    wanted = dict(_PATTERNS)
    for found in pdf.objects:
        written = _STRINGS.sub(b"", _written(found))
        for code in [code for code, pattern in wanted.items() if pattern.search(written)]:
            del wanted[code]
            yield code


def _written(found: object) -> bytes:
    """Numbers and null come as Python's own and tell nothing."""
    whole = found.stream_dict if isinstance(found, pikepdf.Stream) else found
    return whole.unparse(resolved=True) if isinstance(whole, pikepdf.Object) else b""


def _described(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Title, author, dates and programs of the information dictionary (14.3.3)."""
    info = pdf.trailer.get("/Info")
    if isinstance(info, pikepdf.Dictionary) and len(info):
        yield "metadata"


def _revisions(path: Path, *, linearized: bool) -> int:
    """Each saved on top of the one before (7.5.6). A linearized file has one end more than revisions (annex F)."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        return sum(1 for _ in _END.finditer(data)) - linearized
