"""What happened to a request for correction of own records, told as the timeline of a case is."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from api.console.cases.timeline import Entry, Fact, Teller
from api.console.language import Language
from api.console.words import said
from schemas.law.versions import statute_for
from schemas.own_records_events import OwnEvent, OwnEventRecord, OwnRecord
from schemas.words_own_records import OWN_EVENT_FACTS, OWN_EVENT_TITLES
from workflows.own_records_rules import ARTICLE


def entries_of(
    language: Language, record: OwnRecord, links: Sequence[OwnEventRecord], names: Mapping[UUID, str]
) -> tuple[Entry, ...]:
    """The events in words, newest first. ``names``: of staff and papers, by id."""
    teller = Teller(language, statute_for(record.arrived_on).id, names)
    return tuple(_entry(language, teller, link) for link in reversed(links))


def _entry(language: Language, teller: Teller, link: OwnEventRecord) -> Entry:
    return Entry(
        seq=link.seq,
        at=link.at,
        kind=link.event.kind,
        title=said(OWN_EVENT_TITLES[link.event.kind], language),
        by=teller.named(link.by),
        clock=False,
        article=teller.article(ARTICLE),
        facts=tuple(_facts(language, teller, link.event)),
    )


def _facts(language: Language, teller: Teller, event: OwnEvent) -> Iterator[Fact]:
    for way, name in OWN_EVENT_FACTS[event.kind].items():
        value = _at(event, way)
        if value not in (None, (), ""):
            yield Fact(said(name, language), teller.told(value))


def _at(event: object, way: str) -> object:
    """What stands under ``decision.reasons``; None where this decision has no such field."""
    for part in way.split("."):
        event = getattr(event, part, None)
    return event
