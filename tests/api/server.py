"""The API on a real socket, for what only a socket shows."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn

from api.app import create_app
from api.serving import ApiServer
from schemas.settings import Settings
from tests.waiting import until


@asynccontextmanager
async def listening(settings: Settings) -> AsyncIterator[int]:
    """Serve in this process until the block ends; the port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        app = create_app(settings)
        server = ApiServer(uvicorn.Config(app, log_config=None, access_log=False), app)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        await until(lambda: server.started or serving.done())
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            await serving
