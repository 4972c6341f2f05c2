"""One trace from the request through the workflow to its SQL, and nothing personal in any of it."""

import json

from tests.api.test_privacy import assert_nothing_personal
from tests.seeing.conftest import Watched
from tests.seeing.receiver import Received
from tests.seeing.walk import CALLER

STEP = "POST /api/applications/{case_id}/steps"


def test_a_step_is_one_trace_from_the_request_through_the_workflow_to_the_sql(watched: Watched) -> None:
    of_caller = {span.span: span for span in watched.receiver.spans if span.trace == CALLER[0]}
    request = next(span for span in of_caller.values() if span.name == STEP)
    assert (request.parent, request.service) == (CALLER[1], "daylight-api")
    insert = next(
        span
        for span in of_caller.values()
        if span.service == "daylight-worker" and "INSERT INTO case_events" in span.attributes.get("db.query.text", "")
    )
    names = [span.name for span in _up(of_caller, insert)]
    assert names == [
        "INSERT",
        "RunActivity:record_events",
        "StartActivity:record_events",
        "HandleUpdate:take_step",
        "StartWorkflowUpdate:take_step",
        STEP,
    ]


def test_the_registration_is_a_trace_of_its_own(watched: Watched) -> None:
    request = next(span for span in watched.receiver.spans if span.name == "POST /api/applications")
    assert request.trace != CALLER[0]
    of_it = {span.name for span in watched.receiver.spans if span.trace == request.trace}
    assert {"RunActivity:record_events", "RunActivity:make_letter", "INSERT"} <= of_it


def test_no_span_holds_a_persons_data(watched: Watched) -> None:
    assert_nothing_personal(json.dumps([span.__dict__ for span in watched.receiver.spans], ensure_ascii=False))
    for raw in watched.receiver.raw:
        assert_nothing_personal(raw.decode(errors="replace"))


def test_no_span_lasts_as_long_as_a_case(watched: Watched) -> None:
    assert not [span.name for span in watched.receiver.spans if span.name == "RunWorkflow:DisclosureApplication"]


def _up(spans: dict[str, Received], span: Received) -> list[Received]:
    """A span and those above it, as far as they were received."""
    found = [span]
    while found[-1].parent in spans:
        found.append(spans[found[-1].parent])
    return found
