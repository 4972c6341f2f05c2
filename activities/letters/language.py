"""The language of letter templates, the harmless half of Jinja2: print what is given, choose by it, go through it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import TracebackType

from jinja2 import StrictUndefined, Template, TemplateRuntimeError, TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import ImmutableSandboxedEnvironment

from activities.letters.markup import Wording, fill_in, marked, read, rejected
from activities.letters.phrases import ending, lines
from schemas.errors import InvalidInput
from schemas.templates import LONGEST

_LONGEST_LETTER = 2_000_000
_FILE = "<letter template>"
_DEEPEST = 24
"""Levels of the syntax tree; the standard texts need fewer than ten."""


@dataclass(frozen=True)
class Entry:
    """One of several things a template goes through with ``{% for %}``: what it is called, what is said of it."""

    name: str
    text: str


Value = str | bool | int | tuple[str, ...] | tuple[Entry, ...]
Names = Mapping[str, Value]
"""What a template may use, by name."""

_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Getattr,
    nodes.If,
    nodes.For,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Filter,
)


def _printed(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise TemplateRuntimeError("only texts and numbers can be printed")
    return fill_in(str(value))


def _one_line(text: str) -> str:
    return " ".join(lines(text))


_language = ImmutableSandboxedEnvironment(undefined=StrictUndefined, finalize=_printed)
_language.globals.clear()
_language.tests.clear()
_language.filters.clear()
_language.filters |= {"ended": ending, "one_line": _one_line}


def render(text: str, names: Names) -> Wording:
    """What the template says with these names. Raises ``InvalidInput`` that names the line, never a value."""
    template = _compiled(text, frozenset(names))
    try:
        rendered = _bounded(template.generate(dict(names)))
    except InvalidInput:
        raise
    except Exception as failed:  # noqa: BLE001 - whatever a template does is for its author to mend
        raise rejected("template_fails", _line_of(failed.__traceback__)) from None
    return read(rendered)


@lru_cache(maxsize=512)
def _compiled(text: str, names: frozenset[str]) -> Template:
    """Compiled once for a process. Raises ``InvalidInput`` for what is no template, or no harmless one."""
    if len(text) > LONGEST:
        raise rejected("template_too_long")
    try:
        tree = _language.parse(marked(text))
        _refuse_entangled(tree)
        _refuse_foreign(tree, names)
        return Template.from_code(_language, _language.compile(tree, filename=_FILE), {}, None)
    except TemplateSyntaxError as wrong:
        raise rejected("template_malformed", wrong.lineno) from None
    except (RecursionError, ValueError):  # nested beyond all reason, or a number no machine reads
        raise rejected("template_malformed") from None


def _refuse_entangled(tree: nodes.Template) -> None:
    """No letter needs deep nesting; a few kilobytes of it take the compiler minutes, or its stack."""
    waiting: list[tuple[nodes.Node, int]] = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > _DEEPEST:
            raise rejected("template_malformed", node.lineno)
        waiting += [(child, depth + 1) for child in node.iter_child_nodes()]


def _refuse_foreign(tree: nodes.Template, names: frozenset[str]) -> None:
    """Only the listed constructs, no loop within a loop, and only names that are there."""
    for node in tree.find_all(nodes.Node):
        nested = isinstance(node, nodes.For) and (node.recursive or any(node.find_all(nodes.For)))
        if nested or not isinstance(node, _ALLOWED):
            raise rejected("template_construct_unknown", node.lineno)
    unknown = find_undeclared_variables(tree) - names
    if unknown:
        raise rejected("template_name_unknown", min(n.lineno for n in tree.find_all(nodes.Name) if n.name in unknown))


def _bounded(pieces: Iterator[str]) -> str:
    size, kept = 0, []
    for piece in pieces:
        size += len(piece)
        if size > _LONGEST_LETTER:
            raise rejected("template_too_long")
        kept.append(piece)
    return "".join(kept)


def _line_of(trace: TracebackType | None) -> int | None:
    """The line of the template in which it failed."""
    found = None
    while trace:
        found = trace.tb_lineno if trace.tb_frame.f_code.co_filename == _FILE else found
        trace = trace.tb_next
    return found
