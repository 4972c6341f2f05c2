"""The command line as a client of the HTTP API."""

import os
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from api.cli.console import said
from api.cli.local import read_access
from schemas.errors import NotFound

As = Annotated[str | None, typer.Option("--as", help="Login of the embedded stack to act as, e.g. handler.")]

OVERSEER = "supervisor"
"""Whose token of the embedded stack is used for what only those see who oversee: a handler oversees nothing."""


class Api:
    """Requests as one person. ``DAYLIGHT_URL`` and ``DAYLIGHT_TOKEN``, or the embedded stack's address and tokens.

    ``otherwise``: whose token of the stack is used where neither a login is named nor a token set.
    """

    def __init__(self, data: Path, login: str | None, otherwise: str = "handler") -> None:
        access = read_access(data)
        address = os.environ.get("DAYLIGHT_URL") or (access.address if access else None)
        token = os.environ.get("DAYLIGHT_TOKEN") if login is None else None
        token = token or (access.tokens.get(login or otherwise) if access else None)
        if address is None or token is None:
            raise typer.BadParameter("set DAYLIGHT_URL and DAYLIGHT_TOKEN, or start `daylight up` and use its logins")
        self._client = httpx.Client(
            base_url=address, headers={"Authorization": f"Bearer {token}"}, timeout=60, trust_env=False
        )

    def get(self, path: str, **params: Any) -> Any:
        """The JSON answer; a refusal ends the command."""
        given = {name: value for name, value in params.items() if value is not None}
        return self._checked(self._request("GET", path, params=given)).json()

    def post(self, path: str, key: str | None = None, **request: Any) -> Any:
        """The JSON answer; a refusal ends the command. Without an answer the key to ask again with is told."""
        headers = {"Idempotency-Key": key, **request.pop("headers", {})} if key else request.pop("headers", {})
        try:
            answer = self._request("POST", path, headers=headers, **request)
        except typer.Exit:
            self._tell_key(key)
            raise
        if answer.status_code == 503:
            self._tell_key(key)
        return self._checked(answer).json()

    def put(self, path: str, **request: Any) -> Any:
        """The JSON answer; a refusal ends the command."""
        return self._checked(self._request("PUT", path, **request)).json()

    def delete(self, path: str) -> Any:
        """The JSON answer, None without one; a refusal ends the command."""
        answer = self._checked(self._request("DELETE", path))
        return answer.json() if answer.content else None

    def _tell_key(self, key: str | None) -> None:
        if key:
            said(
                "no_answer_yet",
                f"可能已经生效；请以 --key {key} 重试 / it may have taken effect; repeat with --key {key}",
            )

    def download(self, path: str, target: Path, mode: int = 0o666) -> int:
        """Write the answer to a file, which is there when it is whole; the number of bytes. ``mode`` before umask."""
        try:
            return self._written(path, target, mode)
        except httpx.TransportError as failed:
            raise self._unreachable(failed) from None
        except OSError as failed:
            said("file_not_written", f"{target}: {failed.strerror}")
            raise typer.Exit(1) from None

    def _written(self, path: str, target: Path, mode: int) -> int:
        partial = target.with_name(f"{target.name}.part")
        try:
            with self._client.stream("GET", path) as answer:
                if answer.is_error:
                    answer.read()
                self._checked(answer)
                with open(partial, "wb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
                    size = sum(file.write(chunk) for chunk in answer.iter_bytes())
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
        return size

    def case_id(self, named: str) -> str:
        """The id of a case named by id or by reference."""
        if "〔" not in named:
            return named
        found = [
            item["case_id"] for item in self.get("/api/applications", text=named)["items"] if item["reference"] == named
        ]
        if not found:
            raise NotFound("not_found", field="case")
        return str(found[0])

    def _request(self, method: str, path: str, **request: Any) -> httpx.Response:
        try:
            return self._client.request(method, path, **request)
        except httpx.TransportError as failed:
            raise self._unreachable(failed) from None

    def _unreachable(self, failed: httpx.TransportError) -> typer.Exit:
        sentence = (
            "无法连接服务，请确认其正在运行后再试。 / The service cannot be reached: see that it runs, and try again."
        )
        said("unreachable", f"{sentence} ({self._client.base_url}: {failed})")
        return typer.Exit(1)

    def _checked(self, answer: httpx.Response) -> httpx.Response:
        if answer.is_error:
            if "application/problem+json" not in answer.headers.get("content-type", ""):
                said(f"http_{answer.status_code}", f"{self._client.base_url}")
                raise typer.Exit(1)
            problem = answer.json()
            named = f"({problem['field']}) " if problem.get("field") else ""
            said(problem["code"], f"{named}{problem['title']} / {problem['detail']}")
            raise typer.Exit(1)
        return answer
