"""A letter as it is looked at: its pages as pictures, and the same as text for who cannot see them."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from schemas.base import Recorded
from schemas.documents import Sha256
from schemas.vocabulary import LetterKind


class SentTo(StrEnum):
    """Whom a letter goes to, by part in the case and never by name."""

    APPLICANT = "applicant"
    THIRD_PARTY = "third_party"
    AGENCY = "agency"  # another agency, the competent department, the secrecy administration
    FILE = "file"  # what stays in the file: forms, slips, records


class LetterText(Recorded):
    """So many ``pages`` it has; ``text`` is what stands on them, paragraph by paragraph."""

    pages: int
    text: tuple[str, ...]


class DraftView(LetterText):
    """The reply as it would be issued now. ``missing``: codes of mandatory contents it lacks (docs/law.md, 4).

    ``paragraphs``, ``closing``: the running text before and after the table, which may be reworded.
    """

    missing: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()


class IssuedLetter(LetterText):
    """A letter that was issued. ``sha256``: of its PDF."""

    letter_id: UUID
    case_id: UUID
    kind: LetterKind
    sent_to: SentTo
    number: str
    dated: date
    sha256: Sha256
