"""A workshop with small limits, in a folder of its own."""

from pathlib import Path

import pytest

from activities.workshop.limits import Limits
from activities.workshop.runner import Workshop

MEBIBYTE = 1024 * 1024
LIMITS = Limits(seconds=60, memory=1024 * MEBIBYTE, output=64 * MEBIBYTE)


@pytest.fixture
def benches(tmp_path: Path) -> Path:
    (tmp_path / "benches").mkdir()
    return tmp_path / "benches"


@pytest.fixture
def workshop(benches: Path) -> Workshop:
    return Workshop(LIMITS, processes=2, folder=benches)
