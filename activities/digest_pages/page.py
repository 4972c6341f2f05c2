"""A digest as one HTML page: nothing is loaded from outside, so that it can be mailed, kept and printed as it is."""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from activities.digest_pages.sections import Cell, Words, headline, sections_of
from activities.digest_pages.words import remarks_on, title_of
from schemas.digests import Digest


def page_of(digest: Digest) -> str:
    """The page, in UTF-8."""
    title, title_en = title_of(digest)
    return _template().render(
        digest=digest,
        title=title,
        title_en=title_en,
        remarks=remarks_on(digest),
        headline=headline(digest.figures),
        sections=sections_of(digest),
        made_at=f"{digest.made_at.astimezone(ZoneInfo(digest.timezone)):%Y-%m-%d %H:%M}",
        shown=_shown,
    )


@lru_cache(maxsize=1)
def _template() -> Template:
    text = files("activities.digest_pages").joinpath("page.html").read_text(encoding="utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True).from_string(text)


def _shown(cell: Cell) -> Markup:
    """One cell of a table; everything in it is escaped."""
    match cell:
        case None:
            return Markup('<td class="n">—</td>')
        case Words():
            return Markup('<td>{} <small lang="en">{}</small></td>').format(cell.zh, cell.en)
        case int() | Decimal() | date():
            return Markup('<td class="n">{}</td>').format(cell)
        case _:
            return Markup("<td>{}</td>").format(cell)
