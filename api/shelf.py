"""Bytes kept in memory for a while: the least recently used go first, and all together never take more than a bound."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

KeyT = TypeVar("KeyT")
_SHARE = 8
"""No single thing may take more than this part of the bound."""


class Shelf(Generic[KeyT]):
    """``most`` bytes. A key tells all of the content there is to tell, so that nothing here can be out of date."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0
        self._kept: OrderedDict[KeyT, bytes] = OrderedDict()

    def get(self, key: KeyT) -> bytes | None:
        """What is kept under the key, which is then the last to go."""
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def __contains__(self, key: KeyT) -> bool:
        return key in self._kept

    @property
    def held(self) -> int:
        """Bytes of all that is kept."""
        return self._held

    def takes(self, size: int) -> bool:
        """Whether something of this size is kept at all."""
        return size <= self._most // _SHARE

    def put(self, key: KeyT, made: bytes) -> None:
        """Keep it, if it is not too large, in place of what was used longest ago."""
        if not self.takes(len(made)):
            return
        self._remove(key)
        self._kept[key] = made
        self._held += len(made)
        while self._held > self._most:
            self._remove(next(iter(self._kept)))

    def drop(self, meant: Callable[[KeyT], bool]) -> None:
        """Forget everything whose key is meant."""
        for key in [key for key in self._kept if meant(key)]:
            self._remove(key)

    def _remove(self, key: KeyT) -> None:
        self._held -= len(self._kept.pop(key, b""))
