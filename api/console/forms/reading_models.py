"""From the annotations of a pydantic model to the shape of its form."""

from collections.abc import Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin
from uuid import UUID

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from api.console.forms.shapes import ONE_LINE, Group, Kind, Kinds, Lines, Many, Pick, Rows, Scalar, Shape

_SCALARS: dict[type, Kind] = {
    bool: Kind.YES_NO,
    int: Kind.NUMBER,
    Decimal: Kind.DECIMAL,
    date: Kind.DAY,
    time: Kind.TIME,
    UUID: Kind.ID,
}
Said = dict[str, Any]
"""``optional`` and ``default``, as every shape has them."""


def shape_of(model: type[BaseModel], **said: Any) -> Group:
    """The shape of a model's form. What can have one value only is not asked for. Raises ``TypeError``."""
    return Group({name: shape for name, info in model.model_fields.items() for shape in _of_field(info)}, **said)


def _of_field(info: FieldInfo) -> Iterator[Shape]:
    said: Said = {} if info.is_required() else {"optional": True, "default": _default(info)}
    yield from _shape(info.annotation, list(info.metadata), said)


def _default(info: FieldInfo) -> object:
    """What stands in the form at first; nothing for a field that is empty unless filled in."""
    given = info.get_default(call_default_factory=True)
    return None if given in ((), {}) else given


def _shape(annotation: Any, marks: list[Any], said: Said) -> Iterator[Shape]:
    """The shape of one annotation; nothing for a constant."""
    core, marks, said = _unwrapped(annotation, marks, said)
    origin = get_origin(core)
    if origin is Literal:
        yield from _literal(get_args(core), said)
    elif origin is tuple:
        yield _tuple(get_args(core)[0], marks, said)
    elif origin is dict:
        key, value = get_args(core)
        yield _mapping(key, value, said)
    elif origin in (Union, UnionType):
        yield _kinds(get_args(core), said)
    else:
        yield _plain(core, marks, said)


def _unwrapped(annotation: Any, marks: list[Any], said: Said) -> tuple[Any, list[Any], Said]:
    """Without ``Annotated`` and ``| None``, whatever is around what."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            marks = [*marks, *more]
        elif get_origin(annotation) in (Union, UnionType) and NoneType in get_args(annotation):
            rest = [one for one in get_args(annotation) if one is not NoneType]
            annotation = rest[0] if len(rest) == 1 else Union[tuple(rest)]  # noqa: UP007 - made at run time
            said = {"default": None, **said, "optional": True}
        else:
            return annotation, marks, said


def _literal(values: tuple[Any, ...], said: Said) -> Iterator[Shape]:
    if len(values) > 1:
        yield Pick(values, **said)


def _plain(core: Any, marks: list[Any], said: Said) -> Shape:
    if not isinstance(core, type):
        raise TypeError(f"no form for {core}")
    if issubclass(core, Enum):
        return Pick(tuple(core), **said)
    if issubclass(core, BaseModel):
        return shape_of(core, **said)
    if issubclass(core, str):
        longest = _bound(marks, "max_length", min)
        return Scalar(Kind.TEXT if (longest or 0) > ONE_LINE else Kind.LINE, longest=longest, **said)
    low, high = _bound(marks, "ge", max), _bound(marks, "le", min)
    return Scalar(_SCALARS[core], low=low, high=high, **said)


def _tuple(item: Any, marks: list[Any], said: Said) -> Shape:
    fewest = _bound(marks, "min_length", max) or 0
    (shape,) = _shape(item, [], {})
    match shape:
        case Pick() | Scalar(kind=Kind.ID):
            return Many(shape, fewest, **said)
        case Scalar() if shape.kind is not Kind.TEXT:
            return Lines(shape, fewest, **said)
        case _:
            return Rows(shape, fewest, **said)


def _mapping(key: Any, value: Any, said: Said) -> Shape:
    (keys,), (values,) = _shape(key, [], {}), _shape(value, [], {})
    return Rows(Group({"key": keys, "value": values}), keyed=True, **said)


def _kinds(members: tuple[Any, ...], said: Said) -> Shape:
    """One of several models: told apart by the field that is a constant in each of them."""
    tag = next(name for name in members[0].model_fields if all(_constant(one, name) is not None for one in members))
    names: Mapping[str, object] = {str(_constant(one, tag)): _constant(one, tag) for one in members}
    kinds = {kind: shape_of(one) for kind, one in zip(names, members, strict=True)}
    return Kinds(tag, kinds, names, **said)


def _constant(model: type[BaseModel], name: str) -> object:
    info = model.model_fields.get(name)
    if info is None or get_origin(info.annotation) is not Literal:
        return None
    values = get_args(info.annotation)
    return values[0] if len(values) == 1 else None


def _bound(marks: list[Any], name: str, tightest: Any) -> int | None:
    """The tightest of all bounds of one sort, wherever it is written."""
    found = [bound for mark in marks for bound in _bounds(mark, name)]
    return tightest(found) if found else None


def _bounds(mark: Any, name: str) -> Iterator[int]:
    if isinstance(mark, FieldInfo):
        for inner in mark.metadata:
            yield from _bounds(inner, name)
    elif (bound := getattr(mark, name, None)) is not None:
        yield int(bound)
