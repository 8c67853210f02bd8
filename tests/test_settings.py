from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import BadSettingsError, Settings, read_settings

TOKEN = "123456789:AAF-a-token-that-opens-nothing-at-all_1"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A working folder without `.env` and an environment without a setting."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", TOKEN)


def refused() -> list[str]:
    with pytest.raises(BadSettingsError) as error:
        read_settings()
    assert str(error.value) == "\n".join(error.value.lines)
    return error.value.lines


# -- the token ---------------------------------------------------------------------------------------------


def test_a_missing_token_is_one_line_that_says_where_to_get_one_and_how_to_try_without() -> None:
    (line,) = refused()
    assert line.startswith("TELEGRAM_TOKEN: is missing")
    assert "@BotFather" in line
    assert "make demo" in line


@pytest.mark.parametrize(
    "value", ["98765", "my-token", f"bot{TOKEN}", f"{TOKEN} ", "123456789:short", "１２３:" + "a" * 35]
)
def test_what_does_not_look_like_a_token_is_refused_without_repeating_it(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", value)
    (line,) = refused()
    assert line.startswith("TELEGRAM_TOKEN: does not look like a token")
    assert value.strip() not in line


@pytest.mark.usefixtures("token")
def test_the_token_is_read_and_stands_in_no_text_of_the_settings() -> None:
    settings = read_settings()
    assert settings.telegram_token == TOKEN
    assert TOKEN not in repr(settings)
    assert TOKEN not in str(settings)
    assert TOKEN not in f"{settings!r:>10}"


def test_the_token_stands_in_no_error_about_another_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("LOG_FORMAT", "xml")
    monkeypatch.setenv("DEMO_CLOCK", "http://127.0.0.1:1/clock")
    assert [line for line in refused() if TOKEN in line] == []


# -- the others --------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("token")
def test_with_a_token_alone_everything_has_a_good_value() -> None:
    settings = read_settings()
    assert settings.telegram_api == "https://api.telegram.org"
    assert settings.database == Path("nightlift.db")
    assert settings.content is None
    assert settings.admin_ids == frozenset()
    assert (settings.log_level, settings.log_format) == ("INFO", "text")
    assert (settings.demo_clock, settings.contact) == ("", "")


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        (
            "TELEGRAM_API",
            "api.telegram.org",
            "TELEGRAM_API: must be an address that begins with http:// or https://",
        ),
        ("TELEGRAM_API", "ftp://api.telegram.org", "TELEGRAM_API: must be an address"),
        ("TELEGRAM_API", "https://", "TELEGRAM_API: must be an address"),
        ("TELEGRAM_API", "http://[", "TELEGRAM_API: must be an address"),
        ("TELEGRAM_API", "http://127.0.0.1:port", "TELEGRAM_API: must be an address"),
        ("CLINIC_URL", "example.org", "CLINIC_URL: must be an address"),
        ("CLINIC_URL", "javascript:alert(1)", "CLINIC_URL: must be an address"),
        ("CLINIC_NAME", "x" * 101, "CLINIC_NAME: String should have at most 100 characters"),
        ("DEMO_CLOCK", "127.0.0.1:8765", "DEMO_CLOCK: must be an address"),
        ("DATABASE", ".", "DATABASE: must be a file, not a folder"),
        ("DATABASE", "nowhere/nightlift.db", "DATABASE: the folder "),
        ("CONTENT", "nowhere", "CONTENT: must be a folder that exists"),
        ("MEDIA", "no/where/media", "MEDIA: the folder "),
        ("MEDIA", __file__, "MEDIA: must be a folder, or off"),
        ("ADMIN_IDS", "me", "ADMIN_IDS: must be Telegram user ids"),
        ("ADMIN_IDS", "12,-3", "ADMIN_IDS: must be Telegram user ids"),
        ("ADMIN_IDS", "0", "ADMIN_IDS: must be Telegram user ids"),
        ("ADMIN_IDS", "12 34", "ADMIN_IDS: must be Telegram user ids"),
        ("ADMIN_IDS", "777000", "ADMIN_IDS: 777000 is no person"),
        ("ADMIN_IDS", "1,1087968824", "ADMIN_IDS: 1087968824 is no person"),
        ("ADMIN_IDS", "136817688", "ADMIN_IDS: 136817688 is no person"),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL: must be one of DEBUG, INFO, WARNING, ERROR"),
        ("LOG_FORMAT", "xml", "LOG_FORMAT: must be text or json"),
    ],
)
def test_a_bad_value_is_one_clear_line_with_the_name_of_the_setting(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, line: str
) -> None:
    monkeypatch.setenv(name, value)
    (said,) = refused()
    assert said.startswith(line)
    assert "\n" not in said


