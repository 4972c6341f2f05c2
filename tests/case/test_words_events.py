"""What events are called: no event without a title, no fact without a name, no name without a fact."""

from typing import get_args

import pytest

from schemas.events import Event
from schemas.law.versions import STATUTES
from schemas.words_events import EVENT_FACTS, EVENT_RULES, EVENT_TITLES, FACT_NAMES, fact_name

KINDS = {kind.model_fields["kind"].default: kind for kind in get_args(get_args(Event)[0])}


def test_every_event_has_a_title_and_no_title_is_of_nothing() -> None:
    assert set(EVENT_TITLES) == set(KINDS)
    assert all(zh.strip() and en.strip() for zh, en in EVENT_TITLES.values())


@pytest.mark.parametrize("kind", sorted(EVENT_FACTS))
def test_the_facts_of_an_event_are_fields_of_it_and_have_names(kind: str) -> None:
    assert set(EVENT_FACTS[kind]) <= set(KINDS[kind].model_fields)
    assert all(fact_name(kind, field) for field in EVENT_FACTS[kind])


def test_no_name_belongs_to_no_fact() -> None:
    told = {(kind, field) for kind, fields in EVENT_FACTS.items() for field in fields}
    used = {f"{kind}.{field}" if f"{kind}.{field}" in FACT_NAMES else field for kind, field in told}
    assert set(FACT_NAMES) == used


def test_the_rule_of_an_event_has_an_article_today() -> None:
    assert set(EVENT_RULES) <= set(KINDS)
    assert all(STATUTES[-1].article(rule).code for rule in EVENT_RULES.values())
