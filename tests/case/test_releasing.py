"""What goes out with a reply: exactly what two persons agreed on, in copies that are made (arts. 17, 36, 37, 40)."""

from typing import Any

import pytest

from activities.letters.compose import compose
from schemas.commands import Facts, ReleaseFact
from schemas.decisions import Disclosed, Item, Petition, Refused, Several
from schemas.documents import DocumentRef
from schemas.events import ReplyDelivered, ReplyIssued
from schemas.events_review import Release
from schemas.steps import IssueReply, RecordDelivery
from schemas.steps_after import RecordRemedy, RecordRemedyResult
from schemas.vocabulary import DeliveryMethod, DisclosureForm, Ground, Instance, Outcome, RemedyResult, State
from tests.case.builders import (
    CONTRACT,
    DECISIONS,
    HANDLER,
    MINUTES,
    TENDER,
    Script,
    by_law,
    issued,
    on,
)
from tests.case.choosing import PACKAGE
from tests.case.two_persons import W, agreed, copies_of, disclosed, found, given, signed
from tests.letters.samples import PARTIES
from workflows.releasing import withheld_by

DAY = "2026-05-11"
ARRIVED: dict[str, Any] = {"method": DeliveryMethod.POST, "proof": "EMS 1234567890123"}
BOUND = Facts(package=(PACKAGE,))


def several(*items: tuple[Any, tuple[DocumentRef, ...]]) -> Several:
    return Several(
        items=tuple(
            Item(asked="某项信息", decision=decision, documents=tuple(ref.document_id for ref in about))
            for decision, about in items
        )
    )


def partly() -> Script:
    """Two of three pages, and two whole ones; one page withheld."""
    script = agreed(found(TENDER, CONTRACT, MINUTES), DAY, TENDER, CONTRACT, MINUTES)
    return signed(script, DAY, Outcome.PARTLY_DISCLOSED)


def test_a_reply_goes_with_the_pages_that_were_agreed_on() -> None:
    script = partly()
    script.take(DAY, HANDLER, IssueReply, given(2, 4))
    release = script.last(ReplyIssued).release
    assert release
    assert (release.documents, release.pages) == (2, 4)
    assert script.case.release == release


def test_the_list_of_documents_gives_the_same_copies_as_the_case() -> None:
    script = partly()
    every = [document.document_id for document in script.case.documents]
    script.take(DAY, HANDLER, IssueReply, Facts(release=copies_of(script.records, every)))
    assert script.case.state is State.ISSUED


@pytest.mark.parametrize(
    "fact",
    [None, ReleaseFact(missing=1), ReleaseFact(missing=0), ReleaseFact(missing=1, release=given(2, 4).release.release)],  # type: ignore[union-attr]
    ids=["unknown", "missing", "none", "one of them"],
)
def test_a_reply_waits_for_its_copies(fact: ReleaseFact | None) -> None:
    refusal = partly().refusal(DAY, HANDLER, IssueReply, Facts(release=fact))
    assert refusal == by_law("copies_not_ready", "36")


@pytest.mark.parametrize("counted", [(2, 3), (2, 5), (1, 4), (3, 4)])
def test_copies_with_other_pages_than_were_agreed_on_never_go_out(counted: tuple[int, int]) -> None:
    assert partly().refusal(DAY, HANDLER, IssueReply, given(*counted)) == by_law("copies_differ", "17")


def test_a_refusal_goes_with_nothing() -> None:
    script = signed(agreed(found(MINUTES), DAY, MINUTES), DAY, Outcome.REFUSED)
    script.take(DAY, HANDLER, IssueReply)
    assert script.last(ReplyIssued).release is None
    script.take(DAY, HANDLER, RecordDelivery, **ARRIVED)
    assert script.last(ReplyDelivered).package == ()


def test_what_is_public_already_is_not_copied() -> None:
    script = signed(agreed(found(TENDER), DAY, TENDER), DAY, Outcome.ALREADY_PUBLIC)
    script.take(DAY, HANDLER, IssueReply)
    assert script.last(ReplyIssued).release is None


def test_a_case_of_the_first_edition_goes_with_what_the_clerk_encloses() -> None:
    script = issued(Outcome.DISCLOSED)
    assert script.last(ReplyIssued).release is None
    script.take(DAY, HANDLER, RecordDelivery, **ARRIVED)
    assert script.last(ReplyDelivered).package == ()


