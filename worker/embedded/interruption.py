"""Ctrl-C, SIGTERM and a closed terminal: the first asks for an orderly end, the second for a fast one."""

import asyncio
import signal

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interruption:
    """``requested`` after the first signal, ``hurry`` after the second. Work under way is cancelled by the first."""

    def __init__(self) -> None:
        self.requested = asyncio.Event()
        self.hurry = asyncio.Event()
        self._work: asyncio.Task[object] | None = None

    def listen(self) -> None:
        """Take the signals; the current task is the work to cancel, until ``spare_work``."""
        self._work = asyncio.current_task()
        for sign in SIGNALS:
            asyncio.get_running_loop().add_signal_handler(sign, self._arrived)

    def spare_work(self) -> None:
        """From here on a signal only sets the events."""
        self._work = None

    def deafen(self) -> None:
        """Give the signals back."""
        for sign in SIGNALS:
            asyncio.get_running_loop().remove_signal_handler(sign)

    def _arrived(self) -> None:
        """No log line here: when the terminal was closed, writing one would fail and nothing would stop."""
        if self.requested.is_set():
            self.hurry.set()
        self.requested.set()
        if self._work:
            self._work.cancel()
            self._work = None
