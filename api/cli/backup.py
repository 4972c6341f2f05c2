"""``daylight backup`` and ``daylight restore``: database and documents into a folder and back; the keys never."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Annotated

import typer
from temporalio.exceptions import TemporalError

from activities.vault import Vault
from api.cli.console import AsJson, emit, out, said, table_of
from api.cli.local import DEFAULT_DATA, Data, is_configured, settings_for
from api.cli.maintenance import Proof, proven, tell_proof
from api.cli.progress import Told, counted
from api.cli.restarting import restarted
from schemas.backup import BackedUp, DocumentsRestored, Restored
from schemas.errors import Unavailable
from schemas.messages import MESSAGES
from schemas.restarting import Restarted
from schemas.settings import Settings
from worker.backup.folder import BackupFolder
from worker.backup.healing import put_back_documents_on_record
from worker.backup.making import back_up
from worker.backup.restoring import Target, check_backup
from worker.backup.restoring import restore as put_back
from worker.embedded.failure import StackFailed
from worker.embedded.secrets import SECRETS, read_secrets
from worker.embedded.stack import EmbeddedStack
from worker.logs import configure_logging
from worker.main import resources

Folder = Annotated[Path, typer.Argument(file_okay=False, help="Folder of backups, of any number of them.")]
SetOption = Annotated[str | None, typer.Option("--set", help="Name of one backup in it; the latest, unless given.")]
Replace = Annotated[bool, typer.Option("--replace", help="Also where applications are on record: they are replaced.")]
DocumentsAlone = Annotated[
    bool, typer.Option("--documents", help="Only documents on record that the store has lost or damaged.")
]
KEYS = (
    "密钥不在备份中，请另行保管：没有密钥，备份中的个人信息无法读取。/ "
    "The keys are NOT in the backup; keep secrets.json (or DAYLIGHT_*_KEYS, _LOOKUP_KEY, _SIGNING_KEY) elsewhere: "
    "without them the personal data in it cannot be read."
)


def backup(folder: Folder, as_json: AsJson = False, data: Data = DEFAULT_DATA) -> None:
    """Copy the database as of one moment, and the documents this folder lacks. May run while people work."""
    with counted("文件 / documents") as told:
        done = asyncio.run(_backup(settings_for(data), BackupFolder(folder), told))
    rows: list[list[object]] = [["database", f"{done.dump_bytes:,} bytes"]]
    rows += [["documents copied", done.copied], ["documents standing", done.standing]]
    rows += [["documents absent", [*done.absent]], ["documents damaged", [*done.damaged]]]
    rows += [[table, count] for table, count in done.counts.items()]
    emit(
        done.model_dump(mode="json"), as_json=as_json, table=table_of(f"备份 / Backup {done.name}", ["what", ""], rows)
    )
    if not as_json:
        out.print(KEYS, highlight=False, soft_wrap=True)
    if done.absent or done.damaged:
        said("documents_lost", " / ".join(MESSAGES["documents_lost"]))
        raise typer.Exit(1)


async def _backup(settings: Settings, folder: BackupFolder, told: Told) -> BackedUp:
    async with resources(settings) as (database, store, vault):
        return await back_up(database, settings.database_url.get_secret_value(), store, vault, folder, told)


def restore(
    folder: Folder,
    name: SetOption = None,
    replace: Replace = False,
    documents: DocumentsAlone = False,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Put a backup back, begin the open cases again, and prove the record. Stop workers and API first.

    With --documents only what the document store has lost: nothing else is touched, and people may work meanwhile.
    """
    configure_logging("console", "WARNING")
    if documents and (name or replace):
        raise typer.BadParameter("--documents 不与 --set、--replace 同用 / goes without --set and --replace")
    if documents:
        _restore_documents(folder, as_json=as_json, data=data)
        return
    with counted("文件 / documents") as told:
        done, proof = asyncio.run(_restore(data, BackupFolder(folder), name, replace, told))
    _tell(done, proof, as_json=as_json)
    if proof.faults or done.lacking or done.cases is None or done.cases.not_started:
        raise typer.Exit(1)


