"""Arguments for search, review and the reply."""

from collections.abc import Sequence
from uuid import UUID

from schemas.case import Case
from schemas.case_parts import CaseDocument
from schemas.errors import DaylightError
from schemas.vocabulary import (
    DisclosureForm,
    Ground,
    LetterKind,
    Outcome,
    ReviewResult,
    Role,
    State,
    Verdict,
)
from tests.case.builders import (
    DECISIONS,
    EDITED,
    LAWFUL,
)
from tests.case.choosing import POOL, TO_APPLICANTS, Choose, Maker, Said, always, since
from workflows.drafting import grounds_of, outcomes_open
from workflows.moment import Moment
from workflows.objection import refuse_barred
from workflows.search import RESTS_ON_SEARCH, open_rounds

DELEGATES = tuple(UUID(int=number) for number in (101, 102, 103, 110, 150))
"""Staff who may sign in another's place: the handler, the reviewer, signers, and somebody without a role."""
GIVING = frozenset({Outcome.DISCLOSED, Outcome.PARTLY_DISCLOSED, Outcome.ALREADY_PUBLIC})


def _review(case: Case, moment: Moment, choose: Choose) -> Said:
    unreviewed = [found for found in case.documents if not found.review] or list(case.documents)
    found = choose(unreviewed)
    one_person = [result for result in ReviewResult if result is not ReviewResult.UNDETERMINED]
    result = choose(one_person if found.filed else [ReviewResult.WITHHOLD])
    withheld = {"grounds": choose([[Ground.PRIVACY], list(Ground)]), "reason": "依《测绘法》第三十八条"}
    extra = {} if result is ReviewResult.DISCLOSE else withheld
    return {"document": found.document_id, "result": result, **extra}


def _draft(case: Case, moment: Moment, choose: Choose) -> Said:
    barred = is_barred(case)
    ground = choose([None, *grounds_of(case)])
    if choose([False, False, True]):
        return {"decision": _several(case, barred, choose), "main_ground": ground}
    fitting = _fitting(case, case.documents, barred)
    outcome = choose([*fitting[:1] * len(fitting), *fitting])
    return {"decision": DECISIONS[outcome], "main_ground": ground}


def _several(case: Case, barred: bool, choose: Choose) -> Said:
    """Two items: one about all that was found, one about nothing."""
    about = [found.document_id for found in case.documents]
    outcomes = [choose(_fitting(case, case.documents, barred)), choose(_fitting(case, (), barred))]
    items = [
        {"asked": "合同", "decision": DECISIONS[outcome], "documents": documents}
        for outcome, documents in zip(outcomes, (about, []), strict=True)
    ]
    return {"outcome": "several", "items": items, "main": choose([1, 2])}


def _fitting(case: Case, about: Sequence[CaseDocument], barred: bool) -> list[Outcome]:
    """What may be answered about these documents; what would disclose comes first."""
    found = outcomes_open(case, about) - (GIVING if barred else set())
    found -= RESTS_ON_SEARCH if open_rounds(case) else set()
    return sorted(found, key=lambda outcome: (outcome not in GIVING, outcome))


def is_barred(case: Case) -> bool:
    """Whether something that was found must not be disclosed, or not yet."""
    try:
        refuse_barred(case)
    except DaylightError:
        return True
    return False


def _approval(case: Case, moment: Moment, choose: Choose) -> Said:
    assert case.draft
    verdicts = [Verdict.APPROVE, Verdict.APPROVE, Verdict.APPROVE, Verdict.RETURN]
    verdict = choose([Verdict.RETURN] if case.state is State.APPROVED else verdicts)
    return {"verdict": verdict, "comment": "意见", "legality": LAWFUL if case.draft.stage is Role.LEGAL else None}


def _delegation(case: Case, moment: Moment, choose: Choose) -> Said:
    assert case.draft
    barred = {*case.drafters, *(signature.by for signature in case.draft.signatures), moment.actor.staff_id}
    return {"to": choose([person for person in DELEGATES if person not in barred]), "reason": "出差"}


def _delivery(case: Case, moment: Moment, choose: Choose) -> Said:
    method, delivered_on = choose(TO_APPLICANTS), since(case.issued_on, moment, choose)
    proof = choose([{}, {"proof_document": POOL[0].document_id}])
    form = choose([None, *DisclosureForm])
    return {"method": method, "delivered_on": delivered_on, "proof": "1234", "form": form, **proof}


def _printing(case: Case, moment: Moment, choose: Choose) -> Said:
    form: Said = {"record": LetterKind.APPLICATION_FORM}
    slips = [{"record": LetterKind.PROOF_OF_SERVICE, "letter": letter.letter_id} for letter in case.letters]
    searched: list[Said] = [{"record": LetterKind.SEARCH_RECORD}] if case.searches or case.rounds else []
    return choose([form, *slips[:1], *slips[-1:], *searched])


REPLY: dict[str, Maker] = {
    "review_document": _review,
    "draft_reply": _draft,
    "set_final_text": always(document=EDITED.document_id),
    "approve_reply": _approval,
    "delegate_approval": _delegation,
    "issue_reply": always(),
    "record_delivery": _delivery,
    "print_record": _printing,
}
