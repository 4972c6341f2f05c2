"""Full text without spaces between words: what can be found of a case, and the terms by which PostgreSQL finds it.

Each character and each pair of neighbours is a term, so a word of one character is found as surely as one of seven.
Pairs of digits stand in every reference, so numbers have terms of their own: each whole number, and every three of its
digits with its ends. The terms narrow the rows down; whether the word is there is decided on the folded text. Terms of
the agency with the day, month and year of registration let a search go back in time and stop when it has enough.
"""

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise
from uuid import UUID
from zlib import crc32

from sqlalchemy import ColumnElement, ScalarSelect, Text, and_, cast, func, literal, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import Integer

from activities.db.tables import applicant_texts, applications, case_events, documents
from activities.db.tables_oversight import case_terms
from schemas.base import Recorded

WHAT_IS_ASKED = ("correction",)
"""Kinds of texts that say anew what is asked for. A part split off is an application of its own."""
ASKED_ANEW = frozenset({"correction_received"})
"""Events that name such a text: from them on it is the case's own."""
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_LOW, _SIGN = 0xFFFF, 1 << 31
_NUMBER = re.compile("[0-9]+")
_END = "#"
"""Stands before the first and behind the last digit of a number."""


class TermsRow(Recorded):
    """A row of ``case_terms``."""

    case_id: UUID
    agency_id: UUID
    registered_at: datetime
    folded: str
    terms: tuple[int, ...]


def folded(text: str) -> str:
    """The text as it is compared: without case, and full-width letters, digits and marks like the narrow ones.

    Character by character, so that a part of a text folds to a part of the folded text. ``"ＡB"`` gives ``"ab"``.
    """
    return text.translate(_HALF_WIDTH).casefold()


def words_of(asked: str) -> tuple[str, ...]:
    """The words of a query, folded; all of them must be found, in whatever order."""
    return tuple(dict.fromkeys(folded(asked).split()))


def terms_of_word(word: str) -> set[int]:
    """The terms every text must have in which the folded word stands: its pairs, or the one character; its numbers.

    A number at the end of the word may go on in the text, one between other characters is the same there. Pairs that
    its number implies are left out. ``"〔2026〕12"``: the pairs ``〔2``, ``6〕``, ``〕1``, and ``#2026#`` and ``#12``.
    """
    if len(word) == 1:
        return _signed(_single_codes(word))
    numbers = list(_numbers(word, whole=False))
    implied = set[int]().union(*(_pair_codes(number.strip(_END)) for number in numbers if _threes(number)))
    return _signed(_pair_codes(word) - implied).union(*map(_needed_terms, numbers))


def terms_of_words(words: Iterable[str]) -> list[int]:
    """The terms of all these folded words, in order."""
    return sorted(set[int]().union(*(terms_of_word(word) for word in words)))


def terms_of_text(text: str) -> set[int]:
    """The terms of a folded text: its characters, its pairs of neighbours, and its numbers."""
    numbers = (_number_terms(number) for number in set(_numbers(text, whole=True)))
    return _signed(_single_codes(text) | _pair_codes(text)).union(*numbers)


def day_term(agency_id: UUID, at: datetime) -> int:
    """The term of the agency with the day (UTC) of a registration."""
    return _hashed(f"{agency_id}/{at.astimezone(UTC):%Y-%m-%d}")


def month_term(agency_id: UUID, at: datetime) -> int:
    """The term of the agency with the month (UTC) of a registration."""
    return _hashed(f"{agency_id}/{at.astimezone(UTC):%Y-%m}")


def year_term(agency_id: UUID, at: datetime) -> int:
    """The term of the agency with the year (UTC) of a registration."""
    return _hashed(f"{agency_id}/{at.astimezone(UTC):%Y}")


def terms_row(case_id: UUID, agency_id: UUID, registered_at: datetime, texts: Iterable[str]) -> TermsRow:
    """The row of a case that has these texts; a query finds no word that runs from one text into the next."""
    searched = "\n".join(folded(text) for text in texts if text)
    times = {term(agency_id, registered_at) for term in (day_term, month_term, year_term)}
    terms = tuple(sorted(terms_of_text(searched) | times))
    return TermsRow(case_id=case_id, agency_id=agency_id, registered_at=registered_at, folded=searched, terms=terms)


async def remake_terms(connection: AsyncConnection, case_id: UUID) -> None:
    """Make a case's terms from the texts on record, in the transaction that changes one of them.

    Two such transactions wait for each other, or the later one would not know the text of the earlier. A case without
    an application has none. Doing it again changes nothing.
    """
    await connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(str(case_id), 1))))
    row = await _made(connection, case_id)
    if row is None:
        return
    statement = insert(case_terms).values(row.model_dump() | {"terms": list(row.terms)})
    fresh = statement.on_conflict_do_update(
        index_elements=[case_terms.c.case_id],
        set_={"folded": statement.excluded.folded, "terms": statement.excluded.terms},
        where=or_(case_terms.c.folded != statement.excluded.folded, case_terms.c.terms != statement.excluded.terms),
    )
    await connection.execute(fresh)


