"""The command line: `nightlift` or `python -m bot`."""

from __future__ import annotations

import click

from bot import app, logs
from bot.catalogue.load import FaultyContentError
from bot.settings import EX_CONFIG, BadSettingsError, Settings, read_settings
from bot.store import look_into
from bot.store.database import DatabaseInUseError, DatabaseUnusableError

EX_IN_USE = 75  # another process has the database: try again later


@click.group(invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Nightlift, a bedtime exercise companion for Telegram. Without a command it runs the bot."""
    if context.invoked_subcommand is None:
        context.invoke(run)


@main.command()
def run() -> None:
    """Run the bot (long polling) until Ctrl-C or SIGTERM; SIGHUP reloads the content."""
    settings = _settings()
    logs.set_up(settings.log_level, as_json=settings.log_format == "json", secrets=settings.secrets)
    try:
        app.run(settings)
    except FaultyContentError as error:
        raise _end(EX_CONFIG, *map(str, error.faults)) from None
    except app.TokenRefusedError:
        raise _end(EX_CONFIG, "TELEGRAM_TOKEN: Telegram refuses it; get a new one from @BotFather") from None
    except app.WebhookUnusableError as error:
        raise _end(EX_CONFIG, f"WEBHOOK_URL: {error}") from None
    except DatabaseInUseError as error:
        raise _end(EX_IN_USE, f"DATABASE: {error} is in use by another process") from None
    except DatabaseUnusableError as error:
        raise _end(EX_CONFIG, f"DATABASE: {error}") from None


@main.command("check-config")
def check_config() -> None:
    """Check settings and content without starting anything."""
    settings = _settings()
    try:
        content = app.read_content(settings.content)
    except FaultyContentError as error:
        raise _end(EX_CONFIG, *map(str, error.faults)) from None
    click.echo(f"All settings are good. Content: {content.catalogue.version}, database: {settings.database}")


@main.command()
@click.option("--limit", default=50, show_default=True, help="How many at most.")
def questions(limit: int) -> None:
    """List what people asked without getting an answer that helped: most frequent first, nobody's name.

    With each, the answers that come nearest: a place for one more wording, or the lack of an answer.
    """
    settings = _settings()
    try:
        store, content = look_into(settings.database), app.read_content(settings.content)
    except DatabaseUnusableError as error:
        raise _end(EX_CONFIG, f"DATABASE: {error}") from None
    except FaultyContentError as error:
        raise _end(EX_CONFIG, *map(str, error.faults)) from None
    asked = store.questions.listed(limit)
    store.close()
    for each in asked:
        nearest = ", ".join(content.index.search(each.text).ids[:3]) or "nothing near"
        what = f"not helped by {each.item}; near: {nearest}" if each.item else f"no answer; near: {nearest}"
        click.echo(
            f"{each.count:5}  {each.last:%Y-%m-%d}  {each.language}  {each.text or '(not quoted)'}  [{what}]"
        )
    click.echo(f"{len(asked)} questions.")


def _settings() -> Settings:
    try:
        return read_settings()
    except BadSettingsError as error:
        raise _end(EX_CONFIG, *error.lines) from None


def _end(code: int, *lines: str) -> SystemExit:
    for line in lines:
        click.echo(line, err=True)
    return SystemExit(code)
