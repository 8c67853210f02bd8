"""The command line: `nightlift` or `python -m bot`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import click

from bot import app, logs
from bot.catalogue.load import FaultyContentError
from bot.maintenance import settle_restored
from bot.metrics import MetricsPortError
from bot.ready import read_content
from bot.settings import BadSettingsError, Settings, read_settings
from bot.store import Store, look_into, open_store
from bot.store import report as store_report
from bot.store.backup import back_up, delete_older, put_back
from bot.store.database import DatabaseInUseError, DatabaseUnusableError, left_to_the_bot
from bot.transport.webhook import WebhookUnusableError
from bot.vitals import ailments
from bot.watchdog import EX_CONFIG

EX_UNWELL = 1
EX_IN_USE = 75  # another process has the database: try again later
BACKUPS = "nightlift-*.db"


@click.group(invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Nightlift, a bedtime exercise companion for Telegram. Without a command it runs the bot.

    Settings come from the environment or .env; .env.example explains them. Exit codes: 78 a setting, the
    content or a file is no good; 75 another process has the database.
    """
    if context.invoked_subcommand is None:
        context.invoke(run)


@main.command()
def run() -> None:
    """Run the bot until Ctrl-C or SIGTERM; SIGHUP reloads the content."""
    settings = _settings()
    logs.set_up(settings.log_level, as_json=settings.log_format == "json", secrets=settings.secrets)
    with _refusals():
        app.run(settings)


@main.command("check-config")
def check_config() -> None:
    """Check settings and content without starting anything."""
    settings = _settings()
    folder = settings.database.absolute().parent
    if not os.access(folder, os.W_OK | os.X_OK, effective_ids=True):
        raise _end(EX_CONFIG, f"DATABASE: the folder {folder} cannot be written")
    with _refusals():
        content = read_content(settings.content)
    click.echo(f"All settings are good. Content: {content.catalogue.version}, database: {settings.database}")


@main.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--keep", type=click.IntRange(1), help="Delete the oldest backups of the folder beyond so many."
)
def backup(target: Path, keep: int | None) -> None:
    """Copy the database to TARGET, a new file or a folder, while the bot runs or not.

    The copy is checked and on the disk before it has its name. It holds health answers: encrypt it before it
    leaves this machine, and keep it no longer than you must.
    """
    settings, now = _settings(), app.real_now()
    in_folder = target.is_dir()
    if keep and not in_folder:
        raise _end(EX_CONFIG, f"TARGET: the folder {target} does not exist; --keep needs one")
    path = target / f"nightlift-{now:%Y%m%d-%H%M%S}.db" if in_folder else target
    with _refusals():
        size = back_up(settings.database, path, now)
    click.echo(f"{path}: {size} bytes, checked.")
    if keep:
        for old in delete_older(target, BACKUPS, keep):
            click.echo(f"{old}: deleted.")


@main.command()
@click.argument("backup_file", metavar="BACKUP", type=click.Path(path_type=Path))
def restore(backup_file: Path) -> None:
    """Put BACKUP in the place of the database. The bot must not run.

    Who was erased since the backup is erased again, and no reminder that may be out already is sent twice.
    The old file stays beside it until you delete it.
    """
    settings, now = _settings(), app.real_now()
    with _refusals(), left_to_the_bot(settings.database):
        old = put_back(backup_file, settings.database)
        store = open_store(settings.database)
        restored = settle_restored(store, now)
        store.close()
    assert restored is not None, "put_back takes nothing but a backup"
    click.echo(
        f"{settings.database}: restored from {restored.made:%Y-%m-%d %H:%M} UTC. Erased again: "
        f"{restored.erased}, consent withdrawn again: {restored.withdrawn}, reminders not sent again: "
        f"{restored.expired}."
    )
    if not store.erasures.path.exists():
        click.echo(
            f"{store.erasures.path}: there is no such file, so nobody could be erased again. If the database"
            " comes from another machine, put its list of the erased there and restore again."
        )
    if old is not None:
        click.echo(f"{old}: the database as it was. Delete it when you do not need it any more.")


