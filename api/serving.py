"""The web server of the API. Open streams end first: otherwise a stop would wait for clients that never leave."""

import signal
import socket
from types import FrameType

import uvicorn
from fastapi import FastAPI

from activities.db.listening import NoticeListener
from api.patience import HEAD_SECONDS, PatientProtocol

IDLE_SECONDS = int(HEAD_SECONDS)
"""A connection kept for the next request: longer than clients keep theirs, five seconds as a rule. The side that asks
must be the first to give it up, or its request meets the closing of the other."""


class ApiServer(uvicorn.Server):
    """Uvicorn, that closes the streams of notices before it waits for its connections to be done, and connections on
    which nothing is asked."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        config.http = PatientProtocol
        config.timeout_keep_alive = IDLE_SECONDS
        super().__init__(config)
        self._app = app

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop; a second Ctrl-C does not wait. Uvicorn would raise the signal again at the end, and a process
        that ended well would look killed."""
        self.force_exit = self.force_exit or (self.should_exit and sig == signal.SIGINT)
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop: streams end by themselves, requests in hand are answered, then the rest is closed."""
        listener: NoticeListener | None = getattr(self._app.state, "notices", None)
        if listener:
            listener.close()
        await super().shutdown(sockets)
