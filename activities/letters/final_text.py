"""The text of a letter as a clerk edited it: the DOCX of the draft, come back from a word processor."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from activities.letters.docx_reading import Block, Line, Rows, read_docx
from activities.letters.docx_styles import Role
from activities.letters.sheet import DRAFT_DATE, DRAFT_NUMBER, ENCLOSED, SEAL, Sheet, sheet_of
from schemas.errors import InvalidInput
from schemas.letters import LetterContent

_NAMES = {str(role): role for role in Role}
_FIXED = {Role.AGENCY, Role.NUMBER, Role.ADDRESSEE, Role.SIGNATURE, Role.DATE, Role.NOTE}
_SECTIONS = (Role.BODY, Role.CLOSING, Role.REMEDY)
"""In the order in which they are printed; the table stands between the first two."""
_ORDINAL = re.compile(r"^\d+[.．、]\s*")
_ONLY = re.compile(r"^1[.．、]\s+")


def content_from(docx: bytes, standard: LetterContent) -> LetterContent:
    """The letter with title, text, table, remedy notice and enclosures as the DOCX says them, in its order.

    Agency, number, addressee, signature, date and notes are those of ``standard``, whatever the DOCX says: number
    and date are not known while a reply is drafted. Paragraphs are told apart by style; without one of ours, by what
    they say; any other is text of the letter. Raises ``InvalidInput`` as ``read_docx`` does.
    """
    draft = _Reading()
    for line in _told_apart(read_docx(docx), standard):
        draft.take(*line)
    return LetterContent.model_validate({**standard.model_dump(), **draft.found(standard)})


def refuse_changed(docx: bytes, standard: LetterContent) -> None:
    """Refuse a DOCX that says otherwise what is not taken from it, or goes on below the signature.

    Raises ``InvalidInput`` ``final_text_fixed_part`` on ``document``: what a person wrote is never dropped in silence.
    """
    expected, signed = _expected(sheet_of(standard)), False
    for role, block in _told_apart(read_docx(docx), standard):
        signed = signed or role in {Role.SIGNATURE, Role.DATE}
        misplaced = signed and role not in {Role.SIGNATURE, Role.DATE, Role.NOTE}
        changed = role in _FIXED and isinstance(block, Line) and _unspaced(block.text) not in expected[role]
        if misplaced or changed:
            raise InvalidInput("final_text_fixed_part", field="document")


@dataclass
class _Reading:
    """What was read so far; ``section`` is where text goes, and it only goes forward."""

    title: str = ""
    rows: list[tuple[str, str]] = field(default_factory=list)
    enclosures: list[str] = field(default_factory=list)
    texts: list[list[str]] = field(default_factory=lambda: [[] for _ in _SECTIONS])
    section: int = 0
    closed: bool = False

    def take(self, role: Role, block: Block) -> None:
        match block:
            case Rows(rows=rows):
                self._take_table(rows)
            case Line(text=text) if role is Role.TITLE:
                self.title += text
            case Line(text=text) if role is Role.ENCLOSURE:
                self.enclosures.append(text)
            case Line(text=text) if role not in _FIXED:
                self._take_text(role, text)

    def _take_text(self, role: Role, text: str) -> None:
        wanted = _SECTIONS.index(role) if role in _SECTIONS else 0
        self.closed = bool(self.rows)
        self.section = max(self.section, wanted, 1 if self.closed else 0)
        self.texts[self.section].append(text)

    def _take_table(self, rows: tuple[tuple[str, str], ...]) -> None:
        """All that stands above the table is printed above it. A letter has one; two in a row are one."""
        if self.closed:
            raise InvalidInput("final_text_table", field="document")
        self.rows += rows
        self.texts, self.section = [[text for texts in self.texts for text in texts], [], []], 0

    def found(self, standard: LetterContent) -> dict[str, object]:
        paragraphs, closing, remedy = map(tuple, self.texts)
        return {
            "title": self.title or standard.title,
            "paragraphs": paragraphs,
            "table": tuple(self.rows),
            "closing": closing,
            "remedy": remedy,
            "enclosures": _titles(self.enclosures),
        }


def _told_apart(blocks: tuple[Block, ...], standard: LetterContent) -> list[tuple[Role, Block]]:
    known = {line: role for role, lines in _expected(sheet_of(standard)).items() for line in lines}
    return [(_role(block, known), block) for block in blocks]


def _role(block: Block, known: Mapping[str, Role]) -> Role:
    """By style; in a style that is not ours, by what it says."""
    if isinstance(block, Rows):
        return Role.VALUE
    if block.style in _NAMES:
        return _NAMES[block.style]
    if found := known.get(_unspaced(block.text)):
        return found
    if "行政复议" in block.text and "行政诉讼" in block.text:
        return Role.REMEDY
    return Role.ENCLOSURE if _unspaced(block.text).startswith(ENCLOSED) else Role.BODY


def _expected(sheet: Sheet) -> dict[Role, set[str]]:
    """The lines of the standard letter by what they are, without spaces. The seal is a place, not a word."""
    first = tuple(ENCLOSED + enclosure for enclosure in sheet.enclosures[:1])
    lines = {
        Role.CLOSING: sheet.closing,
        Role.REMEDY: sheet.remedy,
        Role.ENCLOSURE: (*sheet.enclosures, *first),
        Role.TITLE: (sheet.title,),
        Role.ADDRESSEE: (sheet.addressee or "",),
        Role.NOTE: sheet.notes,
        Role.NUMBER: (sheet.number, DRAFT_NUMBER),
        Role.DATE: (sheet.date or "", DRAFT_DATE),
        Role.SIGNATURE: (sheet.signature or "", (sheet.signature or "").removesuffix(SEAL)),
        Role.AGENCY: (sheet.agency,),
    }
    return {role: {_unspaced(text) for text in texts} for role, texts in lines.items()}


def _titles(lines: list[str]) -> tuple[str, ...]:
    """Enclosures without the word before the first and without their numbers, which are given anew."""
    lines = [re.sub(r"^附件\s*[：:]\s*", "", line) if n == 0 else line for n, line in enumerate(lines)]
    ordinal = _ORDINAL if len(lines) > 1 else _ONLY
    numbered = all(ordinal.match(line) for line in lines)
    return tuple(filter(None, (ordinal.sub("", line) if numbered else line for line in lines)))


def _unspaced(text: str) -> str:
    return re.sub(r"\s+", "", text)
