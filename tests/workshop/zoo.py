"""Hostile and awkward files, made on the spot."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

import pikepdf
from PIL import Image

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OPEN_TEXT = "application/vnd.oasis.opendocument.text"
OPEN_SPACES = (("office", "office"), ("text", "text"), ("draw", "drawing"), ("svg", "svg-compatible"))
MEDIA_BOX = b"/MediaBox [0 0 595 842]"


def pdf_of(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF with these as objects 1, 2, …; the first is the catalogue (ISO 32000-1, 7.5)."""
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), extra, data)


def one_page(*more: bytes, page: bytes = MEDIA_BOX) -> bytes:
    """Objects from number 4 on are ``more``."""
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    return pdf_of(b"<< /Type /Catalog /Pages 2 0 R >>", pages, b"<< /Type /Page /Parent 2 0 R %s >>" % page, *more)


def deflated(data: bytes, times: int) -> bytes:
    for _ in range(times):
        data = zlib.compress(data, 9)
    return data


def deflated_zeros(mebibytes: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(mebibytes)) + packer.flush()


def page_tree_that_is_its_own_child() -> bytes:
    return pdf_of(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>")


def page_tree_of_20_000_levels() -> bytes:
    levels = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % number for number in range(3, 20_003)]
    return pdf_of(b"<< /Type /Catalog /Pages 2 0 R >>", *levels, b"<< /Type /Page %s >>" % MEDIA_BOX)


def page_count_that_lies(count: int) -> bytes:
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count %d >>" % count
    return pdf_of(b"<< /Type /Catalog /Pages 2 0 R >>", pages, b"<< /Type /Page /Parent 2 0 R %s >>" % MEDIA_BOX)


def arrays_in_arrays() -> bytes:
    return one_page(b"[" * 200_000 + b"]" * 200_000, page=MEDIA_BOX + b" /Extra 4 0 R")


def huge_page() -> bytes:
    return one_page(page=b"/MediaBox [0 0 9000000 9000000]")


def huge_picture() -> bytes:
    """Declares 100,000 by 100,000 pixels in colour, 30 GB, on an A4 page."""
    picture = stream(
        deflated_zeros(64),
        b"/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /ColorSpace /DeviceRGB /BitsPerComponent 8"
        b" /Filter /FlateDecode",
    )
    page = MEDIA_BOX + b" /Contents 5 0 R /Resources << /XObject << /Big 4 0 R >> >>"
    return one_page(picture, stream(b"595 0 0 842 0 0 cm /Big Do"), page=page)


def content_that_unpacks_to(mebibytes: int) -> bytes:
    """Deflated twice: a thousandth of a thousandth."""
    packed = stream(deflated(deflated_zeros(mebibytes), 1), b"/Filter [/FlateDecode /FlateDecode]")
    return one_page(packed, page=MEDIA_BOX + b" /Contents 4 0 R")


def forms_in_forms() -> bytes:
    """Each draws the next one twenty times, fourteen deep."""
    forms = [
        stream(
            b"/Next Do " * 20,
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /Next %d 0 R >> >>" % number,
        )
        for number in range(5, 19)
    ]
    page = MEDIA_BOX + b" /Contents 4 0 R /Resources << /XObject << /Next 5 0 R >> >>"
    return one_page(*forms, stream(b"0 0 1 1 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"), page=page)


def cross_references_that_go_round() -> bytes:
    """The previous section is this one."""
    made = one_page()
    start = int(made.rsplit(b"startxref", 1)[1].split()[0])
    return made.replace(b"/Root", b"/Prev %d /Root" % start)


def object_streams_that_extend_each_other() -> bytes:
    """ISO 32000-1, 7.5.7, forbids the cycle. Their objects are needed to find the pages."""
    first = stream(b"9 0 << >>", b"/Type /ObjStm /N 1 /First 4 /Extends 5 0 R")
    second = stream(b"8 0 << >>", b"/Type /ObjStm /N 1 /First 4 /Extends 4 0 R")
    return one_page(first, second)


def length_that_names_itself() -> bytes:
    return one_page(b"<< /Length 4 0 R >>\nstream\nendstream", page=MEDIA_BOX + b" /Contents 4 0 R")


def encrypted(user: str, owner: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(one_page())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user=user, owner=owner))
    return out.getvalue()


def blank_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    pages = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)
    return pdf_of(
        b"<< /Type /Catalog /Pages 2 0 R >>", pages, *[b"<< /Type /Page /Parent 2 0 R %s >>" % MEDIA_BOX] * count
    )


def png_that_declares(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", deflated_zeros(64)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def tiff_whose_directories_go_round() -> bytes:
    """One directory, whose next one is itself."""
    out = io.BytesIO()
    Image.new("1", (8, 8)).save(out, "TIFF")
    data = bytearray(out.getvalue())
    (directory,) = struct.unpack_from("<I", data, 4)
    (entries,) = struct.unpack_from("<H", data, directory)
    struct.pack_into("<I", data, directory + 2 + 12 * entries, directory)
    return bytes(data)


def word_of(document: str, **more: str) -> bytes:
    """A DOCX of this XML; ``more``: other parts below ``word/``, by name without suffix."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", document)
        for name, content in more.items():
            archive.writestr(f"word/{name}.xml", content)
    return out.getvalue()


def paragraphs(text: str) -> str:
    return f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'


def open_text_with_picture(address: str) -> bytes:
    """An OpenDocument text that shows a picture which lies elsewhere (ISO/IEC 26300)."""
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"' for name, urn in OPEN_SPACES)
    content = (
        f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
        '<office:body><office:text><text:p><draw:frame text:anchor-type="paragraph" svg:width="5cm" svg:height="5cm">'
        f'<draw:image xlink:href="{address}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
        "</draw:frame>x</text:p></office:text></office:body></office:document-content>"
    )
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (("/", OPEN_TEXT), ("content.xml", "text/xml"))
    )
    manifest = f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{listed}'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", OPEN_TEXT)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", f"{manifest}</manifest:manifest>")
    return out.getvalue()


def zip_bomb(name: str, mebibytes: int) -> bytes:
    """An office document one of whose parts unpacks two hundredfold."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        with archive.open(name, "w", force_zip64=True) as part:
            part.write(b"<a>")
            for _ in range(mebibytes):
                part.write(b" " * (1 << 20))
            part.write(b"</a>")
    return out.getvalue()


def zip_bomb_that_lies(name: str, mebibytes: int) -> bytes:
    """The same, but its directory says that the part has a hundred bytes."""
    data = bytearray(zip_bomb(name, mebibytes))
    entry = data.rfind(b"PK\1\2")
    struct.pack_into("<I", data, entry + 24, 100)
    return bytes(data)


def entities_that_multiply() -> bytes:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return word_of(f'<!DOCTYPE d [<!ENTITY e0 "lol">{levels}]><d>&e11;</d>')


def elements_in_elements() -> bytes:
    return word_of("<a>" * 2_000_000 + "</a>" * 2_000_000)


def broken_pdfs() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """What is no PDF, or only begins like one."""
    yield "empty", bytes
    yield "header_alone", lambda: b"%PDF-1.7\n"
    yield "word_that_says_it_is_pdf", lambda: word_of(paragraphs("x"))
    yield "noise", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 400
    yield "cut", lambda: blank_pages(200)[:2_000]
    yield "page_tree_that_is_its_own_child", page_tree_that_is_its_own_child
