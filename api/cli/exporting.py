"""``daylight export-all FOLDER``: the whole record of an agency in open formats, checked as it is unpacked."""

import hashlib
from pathlib import Path
from typing import Annotated
from zipfile import BadZipFile, ZipFile

import typer

from api.cli.client import Api, As
from api.cli.console import AsJson, emit, said, table_of
from api.cli.imports import ADMINISTRATOR
from api.cli.local import DEFAULT_DATA, Data
from schemas.errors import InvalidInput
from schemas.export import MANIFEST, SIGNATURE
from schemas.messages import MESSAGES
from schemas.moving_out import WholeManifest

Folder = Annotated[Path, typer.Argument(file_okay=False, help="Folder to write into; must be empty or missing.")]
PIECE = 1024 * 1024


def export_all(folder: Folder, login: As = None, as_json: AsJson = False, data: Data = DEFAULT_DATA) -> None:
    """Take out every case of the agency: events, applications, letters, documents, and what they mean.

    Personal data are in plain text. An administrator's act, put on record.
    """
    if folder.exists() and any(folder.iterdir()):
        raise InvalidInput("export_folder_not_empty", field=str(folder))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    packed = folder / "record.zip"
    size = Api(data, login, ADMINISTRATOR).download("/api/export", packed, mode=0o600)
    manifest = unpacked(packed, folder)
    packed.unlink()
    rows = [["cases", manifest.cases], ["own records", manifest.own_records], ["files", len(manifest.members)]]
    rows += [["bytes", size], ["documents absent", len(manifest.absent)]]
    rows += [["documents damaged", len(manifest.damaged)]]
    told = manifest.model_dump(mode="json", exclude={"members"})
    emit(told, as_json=as_json, table=table_of(f"导出 / Exported {folder}", ["what", ""], rows))
    if manifest.absent or manifest.damaged:
        said("export_incomplete", " / ".join(MESSAGES["export_incomplete"]))
        raise typer.Exit(1)


def unpacked(packed: Path, folder: Path) -> WholeManifest:
    """Every member named in the manifest, hashed while it is written. Raises ``InvalidInput("export_damaged")``."""
    with ZipFile(packed) as archive:
        manifest = WholeManifest.model_validate_json(archive.read(MANIFEST))
        for member in manifest.members:
            if _written(archive, member.name, folder) != member.sha256:
                raise InvalidInput("export_damaged", field=member.name)
        for name in (MANIFEST, SIGNATURE):
            _written(archive, name, folder)
    return manifest


def _written(archive: ZipFile, name: str, folder: Path) -> str:
    """Write a member below the folder and nowhere else; its SHA-256."""
    target = (folder / name).resolve()
    if not target.is_relative_to(folder.resolve()):
        raise InvalidInput("export_damaged", field=name)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    try:
        with archive.open(name) as content, target.open("wb") as out:
            while piece := content.read(PIECE):
                digest.update(piece)
                out.write(piece)
    except BadZipFile:
        raise InvalidInput("export_damaged", field=name) from None
    return digest.hexdigest()
