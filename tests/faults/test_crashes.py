"""A real process dies or is stopped in mid-broadcast: nobody is reminded twice, no row is lost."""

from __future__ import annotations

import random
import signal
from pathlib import Path

import pytest

from bot.demo.server import StandIn
from tests.conversations.process import Child, refused
from tests.faults.stage import ENDED, Burst

IN_FLIGHT = 16  # with RATE=60: as in the program
FAST = {"RATE": "60"}


class Crashing(Child):
    """The bot with a trap: it dies at this point, which it reaches soon after its start."""

    async def crash(self, point: str) -> None:
        self.command = ("-m", "tests.faults.crashing", point)
        await self.start()
        assert await self.ended() == -signal.SIGKILL
        self.command = Child.command


def crashing(burst: Burst, **settings: str) -> Crashing:
    return Crashing(burst.server, burst.database, **settings)


# -- at named points ------------------------------------------------------------------------------------


async def test_1_a_crash_after_the_claim_costs_nobody_a_message(server: StandIn, tmp_path: Path) -> None:
    burst = await burst_of(server, tmp_path, 10)
    child = crashing(burst)
    await child.crash("after_claim")
    assert burst.asked() == {}
    async with child:
        await burst.until_accepted(10)
        await child.stop()
    assert burst.accepted() == dict.fromkeys(burst.people, 1)
    assert burst.states() == {"sent": 10}


async def test_2_a_crash_before_the_request_is_unknown_and_said_once(server: StandIn, tmp_path: Path) -> None:
    burst = await burst_of(server, tmp_path, 5)
    child = crashing(burst)
    await child.crash("after_sending")
    async with child:
        await burst.until_accepted(4)
        await child.stop()
    assert sorted(burst.accepted().values()) == [1, 1, 1, 1]
    assert burst.states() == {"sent": 4, "unknown": 1}
    assert child.log.count("1 not confirmed") == 1


async def test_2_with_retry_once_it_is_sent_after_the_restart(server: StandIn, tmp_path: Path) -> None:
    burst = await burst_of(server, tmp_path, 5)
    child = crashing(burst, UNKNOWN="retry_once")
    await child.crash("after_sending")
    async with child:
        await burst.until_accepted(5)
        await child.stop()
    assert burst.accepted() == dict.fromkeys(burst.people, 1)
    assert burst.states() == {"sent": 5}


async def test_3_a_crash_after_telegram_took_it_makes_no_second_copy(server: StandIn, tmp_path: Path) -> None:
    burst = await burst_of(server, tmp_path, 1)
    child = crashing(burst)
    await child.crash("after_response")
    assert burst.accepted() == {1: 1}
    async with child:
        await child.stop()
    assert burst.asked() == {1: 1}
    assert burst.states() == {"unknown": 1}


# -- at random moments ----------------------------------------------------------------------------------


async def test_4_kills_at_random_moments_make_no_copy_and_lose_no_row(
    server: StandIn, tmp_path: Path
) -> None:
    seed = random.SystemRandom().randrange(10**6)
    chance = random.Random(seed)
    burst = await burst_of(server, tmp_path, 80)
    kills = 2
    child = burst.child(**FAST)
    for _ in range(kills):
        await child.start()
        await child.kill_after(chance.uniform(0.05, 0.5))
    async with child:
        await burst.until_accepted(80 - kills * IN_FLIGHT)
        await child.stop()
    states = burst.states()
    assert max(burst.accepted().values()) == 1, f"seed {seed}"
    left = states["due"]  # a graceful stop may give some back; nothing else is open
    assert sum(states[each] for each in ENDED) + left == 80, f"seed {seed}: {states}"
    assert states["unknown"] <= kills * IN_FLIGHT, f"seed {seed}"


async def test_5_sigterm_in_a_burst_finishes_gives_back_and_loses_nothing(
    server: StandIn, tmp_path: Path
) -> None:
    burst = await burst_of(server, tmp_path, 100)
    async with burst.child(**FAST) as child:
        await burst.until_accepted(20)
        await child.stop()
        stopped = burst.states()
        assert set(stopped) == {"sent", "due"}
        assert stopped["sent"] == sum(burst.accepted().values())
        await child.start()
        await burst.until_accepted(100)
        await child.stop()
    assert burst.accepted() == dict.fromkeys(burst.people, 1)
    assert burst.states() == {"sent": 100}


async def test_13_a_process_that_stood_still_for_a_while_does_not_send_twice(
    server: StandIn, tmp_path: Path
) -> None:
    burst = await burst_of(server, tmp_path, 60)
    async with burst.child(**FAST) as child:
        await burst.until_accepted(10)
        child.send_signal(signal.SIGSTOP)
        code, said = await refused(server, burst.database)
        assert (code, "in use by another process" in said) == (75, True)
        child.send_signal(signal.SIGCONT)
        await burst.until_accepted(30)
        await child.stop()
    assert max(burst.accepted().values()) == 1
    assert sum(burst.states().values()) == 60
    assert set(burst.states()) <= {"sent", "unknown", "due"}


async def burst_of(server: StandIn, folder: Path, people: int) -> Burst:
    return Burst.of(server, folder / "nightlift.db", people)


# -- the process notices --------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["getUpdates", "sendMessage"])
async def test_18_a_token_refused_at_run_time_ends_the_process_with_78(
    server: StandIn, tmp_path: Path, method: str
) -> None:
    burst = await burst_of(server, tmp_path, 3)
    await server.control.fault(method=method, status=401, times=-1)
    child = burst.child()
    await child.start()
    assert await child.ended() == 78
    assert "Telegram refuses it; get a new one from @BotFather" in child.log
    assert server.token not in child.log
    assert burst.states()["due"] + burst.states()["sent"] == 3


async def test_12_a_second_instance_with_the_same_token_stops_polling_and_sending(
    server: StandIn, tmp_path: Path
) -> None:
    burst = await burst_of(server, tmp_path, 1)
    await server.control.fault(method="getUpdates", status=409, times=-1)
    child = burst.child()
    await child.start()
    assert await child.ended() == 1
    assert "another instance polls with the same token" in child.log
