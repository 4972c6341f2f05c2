"""The Temporal client of a process."""

from temporalio.client import Client

from schemas.settings import Settings
from worker.codec import data_converter


async def connect(settings: Settings, *, lazy: bool = False) -> Client:
    """A client for the service in the settings.

    Raises ``RuntimeError`` when the service is away; a lazy client only does so at its first call.
    """
    return await Client.connect(
        settings.temporal_address,
        namespace=settings.temporal_namespace,
        tls=settings.temporal_tls,
        lazy=lazy,
        data_converter=data_converter(settings.codec_keys.get_secret_value()),
    )
