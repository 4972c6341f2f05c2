"""Ready means: somebody answers."""

from pathlib import Path

from temporalio import workflow
from temporalio.client import Client
from temporalio.worker import Worker

from tests.waiting import until_answered
from worker.embedded.readiness import answers_http, polls_task_queue
from worker.embedded.temporal import NAMESPACE, EmbeddedTemporal


@workflow.defn(name="Nothing", sandboxed=False)
class Nothing:
    @workflow.run
    async def run(self) -> None:
        """Ends at once."""


async def test_a_task_queue_is_polled_only_while_a_worker_is_there(folder: Path) -> None:
    server = EmbeddedTemporal(folder / "temporal")
    assert not await polls_task_queue("127.0.0.1:1", NAMESPACE, "readiness")()
    await server.start()
    polled = polls_task_queue(server.address, NAMESPACE, "readiness")
    assert not await polled()
    async with Worker(await Client.connect(server.address), task_queue="readiness", workflows=[Nothing]):
        await until_answered(polled)
    await server.stop()


async def test_an_address_where_nobody_listens_is_not_ready() -> None:
    assert not await answers_http("http://127.0.0.1:1/healthz")()
