"""Printing what is no decision: application form, return slips, search record (申请表、送达回证、检索记录)."""

from collections.abc import Iterator

from schemas.case import Case
from schemas.events import Event, RecordPrinted
from schemas.steps import PrintRecord
from schemas.vocabulary import LetterKind
from workflows.moment import Moment, refuse_if, reject_if


def may_print_record(case: Case, moment: Moment) -> None:
    """At any time."""


def print_record(case: Case, step: PrintRecord, moment: Moment) -> Iterator[Event]:
    """A return slip names the letter it is for, nothing else does; a search record needs a search (art. 36(4))."""
    slip = step.record is LetterKind.PROOF_OF_SERVICE
    known = step.letter in {letter.letter_id for letter in case.letters}
    reject_if(slip and not known, "letter_unknown", field="letter")
    unsearched = not (case.searches or case.rounds)
    refuse_if(step.record is LetterKind.SEARCH_RECORD and unsearched, "nothing_searched", article="36(4)")
    reject_if(not slip and step.letter is not None, "letter_not_asked", field="letter")
    yield RecordPrinted(record=step.record, letter=step.letter)
