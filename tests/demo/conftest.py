"""The mark of the tests that start a whole stack, and papers that need no printer."""

from collections.abc import Iterator

import pytest

from api.demo import check, pages, player
from tests.demo.fresh_run import FreshRun, fresh_run
from tests.embedded.conftest import private_folder


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "whole_stack: starts PostgreSQL, Temporal, worker and API; takes a minute or two"
    )


@pytest.fixture(scope="session")
def demo_run() -> Iterator[FreshRun]:
    """One demo on a stack of its own, for all who look at what it left."""
    with private_folder() as folder:
        yield fresh_run(folder)


@pytest.fixture
def on_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers and letters as plain bytes: what they look like is another test's business."""
    monkeypatch.setattr(player, "make", lambda paper: paper.title.encode())
    monkeypatch.setattr(player, "fitting", lambda paper: paper)
    monkeypatch.setattr(pages, "places", _somewhere)
    monkeypatch.setattr(check, "_docx_text", bytes.decode)


def _somewhere(_content: bytes, page: int, words: str) -> list[pages.Place]:
    """A place of its own for each word."""
    top = float(len(words) + 20 * page)
    return [{"x0": 10.0, "y0": top, "x1": 60.0, "y1": top + 10}]
