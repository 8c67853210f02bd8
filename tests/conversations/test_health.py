"""`nightlift health` beside the real process, and what systemd hears of it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from bot import app
from bot.demo.server import StandIn
from bot.settings import Settings
from bot.store import look_into, open_store
from bot.store.heartbeat import Heartbeat
from bot.vitals import Vitals, ailments
from bot.watchdog import Watchdog
from tests.conversations.process import Child

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
TOKEN = "123456789:AAF-a-token-that-opens-nothing-at-all_1"


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as server:
        server.bind(str(tmp_path / "notify"))
        server.settimeout(20)
        yield server


async def test_a_running_bot_is_well_and_systemd_hears_of_its_life(
    tmp_path: Path, systemd: socket.socket
) -> None:
    database = tmp_path / "nightlift.db"
    async with StandIn() as server:
        async with Child(server, database, NOTIFY_SOCKET=str(tmp_path / "notify")) as child:
            assert systemd.recv(100) == b"READY=1"
            assert systemd.recv(100) == b"WATCHDOG=1"
            beside = look_into(database)
            beat = beside.heartbeats.last()
            beside.close()
            settings = Settings(telegram_token=TOKEN, database=database)
            assert ailments(beat, app.real_now(), settings) == []
            [ailment] = ailments(beat, app.real_now() + timedelta(minutes=2), settings)
            assert ailment.startswith("no sign of life")
            await child.stop()
        assert systemd.recv(100) == b"STOPPING=1"
        assert "not known to be on an encrypted disk" in child.log


MINUTE = timedelta(minutes=1)
AILING: dict[str, tuple[Heartbeat | None, str, str]] = {
    "never begun": (None, "", "no sign of life"),
    "cannot write": (Heartbeat(NOW - 2 * MINUTE, NOW, NOW), "", "no sign of life"),
    "deaf": (Heartbeat(NOW, NOW - 2 * MINUTE, NOW), "", "Telegram was last heard at 11:58:00 UTC"),
    "no tick": (Heartbeat(NOW, NOW, NOW - 2 * MINUTE), "", "due reminders were last looked for at 11:58:00"),
    "wrong clock": (
        Heartbeat(NOW, NOW, NOW, timedelta(hours=-1, seconds=-5)),
        "",
        "this computer's clock is 1:00:05 fast: no reminders are sent",
    ),
    "silence on a webhook": (Heartbeat(NOW, NOW - 2 * MINUTE, NOW), "http://127.0.0.1:9/hook", ""),
}


@pytest.mark.parametrize(("beat", "webhook", "said"), AILING.values(), ids=AILING.keys())
def test_each_ailment_has_its_line(beat: Heartbeat | None, webhook: str, said: str, tmp_path: Path) -> None:
    settings = Settings(
        telegram_token=TOKEN,
        database=tmp_path / "nightlift.db",
        webhook_url=webhook,
        webhook_secret="s" * 32 if webhook else "",
    )
    found = ailments(beat, NOW, settings)
    assert [line.startswith(said) for line in found] == ([True] if said else [])


def test_a_full_disk_is_an_ailment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.vitals.free_share", lambda folder: 0.04)
    settings = Settings(telegram_token=TOKEN, database=tmp_path / "nightlift.db")
    assert ailments(Heartbeat(NOW, NOW, NOW), NOW, settings) == ["the disk is almost full: 4% free"]


async def test_a_wrong_clock_is_an_ailment_that_no_new_start_mends(
    tmp_path: Path, systemd: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    settings = Settings(telegram_token=TOKEN, database=tmp_path / "nightlift.db")
    with closing(open_store(settings.database)) as store:
        watchdog = Watchdog(lambda: NOW, lambda: 5000.0)
        watchdog.ticked()
        for ahead, found in (
            (timedelta(hours=1), ["this computer's clock is 1:00:00 slow: no reminders are sent"]),
            (timedelta(0), []),
        ):
            watchdog.answered("getUpdates", 200, format_datetime(NOW + ahead, usegmt=True))
            showing = asyncio.create_task(Vitals(store.heartbeats, watchdog, lambda: NOW, settings).show())
            await asyncio.sleep(0)
            showing.cancel()
            assert ailments(store.heartbeats.last(), NOW, settings) == found
            assert systemd.recv(100) == b"WATCHDOG=1"


def test_a_sign_of_life_of_the_version_before_is_read(tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "nightlift.db")) as store:
        store.database.set_meta("heartbeat", f"[{int(NOW.timestamp())}, null, null]")
        assert store.heartbeats.last() == Heartbeat(NOW, None, None)
