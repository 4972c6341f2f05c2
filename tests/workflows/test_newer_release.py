"""A newer release hashes differently, because it knows more fields: the chain goes on from what is on record."""

import pytest

from activities.db import events
from activities.db.database import Database
from api.examples import APPLICATION
from schemas import chain
from schemas.settings import Settings
from tests.conftest import serving, working
from worker.connection import connect


async def test_the_chain_goes_on_from_the_hash_on_record(
    settings: Settings, sample: dict[str, str], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = await connect(settings)
    async with serving(settings) as http:
        http.headers["Authorization"] = f"Bearer {sample['handler']}"
        async with working(client, settings, database):
            headers = {"Idempotency-Key": f"{settings.task_queue}/newer"}
            case = (await http.post("/api/applications", json=APPLICATION, headers=headers)).json()
        path = f"/api/applications/{case['case_id']}"
        recorded = (await http.get(f"{path}/events")).json()[-1]["hash"]
        plain = chain.hash_of
        for module in (chain, events):
            monkeypatch.setattr(module, "hash_of", lambda link: plain({**link, "field_of_a_newer_release": None}))
        async with working(client, settings, database):  # a new worker replays the case from its start
            step = {"step": "accept", "expected_version": case["version"]}
            assert (await http.post(f"{path}/steps", json=step)).status_code == 200
        assert (await http.get(f"{path}/events")).json()[-1]["previous"] == recorded
