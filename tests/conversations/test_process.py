"""The process from outside: any Bot API server, no secret in a log, refusals with exit codes, tidy ends."""

from __future__ import annotations

import shutil
import signal
import socket
import zoneinfo
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest

from bot.catalogue.place import content_folder
from bot.demo.server import StandIn
from tests.conversations.moves import with_bedtime
from tests.conversations.process import Child, refused
from tests.conversations.stage import Evening


@pytest.fixture
async def server() -> AsyncIterator[StandIn]:
    async with StandIn() as stand_in:
        yield stand_in


async def test_it_works_on_any_bot_api_server_with_its_own_clock(server: StandIn, tmp_path: Path) -> None:
    """No DEMO_CLOCK, no other word of the demo: a token and an address."""
    emma = await server.person("Emma", "en")
    async with Child(server, tmp_path / "nightlift.db") as child:
        [welcome] = await emma.send("/start")
        assert "I am Nightlift" in welcome.text
        await child.stop()


async def test_the_token_is_in_no_log_line_at_debug_tracebacks_included(
    server: StandIn, tmp_path: Path
) -> None:
    emma = await server.person("Emma", "en")
    async with Child(server, tmp_path / "nightlift.db") as child:
        for fault in ({"status": 500}, {"then": "drop"}):
            await server.control.fault(method="sendMessage", **fault)
            await emma.send("my very own words", wait=False)
            await child.says("Traceback")
        await server.control.fault(method="getUpdates", body="<html>bad gateway</html>", status=502)
        await emma.send("/start")
        await child.stop()
    secret = server.token.split(":")[1]
    for spelling in (server.token, quote(server.token, safe=""), secret, str(emma.id), "my very own words"):
        assert spelling not in child.log


async def test_a_refused_token_ends_with_78_and_is_not_quoted(server: StandIn, tmp_path: Path) -> None:
    wrong = "123456789:AAaaBBbbCCccDDddEEeeFFffGGggHHhhIIi"
    code, said = await refused(server, tmp_path / "nightlift.db", TELEGRAM_TOKEN=wrong)
    assert code == 78
    assert "@BotFather" in said
    assert wrong not in said


async def test_a_second_process_on_the_same_database_ends_with_75(server: StandIn, tmp_path: Path) -> None:
    async with Child(server, tmp_path / "nightlift.db") as child:
        code, said = await refused(server, tmp_path / "nightlift.db")
        assert code == 75
        assert "in use by another process" in said
        await child.stop()


async def test_a_taken_metrics_port_ends_with_78_and_one_line_before_anything_is_sent(
    server: StandIn, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, said = await refused(server, tmp_path / "nightlift.db", METRICS_PORT=str(port))
        calls = await server.control.log()
    assert code == 78
    assert said.splitlines()[-1].startswith(f"METRICS_PORT: cannot listen on 127.0.0.1, port {port}: ")
    assert "Traceback" not in said
    assert calls == []


async def test_faulty_content_never_starts_the_bot_and_every_fault_is_named(
    server: StandIn, tmp_path: Path
) -> None:
    (tmp_path / "content").mkdir()
    code, said = await refused(server, tmp_path / "nightlift.db", CONTENT=str(tmp_path / "content"))
    assert code == 78
    assert "screening.toml" in said
    assert "plans/hip-lift.toml" in said


async def test_time_zones_come_from_the_package_not_from_the_system(evening: Evening) -> None:
    assert zoneinfo.TZPATH == ()
    assert ZoneInfo.no_cache("Asia/Tokyo").key == "Asia/Tokyo"
    emma = await evening.emma()
    assert "(Europe/London)" in (await with_bedtime(emma)).text


async def test_content_is_reloaded_on_sighup_and_a_faulty_folder_changes_nothing(
    server: StandIn, tmp_path: Path
) -> None:
    folder = tmp_path / "content"
    shutil.copytree(content_folder(), folder)
    words, menus = folder / "messages" / "start.toml", folder / "botfather.toml"
    emma = await server.person("Emma", "en")
    async with Child(server, tmp_path / "nightlift.db", CONTENT=str(folder)) as child:
        words.write_text(words.read_text("utf-8").replace("I am Nightlift", "I am Moonlift"), "utf-8")
        menus.write_text(menus.read_text("utf-8").replace('en = "Nightlift"', 'en = "Moonlift"'), "utf-8")
        child.send_signal(signal.SIGHUP)
        await child.says("content reloaded")
        assert "I am Moonlift" in (await emma.send("/start"))[0].text
        assert await server.changes.wait(lambda: server.world.profile.get(("name", "")) == "Moonlift", 60)

        words.write_text(words.read_text("utf-8").replace("[welcome]", "[welcome"), "utf-8")
        child.send_signal(signal.SIGHUP)
        await child.says("the old content stays")
        assert "messages/start.toml" in child.log
        assert "I am Moonlift" in (await emma.send("/start"))[0].text
        await child.stop()
