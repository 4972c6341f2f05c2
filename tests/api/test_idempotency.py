"""One key, one effect: repeated and simultaneous submissions and steps."""

import asyncio
import re
from collections import Counter
from uuid import UUID

from sqlalchemy import text

from activities.vault import Vault
from api.facts import FactFinder
from schemas.steps import ReceiveCorrection
from tests.api.office import Office, application, assert_problem
from tests.harness import person


async def test_the_same_submission_twice_has_one_receipt_and_one_case(office: Office) -> None:
    first, second = await office.submit(key="k"), await office.submit(key="k")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert len((await office.read("/api/applications"))["items"]) == 1


async def test_a_repeated_submission_gives_the_first_receipt_even_after_the_case_moved_on(office: Office) -> None:
    first = await office.submit(key="k")
    await office.step(first.json()["case_id"], "withdraw")
    assert (await office.submit(key="k")).json() == first.json()


async def test_ten_submissions_at_once_with_one_key_are_one_case(office: Office) -> None:
    answers = await asyncio.gather(*(office.submit(key="same") for _ in range(10)))
    assert Counter(answer.status_code for answer in answers) == {201: 10}
    assert len({answer.text for answer in answers}) == 1
    items = (await office.read("/api/applications"))["items"]
    assert [item["reference"] for item in items] == [answers[0].json()["reference"]]


async def test_numbers_have_no_gaps_however_many_submissions_come_at_once_or_are_refused(office: Office) -> None:
    bad = application(arrived_on="9999-12-31")
    answers = await asyncio.gather(*(office.submit(bad if n % 3 == 0 else None) for n in range(12)))
    assert Counter(answer.status_code for answer in answers) == {201: 8, 422: 4}
    references = [answer.json()["reference"] for answer in answers if answer.status_code == 201]
    numbers = [int(re.search(r"〕(\d+)号", reference)[1]) for reference in references]  # type: ignore[index]
    assert sorted(numbers) == list(range(1, 9))


async def test_the_key_of_another_submission_is_refused(office: Office) -> None:
    await office.submit(key="k")
    other = application(description="申请公开另一份文件。")
    assert_problem(await office.submit(other, key="k"), 422, "idempotency_key_reused", "Idempotency-Key")
    assert len((await office.read("/api/applications"))["items"]) == 1


async def test_of_two_different_submissions_at_once_with_one_key_one_is_refused(office: Office) -> None:
    other = application(description="申请公开另一份文件。")
    answers = await asyncio.gather(office.submit(key="k"), office.submit(other, key="k"))
    assert sorted(answer.status_code for answer in answers) == [201, 422]


async def test_the_same_step_twice_and_at_once_has_one_effect_and_one_answer(office: Office) -> None:
    receipt = await office.registered()
    body = {"step": "accept", "expected_version": receipt["version"]}
    steps = [office.post_step(receipt["case_id"], body, key="click") for _ in range(5)]
    answers = [*await asyncio.gather(*steps), await office.post_step(receipt["case_id"], body, key="click")]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert (await office.kinds(receipt["case_id"])).count("application_accepted") == 1


async def test_the_key_of_another_step_is_refused(office: Office) -> None:
    receipt = await office.registered()
    case_id, version = receipt["case_id"], receipt["version"]
    await office.post_step(case_id, {"step": "accept", "expected_version": version}, key="click")
    other = {"step": "withdraw", "expected_version": version + 1}
    refused = await office.post_step(case_id, other, key="click")
    assert_problem(refused, 422, "idempotency_key_reused", "Idempotency-Key")
    assert "application_withdrawn" not in await office.kinds(case_id)


async def test_every_step_repeated_after_the_case_is_closed_gives_its_first_answer(office: Office) -> None:
    receipt = await office.registered()
    case_id = receipt["case_id"]
    body = {"step": "accept", "expected_version": receipt["version"]}
    accepted = await office.post_step(case_id, body, key="first")
    assert accepted.status_code == 200
    document = await office.uploaded(case_id)
    await office.step(case_id, "record_search", description="检索", documents=[document["id"]])
    await office.reviewed(case_id, document["id"])
    await office.step(case_id, "draft_reply", decision={"outcome": "disclosed"})
    await office.step(case_id, "approve_reply", "approver", verdict="approve")
    await office.worked(case_id)
    await office.step(case_id, "issue_reply")
    await office.worked(case_id)
    seen = len(await office.events(case_id))
    last = {"step": "record_delivery", "expected_version": seen, "method": "electronic", "proof": "回执"}
    closed = await office.post_step(case_id, last, key="last")
    assert closed.json()["state"] == "closed"
    assert (await office.post_step(case_id, last, key="last")).json() == closed.json()
    assert (await office.post_step(case_id, body, key="first")).json() == accepted.json()
    for key, step in (("first", {**last, "proof": "x"}), ("last", {**last, "proof": "x"}), ("last", body)):
        refused = await office.post_step(case_id, step, key=key)
        assert_problem(refused, 422, "idempotency_key_reused", "Idempotency-Key")
    assert_problem(await office.post_step(case_id, last, key="another"), 409, "case_closed")
    assert len(await office.events(case_id)) == seen + 2


