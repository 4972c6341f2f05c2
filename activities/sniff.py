"""What a document is, read from its bytes and never from its name. Broken, double and unknown ones are refused."""

import codecs
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, NoReturn

import filetype

from schemas.errors import InvalidInput

OOXML = "application/vnd.openxmlformats-officedocument"
OFFICE_FOLDERS = {
    "word/": f"{OOXML}.wordprocessingml.document",
    "xl/": f"{OOXML}.spreadsheetml.sheet",
    "ppt/": f"{OOXML}.presentationml.presentation",
}
OPEN_DOCUMENTS = {f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "spreadsheet", "presentation")}
OFD = "application/ofd"
LEGACY_CLASSES = {
    "0609020000000000c000000000000046": "application/msword",
    "0009020000000000c000000000000046": "application/msword",
    "2008020000000000c000000000000046": "application/vnd.ms-excel",
    "1008020000000000c000000000000046": "application/vnd.ms-excel",
    "108d81649b4fcf1186ea00aa00b929e8": "application/vnd.ms-powerpoint",
}
LEGACY_STREAMS = {
    "WordDocument": "application/msword",
    "Workbook": "application/vnd.ms-excel",
    "Book": "application/vnd.ms-excel",
    "PowerPoint Document": "application/vnd.ms-powerpoint",
}
PROGRAMS = {"META-INF/MANIFEST.MF", "AndroidManifest.xml", "AppxManifest.xml"}
PNG_END = b"\0\0\0\0IEND\xaeB`\x82"
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
ZIP_TAIL = 22 + 65_535
DIRECTORY_LIMIT = 2 * 1024 * 1024
WINDOW = 2 * 1024 * 1024
_NONSENSE = (zipfile.BadZipFile, zlib.error, struct.error, ValueError, EOFError, RuntimeError, LookupError)


def media_type(file: BinaryIO) -> str:
    """The media type of a whole document; a few ranges are read, text alone is read through.

    PDF, OOXML, ODF, OFD (GB/T 33190), Word, Excel and PowerPoint 97, PNG, JPEG, TIFF and ZIP; XML, HTML and RTF count
    as text, which is served as such. Raises ``InvalidInput``: ``document_broken`` or ``document_type_unknown``.
    """
    try:
        return _recognised(file, _at(file, 0, 8192))
    except _NONSENSE:
        _broken()


def _recognised(file: BinaryIO, head: bytes) -> str:
    if head.startswith(b"PK\3\4"):
        return _zip(file)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _legacy_office(file, head)
    match filetype.guess_mime(head):
        case "application/pdf":
            return _pdf(file)
        case "image/png" | "image/apng":
            return _png(file)
        case "image/jpeg":
            return _jpeg(file)
        case "image/tiff":
            return _tiff(file, head)
    return _text(file, head)


def _broken() -> NoReturn:
    raise InvalidInput("document_broken", field="file") from None


def _unknown() -> NoReturn:
    raise InvalidInput("document_type_unknown", field="file") from None


def _at(file: BinaryIO, start: int, length: int) -> bytes:
    file.seek(start)
    return file.read(length)


def _size(file: BinaryIO) -> int:
    return file.seek(0, io.SEEK_END)


def _tail(file: BinaryIO, length: int) -> bytes:
    return _at(file, max(0, _size(file) - length), length)


def _windows(file: BinaryIO, start: int = 0) -> Iterator[bytes]:
    file.seek(start)
    while window := file.read(WINDOW):
        yield window


def _refuse_second_face(file: BinaryIO) -> None:
    """A picture or PDF whose end is a zip directory is two documents in one: the reader would not see the other."""
    tail = _tail(file, ZIP_TAIL)
    end = tail.rfind(b"PK\5\6")
    if end >= 0 and len(tail) - end >= 22 and end + 22 + struct.unpack_from("<H", tail, end + 20)[0] == len(tail):
        _broken()


def _pdf(file: BinaryIO) -> str:
    """ISO 32000-1, 7.5.5: the file ends with ``startxref``, the offset of the cross-references and ``%%EOF``."""
    found = re.search(rb"startxref\s+(\d{1,12})\s+%%EOF", _tail(file, 2048))
    if not found or int(found[1]) >= _size(file):
        _broken()
    _refuse_second_face(file)
    return "application/pdf"


def _png(file: BinaryIO) -> str:
    """ISO/IEC 15948: nothing may follow the IEND chunk, so a cut file and one that hides something both show."""
    if _at(file, 12, 4) != b"IHDR" or _tail(file, len(PNG_END)) != PNG_END:
        _broken()
    return "image/png"


def _jpeg(file: BinaryIO) -> str:
    """ITU-T T.81: an end marker follows the first scan. Cameras write more after it, so it need not come last."""
    previous = b""
    for window in _windows(file, _first_scan(file)):
        if b"\xff\xd9" in previous + window:
            _refuse_second_face(file)
            return "image/jpeg"
        previous = window[-1:]
    _broken()


