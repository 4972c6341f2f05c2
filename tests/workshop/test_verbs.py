"""The table of verbs names functions that are there and take what it says."""

from importlib import import_module
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from activities.workshop.verbs import PACKAGE, READ, REDACT, RENDER, Verb


@pytest.mark.parametrize("verb", [READ, RENDER, REDACT, PACKAGE], ids=lambda verb: verb.name)
def test_a_verb_is_a_function_of_folder_and_order(verb: Verb[Any, Any]) -> None:
    module, _, name = verb.place.partition(":")
    hints = get_type_hints(getattr(import_module(module), name))
    assert list(hints.values()) == [Path, verb.order, verb.result]
