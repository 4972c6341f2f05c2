"""A release bound together: one PDF to read and one ZIP to keep, the same bytes whenever it is made anew."""

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from activities.release.binding import bind, pages_in
from activities.release.names import safe_names
from schemas.workshop import Packaged, PackageOrder

SUMS = "SHA256SUMS"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The first moment a ZIP can name: a package says nothing of when it was made."""
_CHUNK = 1024 * 1024


def package_release(folder: Path, order: PackageOrder) -> Packaged:
    """Make ``order.pdf`` and ``order.zip`` of the files in ``folder``, in memory that does not grow with the bytes.

    The ZIP holds every file as it is and ``SHA256SUMS``, which ``sha256sum -c`` reads; nothing in it is compressed, for
    what is released is compressed already. Raises ``InvalidInput("document_broken")``.
    """
    entries = (*order.first, *order.files)
    names = safe_names((name for _, name in entries), taken=(SUMS,))
    sources = [folder / source for source, _ in entries]
    files, pdf = tuple(zip(sources, names, strict=True)), folder / order.pdf
    each = [pages_in(source) for source in sources]
    made = order.one_pdf and bind(files, each, len(order.first), order.title, pdf)
    _zip(folder / order.zip, files)
    return Packaged(
        pages=pages_in(pdf) if made else sum(each),
        each=tuple(each),
        pdf_size=pdf.stat().st_size if made else 0,
        zip_size=(folder / order.zip).stat().st_size,
    )


def _zip(target: Path, entries: Iterable[tuple[Path, str]]) -> None:
    sums = list[str]()
    with ZipFile(target, "w", ZIP_STORED) as archive:
        for source, name in entries:
            sums.append(f"{_added(archive, source, name)}  {name}\n")
        archive.writestr(_entry(SUMS), "".join(sums).encode())


def _added(archive: ZipFile, source: Path, name: str) -> str:
    """Put one file in, a piece at a time; its SHA-256."""
    entry = _entry(name)
    entry.file_size = source.stat().st_size
    with source.open("rb") as content, archive.open(entry, "w") as member:
        shutil.copyfileobj(content, member, _CHUNK)
        content.seek(0)
        return hashlib.file_digest(content, "sha256").hexdigest()


def _entry(name: str) -> ZipInfo:
    """A plain file that everybody may read, whichever system it was packed on."""
    entry = ZipInfo(name, _LONG_AGO)
    entry.create_system, entry.external_attr = 3, 0o100644 << 16
    return entry
