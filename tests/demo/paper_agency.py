"""An agency on paper: answers the demo's requests by the pure core alone, on any day, without a server."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid4, uuid5
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from activities.letters.compose import compose, letter_number
from api.cli.setup import SAMPLE_AGENCY, sample_member
from api.demo.cases import CASES
from api.demo.client import Refused
from api.demo.days import Days
from api.demo.run import Result, play_all
from api.demo.script import SampleCase
from schemas.api import ApplicantView, ApplicationView, CaseSummary, CaseView, LetterView
from schemas.applications import NewApplication
from schemas.case import Case
from schemas.chain import GENESIS, forge
from schemas.commands import Facts
from schemas.documents import DocumentRow
from schemas.errors import DaylightError
from schemas.events import Actor, Event, EventRecord, LetterIssued
from schemas.letters import LetterOrder, LetterParties, LetterRef
from schemas.steps import ReceiveCorrection, Register, Step, staff_step
from schemas.vocabulary import Role
from workflows.decide import decide
from workflows.evolve import evolve
from workflows.letters import letter_for
from workflows.limit import deadline_of
from workflows.moment import Moment, moment_of
from workflows.project import project
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.national import national_calendar

CALENDAR = WorkingCalendar.of(national_calendar())
ANY_DAY = Days(date(2026, 11, 19), CALENDAR)
ZONE = ZoneInfo(SAMPLE_AGENCY.policy.timezone)


@dataclass
class Folder:
    """One case on paper."""

    case: Case
    application: NewApplication
    records: list[EventRecord] = field(default_factory=list)
    documents: list[DocumentRow] = field(default_factory=list)
    corrections: list[str] = field(default_factory=list)


class PaperAgency:
    """A ``Caller`` for the player. Its letters are composed, so what a letter must say is said, but not printed."""

    def __init__(self, today: date, calendar: WorkingCalendar) -> None:
        self._at = datetime.combine(today, time(12), ZONE).astimezone(UTC)
        self._today, self._calendar = today, calendar
        self._folders: dict[UUID, Folder] = {}
        self._contents: dict[str, bytes] = {}

    async def post(self, actor: str, path: str, body: Mapping[str, object], key: str) -> Any:
        if path.endswith("/steps"):
            return self._step(self._folder(path), actor, body)
        application = NewApplication.model_validate(body)
        case_id = uuid5(SAMPLE_AGENCY.id, key)
        folder = Folder(Case(case_id=case_id, agency_id=SAMPLE_AGENCY.id, policy=SAMPLE_AGENCY.policy), application)
        self._folders[case_id] = folder
        reference = f"{SAMPLE_AGENCY.code}申〔{self._today.year}〕{len(self._folders)}号"
        assert application.arrived_on is not None
        register = Register(
            reference=reference,
            channel=application.channel,
            arrived_on=application.arrived_on,
            applicant_kind=application.applicant.kind,
        )
        return self._decided(folder, register, self._moment(actor, Facts()))

    async def upload(self, actor: str, path: str, name: str, content: bytes) -> Any:
        row = self._keep(self._folder(path), name, content, "uploaded", sample_member(actor).id)
        return row.model_dump(mode="json")

    async def content(self, path: str) -> bytes:
        return self._contents[path]

    async def get(self, path: str, **params: str) -> Any:
        if "text" in params:
            return {"items": [{"case_id": str(case_id)} for case_id in self._folders]}
        folder, asked = self._folder(path), path.split("/")[4:]
        found: BaseModel | Sequence[BaseModel] | None
        match asked:
            case ["deadline"]:
                as_of = folder.case.delivered_on or folder.case.closed_on or self._today
                found = deadline_of(folder.case, self._calendar, as_of)
            case ["letters"]:
                found = [_letter_view(letter) for letter in folder.case.letters]
            case ["documents"]:
                found = folder.documents
            case ["events"]:
                found = folder.records
            case _:
                found = self._view(folder)
        assert found is not None
        many = found if isinstance(found, Sequence) else [found]
        dumped = [one.model_dump(mode="json") for one in many]
        return dumped if isinstance(found, Sequence) else dumped[0]

    def _step(self, folder: Folder, actor: str, body: Mapping[str, object]) -> Any:
        step = staff_step.validate_python(body)
        refs = tuple(document.ref for document in folder.documents)
        if isinstance(step, ReceiveCorrection) and step.content:
            folder.corrections.append(step.content)
        return self._decided(
            folder, step, self._moment(actor, Facts(documents=refs, handler_known=True, text_id=uuid4()))
        )

    def _decided(self, folder: Folder, step: Step, moment: Moment) -> Any:
        try:
            events = decide(folder.case, step, moment)
        except DaylightError as refused:
            raise Refused(refused.code) from None
        for event in events:
            self._enter(folder, event, moment)
            if order := letter_for(folder.case, event, moment):
                self._enter(folder, LetterIssued(letter=self._letter(folder, order)), moment)
        return {
            "case_id": str(folder.case.case_id),
            "reference": folder.case.reference,
            "version": folder.case.version,
        }

    def _enter(self, folder: Folder, event: Event, moment: Moment) -> None:
        folder.case = evolve(folder.case, event)
        previous = folder.records[-1].hash if folder.records else GENESIS
        link = forge(
            folder.case.case_id, folder.case.version, moment.at, moment.actor.staff_id, "paper", event, previous
        )
        folder.records.append(link)

    def _letter(self, folder: Folder, order: LetterOrder) -> LetterRef:
        issued = sum(len(other.case.letters) for other in self._folders.values())
        number = letter_number(SAMPLE_AGENCY.code, order.kind, order.dated.year, issued + 1)
        compose(order, self._parties(folder), number)
        pdf = self._keep(folder, f"{number}.pdf", b"%PDF " + number.encode(), "letter", UUID(int=0))
        docx = self._keep(folder, f"{number}.docx", number.encode(), "letter", UUID(int=0))
        ref = LetterRef(letter_id=pdf.id, kind=order.kind, number=number, dated=order.dated, pdf=pdf.ref, docx=docx.ref)
        for form, row in (("pdf", pdf), ("docx", docx)):
            self._contents[f"/api/letters/{ref.letter_id}.{form}"] = self._contents[_content_path(row.id)]
        return ref

    def _keep(self, folder: Folder, name: str, content: bytes, origin: Any, by: UUID) -> DocumentRow:
        row = DocumentRow(
            id=uuid4(),
            agency_id=SAMPLE_AGENCY.id,
            case_id=folder.case.case_id,
            label=name,
            sha256="0" * 64,
            size=len(content),
            media_type="application/octet-stream",
            origin=origin,
            stored_by=by,
        )
        folder.documents.append(row)
        self._contents[_content_path(row.id)] = content
        return row

    def _parties(self, folder: Folder) -> LetterParties:
        return LetterParties(
            agency=SAMPLE_AGENCY.name,
            code=SAMPLE_AGENCY.code,
            contact=SAMPLE_AGENCY.contact,
            reconsideration_body=SAMPLE_AGENCY.reconsideration_body,
            court=SAMPLE_AGENCY.court,
            applicant=folder.application.applicant.name,
            description=folder.corrections[-1] if folder.corrections else folder.application.description,
            reference=folder.case.reference,
            titles={document.id: document.label for document in folder.documents},
        )

    def _view(self, folder: Folder) -> CaseView:
        row = project(folder.case, self._calendar, folder.records[-1].hash)
        application = folder.application
        return CaseView(
            summary=CaseSummary(**row.model_dump(), registered_at=self._at, working_days_left=None),
            case=folder.case,
            application=ApplicationView(
                applicant=ApplicantView(**application.applicant.model_dump()),
                description=application.description,
                wanted_form=application.wanted_form,
                wanted_route=application.wanted_route,
                corrections=tuple(folder.corrections),
            ),
        )

    def _moment(self, actor: str, facts: Facts) -> Moment:
        member = sample_member(actor)
        roles: tuple[Role, ...] = member.roles
        return moment_of(
            self._at, SAMPLE_AGENCY.policy.timezone, Actor(staff_id=member.id, roles=roles), self._calendar, facts
        )

    def _folder(self, path: str) -> Folder:
        return self._folders[UUID(path.split("/")[3])]


def _content_path(document_id: UUID) -> str:
    return f"/api/documents/{document_id}/content"


def _letter_view(letter: LetterRef) -> LetterView:
    at = f"/api/letters/{letter.letter_id}"
    return LetterView(
        letter_id=letter.letter_id,
        kind=letter.kind,
        number=letter.number,
        dated=letter.dated,
        pdf=f"{at}.pdf",
        docx=f"{at}.docx",
    )


def sample(key: str) -> SampleCase:
    return next(case for case in CASES if case.key == key)


async def played(cases: tuple[SampleCase, ...], days: Days = ANY_DAY) -> list[Result]:
    """Play these on paper."""
    return await play_all(PaperAgency(days.today, days.calendar), cases, days, "run", lambda _: None)
