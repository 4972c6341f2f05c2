"""The proof that nobody was forgotten finds every kind of fault, and nothing where there is none."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio

from tests.api.office import assert_problem, headers_for
from tests.conftest import serving
from tests.db.conftest import Archive

Look = Callable[..., Awaitable[dict[str, Any]]]
ONE = "(SELECT id FROM notices WHERE case_id = :case AND kind = 'reply_drafted' ORDER BY n LIMIT 1)"


@pytest_asyncio.fixture
async def look(archive: Archive, sample: dict[str, str]) -> AsyncIterator[Look]:
    """All pages of the proof as one answer."""
    async with serving(archive.settings) as http:

        async def all_pages(limit: int = 100, by: str = "head") -> dict[str, Any]:
            found: dict[str, Any] = {"cases": 0, "notices": 0, "gaps": []}
            after: str | None = None
            while True:
                params = {"limit": str(limit), **({"after": after} if after else {})}
                answer = await http.get("/api/notices/gaps", params=params, headers=headers_for(sample[by]))
                assert answer.status_code == 200, answer.text
                page = answer.json()
                found = {name: found[name] + page[name] for name in found}
                after = page["next"]
                if after is None:
                    return found

        yield all_pages


async def test_a_case_worked_by_the_engine_has_no_gaps(look: Look) -> None:
    found = await look()
    assert (found["cases"], found["gaps"]) == (2, [])
    assert found["notices"] >= 3


async def test_a_page_at_a_time_gives_the_same_answer(look: Look) -> None:
    assert await look(limit=1) == await look()


COPIED = """
INSERT INTO notices (id, key, addressee_kind, addressee, agency_id, case_agency_id, case_id, seq, reference, kind,
    true_on)
SELECT gen_random_uuid(), {columns}, agency_id, case_agency_id, case_id, seq, reference, kind, true_on
FROM notices WHERE id = {{one}}
"""
FORGED = COPIED.format(columns="'x', addressee_kind, addressee")
ONE_MORE = COPIED.format(columns="key, 'staff', case_id")
TO_NOBODY = """
UPDATE notices SET addressee_kind = 'nobody', addressee = '00000000-0000-0000-0000-000000000000', settled_at = NULL
WHERE id = {one}
"""
MAILED = "INSERT INTO notice_deliveries (notice_id, channel, n, next_try_at) VALUES ({one}, 'mail', 0, %s)"
LEFT = MAILED % "now() - interval '61 minutes'"
PUT_OFF = MAILED % "now() + interval '14 hours'"
FRESH = MAILED % "now()"
TRIED_IN_VAIN = """
WITH old AS (UPDATE notices SET intended_at = now() - interval '61 minutes' WHERE id = {one} RETURNING id)
INSERT INTO notice_deliveries (notice_id, channel, n, attempts, next_try_at)
SELECT id, 'mail', 0, 3, now() + interval '10 minutes' FROM old
"""
ENDED = """
WITH one AS (UPDATE notices SET {change} WHERE id = {{one}} RETURNING id)
INSERT INTO notice_deliveries (notice_id, channel, n, status, ended_at, error)
SELECT id, 'mail', 0, '{status}', now(), NULL FROM one
"""
FAILED = ENDED.format(change="settled_at = NULL", status="failed")
FAILED_BUT_SEEN = ENDED.format(change="acknowledged_at = now(), acknowledged_by = addressee", status="failed")
ARRIVED = ENDED.format(change="settled_at = NULL", status="delivered")


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        ("DELETE FROM notices WHERE id = {one}", [("missing", None)]),
        ("DELETE FROM notices WHERE case_id = :case AND kind = 'reply_drafted'", [("missing", None)]),
        ("DELETE FROM notice_deliveries WHERE notice_id = {one}", [("missing", "inbox")]),
        ("UPDATE notices SET key = 'x' WHERE id = {one}", [("missing", None), ("unknown", None)]),
        ("UPDATE notices SET seq = 1 WHERE id = {one}", [("unknown", None)]),
        (FORGED, [("doubled", None), ("unknown", None)]),
        (ONE_MORE, [("missing", "inbox"), ("unknown", None)]),
        (TO_NOBODY, [("nobody", None)]),
        (LEFT, [("never_sent", "mail")]),
        (TRIED_IN_VAIN, [("never_sent", "mail")]),
        (FAILED, [("failed", "mail")]),
        ("DELETE FROM case_events WHERE case_id = :case AND seq = 3", [("unreadable", None)]),
    ],
    ids=[
        "gone",
        "all-gone",
        "no-inbox",
        "other-key",
        "other-event",
        "forged",
        "one-more",
        "nobody",
        "left",
        "tried-in-vain",
        "failed",
        "event-gone",
    ],
)
async def test_each_kind_of_fault_is_found(
    archive: Archive, look: Look, damage: str, expected: list[tuple[str, str | None]]
) -> None:
    await archive.tamper(damage.format(one=ONE))
    found = (await look())["gaps"]
    assert sorted((gap["gap"], gap["channel"]) for gap in found) == sorted(expected, key=str)
    assert {gap["case_id"] for gap in found} == {str(archive.case_id)}
    assert all(gap["message"] and gap["message_en"] and "申〔" in gap["reference"] for gap in found)


@pytest.mark.parametrize(
    "harmless",
    [FRESH, PUT_OFF, ARRIVED, FAILED_BUT_SEEN],
    ids=["fresh", "put-off", "arrived", "failed-but-seen"],
)
async def test_what_waits_rightly_or_matters_no_more_is_no_gap(archive: Archive, look: Look, harmless: str) -> None:
    await archive.tamper(harmless.format(one=ONE))
    assert (await look())["gaps"] == []


async def test_events_older_than_the_ledger_owe_nothing(archive: Archive, look: Look) -> None:
    whole = await look()
    await archive.tamper("DELETE FROM notice_deliveries")
    await archive.tamper("DELETE FROM notices WHERE case_id = :case")
    await archive.tamper(
        "INSERT INTO notice_starts SELECT case_id, max(seq) FROM case_events WHERE case_id = :case GROUP BY 1"
    )
    found = await look()
    assert found["gaps"] == []
    assert found["notices"] < whole["notices"]


async def test_the_proof_is_for_those_who_oversee(archive: Archive, sample: dict[str, str]) -> None:
    async with serving(archive.settings) as http:
        for path in ("/api/notices/gaps", "/api/notices/ledger"):
            assert_problem(await http.get(path, headers=headers_for(sample["handler"])), 403, "role_not_permitted")
        wrong = await http.get("/api/notices/gaps", params={"after": "x"}, headers=headers_for(sample["head"]))
        assert_problem(wrong, 422, "cursor_invalid", "after")
