"""Nothing personal in any log line of the whole suite: every line is heard, and the test that wrote a name fails.

It hears what reaches the standard library's root logger, where all lines of the product go; logs of child processes
are read where their folders are cleared away.
"""

import logging
from pathlib import Path

import structlog
from structlog.processors import JSONRenderer, add_log_level, format_exc_info
from structlog.stdlib import LoggerFactory
from structlog.typing import Processor

from tests.persons import personal_in
from worker.logs import keep_quiet


class Listener(logging.Handler):
    """Keeps, of each line that names an invented person, who wrote it and how it begins with the person left out."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.setFormatter(logging.Formatter())
        self._found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Hear one line: message, traceback, and the extras that the product's form shows."""
        extras = [getattr(record, name, "") for name in ("case_id", "code", "temporal_workflow", "temporal_activity")]
        if found := personal_in(f"{self.format(record)} {extras}"):
            self._found.append(f"{record.name}:{record.lineno} {record.getMessage()[:300]} names {sorted(found)}")

    def taken(self) -> list[str]:
        """What was found since the last call."""
        found, self._found = self._found, []
        return found


LISTENER = Listener()


def listen() -> None:
    """Hear every line from INFO on, as in production; again after a test that configured logging itself."""
    root = logging.getLogger()
    if LISTENER not in root.handlers:
        for handler in [one for one in root.handlers if type(one) is logging.StreamHandler]:
            root.removeHandler(handler)  # it writes to the output of the test that put it there, which is over
        processors: list[Processor] = [structlog.contextvars.merge_contextvars, add_log_level, format_exc_info]
        structlog.configure(processors=[*processors, JSONRenderer(ensure_ascii=False)], logger_factory=LoggerFactory())
        root.addHandler(LISTENER)
        root.setLevel(logging.INFO)
        keep_quiet()


def refuse_personal_lines() -> None:
    """Raises ``AssertionError`` if anything personal was logged in this process since the last look."""
    found = LISTENER.taken()
    assert not found, "personal data in log lines:\n" + "\n".join(found)


def refuse_personal_logs(folder: Path) -> None:
    """Raises ``AssertionError`` if the log of a child process below a folder names an invented person."""
    lines = [(log.name, line) for log in folder.rglob("*.log") for line in log.read_text(errors="replace").splitlines()]
    found = [f"{name}: {line[:300]} names {sorted(whom)}" for name, line in lines if (whom := personal_in(line))]
    assert not found, "personal data in logs of processes:\n" + "\n".join(found)
