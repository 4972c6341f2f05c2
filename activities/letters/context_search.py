"""Names for the search record (检索记录): every search of the case in the order of its day, as the file needs it."""

from collections.abc import Iterator, Sequence
from datetime import date

from activities.letters.articles import outcome_article
from activities.letters.context_notices import basis
from activities.letters.language import Entry, Names
from activities.letters.phrases import chinese_date, ending
from schemas.case_parts import OwnSearch, SearchAnswer, SearchRound, SetAside
from schemas.events_search import UnfiledFound
from schemas.letters import LetterOrder, LetterParties
from schemas.vocabulary import Outcome, StatuteId

_OWN = "承办人员"
_ASIDE = "移出误列文件"


def search_record(order: LetterOrder, parties: LetterParties, statute: StatuteId) -> Names:
    """Where the duty to search stands (art. 36(4)), and the searches."""
    return {
        "basis": basis(statute, outcome_article(statute, Outcome.NOT_FOUND)),
        "searches": searches(order, parties),
    }


def searches(order: LetterOrder, parties: LetterParties) -> tuple[Entry, ...]:
    """Who looked, and line by line: what was asked, by when, what came of it."""
    own = [(one.recorded_on or date.min, Entry(_OWN, _lines(_own(one, parties)))) for one in order.own_searches]
    asked = [(one.asked_on, Entry(one.department, _lines(_round(one, parties)))) for one in order.rounds]
    aside = [(one.on, Entry(_ASIDE, _lines(_set_aside(one, parties)))) for one in order.set_aside]
    return tuple(entry for _, entry in sorted((*own, *asked, *aside), key=lambda dated: dated[0]))


def _set_aside(one: SetAside, parties: LetterParties) -> Iterator[str]:
    yield f"移出登记：{chinese_date(one.on)}{_person('，经办人', parties.staff.get(one.by))}"
    yield f"移出文件1份，原因：{ending(one.reason)}"


def _own(search: OwnSearch, parties: LetterParties) -> Iterator[str]:
    if search.recorded_on and search.by:
        yield f"检索登记：{chinese_date(search.recorded_on)}{_person('，检索人', parties.staff.get(search.by))}"
    yield f"检索方法：{search.how}"
    if search.found is not None:
        yield from _result(search.found, search.unfiled, None)


def _round(asked: SearchRound, parties: LetterParties) -> Iterator[str]:
    yield f"检索事项：{asked.sought}"
    by = _person("，经办人", parties.staff.get(asked.by))
    yield f"检索要求：{chinese_date(asked.asked_on)}提出，{chinese_date(asked.due_on)}前（含当日）反馈{by}"
    if asked.reminded_on:
        yield f"催办：{chinese_date(asked.reminded_on)}"
    if asked.overdue_on:
        yield f"逾期：自{chinese_date(asked.overdue_on)}起"
    for answer in asked.answers:
        yield from _answer(answer)
    if asked.withdrawn_on:
        yield f"撤回：{chinese_date(asked.withdrawn_on)}，原因：{ending(asked.withdrawn_because or '')}"
    elif asked.open:
        yield "尚未反馈完毕。" if asked.answers else "尚未反馈。"


def _answer(answer: SearchAnswer) -> Iterator[str]:
    yield f"反馈：{chinese_date(answer.answered_on)}，检索人：{answer.searched_by}"
    yield f"检索方法：{answer.how}"
    yield from _result(answer.found, answer.unfiled, answer.none_because)


def _result(found: int, unfiled: Sequence[UnfiledFound], because: str | None) -> Iterator[str]:
    if found:
        yield f"检索结果：检索到文件{found}份。"
    for one in unfiled:
        pages = f"（{one.pages}页）" if one.pages else ""
        yield f"检索结果：{one.note}{pages}，未上传，原件留存。"
    if not found and not unfiled:
        yield f"检索结果：未检索到{f'，原因：{ending(because)}' if because else '。'}"


def _person(post: str, name: str | None) -> str:
    return f"{post}：{name}" if name else ""


def _lines(said: Iterator[str]) -> str:
    return "\n".join(said)
