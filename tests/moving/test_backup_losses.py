"""A lost and a damaged document keep nothing else from being saved, and from being put back; both commands say so."""

import json
from pathlib import Path
from typing import Any

import pytest

from activities.db.database import Database
from api.cli import backup as command
from schemas.errors import Unavailable
from schemas.settings import Settings
from tests.api.office import Office, folder_of
from tests.conftest import serving, working
from tests.moving.test_disasters import daylight
from worker.connection import connect
from worker.embedded.stack import environment_of


async def entered(settings: Settings, sample: dict[str, str], database: Database) -> list[Path]:
    """A case with three documents; where their bytes lie. Nobody is connected afterwards."""
    async with working(await connect(settings), settings, database), serving(settings) as http:
        office = Office(http, sample, settings, database)
        case = await office.registered()
        hashes = [(await office.uploaded(case["case_id"], text.encode()))["sha256"] for text in ("甲", "乙", "丙")]
    await database.close()
    return [next(folder_of(settings).rglob(sha256)) for sha256 in hashes]


async def told(*words: str, settings: Settings) -> tuple[int, dict[str, Any]]:
    """Exit status and the JSON of a command, whatever else it said."""
    code, said = await daylight(*words, "--json", environment=environment_of(settings))
    assert "{" in said, said
    return code, json.JSONDecoder().raw_decode(said[said.index("{\n") :])[0]


async def test_what_the_store_has_lost_is_named_and_all_the_rest_is_saved(
    settings: Settings, sample: dict[str, str], database: Database, tmp_path: Path
) -> None:
    absent, damaged, sound = await entered(settings, sample, database)
    kept = {place: place.read_bytes() for place in (absent, damaged, sound)}
    absent.unlink()
    damaged.write_bytes("白文".encode())
    folder = str(tmp_path / "backups")
    code, made = await told("backup", folder, settings=settings)
    assert (code, made["absent"], made["damaged"]) == (1, [absent.name], [damaged.name])
    sound.unlink()
    code, restored = await told("restore", folder, "--replace", settings=settings)
    assert (code, restored["put_back"] > 0, restored["lacking"]) == (1, True, sorted([absent.name, damaged.name]))
    assert sound.read_bytes() == kept[sound]
    assert restored["cases"]["not_started"] == []

    for place in (absent, damaged):
        place.write_bytes(kept[place])
    code, healed = await told("backup", folder, settings=settings)
    assert (code, healed["absent"], healed["damaged"], healed["copied"]) == (0, [], [], 2)
    absent.unlink()
    code, restored = await told("restore", folder, "--set", made["name"], "--replace", settings=settings)
    assert (code, restored["lacking"]) == (0, []), "a later backup brought them"
    assert absent.read_bytes() == kept[absent]


async def test_a_database_that_goes_away_while_cases_begin_again_is_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def away(*_: object, **__: object) -> None:
        raise Unavailable("database_unavailable")

    monkeypatch.setattr(command, "restarted", away)
    assert await command._begun_again(settings) is None
    assert "database_unavailable" in capsys.readouterr().err
