"""What the form of a step carries beside its fields, and how a refused one is told: shared by cases and requests."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from api.console.forms.showing import Shown
from api.console.typed import WHOLE_NUMBER, Faults, Typed
from schemas.errors import Problem

VERSION = "expected_version"
"""The field with the version that was seen; it is asked of nobody."""


class Wrong(NamedTuple):
    """A field with what is wrong with it."""

    name: str
    label: str
    problem: Problem


class Wrongs(NamedTuple):
    """What is wrong with a form: at its fields, and ``elsewhere``: with none of them."""

    fields: tuple[Wrong, ...] = ()
    elsewhere: tuple[Problem, ...] = ()


NOTHING_WRONG = Wrongs()


def wrongs_of(shown: Sequence[Shown], faults: Faults) -> Wrongs:
    """Each fault under the label of its field."""
    labels = dict(_labels(shown))
    return Wrongs(
        tuple(Wrong(name, labels[name], problem) for name, problem in faults.items() if name in labels),
        tuple(problem for name, problem in faults.items() if name not in labels),
    )


def _labels(shown: Sequence[Shown]) -> Iterator[tuple[str, str]]:
    for one in shown:
        yield one.name, one.label
        yield from _labels(one.parts)


def version_in(sent: Typed) -> object:
    """The version a form was made for, for the model to take or refuse."""
    given = sent.first(VERSION)
    return int(given) if WHOLE_NUMBER.fullmatch(given) else given


def version_seen(sent: Typed) -> int:
    """The same as a number; 0 for what is none."""
    version = version_in(sent)
    return version if isinstance(version, int) else 0
