"""The bot was stopped for 25 hours: what waited for an answer goes on, or says that it begins anew.

Telegram takes an answer to a press for some minutes only; the effect of the press counts all the same.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from bot.coach.model import Bedtime
from bot.coach.schedule import night_of
from bot.demo.client import Person
from bot.demo.server import StandIn
from bot.store import look_into
from tests.conversations.process import Child
from tests.faults.stage import LONDON, Burst

PATIENCE = 20.0  # a restart of the process lies between a press and its answer
A_DAY = 25 * 3600


@pytest.fixture
async def server() -> AsyncIterator[StandIn]:
    async with StandIn() as stand_in:
        yield stand_in


def bot(server: StandIn, folder: Path) -> Child:
    return Child(server, folder / "nightlift.db", DEMO_CLOCK=f"{server.url}/demo/clock")


async def emma_of(server: StandIn) -> Person:
    emma = await server.person("Emma", "en")
    emma.patience = PATIENCE
    return emma


async def a_day_later(server: StandIn, child: Child) -> None:
    """A graceful stop, and a start after 25 hours."""
    await child.stop()
    await server.control.add_seconds(A_DAY)
    await child.start()


async def dies_while_answering(server: StandIn, child: Child, person: Person, label: str) -> None:
    """The press is kept and its effect has not begun when the process is killed; it starts after 25 hours."""
    await server.control.fault(method="answerCallbackQuery", delay=60.0)
    await person.press(label, wait=False)
    await server.changes.wait(lambda: not server.world.inbox.pending, PATIENCE)
    await child.kill_after(0)
    server.world.faults.clear()  # the kill may have come before the slow answer was asked for
    await server.control.add_seconds(A_DAY)
    await child.start()


def refused_as_too_old(server: StandIn) -> int:
    calls = [call for call in server.world.log if call.method == "answercallbackquery" and call.status == 400]
    return sum("query is too old" in call.description for call in calls)


async def test_a_typed_answer_goes_on_where_the_question_was(server: StandIn, tmp_path: Path) -> None:
    emma = await emma_of(server)
    async with bot(server, tmp_path) as child:
        await emma.send("/remind")
        await emma.send("22:30")
        await a_day_later(server, child)
        [overview] = await emma.send("London")
        assert "Bedtime reminder: 22:30 (Europe/London)" in overview.text
        await child.stop()


async def test_a_press_goes_on_where_the_question_was(server: StandIn, tmp_path: Path) -> None:
    emma = await emma_of(server)
    async with bot(server, tmp_path) as child:
        await emma.send("/remind")
        await emma.send("22:30")
        await a_day_later(server, child)
        await emma.press("London")
        assert "Bedtime reminder: 22:30 (Europe/London)" in (await emma.last()).text
        await child.stop()


async def test_a_half_done_check_begins_anew_and_stores_no_half(server: StandIn, tmp_path: Path) -> None:
    """Its answers are a day old, and say nothing about tonight."""
    emma = await emma_of(server)
    async with bot(server, tmp_path) as child:
        await emma.send("/check")
        await emma.press("Yes, I agree")
        await emma.press("None of these")
        assert "Safety questions (2/3)" in (await emma.last()).text
        await a_day_later(server, child)
        await emma.press("None of these")
        assert "Safety questions (1/3)" in (await emma.last()).text
        await child.stop()
    with closing(look_into(child.database)) as store:
        assert store.health.check(emma.id) is None
        assert store.health.plan(emma.id) is None


async def test_a_press_that_can_be_answered_no_more_still_counts(server: StandIn, tmp_path: Path) -> None:
    emma = await emma_of(server)
    async with bot(server, tmp_path) as child:
        await emma.send("/remind")
        await emma.send("22:30")
        await dies_while_answering(server, child, emma, "London")
        await emma.sees("Bedtime reminder: 22:30 (Europe/London)")
        await child.stop()
    assert refused_as_too_old(server) == 1
    assert " ERROR " not in child.log
    with closing(look_into(child.database)) as store:
        assert store.reminders.bedtime(emma.id) == Bedtime(time(22, 30))


async def test_a_late_press_below_a_reminder_counts_for_the_night_of_the_reminder(
    server: StandIn, tmp_path: Path
) -> None:
    burst = Burst.of(server, tmp_path / "nightlift.db", 1)
    night = night_of(datetime.now(UTC), LONDON)  # noqa: TID251 - a real process reads the real clock
    emma = server.known_person(1)
    emma.patience = PATIENCE
    async with burst.child(**burst.moved_clock) as child:
        await burst.until_accepted(1)
        await dies_while_answering(server, child, emma, "Done already")
        noted = (await emma.until(lambda chat: len(chat) == 2))[-1]
        assert noted.labels == [], "how it was is asked on the same night only"
        await child.stop()
    assert refused_as_too_old(server) == 1
    assert " ERROR " not in child.log
    with closing(look_into(child.database)) as store:
        assert [session.night for session in store.sessions.history(emma.id)] == [night]
