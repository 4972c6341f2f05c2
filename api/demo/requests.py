"""Requests for correction of own records (更正, art. 41) in the demo: how they are written down, played and checked."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from api.demo.check import Wrong, chain_state, is_docx_of, is_pdf_of
from api.demo.player import Played, Stage, perform
from api.demo.reading import Link
from api.demo.run import FAILURES
from api.demo.script import Take, Upload, When
from schemas.api import LetterView
from schemas.applications import Applicant
from schemas.own_records import NewOwnRecord, OwnRecordOutcome, OwnRecordState
from schemas.own_records_api import OwnRecordView
from schemas.vocabulary import Channel

_links: TypeAdapter[tuple[Mapping[str, Any], ...]] = TypeAdapter(tuple[Mapping[str, Any], ...])


@dataclass(frozen=True, slots=True)
class RequestEnd:
    """Where a request must be when its script is played; ``letters`` is how many letters (D27) it then has."""

    outcome: OwnRecordOutcome
    events: tuple[str, ...]
    letters: int = 1


@dataclass(frozen=True, slots=True)
class SampleRequest:
    """One sample request: who asks, which record of him is wrong, what staff then do, and its end."""

    key: str
    shows: str
    channel: Channel
    arrived: When
    person: Applicant
    claim: str
    evidence: str
    script: tuple[Upload | Take, ...]
    end: RequestEnd


@dataclass(frozen=True, slots=True)
class RequestFound:
    """All of a request as a client sees it. ``forms`` are the bytes behind each path of its letters."""

    view: OwnRecordView
    links: tuple[Link, ...]
    forms: Mapping[str, bytes]

    @property
    def letters(self) -> tuple[LetterView, ...]:
        return self.view.letters


@dataclass(frozen=True, slots=True)
class RequestResult:
    """What became of a request; ``found`` is null when it could not be played to its end."""

    request: SampleRequest
    found: RequestFound | None
    wrong: tuple[Wrong, ...]


async def play_requests(
    stage: Stage, requests: Sequence[SampleRequest], done: Callable[[], None]
) -> list[RequestResult]:
    """Play and check every request, one after the other; ``done`` hears when each has ended."""
    results = []
    for request in requests:
        results.append(await _played(stage, request))
        done()
    return results


async def _played(stage: Stage, request: SampleRequest) -> RequestResult:
    try:
        found = await _read(stage, await _play(stage, request))
    except FAILURES as failed:
        wrong = Wrong("script", "played to its end", f"{type(failed).__name__} {failed}")
        return RequestResult(request, None, (wrong,))
    points = _points(request, found)
    wrong_ones = tuple(Wrong(what, expected, is_) for what, expected, is_ in points if expected != is_)
    return RequestResult(request, found, wrong_ones)


async def _play(stage: Stage, request: SampleRequest) -> Played:
    asked = NewOwnRecord(
        channel=request.channel,
        arrived_on=stage.days.day(request.arrived),
        person=request.person,
        claim=request.claim,
        evidence=request.evidence,
    )
    body = asked.model_dump(mode="json")
    receipt = await stage.api.post("handler", "/api/own-records", body, f"demo/{stage.run}/{request.key}")
    played = Played(receipt["id"], receipt["reference"], receipt["version"], f"/api/own-records/{receipt['id']}")
    await perform(stage, request.key, request.script, played)
    return played


async def _read(stage: Stage, played: Played) -> RequestFound:
    view = OwnRecordView.model_validate(await stage.api.get(played.at))
    forms = [form for letter in view.letters for form in (letter.pdf, letter.docx)]
    return RequestFound(
        view=view,
        links=_links.validate_python(await stage.api.get(f"{played.at}/events")),
        forms={form: await stage.api.content(form) for form in forms},
    )


def _points(request: SampleRequest, found: RequestFound) -> Iterator[tuple[str, object, object]]:
    summary, end = found.view.summary, request.end
    yield "state", OwnRecordState.CLOSED, summary.state
    yield "outcome", end.outcome, summary.outcome
    yield "person", request.person.name, found.view.request.person.name
    yield "claim", request.claim, found.view.request.claim
    yield "events", end.events, tuple(link["event"]["kind"] for link in found.links)
    yield "version", len(found.links), summary.version
    yield "chain", "whole", chain_state(found.links)
    yield "letters", end.letters, len(found.letters)
    for letter in found.letters:
        yield f"{letter.number} as PDF", True, is_pdf_of(letter, found.forms[letter.pdf])
        yield f"{letter.number} as DOCX", True, is_docx_of(letter, found.forms[letter.docx])
