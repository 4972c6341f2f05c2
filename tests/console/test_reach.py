"""What a program can do over the API, somebody can do in the console: by the same function, or by a link to it."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

from fastapi import APIRouter
from fastapi.routing import APIRoute

import api.console
from api.app import ROUTERS

CONSOLE = Path(api.console.__file__).parent
WRITTEN = "\n".join(
    file.read_text(encoding="utf-8") for file in sorted(CONSOLE.rglob("*")) if file.suffix in {".py", ".html", ".js"}
)
"""Everything the console is made of: its functions, its pages, its scripts."""
FOR_PROGRAMS = {
    "GET /api/applications/{case_id}/draft/pages/{number}.png": "a picture on the page of the reply",
    "GET /api/letters/{letter_id}/pages/{number}.png": "a picture on the page of the letter",
}
"""What has no way of its own in the console, and why. A new route stands here or is reached."""
BY_PARTS = {
    "check_chain": "checked",
    "consultation_clocks": "clocks_of",
    "deadline_now": "deadline_at",
    "letters": "letters_of",
    "sight_of_case": "sight_at",
}
"""What a page takes from the one look it has at a case, where the route looks for itself."""
PLUMBING = {"api.access", "api.cursors", "api.exports_list", "api.exports_table", "api.problems", "api.uploads"}
"""Modules any route may call, and that say nothing of what it does."""


def routes(router: APIRouter) -> Iterator[APIRoute]:
    return (route for route in router.routes if isinstance(route, APIRoute))


def imported() -> set[str]:
    """The functions of the API that some module of the console has, by name."""
    modules = [importlib.import_module(one.name) for one in pkgutil.walk_packages([str(CONSOLE)], "api.console.")]
    return {thing.__name__ for module in modules for thing in vars(module).values() if is_of_the_api(thing)}


def called_by(route: APIRoute) -> set[str]:
    """The functions of the API behind a route."""
    known = inspect.getclosurevars(route.endpoint).globals.values()
    return {thing.__name__ for thing in known if is_of_the_api(thing)}


def is_of_the_api(thing: object) -> bool:
    """Whether it does something for whoever asks, over HTTP or on a page."""
    module = getattr(thing, "__module__", "")
    plumbing = module in PLUMBING or module.startswith(("api.routes_", "api.console."))
    return inspect.isfunction(thing) and module.startswith("api.") and not plumbing


def methods_of(route: APIRoute) -> set[str]:
    """What it asks of the objects it is given: ``files.provenance(`` is ``provenance``."""
    body = inspect.getsource(route.endpoint).partition('"""')[2].partition('"""')[2]
    return set(re.findall(r"await (?:self\.)?\w+\.(\w+)\(", body))


def is_linked(path: str) -> bool:
    """Whether a page or a script has this address, with anything for its parameters."""
    parts = [re.escape(part) for part in re.split(r"\{[^}]+\}", path)]
    return bool(re.search(r"[^\"'`]{1,60}?".join(parts) + r"[\"'`?#]", WRITTEN))


def test_every_route_of_the_api_has_its_way_in_the_console() -> None:
    at_hand = imported()
    every = [route for router in ROUTERS for route in routes(router) if route.path.startswith("/api/")]
    without = {f"{min(route.methods or ())} {route.path}" for route in every if not is_reached(route, at_hand)}
    assert without == set(FOR_PROGRAMS), "build a way, or give a reason in FOR_PROGRAMS"


def is_reached(route: APIRoute, at_hand: set[str]) -> bool:
    """Whether a page does the same: with one of its functions, by asking the same of the same object, or by a link."""
    functions, methods = called_by(route), methods_of(route)
    parts = {BY_PARTS[name] for name in {*functions, *methods} if name in BY_PARTS}
    asked = not functions and any(f".{name}(" in WRITTEN for name in methods)
    return bool((functions | parts) & at_hand) or asked or is_linked(route.path)
