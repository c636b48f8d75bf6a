"""Every knob, read from HANDZETTEL_* or from the file a HANDZETTEL_*_FILE names. docs/settings.md lists them all."""

import os
import secrets
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "HANDZETTEL_"


class Settings(BaseSettings):
    """The settings of one running firm."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    database_url: str = Field(
        "sqlite:///data/handzettel.db", description="SQLAlchemy URL; SQLite or PostgreSQL 15 to 18"
    )
    files: str = Field("data/files", description="folder for photos, signatures and PDFs")
    secret: str = Field("", description="key for stored tokens, at least 32 characters; made once and kept if empty")
    base_url: str = Field("http://localhost:8000", description="address people and phones use; https:// in real life")
    zone: str = Field("Europe/Berlin", description="time zone of the firm, IANA name")
    session_days: int = Field(30, ge=1, le=365, description="days without use until a sign-in ends")
    grant_days: int = Field(180, ge=1, le=730, description="days a phone may send after its last contact")
    pairing_days: int = Field(7, ge=1, le=60, description="days a pairing code is good for")
    copy_days: int = Field(30, ge=1, le=365, description="days the link to a client's copy is good for")
    phone_days: int = Field(60, ge=7, le=730, description="days of finished slips a phone gets")
    max_photo_mb: int = Field(15, ge=1, le=100, description="largest picture accepted, in MiB")
    pdf_processes: int = Field(1, ge=1, le=16, description="processes that render PDFs")
    backups: str = Field("data/backups", description="folder for backups")
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")
    worker: Literal["on", "off"] = Field("on", description="off: phones let go of the app's offline copy")

    @field_validator("base_url")
    @classmethod
    def _without_slash(cls, url: str) -> str:
        if not url.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return url.rstrip("/")

    @field_validator("secret")
    @classmethod
    def _strong(cls, secret: str) -> str:
        if secret and len(secret) < 32:
            raise ValueError("must have at least 32 characters")
        return secret

    @field_validator("files")
    @classmethod
    def _folder(cls, files: str) -> str:
        if files.startswith("s3://"):
            raise ValueError("object stores are not supported yet, name a folder")
        return files

    @property
    def secure(self) -> bool:
        """Whether cookies may only travel encrypted."""
        return self.base_url.startswith("https://")


def read_settings() -> Settings:
    """Settings from the environment, `_FILE` variants included; makes and keeps a secret where none is given."""
    from_files = {
        name: Path(os.environ[variable]).read_text().strip()
        for name in Settings.model_fields
        if (variable := f"{PREFIX}{name.upper()}_FILE") in os.environ
    }
    settings = Settings(**from_files)  # type: ignore[arg-type]
    if settings.secret:
        return settings
    return settings.model_copy(update={"secret": _kept_secret(Path(settings.files).parent / "secret")})


def _kept_secret(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()
