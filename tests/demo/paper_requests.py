"""Requests for correction of own records on paper: answered by the pure core alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from activities.letters.compose import letter_number
from api.cli.setup import SAMPLE_AGENCY, sample_member
from schemas.chain import GENESIS
from schemas.documents import DocumentRow
from schemas.events import Actor
from schemas.letters import LetterRef
from schemas.own_records import Claim, NewOwnRecord, OwnStep, RegisterOwnRecord, own_staff_step
from schemas.own_records_api import OwnRecordSummary, OwnRecordView
from schemas.own_records_events import OwnEvent, OwnEventRecord, OwnLetterIssued, OwnRecord, forge_own
from schemas.vocabulary import LetterKind
from tests.demo.paper_folder import Contents, letter_view, paper_row
from workflows.own_records_fold import evolve, letters_for, project
from workflows.own_records_rules import Act, decide


@dataclass
class Request:
    """One request on paper."""

    record: OwnRecord
    claim: Claim
    links: list[OwnEventRecord] = field(default_factory=list)
    documents: list[DocumentRow] = field(default_factory=list)


class PaperRequests:
    """The part of the agency on paper that handles requests."""

    def __init__(self, at: datetime, today: date, contents: Contents) -> None:
        self._at, self._today, self._contents = at, today, contents
        self._requests: dict[UUID, Request] = {}

    def post(self, actor: str, path: str, body: Mapping[str, object], key: str) -> Any:
        """A new request, or a step."""
        if path.endswith("/steps"):
            return self._taken(self._request(path), own_staff_step.validate_python(body), actor)
        asked = NewOwnRecord.model_validate(body)
        record = OwnRecord(id=uuid5(SAMPLE_AGENCY.id, key), agency_id=SAMPLE_AGENCY.id)
        request = Request(record, Claim(person=asked.person, claim=asked.claim, evidence=asked.evidence))
        self._requests[record.id] = request
        reference = f"{SAMPLE_AGENCY.code}更申〔{self._today.year}〕{len(self._requests)}号"
        assert asked.arrived_on is not None
        register = RegisterOwnRecord(reference=reference, channel=asked.channel, arrived_on=asked.arrived_on)
        return self._taken(request, register, actor)

    def upload(self, actor: str, path: str, name: str, content: bytes) -> Any:
        """Store a paper of a request."""
        request = self._request(path)
        row = paper_row(request.record.id, name, content, "uploaded", sample_member(actor).id)
        request.documents.append(row)
        return row.model_dump(mode="json")

    def get(self, path: str) -> Any:
        """The events, or all of it."""
        request = self._request(path)
        if path.endswith("/events"):
            return [link.model_dump(mode="json") for link in request.links]
        row = project(request.record, request.links[-1].hash)
        view = OwnRecordView(
            summary=OwnRecordSummary(**row.model_dump(), days_open=None),
            record=request.record,
            request=request.claim,
            letters=tuple(letter_view(letter) for letter in request.record.letters),
        )
        return view.model_dump(mode="json")

    def _taken(self, request: Request, step: OwnStep, actor: str) -> Any:
        member = sample_member(actor)
        named = {str(document) for document in getattr(step, "documents", ())}
        refs = tuple(row.ref for row in request.documents if str(row.id) in named)
        act = Act(Actor(staff_id=member.id, roles=member.roles), self._today, refs)
        for event in decide(request.record, step, act):
            self._enter(request, event, act)
            for order in letters_for(request.record, event):
                letter = self._letter(request, order.to_agency)
                self._enter(request, OwnLetterIssued(letter=letter), act)
        record = request.record
        return {"id": str(record.id), "reference": record.reference, "version": record.version}

    def _enter(self, request: Request, event: OwnEvent, act: Act) -> None:
        request.record = evolve(request.record, event)
        bare = OwnEventRecord(
            own_record_id=request.record.id,
            seq=request.record.version,
            at=self._at,
            by=act.actor.staff_id,
            command_id="paper",
            fingerprint="",
            event=event,
            previous=request.links[-1].hash if request.links else GENESIS,
            hash="",
        )
        request.links.append(forge_own(bare))

    def _letter(self, request: Request, to_agency: bool) -> LetterRef:
        issued = sum(len(other.record.letters) for other in self._requests.values())
        kind = LetterKind.OWN_RECORD
        number = letter_number(SAMPLE_AGENCY.code, kind, self._today.year, issued + 1)
        pdf, twin = (
            paper_row(request.record.id, f"{number}.{form}", b"", "letter", UUID(int=0)) for form in ("pdf", "docx")
        )
        self._contents[f"/api/letters/{pdf.id}.pdf"] = b"%PDF " + number.encode()
        self._contents[f"/api/letters/{pdf.id}.docx"] = number.encode()
        return LetterRef(letter_id=pdf.id, kind=kind, number=number, dated=self._today, pdf=pdf.ref, docx=twin.ref)

    def _request(self, path: str) -> Request:
        return self._requests[UUID(path.split("/")[3])]
