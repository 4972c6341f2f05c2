"""What was typed, as a tree: ``positions.0.document`` lies under ``positions``, ``0``, ``document``."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_NUMBER = re.compile(r"[0-9]{1,6}")


@dataclass(slots=True)
class Tree:
    """The values under one name, and what lies below it."""

    values: list[str] = field(default_factory=list)
    below: dict[str, "Tree"] = field(default_factory=dict)

    @classmethod
    def of(cls, fields: Iterable[tuple[str, str]]) -> "Tree":
        """All fields of a form, in their order."""
        whole = cls()
        for name, value in fields:
            at = whole
            for part in name.split("."):
                at = at.below.setdefault(part, cls())
            at.values.append(value)
        return whole

    def at(self, name: str) -> "Tree":
        """What lies under a name; an empty tree if nothing does."""
        return self.below.get(name) or Tree()

    @property
    def first(self) -> str:
        """The first value that says something; empty if none does."""
        return next((value for value in self.values if value.strip()), "")

    @property
    def rows(self) -> list["Tree"]:
        """What is numbered, in the order of the numbers."""
        numbered = sorted(
            ((int(name), tree) for name, tree in self.below.items() if _NUMBER.fullmatch(name)), key=lambda row: row[0]
        )
        return [tree for _, tree in numbered]

    def fields(self, name: str = "") -> Iterable[tuple[str, str]]:
        """The fields again, with their names."""
        for value in self.values:
            yield name, value
        for part, tree in self.below.items():
            yield from tree.fields(f"{name}.{part}" if name else part)
