"""Words for all: every closed set, every step, every field and its help, in both languages."""

import importlib
from collections.abc import Iterator
from enum import StrEnum

import pytest

from api.console.language import Language
from api.console.steps.field_words import STEP_FIELDS
from api.console.steps.help import FINALLY, HELP, help_for
from api.console.steps.words.fields_common import COMMON
from api.console.words import called
from schemas.law.versions import STATUTES
from schemas.words_steps import STEP_TITLES
from workflows.book import STAFF_RULES

TOLD = (
    *("annual", "applications", "clock", "digest_periods", "escalation", "figures", "forecast", "inbox", "inquiries"),
    *("oversight_lists", "own_records", "pages", "retention", "status", "vocabulary", "waiting"),
)
"""Modules whose closed sets people read; the others' are for programs, or have their words with them."""


def closed_sets() -> Iterator[type[StrEnum]]:
    for module in TOLD:
        for found in vars(importlib.import_module(f"schemas.{module}")).values():
            if isinstance(found, type) and issubclass(found, StrEnum) and found.__module__ == f"schemas.{module}":
                yield found


@pytest.mark.parametrize("known", list(closed_sets()), ids=lambda known: str(known.__name__))
def test_everything_in_a_closed_set_has_a_name(known: type[StrEnum]) -> None:
    for language in Language:
        names = [called(one, language) for one in known]
        assert all(names)


def test_every_step_has_a_name_and_help() -> None:
    assert set(STEP_TITLES) == {*STAFF_RULES, "register"}
    assert set(HELP) == set(STAFF_RULES)
    assert set(FINALLY) <= set(STAFF_RULES)
    assert set(STEP_FIELDS) <= set(STAFF_RULES)


@pytest.mark.parametrize("statute", STATUTES, ids=lambda statute: str(statute.id))
def test_help_names_its_place_and_the_figures_of_the_version(statute: object) -> None:
    for step in HELP:
        places, (chinese, english) = help_for(step, statute)  # type: ignore[arg-type]
        assert "{" not in chinese + english
        assert all(zh and en for zh, en in places)
    assert all(help_for(step, STATUTES[-1])[0] for step in HELP)


def test_chinese_ends_as_a_sentence_and_labels_do_not() -> None:
    texts = [COMMON, *STEP_FIELDS.values()]
    for said in (said for text in texts for said in text.values()):
        assert not said.label[0].endswith("。")
        assert said.hint is None or said.hint[0].endswith("。")
    assert all(one.text[0].endswith("。") for one in HELP.values())