def test_all_bad_values_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ADMIN_IDS", "LOG_LEVEL", "LOG_FORMAT", "CONTENT", "CLINIC_URL"):
        monkeypatch.setenv(name, "wrong")
    assert {line.split(":")[0] for line in refused()} == {
        "TELEGRAM_TOKEN",
        "ADMIN_IDS",
        "LOG_LEVEL",
        "LOG_FORMAT",
        "CONTENT",
        "CLINIC_URL",
    }


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize(
    ("name", "value", "field", "read"),
    [
        ("ADMIN_IDS", "12, 34,", "admin_ids", frozenset({12, 34})),
        ("ADMIN_IDS", "12", "admin_ids", frozenset({12})),
        ("ADMIN_IDS", "", "admin_ids", frozenset()),
        ("LOG_LEVEL", "debug", "log_level", "DEBUG"),
        ("LOG_FORMAT", "json", "log_format", "json"),
        ("TELEGRAM_API", "http://127.0.0.1:8081/", "telegram_api", "http://127.0.0.1:8081"),
        ("DATABASE", "other.db", "database", Path("other.db")),
        ("CONTENT", ".", "content", Path(".")),
        ("telegram_api", "http://localhost:1", "telegram_api", "http://localhost:1"),
    ],
)
def test_a_good_value_is_read(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, field: str, read: object
) -> None:
    monkeypatch.setenv(name, value)
    assert getattr(read_settings(), field) == read


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize(("value", "folder"), [("off", None), ("pictures", Path("pictures"))])
def test_pictures_lie_in_the_folder_that_is_set_or_there_are_none(
    monkeypatch: pytest.MonkeyPatch, value: str, folder: Path | None
) -> None:
    monkeypatch.setenv("MEDIA", value)
    assert read_settings().media_folder == folder


@pytest.mark.usefixtures("token")
def test_without_a_word_pictures_lie_beside_the_database(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE", str(tmp_path / "nightlift.db"))
    assert read_settings().media_folder == tmp_path / "media"


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize(
    ("name", "url", "contact"),
    [
        ("Dr Aki", "https://example.org/", "Dr Aki https://example.org"),
        ("Dr Aki", "", "Dr Aki"),
        ("", "https://example.org", "https://example.org"),
    ],
)
def test_the_contact_is_name_and_address(
    monkeypatch: pytest.MonkeyPatch, name: str, url: str, contact: str
) -> None:
    monkeypatch.setenv("CLINIC_NAME", name)
    monkeypatch.setenv("CLINIC_URL", url)
    assert read_settings().contact == contact


@pytest.mark.usefixtures("token")
def test_settings_cannot_be_changed_afterwards() -> None:
    settings = read_settings()
    with pytest.raises(ValidationError, match="frozen"):
        settings.log_level = "DEBUG"


# -- the .env file -----------------------------------------------------------------------------------------


def test_the_env_file_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"# mine\nTELEGRAM_TOKEN={TOKEN}\nCLINIC_NAME=あき整形外科\nCONTENT=\n")
    settings = read_settings()
    assert (settings.telegram_token, settings.clinic_name, settings.content) == (TOKEN, "あき整形外科", None)


def test_the_environment_outranks_the_env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text(f"TELEGRAM_TOKEN={TOKEN}\nLOG_LEVEL=ERROR\n")
    monkeypatch.setenv("LOG_LEVEL", "DEBUG")
    assert read_settings().log_level == "DEBUG"


