"""One case on paper: its events, documents and letters, and what the API would say of it."""

import io
from dataclasses import dataclass, field
from mimetypes import guess_type
from typing import Any
from uuid import UUID, uuid4

import docx

from activities.letters.compose import compose, filled_in, letter_number
from activities.letters.docx import render_docx
from activities.letters.sheet import DRAFT_NUMBER
from activities.letters.wording import wording_of
from api.cli.setup import SAMPLE_AGENCY
from schemas.api import ApplicantView, ApplicationView, CaseSummary, CaseView, LetterView
from schemas.applications import NewApplication
from schemas.case import Case
from schemas.case_parts import Earlier
from schemas.chain import GENESIS, forge
from schemas.commands import OtherCase
from schemas.documents import DocumentRow
from schemas.events import Event, EventRecord
from schemas.letters import FormEntries, LetterOrder, LetterParties, LetterRef
from schemas.vocabulary import LetterKind
from tests.demo.paper_review import PaperReview
from workflows.evolve import evolve
from workflows.letters import draft_order
from workflows.moment import Moment
from workflows.project import project

Contents = dict[str, bytes]


@dataclass
class Folder:
    """``contents`` is the store of the whole agency: bytes by the path they are fetched from."""

    case: Case
    application: NewApplication
    contents: Contents
    records: list[EventRecord] = field(default_factory=list)
    documents: list[DocumentRow] = field(default_factory=list)
    corrections: list[str] = field(default_factory=list)
    party: str | None = None
    review: PaperReview = field(default_factory=PaperReview)

    @property
    def head(self) -> str:
        return self.records[-1].hash if self.records else GENESIS

    def enter(self, event: Event, moment: Moment) -> None:
        """One more event, with its link."""
        self.case = evolve(self.case, event)
        by, case_id = moment.actor.staff_id, self.case.case_id
        self.records.append(forge(case_id, self.case.version, moment.at, by, "paper", event, self.head))

    def keep(self, name: str, content: bytes, origin: Any, by: UUID) -> DocumentRow:
        """Put a document into the case."""
        row = paper_row(self.case.case_id, name, content, origin, by)
        self.documents.append(row)
        self.review.filed(row.id, name)
        self.contents[content_path(row.id)] = content
        return row

    def letter(self, order: LetterOrder, n: int) -> LetterRef:
        """A letter composed, so that what it must say is said, but not printed. Its DOCX is what a clerk edited."""
        number = letter_number(SAMPLE_AGENCY.code, order.kind, order.dated.year, n)
        compose(order, self._parties(order), number)
        return keep_letter(self, order, number, self._edited(order))

    def draft_docx(self, moment: Moment) -> bytes:
        """The reply as it would be issued now."""
        order = draft_order(self.case, moment)
        assert order is not None
        parties = self._parties(order)
        return render_docx(filled_in(order, parties, DRAFT_NUMBER, wording_of(order, parties)))

    def as_other(self, moment: Moment) -> OtherCase:
        """The case as another one of the same applicant knows it."""
        row = project(self.case, moment.calendar, self.head)
        replies = [letter for letter in self.case.letters if letter.kind is LetterKind.REPLY]
        reply = Earlier(case_id=row.case_id, number=replies[-1].number, dated=replies[-1].dated) if replies else None
        return OtherCase(
            case_id=row.case_id,
            reference=row.reference,
            state=row.state,
            due_on=row.due_on,
            reply=reply if row.delivered_on else None,
        )

    def view(self, moment: Moment) -> CaseView:
        """All of it."""
        row, application = project(self.case, moment.calendar, self.head), self.application
        return CaseView(
            summary=CaseSummary(**row.model_dump(), registered_at=moment.at, working_days_left=None),
            case=self.case,
            application=ApplicationView(
                applicant=ApplicantView(**application.applicant.model_dump()),
                description=application.description,
                wanted_form=application.wanted_form,
                wanted_route=application.wanted_route,
                corrections=tuple(self.corrections),
            ),
        )

    def _edited(self, order: LetterOrder) -> str:
        if order.final_text is None:
            return ""
        edited = docx.Document(io.BytesIO(self.contents[content_path(order.final_text.document_id)]))
        return "\n".join(paragraph.text for paragraph in edited.paragraphs)

    def _parties(self, order: LetterOrder) -> LetterParties:
        form = FormEntries(identity="身份证", contact="电话", route="自行领取")
        return LetterParties(
            agency=SAMPLE_AGENCY.name,
            code=SAMPLE_AGENCY.code,
            contact=SAMPLE_AGENCY.contact,
            reconsideration_body=SAMPLE_AGENCY.reconsideration_body,
            court=SAMPLE_AGENCY.court,
            applicant=self.application.applicant.name,
            description=self.corrections[-1] if self.corrections else self.application.description,
            reference=self.case.reference,
            titles={document.id: document.label for document in self.documents},
            third_party=self.party,
            delivery_form="纸质",
            form=form if order.kind is LetterKind.APPLICATION_FORM else None,
        )


def keep_letter(folder: Folder, order: LetterOrder, number: str, text: str) -> LetterRef:
    """Both forms of a letter, as documents and under their paths."""
    pdf = folder.keep(f"{number}.pdf", b"%PDF " + number.encode(), "letter", UUID(int=0))
    twin = folder.keep(f"{number}.docx", f"{number}\n{text}".encode(), "letter", UUID(int=0))
    for form, row in (("pdf", pdf), ("docx", twin)):
        folder.contents[f"/api/letters/{pdf.id}.{form}"] = folder.contents[content_path(row.id)]
    return LetterRef(letter_id=pdf.id, kind=order.kind, number=number, dated=order.dated, pdf=pdf.ref, docx=twin.ref)


def paper_row(case_id: UUID, name: str, content: bytes, origin: Any, by: UUID) -> DocumentRow:
    """The row of a document."""
    return DocumentRow(
        id=uuid4(),
        agency_id=SAMPLE_AGENCY.id,
        case_id=case_id,
        label=name,
        sha256="0" * 64,
        size=len(content),
        media_type=guess_type(name)[0] or "application/octet-stream",
        origin=origin,
        stored_by=by,
    )


def content_path(document_id: UUID) -> str:
    return f"/api/documents/{document_id}/content"


def letter_view(letter: LetterRef) -> LetterView:
    at = f"/api/letters/{letter.letter_id}"
    return LetterView(
        letter_id=letter.letter_id,
        kind=letter.kind,
        number=letter.number,
        dated=letter.dated,
        pdf=f"{at}.pdf",
        docx=f"{at}.docx",
    )
