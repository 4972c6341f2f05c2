"""From what was typed to what the model takes, and back: what was left empty is left out."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from enum import Enum
from typing import Any

from pydantic import BaseModel

from api.console.forms.shapes import Group, Kind, Kinds, Lines, Many, Pick, Rows, Scalar, Shape
from api.console.forms.typed_tree import Tree

_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,18}")
_SAID = {"yes": True, "no": False}


class _Nothing(Enum):
    """Nothing was said, which is not the same as none."""

    SAID = 0


NOTHING = _Nothing.SAID


def answer(shape: Shape, typed: Tree) -> Any:
    """What was said; ``NOTHING`` where nothing was. What makes no sense stays as typed, for the model to refuse."""
    match shape:
        case Scalar():
            return _value(shape, typed.first)
        case Pick():
            return typed.first.strip() or NOTHING
        case Group():
            return _group(shape, typed)
        case Kinds():
            return _of_a_kind(shape, typed)
        case Many() | Lines() | Rows():
            return _several(shape, typed) or (_none_of(shape) if shape.default is not None else NOTHING)


def _value(shape: Scalar, given: str) -> Any:
    if not given.strip():
        return NOTHING
    if shape.kind is Kind.NUMBER:
        return int(given) if _WHOLE_NUMBER.fullmatch(given.strip()) else given
    if shape.kind is Kind.YES_NO:
        return _SAID.get(given, given)
    return given if shape.kind in {Kind.LINE, Kind.TEXT} else given.strip()


def _group(shape: Group, typed: Tree) -> Any:
    said = {name: answer(inner, typed.at(name)) for name, inner in shape.fields.items()}
    found = {name: value for name, value in said.items() if value is not NOTHING}
    return NOTHING if shape.optional and _adds_nothing(shape, found) else found


def _of_a_kind(shape: Kinds, typed: Tree) -> Any:
    kind = typed.at(shape.tag).first
    if not kind:
        return NOTHING
    return {shape.tag: kind, **(_group(shape.kinds[kind], typed) if kind in shape.kinds else {})}


def _several(shape: Many | Lines | Rows, typed: Tree) -> Any:
    match shape:
        case Many():
            return list(dict.fromkeys(value for value in typed.values if value.strip()))
        case Lines(item=item):
            lines = "\n".join(typed.values).split("\n")
            return [_value(item, line.strip()) for line in lines if line.strip()]
        case Rows(keyed=True):
            said = [answer(shape.item, row) for row in filled_rows(shape, typed)]
            return {row.get("key", ""): row.get("value", []) for row in said}
        case _:
            return [answer(shape.item, row) for row in filled_rows(shape, typed)]


def filled_rows(shape: Rows, typed: Tree) -> list[Tree]:
    """The rows in which something is said, beyond what stands there by itself."""
    return [row for row in typed.rows if says_something(shape.item, row)]


def shown_rows(shape: Rows, typed: Tree) -> list[Tree]:
    """The rows in which something is said, and those that stand there by themselves."""
    return [row for row in typed.rows if says_something(shape.item, row) or stands(shape.item, row)]


def says_something(shape: Shape, typed: Tree) -> bool:
    """Whether anything was filled in, beyond what stands there by itself."""
    said = answer(shape, typed)
    if isinstance(shape, Group) and isinstance(said, dict):
        return not _adds_nothing(shape, said)
    return said is not NOTHING


def has_fixed(shape: Shape) -> bool:
    """Whether a row is about something that cannot be changed."""
    fields = shape.fields.values() if isinstance(shape, Group) else ()
    return any(isinstance(one, Scalar) and one.fixed for one in fields)


def stands(shape: Shape, typed: Tree) -> bool:
    """Whether a row stands there by itself: about a document, for example."""
    fields = shape.fields if isinstance(shape, Group) else {}
    return any(isinstance(one, Scalar) and one.fixed and typed.at(name).first for name, one in fields.items())


def _adds_nothing(shape: Group, found: Mapping[str, Any]) -> bool:
    """Whether a group says no more than it says when nobody touches it."""
    return all(_is_untouched(shape.fields[name], value) for name, value in found.items())


def _is_untouched(shape: Shape, value: Any) -> bool:
    fixed = isinstance(shape, Scalar) and shape.fixed
    return fixed or value in ({}, []) or (shape.default is not None and value == shape.default)


def _none_of(shape: Many | Lines | Rows) -> Any:
    return {} if isinstance(shape, Rows) and shape.keyed else []


def filled(shape: Shape, given: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """The fields of a form that says this already: a model, or what a model is made of."""
    match shape:
        case _ if given is None:
            return
        case Scalar() | Pick():
            yield name, _written(given)
        case Many():
            yield from ((name, _written(one)) for one in given)
        case Lines():
            yield name, "\n".join(_written(one) for one in given)
        case Rows(item=item, keyed=keyed):
            rows = [{"key": key, "value": value} for key, value in given.items()] if keyed else given
            for n, row in enumerate(rows):
                yield from filled(item, row, f"{name}.{n}")
        case Group(fields=fields):
            for inner, shape_inside in fields.items():
                yield from filled(shape_inside, _part(given, inner), f"{name}.{inner}" if name else inner)
        case Kinds(tag=tag, kinds=kinds):
            kind = _written(_part(given, tag))
            yield f"{name}.{tag}", kind
            yield from filled(kinds[kind], given, name)


def untouched(shape: Shape, name: str = "") -> Iterator[tuple[str, str]]:
    """The fields of a form as it is before anybody touches it: with what is usual."""
    if isinstance(shape, Group) and not shape.optional:
        for inner, shape_inside in shape.fields.items():
            yield from untouched(shape_inside, f"{name}.{inner}" if name else inner)
    else:
        yield from filled(shape, shape.default, name)


def _part(whole: Any, name: str) -> Any:
    if isinstance(whole, BaseModel):
        return getattr(whole, name)
    return whole.get(name) if isinstance(whole, Mapping) else None


def _written(value: Any) -> str:
    """A value as a form carries it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
