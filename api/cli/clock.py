"""``daylight clock``: the clock as a command. JSON Lines in, JSON Lines out; no server, no database."""

import sys
from collections.abc import Iterator
from typing import BinaryIO

import typer

from workflows.rules.calendar import WorkingCalendar
from workflows.rules.lines import LONGEST_LINE, answer_line
from workflows.rules.national import national_calendar


def clock(
    file: typer.FileBinaryRead = typer.Argument("-", help="JSON Lines; standard input by default."),
    explain: bool = typer.Option(False, "--explain", help="Add the day-by-day list to every answer."),
) -> None:
    """Due dates of the lines of a file, one answer a line, in the same order.

    A line that makes no sense is answered with an error, the others go on, and the exit status is 1.
    """
    calendar = WorkingCalendar.of(national_calendar())
    all_well = True
    for line in _lines(file):
        answer, well = answer_line(line, calendar, explain=explain)
        sys.stdout.buffer.write(answer.encode() + b"\n")
        sys.stdout.buffer.flush()
        all_well = all_well and well
    if not all_well:
        raise typer.Exit(1)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines that are not blank, as they come in; of an endless one only so much that it counts as too long."""
    while line := file.readline(LONGEST_LINE + 1):
        rest = line
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = file.readline(LONGEST_LINE + 1)
        if content := line.removeprefix(b"\xef\xbb\xbf").strip():
            yield content
