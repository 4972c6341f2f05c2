"""``pytest tests/replay --record`` records, and does nothing else; it never touches a history that is there."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", action="store_true", help="record commands, and histories that are missing")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    recording = bool(config.getoption("--record", default=False))
    others = [item for item in items if (item.get_closest_marker("records") is not None) is not recording]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if item not in others]
