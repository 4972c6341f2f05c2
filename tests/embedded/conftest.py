"""Folders for whole stacks."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.log_guard import refuse_personal_logs


@contextmanager
def private_folder() -> Iterator[Path]:
    """A new folder of mode 0700. Not pytest's: every pytest that starts closes the folder above those again."""
    made = Path(tempfile.mkdtemp(prefix="daylight-"))
    yield made
    refuse_personal_logs(made)
    shutil.rmtree(made)


@pytest.fixture
def folder() -> Iterator[Path]:
    with private_folder() as made:
        yield made
