"""Correction of own records (art. 41): every way it can end, each guard broken once, and what crashes leave behind."""

import asyncio
import io
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

import docx
import pytest
from sqlalchemy import text
from temporalio.client import WorkflowFailureError, WorkflowHandle
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.db.own_records import append_own_events
from activities.db.templates import put_template
from activities.intake import Intake
from activities.own_record_letters import OwnRecordLetterMaker
from activities.own_records import OwnRecordIntake, own_workflow_id
from api.cli.setup import SAMPLE_AGENCY
from api.own_records import OwnRecords
from api.own_records_engine import OwnRecordEngine
from api.own_records_upkeep import rebuild_own_records, verify_own_records
from schemas.applications import Applicant, Contact
from schemas.errors import DaylightError, Unavailable
from schemas.own_records import NewOwnRecord, OwnRecordState, own_staff_step
from schemas.own_records_events import (
    OwnEnd,
    OwnEventRecord,
    OwnLetterOrder,
    OwnRecord,
    OwnSnapshot,
    OwnStart,
    OwnTaken,
    forge_own,
)
from schemas.vocabulary import Channel, LetterKind
from tests.harness import World, person
from workflows.own_records_fold import fold, letters_for

SECRETS = ("王小明", "110101199003070011", "010-55550123", "家庭人口", "户口簿")
ELSEWHERE = {"agency": "示例市公安局", "contact": "010-55550177", "reasons": "该记录由公安机关制作和保存。"}
DECISIONS: dict[str, dict[str, Any]] = {
    "corrected": {"note": "更正后的名册将于五日内重新公开。"},
    "forwarded": ELSEWHERE,
    "told_where": ELSEWHERE,
    "not_corrected": {"reasons": "经核对原始登记，记录与登记一致。"},
}


def request_of(arrived_on: date | None = None) -> NewOwnRecord:
    applicant = Applicant(
        name=SECRETS[0], identity_number=SECRETS[1], contact=Contact(phone=SECRETS[2], address="示例市一路1号")
    )
    claim = "名册把本人的家庭人口记为一人，实际为三人。"
    return NewOwnRecord(
        channel=Channel.IN_PERSON, arrived_on=arrived_on, person=applicant, claim=claim, evidence="户口簿复印件。"
    )


@dataclass
class Officer:
    """Works one request and keeps its version."""

    world: World
    office: OwnRecords
    last: OwnTaken

    async def step(self, name: str, by: str = "handler", key: str | None = None, **fields: Any) -> OwnTaken:
        body = {"step": name, "expected_version": self.last.version, **fields}
        step = own_staff_step.validate_python(body)
        self.last = await self.office.take_step(person(by), self.last.id, key or str(uuid4()), step)
        return self.last

    async def decided(self, outcome: str) -> None:
        """Examined, drafted, approved and carried out."""
        await self.step("examine", found="调阅住房保障登记原件，核对户籍信息。")
        await self.step("propose", decision={"outcome": outcome, **DECISIONS[outcome]})
        await self.step("approve", "approver", verdict="approve")
        await self.step("carry_out")

    async def links(self) -> list[OwnEventRecord]:
        return await self.office.links(self.last.id)

    async def kinds(self) -> list[str]:
        return [link.event.kind for link in await self.links()]

    async def letters(self) -> list[tuple[str, str]]:
        """Number and text of each letter, as its DOCX has them."""
        record = await self.office.record(await self.office.row(person("handler"), self.last.id))
        found = []
        for letter in record.letters:
            assert letter.kind is LetterKind.OWN_RECORD
            content = b"".join([piece async for piece in self.world.store.read(letter.docx.sha256)])
            printed = docx.Document(io.BytesIO(content))
            found.append((letter.number, "\n".join(paragraph.text for paragraph in printed.paragraphs)))
        return found

    @property
    def handle(self) -> WorkflowHandle[Any, OwnEnd]:
        client = self.world.environment.client
        return client.get_workflow_handle(own_workflow_id(self.last.id), result_type=OwnEnd)


