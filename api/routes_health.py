"""Whether this process lives, and whether the parts it needs answer."""

import asyncio
from collections.abc import Awaitable

from fastapi import APIRouter, Request, Response

from schemas.api import Health
from schemas.errors import Unavailable

router = APIRouter(tags=["health"])


@router.get("/healthz")
async def healthz() -> dict[str, bool]:
    """The process answers."""
    return {"alive": True}


@router.get("/readyz", responses={503: {"model": Health}})
async def readyz(request: Request, response: Response) -> Health:
    """Every part answers, or 503 and which part is away."""
    state = request.app.state
    database, engine, worker, documents = await asyncio.gather(
        _lacking(state.desk.database.ping()),
        _lacking(state.engine.ping()),
        _lacking(state.engine.ping_worker()),
        _lacking(state.files.store.ping()),
    )
    parts = {"database": database, "engine": engine, "worker": worker, "documents": documents}
    codes = tuple(sorted({lacks for lacks in parts.values() if lacks}))
    response.status_code = 503 if codes else 200
    answering = {part: lacks is None for part, lacks in parts.items()}
    return Health.model_validate({"ready": not codes, "codes": codes, **answering})


async def _lacking(ping: Awaitable[None]) -> str | None:
    """Why a part does not answer, by code; None if it does."""
    try:
        await ping
    except Unavailable as away:
        return away.code
    return None
