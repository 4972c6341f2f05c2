"""Names for the files of a package that every system can keep: no path, no surprise, no two alike."""

import re
import unicodedata
from collections.abc import Iterable

from schemas.base import has_no_glyph

LONGEST = 120
"""Bytes of UTF-8 in one name."""
UNNAMED = "文件"
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_EXTENSION = re.compile(r"(?<=.)\.[A-Za-z0-9]{1,8}$")


def safe_names(wanted: Iterable[str], taken: Iterable[str] = ()) -> tuple[str, ...]:
    """A name for each, in order: unlike ``taken`` and each other also where case does not count (Windows, macOS).

    At most 120 bytes, the ending kept: ``../甲/报告.pdf`` becomes ``_甲_报告.pdf``, a second one ``_甲_报告 (2).pdf``.
    """
    used, found = {name.casefold() for name in taken}, list[str]()
    for name in wanted:
        found.append(_unlike(used, _plain(name)))
        used.add(found[-1].casefold())
    return tuple(found)


def _plain(name: str) -> str:
    """Without what some system reads as a path, a device, a hidden file or nothing at all."""
    seen = "".join(" " if c.isspace() else c for c in unicodedata.normalize("NFC", name) if c == "\t" or _is_seen(c))
    bare = " ".join(_FORBIDDEN.sub("_", seen).split()).strip(". ")
    return f"_{bare}" if _DEVICES.fullmatch(bare) else bare or UNNAMED


def _is_seen(character: str) -> bool:
    return character == "\n" or not has_no_glyph(character)


def _unlike(used: set[str], name: str) -> str:
    n, found = 1, _cut(name, "")
    while found.casefold() in used:
        n += 1
        found = _cut(name, f" ({n})")
    return found


def _cut(name: str, mark: str) -> str:
    """The name with ``mark`` before its ending, cut between two characters to what fits."""
    ending = found[0] if (found := _EXTENSION.search(name)) else ""
    room = LONGEST - len(f"{mark}{ending}".encode())
    stem = name.removesuffix(ending).encode()[:room].decode(errors="ignore")
    return f"{stem.rstrip('. ')}{mark}{ending}"
