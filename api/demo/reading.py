"""What the API says of a case that was played."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from api.demo.client import Caller
from api.demo.player import Played
from schemas.api import CaseView, LetterView
from schemas.clock import Deadline
from schemas.documents import DocumentRow
from schemas.release import ReleaseView

_letters: TypeAdapter[tuple[LetterView, ...]] = TypeAdapter(tuple[LetterView, ...])
_documents: TypeAdapter[tuple[DocumentRow, ...]] = TypeAdapter(tuple[DocumentRow, ...])
Link = Mapping[str, Any]
"""A link of the chain as it was sent: hashes are checked on this, never on a model read from it."""

RUNG = "escalation_fell"


@dataclass(frozen=True, slots=True)
class Found:
    """All of a case as a client sees it. ``forms`` and ``uploads`` are the bytes behind each path and document id.

    ``decided``: whether findings were accepted (True) and rejected (False).
    """

    view: CaseView
    links: tuple[Link, ...]
    deadline: Deadline | None
    letters: tuple[LetterView, ...]
    documents: tuple[DocumentRow, ...]
    forms: Mapping[str, bytes]
    uploads: Mapping[str, bytes]
    listed: bool
    release: ReleaseView | None
    decided: frozenset[bool]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of its events, in order, without the rungs of the ladder: these depend on the day of the demo."""
        return tuple(link["event"]["kind"] for link in self.links if link["event"]["kind"] != RUNG)

    @property
    def rungs(self) -> tuple[tuple[str, ...], ...]:
        """The rungs that were reached: of which matter, before or after which date."""
        named = ("matter", "subject", "due_on", "working_days")
        fallen = (link["event"] for link in self.links if link["event"]["kind"] == RUNG)
        return tuple(tuple(str(event[name]) for name in named) for event in fallen)


async def read(api: Caller, played: Played) -> Found:
    """Ask for everything that is known of the case."""
    at = played.at
    view = CaseView.model_validate(await api.get(at))
    deadline = Deadline.model_validate(await api.get(f"{at}/deadline")) if view.summary.received_on else None
    letters = _letters.validate_python(await api.get(f"{at}/letters"))
    documents = _documents.validate_python(await api.get(f"{at}/documents"))
    page = await api.get("/api/applications", text=played.reference)
    return Found(
        view=view,
        links=tuple(await api.get(f"{at}/events")),
        deadline=deadline,
        letters=letters,
        documents=documents,
        forms={form: await api.content(form) for letter in letters for form in (letter.pdf, letter.docx)},
        uploads={name: await api.content(f"/api/documents/{name}/content") for name in played.sent},
        listed=any(item["case_id"] == played.case_id for item in page["items"]),
        release=ReleaseView.model_validate(await api.get(f"{at}/release")) if view.case.release else None,
        decided=frozenset(played.decided),
    )
