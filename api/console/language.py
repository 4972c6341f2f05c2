"""Chinese first, English by switch: the two languages of the console, and the catalogues behind them."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

COOKIE = "daylight_language"
FOLDER = files("api.console").joinpath("catalogues", "zh_CN")


def N_(sentence: str) -> str:  # noqa: N802 - the name every tool for catalogues knows
    """Marks a sentence that a template translates later; itself it changes nothing."""
    return sentence


class Language(StrEnum):
    """What the console is shown in; the value is a BCP 47 tag."""

    CHINESE = "zh-CN"
    ENGLISH = "en"

    @property
    def other(self) -> "Language":
        """The one to switch to."""
        return Language.ENGLISH if self is Language.CHINESE else Language.CHINESE


def language_of(cookies: Mapping[str, str]) -> Language:
    """The language chosen before; Chinese for who has not chosen."""
    return Language.ENGLISH if cookies.get(COOKIE) == Language.ENGLISH else Language.CHINESE


@cache
def translations(language: Language) -> NullTranslations:
    """The sentences of the pages. They are written in English; the Chinese stands in ``catalogues/zh_CN/*.po``, a file
    for each part of the console, read as they are: nothing has to be compiled before a start."""
    if language is Language.ENGLISH:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, chinese())
    compiled.seek(0)
    return GNUTranslations(compiled)


def chinese() -> Catalog:
    """All Chinese sentences in one catalogue. Raises ``ValueError`` when two files differ about one."""
    whole = Catalog(locale="zh_CN")
    for file in sorted(FOLDER.iterdir(), key=lambda entry: entry.name):
        with file.open("rb") as opened:
            for message in read_po(opened, locale="zh_CN"):
                standing = whole.get(message.id, message.context) if message.id else None
                if standing and standing.string != message.string:
                    raise ValueError(f"translated twice: {message.id!r}")
                if message.id:
                    whole[message.id] = message
    return whole
