"""Why the embedded stack did not start or stopped. Every failure has a code and says what to do."""

from schemas.errors import DaylightError


class StackFailed(DaylightError):
    """The stack could not start or could not go on; ``detail`` is for the person at the terminal.

    Codes: ``already_running``, ``not_permitted``, ``secrets_missing``, ``secrets_unreadable``, ``program_missing``,
    ``no_account``, ``no_socket_folder``, ``command_failed``, ``start_failed``, ``start_timeout``, ``restart_limit``,
    ``temporal_version_changed``, ``stack_not_running``, ``port_taken``, ``interrupted``.
    ``log_tail`` holds the last lines of the process that failed.
    """

    status = 503

    def __init__(self, code: str, detail: str, *, log_tail: str = "") -> None:
        super().__init__(code)
        self.detail = detail
        self.log_tail = log_tail

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" + (f"\n{self.log_tail}" if self.log_tail else "")


class StackInterrupted(StackFailed):
    """Ctrl-C or SIGTERM came while the stack was still starting; everything is stopped again. Exit code 0."""

    def __init__(self) -> None:
        super().__init__("interrupted", "stopped while starting")