@main.command()
@click.option("--nights", default=7, show_default=True, help="How many nights to look back.")
def stats(nights: int) -> None:
    """Counts of people, sessions and questions, and the reminders: planned, late, and what became of them."""
    settings, now = _settings(), app.real_now()
    with _refusals():
        store = look_into(settings.database)
    counts = store.figures.counts(now)
    since = (now - timedelta(days=nights)).date()
    quarters = store.report.quarters(now + timedelta(days=1))
    outcomes, lateness = store.report.outcomes(since), store.report.lateness(since)
    store.close()
    for line in (
        f"people                  {counts.people}",
        f"  seen this week        {counts.seen_this_week}",
        f"  with consent          {counts.consented}",
        f"  with a reminder       {counts.with_reminder}",
        f"  have blocked the bot  {counts.blocked}",
        f"sessions this week      {counts.sessions_this_week}",
        f"questions to look at    {counts.questions}",
        f"updates waiting         {counts.waiting}",
    ):
        click.echo(line)
    room = settings.rate * store_report.QUARTER.total_seconds()
    click.echo(f"Planned for the next 24 hours, by quarter of an hour (UTC); {room:.0f} fit into one:")
    for begin, planned in quarters:
        click.echo(f"  {begin:%d %b %H:%M}  {planned:8,}  {planned / room:7.1%}")
    click.echo(f"Automatic reminders of the last {nights} nights:")
    for state, count in sorted(outcomes.items()):
        click.echo(f"  {state:9} {count:8,}")
    if lateness.sent:
        click.echo(f"  late: p50 {lateness.p50}, p95 {lateness.p95}, at most {lateness.longest}")


@main.command()
def health() -> None:
    """Say whether the running bot is well: exit code 0, or 1 with a line for each thing that is not.

    It runs, it has heard Telegram, looked for due reminders and written its database in the last 90 seconds,
    the clock is right, and a tenth of the disk is free.
    """
    settings, now = _settings(), app.real_now()
    try:
        store = look_into(settings.database)
    except DatabaseUnusableError as error:
        raise _end(EX_UNWELL, f"DATABASE: {error}") from None
    beat = store.heartbeats.last()
    store.close()
    if found := ailments(beat, now, settings):
        raise _end(EX_UNWELL, *found)
    click.echo("well")


@main.command()
@click.option("--limit", default=50, show_default=True, help="How many at most.")
def questions(limit: int) -> None:
    """List what people asked without getting an answer that helped: most frequent first, nobody's name.

    With each, the answers that come nearest: a place for one more wording, or the lack of an answer.
    """
    settings = _settings()
    with _refusals():
        store, content = look_into(settings.database), read_content(settings.content)
    asked = store.questions.listed(limit)
    store.close()
    for each in asked:
        nearest = ", ".join(content.index.search(each.text).ids[:3]) or "nothing near"
        what = f"not helped by {each.item}; near: {nearest}" if each.item else f"no answer; near: {nearest}"
        click.echo(
            f"{each.count:5}  {each.last:%Y-%m-%d}  {each.language}  {each.text or '(not quoted)'}  [{what}]"
        )
    click.echo(f"{len(asked)} questions.")


@main.command()
@click.argument("user_id", type=click.IntRange(1))
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(user_id: int, yes: bool) -> None:
    """Erase everything about the person with this Telegram id. The bot must not run.

    The person can do the same with /mydata at any time. A backup that is put back later forgets them too.
    """
    settings = _settings()
    if not yes:
        click.confirm(f"Erase everything about {user_id}?", abort=True)
    with _refusals(), left_to_the_bot(settings.database):
        store: Store = open_store(settings.database)
        known = store.people.get(user_id) is not None
        store.people.erase(user_id, app.real_now())
        store.close()
    click.echo("Erased." if known else "Nothing was stored about this person.")


def _settings() -> Settings:
    try:
        return read_settings()
    except BadSettingsError as error:
        raise _end(EX_CONFIG, *error.lines) from None


@contextmanager
def _refusals() -> Iterator[None]:
    """What keeps a command from its work, as lines for people and an exit code."""
    try:
        yield
    except FaultyContentError as error:
        raise _end(EX_CONFIG, *map(str, error.faults)) from None
    except app.TokenRefusedError:
        raise _end(EX_CONFIG, "TELEGRAM_TOKEN: Telegram refuses it; get a new one from @BotFather") from None
    except app.OutdatedZonesError as error:
        raise _end(EX_CONFIG, f"OLD_TZDATA: {error}") from None
    except app.UnwellError as error:
        raise _end(error.ending.code, error.ending.line) from None
    except WebhookUnusableError as error:
        raise _end(EX_CONFIG, str(error)) from None
    except MetricsPortError as error:
        raise _end(EX_CONFIG, f"METRICS_PORT: {error}") from None
    except DatabaseInUseError as error:
        raise _end(EX_IN_USE, f"DATABASE: {error} is in use by another process") from None
    except DatabaseUnusableError as error:
        raise _end(EX_CONFIG, f"DATABASE: {error}") from None


def _end(code: int, *lines: str) -> SystemExit:
    for line in lines:
        click.echo(line, err=True)
    return SystemExit(code)
