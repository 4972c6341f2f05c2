"""``daylight restart-cases``: begin the workflows of open cases again from the record, when Temporal has lost them."""

import asyncio
from typing import Annotated

import typer

from api.cli.console import AsJson, emit, table_of
from api.cli.local import DEFAULT_DATA, Data, settings_for
from api.cli.progress import counted
from schemas.messages import MESSAGES
from schemas.restarting import Restarted
from schemas.settings import Settings
from worker.connection import connect
from worker.main import resources, schedule_sweep
from worker.removing import remove_unknown
from worker.restarting import Restarter, Told

Replace = Annotated[
    bool,
    typer.Option("--replace", help="The record counts: end what runs, e.g. after PostgreSQL came from a backup."),
]


def restart_cases(replace: Replace = False, as_json: AsJson = False, data: Data = DEFAULT_DATA) -> None:
    """Begin every open case and request again from its events. What runs already is left alone."""
    settings = settings_for(data)
    with counted("重新启动 / restarting") as told:
        done = asyncio.run(restarted(settings, replace=replace, told=told))
    tell(done, as_json=as_json)
    if done.not_started:
        raise typer.Exit(1)


async def restarted(settings: Settings, *, replace: bool, told: Told | None = None) -> Restarted:
    """Begin what is open on record, then have the sweeper scheduled: from then on a worker may start."""
    client = await connect(settings)
    async with resources(settings) as (database, _, _):
        restarter = Restarter(database, client, settings.task_queue, replace=replace)
        done = await restarter.restart_all(told)
        if replace:
            done += await remove_unknown(client, database)
    await schedule_sweep(client, settings)
    return done


def tell(done: Restarted, *, as_json: bool) -> None:
    """What came of it, and each case that could not be begun."""
    rows = [[name, getattr(done, name)] for name in ("started", "running", "removed")]
    rows += [[str(one.id), " / ".join(MESSAGES[one.code])] for one in done.not_started]
    emit(done.model_dump(mode="json"), as_json=as_json, table=table_of("重新启动 / Restarted", ["case", "what"], rows))
