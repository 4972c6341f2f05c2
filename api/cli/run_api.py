"""``daylight api``."""

import uvicorn

from api.app import create_app
from api.cli.process import settings_of_process, settle, tracing
from api.serving import ApiServer


def api() -> None:
    """Serve the HTTP API until SIGTERM, then answer what is in hand. Settings: DAYLIGHT_*."""
    settings = settings_of_process()
    app = create_app(settings)
    settle()
    server = ApiServer(
        uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=settings.drain_seconds,
        ),
        app,
    )
    with tracing(settings, "daylight-api"):
        server.run()
