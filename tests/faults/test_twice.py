"""An update whose handling was not noted before a `kill -9` is handled again: nothing counts twice by it."""

from __future__ import annotations

import signal
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.coach.model import Effort, Exercise, Feel, Pain, Plan, Session
from bot.coach.schedule import night_of
from bot.demo.client import Person
from bot.demo.server import StandIn
from bot.store import look_into, open_store
from tests.conversations.process import Child
from tests.faults.stage import LONDON, PLAN, Burst

AT_REST = 0.5  # seconds without a word: the second handling is over
LEVEL = 3  # two sets


def in_training(server: StandIn, database: Path, *, begun: bool) -> tuple[Burst, date]:
    """One person who trained well two nights ago and is to be reminded now; `begun`: before the last set."""
    burst = Burst.of(server, database, 1)
    now = datetime.now(UTC)  # noqa: TID251 - a real process reads the real clock
    night = night_of(now, LONDON)
    good = Session(
        night - timedelta(days=2),
        Exercise.HIP_LIFT,
        LEVEL,
        2,
        started=True,
        sets_done=2,
        feel=Feel.BUTTOCKS,
        effort=Effort.RIGHT,
        pain=Pain.NONE,
    )
    with closing(open_store(database)) as store:
        store.health.save_plan(1, replace(PLAN, levels=((Exercise.HIP_LIFT, LEVEL), (Exercise.LEG_CURL, 1))))
        store.sessions.save(1, good, now - timedelta(days=2))
        if begun:
            store.sessions.save(1, replace(good, night=night, sets_done=1, pain=None), now)
    return burst, night


def plan_and_sessions(database: Path) -> tuple[Plan, list[Session]]:
    with closing(look_into(database)) as store:
        plan = store.health.plan(1)
        assert plan is not None
        return plan, store.sessions.history(1)


async def handled_twice(child: Child, person: Person) -> None:
    """The process has died after handling what was just done; it starts again and handles it once more."""
    assert await child.ended() == -signal.SIGKILL
    await child.start()
    await person.settled(quiet=AT_REST)


async def test_a_session_that_dies_after_each_press_counts_once(server: StandIn, tmp_path: Path) -> None:
    burst, night = in_training(server, tmp_path / "nightlift.db", begun=True)
    emma = server.known_person(1)
    child = burst.child()
    child.command = ("-m", "tests.faults.crashing", "after_handling")
    async with child:
        await emma.send("/tonight", wait=False)
        await handled_twice(child, emma)
        for label in ("Set done", "0, none"):
            await emma.press(label, wait=False)
            await handled_twice(child, emma)
        plan, sessions = plan_and_sessions(child.database)
    assert [(each.night, each.sets_done) for each in sessions] == [(night - timedelta(days=2), 2), (night, 2)]
    assert plan.level(Exercise.HIP_LIFT) == LEVEL + 1, "two good evenings are one step"


async def test_done_already_is_a_session_even_when_the_process_dies_in_the_middle(
    server: StandIn, tmp_path: Path
) -> None:
    burst, night = in_training(server, tmp_path / "nightlift.db", begun=False)
    emma = server.known_person(1)
    child = burst.child()
    child.command = ("-m", "tests.faults.crashing", "after_note")
    await child.start()
    await burst.until_accepted(1)
    await emma.press("Done already", wait=False)
    assert await child.ended() == -signal.SIGKILL
    child.command = Child.command
    async with child:
        await emma.until(lambda chat: len(chat) == 2, what="the answer to the press")
        await child.stop()
    _, sessions = plan_and_sessions(child.database)
    assert [each.night for each in sessions] == [night - timedelta(days=2), night]


async def test_a_town_whose_handling_was_not_noted_is_a_town_again(server: StandIn, tmp_path: Path) -> None:
    """The question for the place was gone when the process died: yet the town is no question to the index."""
    emma = await server.person("Emma", "en")
    child = Child(server, tmp_path / "nightlift.db")
    child.command = ("-m", "tests.faults.crashing", "after_handling")
    said: list[str] = []
    async with child:
        for text in ("/remind", "22:30", "London"):
            before = len(await emma.messages())
            await emma.send(text, wait=False)
            await handled_twice(child, emma)
            said += [each.text[:22] for each in (await emma.messages())[before:] if each.from_bot]
    assert said == [
        *["When do you go to bed?"] * 2,
        *["Bedtime 22:30. Where d"] * 2,
        *["Bedtime reminder: 22:3"] * 2,
    ]
    with closing(look_into(child.database)) as store:
        person = store.people.get(emma.id)
    assert person is not None
    assert person.zone == "Europe/London"
