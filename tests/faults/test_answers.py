"""What Telegram, or the way to it, can answer to a reminder: each row ends as it must."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.demo.server import StandIn
from bot.reminders.tick import IN_FLIGHT
from tests.faults.stage import Burst, Gate

# What happens to the first person's message: the fault, how many requests and copies, the row's state.
ANSWERS: list[tuple[str, dict[str, Any], int, int, str]] = [
    ("6 accepted, then the line drops", {"deliver": True, "then": "drop"}, 1, 1, "unknown"),
    ("6 accepted, then silence past the time-out", {"deliver": True, "delay_after": 5.5}, 1, 1, "unknown"),
    ("6 the line drops before it is read", {"then": "drop"}, 1, 0, "unknown"),
    ("8 restart", {"status": 500, "description": "Internal Server Error: restart"}, 1, 0, "unknown"),
    ("8 a gateway's page", {"status": 502, "body": "<html>Bad Gateway</html>"}, 1, 0, "unknown"),
    ("8 broken JSON", {"status": 200, "body": '{"ok":tr', "deliver": True}, 1, 1, "unknown"),
    ("8 not ok and no word why", {"status": 200, "body": '{"ok":false}'}, 1, 0, "unknown"),
    ("15 blocked", {"status": 403}, 1, 0, "rejected"),
    ("15 deactivated", {"status": 403, "description": "Forbidden: user is deactivated"}, 1, 0, "rejected"),
    ("15 not found", {"status": 400, "description": "Bad Request: chat not found"}, 1, 0, "rejected"),
    ("16 a refusal nobody knows", {"status": 400, "description": "Bad Request: oops"}, 1, 0, "rejected"),
    ("17 moved", {"status": 400, "description": "x", "migrate_to_chat_id": 9}, 1, 0, "rejected"),
]
PAUSED = {"15 blocked", "15 deactivated", "15 not found", "17 moved"}


async def test_each_answer_decides_over_its_own_row_only(server: StandIn, tmp_path: Path) -> None:
    well = 4
    burst = Burst.of(server, tmp_path / "nightlift.db", len(ANSWERS) + well)
    for person, (_, fault, *_) in enumerate(ANSWERS, start=1):
        await server.control.fault(method="sendMessage", chat_id=person, **fault)
    copies = sum(each[3] for each in ANSWERS)
    async with burst.child() as child:
        await burst.until_accepted(copies + well)
        await child.stop()
    asked, accepted, states = burst.asked(), burst.accepted(), burst.state_of_each()
    found = [
        (name, fault, asked[person], accepted[person], states[person])
        for person, (name, fault, *_) in enumerate(ANSWERS, start=1)
    ]
    assert found == ANSWERS
    assert [states[person] for person in burst.people[-well:]] == ["sent"] * well
    paused = {name for person, (name, *_) in enumerate(ANSWERS, start=1) if not burst.next_planned(person)}
    assert paused == PAUSED


async def test_7_what_never_left_is_sent_once_when_the_way_is_open_again(
    server: StandIn, tmp_path: Path
) -> None:
    burst = Burst.of(server, tmp_path / "nightlift.db", 20)
    await server.control.add_seconds(-120)  # before bedtime
    async with (
        Gate(server) as gate,
        burst.child(TELEGRAM_API=gate.url, **burst.moved_clock) as child,
    ):
        gate.shut()
        for seconds in (120, 50, 80):  # bedtime, then the first and the second try after it
            await server.control.add_seconds(seconds)
            await child.says("20 reminders have not left and are tried again")
        assert burst.asked() == {}
        await gate.open()
        await server.control.add_seconds(140)
        await burst.until_accepted(20)
        await child.stop()
    assert burst.asked() == dict.fromkeys(burst.people, 1)
    assert burst.states() == {"sent": 20}


async def test_9_a_429_silences_all_reminders_and_the_row_goes_out_once_later(
    server: StandIn, tmp_path: Path
) -> None:
    burst = Burst.of(server, tmp_path / "nightlift.db", 40)
    await server.control.fault(method="sendMessage", status=429, retry_after=3, skip=10)
    async with burst.child() as child:
        await burst.until_accepted(40)
        await child.stop()
    times = [call.at for call in server.world.log if call.method == "sendmessage"]
    [refused] = [call.at for call in server.world.log if call.status == 429]
    late = [at for at in times if refused + 0.2 < at < refused + 3]
    assert late == [], "nothing leaves while Telegram wants silence"
    assert burst.accepted() == dict.fromkeys(burst.people, 1)
    assert burst.states() == {"sent": 40}


async def test_10_in_a_storm_of_429_there_is_one_request_per_wait_and_then_everybody_once(
    server: StandIn, tmp_path: Path
) -> None:
    burst = Burst.of(server, tmp_path / "nightlift.db", 6)
    await server.control.fault(method="sendMessage", status=429, retry_after=1, times=-1)
    async with burst.child(RATE="30") as child:
        assert await server.changes.wait(lambda: len(one_by_one(server)) >= 3, 30.0)
        server.world.faults.clear()
        await burst.until_accepted(6)
        await child.stop()
    assert [two - one for one, two in pairwise(one_by_one(server)) if two - one < 1] == []
    assert burst.accepted() == dict.fromkeys(burst.people, 1)
    assert burst.states() == {"sent": 6}


async def test_10_what_a_storm_outlasts_is_dropped_and_not_sent_after_it(
    server: StandIn, tmp_path: Path
) -> None:
    burst = Burst.of(server, tmp_path / "nightlift.db", 40)
    await server.control.fault(method="sendMessage", status=429, retry_after=1, times=-1)
    async with burst.child(**burst.moved_clock) as child:
        await server.changes.wait(lambda: bool(refusals(server)), 30.0)
        await server.control.add_seconds(46 * 60)
        await child.says("40 reminders were too late and are dropped")
        server.world.faults.clear()
        await server.control.add_seconds(60)
        await child.stop()
    assert burst.accepted() == {}
    assert burst.states() == {"expired": 40}
    assert all(burst.next_planned(person) for person in burst.people)


def refusals(server: StandIn) -> list[float]:
    """When the server has answered 429."""
    return [call.at for call in server.world.log if call.status == 429]


def one_by_one(server: StandIn) -> list[float]:
    """The refusals after those of what was on its way at the first."""
    every = refusals(server)
    return [at for at in every if at > every[0] + 0.9]


async def test_14_everybody_at_the_same_second_is_served_once_and_none_is_missed(
    server: StandIn, tmp_path: Path
) -> None:
    burst = Burst.of(server, tmp_path / "nightlift.db", 200)
    async with burst.child(RATE="100") as child:
        await server.changes.wait(lambda: len(burst.asked()) == 200, 60.0)
        await child.stop()
    assert burst.asked() == dict.fromkeys(burst.people, 1)
    assert set(burst.states()) <= {
        "sent",
        "unknown",
    }  # unknown: on a machine that is too busy to answer in time


async def test_36_when_telegrams_dates_say_that_the_clock_is_wrong_the_rest_is_held_back(
    server: StandIn, tmp_path: Path
) -> None:
    burst = Burst.of(server, tmp_path / "nightlift.db", 60)
    await server.control.add_seconds(3 * 3600)
    async with burst.child(RATE="30") as child:
        await child.says("clock is wrong by")
        await child.stop()
    sent = sum(burst.accepted().values())
    assert 1 <= sent <= IN_FLIGHT, "what was on its way when the first date came"
    assert burst.states() == {"sent": sent, "due": 60 - sent}
