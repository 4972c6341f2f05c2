"""The production files: everything there, nothing secret in them, nothing that floats."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = ROOT / "docker-compose.yml"
Service = dict[str, object]
SECRET = re.compile(r"PASSWORD|PWD|SECRET|ACCESS_KEY|_KEYS?$")
SERVERS = {"postgresql", "temporal", "temporal-ui", "store", "worker", "api"}
ONCE = {"temporal-schema", "temporal-namespace", "store-bucket", "migrate"}
SEEING = {"prometheus", "grafana", "jaeger"}
"""Started only with their profile."""


@pytest.fixture(scope="module")
def services() -> dict[str, Service]:
    parsed: dict[str, dict[str, Service]] = yaml.safe_load(COMPOSE.read_text())
    return parsed["services"]


def test_all_services_are_there(services: dict[str, Service]) -> None:
    assert services.keys() == SERVERS | ONCE | SEEING
    assert {name for name, service in services.items() if service.get("profiles") == ["seeing"]} == SEEING
    assert [services[name]["command"] for name in ("migrate", "worker", "api")] == [["migrate"], ["worker"], ["api"]]


def test_every_server_tells_whether_it_is_healthy(services: dict[str, Service]) -> None:
    assert [name for name in sorted(SERVERS) if "healthcheck" not in services[name]] == []


def test_images_are_pinned_to_a_release(services: dict[str, Service]) -> None:
    images = {name: str(service["image"]).replace("${DAYLIGHT_IMAGE:-", "") for name, service in services.items()}
    assert {name: image for name, image in images.items() if not re.search(r":v?\d+\.\d+", image)} == {}


def test_every_secret_is_required_from_the_environment(services: dict[str, Service]) -> None:
    for name, service in services.items():
        environment = service.get("environment", {})
        assert isinstance(environment, dict)
        secrets = {variable: value for variable, value in environment.items() if SECRET.search(variable)}
        assert {variable for variable, value in secrets.items() if not _required(str(value))} == set(), name


def test_the_example_environment_names_every_required_variable_and_holds_no_value() -> None:
    required = set(re.findall(r"\$\{([A-Z_]+):\?", COMPOSE.read_text()))
    assert _example() == dict.fromkeys(required, "")


def test_only_the_loopback_interface_is_published(services: dict[str, Service]) -> None:
    published = {name: str(service["ports"]) for name, service in services.items() if "ports" in service}
    assert published.keys() == {"api", "temporal-ui"} | SEEING
    assert all(ports.startswith("['127.0.0.1:") for ports in published.values())


def test_mounted_files_exist(services: dict[str, Service]) -> None:
    mounts = [str(mount).split(":")[0] for service in services.values() for mount in _volumes(service)]
    assert [mount for mount in mounts if mount.startswith("./") and not (ROOT / mount).exists()] == []


def test_our_processes_run_without_privileges(services: dict[str, Service]) -> None:
    for name in ("migrate", "worker", "api"):
        assert services[name]["read_only"] is True
        assert services[name]["cap_drop"] == ["ALL"]
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert "\nUSER 10001" in dockerfile
    assert "--require-hashes" in dockerfile
    assert "requirements-dev" not in dockerfile


@pytest.mark.skipif(shutil.which("docker-compose") is None, reason="docker-compose is not installed")
class TestComposeItself:
    def test_accepts_the_file(self) -> None:
        done = _config(dict.fromkeys(_example(), "value"), "--profile", "seeing")
        assert done.returncode == 0, done.stderr
        assert set(yaml.safe_load(done.stdout)["services"]) == SERVERS | ONCE | SEEING

    def test_refuses_to_start_without_a_secret(self) -> None:
        for left_out in _example():
            done = _config({name: "value" for name in _example() if name != left_out})
            assert done.returncode != 0
            assert left_out in done.stderr


def _config(variables: dict[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    tool = shutil.which("docker-compose")
    assert tool
    argv = [tool, "--file", str(COMPOSE), "--env-file", str(ROOT / ".env.example"), *options, "config"]
    environment = {"PATH": "/usr/bin:/bin", **variables}
    return subprocess.run(argv, env=environment, capture_output=True, text=True, timeout=60, check=False)


def _required(value: str) -> bool:
    return bool(re.fullmatch(r"\$\{[A-Z_]+:\?[^}]+\}", value))


def _example() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text().splitlines()
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: value for name, _, value in pairs}


def _volumes(service: Service) -> list[object]:
    volumes = service.get("volumes", [])
    assert isinstance(volumes, list)
    return volumes
