"""Is a case where it should be? Compares what the API says with what the script must lead to, point by point."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import docx

from api.demo.days import Days
from api.demo.line import deadline_of
from api.demo.player import Played
from api.demo.reading import Found, Link
from api.demo.script import SampleCase
from schemas.api import LetterView
from schemas.chain import GENESIS, hash_of
from schemas.vocabulary import LetterKind


@dataclass(frozen=True, slots=True)
class Wrong:
    """One point at which a case is not where it should be."""

    what: str
    expected: object
    found: object

    def __str__(self) -> str:
        return f"{self.what}: expected {_shown(self.expected)}, found {_shown(self.found)}"


def wrongs(case: SampleCase, played: Played, found: Found, days: Days) -> tuple[Wrong, ...]:
    """Every point at which the case is not where it should be; empty when all is well."""
    points = (
        *_end(case, found),
        *_time(case, found, days),
        *_record(case, found),
        *_files(case, played, found),
        *_given_out(found),
    )
    return tuple(Wrong(what, expected, is_) for what, expected, is_ in points if expected != is_)


Point = tuple[str, object, object]


def _end(case: SampleCase, found: Found) -> Iterator[Point]:
    summary, end = found.view.summary, case.end
    yield "state", end.state, summary.state
    yield "outcome", end.outcome, summary.outcome
    yield "remedy", end.remedy, found.view.case.remedy
    yield "fee", end.fee, found.view.case.fee and found.view.case.fee.amount
    yield "channel", case.channel, summary.channel
    yield "applicant", case.applicant.name, found.view.application and found.view.application.applicant.name
    yield "in the list", True, found.listed


def _time(case: SampleCase, found: Found, days: Days) -> Iterator[Point]:
    """Receipt, due date and days used, counted by the rules from what was sent."""
    summary = found.view.summary
    counted = deadline_of(case, days, found.deadline.as_of if found.deadline else None)
    yield "date of receipt", days.received_on(case), summary.received_on
    yield "due date", counted.due if counted else None, summary.due_on
    yield "provisional", bool(counted and counted.provisional), summary.provisional
    yield "statute", counted.statute if counted else None, summary.statute
    yield "deadline", counted, found.deadline
    yield "overdue since", _overdue_on(case, counted.due if counted else None), summary.overdue_on
    delivered = [link["event"]["in_time"] for link in found.links if link["event"]["kind"] == "reply_delivered"]
    yield "answered in time", [not case.end.late] * len(delivered), delivered


def _overdue_on(case: SampleCase, due: date | None) -> date | None:
    return due + timedelta(days=1) if due and case.end.late else None


def _record(case: SampleCase, found: Found) -> Iterator[Point]:
    yield "events", case.end.events, found.kinds
    yield "rungs told once", len(set(found.rungs)), len(found.rungs)
    yield "version", len(found.links), found.view.summary.version
    yield "chain", "whole", chain_state(found.links)


def chain_state(links: Sequence[Link]) -> str:
    """ "whole", or the first link that is out of place, names another before it, or does not match its hash."""
    previous = GENESIS
    for number, link in enumerate(links, 1):
        if (link["seq"], link["previous"], link["hash"]) != (number, previous, hash_of(link)):
            return f"broken at event {number}"
        previous = link["hash"]
    return "whole"


def _files(case: SampleCase, played: Played, found: Found) -> Iterator[Point]:
    yield "letters", case.end.letters, tuple(letter.kind for letter in found.letters)
    for letter in found.letters:
        yield f"{letter.kind} {letter.number} as PDF", True, is_pdf_of(letter, found.forms[letter.pdf])
        yield f"{letter.kind} {letter.number} as DOCX", True, is_docx_of(letter, found.forms[letter.docx])
    stored = [document.origin for document in found.documents]
    yield "uploads", len(case.papers) + len(case.edits), stored.count("uploaded")
    yield "forms of letters", 2 * len(case.end.letters), stored.count("letter")
    yield "uploads come back unchanged", True, dict(found.uploads) == played.sent
    for edit in case.edits:
        reply = [_docx_text(found.forms[letter.docx]) for letter in found.letters if letter.kind is LetterKind.REPLY]
        yield "the reply says what was edited", True, edit.becomes in reply[-1]


def _given_out(found: Found) -> Iterator[Point]:
    """What goes with a reply is what the reply says, and it is bound before anybody gets it."""
    given, release = found.view.case.release, found.release
    if given and release:
        yield "manifest", given.manifest, release.manifest
        yield "given out", (given.documents, given.pages), (release.documents, release.pages)
        yield "bound before delivery", True, release.ready or found.view.summary.delivered_on is None


def is_pdf_of(letter: LetterView, content: bytes) -> bool:
    """A PDF whose title, plain text in its metadata (ISO 19005-2, 6.6.2), names the letter's number."""
    return content.startswith(b"%PDF") and letter.number.encode() in content


def is_docx_of(letter: LetterView, content: bytes) -> bool:
    """A word processor's document in which the letter's number stands."""
    return letter.number in _docx_text(content)


def _docx_text(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
