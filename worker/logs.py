"""Logging: one line an event, with fields; JSON for machines, colours for a terminal. No personal data in any field."""

import logging
import sys

import structlog
from structlog.stdlib import ExtraAdder, ProcessorFormatter
from temporalio import activity, workflow


def configure_logging(log_format: str, level: str) -> None:
    """Send structlog and the standard library to stderr in one form."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        ExtraAdder(allow=["case_id", "code", "temporal_workflow", "temporal_activity"]),
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
    for noisy in ("uvicorn.access", "httpx", "httpcore"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    workflow.logger.workflow_info_on_message = False
    activity.logger.activity_info_on_message = False


def _last(log_format: str) -> list[structlog.typing.Processor]:
    if log_format == "console":
        plain = structlog.dev.plain_traceback  # the default prints local variables, and those hold personal data
        return [structlog.dev.ConsoleRenderer(exception_formatter=plain)]
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
