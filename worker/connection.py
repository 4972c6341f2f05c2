"""The Temporal client of a process."""

from temporalio.client import Client, Plugin
from temporalio.runtime import PrometheusConfig, Runtime, TelemetryConfig

from schemas.settings import Settings
from worker.codec import data_converter


async def connect(settings: Settings, *, lazy: bool = False, runtime: Runtime | None = None) -> Client:
    """A client for the service in the settings.

    Raises ``RuntimeError`` when the service is away; a lazy client only does so at its first call. Workers made with
    the client trace if it does.
    """
    return await Client.connect(
        settings.temporal_address,
        namespace=settings.temporal_namespace,
        tls=settings.temporal_tls,
        lazy=lazy,
        data_converter=data_converter(settings.codec_keys.get_secret_value()),
        plugins=_plugins(settings),
        runtime=runtime,
    )


def measured_runtime(settings: Settings) -> Runtime | None:
    """A runtime that answers Prometheus with the SDK's own figures on ``temporal_metrics_bind``; None without one.

    Raises ``ValueError`` when the address is taken. Made once a process: its threads stay.
    """
    if settings.temporal_metrics_bind is None:
        return None
    figures = PrometheusConfig(
        settings.temporal_metrics_bind, counters_total_suffix=True, unit_suffix=True, durations_as_seconds=True
    )
    return Runtime(telemetry=TelemetryConfig(metrics=figures))


def _plugins(settings: Settings) -> list[Plugin]:
    if settings.otlp_endpoint is None:
        return []
    from worker.tracing import temporal_plugins

    return temporal_plugins()
