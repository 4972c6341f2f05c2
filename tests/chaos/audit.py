"""The audit after a run: every promise of the engine, held against what was acknowledged and what is on record.

Each check is a function of what was read; none asks the engine what it believes of itself, but those that compare the
two. What is wrong is told by case id, reference and code, never by what an application says.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from activities.keeping.archive_chain import CHAIN_FAULTS
from api.demo.days import Days
from api.demo.line import line_of
from api.demo.reading import RUNG
from api.upkeep import Fault
from schemas.base import Recorded
from schemas.commands import ENGINE_PREFIX, REGISTRATION
from tests.chaos.drive import Ended
from tests.chaos.evidence import Event, Evidence, Numbered
from tests.chaos.ledger import Acknowledged, Ledger
from tests.rules.naive_clock import NaiveClock

NUMBER = re.compile(r"〔(\d{4})〕(\d+)号$")
DOCUMENT_FAULTS = frozenset({"document_unknown", "document_damaged", "destroyed_bytes_left", "sheet_damaged"})
AWAY = "503 "
"""Begins what the API says while a part is away; any other failure of it is one."""


class Check(Recorded):
    """One promise: how much was looked at, and whatever breaks it."""

    promise: str
    looked_at: int
    wrong: tuple[str, ...]


def submissions(ledger: Ledger, found: Evidence) -> Check:
    """Every acknowledged submission is there once, under the reference that was told; nothing else is there."""
    known = [*ledger.submissions()]
    counted = Counter(one.case_id for one in known)
    wrong = [f"{case_id} acknowledged under {times} keys" for case_id, times in counted.items() if times > 1]
    wrong += [f"{one.case_id} is not there as {one.reference}" for one in known if not _stands(one, found)]
    unasked = [one for one in found.applications.values() if one.split_from is None and one.case_id not in counted]
    unanswered = sum(one.what == "submission" for one in ledger.asked.values()) - len(known)
    if len(unasked) > unanswered:
        wrong += [f"{one.case_id} {one.reference} was never acknowledged" for one in unasked]
    return Check(promise="every acknowledged submission exists exactly once", looked_at=len(known), wrong=(*wrong,))


def steps(ledger: Ledger, found: Evidence) -> Check:
    """Every acknowledged step wrote the events it was answered with; what was refused wrote none."""
    known = [*ledger.steps()]
    wrong = [f"{one.case_id} {one.what} {one.key}" for one in known if not _written(one, found)]
    for case_id, events in found.events.items():
        wrong += [f"{case_id} has events of {one}, which {said}" for one, said in _foreign(ledger, events)]
    return Check(promise="every acknowledged step has exactly its events", looked_at=len(known), wrong=(*wrong,))


def chains(checked: int, faults: Sequence[Fault]) -> Check:
    """Every chain verifies, link by link."""
    return _verified("every chain verifies", checked, faults, CHAIN_FAULTS.keys() - DOCUMENT_FAULTS)


def read_models(checked: int, faults: Sequence[Fault]) -> Check:
    """The read model is the fold of the events."""
    return _verified("read model = fold of the events", checked, faults, {"read_model_differs"})


def documents(found: Evidence, faults: Sequence[Fault]) -> Check:
    """Every document matches its hash, and every hash in an event has its document."""
    return _verified(
        "every stored document matches its hash, every hash has one", found.documents, faults, DOCUMENT_FAULTS
    )


def numbers(found: Evidence) -> Check:
    """No reference and no letter number is there twice or missing; every letter is whole, and every event's exists."""
    wrong = [f"letter {one.number} has no forms" for one in found.letters if not one.whole]
    there = {str(one.id) for one in found.letters}
    named = [(case_id, event.letter) for case_id, events in found.events.items() for event in events if event.letter]
    wrong += [
        f"{case_id} names letter {letter}, which is not there" for case_id, letter in named if letter not in there
    ]
    for series, given in {**_series(found.letters), **_references(found)}.items():
        if sorted(given) != [*range(1, len(given) + 1)]:
            wrong.append(f"{series}: {_gaps(given)}")
    looked_at = len(found.letters) + len(found.applications)
    return Check(promise="no number twice or missing", looked_at=looked_at, wrong=(*wrong,))


