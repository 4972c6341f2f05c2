"""The sample cases as data: together they show everything, and nobody in them is real."""

import io
from typing import get_args

import docx
import pypdfium2
import pytest

from activities.sniff import media_type
from api.demo import coverage
from api.demo.cases import CASES
from api.demo.cases_own_records import REQUESTS
from api.demo.documents import make
from api.demo.papers import Paper
from api.demo.people import credit_code, resident_id
from api.demo.reading import RUNG
from schemas import events
from schemas.applications import Applicant, IdentityKind
from schemas.vocabulary import (
    ApplicantKind,
    Channel,
    ConsultationKind,
    DeliveryMethod,
    FeeBasis,
    Ground,
    Instance,
    LetterKind,
    Outcome,
    Remedy,
    State,
    Weight,
)
from workflows.book import STAFF_RULES

PAPERS = sorted({paper.name: paper for case in CASES for paper in case.papers}.values(), key=lambda paper: paper.name)
STEPS = [step for case in CASES for step in case.steps]
PERSONS = [*(case.applicant for case in CASES if case.after is None), *(request.person for request in REQUESTS)]
WITH_TIME = {
    *("calendar_adopted", "deadline_moved", "reassessment_fell", "search_reminder_fell"),
    *("documents_destroyed", "personal_data_destroyed"),
}
"""Events that no case of one day can show: a new calendar, a day gone by since a search was asked for, years."""
EARLIER = {"document_reviewed", "reminder_fell"}
"""Events of cases that were begun before two persons reviewed, and before there was a ladder."""
MOVED_IN = {"case_imported"}
"""Of cases that began in another system; the demo's begin here."""


def test_only_a_case_that_comes_after_another_has_its_applicant() -> None:
    assert len({case.key for case in CASES}) == len(CASES)
    assert len({person.name for person in PERSONS}) == len({one.identity_number for one in PERSONS}) == len(PERSONS)
    told: dict[str, Applicant] = {}
    for case in CASES:
        assert case.after is None or told[case.after] == case.applicant
        told[case.key] = case.applicant


def test_every_channel_outcome_state_and_kind_of_applicant_appears() -> None:
    assert {case.channel for case in CASES} == set(Channel)
    assert {case.end.outcome for case in CASES} - {None} == set(Outcome)
    assert {case.end.state for case in CASES} == set(State) - {State.NEW}
    assert {case.applicant.kind for case in CASES} == set(ApplicantKind)


def test_every_step_delivery_ground_letter_and_remedy_appears() -> None:
    assert {step.step for step in STEPS} == set(STAFF_RULES) - coverage.EARLIER
    assert {step.fields.get("method") for step in STEPS} - {None} == set(DeliveryMethod)
    assert {step.fields.get("weight") for step in STEPS} >= {Weight.REASONABLE, Weight.PUBLIC_INTEREST}
    assert {step.fields.get("basis") for step in STEPS} - {None} == set(FeeBasis)
    assert {step.fields.get("kind") for step in STEPS} - {None} == set(ConsultationKind) - {
        ConsultationKind.THIRD_PARTY
    }
    assert {step.fields.get("instance") for step in STEPS} - {None} == set(Instance)
    assert {step.actor for step in STEPS} == {
        "handler",
        "handler2",
        "reviewer",
        "approver",
        "head",
        "section",
        "legal",
        "chief",
    }
    grounds = [ground for step in STEPS for ground in _tuple(step.fields.get("grounds"))]
    assert set(grounds) == set(Ground)
    assert {kind for case in CASES for kind in case.end.letters} == set(LetterKind) - {LetterKind.OWN_RECORD}
    assert {case.end.remedy for case in CASES} == set(Remedy)


def test_every_event_that_one_day_can_show_appears() -> None:
    every = {kind.model_fields["kind"].default for kind in get_args(get_args(events.Event)[0])}
    assert {kind for case in CASES for kind in case.end.events} == every - WITH_TIME - EARLIER - MOVED_IN - {RUNG}


def test_check_digits_are_right_and_contacts_are_invented() -> None:
    assert resident_id("11010519491231002") == "11010519491231002X"  # the example of GB 11643-1999
    assert credit_code("91350100M000100Y4") == "91350100M000100Y43"  # the example of GB 32100-2015
    for applicant in PERSONS:
        number, contact = applicant.identity_number, applicant.contact
        right = resident_id if applicant.identity_kind is IdentityKind.RESIDENT_ID else credit_code
        assert number == right(number[:17])
        assert (contact.phone or "").startswith("010-5555")
        assert contact.email is None or contact.email.endswith("@example.com")


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_a_paper_is_a_real_document_that_says_what_it_should(paper: Paper) -> None:
    content = make(paper)
    if paper.form == "pdf":
        assert media_type(io.BytesIO(content)) == "application/pdf"
        document = pypdfium2.PdfDocument(content)
        text = "".join(page.get_textpage().get_text_range() for page in document)
        assert len(document) >= (len(paper.chapters) if paper.long else 1)
    else:
        assert media_type(io.BytesIO(content)).endswith("wordprocessingml.document")
        text = "".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)
    assert paper.title in "".join(text.split())


def _tuple(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()
