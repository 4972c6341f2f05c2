"""The data folder of the embedded stack: how commands on the same machine find settings, address and tokens."""

import json
import os
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel

from schemas.settings import Settings
from worker.embedded.failure import StackFailed
from worker.embedded.runfile import is_running_on
from worker.embedded.secrets import write_private

DEFAULT_DATA = Path(".daylight")
Data = Annotated[Path, typer.Option("--data", envvar="DAYLIGHT_DATA", help="Folder of the embedded stack.")]


class Access(BaseModel):
    """How to reach a running embedded stack: its address, one token per login, the settings of its processes."""

    address: str
    tokens: dict[str, str]
    environment: dict[str, str]


def write_access(data: Path, access: Access) -> None:
    """Keep it where only the owner can read it."""
    write_private(data / "access.json", access.model_dump_json(indent=2))


def read_access(data: Path) -> Access | None:
    """What the last ``daylight up`` on this folder wrote; None if there was none."""
    path = data / "access.json"
    return Access.model_validate(json.loads(path.read_text())) if path.exists() else None


def is_configured() -> bool:
    """Whether this is a deployment with servers of its own, told of by ``DAYLIGHT_*``."""
    return "DAYLIGHT_DATABASE_URL" in os.environ


def settings_for(data: Path) -> Settings:
    """``DAYLIGHT_*`` if they are set, else those of the embedded stack that runs on the data folder.

    Raises ``StackFailed("stack_not_running")``.
    """
    if is_configured():
        return Settings.model_validate({})
    access = read_access(data)
    if access is None or not is_running_on(data):
        raise StackFailed("stack_not_running", str(data))
    return Settings.model_validate({name[9:].lower(): value for name, value in access.environment.items()})
