"""Logging: one line an event, with fields; JSON for machines, colours for a terminal. No personal data in any field."""

import logging
import sys

import structlog
from structlog.stdlib import ExtraAdder, ProcessorFormatter
from structlog.typing import Processor
from temporalio import activity, workflow

QUIET = ("uvicorn.access", "httpx", "httpcore")
"""Libraries that would write addresses with their queries into the log."""


def configure_logging(log_format: str, level: str, *more: Processor) -> None:
    """Send structlog and the standard library to stderr in one form; ``more`` processors add fields to every line."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        ExtraAdder(allow=["case_id", "code", "temporal_workflow", "temporal_activity"]),
        *more,
    ]
    structlog.configure(
        processors=[*shared, ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[ProcessorFormatter.remove_processors_meta, *_last(log_format)],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    keep_quiet()
    workflow.logger.workflow_info_on_message = False
    activity.logger.activity_info_on_message = False


def keep_quiet() -> None:
    """Let libraries that quote addresses speak of trouble only."""
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _last(log_format: str) -> list[Processor]:
    if log_format == "console":
        plain = structlog.dev.plain_traceback  # the default prints local variables, and those hold personal data
        return [structlog.dev.ConsoleRenderer(exception_formatter=plain)]
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