def test_of_several_items_only_what_those_that_disclose_are_about_goes_out() -> None:
    """What was found for the petition was reviewed too, but the reply does not give it."""
    script = agreed(found(TENDER, CONTRACT, MINUTES), DAY, TENDER, CONTRACT, MINUTES)
    decision = several(
        (Disclosed(), (TENDER,)),
        (Petition(reasons="属于投诉", right_channel="信访局"), (CONTRACT,)),
        (Refused(reasons="过程性信息"), (MINUTES,)),
    )
    signed(script, DAY, decision=decision)
    assert script.refusal(DAY, HANDLER, IssueReply, given(2, 4)) == by_law("copies_differ", "17")
    script.take(DAY, HANDLER, IssueReply, given(1, 2))
    assert script.case.release
    order = script.orders[-1]
    assert (order.released_documents, order.released_pages) == (1, 2)


def test_of_what_is_kept_back_only_that_is_listed_which_the_reply_speaks_of() -> None:
    assert withheld_by(partly().case) == (MINUTES.document_id,)
    script = agreed(found(TENDER, CONTRACT, MINUTES), DAY, TENDER, CONTRACT, MINUTES)
    petition = Petition(reasons="属于投诉", right_channel="信访局")
    refused = Refused(reasons="过程性信息")
    signed(script, DAY, decision=several((Disclosed(), (TENDER,)), (petition, (CONTRACT,)), (refused, (MINUTES,))))
    assert withheld_by(script.case) == (MINUTES.document_id,)


def test_the_letter_says_how_much_goes_with_it() -> None:
    script = partly()
    script.take(DAY, HANDLER, IssueReply, given(2, 4))
    content = compose(script.orders[-1], PARTIES, "示公复〔2026〕1号")
    assert content.enclosures[:1] == ("政府信息公开清单（公开2份，共4页）",)


def test_the_package_is_given_with_the_reply() -> None:
    script = disclosed()
    assert script.refusal(DAY, HANDLER, RecordDelivery, **ARRIVED) == by_law("package_not_ready", "40")
    script.take(DAY, HANDLER, RecordDelivery, BOUND, **ARRIVED)
    assert script.last(ReplyDelivered).package == (PACKAGE,)


@pytest.mark.parametrize("form", [None, *DisclosureForm], ids=str)
def test_who_only_looks_at_it_takes_nothing_away(form: DisclosureForm | None) -> None:
    inspected = form is DisclosureForm.INSPECTION
    script = disclosed()
    script.take(DAY, HANDLER, RecordDelivery, Facts() if inspected else BOUND, form=form, **ARRIVED)
    delivered = script.last(ReplyDelivered)
    assert (delivered.form, delivered.package) == (form, () if inspected else (PACKAGE,))


def test_a_new_reply_goes_with_what_is_reviewed_then() -> None:
    """Ordered to answer anew, the agency withholds: the copies of the first reply are not given again."""
    script = disclosed()
    script.take(DAY, HANDLER, RecordDelivery, BOUND, **ARRIVED)
    script.take("2026-06-01", HANDLER, RecordRemedy, instance=Instance.RECONSIDERATION, body="示例市人民政府")
    decided: dict[str, Any] = {"result": RemedyResult.CORRECTED, "summary": "撤销", "new_reply": {"working_days": 15}}
    script.take("2026-07-01", HANDLER, RecordRemedyResult, remedy="m1", served_on=on("2026-07-01"), **decided)
    assert script.case.release is None
    agreed(script, "2026-07-02", TENDER, result=W, grounds=[Ground.PRIVACY])
    signed(script, "2026-07-02", decision=DECISIONS[Outcome.REFUSED])
    script.take("2026-07-02", HANDLER, IssueReply)
    assert script.case.release is None
    script.take("2026-07-02", HANDLER, RecordDelivery, BOUND, **ARRIVED)
    assert script.last(ReplyDelivered).package == ()


def test_the_manifest_is_named_by_its_hash() -> None:
    manifest = Release(documents=1, pages=2, manifest="ab" * 32)
    assert disclosed().last(ReplyIssued).release == manifest
