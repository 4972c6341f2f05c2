"""What every long-running process does first."""

import gc
from contextlib import AbstractContextManager, nullcontext

from structlog.typing import Processor

from api.cli.strong_secrets import refuse_weak_secrets
from schemas.settings import Settings
from worker.logs import configure_logging


def settings_of_process() -> Settings:
    """The settings from ``DAYLIGHT_*``, with logging configured by them. Raises what ``refuse_weak_secrets`` does."""
    settings = Settings.model_validate({})
    refuse_weak_secrets(settings)
    configure_logging(settings.log_format, settings.log_level, *line_processors(settings))
    return settings


def line_processors(settings: Settings) -> list[Processor]:
    """What else stands in log lines: the ids of the trace, where traces are sent."""
    if settings.otlp_endpoint is None:
        return []
    from worker.tracing import trace_of_line

    return [trace_of_line]


def tracing(settings: Settings, service: str) -> AbstractContextManager[None]:
    """Send the spans of this process while the block runs, if the settings say where to."""
    if settings.otlp_endpoint is None:
        return nullcontext()
    from worker.tracing import traced

    return traced(settings, service)


def settle() -> None:
    """Modules and models stay for good: the garbage collector need not walk through all of them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
