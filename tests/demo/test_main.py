"""The command: starts the bot, says where the page is, ends with it."""

import asyncio
import json
import os
import re
import signal
import socket
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import aiohttp
import pytest
from click.testing import CliRunner

from bot.demo.__main__ import main

# Bots for the command to start: one that writes down its settings and waits, and one that falls over.
QUIET_BOT = """
import json, os, pathlib, signal, sys
keys = ("TELEGRAM_TOKEN", "TELEGRAM_API", "DEMO_CLOCK", "DATABASE")
folder = pathlib.Path(os.environ["DATABASE"]).parent
def end(*_):
    (folder / "ended").touch()
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
(folder / "started").write_text(json.dumps({key: os.environ[key] for key in keys}))
print("bot log line", flush=True)
signal.pause()
"""
DYING_BOT = "raise SystemExit(78)"
# A bot that says hello to the stand-in, and then what its words are, at the start and at every SIGHUP.
READING_BOT = """
import os, pathlib, signal, urllib.request
word = pathlib.Path(os.environ["CONTENT"]) / "word.txt"
if word.read_text() == "bad":
    raise SystemExit(78)
def read(*_):
    print(f"word: {word.read_text()}", flush=True)
signal.signal(signal.SIGHUP, read)
urllib.request.urlopen(f"{os.environ['TELEGRAM_API']}/bot{os.environ['TELEGRAM_TOKEN']}/getUpdates").read()
read()
while True:
    signal.pause()
"""
CHECKER = """
import pathlib, sys
word = (pathlib.Path(sys.argv[sys.argv.index("--content") + 1]) / "word.txt").read_text()
if word == "bad":
    print("word.txt: is bad")
    sys.exit(1)
"""

Start = Callable[..., Awaitable[Process]]


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Start]:
    """Start the command with a port of its own; ended after the test."""
    started: list[Process] = []

    async def start(bot: str, *more: str, then: tuple[str, ...] = ()) -> Process:
        script = tmp_path / "bot.py"
        script.write_text(bot, encoding="utf-8")
        command = f"{sys.executable} {script}"
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.demo", "--no-open", "--data", str(tmp_path / "data")),
            *("--bot", command, *more, *then),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def line(stream: asyncio.StreamReader | None) -> str:
    assert stream is not None
    return (await asyncio.wait_for(stream.readline(), 20)).decode()


