"""Forms as a browser sends them: the controls of a page, with what stands in them."""

from html.parser import HTMLParser

from api.console.forms.showing import Shown
from api.console.language import Language
from api.console.pages import environment_in

Attributes = list[tuple[str, str | None]]
FORM = '{% import "forms/form.html" as forms with context %}{{ forms.fields(shown) }}'


class Controls(HTMLParser):
    """The successful controls of a piece of HTML, in their order; buttons are not pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self._area: str | None = None
        self._select: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input" and ("checked" in given or given.get("type") not in {"checkbox", "radio"}):
            self.fields.append((given["name"], given.get("value", "")))
        elif tag == "textarea":
            self._area, self._text = given["name"], ""
        elif tag == "select":
            self._select = given["name"]
            self.fields.append((self._select, ""))
        elif tag == "option" and "selected" in given and self._select:
            self.fields[-1] = (self._select, given["value"])

    def handle_data(self, data: str) -> None:
        self._text += data if self._area else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            self.fields.append((self._area, self._text.removeprefix("\n")))
            self._area = None
        elif tag == "select":
            self._select = None


def controls(html: str) -> list[tuple[str, str]]:
    """What a browser would send of this."""
    found = Controls()
    found.feed(html)
    found.close()
    return found.fields


def rendered(shown: tuple[Shown, ...], language: Language = Language.CHINESE) -> str:
    """The fields of a form as HTML."""
    return environment_in(language).from_string(FORM).render(shown=shown)
