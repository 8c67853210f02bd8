"""Environment and `.env` → one frozen Settings; every bad value is one clear line."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.transport.accounts import SHARED_ACCOUNTS
from bot.transport.limiter import CHAT_RATE, RATE

TOKEN = re.compile(r"[0-9]{3,20}:[A-Za-z0-9_-]{30,60}")
SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}")  # the characters and the most that Telegram takes
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
NO_MEDIA = "off"

NO_TOKEN = (
    "is missing: get one from @BotFather in Telegram (/newbot) and put it in .env or the"
    " environment. To try Nightlift without a token: make demo"
)


class BadSettingsError(Exception):
    """One line per bad setting, for people."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class Settings(BaseSettings):
    """Everything an operator can set. Names are the environment's, in capitals; see `.env.example`."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        validate_default=True,  # so that a missing token is named like a bad one
    )

    telegram_token: str = Field(default="", repr=False)
    database: Path = Path("nightlift.db")
    data_encrypted: bool = False
    admin_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    clinic_name: str = Field(default="", max_length=100)  # both go into cards: see catalogue/lengths
    clinic_url: str = Field(default="", max_length=200)
    content: Path | None = None
    media: str = ""
    log_level: str = "INFO"
    log_format: str = "text"
    metrics_port: int = Field(default=0, ge=0, le=65535)
    webhook_url: str = ""
    webhook_secret: str = Field(default="", repr=False)
    webhook_host: str = "127.0.0.1"
    webhook_port: int = Field(default=8080, ge=1, le=65535)
    rate: float = Field(default=RATE, gt=0, le=1000)
    chat_rate: float = Field(default=CHAT_RATE, gt=0, le=1000)
    burst: int = Field(default=10, ge=3)
    spread_minutes: int = Field(default=5, ge=0, le=20)
    unknown: Literal["drop", "retry_once"] = "drop"
    old_tzdata: Literal["warn", "stop"] = "warn"
    telegram_api: str = "https://api.telegram.org"
    demo_clock: str = ""

    @field_validator("telegram_token")
    @classmethod
    def _token(cls, value: str) -> str:
        if not value:
            raise ValueError(NO_TOKEN)
        if not TOKEN.fullmatch(value):
            raise ValueError("does not look like a token (123456789:AAF… from @BotFather)")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _secret(cls, value: str) -> str:
        if value and not SECRET.fullmatch(value):
            raise ValueError("must be 32 to 256 of A–Z, a–z, 0–9, _ and - (openssl rand -hex 32 makes one)")
        return value

    @field_validator("telegram_api", "demo_clock", "clinic_url", "webhook_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not _is_address(value):
            raise ValueError("must be an address that begins with http:// or https://")
        return value.rstrip("/")

    @field_validator("database")
    @classmethod
    def _database(cls, value: Path) -> Path:
        if value.is_dir():
            raise ValueError("must be a file, not a folder")
        if not value.absolute().parent.is_dir():
            raise ValueError(f"the folder {value.absolute().parent} does not exist")
        return value

    @field_validator("content")
    @classmethod
    def _content(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError("must be a folder that exists")
        return value

    @field_validator("media")
    @classmethod
    def _media(cls, value: str) -> str:
        folder = Path(value)
        if value and value != NO_MEDIA and not folder.is_dir() and not folder.absolute().parent.is_dir():
            raise ValueError(f"the folder {folder.absolute().parent} does not exist")
        if value and folder.is_file():
            raise ValueError("must be a folder, or off")
        return value

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _admins(cls, value: Any) -> frozenset[int]:
        if not isinstance(value, str):
            return frozenset(value)
        parts = [part.strip() for part in value.split(",") if part.strip()]
        if not all(part.isdecimal() and int(part) > 0 for part in parts):
            raise ValueError("must be Telegram user ids, whole numbers with commas between them")
        ids = frozenset(int(part) for part in parts)
        for shared in sorted(ids & SHARED_ACCOUNTS.keys()):
            raise ValueError(f"{shared} is no person: that account stands for {SHARED_ACCOUNTS[shared]}")
        return ids

    @field_validator("log_level")
    @classmethod
    def _level(cls, value: str) -> str:
        levels = ("DEBUG", "INFO", "WARNING", "ERROR")
        if value.upper() not in levels:
            raise ValueError(f"must be one of {', '.join(levels)}")
        return value.upper()

    @field_validator("log_format")
    @classmethod
    def _format(cls, value: str) -> str:
        if value not in ("text", "json"):
            raise ValueError("must be text or json")
        return value

    @model_validator(mode="after")
    def _demo_is_local(self) -> Settings:
        if self.demo_clock and urlsplit(self.telegram_api).hostname not in LOOPBACK:
            raise ValueError("DEMO_CLOCK: works only when TELEGRAM_API is on this machine (127.0.0.1)")
        return self

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Settings:
        if bool(self.webhook_url) != bool(self.webhook_secret):
            raise ValueError(
                "WEBHOOK_URL: works only together with WEBHOOK_SECRET; set both, or none to poll"
            )
        if self.webhook_url.startswith("http:") and urlsplit(self.webhook_url).hostname not in LOOPBACK:
            raise ValueError("WEBHOOK_URL: must begin with https://, Telegram posts to no other")
        return self

    @property
    def secrets(self) -> list[str]:
        """What may stand in no log."""
        return [each for each in (self.telegram_token, self.webhook_secret) if each]

    @property
    def media_folder(self) -> Path | None:
        """Where the drawn pictures and videos are kept; None when the bot is to use words alone."""
        if self.media == NO_MEDIA:
            return None
        return Path(self.media) if self.media else self.database.absolute().parent / "media"

    @property
    def ready_words(self) -> Path:
        """Where what is built from the content is kept for the next start."""
        return self.database.absolute().with_suffix(".words")

    @property
    def contact(self) -> str:
        """The clinic's name and address as one text; empty when neither is set."""
        return " ".join(part for part in (self.clinic_name, self.clinic_url) if part)


def read_settings() -> Settings:
    """Settings from the environment, `.env` and systemd's credentials (files named like the settings).

    Raises BadSettingsError with one line for each bad value.
    """
    try:
        folder = os.environ.get("CREDENTIALS_DIRECTORY")
        return Settings(_secrets_dir=folder)  # type: ignore[call-arg]  # pydantic-settings' own keyword
    except ValidationError as error:
        raise BadSettingsError([_line(dict(each)) for each in error.errors(include_input=False)]) from None
    except UnicodeDecodeError:
        raise BadSettingsError([".env: is not valid UTF-8 text"]) from None
    except PermissionError as error:
        raise BadSettingsError([f"{error.filename}: {error.strerror}"]) from None


def _is_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets without an end, a port that is no number
        return False


def _line(error: dict[str, Any]) -> str:
    """NAME: what is wrong. The value itself is not repeated: it may be secret."""
    what = str(error["msg"]).removeprefix("Value error, ")
    names = [str(part).upper() for part in error["loc"]]
    return f"{names[0]}: {what}" if names else what