async def address(process: Process) -> str:
    """Where the demo says it is."""
    said = re.match(
        r"Nightlift demo: (http://127\.0\.0\.1:\d+)  \(Ctrl-C ends it\)\n", await line(process.stdout)
    )
    assert said
    return said[1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_it_says_where_it_is_gives_the_bot_its_settings_and_ends_both(
    demo: Start, tmp_path: Path, number: signal.Signals
) -> None:
    process = await demo(QUIET_BOT, "--port", "0")
    root = await address(process)
    assert await line(process.stderr) == "bot log line\n"
    data = tmp_path / "data"
    given = json.loads((data / "started").read_text())
    assert given == {
        "TELEGRAM_TOKEN": "7000000001:AAstandInTokenForTheDemo0123456789a",
        "TELEGRAM_API": root,
        "DEMO_CLOCK": f"{root}/demo/clock",
        "DATABASE": str(data / "nightlift.db"),
    }
    process.send_signal(number)
    assert await asyncio.wait_for(process.wait(), 15) == 0
    assert (data / "ended").exists()


async def test_a_bot_that_dies_is_reported_and_the_page_stays(demo: Start) -> None:
    process = await demo(DYING_BOT, "--port", "0")
    assert (await line(process.stdout)).startswith("Nightlift demo: ")
    assert await line(process.stderr) == "The bot has ended with exit code 78; Ctrl-C ends the demo too.\n"
    assert process.returncode is None
    process.send_signal(signal.SIGINT)
    assert await asyncio.wait_for(process.wait(), 15) == 1


async def test_a_busy_port_gives_the_next_free_one(demo: Start) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = int(taken.getsockname()[1])
        process = await demo(QUIET_BOT, "--port", str(port), "--no-bot")
        said = await line(process.stderr)
        assert said.startswith(f"Port {port} is busy; using ")
        assert said.split()[-1].rstrip(".") in await line(process.stdout)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.org", "::"])
def test_an_address_that_others_could_reach_is_refused(host: str) -> None:
    result = CliRunner().invoke(main, ["--host", host])
    assert result.exit_code == 2
    assert "this machine only" in result.output


def test_a_bot_that_cannot_be_started_is_one_clear_line() -> None:
    result = CliRunner().invoke(main, ["--port", "0", "--no-open", "--bot", "/no/such/bot"])
    assert result.exit_code == 1
    assert "cannot start the bot" in result.output


async def test_a_terminal_that_is_closed_ends_it_too(demo: Start, tmp_path: Path) -> None:
    process = await demo(QUIET_BOT, "--port", "0")
    assert await line(process.stderr) == "bot log line\n"
    process.send_signal(signal.SIGHUP)
    assert await asyncio.wait_for(process.wait(), 15) == 0
    assert (tmp_path / "data" / "ended").exists()


async def test_the_bot_ends_even_if_the_demo_is_killed(demo: Start, tmp_path: Path) -> None:
    process = await demo(QUIET_BOT, "--port", "0")
    assert await line(process.stderr) == "bot log line\n"
    process.kill()
    # The bot holds the pipe's other end as its own output: the pipe ends when the bot has ended.
    assert process.stderr is not None
    await asyncio.wait_for(process.stderr.read(), 15)
    assert (tmp_path / "data" / "ended").exists()


# -- edits of the words ------------------------------------------------------------------------------------


@pytest.fixture
def words(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "word.txt").write_text("one")
    (tmp_path / "checker.py").write_text(CHECKER)
    return folder


async def faults(root: str) -> list[str]:
    async with aiohttp.ClientSession() as session, session.get(f"{root}/demo/state") as response:
        found: list[str] = (await response.json())["faults"]
        return found


async def reading(demo: Start, words: Path) -> tuple[Process, str]:
    checker = f"{sys.executable} {words.parent / 'checker.py'}"
    process = await demo(READING_BOT, "--port", "0", "--content", str(words), "--checker", checker)
    return process, await address(process)


async def test_edited_words_reach_the_bot_and_faulty_ones_the_page_only(demo: Start, words: Path) -> None:
    process, root = await reading(demo, words)
    assert await line(process.stderr) == "word: one\n"
    (words / "word.txt").write_text("two!")
    assert await line(process.stderr) == "word: two!\n"
    assert await faults(root) == []

    (words / "word.txt").write_text("bad")
    await told(root, ["word.txt: is bad"])
    (words / "word.txt").write_text("three")
    assert await line(process.stderr) == "word: three\n"
    await told(root, [])


async def test_a_bot_that_its_words_have_ended_gets_another_chance_with_better_ones(
    demo: Start, words: Path
) -> None:
    (words / "word.txt").write_text("bad")
    process, root = await reading(demo, words)
    assert "ended with exit code 78" in await line(process.stderr)
    await told(root, ["word.txt: is bad"])
    (words / "word.txt").write_text("better")
    assert await line(process.stderr) == "word: better\n"
    await told(root, [])
    process.send_signal(signal.SIGINT)
    assert await asyncio.wait_for(process.wait(), 15) == 0


async def told(root: str, wanted: list[str]) -> None:
    """Wait until the page is told of exactly these faults."""
    async with (
        asyncio.timeout(10),
        aiohttp.ClientSession() as session,
        session.get(f"{root}/demo/events") as stream,
    ):
        while True:
            change = json.loads((await stream.content.readuntil(b"\n\n")).removeprefix(b"data: "))
            if change.get("faults") == wanted:
                return


async def test_the_words_are_given_to_the_bot_only_if_named(demo: Start, words: Path) -> None:
    process = await demo("import os; print(os.environ.get('CONTENT', 'none'))", "--port", "0")
    assert await line(process.stderr) == "none\n"


def test_a_folder_of_words_that_is_not_there_is_refused() -> None:
    result = CliRunner().invoke(main, ["--content", "/no/such/folder"])
    assert (result.exit_code, "is no folder" in result.output) == (2, True)


# -- the other commands ------------------------------------------------------------------------------------


def test_the_list_of_methods_in_docs_is_the_one_that_the_command_prints() -> None:
    printed = CliRunner().invoke(main, ["methods"]).output
    kept = Path(__file__).resolve().parents[2] / "docs" / "stand-in.md"
    assert kept.read_text(encoding="utf-8") == printed, "python -m bot.demo methods > docs/stand-in.md"


async def test_the_chat_runs_in_the_terminal_with_the_bots_log_out_of_the_way(
    demo: Start, tmp_path: Path
) -> None:
    process = await demo(DYING_BOT, "--port", "0", then=("chat", "--person", "さくら"))
    assert "Nightlift demo in the terminal" in await line(process.stdout)
    said, _ = await asyncio.wait_for(process.communicate(b":help\n:quit\n"), 20)
    assert ":bedtime 22:30" in said.decode()
    assert process.returncode == 1
    assert (tmp_path / "data" / "bot.log").exists()


def test_nobody_has_a_language_that_is_not_there() -> None:
    result = CliRunner().invoke(main, ["chat", "--language", "xx"])
    assert (result.exit_code, "nobody here" in result.output) == (2, True)
