"""Full text: what is found is exactly what a plain search through every text finds, newest first."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from uuid import UUID

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from activities.db import oversight_lists, searching
from activities.db.search_terms import folded, terms_of_text, terms_of_word, terms_row, words_of
from activities.db.searching import Span, spans_back
from schemas.oversight import CaseQuery
from schemas.oversight_lists import Sorting
from schemas.vocabulary import State
from tests.conftest import TEMPLATE
from tests.db.overseen import Overseen, Row, overseen_on
from worker.embedded.stack import EmbeddedStack

ALPHABET = "招标文件甲aAＡ1１ %_\\'〔〕𠮷𠮶İß"
"""Letters that cases share, of both widths; wild cards of LIKE; characters beyond U+FFFF; those that fold to two."""
WORDS = st.text(ALPHABET, min_size=1, max_size=6)
UUID_0 = UUID(int=0)


@pytest_asyncio.fixture(scope="module")
async def texts(stack: EmbeddedStack, sample: dict[str, str]) -> AsyncIterator[Overseen]:
    """Cases over five years whose descriptions are short and made of few letters, so that most words are there."""
    async with overseen_on(stack, "searched", TEMPLATE, closed=300, open_=100, agencies=4) as found:
        rng = Random(3)
        async with found.database.transaction() as connection:
            for row in found.rows:
                row["description"] = "".join(rng.choices(ALPHABET, k=rng.randint(1, 40)))
                terms = terms_row(row["case_id"], row["agency_id"], row["registered_at"], written(row))
                values = {"id": row["case_id"], "folded": terms.folded, "terms": list(terms.terms)}
                change = "UPDATE case_terms SET folded = :folded, terms = :terms WHERE case_id = :id"
                await connection.execute(text(change), values)
        yield found


def written(row: Row) -> list[str]:
    return [row["reference"], row["description"], *row["labels"]]


def holds(row: Row, asked: str) -> bool:
    """Plain Python: every word, in any of the texts."""
    return all(any(word in folded(one) for one in written(row)) for word in folded(asked).split())


def expected(found: Overseen, asked: str) -> list[UUID]:
    newest = sorted(found.rows, key=lambda row: (row["registered_at"], row["case_id"]), reverse=True)
    return [row["case_id"] for row in newest if holds(row, asked)]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=WORDS.filter(str.strip))
async def test_a_search_misses_nothing_and_finds_nothing_else(texts: Overseen, asked: str) -> None:
    assert await texts.listed(CaseQuery(text=asked)) == expected(texts, asked)


@pytest.mark.parametrize("common", [False, True], ids=["before statistics", "with statistics"])
@pytest.mark.parametrize(
    "asked", ["标", "招标", "文件 甲", "%", "_", "\\", "'", "ａ", "〔2026〕", "𠮷", "𠮶", "SS", "号", "完全没有的词"]
)
async def test_words_of_every_kind_are_found(texts: Overseen, asked: str, *, common: bool) -> None:
    async with texts.database.transaction() as connection:
        change = "ANALYZE case_terms" if common else "DELETE FROM pg_statistic WHERE starelid = 'case_terms'::regclass"
        await connection.execute(text(change))
    found = expected(texts, asked)
    assert await texts.listed(CaseQuery(text=asked)) == found
    assert await texts.listed(CaseQuery(text=asked), limit=7) == found
    assert sorted(await texts.listed(CaseQuery(text=asked), Sorting.DUE)) == sorted(found)
    with_state = [row["case_id"] for row in texts.rows if row["state"] == "archived" and holds(row, asked)]
    assert sorted(await texts.listed(CaseQuery(text=asked, state=State.ARCHIVED))) == sorted(with_state)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=st.integers(0, 399), begin=st.integers(0, 15), length=st.integers(1, 16))
async def test_a_reference_and_every_part_of_one_is_found(texts: Overseen, row: int, begin: int, length: int) -> None:
    asked = texts.rows[row % len(texts.rows)]["reference"][begin : begin + length]
    if asked:
        assert await texts.listed(CaseQuery(text=asked), limit=100) == expected(texts, asked)


@pytest.mark.parametrize("few", [0, 400], ids=["more than few", "few"])
@pytest.mark.parametrize("asked", ["标 甲 1", "件 _ ß", "甲 招标"])
async def test_common_words_that_seldom_meet_are_found_either_way(
    texts: Overseen, monkeypatch: pytest.MonkeyPatch, asked: str, few: int
) -> None:
    monkeypatch.setattr(searching, "FEW", few)
    async with texts.database.transaction() as connection:
        await connection.execute(text("ANALYZE case_terms"))
        assert await searching.share_of(connection, asked) is not None
        found = await searching.few_found(connection, texts.agencies, asked)
    assert found is None if few == 0 else sorted(found or []) == sorted(expected(texts, asked))
    monkeypatch.setattr(oversight_lists, "OFTEN", 1.1)
    assert await texts.listed(CaseQuery(text=asked)) == expected(texts, asked)
    one = texts.agencies[1:2]
    of_one = [row["case_id"] for row in texts.rows if row["agency_id"] in one and holds(row, asked)]
    assert sorted(await texts.listed(CaseQuery(text=asked), limit=7, agencies=one)) == sorted(of_one)


def test_a_whole_number_is_told_from_a_longer_one_by_its_terms() -> None:
    assert not terms_of_word("〕12号") <= terms_of_text("〔2026〕123号")
    assert not terms_of_word("申〔2026〕12") <= terms_of_text("申〔2026〕21号")
    assert terms_of_word("申〔2026〕12") <= terms_of_text("申〔2026〕123号")


async def test_a_word_does_not_run_from_one_text_into_the_next(texts: Overseen) -> None:
    row = terms_row(UUID_0, UUID_0, datetime(2026, 1, 1, tzinfo=UTC), ["甲申", "乙", "", "丙"])
    assert row.folded == "甲申\n乙\n丙"
    assert not words_of(" \u3000\n")


@given(
    text_=st.text(max_size=30) | st.text("0123１#号〔a", max_size=30),
    begin=st.integers(0, 29),
    length=st.integers(1, 10),
)
def test_a_part_of_a_text_folds_to_a_part_and_has_only_its_terms(text_: str, begin: int, length: int) -> None:
    part = text_[begin : begin + length]
    assert folded(part) in folded(text_)
    if folded(part):
        assert terms_of_word(folded(part)) <= terms_of_text(folded(text_))


@pytest.mark.parametrize(
    ("newest", "units"),
    [
        (datetime(2026, 11, 22, 9, tzinfo=UTC), ["day", "day", "month", "month", "year", "year"]),
        (datetime(2026, 1, 1, 0, tzinfo=UTC), ["day", "year", "year"]),
        (datetime(2026, 2, 28, 23, tzinfo=UTC), ["day", "day", "month", "year", "year"]),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), ["day", "day", "month", "month", "year", "year"]),
    ],
    ids=str,
)
def test_spans_leave_no_moment_out_and_none_twice(newest: datetime, units: list[str]) -> None:
    spans = list(spans_back(newest, datetime(2024, 6, 1, tzinfo=UTC)))
    assert [span.unit for span in spans] == units
    assert spans[0].first <= newest < spans[0].end
    assert all(later.first == earlier.end for later, earlier in pairwise(spans))
    assert spans[-1].first <= datetime(2024, 6, 1, tzinfo=UTC)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)), st.integers(0, 3000))  # noqa: DTZ001
def test_a_case_bears_the_term_of_the_span_in_which_it_was_registered(newest: datetime, days: int) -> None:
    at = newest - timedelta(days=days)
    of_case = set(terms_row(UUID_0, UUID_0, at, []).terms)
    spans: list[Span] = [span for span in spans_back(newest, at) if span.first <= at < span.end]
    assert len(spans) == 1
    assert of_case & spans[0].terms(UUID_0)
