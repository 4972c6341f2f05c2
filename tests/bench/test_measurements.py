"""What the commands measured, as it is written down."""

from datetime import UTC, datetime

from api.cli.console import table_of
from tests.bench.measurements import PAGE, Run, Sheet, kept, page


def test_the_page_is_what_the_commands_kept() -> None:
    assert PAGE.read_text() == page(kept())


def test_a_table_is_written_as_it_is_seen() -> None:
    sheet = Sheet.of(table_of("steps, all", ("step", "p50 ms"), [("accept", 12.5), ("a | b", None)]))
    assert sheet == Sheet(title="steps, all", columns=("step", "p50 ms"), rows=(("accept", "12.5"), ("a | b", "")))
    ended = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
    written = page([Run(name="steps", command="make bench", ended=ended, machine={"cores": "2"}, sheets=(sheet,))])
    assert written.endswith(
        "## steps\n\n    make bench\n\n2026-11-22 20:00 UTC. cores 2.\n\n"
        "**steps, all**\n\n| step | p50 ms |\n| --- | --- |\n| accept | 12.5 |\n| a \\| b |   |\n"
    )