async def searched_texts(connection: AsyncConnection, case_id: UUID) -> str:
    """What searches look through in a case, folded; empty if nothing is kept for it."""
    statement = select(case_terms.c.folded).where(case_terms.c.case_id == case_id)
    return (await connection.execute(statement)).scalar_one_or_none() or ""


async def terms_differ(connection: AsyncConnection, case_id: UUID) -> bool:
    """Whether what is kept for searching is not what the record gives, for upkeep."""
    columns = [case_terms.c[name] for name in TermsRow.model_fields]
    found = (await connection.execute(select(*columns).where(case_terms.c.case_id == case_id))).mappings().first()
    return (TermsRow.model_validate(dict(found)) if found else None) != await _made(connection, case_id)


def holds_words(case_id: ColumnElement[UUID], asked: str) -> ColumnElement[bool]:
    """Whether all words asked for stand in the texts of a case, looked up case by case.

    Not as EXISTS: the planner would turn that into a join and read the texts of all cases.
    """
    found = case_terms.alias("found")
    here = and_(true(), *(func.strpos(found.c.folded, cast(word, Text)) > 0 for word in words_of(asked)))
    looked_up: ScalarSelect[bool] = select(here).where(found.c.case_id == case_id).scalar_subquery()
    return looked_up.is_(true())


def word_conditions(words: Sequence[str]) -> list[ColumnElement[bool]]:
    """The rows of ``case_terms`` that hold these folded words: first by their terms, then by the text itself."""
    wanted = case_terms.c.terms.contains(cast(literal(terms_of_words(words), ARRAY(Integer)), ARRAY(Integer)))
    return [wanted, *(func.strpos(case_terms.c.folded, cast(word, Text)) > 0 for word in words)]


async def _made(connection: AsyncConnection, case_id: UUID) -> TermsRow | None:
    columns = (applications.c.agency_id, applications.c.registered_at, applications.c.reference)
    statement = select(*columns, applications.c.description).where(applications.c.case_id == case_id)
    found = (await connection.execute(statement)).first()
    if found is None:
        return None
    texts = [found.reference, found.description, *await _later_texts(connection, case_id)]
    return terms_row(case_id, found.agency_id, found.registered_at, texts)


async def _later_texts(connection: AsyncConnection, case_id: UUID) -> list[str]:
    """Corrections that events name, then the labels of what was uploaded, each once; letters are all called alike."""
    corrections = await connection.execute(
        select(applicant_texts.c.content)
        .where(
            applicant_texts.c.case_id == case_id,
            applicant_texts.c.kind.in_(WHAT_IS_ASKED),
            select(case_events.c.seq)
            .where(
                case_events.c.case_id == case_id,
                case_events.c.record["event"]["text_id"].astext == cast(applicant_texts.c.id, Text),
            )
            .exists(),
        )
        .order_by(applicant_texts.c.created_at, applicant_texts.c.id)
    )
    labels = (
        select(documents.c.label).distinct().where(documents.c.case_id == case_id, documents.c.origin == "uploaded")
    )
    found = [*corrections.scalars(), *(await connection.execute(labels.order_by(documents.c.label))).scalars()]
    return list(dict.fromkeys(found))


def _pair_codes(text: str) -> set[int]:
    """Two characters each, 16 bits of both. Beyond U+FFFF some share a code: the text decides in the end."""
    return {(one & _LOW) << 16 | (following & _LOW) for one, following in pairwise(_points(text))}


def _single_codes(text: str) -> set[int]:
    """Like a pair whose second is no character."""
    return {(one & _LOW) << 16 for one in set(_points(text))}


def _points(text: str) -> Iterable[int]:
    return memoryview(text.encode("utf-32-le", "surrogatepass")).cast("I")


def _signed(codes: Iterable[int]) -> set[int]:
    """The same 32 bits as PostgreSQL's integers have them."""
    return set(memoryview(array("I", codes)).cast("B").cast("i"))


def _numbers(text: str, *, whole: bool) -> Iterator[str]:
    """The numbers of a text with their ends; ``whole``: where the text ends they end too."""
    for found in _NUMBER.finditer(text):
        begins = _END if whole or found.start() else ""
        ends = _END if whole or found.end() < len(text) else ""
        yield f"{begins}{found[0]}{ends}"


def _needed_terms(number: str) -> set[int]:
    """The whole if both ends are known, or else its threes."""
    whole = number[0] == number[-1] == _END
    return {_hashed(number)} if whole else set(map(_hashed, _threes(number)))


@lru_cache(maxsize=16_384)
def _number_terms(number: str) -> frozenset[int]:
    """The whole and its threes."""
    return frozenset(map(_hashed, _threes(number) | {number}))


def _threes(number: str) -> set[str]:
    return {number[at : at + 3] for at in range(len(number) - 2)}


def _hashed(term: str) -> int:
    code = crc32(term.encode())
    return code - 2 * _SIGN if code >= _SIGN else code
