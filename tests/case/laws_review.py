"""What must hold of every review and release, said a second time and from the events alone (arts. 17, 37, 40)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from schemas import events as ev
from schemas import events_review as er
from schemas.case import Case
from schemas.case_parts import CaseDocument, Draft
from schemas.decisions import Decision, Several
from schemas.events import Event
from schemas.pages import ReviewSheet
from schemas.policy import TWO_PERSONS
from schemas.vocabulary import DisclosureForm, Outcome, ReviewResult

GIVING = frozenset({ReviewResult.DISCLOSE, ReviewResult.PARTIAL})
DISCLOSING = frozenset({Outcome.DISCLOSED, Outcome.PARTLY_DISCLOSED})


def check_review(event: Event, case: Case) -> None:
    """One person proposes and another confirms; in a case of the first edition one reviews (art. 17)."""
    by_id = {document.document_id: document for document in case.documents}
    match event:
        case ev.DocumentReviewed():
            assert case.edition == 1
        case er.ReviewProposed():
            assert case.edition >= TWO_PERSONS
            for one in event.documents:
                check_proposed(one, event, by_id[one.document_id])
        case er.ReviewConfirmed() | er.ReviewReturned():
            proposals = [by_id[one].proposal for one in event.documents]
            assert all(said and said.by != event.by for said in proposals)
        case er.DocumentSetAside():
            assert not any(event.document_id in asked.documents for asked in case.consultations)
            assert not any(event.document_id in referral.documents for referral in case.referrals)
        case ev.ReplyDrafted():
            assert all(one.review and one.review.result is not ReviewResult.UNDETERMINED for one in case.documents)
        case ev.ReplyDelivered():
            taken_away = case.release is not None and event.form is not DisclosureForm.INSPECTION
            assert bool(event.package) == taken_away


def check_proposed(one: er.Proposed, event: er.ReviewProposed, document: CaseDocument) -> None:
    """What is withheld has grounds and a reason; what is kept back or in doubt, or has no pages, gives none out."""
    assert bool(one.released) == (one.result in GIVING)
    assert one.released <= (one.pages or 0)
    assert one.sheet or not one.pages
    if one.result is ReviewResult.DISCLOSE:
        assert (one.released, one.grounds) == (one.pages, ())
    else:
        assert event.reason
        assert one.grounds or one.result is ReviewResult.UNDETERMINED
    assert document.filed or not one.released


def disclosed_by(draft: Draft | None, found: Sequence[UUID] = ()) -> set[UUID]:
    """The documents a draft discloses: all of them, or of several items those of the items that do."""
    return _of(draft.decision, found) if draft and draft.outcome in DISCLOSING else set()


def _of(decision: Decision, found: Sequence[UUID]) -> set[UUID]:
    if not isinstance(decision, Several):
        return set(found)
    return {one for item in decision.items if item.decision.outcome in DISCLOSING for one in item.documents}


@dataclass
class Agreement:
    """What is proposed, by whom, and what two persons have agreed on, as the events go by."""

    edition: int = 1
    proposed: dict[UUID, tuple[er.Proposed, UUID]] = field(default_factory=dict)
    agreed: dict[UUID, er.Proposed] = field(default_factory=dict)
    decision: Decision | None = None

    def see(self, event: Event) -> None:
        match event:
            case ev.ApplicationRegistered():
                self.edition = event.edition
            case er.ReviewProposed():
                for one in event.documents:
                    self.agreed.pop(one.document_id, None)
                    self.proposed[one.document_id] = (one, event.by)
            case er.ReviewConfirmed():
                for document_id in event.documents:
                    one, by = self.proposed.pop(document_id)
                    assert by != event.by
                    self.agreed[document_id] = one
            case er.ReviewReturned():
                for document_id in event.documents:
                    self.proposed.pop(document_id)
            case er.DocumentSetAside():
                self.proposed.pop(event.document_id, None)
                self.agreed.pop(event.document_id, None)
            case ev.ReplyDrafted():
                self.decision = event.decision

    def given(self, outcome: Outcome) -> list[er.Proposed]:
        """What a reply of this outcome gives out."""
        if self.edition == 1 or outcome not in DISCLOSING or self.decision is None:
            return []
        meant = _of(self.decision, list(self.agreed))
        return [one for document_id, one in self.agreed.items() if document_id in meant and one.released]


def check_release(
    events: Sequence[Event], sheets: Mapping[str, ReviewSheet], undecided: Mapping[UUID, frozenset[int]]
) -> None:
    """A reply goes with exactly the pages that two different persons agreed on; on none is a finding undecided."""
    agreement = Agreement()
    for event in events:
        agreement.see(event)
        if isinstance(event, ev.ReplyIssued):
            given = agreement.given(event.outcome)
            pages = sum(one.released for one in given)
            assert (event.release and (event.release.documents, event.release.pages)) == (
                (len(given), pages) if given else None
            )
            for one in given:
                check_sheet(sheets[one.sheet or ""], one, undecided.get(one.document_id, frozenset()))


def check_sheet(sheet: ReviewSheet, one: er.Proposed, undecided: frozenset[int]) -> None:
    """The sheet that was agreed on has a word for every page, and gives out what was said."""
    assert [page.number for page in sheet.pages] == list(range(1, (one.pages or 0) + 1))
    out = {page.number for page in sheet.pages if page.result in GIVING}
    assert len(out) == one.released
    assert not out & undecided
