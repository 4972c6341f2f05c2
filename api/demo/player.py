"""Plays one script through an API, whatever the script says."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from api.cli.setup import sample_member
from api.demo.client import Caller
from api.demo.days import Days
from api.demo.documents import make
from api.demo.script import Ago, Doc, SampleCase, Staff, Take, Upload
from schemas.applications import NewApplication


@dataclass(slots=True)
class Played:
    """A case that was played: where it is, and what was put into it under which id."""

    case_id: str
    reference: str
    version: int
    documents: dict[str, str] = field(default_factory=dict)
    sent: dict[str, bytes] = field(default_factory=dict)


async def play(api: Caller, case: SampleCase, days: Days, run: str) -> Played:
    """Submit the application and carry out its script. Keys hold the run: the same demo again makes new cases."""
    receipt = await api.post("handler", "/api/applications", submission(case, days), f"demo/{run}/{case.key}")
    played = Played(receipt["case_id"], receipt["reference"], receipt["version"])
    for number, act in enumerate(case.script, 1):
        if isinstance(act, Upload):
            await _upload(api, act, played)
        else:
            await _take(api, act, played, days, f"demo/{run}/{case.key}/{number}")
    return played


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


async def _upload(api: Caller, upload: Upload, played: Played) -> None:
    paper = upload.paper
    content = await asyncio.to_thread(make, paper)
    row = await api.upload(upload.actor, f"/api/applications/{played.case_id}/documents", paper.name, content)
    played.documents[paper.name] = row["id"]
    played.sent[row["id"]] = content


async def _take(api: Caller, take: Take, played: Played, days: Days, key: str) -> None:
    fields = {name: _filled(value, played, days) for name, value in take.fields.items()}
    body = {"step": take.step, "expected_version": played.version, **fields}
    answer = await api.post(take.actor, f"/api/applications/{played.case_id}/steps", body, key)
    played.version = answer["version"]


def _filled(value: object, played: Played, days: Days) -> Any:
    """The value as JSON, with days and ids where their stand-ins were."""
    match value:
        case Ago() | date():
            return days.day(value).isoformat()
        case Doc():
            return played.documents[value.name]
        case Staff():
            return str(staff_id(value))
        case tuple():
            return [_filled(part, played, days) for part in value]
        case Mapping():
            return {name: _filled(part, played, days) for name, part in value.items()}
        case StrEnum():
            return value.value
    return value


def staff_id(staff: Staff) -> UUID:
    """The id of a member of the sample agency."""
    return sample_member(staff.login).id
