"""A form as the template writes it: every field with its name, label, hint, value, bounds and what is wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from api.console.forms.answers import has_fixed, shown_rows
from api.console.forms.shapes import Group, Kind, Kinds, Lines, Many, Pick, Rows, Scalar, Shape
from api.console.forms.texts import Choice, Choices, Said, Texts, best, said_of
from api.console.forms.typed_tree import Tree
from api.console.language import Language
from api.console.words import called, said
from schemas.errors import Problem

FEW = 5
"""So many choices are shown all at once; more are a list to pull down."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """One field. ``control`` names the macro that writes it; ``parts`` are the fields inside it.

    ``is_new``: a row that was just added. ``more``: what the button that adds a row, or goes on, sends. ``forced``: the
    browser insists on it; it does not in a row that may as well be left empty.
    """

    control: str
    name: str
    label: str
    hint: str | None = None
    fault: Problem | None = None
    required: bool = False
    forced: bool = False
    value: str = ""
    options: tuple[Option, ...] = ()
    parts: tuple["Shown", ...] = ()
    low: int | None = None
    high: int | None = None
    longest: int | None = None
    more: str = ""
    is_new: bool = False
    number: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field stands: its name in the form, and its path in the texts."""

    name: str = ""
    path: str = ""

    def inside(self, part: str) -> "Place":
        """A field of a group."""
        return Place(f"{self.name}.{part}" if self.name else part, f"{self.path}.{part}" if self.path else part)

    def row(self, n: int) -> "Place":
        """One of several: a number in the name, none in the path."""
        return Place(f"{self.name}.{n}", self.path)

    def of_kind(self, kind: str) -> "Place":
        """Inside one of several models: its kind is in the path, not in the name."""
        return Place(self.name, f"{self.path}.{kind}")


