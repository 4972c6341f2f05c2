"""Plays one script through an API, whatever the script says."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.demo.client import Caller
from api.demo.days import Days
from api.demo.documents import edited, fitting, make
from api.demo.pages import work_on, worked
from api.demo.script import Act, Asked, Blacken, Decide, Edit, Letter, PageAct, PartOf, SampleCase, Say, Take, Upload
from api.demo.stand_ins import Known, filled
from schemas.applications import NewApplication
from schemas.inquiries import NewInquiry

AFTER_WORK = frozenset({"propose_review", "issue_reply", "record_delivery"})
"""Steps that are about what the engine reads, copies and binds in the background."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Where and when all is played. ``ids`` of the cases played so far, by their keys; ``run`` begins every command's
    key, so that the same demo again makes new cases."""

    api: Caller
    days: Days
    run: str
    ids: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Played:
    """A case that was played: where it is, and what was put into it under which id. ``decided``: True if findings were
    accepted, False if some were rejected."""

    case_id: str
    reference: str
    version: int
    at: str
    documents: dict[str, str] = field(default_factory=dict)
    sent: dict[str, bytes] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    decided: set[bool] = field(default_factory=set)


async def play(stage: Stage, case: SampleCase) -> Played:
    """Submit the application and carry out its script."""
    receipt = await _begun(stage, case)
    at = f"/api/applications/{receipt['case_id']}"
    played = Played(receipt["case_id"], receipt["reference"], receipt["version"], at)
    stage.ids[case.key] = played.case_id
    await perform(stage, case.key, case.script, played)
    return played


async def perform(stage: Stage, key: str, script: Sequence[Act], played: Played) -> None:
    """Carry out the acts in order."""
    for number, act in enumerate(script, 1):
        match act:
            case Upload():
                paper = fitting(act.paper)
                played.documents[act.paper.name] = await _put(
                    stage, act.actor, paper.name, await asyncio.to_thread(make, paper), played
                )
            case Edit():
                draft = await stage.api.content(f"{played.at}/draft.docx")
                text = await asyncio.to_thread(edited, draft, act.was, act.becomes)
                played.documents[act.name] = await _put(stage, act.actor, act.name, text, played)
            case Decide() | Say() | Blacken():
                await _work(stage, act, played)
            case Take():
                await _take(stage, act, played, f"demo/{stage.run}/{key}/{number}")


def submission(case: SampleCase, days: Days) -> Mapping[str, object]:
    """The application as JSON."""
    application = NewApplication(
        channel=case.channel,
        arrived_on=days.day(case.arrived),
        applicant=case.applicant,
        description=case.asks,
        wanted_form=case.form,
        wanted_route=case.route,
    )
    return application.model_dump(mode="json")


async def _begun(stage: Stage, case: SampleCase) -> Any:
    """How a case comes about: it is submitted, an inquiry becomes it, or it was split off another."""
    key = f"demo/{stage.run}/{case.key}"
    match case.origin:
        case PartOf():
            parent = await stage.api.get(f"/api/applications/{stage.ids[case.origin.key]}")
            part = await stage.api.get(f"/api/applications/{parent['case']['parts'][0]}")
            return part["summary"]
        case Asked():
            noted = _inquiry(case.origin, stage.days)
            inquiry = await stage.api.post("handler", "/api/inquiries", noted, f"{key}/inquiry")
            path = f"/api/inquiries/{inquiry['id']}/application"
        case None:
            path = "/api/applications"
    return await stage.api.post("handler", path, submission(case, stage.days), key)


def _inquiry(asked: Asked, days: Days) -> Mapping[str, object]:
    noted = NewInquiry(channel=asked.channel, asked_on=days.day(asked.on), asked=asked.asked, answered=asked.answered)
    return noted.model_dump(mode="json")


async def _put(stage: Stage, actor: str, name: str, content: bytes, played: Played) -> str:
    row = await stage.api.upload(actor, f"{played.at}/documents", name, content)
    played.sent[row["id"]] = content
    return str(row["id"])


async def _work(stage: Stage, act: PageAct, played: Played) -> None:
    await worked(stage.api, played.at)
    document = played.documents[act.paper]
    found = await work_on(stage.api, act, played.at, document, played.sent[document])
    if isinstance(act, Decide) and found:
        played.decided.add(act.accept)


async def _take(stage: Stage, take: Take, played: Played, key: str) -> None:
    if any(isinstance(value, Letter) for value in take.fields.values()):
        letters = await stage.api.get(f"{played.at}/letters")
        played.letters = {letter["kind"]: letter["letter_id"] for letter in letters}
    if take.step in AFTER_WORK and played.at.startswith("/api/applications"):
        await worked(stage.api, played.at)
    known = Known(stage.days, played.documents, played.letters, stage.ids)
    fields = {name: filled(value, known) for name, value in take.fields.items()}
    body = {"step": take.step, "expected_version": played.version, **fields}
    answer = await stage.api.post(take.actor, f"{played.at}/steps", body, key)
    played.version = answer["version"]
    if take.fields.get("unfiled"):
        found = await stage.api.get(f"{played.at}/found")
        played.documents |= {one["note"]: one["document_id"] for one in found["items"] if not one["filed"]}
