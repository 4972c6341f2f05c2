"""A digest as plain text, for mail programs that show no HTML."""

from activities.digest_pages.sections import Cell, Section, headline, sections_of
from activities.digest_pages.words import remarks_on, title_of
from schemas.digests import Digest


def plain_of(digest: Digest) -> str:
    """The figures line by line, Chinese first."""
    title, title_en = title_of(digest)
    lines = [digest.agency_name, title, title_en, f"{digest.first} – {digest.span.last}", ""]
    lines += [f"{zh} {en}" for zh, en in remarks_on(digest)]
    lines += [f"{name}：{value}" for name, value in headline(digest.figures)]
    for section in sections_of(digest):
        lines += ["", f"【{section.title}】", *_lines(section)]
    return "\n".join(lines) + "\n"


def _lines(section: Section) -> list[str]:
    rows = [" | ".join(_said(cell) for cell in row) for row in section.rows]
    head = [" | ".join(column.zh for column in section.columns)] if len(section.columns) > 2 else []
    return [*head, *rows, *([str(section.note)] if section.note else [])]


def _said(cell: Cell) -> str:
    return "—" if cell is None else str(cell)
