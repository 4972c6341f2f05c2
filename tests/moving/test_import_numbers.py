"""Numbers of the former register: ours go on behind them, but not anywhere; and sent twice at once they count once."""

import asyncio

import httpx
import pytest

from activities.db.database import Database
from schemas.settings import Settings
from tests.api.office import Office, today
from tests.moving.files import closed, csv_of, row
from tests.moving.test_importing import LONG_AGO, cases, sent, told


@pytest.fixture
def office(api: httpx.AsyncClient, sample: dict[str, str], settings: Settings, database: Database) -> Office:
    return Office(api, sample, settings, database)


async def test_a_number_far_above_the_others_is_refused(office: Office) -> None:
    ours = (await office.registered())["reference"]
    head, year = ours.split("〔")[0], today().year
    far = {**row(1, today()), "own_number": f"{head}〔{year}〕{year}1015号"}
    near = {**row(2, today()), "own_number": f"{head}〔{year}〕4000号"}
    for dry_run in (True, False):
        looked = await told(office, csv_of(far, near), dry_run=dry_run)
        found = [(fault["line"], fault["column"], fault["code"]) for fault in looked["faults"]]
        assert (looked["new"], found) == (1, [(2, "own_number", "import_number_too_high")])
    assert (await office.registered())["reference"] == f"{head}〔{year}〕4001号"


async def test_the_same_file_sent_twice_at_once_is_taken_over_once(office: Office) -> None:
    content = csv_of(*(closed(n, LONG_AGO) for n in range(300, 360)))
    answers = await asyncio.gather(*(sent(office, content, dry_run=False) for _ in range(3)))
    assert [answer.status_code for answer in answers] == [200, 200, 200], [answer.text for answer in answers]
    counts = [(answer.json()["new"], answer.json()["standing"]) for answer in answers]
    assert sum(new for new, _ in counts) == 60
    assert all(new + standing == 60 for new, standing in counts)
    assert len(await cases(office)) == 60


async def test_a_closed_case_that_was_late_calls_nobody(office: Office) -> None:
    late = {**closed(400, LONG_AGO), "delivered_on": "2025-08-01"}
    assert (await told(office, csv_of(late), dry_run=False))["new"] == 1
    (case,) = (await cases(office)).values()
    assert case["overdue_on"]
    assert (await office.read("/api/notices"))["items"] == []