def test_what_is_no_setting_of_ours_in_the_env_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"TELEGRAM_TOKEN={TOKEN}\nCOMPOSE_PROJECT_NAME=x\n")
    assert read_settings().telegram_token == TOKEN


def test_an_env_file_that_may_not_be_read_is_one_clear_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / ".env").touch(mode=0)
    as_root = os.geteuid() == 0
    if as_root:
        os.seteuid(65534)
    try:
        assert refused() == [".env: Permission denied"]
    finally:
        if as_root:
            os.seteuid(0)


def test_an_env_file_that_is_no_utf8_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"TELEGRAM_TOKEN=\xff\xfe")
    assert refused() == [".env: is not valid UTF-8 text"]


# -- the demo's clock --------------------------------------------------------------------------------------

CLOCK = "http://127.0.0.1:8765/clock"


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize(
    "api",
    [
        "https://api.telegram.org",
        "http://192.168.0.2:8081",
        "http://127.0.0.1.example.org",
        "http://127.0.0.1@example.org",
        "http://localhost.example.org",
    ],
)
def test_the_demos_clock_is_refused_unless_the_bot_api_is_on_this_machine(
    monkeypatch: pytest.MonkeyPatch, api: str
) -> None:
    monkeypatch.setenv("TELEGRAM_API", api)
    monkeypatch.setenv("DEMO_CLOCK", CLOCK)
    (line,) = refused()
    assert line.startswith("DEMO_CLOCK: works only when TELEGRAM_API is on this machine")


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize("api", ["http://127.0.0.1:8081", "http://localhost:8081", "http://[::1]:8081"])
def test_the_demos_clock_is_taken_beside_a_bot_api_on_this_machine(
    monkeypatch: pytest.MonkeyPatch, api: str
) -> None:
    monkeypatch.setenv("TELEGRAM_API", api)
    monkeypatch.setenv("DEMO_CLOCK", CLOCK)
    assert read_settings().demo_clock == CLOCK


# -- the webhook -------------------------------------------------------------------------------------------

SECRET = "s" * 32


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize("name", ["WEBHOOK_URL", "WEBHOOK_SECRET"])
def test_a_webhook_needs_address_and_secret_or_neither(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, {"WEBHOOK_URL": "https://bot.example/hook", "WEBHOOK_SECRET": SECRET}[name])
    (line,) = refused()
    assert line.startswith("WEBHOOK_URL: works only together with WEBHOOK_SECRET")


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize("secret", ["s" * 31, "s" * 257, "s" * 31 + " ", "s" * 31 + "/", "ひ" * 40])
def test_a_weak_secret_is_refused_without_repeating_it(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    monkeypatch.setenv("WEBHOOK_URL", "https://bot.example/hook")
    monkeypatch.setenv("WEBHOOK_SECRET", secret)
    (line,) = refused()
    assert line.startswith("WEBHOOK_SECRET: must be 32 to 256 of")
    assert secret not in line


@pytest.mark.usefixtures("token")
def test_a_webhook_is_https_unless_it_is_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBHOOK_SECRET", SECRET)
    monkeypatch.setenv("WEBHOOK_URL", "http://bot.example/hook")
    assert refused() == ["WEBHOOK_URL: must begin with https://, Telegram posts to no other"]
    monkeypatch.setenv("WEBHOOK_URL", "http://127.0.0.1:8080/hook")
    assert read_settings().webhook_url == "http://127.0.0.1:8080/hook"


@pytest.mark.usefixtures("token")
def test_the_secrets_are_named_for_the_log_and_stand_in_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBHOOK_URL", "https://bot.example/hook")
    monkeypatch.setenv("WEBHOOK_SECRET", SECRET)
    settings = read_settings()
    assert settings.secrets == [TOKEN, SECRET]
    assert SECRET not in repr(settings)


def test_a_secret_may_come_as_a_file_from_systemd(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """LoadCredential= puts it into a folder that only the service can read."""
    (tmp_path / "telegram_token").write_text(f"{TOKEN}\n")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert read_settings().telegram_token == TOKEN
