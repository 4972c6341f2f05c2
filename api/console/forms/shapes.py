"""What a form is made of: the fields of a pydantic model, told apart by how a person fills them in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto


class Kind(StrEnum):
    """How one value is filled in."""

    LINE = auto()
    TEXT = auto()
    NUMBER = auto()
    DECIMAL = auto()
    DAY = auto()
    TIME = auto()
    YES_NO = auto()
    ID = auto()


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value. ``low``/``high``: of a number; ``longest``: characters of a text.

    ``fixed``: stands there and cannot be changed, such as the document a row is about.
    """

    kind: Kind
    optional: bool = False
    default: object = None
    low: int | None = None
    high: int | None = None
    longest: int | None = None
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Pick:
    """One of a closed set; ``values`` are members of an enumeration, or plain words."""

    values: tuple[object, ...]
    optional: bool = False
    default: object = None


@dataclass(frozen=True, slots=True)
class Many:
    """Several of a closed set, or of what the caller offers, to be ticked: never one twice."""

    item: Pick | Scalar
    fewest: int = 0
    optional: bool = False
    default: object = None


@dataclass(frozen=True, slots=True)
class Lines:
    """Several short values, one a line."""

    item: Scalar
    fewest: int = 0
    optional: bool = False
    default: object = None


@dataclass(frozen=True, slots=True)
class Group:
    """The fields of a model, in their order."""

    fields: Mapping[str, "Shape"]
    optional: bool = False
    default: object = None


@dataclass(frozen=True, slots=True)
class Rows:
    """The same again and again, numbered. ``keyed``: a mapping, each row of which is ``key`` and ``value``."""

    item: "Shape"
    fewest: int = 0
    optional: bool = False
    default: object = None
    keyed: bool = False


@dataclass(frozen=True, slots=True)
class Kinds:
    """One of several models, told apart by the value of the field ``tag``; ``names``: these values themselves."""

    tag: str
    kinds: Mapping[str, Group] = field(default_factory=dict)
    names: Mapping[str, object] = field(default_factory=dict)
    optional: bool = False
    default: object = None


Shape = Scalar | Pick | Many | Lines | Group | Rows | Kinds
ONE_LINE = 254
"""Characters up to which a text is filled in on one line."""
