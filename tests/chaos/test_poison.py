"""A payload nobody can read, sent to the task queue by whoever reaches Temporal: it is named, and endangers no case."""

import base64
import logging
from uuid import uuid4

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.client import Client, WorkflowUpdateFailedError
from temporalio.common import RawValue

from activities.intake import workflow_id
from activities.keyring import Keyring
from schemas.errors import DaylightError
from schemas.settings import Settings
from tests.api.office import Office
from worker.codec import ENCODING, EncryptionCodec

KEY = base64.b64encode(bytes(range(32))).decode()
GARBAGE = {
    "in the clear": Payload(metadata={"encoding": b"json/plain"}, data=b'{"version": "poison"}'),
    "under our key, and broken": Payload(metadata={"encoding": ENCODING, "key-id": b"test"}, data=bytes(64)),
    "too short to be sealed": Payload(metadata={"encoding": ENCODING, "key-id": b"test"}, data=b"x"),
    "under no key": Payload(metadata={"encoding": ENCODING}, data=bytes(64)),
    "of no form": Payload(data=b"\xff\xfe"),
}


async def stranger(settings: Settings) -> Client:
    """Somebody who reaches Temporal and has none of our keys."""
    return await Client.connect(settings.temporal_address)


async def test_what_nobody_can_read_stops_no_case_and_is_named(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    case_id = (await office.registered())["case_id"]
    client = await stranger(office.settings)
    handle = client.get_workflow_handle(workflow_id(case_id))
    with caplog.at_level(logging.ERROR):
        for payload in GARBAGE.values():
            await handle.signal("calendar_published", RawValue(payload))
        assert (await office.step(case_id, "accept"))["state"] == "processing"
    named = [record.getMessage() for record in caplog.records if "dropping the signal" in record.getMessage()]
    assert sum(workflow_id(case_id) in line for line in named) == len(GARBAGE)


async def test_a_step_nobody_can_read_is_refused_and_leaves_nothing(office: Office) -> None:
    case_id = (await office.registered())["case_id"]
    before = await office.kinds(case_id)
    handle = (await stranger(office.settings)).get_workflow_handle(workflow_id(case_id))
    for garbage in GARBAGE.values():
        with pytest.raises(WorkflowUpdateFailedError):
            await handle.execute_update("take_step", RawValue(garbage))
    assert await office.kinds(case_id) == before
    assert (await office.step(case_id, "accept"))["state"] == "processing"


async def test_a_case_nobody_can_read_holds_up_no_other(office: Office) -> None:
    client, name = await stranger(office.settings), f"poison/{uuid4()}"
    for garbage in GARBAGE.values():
        await client.start_workflow(
            "DisclosureApplication", RawValue(garbage), id=f"{name}/{uuid4()}", task_queue=office.settings.task_queue
        )
    case_id = (await office.registered())["case_id"]
    await office.issued(case_id)
    assert (await office.delivered(case_id))["state"] == "closed"


async def test_what_is_sealed_under_a_key_we_do_not_have_yet_waits_for_it_and_is_not_set_aside() -> None:
    ours, newer = (EncryptionCodec(Keyring(f"{name}:{KEY}")) for name in ("ours", "newer"))
    sealed = await newer.encode([Payload(metadata={"encoding": b"json/plain"}, data=b"1")])
    with pytest.raises(DaylightError, match="key_unknown"):
        await ours.decode(sealed)
    both = EncryptionCodec(Keyring(f"ours:{KEY},newer:{KEY}"))
    assert [payload.data for payload in await both.decode(sealed)] == [b"1"]
