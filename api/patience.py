"""How long the server waits for a client that says little: a connection held open costs the others nothing for long."""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 20.0
"""From the beginning of a connection, or the answer before, until a request's head has come."""
BODY_SECONDS = 60.0
"""For the whole body of a request that is not an upload, at most a mebibyte."""
PIECE_SECONDS = 60.0
"""From one piece of an upload to the next."""


class PatientProtocol(H11Protocol):
    """Uvicorn's HTTP/1.1, which by itself waits for a head without end as long as a byte comes now and then."""

    _leaving: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """What came may be the end of a head, or of a body that nobody reads any more."""
        super().data_received(data)
        self._wait()

    def on_response_complete(self) -> None:
        """The next request, or the rest of this one, is waited for."""
        super().on_response_complete()
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is there to wait for."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        """Run the clock while it is the client's turn, and only then; it is not set back by what trickles in."""
        head_is_due = self.conn.their_state is h11.IDLE
        answered_before_the_end = self.conn.our_state is h11.DONE and self.conn.their_state is h11.SEND_BODY
        if not (head_is_due or answered_before_the_end):
            self._stop_waiting()
        elif self._leaving is None:
            self._leaving = self.loop.call_later(HEAD_SECONDS, self._leave)

    def _stop_waiting(self) -> None:
        if self._leaving is not None:
            self._leaving.cancel()
            self._leaving = None

    def _leave(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()
