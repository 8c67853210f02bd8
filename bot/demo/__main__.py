"""python -m bot.demo: the stand-in, the chat page and the bot, with one command and no token."""

import asyncio
import ipaddress
import os
import shlex
import signal
import sys
import tempfile
import webbrowser
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import click

from bot.demo.chat import talk
from bot.demo.methods import listing
from bot.demo.server import HOST, TOKEN
from bot.demo.stage import READY, Options, Stage, StageError
from bot.demo.web import START

PORT = 8765
STDERR = 2
FOLDER = click.Path(file_okay=False, path_type=Path)
PYTHON = shlex.quote(sys.executable)


def _loopback(context: click.Context, parameter: click.Parameter, value: str) -> str:
    """Refuse an address that others could reach: the demo has no password."""
    try:
        inside = value == "localhost" or ipaddress.ip_address(value).is_loopback
    except ValueError:
        inside = False
    if not inside:
        raise click.BadParameter("the demo listens on this machine only, for example on 127.0.0.1")
    return value


def _words(context: click.Context, parameter: click.Parameter, value: str) -> tuple[str, ...]:
    return tuple(shlex.split(value))


def _existing(context: click.Context, parameter: click.Parameter, value: Path | None) -> Path | None:
    if value is not None and not value.is_dir():
        raise click.BadParameter(f"{value} is no folder")
    return value.absolute() if value is not None else None


@click.group(invoke_without_command=True)
@click.option("--host", default=HOST, show_default=True, callback=_loopback, help="A loopback address.")
@click.option(
    "--port", default=PORT, show_default=True, help="If it is busy, the next free one is taken; 0 takes any."
)
@click.option(
    "--data", type=FOLDER, help="Folder for the bot's database; else a temporary one, deleted at the end."
)
@click.option(
    "--content", type=FOLDER, callback=_existing, help="Folder with the bot's words: edits show at once."
)
@click.option("--no-bot", is_flag=True, help="Only the stand-in and the page; start a bot yourself.")
@click.option(
    "--bot", default=f"{PYTHON} -m bot run", callback=_words, help="The command that starts the bot."
)
@click.option(
    "--checker",
    default=f"{PYTHON} -m bot.catalogue",
    callback=_words,
    help="The command that checks the words; it is given --content DIR.",
)
@click.option(
    "--token",
    default=TOKEN,
    show_default=True,
    help="The token that the stand-in accepts (made up, not a secret).",
)
@click.option("--open/--no-open", "opens", default=True, help="Open the page in a browser if there is one.")
@click.pass_context
def main(
    context: click.Context, /, data: Path | None, no_bot: bool, bot: Any, opens: bool, **rest: Any
) -> None:
    """Try the bot in the browser: a chat page on a Bot API that lives on this machine."""
    context.obj = partial(_options, data=data, bot=() if no_bot else bot, **rest)
    if context.invoked_subcommand is None:
        with context.obj() as options:
            code = asyncio.run(_page(options, opens))
        sys.exit(code)


@contextmanager
def _options(data: Path | None, **rest: Any) -> Iterator[Options]:
    """The options, with a folder for the data that is there as long as the demo runs."""
    with ExitStack() as stack:
        folder = data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="nightlift-demo-")))
        folder.mkdir(parents=True, exist_ok=True)
        yield Options(data=folder, keeps_data=data is not None, **rest)


@main.command()
@click.option("--person", type=click.Choice([name for _, name, _ in READY]), help="Who you are.")
@click.option(
    "--language", default="en", show_default=True, help="Or: whoever has Telegram in this language."
)
@click.pass_obj
def chat(make: Callable[..., Any], /, person: str | None, language: str) -> None:
    """Chat here in the terminal instead: buttons are numbers. :help tells more."""
    who = next(
        (each for each, name, code in READY if person == name or (not person and code == language)), None
    )
    if who is None:
        raise click.BadParameter(f"nobody here has Telegram in {language!r}", param_hint="--language")
    with make() as options:
        code = asyncio.run(_terminal(options, who))
    sys.exit(code)


@main.command()
def methods() -> None:
    """List the methods and limits that the stand-in covers (docs/stand-in.md)."""
    click.echo(listing(), nl=False)


async def _page(options: Options, opens: bool) -> int:
    """The chat page, until a signal; 1 if the bot died before."""

    async def show(stage: Stage, root: str) -> None:
        click.echo(f"Nightlift demo: {root}  (Ctrl-C ends it)")
        if opens and _has_screen():
            await asyncio.to_thread(webbrowser.open, root)
        await asyncio.Event().wait()

    return await _perform(Stage(options, partial(click.echo, err=True), STDERR), show)


async def _terminal(options: Options, person: int) -> int:
    """The chat in the terminal; what the bot logs goes to a file, so that it does not talk in between."""

    async def show(stage: Stage, root: str) -> None:
        click.echo(f"Nightlift demo in the terminal; the page is at {root} too. :help tells what you can do.")
        await stage.server.changes.wait(
            lambda: stage.server.gateway.bot_is_running or stage.bot_has_died, START
        )
        await talk(stage.server.known_person(person), stage.server.control, click.echo)

    with (options.data / "bot.log").open("ab") as log:
        return await _perform(Stage(options, partial(click.echo, err=True), log.fileno()), show)


async def _perform(stage: Stage, show: Callable[[Stage, str], Awaitable[None]]) -> int:
    """Start the stage, show it until `show` or a signal ends it, end it; 1 if the bot died before."""

    async def play() -> None:
        await show(stage, await stage.start())

    playing = asyncio.create_task(play())
    # SIGHUP: the terminal was closed.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, playing.cancel)
    try:
        await playing
    except asyncio.CancelledError:
        pass  # asked to end
    except StageError as error:
        raise click.ClickException(str(error)) from error
    finally:
        await stage.stop()
    return int(stage.bot_has_died)


def _has_screen() -> bool:
    """Whether a browser window could appear; a text browser in the terminal would only be in the way."""
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    main()
