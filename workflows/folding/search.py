"""Folding: the office's own searches, and the rounds in which departments were asked."""

from schemas import events as ev
from schemas import events_search as es
from schemas.case import Case
from schemas.case_parts import CaseDocument, OwnSearch, SearchAnswer, SearchRound
from workflows.folding.changes import Changes, changed, changes


@changes.register
def _(event: ev.SearchRecorded, case: Case) -> Changes:
    own = OwnSearch(
        how=event.description,
        found=len(event.documents),
        unfiled=event.unfiled,
        recorded_on=event.recorded_on,
        by=event.by,
    )
    told = {"searches": (*case.searches, event.description), "own_searches": (*case.own_searches, own)}
    return {**told, "documents": (*case.documents, *_found(event))}


@changes.register
def _(event: es.SearchRequested, case: Case) -> Changes:
    return {"rounds": (*case.rounds, SearchRound(**event.model_dump(exclude={"kind"})))}


@changes.register
def _(event: es.SearchAnswered, case: Case) -> Changes:
    """An answer is a search that can be shown, as the reply says it; the last one ends the round."""
    asked = next(one for one in case.rounds if one.id == event.id)
    answer = SearchAnswer(found=len(event.documents), **event.model_dump(include=set(SearchAnswer.model_fields)))
    told = {"answers": (*asked.answers, answer), "answered": event.final}
    return {
        "rounds": changed(case.rounds, event.id, lambda _: told),
        "searches": (*case.searches, in_words(asked, answer)),
        "documents": (*case.documents, *_found(event)),
    }


@changes.register
def _(event: es.SearchWithdrawn, case: Case) -> Changes:
    told = {"withdrawn_on": event.withdrawn_on, "withdrawn_because": event.reason}
    return {"rounds": changed(case.rounds, event.id, lambda _: told)}


@changes.register
def _(event: es.SearchReminderFell, case: Case) -> Changes:
    fell = {"overdue_on": event.on} if event.overdue else {"reminded_on": event.on}
    return {"rounds": changed(case.rounds, event.id, lambda _: fell)}


def in_words(asked: SearchRound, answer: SearchAnswer) -> str:
    """What a reply says of it, one line: who looked where, with what result (art. 36(4)). Names no person.

    ``规划科检索了档案室2019年度案卷，未检索到：该项目未立项。``
    """
    how = " ".join(answer.how.split()).rstrip("。；;.")
    found = answer.found + len(answer.unfiled)
    if found:
        return f"{asked.department}（{how}）：检索到{found}份。"
    because = " ".join((answer.none_because or "").split()).rstrip("。；;.")
    return f"{asked.department}（{how}）：未检索到，{because}。"


def _found(event: ev.SearchRecorded | es.SearchAnswered) -> tuple[CaseDocument, ...]:
    filed = tuple(CaseDocument(document_id=ref.document_id) for ref in event.documents)
    return (*filed, *(CaseDocument(document_id=found.document_id, filed=False) for found in event.unfiled))
