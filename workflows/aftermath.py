"""What an agency still owes after the reply: re-assessment, publication, filing; and the archive (arts. 18, 44)."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from schemas.case import Case
from schemas.decisions import findings
from schemas.events import Event
from schemas.events_after import DocumentReassessed, InformationPublished, RefusalFiled
from schemas.steps_after import ConvertToProactive, FileRefusal, ReassessDocument
from schemas.vocabulary import Outcome, Remedy
from workflows.moment import Moment, refuse_if, refuse_unless, reject_date, reject_if
from workflows.rules.months import months_later

_GIVING = frozenset({Outcome.DISCLOSED, Outcome.PARTLY_DISCLOSED, Outcome.ALREADY_PUBLIC})
_REFUSING = frozenset({Outcome.REFUSED, Outcome.PARTLY_DISCLOSED})


def archive_on(case: Case) -> date | None:
    """The day a closed case is archived: when no remedy can come any more, and nothing is to be looked at again.

    A case without a remedy is archived on the day it closes. While a remedy is pending there is no such day; once it is
    decided the count begins anew, for another remedy may follow.
    """
    if case.closed_on is None or any(sought.result is None for sought in case.remedies):
        return None
    if case.remedy is Remedy.NONE and not case.delivered_on and case.outcome in {Outcome.WITHDRAWN, Outcome.JOINED}:
        return case.closed_on
    looked_at_again = case.reassess_on is not None
    months = case.policy.reassess_for_years * 12 if looked_at_again else case.policy.keep_open_months
    last = max((sought.served_on for sought in case.remedies if sought.served_on), default=case.closed_on)
    kept_open_until = months_later(max(last, case.closed_on), case.policy.keep_open_months)
    return max(kept_open_until, months_later(case.closed_on, months))


def may_reassess(case: Case, moment: Moment) -> None:
    """A reply withheld something, and it still is (art. 18)."""
    refuse_unless(case.withheld and case.delivered_on, "nothing_withheld", article="18")


def reassess(case: Case, step: ReassessDocument, moment: Moment) -> Iterator[Event]:
    """Look again; what may now be disclosed is disclosed."""
    reject_if(step.document not in case.withheld, "document_not_withheld", field="document")
    yield DocumentReassessed(
        document_id=step.document,
        reassessed_on=moment.today,
        disclose=step.disclose,
        finding=step.finding,
        by=moment.actor.staff_id,
    )


def publishable(case: Case) -> frozenset[UUID]:
    """What was disclosed whole here and is not published yet (art. 44)."""
    return frozenset(_disclosed(case) - set(case.published))


def may_convert(case: Case, moment: Moment) -> None:
    """Something was disclosed that is not published yet (art. 44)."""
    refuse_unless(publishable(case), "nothing_to_publish", article="44")


def convert(case: Case, step: ConvertToProactive, moment: Moment) -> Iterator[Event]:
    """Publish for everybody what was disclosed here: never a document of which something is withheld."""
    reject_if(len(set(step.documents)) != len(step.documents), "document_named_twice", field="documents")
    reject_if(not _disclosed(case).issuperset(step.documents), "document_not_disclosed", field="documents")
    refuse_if(set(step.documents) & set(case.published), "already_published", article="44")
    published_on = step.acted_on(moment.today)
    reject_date(published_on, field="published_on", moment=moment, not_before=case.received_on)
    yield InformationPublished(
        documents=step.documents,
        proposed_by_applicant=step.proposed_by_applicant,
        published_on=published_on,
        where=step.where,
    )


def may_file_refusal(case: Case, moment: Moment) -> None:
    """A refusal, full or partial, filed once (不予公开备案)."""
    refuse_unless(_refuses(case), "nothing_to_file")
    refuse_if(case.filed_on, "already_filed")


def file_refusal(case: Case, step: FileRefusal, moment: Moment) -> Iterator[Event]:
    """Record the filing with the supervising authority."""
    filed_on = step.acted_on(moment.today)
    reject_date(filed_on, field="filed_on", moment=moment, not_before=case.issued_on)
    yield RefusalFiled(authority=step.authority, filed_on=filed_on, number=step.number)


def _refuses(case: Case) -> bool:
    """Something was refused: by the reply as a whole, or for one of its items."""
    items = findings(case.draft.decision) if case.draft and case.delivered_on else ()
    return case.outcome in _REFUSING or any(item.outcome in _REFUSING for item in items)


def _disclosed(case: Case) -> set[UUID]:
    """Disclosed whole: by the reply, or after a re-assessment. What was only reviewed was never given to anybody."""
    given = case.outcome in _GIVING
    disclosed = {document.document_id for document in case.documents if given or document.disclosed_later}
    return disclosed - set(case.withheld)
