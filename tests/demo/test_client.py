"""The demo's client: patient with an engine that is away for a moment, loud with everything else."""

import httpx
import pytest

from api.demo.client import ApiCaller, Away, Refused


def caller(*statuses: int, patience: float = 5.0) -> tuple[ApiCaller, list[httpx.Request]]:
    """A client whose requests are answered with these statuses, the last one for ever."""
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(statuses[min(len(asked), len(statuses)) - 1], json={"code": "said"})

    http = httpx.AsyncClient(base_url="http://demo.example.com", transport=httpx.MockTransport(answer))
    return ApiCaller(http, {"handler": "token"}, patience), asked


async def test_a_503_is_repeated_under_the_same_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.demo.client.PAUSE_SECONDS", 0.0)
    api, asked = caller(503, 503, 200)
    assert await api.post("handler", "/api/x", {"step": "accept"}, "key") == {"code": "said"}
    assert [request.headers["Idempotency-Key"] for request in asked] == ["key"] * 3


async def test_patience_ends_once_for_all() -> None:
    api, asked = caller(503, patience=-1.0)
    for _ in range(2):
        with pytest.raises(Away, match=r"accept by handler: 503 .*said"):
            await api.post("handler", "/api/x", {"step": "accept"}, "key")
    assert len(asked) == 2


async def test_a_refusal_names_step_actor_and_answer() -> None:
    api, _ = caller(409)
    with pytest.raises(Refused, match=r"accept by handler: 409 .*said.* \(/api/x\)"):
        await api.post("handler", "/api/x", {"step": "accept"}, "key")
