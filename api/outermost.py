"""Middleware outside of every other: what ``add_middleware`` adds stands inside the handler of unforeseen errors, so
that exactly the answers nobody foresaw would go without."""

from collections.abc import Callable

from fastapi import FastAPI
from starlette.types import ASGIApp


def put_outermost(app: FastAPI, wrap: Callable[[ASGIApp], ASGIApp]) -> None:
    """Have the whole of the application, as it is built later, wrapped once; the last one put stands outermost."""
    inner = app.build_middleware_stack

    def wrapped() -> ASGIApp:
        return wrap(inner())

    app.build_middleware_stack = wrapped  # type: ignore[method-assign]
