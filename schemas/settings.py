"""Settings, read once in an entry point from ``DAYLIGHT_*`` and passed down. Secrets have no default."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything a worker or an API process must know. Times in seconds, sizes in bytes.

    ``database_url``: ``postgresql+asyncpg://…``. ``documents_url``: ``file:///folder`` or ``s3://bucket/prefix`` (with
    the usual ``AWS_*`` variables). ``codec_keys``: comma-separated ``id:base64`` pairs of 32-byte AES keys, the first
    encrypts, all decrypt. ``personal_data_keys``: the same form, for columns. ``lookup_key``: base64 of the 32-byte key
    of the hashes by which the same applicant is found.
    """

    model_config = SettingsConfigDict(env_prefix="DAYLIGHT_", frozen=True, extra="ignore")

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
    host: str = "127.0.0.1"
    port: int = Field(8765, ge=0, le=65_535)
    max_upload_bytes: int = Field(200 * 1024 * 1024, ge=1)
    step_timeout_seconds: float = Field(15.0, gt=0)
    sweep_interval_seconds: int = Field(300, ge=1)
    log_format: str = Field("json", pattern="^(json|console)$")
    log_level: str = Field("INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$")
