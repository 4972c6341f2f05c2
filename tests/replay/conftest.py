"""``pytest tests/replay --record`` writes the histories that are missing; it never touches one that is there."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", action="store_true", help="record the histories that are missing")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--record", default=False):
        return
    recorders = [item for item in items if item.get_closest_marker("records")]
    config.hook.pytest_deselected(items=recorders)
    items[:] = [item for item in items if item not in recorders]
