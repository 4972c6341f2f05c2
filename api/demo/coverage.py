"""Does the demo show everything? One letter of every kind is saved, and what nothing showed is named."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from activities.letters.catalogue import LABELS, template_of
from api.demo.reading import Found
from api.demo.requests import RequestResult
from api.demo.run import Result
from schemas.base import Recorded
from schemas.letters import LetterOrder
from schemas.own_records import OwnRecordOutcome
from schemas.vocabulary import DisclosureForm, LetterKind, Outcome, ReportRow, ReviewResult
from workflows.book import STAFF_RULES

OWN_RECORD = "D27"
EARLIER = {"review_document"}
"""Steps of cases that were begun before two persons reviewed; no new case takes them."""
VERDICTS = {True: "accepted", False: "rejected"}


class Shown(Recorded):
    """A kind of letter: how many were made, the number of the one that was saved, and where."""

    code: str
    label: str
    label_en: str
    count: int
    number: str
    file: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A letter that was made: the name of its template, its number, its PDF."""

    code: str
    number: str
    pdf: bytes


def printed(results: Sequence[Result], requests: Sequence[RequestResult]) -> list[Printed]:
    """Every letter of the cases and requests that were played to their end, in order."""
    cases = [letter for result in results if result.found for letter in _of_case(result.found)]
    own = [
        Printed(OWN_RECORD, letter.number, request.found.forms[letter.pdf])
        for request in requests
        if request.found
        for letter in request.found.letters
    ]
    return cases + own


def save(letters: Sequence[Printed], folder: Path) -> tuple[Shown, ...]:
    """The fullest letter of every kind as a PDF of its own, named after the kind."""
    folder.mkdir(parents=True, exist_ok=True)
    counts = Counter(letter.code for letter in letters)
    fullest = {letter.code: letter for letter in sorted(letters, key=lambda letter: len(letter.pdf))}
    return tuple(_saved(fullest[code], counts[code], folder) for code in LABELS if code in fullest)


def missing(
    results: Sequence[Result], requests: Sequence[RequestResult], letters: Sequence[Printed]
) -> tuple[str, ...]:
    """What nothing showed: letters, outcomes, rows of the annual report, steps, forms of delivery, reviews …"""
    found = [result for result in results if result.found]
    played = [result.found for result in results if result.found]
    cases = [one.view.case for one in played]
    wanted: tuple[tuple[str, set[str], set[str]], ...] = (
        ("letter", set(LABELS), {letter.code for letter in letters}),
        ("outcome", set(Outcome), {case.outcome for case in cases if case.outcome}),
        ("report row", set(ReportRow), {case.report_row for case in cases if case.report_row}),
        ("step", set(STAFF_RULES) - EARLIER, {take.step for result in found for take in result.case.steps}),
        ("delivery form", set(DisclosureForm), {form for one in played for form in _forms(one)}),
        ("review", set(ReviewResult), {result for one in played for result in _reviews(one)}),
        ("finding", set(VERDICTS.values()), {VERDICTS[verdict] for one in played for verdict in one.decided}),
        ("rung of the ladder", {"any"}, {"any" for one in played if one.rungs}),
        (
            "own-record outcome",
            set(OwnRecordOutcome),
            {str(request.found.view.summary.outcome) for request in requests if request.found},
        ),
    )
    return tuple(f"{what} {name}" for what, all_of_it, shown in wanted for name in sorted(all_of_it - shown))


def _forms(found: Found) -> Iterator[str]:
    """In which forms information was given (art. 40)."""
    events = [link["event"] for link in found.links if link["event"]["kind"] == "reply_delivered"]
    yield from (event["form"] for event in events if event["form"])


def _reviews(found: Found) -> Iterator[str]:
    """What was proposed of documents."""
    events = [link["event"] for link in found.links if link["event"]["kind"] == "review_proposed"]
    yield from (document["result"] for event in events for document in event["documents"])


def _of_case(found: Found) -> Iterator[Printed]:
    """The letters of a case; a reply is called after the decision that stood when it was issued."""
    letters, decision = {str(letter.letter_id): letter for letter in found.letters}, None
    for link in found.links:
        event = link["event"]
        if event["kind"] == "reply_drafted":
            decision = event["decision"]
        elif event["kind"] == "letter_issued":
            letter = letters[event["letter"]["letter_id"]]
            yield Printed(_code(found, letter.kind, decision), letter.number, found.forms[letter.pdf])


def _code(found: Found, kind: LetterKind, decision: object) -> str:
    case = found.view.case
    order = {
        "case_id": case.case_id,
        "agency_id": case.agency_id,
        "key": "",
        "kind": kind,
        "dated": case.arrived_on,
        "recorded_on": case.arrived_on,
        "channel": case.channel,
        "arrived_on": case.arrived_on,
        "decision": decision if kind is LetterKind.REPLY else None,
    }
    return template_of(LetterOrder.model_validate(order))


def _saved(letter: Printed, count: int, folder: Path) -> Shown:
    label, label_en = LABELS[letter.code]
    file = folder / f"{letter.code}.pdf"
    file.write_bytes(letter.pdf)
    return Shown(code=letter.code, label=label, label_en=label_en, count=count, number=letter.number, file=str(file))
