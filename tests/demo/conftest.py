"""The mark of the tests that start a whole stack, and papers that need no printer."""

import pytest

from api.demo import check, player


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "whole_stack: starts PostgreSQL, Temporal, worker and API; takes half a minute")


@pytest.fixture
def on_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers and letters as plain bytes: what they look like is another test's business."""
    monkeypatch.setattr(player, "make", lambda paper: paper.title.encode())
    monkeypatch.setattr(check, "_docx_text", bytes.decode)