def office_of(world: World) -> OwnRecords:
    client, queue = world.environment.client, world.settings.task_queue
    cases = Intake(world.database, client, queue)
    engine = OwnRecordEngine(client, cases, OwnRecordIntake(world.database, client, queue), timeout_seconds=30)
    return OwnRecords(world.desk, engine, world.store)


async def received(world: World) -> Officer:
    office = office_of(world)
    key = f"{world.settings.task_queue}/{uuid4()}"
    return Officer(world, office, await office.register(person("handler"), key, request_of()))


async def assert_on_record(world: World) -> None:
    """The chains verify, and the read model is the fold of the events and comes back identical."""
    checked, faults = await verify_own_records(world.database, world.store)
    assert (checked, faults) == (1, [])
    assert await rebuild_own_records(world.database) == 1
    assert await verify_own_records(world.database, world.store) == (1, [])


@pytest.mark.parametrize("outcome", DECISIONS)
async def test_a_request_is_examined_decided_carried_out_and_told(world: World, outcome: str) -> None:
    officer = await received(world)
    await officer.decided(outcome)
    assert (officer.last.state, officer.last.outcome) == (OwnRecordState.DECIDED, outcome)
    await officer.step("record_delivery", method="direct", proof="送达回证001")
    end = await officer.handle.result()
    assert (end.outcome, end.version) == (outcome, officer.last.version)
    assert (await officer.links())[-1].hash == end.head
    letters = await officer.letters()
    assert len(letters) == (2 if outcome == "forwarded" else 1)
    year = (await world.today()).year
    assert [number for number, _ in letters] == [f"示建公更〔{year}〕{n}号" for n in range(1, len(letters) + 1)]
    told = letters[-1][1]
    assert "王小明：" in told
    assert "家庭人口" in told
    assert "第四十一条" in told
    for said in DECISIONS[outcome].values():
        assert said in told
    await assert_on_record(world)


async def test_the_competent_agency_gets_the_request_with_the_name_of_who_asks(world: World) -> None:
    officer = await received(world)
    await officer.decided("forwarded")
    covering, told = [content for _, content in await officer.letters()]
    assert "更正政府信息申请转送函" in covering
    assert "示例市公安局：" in covering
    assert "王小明" in covering
    assert "010-55550123、示例市一路1号" in covering
    assert "010-55550123" not in told
    assert "王小明：" in told
    assert "示例市公安局（联系方式：010-55550177）" in told


async def test_a_request_for_another_agency_needs_no_examination(world: World) -> None:
    officer = await received(world)
    await officer.step("propose", decision={"outcome": "told_where", **ELSEWHERE})
    await officer.step("approve", "head", verdict="approve")
    await officer.step("carry_out")
    assert officer.last.outcome == "told_where"


async def test_a_returned_draft_goes_back_and_an_approval_can_be_taken_back(world: World) -> None:
    officer = await received(world)
    await officer.step("examine", found="核对登记原件。")
    for verdicts in (["return"], ["approve", "return"]):
        await officer.step("propose", decision={"outcome": "corrected"})
        for verdict in verdicts:
            await officer.step("approve", "approver", verdict=verdict, comment="请写明核实经过。")
        assert officer.last.state is OwnRecordState.VERIFYING
    await officer.decided("corrected")
    assert (await officer.kinds()).count("letter_issued") == 1


async def test_a_request_can_be_withdrawn_until_it_is_decided(world: World) -> None:
    officer = await received(world)
    await officer.step("withdraw")
    assert (await officer.handle.result()).outcome == "withdrawn"
    assert await officer.letters() == []
    await assert_on_record(world)


