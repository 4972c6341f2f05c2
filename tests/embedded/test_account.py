"""What root opens so that PostgreSQL can run as somebody else: as little as possible."""

import os
from pathlib import Path

import pytest

from worker.embedded.account import Account, account_for, make_reachable, make_readable

NOBODY = Account(name="nobody", uid=65534, gid=65534)

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")


def test_folders_above_get_x_and_nothing_else(folder: Path) -> None:
    closed = folder / "home" / "clone"
    closed.mkdir(parents=True)
    for path in (closed, closed.parent):
        path.chmod(0o700)
    make_reachable(closed / "data", NOBODY)
    assert [path.stat().st_mode & 0o777 for path in (closed, closed.parent)] == [0o701, 0o701]


def test_programs_installed_under_a_strict_umask_become_readable(folder: Path) -> None:
    program, text = folder / "program", folder / "text"
    for path, mode in ((program, 0o700), (text, 0o600)):
        path.touch()
        path.chmod(mode)
    make_readable(folder)
    assert [path.stat().st_mode & 0o777 for path in (program, text)] == [0o705, 0o604]


@needs_root
def test_an_existing_cluster_keeps_its_owner(folder: Path) -> None:
    os.chown(folder, 1, 1)
    found = account_for(folder)
    assert found is not None
    assert found.uid == 1
    missing = account_for(folder / "not-there")
    assert missing is not None
    assert missing.uid != 0
