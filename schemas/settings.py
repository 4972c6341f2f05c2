"""Settings, read once in an entry point from ``DAYLIGHT_*`` and passed down. Secrets have no default."""

from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from schemas.jobs import LONGEST_JOB_SECONDS

BIND = r"^([^\s:/\[\]]+|\[[0-9a-fA-F:.]+\]):\d{1,5}$"
"""``host:port`` to listen on; an IPv6 address stands in brackets."""
TRUSTED_ADDRESS = r"(https://|http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(/|$))[^\s#]*"
"""Encrypted, or on this machine."""


class Settings(BaseSettings):
    """Everything a worker or an API process must know. Times in seconds, sizes in bytes.

    ``database_url``: ``postgresql+asyncpg://…``. ``documents_url``: ``file:///folder`` or ``s3://bucket/prefix`` (with
    the usual ``AWS_*`` variables). ``codec_keys``: comma-separated ``id:base64`` pairs of 32-byte AES keys, the first
    encrypts, all decrypt. ``personal_data_keys``: the same form, for columns. ``lookup_key``: base64 of the 32-byte key
    of the hashes by which the same applicant is found. ``workshop_*``: limits of one job on a document, which runs in a
    process of its own; so many at once; its files lie under ``workshop_folder``, by default the system's folder for
    temporary files. ``clamd_address``: ``host:port`` of a virus scanner for uploads, whose ``StreamMaxLength`` is to be
    no less than ``max_upload_bytes``; none, no scan. ``smtp_url``: ``smtp://``,
    ``smtp+starttls://`` or ``smtps://``, with ``user:password@`` if need be; without one mail waits. ``public_url``:
    where people reach the API, for links in mail. ``webhook_allow_loopback``: for trials on one machine.
    ``status_tries_*``: failed tries an hour on the applicant's page, for one application, from one address and for
    one agency. ``portal_applications_*``: applications an hour that are taken online, from one address and for one
    agency.
    ``session_idle_minutes``, ``session_hours``: when a session of the console ends, unused and at the latest.
    ``sign_in_tries_*``: failed sign-ins without a pause: to one account from one address, to one account from
    anywhere, from one address. ``second_factor_for_administrators``: nobody administers without one. ``oidc_*``: an
    OpenID Connect provider at which staff may sign in; ``oidc_login_claim``: the claim that names the login, without
    one only linked identities sign in; ``oidc_label``: what the button says.
    ``digest_hour``: of the agency's day at which digests are made; clear of the hours at which summer time begins.
    ``drain_seconds``: how long a worker or an API that was asked to end goes on with what it has in hand.
    ``otlp_endpoint``: base address of an OpenTelemetry receiver over HTTP, ``/v1/traces`` is added; none, no traces.
    ``otlp_sample_ratio``: share of traces that is sent. ``metrics_bind``, ``temporal_metrics_bind``: where a process
    answers Prometheus, with Daylight's figures and with those of the Temporal SDK (worker); none, nowhere.
    ``deployment``, ``build_id``: Worker Versioning, off by default; with both a worker takes tasks only of its build,
    once an operator has made that the current one.
    """

    model_config = SettingsConfigDict(
        env_prefix="DAYLIGHT_", env_ignore_empty=True, frozen=True, extra="ignore", hide_input_in_errors=True
    )

    database_url: SecretStr
    database_pool: int = Field(10, ge=1, le=200)
    temporal_address: str = "127.0.0.1:7233"
    temporal_namespace: str = "default"
    temporal_tls: bool = False
    task_queue: str = "daylight"
    deployment: str | None = Field(None, pattern=r"^[A-Za-z0-9_-]{1,100}$")
    build_id: str | None = Field(None, pattern=r"^[A-Za-z0-9_.-]{1,100}$")
    drain_seconds: int = Field(20, ge=1, le=3600)
    documents_url: str
    codec_keys: SecretStr
    personal_data_keys: SecretStr
    lookup_key: SecretStr
    signing_key: SecretStr
    host: str = "127.0.0.1"
    port: int = Field(8765, ge=0, le=65_535)
    max_upload_bytes: int = Field(200 * 1024 * 1024, ge=1)
    step_timeout_seconds: float = Field(15.0, gt=0)
    sweep_interval_seconds: int = Field(300, ge=1)
    digest_hour: int = Field(7, ge=4, le=23)
    workshop_seconds: float = Field(600.0, gt=0, le=LONGEST_JOB_SECONDS)
    workshop_memory_bytes: int = Field(2 * 1024**3, ge=256 * 1024**2)
    workshop_output_bytes: int = Field(1024**3, ge=1024**2)
    workshop_processes: int = Field(2, ge=1, le=64)
    workshop_folder: Path | None = None
    clamd_address: str | None = Field(None, pattern=r"^[^\s:/]+:\d{1,5}$")
    clamd_seconds: float = Field(60.0, gt=0)
    smtp_url: SecretStr | None = None
    mail_from: str = Field("daylight@localhost", pattern=r"^[^\s<>@]+@[^\s<>@]+$")
    public_url: str | None = Field(None, pattern=r"^https?://[^\s/?#@]+(/[^\s?#]*)?$")
    post_interval_seconds: int = Field(20, ge=1)
    webhook_allow_loopback: bool = False
    status_tries_per_reference: int = Field(20, ge=4)
    status_tries_per_address: int = Field(60, ge=4)
    status_tries_per_agency: int = Field(3000, ge=4)
    portal_applications_per_address: int = Field(20, ge=1)
    portal_applications_per_agency: int = Field(500, ge=1)
    session_idle_minutes: int = Field(30, ge=1, le=24 * 60)
    session_hours: int = Field(12, ge=1, le=7 * 24)
    sign_in_tries: int = Field(5, ge=1, le=100)
    sign_in_tries_per_account: int = Field(50, ge=1)
    sign_in_tries_per_address: int = Field(60, ge=1)
    second_factor_for_administrators: bool = False
    oidc_issuer: str | None = Field(None, pattern=f"^{TRUSTED_ADDRESS}$")
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    oidc_login_claim: str | None = Field(None, pattern="^[A-Za-z0-9_:/.-]+$")
    oidc_label: str = Field("统一身份认证", min_length=1, max_length=40)
    otlp_endpoint: str | None = Field(None, pattern=r"^https?://[^\s/?#@]+(/[^\s?#]*)?$")
    otlp_sample_ratio: float = Field(1.0, ge=0, le=1)
    metrics_bind: str | None = Field(None, pattern=BIND)
    temporal_metrics_bind: str | None = Field(None, pattern=BIND)
    log_format: str = Field("json", pattern="^(json|console)$")
    log_level: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")

    @model_validator(mode="after")
    def _versioned_or_not(self) -> Self:
        """A build belongs to a deployment, and a deployment is of builds."""
        if (self.deployment is None) is not (self.build_id is None):
            raise ValueError("deployment and build_id go together: set both, or neither")
        return self

    @property
    def status_page(self) -> str | None:
        """Where applicants ask how their application goes on, if people's way to the API is known."""
        return f"{self.public_url.rstrip('/')}/status" if self.public_url else None
