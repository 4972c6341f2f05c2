"""PostgreSQL refuses to run as root: which account runs it instead, and what that account must be able to reach."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

import structlog

from worker.embedded.failure import StackFailed

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

PREFERRED = ("daylight", "nobody")


@dataclass(frozen=True)
class Account:
    """An unprivileged account of the operating system."""

    name: str
    uid: int
    gid: int


def account_for(cluster: Path) -> Account | None:
    """None when we are not root; else the owner of the existing cluster, or the first preferred account."""
    if os.geteuid() != 0:
        return None
    if cluster.exists() and (owner := cluster.stat().st_uid) != 0:
        return _of(pwd.getpwuid(owner))
    for name in PREFERRED:
        try:
            return _of(pwd.getpwnam(name))
        except KeyError:
            continue
    raise StackFailed("no_account", f"PostgreSQL does not run as root and none of {PREFERRED} exists on this machine")


def require_account_name() -> str:
    """The name of the account we run as; PostgreSQL identifies a caller on its socket by this name."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError as error:
        detail = f"user id {os.geteuid()} has no entry in the user database, which PostgreSQL needs"
        raise StackFailed("no_account", detail) from error


def hand_over(folder: Path, account: Account | None) -> None:
    """Give a folder (not what is in it) to the account, closed to everybody else."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if account and folder.stat().st_uid != account.uid:
        os.chown(folder, account.uid, account.gid)
    folder.chmod(0o700)


def make_reachable(target: Path, account: Account) -> None:
    """Let the account pass through the folders above ``target`` (x only: it cannot list them)."""
    for folder in target.resolve().parents:
        found = folder.stat()
        if not found.st_mode & _passable(found, account):
            folder.chmod(stat.S_IMODE(found.st_mode) | _passable(found, account))
            log.warning("folder_made_passable", folder=str(folder), account=account.name, added="x")


def make_readable(tree: Path) -> None:
    """Add o+r (and o+x where the owner has x) below ``tree``: a wheel installed under umask 077."""
    changed = sum(_make_one_readable(path) for path in (tree, *tree.rglob("*")) if not path.is_symlink())
    if changed:
        log.warning("programs_made_readable", folder=str(tree), files=changed, added="o+rX")


def _make_one_readable(path: Path) -> bool:
    mode = stat.S_IMODE(path.stat().st_mode)
    wanted = mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0)
    if wanted != mode:
        path.chmod(wanted)
    return wanted != mode


def _passable(folder: os.stat_result, account: Account) -> int:
    """The bit that decides whether the account may pass: its own, its group's or the others'."""
    if folder.st_uid == account.uid:
        return stat.S_IXUSR
    return stat.S_IXGRP if folder.st_gid == account.gid else stat.S_IXOTH


def _of(entry: pwd.struct_passwd) -> Account:
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)
