"""Drafting and issue of the reply (拟稿、制发; arts. 30, 33, 35-39)."""

from collections.abc import Collection, Iterator
from uuid import UUID

from schemas.case import Case
from schemas.case_parts import CaseDocument, Earlier
from schemas.decisions import Decision, Repeated, Several, findings
from schemas.events import Event, ReplyDrafted, ReplyIssued
from schemas.steps import DraftReply, IssueReply
from schemas.vocabulary import Ground, Outcome, ReviewResult, Role, State
from workflows.moment import Moment, present, refuse_if, refuse_unless, reject_if
from workflows.objection import refuse_barred, refuse_kept_back
from workflows.releasing import release_of
from workflows.review import refuse_unreviewed
from workflows.rules.remedies import remedy_for
from workflows.rules.report import outcome_of, row_for
from workflows.search import refuse_while_searching

NOT_PROCESSED = frozenset(
    {Outcome.PETITION, Outcome.REPEATED, Outcome.PUBLICATION, Outcome.CONFIRMATION_SOUGHT, Outcome.NEEDS_MAKING}
)
"""Outcomes that rest on what was asked, whatever a search found (arts. 36(6), 38, 39)."""
WITHOUT_DOCUMENTS = frozenset({Outcome.ALREADY_PUBLIC, Outcome.NOT_THIS_AGENCY, Outcome.SPECIAL_REGISTER})


def outcomes_open(case: Case, documents: Collection[CaseDocument] | None = None) -> frozenset[Outcome]:
    """The outcomes that agree with what was found and reviewed (arts. 30, 35-39), for some documents or for all.

    Example: one document to disclose and one withheld: only partly disclosed (art. 37).
    """
    about = case.documents if documents is None else documents
    results = {document.review.result for document in about if document.review}
    unclear = {Outcome.STILL_UNCLEAR} if case.correction and case.correction.received_on else set()
    excessive = {Outcome.EXCESSIVE} if case.excess and case.excess.reasonable is False else set()
    always = NOT_PROCESSED | unclear | excessive
    if not results:
        return always | WITHOUT_DOCUMENTS | ({Outcome.NOT_FOUND} if case.searches else set())
    if results == {ReviewResult.DISCLOSE}:
        return always | {Outcome.DISCLOSED, Outcome.ALREADY_PUBLIC}
    return always | {Outcome.REFUSED if results == {ReviewResult.WITHHOLD} else Outcome.PARTLY_DISCLOSED}


def outcomes_of_items(case: Case) -> frozenset[Outcome]:
    """The outcomes that one item of several may have: those of nothing found, of each document, and of all of them.

    Example: one document to disclose and one withheld: an item may be disclosed, refused, or partly disclosed.
    """
    each = (outcomes_open(case, [document]) for document in case.documents)
    return outcomes_open(case).union(outcomes_open(case, ()), *each)


def grounds_of(case: Case, documents: Collection[CaseDocument] | None = None) -> tuple[Ground, ...]:
    """All grounds on which something of the case, or of some documents, is withheld, in the order of the Regulation."""
    about = case.documents if documents is None else documents
    named = {ground for document in about if document.review for ground in document.review.grounds}
    return tuple(ground for ground in Ground if ground in named)


def may_draft_reply(case: Case, moment: Moment) -> None:
    """Everything is reviewed (art. 17), and nothing is kept back that the public interest wants known."""
    refuse_unless(case.state is State.PROCESSING, "not_in_hand", article="36")
    refuse_unreviewed(case)
    refuse_kept_back(case)


def draft_reply(case: Case, step: DraftReply, moment: Moment) -> Iterator[Event]:
    """Draft a reply whose outcome agrees with search, review and the opinions of those who were asked (art. 36)."""
    ground = step.main_ground
    reject_if(ground is not None and ground not in grounds_of(case), "ground_not_found", field="main_ground")
    refuse_contradiction(case, step.decision)
    outcome = outcome_of(step.decision)
    if _discloses(outcome):
        refuse_barred(case)
        release = moment.facts.release
        refuse_if(release is not None and release.changed, "pages_changed", article="17")
    yield ReplyDrafted(
        decision=step.decision,
        grounds=grounds_of(case),
        by=moment.actor.staff_id,
        outcome=outcome,
        main_ground=ground,
        earlier=earlier_reply(step.decision, moment),
        chain=_chain(case, step.decision, outcome),
        laid_on=moment.today,
    )


