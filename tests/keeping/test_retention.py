"""Retention: nothing is destroyed but by rules of the agency, past its period, not held, and by two persons."""

import asyncio
from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

import pytest

from api.cli.setup import SAMPLE_AGENCY
from schemas.events import ApplicationJoined, Event
from schemas.events_after import RemedyFiled
from schemas.vocabulary import Instance, Outcome
from tests.api.neighbours import neighbour_agency, staffed
from tests.api.office import Json, assert_problem
from tests.keeping.retained import LONG_AGO, RETENTION, TEN_YEARS, Shelf

EVERY_ORIGIN = tuple((origin, f"{origin}的内容") for origin in ("uploaded", "working", "released", "package", "letter"))


async def test_without_rules_everything_is_kept_for_ever(shelf: Shelf) -> None:
    await shelf.archived(EVERY_ORIGIN)
    assert (await shelf.read(f"{RETENTION}/rules"))["version"] == 0
    assert await shelf.due(as_of="2100-01-01") == {}
    assert_problem(await shelf.post("/plans"), 409, "nothing_to_destroy")


async def test_a_dry_run_tells_what_would_go_and_changes_nothing(shelf: Shelf) -> None:
    case_id = await shelf.archived(EVERY_ORIGIN)
    await shelf.good("/rules", TEN_YEARS)
    before = await shelf.everything()
    assert await shelf.due(as_of="2022-03-01") == {}
    found = (await shelf.due(as_of="2022-03-02"))[str(case_id)]
    classes = [item["material"] for item in found["items"]]
    assert classes == ["documents", "documents", "released", "released", "letters", "personal"]
    assert {item["kept_until"] for item in found["items"]} == {"2022-03-01"}
    assert found["held"] == []
    assert await shelf.everything() == before