@dataclass(frozen=True, slots=True)
class Showing:
    """What is the same for all fields of one form. ``spare``: within a row that may be left empty."""

    language: Language
    texts: Texts
    choices: Choices
    faults: Mapping[str, Problem] = field(default_factory=dict)
    more: str = ""
    spare: bool = False

    def field(self, shape: Shape, typed: Tree, at: Place) -> Shown:
        """One field with everything inside it."""
        match shape:
            case Scalar() | Pick():
                return self._one(shape, typed, at)
            case Many():
                return self._many(shape, typed, at)
            case Lines(item=item):
                lines = [line for line in typed.values if line]
                return self._shown("lines", shape, at, value="\n".join(lines), low=item.low, high=item.high)
            case Group():
                return self._shown("group", shape, at, parts=tuple(self.inside(shape, typed, at)))
            case Rows():
                more = "" if has_fixed(shape.item) else at.name
                return self._shown("rows", shape, at, parts=tuple(self._rows(shape, typed, at)), more=more)
            case Kinds():
                return self._kinds(shape, typed, at)

    def inside(self, shape: Group, typed: Tree, at: Place) -> Iterator[Shown]:
        """The fields of a group."""
        for name, inner in shape.fields.items():
            yield self.field(inner, typed.at(name), at.inside(name))

    def _shown(self, control: str, shape: Shape, at: Place, **more: object) -> Shown:
        text = said_of(self.texts, at.path)
        required = self._required(shape, text)
        return Shown(
            control=control,
            name=at.name,
            label=said(text.label, self.language),
            hint=said(text.hint, self.language) if text.hint else None,
            fault=self.faults.get(at.name),
            required=required,
            forced=required and not self.spare,
            **more,  # type: ignore[arg-type]
        )

    def _required(self, shape: Shape, text: Said) -> bool:
        return text.required or not (shape.optional or shape.default is not None)

    def _one(self, shape: Scalar | Pick, typed: Tree, at: Place) -> Shown:
        offered = self._offered(shape, at)
        value = typed.first
        if offered is None:
            assert isinstance(shape, Scalar)  # noqa: S101 - one of a closed set is always offered
            bounds = {"low": shape.low, "high": shape.high, "longest": shape.longest}
            return self._shown(shape.kind.value, shape, at, value=value, **bounds)
        if isinstance(shape, Scalar) and shape.fixed:
            label = next((label for known, label in offered if known == value), value)
            return self._shown("fixed", shape, at, value=value, options=(Option(value, label),))
        must = self._required(shape, said_of(self.texts, at.path)) or shape.default is not None
        only = offered[0][0] if must and len(offered) == 1 else ""
        control = "radios" if must and not self.spare and 0 < len(offered) <= FEW else "select"
        return self._shown(control, shape, at, value=value, options=_options(offered, {value or only}))

    def _many(self, shape: Many, typed: Tree, at: Place) -> Shown:
        """To be ticked; what was chosen in an order of its own stands first, in that order."""
        offered = self._offered(shape.item, at) or ()
        place = {value: n for n, (value, _) in enumerate(offered)}
        chosen = [value for value in dict.fromkeys(typed.values) if value in place]
        if chosen != sorted(chosen, key=place.__getitem__):
            offered = tuple(sorted(offered, key=lambda one: chosen.index(one[0]) if one[0] in chosen else len(offered)))
        return self._shown("many", shape, at, options=_options(offered, set(chosen)))

    def _rows(self, shape: Rows, typed: Tree, at: Place) -> Iterator[Shown]:
        """The rows in which something stands, as many as are needed, and one more on demand."""
        rows = typed.rows if self.more else shown_rows(shape, typed)
        needed = max(shape.fewest, 0 if shape.optional else 1)
        wanted = max(len(rows), needed) + (self.more == at.name)
        for n, row in enumerate([*rows, *(Tree() for _ in range(wanted - len(rows)))]):
            is_new = self.more == at.name and n == wanted - 1
            spare = replace(self, spare=self.spare or n >= shape.fewest or has_fixed(shape.item))
            yield _as_row(spare.field(shape.item, row, at.row(n)), n + 1, is_new=is_new)

    def _kinds(self, shape: Kinds, typed: Tree, at: Place) -> Shown:
        """The kind, and the fields of the kind that was chosen."""
        kind, tag = typed.at(shape.tag).first, at.inside(shape.tag)
        offered = self._tags(shape, at)
        inner = shape.kinds.get(kind)
        parts = tuple(self.inside(inner, typed, at.of_kind(kind))) if inner else ()
        options = _options(offered, {kind})
        return self._shown("kinds", shape, at, value=kind, options=options, parts=parts, more=tag.name)

    def _tags(self, shape: Kinds, at: Place) -> tuple[Choice, ...]:
        given = best(self.choices, at.inside(shape.tag).path)
        if given is not None:
            return self.choices[given]
        return tuple((kind, self._called(name, at)) for kind, name in shape.names.items())

    def _offered(self, shape: Scalar | Pick, at: Place) -> tuple[Choice, ...] | None:
        """What can be chosen; None for what is written freely."""
        given = best(self.choices, at.path)
        if given is not None:
            return self.choices[given]
        if isinstance(shape, Pick):
            return tuple((str(one), self._called(one, at)) for one in shape.values)
        if shape.kind is Kind.YES_NO:
            return tuple((value, said(word, self.language)) for value, word in _YES_NO)
        return None

    def _called(self, value: object, at: Place) -> str:
        if isinstance(value, Enum):
            return called(value, self.language)
        return said(said_of(self.texts, f"{at.path}.{value}").label, self.language)


_YES_NO = (("yes", ("是", "yes")), ("no", ("否", "no")))


def _as_row(shown: Shown, number: int, *, is_new: bool) -> Shown:
    """A row by its number; one that is about something fixed by the name of that. What is said of all is said once."""
    about = next((part for part in shown.parts if part.control == "fixed"), None)
    if about is None:
        return replace(shown, hint=None, number=number, is_new=is_new)
    parts = tuple(replace(part, control="hidden") if part is about else part for part in shown.parts)
    return replace(shown, label=about.options[0].label, hint=None, parts=parts)


def _options(offered: tuple[Choice, ...], chosen: set[str]) -> tuple[Option, ...]:
    return tuple(Option(value, label, value in chosen) for value, label in offered)
