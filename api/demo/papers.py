"""A paper as data: what the documents of the sample cases say, whatever form they are made in."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading, paragraphs, then a table; the first row of the table is its head."""

    heading: str
    text: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """An invented official document; the ending of its file name, .pdf, .docx or .txt, chooses the form.

    ``long``: every chapter begins on a page of its own.
    """

    name: str
    issuer: str
    title: str
    number: str
    dated: str
    chapters: tuple[Chapter, ...]
    long: bool = False

    @property
    def form(self) -> Literal["pdf", "docx", "txt"]:
        forms: dict[str, Literal["docx", "txt"]] = {".docx": "docx", ".txt": "txt"}
        return forms.get(PurePath(self.name).suffix, "pdf")
