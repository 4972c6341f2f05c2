"""A PDF taken apart as far as it goes: pages by PDFium, objects by pikepdf, bytes by plain search, every revision."""

import io
import re
import unicodedata
from collections.abc import Iterator, Sequence

import pikepdf
import pypdfium2
from pikepdf import Dictionary, Name, Stream, String

_END = re.compile(rb"%%EOF\s*")
_ENCODINGS = ("utf-8", "utf-16-be", "utf-16-le", "gb18030")
_PAINTED = re.compile(rb"q (?:[\d.]+ [\d.]+ [\d.]+ rg )?[\d.]+ 0 0 [\d.]+ 0 0 cm /P\d+ Do Q")
_KEYS = {
    *("/Type", "/Pages", "/Kids", "/Count", "/Parent", "/Resources", "/Contents", "/MediaBox", "/XObject", "/Subtype"),
    *(
        "/Width",
        "/Height",
        "/Filter",
        "/ColorSpace",
        "/BitsPerComponent",
        "/ImageMask",
        "/DecodeParms",
        "/JBIG2Globals",
    ),
    *("/K", "/Columns", "/Rows", "/Length"),
}
_TRAILER = {"/Root", "/Size", "/ID", "/Type", "/W", "/Index", "/Length", "/Filter", "/DecodeParms"}


def traces(content: bytes, secrets: Sequence[str]) -> list[str]:
    """Where any of the secrets shows, in words that do not repeat it; empty if nowhere."""
    found = [f"bytes, {where}" for secret in secrets for where in _in_bytes(content, secret)]
    for revision, whole in enumerate(_revisions(content)):
        found += [f"revision {revision}, {where}" for where in _in_revision(whole, secrets)]
    return found


def strangers(content: bytes) -> list[str]:
    """Whatever is in the file beside pages that paint pictures: the list of what may be is closed."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found = [f"trailer {key}" for key in pdf.trailer if key not in _TRAILER]
        for held in pdf.objects:
            if _container(held):
                continue
            found += [f"{key} of {held.objgen}" for key in _keys(held) if key not in _KEYS and not _picture_of(key)]
            if isinstance(held, Stream) and "/Subtype" not in held and not _expected(pdf, held):
                found.append(f"stream {held.objgen}")
        return found + (["earlier revision"] if len(list(_revisions(content))) != 1 else [])


def _container(held: pikepdf.Object) -> bool:
    """An object stream, a table of cross-references: what lies in them is listed by itself."""
    return isinstance(held, Stream) and held.get("/Type") in {Name.ObjStm, Name.XRef}


def _picture_of(key: str) -> bool:
    return re.fullmatch(r"/P\d+", key) is not None


def _expected(pdf: pikepdf.Pdf, stream: Stream) -> bool:
    """The content of a page, or a dictionary of shapes that a picture names."""
    contents = {page.obj.Contents.objgen for page in pdf.pages}
    if stream.objgen in contents:
        return all(_PAINTED.fullmatch(line) for line in stream.read_bytes().splitlines())
    return stream.read_bytes()[:7] == b"\0\0\0\0\0\1\0"


def _keys(held: pikepdf.Object) -> Iterator[str]:
    """Of a dictionary or a stream, and of those that lie in it directly."""
    if isinstance(held, pikepdf.Array):
        for one in held:
            if isinstance(one, pikepdf.Object) and not one.is_indirect:
                yield from _keys(one)
    elif isinstance(held, Dictionary | Stream):
        for key, inner in held.items():
            yield key
            if isinstance(inner, pikepdf.Object) and not inner.is_indirect:
                yield from _keys(inner)


def _revisions(content: bytes) -> Iterator[bytes]:
    """The file as it was at each of its ends; what PDFs lie in it as attachments is found by their bytes."""
    for end in _END.finditer(content):
        yield content[: end.end()]


def _in_revision(content: bytes, secrets: Sequence[str]) -> Iterator[str]:
    for secret in secrets:
        for number, text in enumerate(_texts(content), 1):
            if secret in text:
                yield f"text of page {number}"
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for held in pdf.objects:
            for where, kept in _kept(held):
                yield from (f"{where} of {held.objgen}: {how}" for one in secrets for how in _in_bytes(kept, one))


def _texts(content: bytes) -> list[str]:
    """What selecting all on each page gives, ligatures resolved, without line ends."""
    pdf = pypdfium2.PdfDocument(content)
    texts = [page.get_textpage().get_text_range() for page in pdf]
    return [unicodedata.normalize("NFKC", text).replace("\r\n", "") for text in texts]


def _kept(held: object) -> Iterator[tuple[str, bytes]]:
    """Every string, name and stream in an object, down to where another one begins."""
    if isinstance(held, Stream):
        yield "raw stream", held.read_raw_bytes()
        yield from _decoded(held)
    if isinstance(held, String):
        yield "string", bytes(held)
        yield "string as text", str(held).encode()
    elif isinstance(held, Name):
        yield "name", str(held).encode()
    elif isinstance(held, Dictionary | Stream):
        for key, inner in held.items():
            yield "key", key.encode()
            yield from _direct(inner)
    elif isinstance(held, pikepdf.Array):
        for one in held:
            yield from _direct(one)


def _direct(held: object) -> Iterator[tuple[str, bytes]]:
    if not (isinstance(held, pikepdf.Object) and held.is_indirect):
        yield from _kept(held)


def _decoded(stream: Stream) -> Iterator[tuple[str, bytes]]:
    """Filters undone; pictures in JPEG, CCITT and JBIG2 have no text in them and stay as they are."""
    try:
        yield "stream", stream.read_bytes()
    except pikepdf.PdfError:
        if stream.get("/Filter") not in {Name.DCTDecode, Name.CCITTFaxDecode, Name.JBIG2Decode}:
            raise


def _in_bytes(content: bytes, secret: str) -> Iterator[str]:
    for encoding in _ENCODINGS:
        plain = secret.encode(encoding)
        for how, form in (("as it is", plain), ("hex", plain.hex().encode()), ("HEX", plain.hex().upper().encode())):
            if form in content:
                yield f"{encoding}, {how}"
