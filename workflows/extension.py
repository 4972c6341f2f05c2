"""Extension of the limit (延长答复期限): the act of two persons, and told to the applicant (art. 33(2))."""

from collections.abc import Iterator
from datetime import date

from schemas.case import Case
from schemas.clock import Extended
from schemas.events import Event
from schemas.events_time import ExtensionConsented, ExtensionDenied, ExtensionNotified, ExtensionProposed
from schemas.law.versions import statute_of
from schemas.steps_time import DecideExtension, NotifyExtension, ProposeExtension
from schemas.vocabulary import State, Verdict
from workflows.limit import due_of, due_with, is_ordered
from workflows.moment import Moment, refuse_if, refuse_unless, reject_date, reject_if
from workflows.service import reject_not_for_applicants

EXTENDABLE = frozenset({State.RECEIVED, State.PROCESSING, State.AWAITING_APPROVAL, State.APPROVED})
"""The limit runs and the reply has not left the house."""


def may_propose_extension(case: Case, moment: Moment) -> None:
    """Once, before the limit ends; a limit that was ordered stands (docs/law.md 6.9)."""
    refuse_unless(case.state in EXTENDABLE, "not_in_hand", article="33(2)")
    refuse_if(case.extension and not _is_overtaken(case, moment), "second_extension", article="33(2)")
    refuse_if(is_ordered(case), "ordered_limit_stands", article="33(2)")
    refuse_if(moment.today > due_of(case, moment.calendar).due, "extension_after_due", article="33(2)")


def propose_extension(case: Case, step: ProposeExtension, moment: Moment) -> Iterator[Event]:
    """At most 20 working days (2007: 15). Received Mon 2026-08-31, due Mon 2026-09-28; +20 gives Fri 2026-10-30."""
    assert case.statute is not None  # noqa: S101 - the limit runs
    longest = statute_of(case.statute).longest_extension
    refuse_if(step.working_days > longest, "extension_too_long", article="33(2)")
    yield ExtensionProposed(working_days=step.working_days, reason=step.reason, by=moment.actor.staff_id)


def may_decide_extension(case: Case, moment: Moment) -> None:
    """A proposal by another person, before the limit ends and before the reply leaves the house."""
    extension = case.extension
    refuse_unless(case.state in EXTENDABLE, "not_in_hand", article="33(2)")
    refuse_unless(extension and not extension.consented_by, "no_extension_proposed", article="33(2)")
    refuse_if(extension and extension.proposed_by == moment.actor.staff_id, "own_extension", article="33(2)")
    refuse_if(is_ordered(case), "ordered_limit_stands", article="33(2)")
    refuse_if(moment.today > due_of(case, moment.calendar).due, "extension_after_due", article="33(2)")


def decide_extension(case: Case, step: DecideExtension, moment: Moment) -> Iterator[Event]:
    """The head of the OGI office consents, or sends the proposal back."""
    assert case.extension is not None  # noqa: S101
    if step.verdict is Verdict.RETURN:
        reject_if(step.comment is None, "comment_missing", field="comment")
        yield ExtensionDenied(comment=step.comment or "", by=moment.actor.staff_id)
        return
    working_days = case.extension.working_days
    found = due_with(case, Extended(on=moment.today, working_days=working_days), moment.calendar)
    yield ExtensionConsented(
        working_days=working_days,
        comment=step.comment,
        by=moment.actor.staff_id,
        due_on=found.due,
        provisional=found.provisional,
    )


def may_notify_extension(case: Case, moment: Moment) -> None:
    """A consented extension of which the applicant was not told yet, and still could be told in time."""
    extension = case.extension
    refuse_unless(extension and extension.consented_by, "extension_not_consented", article="33(2)")
    refuse_if(extension and extension.notified_on, "extension_already_notified", article="33(2)")
    refuse_unless(case.state in EXTENDABLE, "not_in_hand", article="33(2)")
    refuse_if(_is_overtaken(case, moment), "extension_overtaken", article="33(2)")
    refuse_if(is_ordered(case), "ordered_limit_stands", article="33(2)")
    consented_on = _consented_on(case)  # what became known since may have ended the limit before the consent
    ended = consented_on is not None and consented_on > due_of(case, moment.calendar).due
    refuse_if(ended, "extension_after_due", article="33(2)")


def notify_extension(case: Case, step: NotifyExtension, moment: Moment) -> Iterator[Event]:
    """It counts from here on, if the notice went out before the limit ended.

    Courts did not count an extension of which the applicant was not told (docs/law.md 6.21).
    """
    assert case.extension is not None  # noqa: S101
    sent_on = step.acted_on(moment.today)
    reject_not_for_applicants(step.method)
    reject_date(sent_on, field="sent_on", moment=moment, not_before=_consented_on(case))
    refuse_if(sent_on > due_of(case, moment.calendar).due, "extension_after_due", article="33(2)")
    working_days = case.extension.working_days
    found = due_with(case, Extended(on=sent_on, working_days=working_days), moment.calendar)
    yield ExtensionNotified(
        sent_on=sent_on,
        method=step.method,
        proof=step.proof,
        working_days=working_days,
        due_on=found.due,
        provisional=found.provisional,
    )


def _is_overtaken(case: Case, moment: Moment) -> bool:
    """Consented to, but a new limit began before the applicant was told: it was never used (docs/law.md 6.9)."""
    extension, consented_on = case.extension, _consented_on(case)
    if extension is None or extension.consented_by is None or extension.notified_on or consented_on is None:
        return False
    return due_of(case, moment.calendar).limit_starts > consented_on


def _consented_on(case: Case) -> date | None:
    """The notice is made with the consent, and bears its date."""
    return max((letter.dated for letter in case.letters if letter.kind == "extension_notice"), default=None)
