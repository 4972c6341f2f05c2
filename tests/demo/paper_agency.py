"""An agency on paper: answers the demo's requests by the pure core alone, on any day, without a server."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid4, uuid5
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from api.cli.setup import SAMPLE_AGENCY, sample_member
from api.demo.cases import CASES
from api.demo.cases_own_records import REQUESTS
from api.demo.client import Refused
from api.demo.days import Days
from api.demo.player import Stage
from api.demo.requests import RequestResult, SampleRequest, play_requests
from api.demo.run import Result, play_all
from api.demo.script import SampleCase
from schemas.applications import NewApplication
from schemas.case import Case
from schemas.commands import Facts, SheetFact
from schemas.decisions import Repeated
from schemas.errors import DaylightError
from schemas.events import Actor, ApplicationSplit, LetterIssued
from schemas.policy import LATEST_EDITION
from schemas.steps import (
    DraftReply,
    JoinApplication,
    ReceiveCorrection,
    Register,
    SplitApplication,
    StaffStep,
    Step,
    staff_step,
)
from schemas.steps_consultation import ConsultThirdParty
from schemas.steps_review import ConfirmReview, ProposeReview
from tests.demo.paper_folder import Contents, Folder, letter_view
from tests.demo.paper_requests import PaperRequests
from tests.demo.paper_review import lying, package, release_fact, release_view, unfiled
from workflows.decide import decide
from workflows.letters import letters_for
from workflows.limit import deadline_of
from workflows.moment import Moment, moment_of
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.national import national_calendar

CALENDAR = WorkingCalendar.of(national_calendar())
ANY_DAY = Days(date(2026, 11, 19), CALENDAR)
ZONE = ZoneInfo(SAMPLE_AGENCY.policy.timezone)


class PaperAgency:
    """A ``Caller`` for the player."""

    def __init__(self, today: date, calendar: WorkingCalendar) -> None:
        self._at = datetime.combine(today, time(12), ZONE).astimezone(UTC)
        self._today, self._calendar = today, calendar
        self._folders: dict[UUID, Folder] = {}
        self._contents: Contents = {}
        self._requests = PaperRequests(self._at, today, self._contents)

    async def post(self, actor: str, path: str, body: Mapping[str, object], key: str | None) -> Any:
        match path.split("/")[2:]:
            case ["own-records", *_]:
                return self._requests.post(actor, path, body, str(key))
            case ["applications", _, "page-reviews"]:
                return self._folder(path).review.set_pages(body)
            case ["applications", _, "findings"]:
                return self._folder(path).review.decide(body)
            case ["applications", _, "steps"]:
                return self._step(self._folder(path), actor, body)
            case ["inquiries"]:
                return {"id": str(uuid5(SAMPLE_AGENCY.id, str(key)))}
            case _:
                application = NewApplication.model_validate(body)
                return self._opened(uuid5(SAMPLE_AGENCY.id, str(key)), application, self._moment(actor))

    async def put(self, actor: str, path: str, body: Mapping[str, object]) -> Any:
        _, _, _, document, _, number = path.split("/")
        self._owner(document).review.set_page(UUID(document), int(number), body)

    async def upload(self, actor: str, path: str, name: str, content: bytes) -> Any:
        if path.startswith("/api/own-records"):
            return self._requests.upload(actor, path, name, content)
        row = self._folder(path).keep(name, content, "uploaded", sample_member(actor).id)
        return row.model_dump(mode="json")

    async def content(self, path: str, actor: str = "handler") -> bytes:
        if path.endswith("/draft.docx"):
            return self._folder(path).draft_docx(self._moment("handler"))
        return self._contents[path]

    async def get(self, path: str, actor: str = "handler", **params: str) -> Any:
        if "text" in params:
            return {"items": [{"case_id": str(case_id)} for case_id in self._folders]}
        if path.startswith("/api/own-records"):
            return self._requests.get(path)
        if path.startswith("/api/documents"):
            document = path.split("/")[3]
            return self._owner(document).review.page(UUID(document), int(params["first"]))
        if path.endswith("/document-work"):
            return {"waiting": 0}
        if path.endswith("/found"):
            return {"items": unfiled(self._folder(path).case)}
        found = self._found(self._folder(path), path.split("/")[4:])
        many = found if isinstance(found, Sequence) else [found]
        dumped = [one.model_dump(mode="json") for one in many]
        return dumped if isinstance(found, Sequence) else dumped[0]

    def _found(self, folder: Folder, asked: list[str]) -> BaseModel | Sequence[BaseModel]:
        match asked:
            case ["deadline"]:
                as_of = folder.case.delivered_on or folder.case.closed_on or self._today
                deadline = deadline_of(folder.case, self._calendar, as_of)
                assert deadline is not None
                return deadline
            case ["letters"]:
                return [letter_view(letter) for letter in folder.case.letters]
            case ["documents"]:
                return folder.documents
            case ["events"]:
                return folder.records
            case ["release"]:
                return release_view(folder.case)
            case _:
                return folder.view(self._moment("handler"))

    def _opened(self, case_id: UUID, application: NewApplication, moment: Moment, **part: Any) -> Any:
        """A new case; ``part`` is what a part split off brings with it."""
        folder = Folder(
            Case(case_id=case_id, agency_id=SAMPLE_AGENCY.id, policy=SAMPLE_AGENCY.policy), application, self._contents
        )
        self._folders[case_id] = folder
        assert application.arrived_on is not None
        register = Register(
            reference=f"{SAMPLE_AGENCY.code}申〔{self._today.year}〕{len(self._folders)}号",
            channel=application.channel,
            arrived_on=application.arrived_on,
            applicant_kind=application.applicant.kind,
            edition=LATEST_EDITION,
            **part,
        )
        return self._decided(folder, register, moment)

    def _step(self, folder: Folder, actor: str, body: Mapping[str, object]) -> Any:
        step = staff_step.validate_python(body)
        moment = self._moment(actor, self._facts(folder, step))
        answer = self._decided(folder, step, moment)
        last = next((record.event for record in reversed(folder.records)), None)
        if isinstance(step, SplitApplication) and step.parts and isinstance(last, ApplicationSplit):
            for part, asked in zip(last.parts, step.parts[1:], strict=True):
                application = folder.application.model_copy(update={"description": asked})
                came = {"received_on": folder.case.received_on, "split_from": folder.case.case_id}
                self._opened(part.case_id, application, moment, **came)
        return answer

    def _facts(self, folder: Folder, step: StaffStep) -> Facts:
        """What the API would find out; every member is known, and no other application counts towards a fee."""
        refs = tuple(document.ref for document in folder.documents)
        other, sheets = None, tuple[SheetFact, ...]()
        match step:
            case ProposeReview():
                sheets = folder.review.sheets(step)
            case ConfirmReview():
                sheets = lying(folder.case)
            case ReceiveCorrection(content=str() as content):
                folder.corrections.append(content)
            case SplitApplication(parts=tuple() as parts):
                folder.corrections.append(parts[0])
            case ConsultThirdParty() if step.party:
                folder.party = step.party.name
            case JoinApplication(into=named):
                other = self._folders[named].as_other(self._moment("handler"))
            case DraftReply(decision=Repeated() as decision):
                other = self._folders[decision.earlier_case].as_other(self._moment("handler"))
        texts = tuple(uuid4() for _ in getattr(step, "parts", None) or ())
        known = {"handler_known": True, "person_known": True, "text_id": uuid4(), "party_id": uuid4()}
        ready = {"release": release_fact(folder.case), "package": package(folder.case)}
        return Facts(documents=refs, text_ids=texts, other=other, sheets=sheets, **known, **ready)

    def _decided(self, folder: Folder, step: Step, moment: Moment) -> Any:
        try:
            events = decide(folder.case, step, moment)
        except DaylightError as refused:
            raise Refused(refused.code) from None
        for event in events:
            folder.enter(event, moment)
            for order in letters_for(folder.case, event, moment):
                issued = sum(len(other.case.letters) for other in self._folders.values())
                folder.enter(LetterIssued(letter=folder.letter(order, issued + 1)), moment)
        case = folder.case
        return {"case_id": str(case.case_id), "reference": case.reference, "version": case.version}

    def _moment(self, actor: str, facts: Facts | None = None) -> Moment:
        member = sample_member(actor)
        acting = Actor(staff_id=member.id, roles=member.roles)
        return moment_of(self._at, SAMPLE_AGENCY.policy.timezone, acting, self._calendar, facts or Facts())

    def _owner(self, document: str) -> Folder:
        """The folder in which a document lies."""
        wanted = UUID(document)
        return next(folder for folder in self._folders.values() if wanted in {row.id for row in folder.documents})

    def _folder(self, path: str) -> Folder:
        return self._folders[UUID(path.split("/")[3])]


def sample(key: str) -> SampleCase:
    return next(case for case in CASES if case.key == key)


def stage_on(days: Days = ANY_DAY, calendar: WorkingCalendar | None = None) -> Stage:
    """A fresh agency on paper on this day."""
    return Stage(PaperAgency(days.today, calendar or days.calendar), days, "run")


async def played(cases: tuple[SampleCase, ...], days: Days = ANY_DAY) -> list[Result]:
    """Play these on paper."""
    return await play_all(stage_on(days), cases, lambda: None)


async def requests_played(requests: tuple[SampleRequest, ...] = REQUESTS, days: Days = ANY_DAY) -> list[RequestResult]:
    """Play these requests on paper."""
    return await play_requests(stage_on(days), requests, lambda: None)
