"""A digest as tables: the same rows for the page, the plain text of a mail and the workbook."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from activities.digest_pages.words import DAYS_LEFT, STATES
from schemas.base import Recorded
from schemas.digests import AgencyFigures, Digest, DigestFigures, LeftOfLimit, Load, Slipped
from schemas.words_kinds import INSTANCES, RESULTS


class Words(Recorded):
    """Something named in Chinese and in English."""

    zh: str
    en: str = ""

    def __str__(self) -> str:
        return f"{self.zh} / {self.en}" if self.en else self.zh


Cell = Words | str | int | Decimal | date | None


class Section(Recorded):
    """One table; ``note`` is said beneath it. ``name``: of its worksheet."""

    name: str
    title: Words
    columns: tuple[Words, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: Words | None = None


NOBODY = Words(zh="未指定", en="nobody yet")
NO_DEPARTMENT = Words(zh="未设科室", en="no department")
SOMEBODY = Words(zh="一名承办人", en="a handler")
_LOAD = ("在办|open", "已逾期|overdue", "五个工作日内到期|due in 5 working days")


def headline(figures: DigestFigures) -> list[tuple[Words, Cell]]:
    """The four figures that come first."""
    share = figures.flow.on_time
    return [
        (Words(zh="在办", en="open"), figures.open.total),
        (Words(zh="已逾期", en="overdue"), figures.open.days_left.over),
        (Words(zh="本期新逾期", en="became overdue"), figures.slipped.became_overdue),
        (Words(zh="按期办结率", en="closed in time"), "—" if share is None else f"{share}%"),
    ]


def sections_of(digest: Digest) -> list[Section]:
    """The tables of a digest; those that would be empty for want of anything to list are left out."""
    figures = digest.figures
    found = [
        _flow(figures),
        _states(figures),
        _days_left(figures.open.days_left, digest.as_of),
        _slipped(figures.slipped),
        _loads(figures.handlers),
        _departments(figures.departments),
        _notices(figures),
        _remedies(figures),
        _agencies(figures.agencies),
    ]
    return [section for section in found if section.rows]


def _flow(figures: DigestFigures) -> Section:
    now, then, compared = figures.flow, figures.before, figures.compared
    rows: list[tuple[Cell, ...]] = [
        (Words(zh="收到申请", en="received"), now.received, then.received),
        (Words(zh="办结", en="closed"), now.closed, then.closed),
        (Words(zh="其中按期办结", en="of these in time"), now.in_time, then.in_time),
        (Words(zh="按期办结率（%）", en="share in time, %"), now.on_time, then.on_time),
        (Words(zh="平均用时（工作日）", en="working days used on average"), now.days_used, then.days_used),
    ]
    before = f"{compared.first} – {compared.last}"
    columns = _columns("事项|what", "本期|this period", f"上期（{before}）|the one before")
    return Section(name="收办", title=Words(zh="收办情况", en="Received and closed"), columns=columns, rows=tuple(rows))


def _states(figures: DigestFigures) -> Section:
    rows = [(_words(STATES[state]), count) for state, count in figures.open.by_state]
    note = Words(zh="统计期末在办；状态为生成时的状态。", en="Open at the end of the period; states as at the making.")
    return Section(
        name="状态",
        title=Words(zh="在办件的状态", en="Open cases by state"),
        columns=_columns("状态|state", "件数|cases"),
        rows=tuple(rows),
        note=note,
    )


def _days_left(left: LeftOfLimit, as_of: date) -> Section:
    counts = left.model_dump()
    rows = [(_words(words), counts[name]) for name, words in DAYS_LEFT.items()]
    return Section(
        name="期限",
        title=Words(zh="在办件的剩余期限", en="Open cases by time left"),
        columns=_columns("剩余期限|time left", "件数|cases"),
        rows=tuple(rows) if any(counts.values()) else (),
        note=Words(zh=f"自{as_of}起计。", en=f"Seen from {as_of}."),
    )


def _slipped(found: Slipped) -> Section:
    rows = [
        (
            one.reference,
            _words(STATES[one.state]) if not one.closed else Words(zh="已办结", en="closed"),
            one.due_on,
            one.days_late,
            one.handler_name,
        )
        for one in found.cases
    ]
    counts = f"本期新逾期{found.became_overdue}件，逾期办结{found.closed_late}件。"
    counts_en = f"Became overdue: {found.became_overdue}; closed late: {found.closed_late}."
    return Section(
        name="逾期",
        title=Words(zh="逾期的办件", en="What slipped"),
        columns=_columns("编号|reference", "状态|state", "到期日|due on", "逾期日数|days late", "承办人|handler"),
        rows=tuple(rows),
        note=Words(zh=counts, en=counts_en),
    )


def _loads(handlers: Iterable[Load]) -> Section:
    rows = [(_handler(load), load.department, load.open, load.overdue, load.soon) for load in handlers]
    return Section(
        name="承办人",
        title=Words(zh="承办人在办量", en="Who is loaded"),
        columns=_columns("承办人|handler", "科室|department", *_LOAD),
        rows=tuple(rows),
    )


def _handler(load: Load) -> Cell:
    """By name; nameless for readers elsewhere, who still see that it is one person."""
    if load.name:
        return load.name
    return SOMEBODY if load.assigned else NOBODY


def _departments(departments: Iterable[Load]) -> Section:
    rows = [(load.department or NO_DEPARTMENT, load.open, load.overdue, load.soon) for load in departments]
    return Section(
        name="科室",
        title=Words(zh="科室在办量", en="By department"),
        columns=_columns("科室|department", *_LOAD),
        rows=tuple(rows),
    )


def _notices(figures: DigestFigures) -> Section:
    left = figures.notices
    rows: list[tuple[Cell, ...]] = [
        (Words(zh="未确认的督办提醒", en="not acknowledged"), left.unacknowledged),
        (Words(zh="其中最早的", en="the oldest of them"), left.oldest),
        (Words(zh="本期发送失败", en="sendings that failed"), left.failed),
        (Words(zh="本期无人可通知", en="for which there was nobody"), left.nobody),
    ]
    title = Words(zh="通知", en="Notices")
    return Section(name="通知", title=title, columns=_columns("事项|what", "数量|count"), rows=tuple(rows))


def _remedies(figures: DigestFigures) -> Section:
    return Section(
        name="救济",
        title=Words(zh="复议、诉讼、投诉", en="Remedies"),
        columns=_columns("事项|what", "数量|count"),
        rows=tuple(_remedy_rows(figures)),
    )


def _remedy_rows(figures: DigestFigures) -> Iterator[tuple[Cell, ...]]:
    for instance, count in figures.remedies.filed:
        zh, en = INSTANCES[instance]
        yield Words(zh=f"本期提起：{zh}", en=f"sought: {en}"), count
    for result, count in figures.remedies.decided:
        zh, en = RESULTS[result]
        yield Words(zh=f"本期审结：{zh}", en=f"decided: {en}"), count
    if figures.remedies.pending:
        yield Words(zh="期末未审结", en="pending"), figures.remedies.pending


def _agencies(agencies: Iterable[AgencyFigures]) -> Section:
    rows = [
        (
            one.name,
            one.flow.received,
            one.flow.closed,
            one.flow.on_time,
            one.open,
            one.overdue,
            one.became_overdue,
        )
        for one in agencies
    ]
    columns = ("机关|agency", "收到|received", "办结|closed", "按期率%|in time", "在办|open", "已逾期|overdue")
    return Section(
        name="各机关",
        title=Words(zh="本机关与下级机关", en="This agency and those below it"),
        columns=_columns(*columns, "新逾期|became overdue"),
        rows=tuple(rows),
    )


def _columns(*named: str) -> tuple[Words, ...]:
    return tuple(_words(name.split("|")) for name in named)


def _words(pair: Iterable[str]) -> Words:
    zh, en = pair
    return Words(zh=zh, en=en)
