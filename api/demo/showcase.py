"""One release saved to be looked at: the package as PDF and ZIP, a page before and after, and the case's whole file."""

import asyncio
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pypdfium2

from activities.keeping.archive_check import check_archive
from api.demo.client import Caller
from api.demo.run import Result
from api.demo.script import Blacken
from schemas.base import Recorded
from schemas.pages import ReviewSheet
from schemas.release import ReleaseView

DPI = 110


class Saved(Recorded):
    """What was saved in ``folder``, of which case. ``faults``: what is wrong with the archive, checked by itself."""

    reference: str
    folder: str
    documents: int
    pages: int
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Shown:
    """The page that is shown: of which document, and its number there."""

    document: str
    page: int


async def save_release(api: Caller, results: Sequence[Result], folder: Path) -> Saved | None:
    """Save the release of the first case in which somebody blackened words; None if none was played to its end."""
    for result in results:
        blackened = [act for act in result.case.script if isinstance(act, Blacken)]
        if blackened and result.found and result.found.release and result.found.release.ready:
            ids = {row.label: str(row.id) for row in result.found.documents if row.origin == "uploaded"}
            shown = _Shown(ids[blackened[0].paper], blackened[0].page)
            at = f"/api/applications/{result.found.view.summary.case_id}"
            await _save_package(api, result.found.release, shown, folder)
            exported = await api.content(f"{at}/export")
            return _saved(result.found.view.summary.reference, result.found.release, folder / "case.zip", exported)
    return None


def _saved(reference: str, release: ReleaseView, archive: Path, content: bytes) -> Saved:
    """The archive holds an applicant's data in plain text: nobody else on this machine reads it."""
    archive.touch(0o600)
    archive.write_bytes(content)
    return Saved(
        reference=reference,
        folder=str(archive.parent),
        documents=release.documents,
        pages=release.pages,
        faults=tuple(f"{fault.code} {fault.member or ''}" for fault in check_archive(archive, None).faults),
    )


async def _save_package(api: Caller, release: ReleaseView, shown: _Shown, folder: Path) -> None:
    files = dict[str, bytes]()
    for form, path in (("pdf", release.pdf), ("zip", release.zip)):
        if path:
            files[f"release.{form}"] = await api.content(path)
    page = f"/api/documents/{shown.document}/pages/{shown.page}.png"
    files["before.png"] = await api.content(f"{page}?look=plain&dpi={DPI}")
    sheet = ReviewSheet.model_validate(await api.get(f"/api/documents/{shown.document}/sheet"))
    given = [page.number for page in sheet.released].index(shown.page)
    named = next(item.sha256 for item in release.items if str(item.document_id) == shown.document)
    files["after.png"] = _png(_member(files["release.zip"], named), given)
    await asyncio.to_thread(_write, folder, files)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def _member(package: bytes, sha256: str) -> bytes:
    """The file in the package that has this hash."""
    with ZipFile(io.BytesIO(package)) as opened:
        contents = (opened.read(name) for name in opened.namelist())
        return next(content for content in contents if hashlib.sha256(content).hexdigest() == sha256)


def _png(pdf: bytes, index: int) -> bytes:
    saved = io.BytesIO()
    pypdfium2.PdfDocument(pdf)[index].render(scale=DPI / 72).to_pil().save(saved, "PNG")
    return saved.getvalue()
