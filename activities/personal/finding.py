"""Personal information on a page, found by machine; whether it is protected is decided by people (art. 15)."""

from collections.abc import Callable, Iterator

from activities.personal.addresses import addresses, addresses_by_shape
from activities.personal.cards import bank_cards
from activities.personal.codes import emails, passports, plates
from activities.personal.credit import credit_codes
from activities.personal.hits import Hit, Spot, settled
from activities.personal.identity import identity_numbers
from activities.personal.names import names
from activities.personal.page_text import PageText
from activities.personal.places import boxes_of
from activities.personal.reading import Reading, readings_of
from activities.personal.telephone import landline_numbers, mobile_numbers
from schemas.pages import Found, PersonalKind

Finder = Callable[[Reading], Iterator[Hit]]

_BY_SHAPE: tuple[Finder, ...] = (
    identity_numbers,
    credit_codes,
    bank_cards,
    mobile_numbers,
    landline_numbers,
    emails,
    plates,
    passports,
    addresses_by_shape,
)
_BY_LABEL: tuple[Finder, ...] = (names, addresses)
_WORDS = {PersonalKind.NAME, PersonalKind.ADDRESS}


def find_personal(text: PageText) -> tuple[Found, ...]:
    """What looks personal, in the order of the page; none overlaps another. Never raises, whatever the text."""
    return tuple(_found(spot, text) for spot in settled(_spots(text)))


def _spots(text: PageText) -> Iterator[Spot]:
    readings = readings_of(text)
    for reading in readings:
        for finder in _BY_SHAPE:
            for hit in finder(reading):
                yield from _spot(hit, reading)
    yield from _labelled(readings)


def _labelled(readings: tuple[Reading, ...]) -> Iterator[Spot]:
    """What stands on the line of its label in any order of reading counts before what stands below."""
    answered: set[int] = set()
    for below in (False, True):
        for reading in readings:
            hits = [hit for hit in _by_label(reading, below=below) if _source(reading, hit) not in answered]
            answered.update(_source(reading, hit) for hit in hits)
            for hit in hits:
                yield from _spot(hit, reading)


def _by_label(reading: Reading, *, below: bool) -> Iterator[Hit]:
    hits = (hit for finder in _BY_LABEL for hit in finder(reading))
    return (hit for hit in hits if ("\n" in reading.text[hit.label : hit.start]) == below)


def _source(reading: Reading, hit: Hit) -> int:
    """The label on the page; none is asked again in another order of reading when it has its value."""
    return next(iter(reading.indices(hit.label, hit.end)), -1)


def _spot(hit: Hit, reading: Reading) -> Iterator[Spot]:
    indices = reading.indices(hit.start, hit.end)
    if indices:
        text = _without_gaps(reading.text[hit.start : hit.end], hit.kind)
        yield Spot(indices, hit.kind, text, hit.confidence, hit.proven)


def _without_gaps(text: str, kind: PersonalKind) -> str:
    """Numbers lose every gap; words keep one between Latin ones."""
    words = text.split()
    latin = kind in _WORDS and text.isascii()
    return (" " if latin else "").join(words)


def _found(spot: Spot, text: PageText) -> Found:
    places = [place for index in spot.indices if (place := text.places[index]) is not None]
    return Found(
        page=text.number,
        kind=spot.kind,
        boxes=boxes_of(places),
        text=spot.text,
        confidence=round(spot.confidence, 2),
        proven=spot.proven,
    )
