"""Rendering: one environment a language, every value escaped, every name known, nothing inline."""

from datetime import date, datetime
from functools import cache, partial
from typing import Any
from uuid import uuid4

from babel import Locale
from babel.dates import format_date, format_datetime
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from api.console.articles import cited
from api.console.assets import address_of
from api.console.language import Language, translations
from api.console.navigation import places_for
from api.console.visit import Visitor
from api.console.words import called, said
from schemas.identity import is_doubtful

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
"""No inline script or style, nothing from elsewhere, in nobody's frame, cache or index (OWASP ASVS 5, 3.4)."""
_LOCALES = {Language.CHINESE: Locale.parse("zh_CN"), Language.ENGLISH: Locale.parse("en_GB")}


def page(visitor: Visitor, template: str, /, status: int = 200, **context: Any) -> HTMLResponse:
    """A page of the console for this visitor."""
    return HTMLResponse(fragment(visitor, template, **context), status, HEADERS)


def fragment(visitor: Visitor, template: str, /, **context: Any) -> str:
    """A template for this visitor, as text."""
    environment = environment_in(visitor.language)
    shared = {"visit": visitor, "places": places_for(visitor), "new_key": _new_key}
    return environment.get_template(template).render({**shared, **context})


@cache
def environment_in(language: Language) -> Environment:
    """The templates in one language."""
    environment = Environment(
        loader=PackageLoader("api.console"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(asset=address_of, language=language)
    environment.filters.update(
        said=partial(said, language=language),
        called=partial(called, language=language),
        day=partial(_day, language),
        moment=partial(_moment, language),
        doubtful=lambda person: is_doubtful(person.identity_kind, person.identity_number),
        cited=lambda code, statute=None: cited(code, statute, language),
    )
    return environment


def _day(language: Language, day: date | None) -> str:
    """A date with its weekday, as people say it; an em dash for none."""
    return "—" if day is None else format_date(day, "long", locale=_LOCALES[language])


def _moment(language: Language, at: datetime | None, zone: Any) -> str:
    """A moment on the clocks of ``zone``, to the minute; an em dash for none."""
    return "—" if at is None else format_datetime(at, "yyyy-MM-dd HH:mm", tzinfo=zone, locale=_LOCALES[language])


def _new_key() -> str:
    """A key for one form: sent twice, it has one effect."""
    return str(uuid4())