async def _restore(
    data: Path, folder: BackupFolder, name: str | None, replace: bool, told: Told
) -> tuple[Restored, Proof]:
    check_backup(folder, name, _keys_at_hand(data))  # before servers are made for it
    async with _standing(data) as settings:
        async with resources(settings) as (database, store, vault):
            target = Target(database, settings.database_url.get_secret_value(), store, vault)
            done = await put_back(target, folder, name, replace=replace, told=told)
        cases = await _begun_again(settings)
        return done.model_copy(update={"cases": cases}), await proven(settings)


def _keys_at_hand(data: Path) -> Vault:
    """Those of ``DAYLIGHT_*``, else of the folder; nothing is made. Raises ``StackFailed("secrets_missing")``."""
    keys = settings_for(data) if is_configured() else read_secrets(data / SECRETS)
    return Vault(keys.personal_data_keys.get_secret_value(), keys.lookup_key.get_secret_value())


def _restore_documents(folder: Path, *, as_json: bool, data: Path) -> None:
    with counted("文件 / documents") as told:
        done = asyncio.run(_put_back_documents(data, BackupFolder(folder), told))
    rows: list[list[object]] = [["documents put back", done.put_back], ["documents standing", done.standing]]
    rows.append(["documents lacking", [*done.lacking]])
    emit(
        done.model_dump(mode="json"),
        as_json=as_json,
        table=table_of("恢复文件 / Documents restored", ["what", ""], rows),
    )
    if done.lacking:
        raise typer.Exit(1)


async def _put_back_documents(data: Path, folder: BackupFolder, told: Told) -> DocumentsRestored:
    async with _standing_or_running(data) as settings, resources(settings) as (database, store, _):
        return await put_back_documents_on_record(database, store, folder, told)


async def _begun_again(settings: Settings) -> Restarted | None:
    """None while Temporal or PostgreSQL is away, which is said: the record stands all the same."""
    try:
        return await restarted(settings, replace=True)
    except Unavailable as away:
        said(away.code, " / ".join(MESSAGES[away.code]))
    except (RuntimeError, TemporalError):
        said("engine_unavailable", " / ".join(MESSAGES["engine_unavailable"]))
    return None


def _tell(done: Restored, proof: Proof, *, as_json: bool) -> None:
    rows: list[list[object]] = [["documents put back", done.put_back], ["documents standing", done.standing]]
    rows += [[table, count] for table, count in done.counts.items()]
    rows.append(["documents lacking", [*done.lacking]])
    waiting = "not all: run daylight restart-cases --replace"
    rows.append(["cases begun again", done.cases.started if done.cases else waiting])
    answer = {**done.model_dump(mode="json"), "verified": proof.answer}
    emit(answer, as_json=as_json, table=table_of(f"恢复 / Restored {done.name}", ["what", ""], rows))
    if not as_json:
        tell_proof(proof, as_json=False)


@asynccontextmanager
async def _standing(data: Path) -> AsyncIterator[Settings]:
    """Servers to restore into: those of ``DAYLIGHT_*``, else the embedded ones of the folder, alone and only for now.

    Raises ``StackFailed("already_running")`` while ``daylight up`` runs on the folder.
    """
    if is_configured():
        yield settings_for(data)
        return
    async with EmbeddedStack(data, handle_signals=False) as stack:
        yield stack.settings


@asynccontextmanager
async def _standing_or_running(data: Path) -> AsyncIterator[Settings]:
    """The same, or the servers of a ``daylight up`` that runs on the folder."""
    async with AsyncExitStack() as standing:
        try:
            settings = await standing.enter_async_context(_standing(data))
        except StackFailed as failed:
            if failed.code != "already_running":
                raise
            settings = settings_for(data)
        yield settings
