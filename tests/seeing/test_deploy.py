"""The example alerts and the dashboard ask only for what is told; the runbook knows every alert and every command."""

import json
import re
from pathlib import Path

import pytest
import temporalio
import typer
import yaml
from prometheus_client.parser import text_string_to_metric_families

from api.cli.main import COMMANDS, command_line
from schemas.messages import MESSAGES
from tests.seeing.conftest import Watched

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "deploy/prometheus/alerts.yml"
BOARD = ROOT / "deploy/grafana/daylight.json"
RUNBOOK = ROOT / "docs/runbook.md"
METRIC = re.compile(r"\b(?:daylight|temporal|process)_[a-z_]+")
OF_PROMETHEUS = {"up"}
SEEN_ONCE_IT_HAPPENS = {
    "daylight_workshop_job_duration_seconds_bucket",
    "daylight_workshop_job_duration_seconds_count",
    "temporal_workflow_task_execution_failed_total",
}
"""Told from the first job on a file and the first failed task on: no series of theirs exists before."""


def alerts() -> list[dict[str, object]]:
    groups = yaml.safe_load(RULES.read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def expressions() -> list[str]:
    board = [target["expr"] for panel in json.loads(BOARD.read_text())["panels"] for target in panel.get("targets", [])]
    return [str(rule["expr"]) for rule in alerts()] + board


def told(watched: Watched) -> set[str]:
    """The names of all samples of all processes."""
    families = [one for text in watched.expositions.values() for one in text_string_to_metric_families(text)]
    return {sample.name for family in families for sample in family.samples}


def test_every_metric_that_is_asked_for_is_told(watched: Watched) -> None:
    asked = {name for expression in expressions() for name in METRIC.findall(expression)}
    assert len(asked) > 20
    assert asked - told(watched) == SEEN_ONCE_IT_HAPPENS


def test_what_is_told_later_has_its_name_from_the_code_that_tells_it(watched: Watched) -> None:
    assert "daylight_workshop_job_duration_seconds" in watched.expositions["worker"]
    bridge = next((Path(temporalio.__file__).parent / "bridge").glob("temporal_sdk_bridge*.so"))
    assert b"workflow_task_execution_failed" in bridge.read_bytes()


def test_every_refusal_that_is_asked_for_has_a_message() -> None:
    asked = {code for expression in expressions() for codes in re.findall(r'code=~"([^"]+)"', expression)
             for code in codes.split("|")}  # fmt: skip
    assert asked
    assert asked <= MESSAGES.keys()


def test_every_alert_has_its_place_in_the_runbook() -> None:
    headings = set(re.findall(r"^## (\w+)$", RUNBOOK.read_text(), re.MULTILINE))
    assert headings == {str(rule["alert"]) for rule in alerts()}
    for rule in alerts():
        annotations = rule["annotations"]
        assert isinstance(annotations, dict)
        assert annotations["runbook_url"] == f"docs/runbook.md#{str(rule['alert']).lower()}"


def test_every_alert_is_told_what_it_means_and_what_to_do() -> None:
    for name, text in re.findall(r"^## (\w+)$(.*?)(?=^## |\Z)", RUNBOOK.read_text(), re.MULTILINE | re.DOTALL):
        assert [part for part in ("**Means.**", "**Look.**", "**Do.**") if part not in text] == [], name


@pytest.mark.parametrize("command", sorted(set(re.findall(r"`daylight ([a-z][a-z -]*[a-z])", RUNBOOK.read_text()))))
def test_every_command_of_the_runbook_exists(command: str) -> None:
    words = command.split()
    assert words[0] in COMMANDS
    found = typer.main.get_command(command_line(words[0]))
    for word in words:
        inner = getattr(found, "commands", None)
        if inner is None:
            break
        assert word in inner
        found = inner[word]


def test_the_dashboard_has_a_description_and_a_unit_for_every_panel() -> None:
    panels = [panel for panel in json.loads(BOARD.read_text())["panels"] if panel["type"] != "row"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    for panel in panels:
        assert panel["description"]
        assert panel["fieldConfig"]["defaults"]["unit"]


def test_prometheus_asks_the_processes_of_the_compose_file() -> None:
    asked = yaml.safe_load((ROOT / "deploy/prometheus/prometheus.yml").read_text())
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    targets = [target for job in asked["scrape_configs"] for one in job["static_configs"] for target in one["targets"]]
    assert {target.partition(":")[0] for target in targets} <= services.keys()
    for file in asked["rule_files"]:
        assert (ROOT / "deploy/prometheus" / file).exists()
