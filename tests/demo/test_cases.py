"""The sample cases as data: together they show everything, and nobody in them is real."""

import io
from typing import get_args

import docx
import pypdfium2
import pytest

from activities.sniff import media_type
from api.demo.cases import CASES
from api.demo.documents import make
from api.demo.papers import Paper
from api.demo.people import credit_code, resident_id
from schemas import events
from schemas.applications import IdentityKind
from schemas.vocabulary import ApplicantKind, Channel, DeliveryMethod, Ground, LetterKind, Outcome, Remedy, State
from workflows.book import STAFF_RULES

PAPERS = sorted({paper.name: paper for case in CASES for paper in case.papers}.values(), key=lambda paper: paper.name)
STEPS = [step for case in CASES for step in case.steps]
OF_A_NEW_CALENDAR = {"calendar_adopted", "deadline_moved"}


def test_there_are_at_least_fourteen_cases_and_no_name_is_used_twice() -> None:
    assert len(CASES) >= 14
    assert len({case.key for case in CASES}) == len({case.applicant.name for case in CASES}) == len(CASES)


def test_every_channel_outcome_state_and_kind_of_applicant_appears() -> None:
    assert {case.channel for case in CASES} == set(Channel)
    assert {case.end.outcome for case in CASES} - {None} == set(Outcome)
    assert {case.end.state for case in CASES} == set(State) - {State.NEW}
    assert {case.applicant.kind for case in CASES} == set(ApplicantKind)


def test_every_step_delivery_ground_letter_and_remedy_appears() -> None:
    assert {step.step for step in STEPS} == set(STAFF_RULES)
    assert {step.fields.get("method") for step in STEPS} - {None} == set(DeliveryMethod)
    grounds = [ground for step in STEPS for ground in _tuple(step.fields.get("grounds"))]
    assert set(grounds) == set(Ground)
    assert {kind for case in CASES for kind in case.end.letters} == set(LetterKind)
    assert {case.end.remedy for case in CASES} == set(Remedy)


def test_every_event_but_those_of_a_new_calendar_appears() -> None:
    every = {kind.model_fields["kind"].default for kind in get_args(get_args(events.Event)[0])}
    assert {kind for case in CASES for kind in case.end.events} == every - OF_A_NEW_CALENDAR


def test_check_digits_are_right_and_contacts_are_invented() -> None:
    assert resident_id("11010519491231002") == "11010519491231002X"  # the example of GB 11643-1999
    assert credit_code("91350100M000100Y4") == "91350100M000100Y43"  # the example of GB 32100-2015
    for applicant in (case.applicant for case in CASES):
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
