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
        _answers(state.desk.database.ping()),
        _answers(state.engine.ping()),
        _answers(state.engine.ping_worker()),
        _answers(state.files.store.ping()),
    )
    ready = database and engine and worker and documents
    response.status_code = 200 if ready else 503
    return Health(ready=ready, database=database, engine=engine, worker=worker, documents=documents)


async def _answers(ping: Awaitable[None]) -> bool:
    try:
        await ping
    except Unavailable:
        return False
    return True
