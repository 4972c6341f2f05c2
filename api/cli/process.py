"""What every long-running process does first."""

import gc

from schemas.settings import Settings
from worker.logs import configure_logging


def settings_of_process() -> Settings:
    """The settings from ``DAYLIGHT_*``, with logging configured by them."""
    settings = Settings.model_validate({})
    configure_logging(settings.log_format, settings.log_level)
    return settings


def settle() -> None:
    """Modules and models stay for good: the garbage collector need not walk through all of them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
