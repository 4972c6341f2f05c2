"""Filling in a form where it stands on its page: every control as it was typed, everything else as it was.

The pages write their forms with many templates; this reads what they wrote as a browser does (HTML, 4.10.22.4), so that
no form needs to know that it may be shown again.
"""

import re
from collections.abc import Sequence
from html import escape
from html.parser import HTMLParser

from api.csrf import FIELD

Attributes = Sequence[tuple[str, str | None]]
Fields = Sequence[tuple[str, str]]
OF_THE_FORM = frozenset({"key", FIELD})
TICKED = frozenset({"checkbox", "radio"})
PRESSED = frozenset({"submit", "button", "image", "reset"})
MAIN = re.compile(r"<main\b[^>]*>")


def filled_in(html: str, address: str, typed: Fields) -> str | None:
    """The page, with what was typed in that of its forms which is sent to ``address`` and has a place for all of it.

    None if there is none: rows may have been added to the form, or a choice may be gone since.
    """
    actions = _actions(html)
    fitting = [n for n, action in enumerate(actions) if action == address]
    for n in fitting:
        filling = Filling(n, typed, alone=len(fitting) == 1)
        filling.feed(html)
        filling.close()
        if filling.complete:
            return "".join(filling.pieces)
    return None


def with_notice(html: str, notice: str) -> str:
    """The page with this at the head of its content."""
    return MAIN.sub(lambda begun: begun.group() + notice, html, count=1)


class Filling(HTMLParser):
    """Copies a page and fills in its form number ``n``. ``alone``: no other form goes to the same address, so what is
    hidden in it says what was seen, as the version of a case; otherwise it says which of the forms it is, and stays.
    """

    def __init__(self, n: int, typed: Fields, *, alone: bool) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[str] = []
        self._n, self._alone = n, alone
        self._left = list(typed)
        self._inside = self._in_area = False
        self._choosing = ""

    @property
    def complete(self) -> bool:
        """Whether everything that was typed has its place."""
        return not self._left

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside, self._n = self._n == 0, self._n - 1
        elif self._inside and tag in {"input", "textarea", "select", "option", "button"}:
            self.pieces.append(self._control(tag, given))
            return
        self.pieces.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "form"
        self._in_area = self._in_area and tag != "textarea"
        self.pieces.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._in_area:
            self.pieces.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.pieces.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.pieces.append(f"<!{decl}>")

    def _control(self, tag: str, given: dict[str, str]) -> str:
        name = given.get("name", "")
        match tag:
            case "input":
                return self._input(name, given)
            case "textarea":
                self._in_area = True
                return f"{_tag(tag, given)}\n{escape(self._next(name), quote=False)}"
            case "select":
                self._choosing = name
            case "option":
                return _tag(tag, self._chosen("selected", self._choosing, given))
            case _:
                self._take(name, given.get("value", ""))  # a button is a field only when it was pressed
        return _tag(tag, given)

    def _input(self, name: str, given: dict[str, str]) -> str:
        kind = given.get("type", "text")
        if kind in TICKED:
            return _tag("input", self._chosen("checked", name, given))
        if name == FIELD or kind in PRESSED:
            return _tag("input", given)
        if kind == "hidden" and not (self._alone or name in OF_THE_FORM):
            self._take(name, given.get("value", ""))
            return _tag("input", given)
        return _tag("input", {**given, "value": self._next(name)})

    def _chosen(self, how: str, name: str, given: dict[str, str]) -> dict[str, str]:
        plain = {key: value for key, value in given.items() if key != how}
        return {**plain, how: ""} if self._take(name, given.get("value", "")) else plain

    def _take(self, name: str, value: str) -> bool:
        """Whether this was typed; it has its place then."""
        if (name, value) not in self._left:
            return False
        self._left.remove((name, value))
        return True

    def _next(self, name: str) -> str:
        """What was typed under this name and has no place yet; empty for nothing."""
        value = next((value for known, value in self._left if known == name), "")
        self._take(name, value)
        return value


class _Actions(HTMLParser):
    """Where the forms of a page are sent."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag == "form":
            self.found.append(dict(attrs).get("action") or "")


def _actions(html: str) -> list[str]:
    reading = _Actions()
    reading.feed(html)
    reading.close()
    return reading.found


def _tag(name: str, attributes: dict[str, str]) -> str:
    """The beginning of an element; every value escaped."""
    said = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{said}>"
