"""The markup of letter templates: which lines become title, table, paragraph, and how what is filled in stays apart.

``# title`` is the title, ``| label | value |`` a row of the table, every other line a paragraph; a line on which
nothing is left to print is none. Only what stands in the template itself is read so: a value that begins with ``#``
or ``|`` prints as it is, and a value of several lines becomes several paragraphs, or several lines of its cell.
"""

import re

from activities.letters.phrases import lines
from schemas.base import Recorded
from schemas.errors import InvalidInput
from schemas.letters import visible

_TITLE, _ROW, _CELL, _BREAK = "\x01", "\x02", "\x03", "\x1f"  # control characters: no value and no template has them
_PIPE = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})|\|")


class Wording(Recorded):
    """What a template says."""

    title: str
    paragraphs: tuple[str, ...] = ()
    table: tuple[tuple[str, str], ...] = ()
    closing: tuple[str, ...] = ()

    @property
    def running(self) -> str:
        """All of it as running text, a row of the table as ``label：value``."""
        return "\n".join((*self.paragraphs, *("：".join(row) for row in self.table), *self.closing))


def rejected(code: str, line: int | None = None) -> InvalidInput:
    """A template is refused; the field names the line of its text."""
    return InvalidInput(code, field=f"text:{line}" if line else "text")


def fill_in(value: str) -> str:
    """A value as it goes into a template: nothing in it is markup, and its line breaks are not the template's."""
    return visible(value).replace("\n", _BREAK)


def marked(text: str) -> str:
    """The template with its markup as control characters, line by line, so that no value can pass for markup."""
    source = text.replace("\r\n", "\n").split("\n")
    return "\n".join(_marked_line(line.strip(), n) for n, line in enumerate(source, 1))


def _marked_line(line: str, n: int) -> str:
    if line.startswith("# "):
        return _TITLE + line[2:]
    if not line.startswith("|"):
        return line
    cells = _PIPE.sub(lambda found: found[1] or _CELL, line).split(_CELL)
    if len(cells) != 4 or cells[3]:
        raise rejected("template_row_malformed", n)
    return f"{_ROW}{cells[1].strip()}{_CELL}{cells[2].strip()}"


def read(rendered: str) -> Wording:
    """The parts of the letter: paragraphs before the table, its rows, paragraphs after it."""
    titles: list[str] = []
    table: list[tuple[str, str]] = []
    before: list[str] = []
    after: list[str] = []
    for line in rendered.split("\n"):
        if line.startswith(_ROW):
            if after:
                raise rejected("template_has_two_tables")
            table.append(_cells(line))
        elif line.startswith(_TITLE):
            titles.append(" ".join(_said(line.removeprefix(_TITLE))))
        else:
            (after if table else before).extend(_said(line))
    if len(titles) != 1 or not titles[0]:
        raise rejected("template_without_title")
    return Wording(title=titles[0], paragraphs=tuple(before), table=tuple(table), closing=tuple(after))


def _said(line: str) -> tuple[str, ...]:
    return lines(line.replace(_BREAK, "\n"))


def _cells(line: str) -> tuple[str, str]:
    label, _, value = line.removeprefix(_ROW).partition(_CELL)
    return "\n".join(_said(label)), "\n".join(_said(value))
