"""The aims of the benchmark, on a smaller corpus of another seed."""

from functools import cache

import pytest

from schemas.pages import PersonalKind
from tests.bench.corpus import corpus
from tests.bench.personal import CHECKABLE, PRECISION, RECALL, Score, scored

_DOCUMENTS, _SEED = 60, 77


@cache
def _score() -> Score:
    return scored(corpus(_DOCUMENTS, _SEED, office=False)).score


@pytest.mark.parametrize("kind", CHECKABLE)
def test_checkable_kinds_are_found_and_little_else(kind: PersonalKind) -> None:
    assert _score().right[kind] >= 30
    assert _score().recall(kind) >= RECALL
    assert _score().precision(kind) >= PRECISION


def test_the_same_seed_makes_the_same_corpus() -> None:
    assert list(corpus(5, 1, office=False)) == list(corpus(5, 1, office=False))