def refuse_contradiction(case: Case, decision: Decision) -> None:
    """Each finding must agree with its documents, and each document belong to one item (art. 36; docs/law.md 6.16)."""
    refuse_while_searching(case, decision)
    if isinstance(decision, Several):
        _check_items(case, decision)
        return
    unsearched = decision.outcome is Outcome.NOT_FOUND and not case.searches
    refuse_if(unsearched, "not_found_without_search", article="36(4)")
    _refuse_unbased(case, decision.outcome)
    refuse_unless(decision.outcome in outcomes_open(case), "outcome_contradicts_review", article="36")


def earlier_reply(decision: Decision, moment: Moment) -> Earlier | None:
    """The reply a repeated application was given before; an open one is handled together, not refused (36(6); 6.18)."""
    named = {finding.earlier_case for finding in findings(decision) if isinstance(finding, Repeated)}
    if not named:
        return None
    reject_if(len(named) > 1, "one_earlier_case", field="decision.earlier_case")
    other = present(moment.facts.other, "other_case_unknown", field="decision.earlier_case")
    refuse_if(other.reply is None, "earlier_not_answered", article="36(6)")
    return other.reply


def may_issue_reply(case: Case, moment: Moment) -> None:
    """Only an approved reply leaves the house; and an opinion or a referral may have come after the draft."""
    refuse_unless(case.state is State.APPROVED and case.draft, "reply_not_approved", article="45")
    if case.draft and _discloses(case.draft.outcome):
        refuse_barred(case)


def issue_reply(case: Case, step: IssueReply, moment: Moment) -> Iterator[Event]:
    """Issue the reply as a numbered letter with the remedy notice of its outcome and date."""
    yield issued(case, moment).model_copy(update={"release": release_of(case, moment)})


def issued(case: Case, moment: Moment) -> ReplyIssued:
    """What issuing the standing draft means: outcome, remedy, row of the annual report."""
    assert case.draft is not None  # noqa: S101
    outcome, grounds = case.draft.outcome or outcome_of(case.draft.decision), grounds_of(case)
    decided = {finding.outcome for finding in findings(case.draft.decision)}
    main = case.draft.main_ground or next(iter(_main_grounds(case, case.draft.decision)), None)
    return ReplyIssued(
        issued_on=moment.today,
        outcome=outcome,
        remedy=remedy_for(
            outcome,
            grounds,
            moment.today,
            registers_first=case.policy.reconsideration_first_for_registers,
            mixed=len(decided) > 1,
        ),
        row=row_for(outcome, main),
    )


def _main_grounds(case: Case, decision: Decision) -> tuple[Ground, ...]:
    """The grounds a refusal may count under: of several items those of the main one (docs/law.md 6.16)."""
    if not isinstance(decision, Several):
        return grounds_of(case)
    main = decision.items[decision.main - 1].documents
    return grounds_of(case, [document for document in case.documents if document.document_id in main])


def _chain(case: Case, decision: Decision, outcome: Outcome) -> tuple[Role, ...]:
    """Who signs: of several items, those who would sign the one with the longest chain."""
    decided = (outcome, *(finding.outcome for finding in findings(decision)))
    return max((case.policy.chain_for(one) for one in decided), key=len)


def _discloses(outcome: Outcome | None) -> bool:
    return outcome in {Outcome.DISCLOSED, Outcome.PARTLY_DISCLOSED, Outcome.ALREADY_PUBLIC}


def _refuse_unbased(case: Case, outcome: Outcome) -> None:
    """Two outcomes need a history: the one correction, and reasons that were judged (arts. 30, 35)."""
    corrected = case.correction is not None and case.correction.received_on is not None
    refuse_if(outcome is Outcome.STILL_UNCLEAR and not corrected, "unclear_without_correction", article="30")
    judged = case.excess is not None and case.excess.reasonable is False
    refuse_if(outcome is Outcome.EXCESSIVE and not judged, "excessive_without_reasons", article="35")


def _check_items(case: Case, decision: Several) -> None:
    reject_if(decision.main > len(decision.items), "no_such_item", field="decision.main")
    found = {document.document_id: document for document in case.documents}
    named: list[UUID] = [document for item in decision.items for document in item.documents]
    reject_if(len(set(named)) != len(named), "document_named_twice", field="decision.items")
    reject_if(not found.keys() >= set(named), "document_not_of_case", field="decision.items")
    reject_if(found.keys() - set(named), "document_without_item", field="decision.items")
    for item in decision.items:
        _refuse_unbased(case, item.decision.outcome)
        agreeing = outcomes_open(case, [found[document] for document in item.documents])
        refuse_unless(item.decision.outcome in agreeing, "outcome_contradicts_review", article="36")
