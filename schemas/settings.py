"""Settings, read once in an entry point from ``DAYLIGHT_*`` and passed down. Secrets have no default."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from schemas.jobs import LONGEST_JOB_SECONDS


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
    ``status_tries_*``: failed tries an hour on the applicant's page, for one application and from one address.
    ``digest_hour``: of the agency's day at which digests are made; clear of the hours at which summer time begins.
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
    log_format: str = Field("json", pattern="^(json|console)$")
    log_level: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")

    @property
    def status_page(self) -> str | None:
        """Where applicants ask how their application goes on, if people's way to the API is known."""
        return f"{self.public_url.rstrip('/')}/status" if self.public_url else None
