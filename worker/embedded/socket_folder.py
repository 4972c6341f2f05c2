"""Where PostgreSQL's socket lies: the kernel allows 107 bytes for the whole path."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from worker.embedded.account import Account, hand_over, make_reachable
from worker.embedded.failure import StackFailed

LONGEST_BYTES = 107
SOCKET = ".s.PGSQL.5432"
PLAIN = re.compile(r"[A-Za-z0-9/._-]+")  # a comma is a list of hosts to clients, and a URL needs no escapes


def socket_folder(data_dir: Path, account: Account | None) -> Path:
    """A private folder for the socket: in the data folder, or, if that path is too long or has
    characters that addresses cannot carry, a short one named after it."""
    for folder in _candidates(data_dir, account):
        if PLAIN.fullmatch(str(folder)) and len(str(folder / SOCKET)) <= LONGEST_BYTES:
            return _private(folder, account)
    raise StackFailed("no_socket_folder", "no folder fits PostgreSQL's socket; set TMPDIR to a short plain path")


def _candidates(data_dir: Path, account: Account | None) -> Iterator[Path]:
    yield data_dir / "socket"
    short = "daylight-" + hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if runtime and account is None and os.access(runtime, os.W_OK):
        yield Path(runtime) / short
    yield Path(tempfile.gettempdir()) / short


def _private(folder: Path, account: Account | None) -> Path:
    """Made by us with mode 0700; one that somebody else put there is refused, not used."""
    owners = {os.geteuid(), account.uid if account else os.geteuid()}
    if folder.is_symlink() or (folder.exists() and folder.stat().st_uid not in owners):
        raise StackFailed("no_socket_folder", f"{folder} belongs to somebody else")
    hand_over(folder, account)
    if account:
        make_reachable(folder / SOCKET, account)
    return folder
