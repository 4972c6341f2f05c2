"""Ending processes that are not our children."""

import time
from collections.abc import Iterable
from contextlib import suppress

import psutil

POLL_SECONDS = 0.05


def runs(process: psutil.Process) -> bool:
    """Whether it still does anything: in a container without an init, ended processes stay as zombies for ever."""
    with suppress(psutil.Error):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def wait_for_end(processes: Iterable[psutil.Process], patience: float) -> list[psutil.Process]:
    """Wait until all have ended, at most ``patience`` seconds; returns those that still run."""
    deadline = time.monotonic() + patience
    alive = [process for process in processes if runs(process)]
    while alive and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
        alive = [process for process in alive if runs(process)]
    return alive


def send(processes: Iterable[psutil.Process], sign: int) -> None:
    """Signal those that are still there."""
    for process in processes:
        with suppress(psutil.Error):
            process.send_signal(sign)