async def test_of_two_clerks_at_once_one_wins_and_the_other_sees_where_the_case_stands(office: Office) -> None:
    receipt = await office.registered()
    case_id, version = receipt["case_id"], receipt["version"]
    answers = await asyncio.gather(
        office.post_step(case_id, {"step": "accept", "expected_version": version}, "handler"),
        office.post_step(
            case_id, {"step": "request_correction", "expected_version": version, "items": ["a"]}, "handler2"
        ),
    )
    won, lost = sorted(answers, key=lambda answer: answer.status_code)
    assert won.status_code == 200
    problem = assert_problem(lost, 409, "stale_version")
    assert problem["current"]["state"] == won.json()["state"]
    assert problem["current"]["version"] == won.json()["version"]


async def test_keys_of_the_engines_own_commands_are_refused(office: Office) -> None:
    receipt = await office.registered()
    body = {"step": "accept", "expected_version": receipt["version"]}
    refused = await office.post_step(receipt["case_id"], body, key="daylight:register")
    assert_problem(refused, 422, "idempotency_key_invalid", "Idempotency-Key")
    assert (await office.post_step(receipt["case_id"], body, key="register")).status_code == 200


async def test_words_sent_with_a_refused_step_are_forgotten(office: Office) -> None:
    receipt = await office.registered()
    case_id = receipt["case_id"]
    step = {"step": "receive_correction", "content": "不应保留的话", "expected_version": receipt["version"]}
    for by in ("handler", "supervisor"):
        assert (await office.post_step(case_id, step, by)).status_code in {403, 409}
    closed = await office.step(case_id, "withdraw")
    step["expected_version"] = closed["version"]
    assert_problem(await office.post_step(case_id, step), 409, "case_closed")
    assert (await office.read(f"/api/applications/{case_id}"))["application"]["corrections"] == []


async def words_kept(office: Office, case_id: str) -> list[str]:
    """All texts of a case, named by an event or not."""
    async with office.database.transaction() as connection:
        kept = "SELECT content FROM applicant_texts WHERE case_id = :id"
        return list((await connection.execute(text(kept), {"id": UUID(case_id)})).scalars())


async def test_other_words_under_a_used_key_are_refused_and_forgotten_and_the_first_stay(office: Office) -> None:
    case_id = (await office.registered())["case_id"]
    asked = await office.step(case_id, "request_correction", items=["请写明项目名称。"])
    first = {"step": "receive_correction", "content": "先到的话", "expected_version": asked["version"]}
    assert (await office.post_step(case_id, first, key="words")).status_code == 200
    for _ in ("while the case runs", "after its end"):
        refused = await office.post_step(case_id, {**first, "content": "别的话"}, key="words")
        assert_problem(refused, 422, "idempotency_key_reused", "Idempotency-Key")
        assert await words_kept(office, case_id) == ["先到的话"]
        assert (await office.post_step(case_id, first, key="words")).status_code == 200
        if "application_withdrawn" not in await office.kinds(case_id):
            await office.step(case_id, "withdraw")


async def test_a_refused_request_leaves_the_words_of_another_under_its_key(office: Office) -> None:
    receipt = await office.registered()
    case_id, handler = receipt["case_id"], person("handler")
    keys = office.settings
    vault = Vault(keys.personal_data_keys.get_secret_value(), keys.lookup_key.get_secret_value())
    under_way = ReceiveCorrection(expected_version=receipt["version"], content="先到的话")
    fingerprint = vault.fingerprint(f"{handler.staff_id}{under_way.model_dump_json()}".encode())
    await FactFinder(office.database, vault).facts(handler, UUID(case_id), f"words/{fingerprint}", under_way)
    stale = {"step": "receive_correction", "content": "先到的话", "expected_version": receipt["version"] + 5}
    assert_problem(await office.post_step(case_id, stale, key="words"), 409, "stale_version")
    assert await words_kept(office, case_id) == ["先到的话"]


async def test_one_key_in_two_cases_is_two_commands(office: Office) -> None:
    for receipt in (await office.registered(), await office.registered()):
        body = {"step": "accept", "expected_version": receipt["version"]}
        assert (await office.post_step(receipt["case_id"], body, key="one")).status_code == 200
