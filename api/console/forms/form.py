"""A form made of a pydantic model: shown, read back, and shown again with what is wrong at its field."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel, ValidationError

from api.console.forms.answers import NOTHING, answer, filled, says_something, shown_rows, untouched
from api.console.forms.reading_models import shape_of
from api.console.forms.shapes import Group, Kinds, Many, Pick, Rows, Scalar, Shape
from api.console.forms.showing import Place, Showing, Shown
from api.console.forms.texts import Choices, Texts
from api.console.forms.typed_tree import Tree
from api.console.language import Language
from api.console.typed import Faults, Typed, faults_of
from schemas.errors import DaylightError

MORE = "more"
"""The field a button sends that adds a row or goes on with the kind chosen: it asks for the form, not for the act."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form. ``read`` gives what the model takes; ``shown`` what the template writes."""

    shape: Group
    texts: Texts
    choices: Choices

    def read(self, sent: Typed) -> dict[str, Any]:
        """What was filled in, without what was left empty; for ``model_validate``."""
        said = answer(self.shape, Tree.of(sent.fields))
        return {} if said is NOTHING else dict(said)

    def leaving_out(self, paths: frozenset[str]) -> "Form":
        """The same without some fields."""
        shape = _adapted(self.shape, "", paths, frozenset(), frozenset())
        assert isinstance(shape, Group)  # noqa: S101 - as before
        return replace(self, shape=shape)

    def filled(self, given: BaseModel | Mapping[str, Any]) -> Typed:
        """The form with something filled in already: a model, or some of its fields."""
        return Typed(filled(self.shape, given))

    def untouched(self) -> Typed:
        """The form as it is at first: with what is usual."""
        return Typed(untouched(self.shape))

    def begun(self, given: Mapping[str, Any]) -> Typed:
        """The form as it is at first, with what is known already in place of what is usual."""
        own = [(name, value) for name, value in self.untouched().fields if name.partition(".")[0] not in given]
        return Typed([*own, *self.filled(given).fields])

    def shown(self, sent: Typed, language: Language, faults: Faults | None = None) -> tuple[Shown, ...]:
        """The fields with what was typed. ``faults``: as ``faults`` gives them."""
        showing = Showing(language, self.texts, self.choices, faults or {}, sent.first(MORE))
        return tuple(showing.inside(self.shape, Tree.of(sent.fields), Place()))

    def faults(self, refused: DaylightError | ValidationError, sent: Typed) -> Faults:
        """Everything that is wrong, each at the field where it is shown; what belongs to none under the empty name."""
        tree = Tree.of(sent.fields)
        found = faults_of(refused).items()
        named = {".".join(_shown_at(self.shape, tree, name.split("."))): problem for name, problem in found}
        return {name: problem for name, problem in named.items() if not _is_within(name, named)}


def _is_within(name: str, others: Iterable[str]) -> bool:
    """Whether something more exact is said: of too few rows, where a row is what is wrong."""
    return bool(name) and any(other.startswith(f"{name}.") for other in others)


def form_of(
    model: type[BaseModel],
    texts: Texts,
    choices: Choices | None = None,
    *,
    without: frozenset[str] = frozenset(),
    fixed: frozenset[str] = frozenset(),
    ordered: frozenset[str] = frozenset(),
) -> Form:
    """The form of a model.

    ``choices``: what can be chosen where the model does not say, and instead of what it says. ``without``: fields that
    are not asked for. ``fixed``: fields that are shown and cannot be changed. ``ordered``: several of a closed set
    whose order counts, each chosen in a row of its own. All of them by path, without numbers.
    """
    shape = _adapted(shape_of(model), "", without, fixed, ordered)
    assert isinstance(shape, Group)  # noqa: S101 - the shape of a model is one
    return Form(shape, texts, choices or {})


def _adapted(shape: Shape, path: str, without: frozenset[str], fixed: frozenset[str], ordered: frozenset[str]) -> Shape:
    def inside(inner: Shape, at: str) -> Shape:
        return _adapted(inner, at, without, fixed, ordered)

    match shape:
        case Group(fields=fields):
            at = {name: f"{path}.{name}" if path else name for name in fields}
            return replace(shape, fields={n: inside(one, at[n]) for n, one in fields.items() if at[n] not in without})
        case Rows(item=item):
            return replace(shape, item=inside(item, path))
        case Kinds(kinds=kinds):
            adapted = {n: inside(one, f"{path}.{n}") for n, one in kinds.items()}
            return replace(shape, kinds={n: one for n, one in adapted.items() if isinstance(one, Group)})
        case Scalar() if path in fixed:
            return replace(shape, fixed=True)
        case Many(item=Pick() as item, fewest=fewest, optional=optional, default=default) if path in ordered:
            return Rows(item, fewest, optional, default)
        case _:
            return shape


def _shown_at(shape: Shape, typed: Tree, way: list[str]) -> Iterator[str]:
    """The name under which a field is shown: without the kinds pydantic puts between, with the rows as they stand."""
    if not way or way == [""]:
        return
    part, *rest = way
    match shape:
        case Group(fields=fields) if part in fields:
            yield part
            yield from _shown_at(fields[part], typed.at(part), rest)
        case Kinds(tag=tag, kinds=kinds):
            chosen = kinds.get(typed.at(tag).first)
            if part == tag:
                return
            if chosen:
                yield from _shown_at(chosen, typed, way if part in chosen.fields else rest)
        case Rows(item=item) if part.isdecimal():
            yield from _of_row(shape, item, typed, int(part), rest)


def _of_row(shape: Rows, item: Shape, typed: Tree, said: int, rest: list[str]) -> Iterator[str]:
    """The row that says something for the so-manieth time, as it is numbered where it is shown."""
    rows = shown_rows(shape, typed)
    saying = [n for n, row in enumerate(rows) if says_something(item, row)]
    if said < len(saying):
        yield str(saying[said])
        yield from _shown_at(item, rows[saying[said]], rest)