async def test_nothing_of_the_person_is_in_the_engine_or_in_events(world: World) -> None:
    officer = await received(world)
    await officer.decided("corrected")
    held: OwnSnapshot = await officer.handle.query("snapshot", result_type=OwnSnapshot)
    history = await officer.handle.fetch_history()
    codec = world.environment.client.data_converter.payload_codec
    assert codec
    payloads = [
        payload
        for event in history.events
        for payload in (
            *event.workflow_execution_started_event_attributes.input.payloads,
            *event.workflow_execution_update_accepted_event_attributes.accepted_request.input.args.payloads,
            *event.activity_task_scheduled_event_attributes.input.payloads,
            *event.activity_task_completed_event_attributes.result.payloads,
        )
    ]
    plain = b"\n".join(payload.data for payload in await codec.decode(payloads)).decode()
    assert "调阅住房保障登记原件" in plain
    async with world.database.transaction() as connection:
        events = (await connection.execute(text("SELECT record::text FROM own_record_events"))).scalars().all()
        rows = (await connection.execute(text("SELECT own_records::text FROM own_records"))).scalars().all()
    assert rows
    for secret in SECRETS:
        assert secret not in plain + held.model_dump_json() + "\n".join(events)
        for form in (secret, secret.encode().hex()):
            assert form not in "\n".join(rows)


async def test_the_same_step_twice_and_at_once_has_one_effect_and_one_answer(world: World) -> None:
    officer = await received(world)
    seen = officer.last.version
    steps = [officer.step("examine", key="click", expected_version=seen, found="核对登记原件。") for _ in range(4)]
    answers = await asyncio.gather(*steps)
    assert all(answer == answers[0] for answer in answers)
    assert await officer.kinds() == ["request_received", "records_examined"]
    with pytest.raises(DaylightError, match="idempotency_key_reused"):
        await officer.step("examine", key="click", expected_version=seen, found="别的。")


async def test_a_step_repeated_after_the_end_gives_its_one_answer(world: World) -> None:
    officer = await received(world)
    seen = officer.last.version
    first = await officer.step("withdraw", key="gone")
    await officer.handle.result()
    assert await officer.step("withdraw", key="gone", expected_version=seen) == first
    with pytest.raises(DaylightError, match="idempotency_key_reused"):
        await officer.step("examine", key="gone", expected_version=seen, found="别的。")
    with pytest.raises(DaylightError, match="case_closed"):
        await officer.step("examine", key="new", found="核对。")


async def test_a_refused_step_leaves_nothing_on_record(world: World) -> None:
    officer = await received(world)
    with pytest.raises(DaylightError, match="reply_not_approved"):
        await officer.step("carry_out")
    assert await officer.kinds() == ["request_received"]
    held: OwnSnapshot = await officer.handle.query("snapshot", result_type=OwnSnapshot)
    assert len(held.answered) == 1


async def test_the_fold_of_the_record_is_the_state_of_the_workflow(world: World) -> None:
    officer = await received(world)
    await officer.decided("not_corrected")
    held: OwnSnapshot = await officer.handle.query("snapshot", result_type=OwnSnapshot)
    fresh = OwnRecord(id=held.record.id, agency_id=held.record.agency_id)
    assert fold(fresh, [link.event for link in await officer.links()]) == held.record


async def test_a_record_that_disagrees_stops_the_request_loudly(world: World) -> None:
    officer = await received(world)
    (last,) = await officer.links()
    foreign = forge_own(last.model_copy(update={"seq": 2, "previous": last.hash}))
    async with world.database.transaction() as connection:
        await append_own_events(connection, [foreign])
    with pytest.raises(DaylightError, match="case_stopped"):
        await officer.step("withdraw")
    with pytest.raises(WorkflowFailureError):
        await officer.handle.result()
    with pytest.raises(DaylightError, match="case_stopped"):
        await officer.step("withdraw")
    assert (await officer.links())[-1] == foreign


async def test_events_are_never_changed(world: World) -> None:
    officer = await received(world)
    for statement in ("UPDATE own_record_events SET kind = 'x'", "DELETE FROM own_record_events"):
        with pytest.raises(Exception, match=r"events are never changed: .* on own_record_events"):
            async with world.database.transaction() as connection:
                await connection.execute(text(statement))
    assert await officer.kinds() == ["request_received"]