async def test_pages_of_a_dry_run_show_every_case_once(shelf: Shelf) -> None:
    cases = {str(await shelf.archived()) for _ in range(5)}
    await shelf.good("/rules", TEN_YEARS)
    seen: list[str] = []
    after: str | None = None
    while True:
        page = await shelf.read(f"{RETENTION}/due", limit=2, **({"after": after} if after else {}))
        seen += [one["case_id"] for one in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert sorted(seen) == sorted(cases)


async def test_each_class_has_a_period_of_its_own_and_an_outcome_may_have_others(shelf: Shelf) -> None:
    withdrawn = await shelf.archived(EVERY_ORIGIN)
    refused = await shelf.archived(EVERY_ORIGIN, outcome=Outcome.REFUSED)
    await shelf.good("/rules", {"letters": 10, "by_outcome": {"refused": {"personal": 1}}})
    found = await shelf.due(as_of="2022-03-02")
    assert [item["material"] for item in found[str(withdrawn)]["items"]] == ["letters"]
    assert [item["material"] for item in found[str(refused)]["items"]] == ["personal"]


async def test_destruction_is_on_record_and_the_record_still_verifies(shelf: Shelf) -> None:
    case_id = await shelf.archived(EVERY_ORIGIN)
    before = await shelf.documents(case_id)
    await shelf.good("/rules", TEN_YEARS)
    done = await shelf.destroyed()
    assert (done["done"], done["left"], done["destroyed"], done["left_out"], done["bytes_left"]) == (1, 0, 6, [], 0)
    events = (await shelf.events(case_id))[-4:]
    assert [event["kind"] for event in events] == [*["documents_destroyed"] * 3, "personal_data_destroyed"]
    named = {one["document_id"]: one["sha256"] for event in events[:3] for one in event["documents"]}
    assert named == {str(one["id"]): one["sha256"] for one in before}
    by = {(event["destruction"]["proposed_by"], event["destruction"]["approved_by"]) for event in events}
    assert by == {(done["plan"]["proposed_by"], done["plan"]["approved_by"])}
    assert {(event["destruction"]["years"], event["destruction"]["kept_until"]) for event in events} == {
        (10, "2022-03-01")
    }
    assert not any(shelf.is_stored(one) for one in before)
    assert await shelf.faults() == []
    assert await shelf.due() == {}


async def test_of_a_destroyed_document_id_hash_and_size_stay_and_a_download_says_so(shelf: Shelf) -> None:
    case_id = await shelf.archived()
    (before,) = await shelf.documents(case_id)
    await shelf.good("/rules", {"documents": 10})
    await shelf.destroyed()
    (after,) = await shelf.documents(case_id)
    assert {name: after[name] for name in ("id", "sha256", "size")} == {
        name: before[name] for name in ("id", "sha256", "size")
    }
    assert (after["label"], bool(after["destroyed_at"])) == ("", True)
    assert_problem(await shelf.get(f"/api/documents/{after['id']}/content"), 410, "document_destroyed")


async def test_only_what_is_due_goes(shelf: Shelf) -> None:
    old = await shelf.archived(EVERY_ORIGIN)
    young = await shelf.archived((("uploaded", "新的内容"),), on=date(2026, 1, 5))
    await shelf.good("/rules", {"documents": 10})
    await shelf.destroyed()
    left = [one["origin"] for one in await shelf.documents(old) if not one["destroyed_at"]]
    assert left == ["released", "package", "letter"]
    kept = [one for one in await shelf.documents(old) if not one["destroyed_at"]]
    assert [one["origin"] for one in kept if shelf.is_stored(one)] == left
    assert "documents_destroyed" not in await shelf.kinds(young)
    assert (await shelf.read(f"/api/applications/{old}", "handler"))["application"] is not None


REMEDY = RemedyFiled(id="m1", instance=Instance.LITIGATION, body="示例市城区人民法院", filed_on=LONG_AGO)


@pytest.mark.parametrize(
    ("more", "why"),
    [((REMEDY,), "remedy_pending"), ((ApplicationJoined(into=uuid4(), reference="x"),), "main_case_open")],
    ids=["a remedy without result", "joined into a case that is open"],
)
async def test_a_case_that_may_still_be_needed_is_held(shelf: Shelf, more: Sequence[Event], why: str) -> None:
    case_id = await shelf.archived(more=more)
    await shelf.good("/rules", TEN_YEARS)
    assert (await shelf.due())[str(case_id)]["held"] == [why]
    assert_problem(await shelf.post("/plans"), 409, "nothing_to_destroy")


async def test_a_case_joined_into_an_archived_one_is_free(shelf: Shelf) -> None:
    main = await shelf.archived()
    joined = await shelf.archived(more=(ApplicationJoined(into=main, reference="x"),))
    await shelf.good("/rules", TEN_YEARS)
    assert (await shelf.due())[str(joined)]["held"] == []


async def test_a_case_not_archived_is_never_due(shelf: Shelf) -> None:
    await shelf.archived(last=())
    await shelf.good("/rules", TEN_YEARS)
    assert await shelf.due() == {}


async def test_a_case_whose_record_is_faulty_is_held(shelf: Shelf) -> None:
    case_id = await shelf.archived()
    await shelf.good("/rules", TEN_YEARS)
    await shelf.run("UPDATE case_events SET record = record || '{\"note\": 1}' WHERE case_id = :case", case=case_id)
    assert (await shelf.due())[str(case_id)]["held"] == ["record_faulty"]


async def test_a_hold_stands_until_every_one_of_them_is_released(shelf: Shelf) -> None:
    case_id = await shelf.archived()
    await shelf.good("/rules", TEN_YEARS)
    audit, suit = await shelf.held(case_id), await shelf.held(case_id, "另案诉讼")
    await shelf.good(f"/holds/{audit['id']}/release", {"reason": "审计结束"})
    assert (await shelf.due())[str(case_id)]["held"] == ["on_hold"]
    again = await shelf.post(f"/holds/{audit['id']}/release", {"reason": "审计结束"})
    assert_problem(again, 409, "hold_released_already")
    released = await shelf.good(f"/holds/{suit['id']}/release", {"reason": "判决生效"})
    assert (released["release_reason"], bool(released["released_at"])) == ("判决生效", True)
    assert (await shelf.due())[str(case_id)]["held"] == []
    assert len((await shelf.read(f"{RETENTION}/holds"))["items"]) == 2


async def test_a_case_is_held_once_for_one_reason(shelf: Shelf) -> None:
    case_id = await shelf.archived()
    first = await shelf.held(case_id)
    again = await shelf.post(f"/cases/{case_id}/holds", {"reason": first["reason"]})
    assert_problem(again, 409, "held_already", "reason")
    assert len((await shelf.read(f"{RETENTION}/holds"))["items"]) == 1
    await shelf.good(f"/holds/{first['id']}/release", {"reason": "审计结束"})
    assert (await shelf.held(case_id))["released_at"] is None


async def test_nobody_approves_what_he_proposed(shelf: Shelf) -> None:
    case_id = await shelf.archived()
    await shelf.good("/rules", TEN_YEARS)
    plan = await shelf.good("/plans")
    assert_problem(await shelf.post(f"/plans/{plan['id']}/approve"), 409, "approver_is_proposer")
    assert "documents_destroyed" not in await shelf.kinds(case_id)


@pytest.mark.parametrize("by", ["handler", "approver", "supervisor", "head", "chief"])
async def test_keeping_is_for_administrators(shelf: Shelf, by: str) -> None:
    case_id = await shelf.archived()
    await shelf.good("/rules", TEN_YEARS)
    plan, hold = await shelf.good("/plans"), await shelf.held(case_id)
    for path in ("rules", "due", "plans", f"plans/{plan['id']}", "holds"):
        assert_problem(await shelf.get(f"{RETENTION}/{path}", by), 403, "role_not_permitted")
    for path, body in (
        ("/rules", {}),
        ("/plans", None),
        (f"/plans/{plan['id']}/approve", None),
        (f"/cases/{case_id}/holds", {"reason": "x"}),
        (f"/holds/{hold['id']}/release", {"reason": "x"}),
    ):
        assert_problem(await shelf.post(path, body, by), 403, "role_not_permitted")


async def test_another_agency_sees_and_touches_nothing_of_it(shelf: Shelf) -> None:
    case_id = await shelf.archived()
    await shelf.good("/rules", TEN_YEARS)
    plan, hold = await shelf.good("/plans"), await shelf.held(case_id)
    theirs = await staffed(shelf.database, neighbour_agency())
    shelf.tokens["stranger"] = theirs["admin"]
    assert (await shelf.read(f"{RETENTION}/rules", "stranger"))["version"] == 0
    assert (await shelf.read(f"{RETENTION}/plans", "stranger"))["items"] == []
    assert (await shelf.read(f"{RETENTION}/holds", "stranger"))["items"] == []
    assert_problem(await shelf.get(f"{RETENTION}/plans/{plan['id']}", "stranger"), 404, "not_found", "plan")
    assert_problem(await shelf.post(f"/plans/{plan['id']}/approve", None, "stranger"), 404, "not_found", "plan")
    assert_problem(await shelf.post(f"/cases/{case_id}/holds", {"reason": "x"}, "stranger"), 404, "not_found")
    release = await shelf.post(f"/holds/{hold['id']}/release", {"reason": "x"}, "stranger")
    assert_problem(release, 404, "not_found", "hold")
    await shelf.good("/rules", TEN_YEARS, "stranger")
    assert (await shelf.read(f"{RETENTION}/due", "stranger"))["items"] == []


async def test_what_is_held_or_not_due_any_more_at_the_approval_is_left_out_and_named(shelf: Shelf) -> None:
    free, held = await shelf.archived(), await shelf.archived()
    await shelf.good("/rules", TEN_YEARS)
    plan = await shelf.good("/plans")
    hold = await shelf.held(held)
    await shelf.good("/rules", {**TEN_YEARS, "documents": 99})
    done = await shelf.good(f"/plans/{plan['id']}/approve", by="admin2")
    told = {(one["why"], one["items"]) for one in done["left_out"]}
    assert (done["destroyed"], told) == (1, {("not_due", 1), ("on_hold", 2)})
    assert (await shelf.kinds(free))[-1] == "personal_data_destroyed"
    assert (await shelf.kinds(held))[-1] == "case_archived"
    await shelf.good(f"/holds/{hold['id']}/release", {"reason": "审计结束"})
    assert (await shelf.destroyed())["destroyed"] == 1


async def test_a_register_is_kept_as_it_was_proposed(shelf: Shelf) -> None:
    cases = {str(await shelf.archived()) for _ in range(3)}
    await shelf.good("/rules", TEN_YEARS)
    plan = await shelf.good("/plans", key="once")
    assert await shelf.good("/plans", key="once") == plan
    assert (plan["cases"], plan["items"], plan["approved_by"]) == (3, 6, None)
    assert plan["reference"].startswith(f"{SAMPLE_AGENCY.code}销〔")
    first = await shelf.read(f"{RETENTION}/plans/{plan['id']}", limit=2)
    rest = await shelf.read(f"{RETENTION}/plans/{plan['id']}", after=first["next"])
    lines = [*first["lines"], *rest["lines"]]
    assert {line["due"]["case_id"] for line in lines} == cases
    await shelf.good(f"/plans/{plan['id']}/approve", by="admin2")
    shown = await shelf.read(f"{RETENTION}/plans/{plan['id']}")
    assert [line["due"] for line in shown["lines"]] == [line["due"] for line in lines]
    assert [line["destroyed"] for line in shown["lines"]] == [2, 2, 2]
    assert shown["plan"]["sha256"] == plan["sha256"]


async def test_a_register_that_is_full_leaves_the_rest_for_the_next(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.destruction_plans.MOST_ITEMS", 5)
    monkeypatch.setattr("api.destruction_plans.PAGE", 1)
    for _ in range(5):
        await shelf.archived()
    await shelf.archived([("uploaded", f"{n}的内容") for n in range(9)])
    await shelf.good("/rules", TEN_YEARS)
    registers: list[Json] = []
    while await shelf.due():
        registers.append((await shelf.destroyed())["plan"])
    assert sum(one["cases"] for one in registers) == 6
    assert all(one["items"] <= 5 or (one["cases"], one["items"]) == (1, 10) for one in registers)


async def test_a_request_whose_time_is_over_goes_on_with_the_next_one(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        await shelf.archived()
    await shelf.good("/rules", TEN_YEARS)
    plan = await shelf.good("/plans")
    monkeypatch.setattr("api.destruction.LONGEST_SECONDS", 0.0)
    begun = await shelf.good(f"/plans/{plan['id']}/approve", by="admin2")
    assert (begun["done"], begun["left"], begun["destroyed"]) == (0, 2, 0)
    assert begun["plan"]["approved_by"]
    monkeypatch.undo()
    done = await shelf.good(f"/plans/{plan['id']}/approve", by="admin2")
    assert (done["done"], done["left"], done["destroyed"]) == (2, 0, 4)
    assert done["plan"] == begun["plan"]


async def test_two_registers_of_the_same_destroy_it_once(shelf: Shelf) -> None:
    case_id = await shelf.archived()
    await shelf.good("/rules", TEN_YEARS)
    first, second = await shelf.good("/plans"), await shelf.good("/plans")
    await shelf.good(f"/plans/{first['id']}/approve", by="admin2")
    done = await shelf.good(f"/plans/{second['id']}/approve", by="admin2")
    assert (done["destroyed"], [one["why"] for one in done["left_out"]]) == (0, ["destroyed_already"])
    assert (await shelf.kinds(case_id)).count("documents_destroyed") == 1


async def test_approved_twice_at_once_is_destroyed_once(shelf: Shelf) -> None:
    cases = [await shelf.archived() for _ in range(6)]
    await shelf.good("/rules", TEN_YEARS)
    plan = await shelf.good("/plans")
    answers = await asyncio.gather(*(shelf.post(f"/plans/{plan['id']}/approve", by="admin2") for _ in range(3)))
    assert [answer.status_code for answer in answers] == [200] * 3
    assert (await shelf.good(f"/plans/{plan['id']}/approve", by="admin2"))["destroyed"] == 12
    for case_id in cases:
        assert (await shelf.kinds(case_id))[-2:] == ["documents_destroyed", "personal_data_destroyed"]
        assert (await shelf.kinds(case_id)).count("documents_destroyed") == 1
    assert await shelf.faults() == []


async def test_rules_are_kept_with_every_earlier_version(shelf: Shelf) -> None:
    first = await shelf.good("/rules", {"documents": 10})
    assert (await shelf.good("/rules", {"documents": 10}))["version"] == first["version"] == 1
    second = await shelf.good("/rules", {"documents": 30}, "admin2")
    assert (second["version"], second["rules"]["documents"], second["set_by"] != first["set_by"]) == (2, 30, True)


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"documents": 0}, "invalid_field", "documents"),
        ({"documents": 101}, "invalid_field", "documents"),
        ({"documents": "10"}, "invalid_field", "documents"),
        ({"events": 10}, "foreign_field", "events"),
        ({"by_outcome": {"never": {}}}, "invalid_field", "by_outcome.never.[key]"),
    ],
)
async def test_senseless_rules_are_refused(shelf: Shelf, body: object, code: str, field: str) -> None:
    assert_problem(await shelf.post("/rules", body), 422, code, field)
    assert (await shelf.read(f"{RETENTION}/rules"))["version"] == 0


@pytest.mark.parametrize("as_of", ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"])
async def test_a_day_nobody_can_mean_is_refused(shelf: Shelf, as_of: str) -> None:
    await shelf.good("/rules", TEN_YEARS)
    assert_problem(await shelf.get(f"{RETENTION}/due", as_of=as_of), 422, "date_out_of_range", "as_of")


async def test_an_unknown_register_hold_or_case_is_not_there(shelf: Shelf) -> None:
    nobody: UUID = uuid4()
    assert_problem(await shelf.get(f"{RETENTION}/plans/{nobody}"), 404, "not_found", "plan")
    assert_problem(await shelf.post(f"/plans/{nobody}/approve"), 404, "not_found", "plan")
    assert_problem(await shelf.post(f"/holds/{nobody}/release", {"reason": "x"}), 404, "not_found", "hold")
    assert_problem(await shelf.post(f"/cases/{nobody}/holds", {"reason": "x"}), 404, "not_found")