def _first_scan(file: BinaryIO) -> int:
    """The offset of the scan data: segments are stepped over, for a thumbnail inside one has an end marker too."""
    here: int = 2
    for _ in range(1000):
        mark, kind, length = struct.unpack(">BBH", _at(file, here, 4))
        if mark != 0xFF or length < 2:
            _broken()
        here += 2 + length
        if kind == 0xDA:
            return here
    _broken()


def _tiff(file: BinaryIO, head: bytes) -> str:
    """TIFF 6.0: the first directory lies inside the file, and so do the strips or tiles it lists."""
    order = "<" if head.startswith(b"II") else ">"
    (directory,) = struct.unpack_from(order + "I", head, 4)
    (entries,) = struct.unpack(order + "H", _at(file, directory, 2))
    if entries > 1000:
        _broken()
    values = dict(_tiff_field(file, order, directory + 2 + 12 * n) for n in range(entries))
    ends = [sum(strip) for strip in zip(values.get(273, ()), values.get(279, ()), strict=True)]
    ends += [sum(tile) for tile in zip(values.get(324, ()), values.get(325, ()), strict=True)]
    if not ends or max(ends) > _size(file):
        _broken()
    _refuse_second_face(file)
    return "image/tiff"


def _tiff_field(file: BinaryIO, order: str, start: int) -> tuple[int, tuple[int, ...]]:
    """One directory entry: its tag and, for the integers among them, the values."""
    tag, kind, count, offset = struct.unpack(order + "HHII", _at(file, start, 12))
    if tag not in {273, 279, 324, 325} or kind not in {3, 4} or count > 100_000:
        return tag, ()
    width = 2 if kind == 3 else 4
    raw = _at(file, start + 8 if count * width <= 4 else offset, count * width)
    return tag, struct.unpack(f"{order}{count}{'H' if kind == 3 else 'I'}", raw)


def _zip(file: BinaryIO) -> str:
    _refuse_huge_directory(_tail(file, ZIP_TAIL))
    with zipfile.ZipFile(file) as archive:
        names = set(archive.namelist())
        if "[Content_Types].xml" in names:
            return _office(names)
        if "mimetype" in names:
            return _open_document(archive)
    if "OFD.xml" in names:
        return OFD
    if not names or names & PROGRAMS:
        _unknown()
    return "application/zip"


def _refuse_huge_directory(tail: bytes) -> None:
    """The directory is held in memory while it is read; an honest document's takes some kilobytes and no ZIP64."""
    end = tail.rfind(b"PK\5\6")
    if end < 0 or tail[max(0, end - 20) :].startswith(b"PK\6\7"):
        _broken()
    if struct.unpack_from("<I", tail, end + 12)[0] > DIRECTORY_LIMIT:
        _broken()


def _office(names: set[str]) -> str:
    """ECMA-376; one that carries macros is a program."""
    kinds = [kind for folder, kind in OFFICE_FOLDERS.items() if any(name.startswith(folder) for name in names)]
    if len(kinds) != 1 or any(name.endswith("vbaProject.bin") for name in names):
        _unknown()
    return kinds[0]


def _open_document(archive: zipfile.ZipFile) -> str:
    """ISO/IEC 26300, part 3: the member ``mimetype`` names the type."""
    with archive.open("mimetype") as member:
        kind = member.read(128).decode("ascii").strip()
    return kind if kind in OPEN_DOCUMENTS else _unknown()


def _legacy_office(file: BinaryIO, head: bytes) -> str:
    """[MS-CFB]: the class of the root entry, or else the streams beside it, tell which program wrote the file."""
    sector = 1 << struct.unpack_from("<H", head, 30)[0]
    tables = [number for number in struct.unpack_from("<109I", head, 76) if number < 0xFFFFFFFA]
    (directory,) = struct.unpack_from("<I", head, 48)
    if sector not in {512, 4096} or not tables or (max(*tables, directory) + 2) * sector > _size(file):
        _broken()
    entries = _at(file, (directory + 1) * sector, 4096)
    kind = LEGACY_CLASSES.get(entries[80:96].hex()) or _legacy_stream(entries)
    return kind or _unknown()


def _legacy_stream(entries: bytes) -> str | None:
    for start in range(128, len(entries), 128):
        name = entries[start : start + 64].decode("utf-16-le", "replace").partition("\0")[0]
        if name in LEGACY_STREAMS:
            return LEGACY_STREAMS[name]
    return None


def _text(file: BinaryIO, head: bytes) -> str:
    """UTF-8 or GB 18030 throughout, without control characters; a script with an interpreter line is a program."""
    if head.startswith(b"#!"):
        _unknown()
    for charset in ("utf-8", "gb18030"):
        if _decodes(file, charset):
            return f"text/plain; charset={charset}"
    _unknown()


def _decodes(file: BinaryIO, charset: str) -> bool:
    decoder = codecs.getincrementaldecoder(charset)()
    try:
        for window in _windows(file):
            if CONTROL.search(window):
                return False
            decoder.decode(window)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
