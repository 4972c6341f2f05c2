"""What the API says about itself: OpenAPI, its examples, and documentation without any other host."""

import re
from typing import Any

import pytest

from api.examples import APPLICATION, STEPS
from schemas.api import ProblemDocument
from schemas.applications import NewApplication
from schemas.steps import staff_step
from tests.api.office import Json, Office
from workflows.book import STAFF_RULES

APPLICANTS = {"404", "408", "413", "422", "429", "503"}
"""What may be refused to an applicant, who has no token."""


@pytest.fixture
async def description(shared: Office) -> Json:
    answer = await shared.http.get("/openapi.json")
    assert answer.status_code == 200
    found: Json = answer.json()
    return found


def test_there_is_an_example_for_every_step_and_each_is_valid() -> None:
    assert set(STEPS) == set(STAFF_RULES)
    for name, body in STEPS.items():
        assert staff_step.validate_python({"step": name, **body}).step == name
    assert NewApplication.model_validate(APPLICATION).description


async def test_the_description_shows_every_example(description: Json) -> None:
    body = description["paths"]["/api/applications/{case_id}/steps"]["post"]["requestBody"]
    examples = body["content"]["application/json"]["examples"]
    assert {example["value"]["step"] for example in examples.values()} == set(STAFF_RULES)
    assert "examples" in description["paths"]["/api/applications"]["post"]["requestBody"]["content"]["application/json"]


async def test_every_address_documents_what_it_refuses(description: Json) -> None:
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            if path.startswith("/api/") and path != "/api/portal/agencies":
                expected = {"401", "404", "422", "503"} | ({"403", "409", "413"} if method == "post" else set())
                expected = APPLICANTS if path in {"/api/status", "/api/portal/applications"} else expected
                assert expected <= operation["responses"].keys(), path
            for status, response in operation["responses"].items():
                if status >= "400" and path.startswith("/api/"):
                    schema = response["content"]["application/problem+json"]["schema"]
                    assert schema == {"$ref": "#/components/schemas/ProblemDocument"}


async def test_every_reference_of_the_description_leads_somewhere(description: Json) -> None:
    for reference in _references(description):
        assert reference.removeprefix("#/components/schemas/") in description["components"]["schemas"]
    assert "fingerprint" not in description["components"]["schemas"]["StepAnswer"]["properties"]


async def test_problems_are_as_described(shared: Office) -> None:
    receipt = await shared.registered()
    stale = await shared.post_step(receipt["case_id"], {"step": "accept", "expected_version": 0}, key="mine")
    problem = ProblemDocument.model_validate(stale.json(), extra="forbid")
    assert problem.current is not None
    assert problem.idempotency_key == "mine"


async def test_the_documentation_needs_no_other_host(shared: Office) -> None:
    page = await shared.http.get("/docs")
    assert page.status_code == 200
    links = re.findall(r"""(?:src|href)=["']([^"']+)["']""", page.text)
    assert len(links) >= 2
    assert not re.search(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", page.text)
    for link in links:
        static = await shared.http.get(link)
        assert static.status_code == 200, link
        assert static.content
    assert (await shared.http.get("/redoc")).status_code == 404


def _references(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        return own + [found for value in part.values() for found in _references(value)]
    return [found for value in part for found in _references(value)] if isinstance(part, list) else []
