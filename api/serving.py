"""The web server of the API. Open streams end first: otherwise a stop would wait for clients that never leave."""

import socket

import uvicorn
from fastapi import FastAPI

from activities.db.listening import NoticeListener


class ApiServer(uvicorn.Server):
    """Uvicorn, that closes the streams of notices before it waits for its connections to be done."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop: streams end by themselves, requests in hand are answered, then the rest is closed."""
        listener: NoticeListener | None = getattr(self._app.state, "notices", None)
        if listener:
            listener.close()
        await super().shutdown(sockets)
