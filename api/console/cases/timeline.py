"""What happened to a case, link by link, as people read it: what, when, who, under which article, and the facts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from uuid import UUID

from babel import Locale
from babel.dates import format_date

from api.console.articles import cited
from api.console.language import Language
from api.console.words import called, said
from schemas.documents import DocumentRef
from schemas.events import CLOCK, PORTAL, Event, EventRecord, Part
from schemas.events_keeping import DestroyedDocument
from schemas.events_review import Proposed
from schemas.events_search import UnfiledFound
from schemas.law.statute import Article
from schemas.law.versions import statute_of
from schemas.letters import LetterRef
from schemas.steps_consultation import DocumentPosition
from schemas.vocabulary import Outcome, Role, StatuteId
from schemas.words import Word
from schemas.words_events import EVENT_FACTS, EVENT_RULES, EVENT_TITLES, fact_name
from schemas.words_kinds import ROLES

YES: Word = ("是", "yes")
NO: Word = ("否", "no")
AND_MORE: Word = ("等{}项", "… {} in all")
NOBODY: Word = ("系统", "the system")
UNKNOWN: Word = ("不详", "not known")
MOST_TOLD = 3
EITHER_WAY = frozenset({"in_time", "reasonable", "disclose"})
"""Fields whose no is as worth telling as their yes."""
LOCALES = {Language.CHINESE: Locale.parse("zh_CN"), Language.ENGLISH: Locale.parse("en_GB")}
"""Made once: to find a locale by its name costs more than to write a date in it."""
_COMMA: Word = ("、", ", ")
_COLON: Word = ("：", ": ")


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of an event: what it is called, and its value in words."""

    name: str
    told: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One link. ``by``: who acted; ``clock``: the engine did. ``article``: empty where there is none."""

    seq: int
    at: datetime
    kind: str
    title: str
    by: str
    clock: bool
    article: str
    facts: tuple[Fact, ...]


class Teller:
    """Tells events in one language. ``names``: of staff, documents, third parties and cases, by id."""

    def __init__(self, language: Language, statute: StatuteId | None, names: Mapping[UUID, str]) -> None:
        self._language = language
        self._statute = statute_of(statute) if statute else None
        self._names = names

    def entry(self, record: EventRecord) -> Entry:
        """One link in words."""
        clock = record.by == CLOCK.staff_id
        nobody = {CLOCK.staff_id: NOBODY, PORTAL.staff_id: ROLES[Role.PORTAL]}.get(record.by)
        return Entry(
            seq=record.seq,
            at=record.at,
            kind=record.event.kind,
            title=self._said(EVENT_TITLES[record.event.kind]),
            by=self._said(nobody) if nobody else self.named(record.by),
            clock=clock,
            article=self._article(record.event),
            facts=tuple(self._facts(record.event)),
        )

    def named(self, one: UUID) -> str:
        """The name of somebody or something; of what is gone or not of this agency, that it is not known."""
        return self._names.get(one) or self._said(UNKNOWN)

    def article(self, code: str) -> str:
        """The article of the case's version of the Regulation that has this code, as it is cited."""
        return cited(code, self._statute.id if self._statute else None, self._language)

    def _facts(self, event: Event) -> Iterator[Fact]:
        for field in EVENT_FACTS.get(event.kind, ()):
            value = getattr(event, field)
            if value not in (None, (), "") and (value is not False or field in EITHER_WAY):
                yield Fact(self._said(fact_name(event.kind, field)), self.told(value))

    def told(self, value: object) -> str:
        """A value in words."""
        match value:
            case bool():
                return self._said(YES if value else NO)
            case Enum():
                return called(value, self._language)
            case UUID():
                return self.named(value)
            case date():
                return format_date(value, "long", locale=LOCALES[self._language])
            case tuple():
                return self._several(value)
            case _:
                return self._of_a_case(value)

    def _of_a_case(self, value: object) -> str:
        colon = self._said(_COLON)
        match value:
            case LetterRef():
                return f"{called(value.kind, self._language)} {value.number}"
            case DocumentRef() | DestroyedDocument():
                return self.named(value.document_id)
            case Proposed():
                return f"{self.named(value.document_id)}{colon}{called(value.result, self._language)}"
            case DocumentPosition():
                return f"{self.named(value.document)}{colon}{called(value.position, self._language)}"
            case UnfiledFound():
                return value.note
            case Part():
                return self.named(value.case_id)
            case _:
                return str(value)

    def _several(self, values: Sequence[object]) -> str:
        told = self._said(_COMMA).join(self.told(value) for value in values[:MOST_TOLD])
        return told if len(values) <= MOST_TOLD else told + " " + self._said(AND_MORE).format(len(values))

    def _article(self, event: Event) -> str:
        if self._statute is None:
            return ""
        outcome = getattr(event, "outcome", None)
        if isinstance(outcome, Outcome):
            return self._cited(self._statute.outcomes.get(outcome))
        rule = EVENT_RULES.get(event.kind)
        return self._cited(self._statute.article(rule)) if rule else ""

    def _cited(self, article: Article | None) -> str:
        if article is None or not article.code:
            return ""
        return article.cited if self._language is Language.CHINESE else f"art. {article.code}"

    def _said(self, word: Word) -> str:
        return said(word, self._language)