async def test_a_request_that_nothing_registers_ends_itself(world: World) -> None:
    own_record_id = uuid4()
    start = OwnStart(id=own_record_id, agency_id=SAMPLE_AGENCY.id, timezone="Asia/Shanghai")
    handle = await world.environment.client.start_workflow(
        "OwnRecordCorrection", start, id=own_workflow_id(own_record_id), task_queue=world.settings.task_queue
    )
    with pytest.raises(WorkflowFailureError) as failed:
        await handle.result()
    assert isinstance(failed.value.cause, ApplicationError)
    assert failed.value.cause.type == "never_registered"


async def test_a_request_goes_on_in_a_new_run_with_the_answers_it_gave(world: World) -> None:
    officer = await received(world)
    seen = officer.last.version
    first = await officer.step("examine", key="once", found="核对登记原件。")
    held: OwnSnapshot = await officer.handle.query("snapshot", result_type=OwnSnapshot)
    await officer.handle.terminate("as if it had continued itself")
    start = OwnStart(id=first.id, agency_id=SAMPLE_AGENCY.id, timezone="Asia/Shanghai", snapshot=held)
    await world.environment.client.start_workflow(
        "OwnRecordCorrection", start, id=own_workflow_id(first.id), task_queue=world.settings.task_queue
    )
    assert await officer.step("examine", key="once", expected_version=seen, found="核对登记原件。") == first
    await officer.step("withdraw")
    await officer.handle.result()
    await assert_on_record(world)


async def test_a_letter_made_again_after_a_crash_is_the_same_letter(world: World) -> None:
    officer = await received(world)
    await officer.decided("corrected")
    (letter,) = (await officer.office.record(await officer.office.row(person("handler"), officer.last.id))).letters
    record = OwnRecord(id=officer.last.id, agency_id=SAMPLE_AGENCY.id)
    links = await officer.links()
    before = fold(record, [link.event for link in links[:-1]])
    (order,) = letters_for(before, links[-2].event)
    maker = OwnRecordLetterMaker(world.database, world.store, world.vault)
    assert await ActivityEnvironment().run(maker.make_own_record_letter, order) == letter
    other = order.model_copy(update={"key": f"{order.own_record_id}/letter/own_record/2"})
    assert (await _made(maker, other)).number.endswith("〕2号")


async def test_an_agencys_own_template_is_used_and_one_that_leaves_out_the_result_is_not(world: World) -> None:
    officer = await received(world)
    await officer.step("propose", decision={"outcome": "told_where", **ELSEWHERE})
    await officer.step("approve", "approver", verdict="approve")
    own = "# 告知书\n{{ received_on }}，{{ basis }}，{{ request }}\n{{ finding }}"
    for template in (own, own + "{{ nothing }}"):
        await _change_template(world, template)
        with pytest.raises(DaylightError, match=r"letter_incomplete|template_name_unknown"):
            await officer.step("carry_out")
    await _change_template(world, own + "请向{{ forwarded_to }}提出。")
    await officer.step("carry_out")
    ((number, told),) = await officer.letters()
    assert number.endswith("〕1号")
    assert "请向示例市公安局" in told


async def _change_template(world: World, template: str) -> None:
    async with world.database.transaction() as connection:
        await put_template(connection, SAMPLE_AGENCY.id, "D27", template, person("admin").staff_id)


async def _made(maker: OwnRecordLetterMaker, order: OwnLetterOrder) -> Any:
    """The letter, after a first try that found the document store away."""

    class Away:
        async def put_bytes(self, data: bytes) -> None:
            raise Unavailable("documents_unavailable")

    crashing = OwnRecordLetterMaker(maker._database, Away(), maker._vault)  # type: ignore[arg-type]
    with pytest.raises(Unavailable):
        await ActivityEnvironment().run(crashing.make_own_record_letter, order)
    return await ActivityEnvironment().run(maker.make_own_record_letter, order)
