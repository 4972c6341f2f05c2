"""The development server does not migrate its database file."""

import socket
from pathlib import Path

import pytest

from worker.embedded.failure import StackFailed
from worker.embedded.ports import LOOPBACK
from worker.embedded.temporal import EmbeddedTemporal


async def test_a_database_file_of_another_release_is_refused(folder: Path) -> None:
    (folder / "temporal.db").write_text("kept")
    (folder / "made-by").write_text("1.0.0")
    with pytest.raises(StackFailed, match=r"1\.0\.0") as caught:
        await EmbeddedTemporal(folder).start()
    assert caught.value.code == "temporal_version_changed"
    assert (folder / "temporal.db").read_text() == "kept"


async def test_a_file_that_never_got_ready_is_made_anew_and_the_port_is_kept(folder: Path) -> None:
    home = folder / "temporal"
    home.mkdir()
    (home / "temporal.db").write_text("half a schema")
    server = EmbeddedTemporal(home)
    await server.start()
    first_port = server.port
    await server.stop()
    again = EmbeddedTemporal(home)
    await again.start()
    assert again.port == first_port
    await again.stop()


async def test_once_announced_it_comes_back_on_its_port_or_not_at_all(folder: Path) -> None:
    server = EmbeddedTemporal(folder / "temporal")
    await server.start()
    announced = server.port
    await server.stop()
    with socket.create_server((LOOPBACK, announced)):
        with pytest.raises(StackFailed):
            await server.start()
        assert server.port == announced
    await server.start()
    assert server.port == announced
    await server.stop()
