"""Schemathesis over the whole description: no 5xx, no status that is not described, no answer of another shape."""

from pathlib import Path

from schemas.settings import Settings
from tests.api.office import Office
from tests.api.server import listening
from tests.hostile.fuzzing import Effort, fuzz
from tests.hostile.target import UNBOUNDED, furnish, with_every_role

SMALL = Effort(examples=2, seed=1, phases=("examples", "fuzzing", "stateful"))
"""More, longer, and with a bound on the time of an answer, by ``make fuzz``: here four processes share the machine."""


async def test_every_answer_is_as_described(office: Office, settings: Settings, tmp_path: Path) -> None:
    await furnish(office)
    token = await with_every_role(office.database)
    async with listening(settings.model_copy(update=UNBOUNDED)) as port:
        found = await fuzz(f"http://127.0.0.1:{port}", token, SMALL, tmp_path)
    assert found.clean, found.report[-20_000:]