def due_dates(ended: Sequence[Ended], days: Days, found: Evidence) -> Check:
    """Every due date is what a second clock finds, that walks through the days of the script one by one."""
    clock, wrong, looked_at = NaiveClock(days.calendar.data), list[str](), 0
    for one in ended:
        if one.case_id is not None:
            line = line_of(one.job.case, days)
            due, looked_at = clock.walk(line).due if line else None, looked_at + 1
            if due != (kept := found.due.get(one.case_id)):
                wrong.append(f"{one.case_id} {one.job.case.key}: {kept}, recomputed {due}")
    return Check(promise="all due dates equal a recomputation from scratch", looked_at=looked_at, wrong=(*wrong,))


def scripts(ended: Sequence[Ended], found: Evidence) -> Check:
    """Every case went through the events its script must lead to, and what was read back over HTTP is so."""
    wrong = [f"{one.job.number} {one.case_id} {point}" for one in ended for point in one.wrong]
    for one in ended:
        if one.case_id is not None:
            kinds = tuple(event.kind for event in found.events.get(one.case_id, ()) if event.kind != RUNG)
            if kinds != one.job.case.end.events:
                wrong.append(f"{one.job.number} {one.case_id} {one.job.case.key}: {', '.join(kinds)}")
    return Check(promise="every case is where its script leads", looked_at=len(ended), wrong=(*wrong,))


def postings(found: Evidence, taken: Collection[str]) -> Check:
    """What is on record as posted was taken, and nothing was given up; what was refused waits for another try."""
    wrong = [f"notice {one} was never taken" for one in found.posted - set(taken)]
    wrong += [f"{found.given_up} sendings given up"] * bool(found.given_up)
    return Check(
        promise="what is recorded as posted was taken; nothing given up", looked_at=len(found.posted), wrong=(*wrong,)
    )


def answers(troubles: Mapping[str, int]) -> Check:
    """While a part is away the API says so: 503 with a code, and no other failure."""
    failed = {told: times for told, times in troubles.items() if told[:1].isdecimal()}
    wrong = tuple(f"{times} × {told}" for told, times in failed.items() if not told.startswith(AWAY))
    return Check(promise="no failure but 503 with a code", looked_at=sum(failed.values()), wrong=wrong)


def _stands(one: Acknowledged, found: Evidence) -> bool:
    entered = found.applications.get(one.case_id)
    registered = [event for event in found.events.get(one.case_id, ()) if event.kind == "application_registered"]
    written = found.written_by(one.case_id, REGISTRATION)
    whole = len(registered) == 1 and bool(written) and written[-1].seq == one.version
    return entered is not None and entered.reference == one.reference and whole


def _written(one: Acknowledged, found: Evidence) -> bool:
    written = found.written_by(one.case_id, one.key)
    return bool(written) and written[-1].seq == one.version and tuple(event.kind for event in written) == one.events


def _foreign(ledger: Ledger, events: Sequence[Event]) -> Iterator[tuple[str, str]]:
    """Commands that should have written nothing, and why."""
    for command in {event.command_id for event in events}:
        if command in ledger.refused:
            yield command, "was refused"
        elif command not in ledger.asked and not command.startswith(ENGINE_PREFIX):
            yield command, "nobody sent"


def _verified(promise: str, looked_at: int, faults: Sequence[Fault], codes: Collection[str]) -> Check:
    wrong = tuple(
        f"{fault.case_id} {fault.reference} {fault.seq} {fault.code}" for fault in faults if fault.code in codes
    )
    return Check(promise=promise, looked_at=looked_at, wrong=wrong)


def _series(letters: Sequence[Numbered]) -> dict[str, list[int]]:
    series = defaultdict[str, list[int]](list)
    for one in letters:
        series[f"letters {one.kind} {one.year}"].append(one.n)
    return series


def _references(found: Evidence) -> dict[str, list[int]]:
    series = defaultdict[str, list[int]](list)
    for one in found.applications.values():
        numbered = NUMBER.search(one.reference)
        assert numbered is not None, one.reference
        series[f"applications {numbered[1]}"].append(int(numbered[2]))
    return series


def _gaps(given: Sequence[int]) -> str:
    """Which numbers are there twice, and which of those below the highest are not there."""
    twice = [number for number, times in Counter(given).items() if times > 1]
    return f"twice {twice}, missing {sorted({*range(1, max(given) + 1)} - {*given})}"


def recorded(checks: Sequence[Check]) -> Iterator[tuple[str, str]]:
    """Promise and breach, one a line."""
    return ((check.promise, wrong) for check in checks for wrong in check.wrong)
