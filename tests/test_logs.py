from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import StringIO
from urllib.parse import quote

import pytest

from bot import logs

TOKEN = "123456789:AAF-a-token-that-opens-nothing-at-all_1"
QUOTED = quote(TOKEN, safe="")
LogOf = Callable[..., StringIO]


@pytest.fixture
def log_of(monkeypatch: pytest.MonkeyPatch) -> Iterator[LogOf]:
    """Sets logging up as the bot does and gives its standard error; afterwards all is as before."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    named = {name: logging.getLogger(name) for name in ("telegram", "aiohttp", "apscheduler", "asyncio")}
    named["apscheduler.executors"] = logging.getLogger("apscheduler.executors")
    levels = {name: logger.level for name, logger in named.items()}
    root.handlers = []  # so that setting up closes none of pytest's

    def set_up(level: str = "DEBUG", *, as_json: bool = False) -> StringIO:
        stream = StringIO()
        monkeypatch.setattr("sys.stderr", stream)
        logs.set_up(level, as_json=as_json, secrets=[TOKEN, ""])
        return stream

    yield set_up
    root.handlers, root.level = handlers, level
    for name, logger in named.items():
        logger.setLevel(levels[name])


def log_everything() -> None:
    """The token in every place where libraries have put it."""
    log = logging.getLogger("bot.transport")
    log.debug("POST https://api.telegram.org/bot%s/getMe", TOKEN)
    log.info("POST https://api.telegram.org/bot%s/getMe", QUOTED)
    logging.getLogger("telegram.ext.Application").error("Application[bot=ExtBot[token=%s]]", TOKEN)
    logging.getLogger("aiohttp.client").warning({"url": f"/bot{TOKEN}/getUpdates"})
    logging.getLogger("asyncio").error("%s", [TOKEN, (QUOTED,)])
    try:
        try:
            raise RuntimeError(f"The token `{TOKEN}` was rejected by the server.")
        except RuntimeError as cause:
            raise ValueError(f"/file/bot{QUOTED}/") from cause
    except ValueError:
        log.exception("could not start with %s", TOKEN)
    log.error("with the stack of bot%s", TOKEN, stack_info=True)


@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
@pytest.mark.parametrize("level", ["DEBUG", "INFO"])
def test_the_token_is_gone_from_messages_tracebacks_and_json(
    log_of: LogOf, level: str, as_json: bool
) -> None:
    stream = log_of(level, as_json=as_json)
    log_everything()
    said = stream.getvalue()
    assert TOKEN not in said
    assert QUOTED not in said
    assert TOKEN.split(":")[1] not in said
    assert said.count("[secret]") >= 8


def test_what_is_no_secret_stays(log_of: LogOf) -> None:
    stream = log_of()
    log_everything()
    assert "POST https://api.telegram.org/bot[secret]/getMe" in stream.getvalue()
    assert "RuntimeError: The token `[secret]` was rejected" in stream.getvalue()


def test_an_empty_secret_takes_nothing_out(log_of: LogOf) -> None:
    stream = log_of()
    logging.getLogger("bot").info("all is well")
    assert stream.getvalue().endswith("INFO bot: all is well\n")


def test_a_json_line_is_one_object_with_time_level_logger_and_message(log_of: LogOf) -> None:
    stream = log_of(as_json=True)
    logging.getLogger("bot.app").warning("今夜 %d", 3)
    (line,) = stream.getvalue().splitlines()
    event = json.loads(line)
    said = datetime.fromisoformat(event.pop("time"))
    assert said.utcoffset() == timedelta(0), "whoever collects lines of many machines need not guess the zone"
    assert event == {"level": "WARNING", "logger": "bot.app", "message": "今夜 3"}


def test_a_json_line_stays_one_line_with_a_traceback_in_it(log_of: LogOf) -> None:
    stream = log_of(as_json=True)
    try:
        raise ValueError("two\nlines")
    except ValueError:
        logging.getLogger("bot").exception("failed")
    (line,) = stream.getvalue().splitlines()
    assert "ValueError: two\nlines" in json.loads(line)["error"]


@pytest.mark.parametrize("name", ["telegram.Bot", "aiohttp.client", "apscheduler.scheduler", "asyncio"])
def test_the_libraries_never_log_below_info_for_there_they_quote_texts(log_of: LogOf, name: str) -> None:
    stream = log_of("DEBUG")
    logging.getLogger(name).debug("a message of a person")
    logging.getLogger("bot").debug("ours")
    assert "a message of a person" not in stream.getvalue()
    assert "ours" in stream.getvalue()


@pytest.mark.parametrize(("level", "heard"), [("DEBUG", 4), ("INFO", 3), ("WARNING", 2), ("ERROR", 1)])
def test_the_level_decides_what_is_heard(log_of: LogOf, level: str, heard: int) -> None:
    stream = log_of(level)
    log = logging.getLogger("telegram")
    ours = logging.getLogger("bot")
    ours.debug("debug")
    for each in (log.info, ours.warning, log.error):
        each("line")
    assert len(stream.getvalue().splitlines()) == heard


def test_the_tick_every_fifteen_seconds_is_not_worth_a_line(log_of: LogOf) -> None:
    stream = log_of("DEBUG")
    logging.getLogger("apscheduler.executors.default").info("Running job tick")
    assert stream.getvalue() == ""


def test_a_person_has_the_same_name_each_time_and_another_one_elsewhere() -> None:
    here, there = logs.Aliases(b"k" * 32), logs.Aliases(b"x" * 32)
    assert here.of(4_242_424_242) == here.of(4_242_424_242)
    assert len({here.of(4_242_424_242), here.of(5_151_515_151), there.of(4_242_424_242)}) == 3
    assert "4242" not in here.of(4_242_424_242)


def test_the_library_quotes_no_update_that_it_cannot_read(log_of: LogOf) -> None:
    stream = log_of()
    log = logging.getLogger("telegram.ext.ExtBot")
    try:
        raise ValueError("the words of a person")
    except ValueError:
        log.critical("Error while parsing updates! Received data was %r", "the words", exc_info=True)
    assert "updates could not be read" in stream.getvalue()
    assert "the words" not in stream.getvalue()


def test_a_poll_that_fails_is_one_line(log_of: LogOf) -> None:
    """Without a network it fails every few seconds, and each time for the same reason."""
    stream = log_of()
    try:
        raise ConnectionError("no route to 100% of the hosts")
    except ConnectionError:
        logging.getLogger("telegram.ext.Updater").exception("Exception happened while polling for updates.")
    (line,) = stream.getvalue().splitlines()
    assert line.endswith(
        "ERROR telegram.ext.Updater: no updates: ConnectionError: no route to 100% of the hosts"
    )
