"""`kill -9` of the real process, at random moments: the next press goes on where the person was."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.coach.model import Exercise, Feel, Pain, Verdict
from bot.demo.client import Message, Person
from bot.demo.server import StandIn
from bot.store import open_store
from tests.conversations.process import Child

PATIENCE = 20.0  # a restart of the process lies between two presses
LONGEST_DELAY = 0.1  # seconds between a press and the kill: before, in the middle of, or after its handling


@pytest.fixture
async def server() -> AsyncIterator[StandIn]:
    async with StandIn() as stand_in:
        yield stand_in


# What a person presses, by what they see.
CHECK = {
    "May I ask and store": "Yes, I agree",
    "Safety questions": "None of these",
    "Which way can you lie": "Both are fine",
    "How used to exercise": "Now and then",
    "right now, from 0": "0, no pain",
}
SESSION = {
    "Tonight:": "I am ready",
    "Set 1 of 2": "Set done",
    "Set 2 of 2": "Set done",
    "Where did you feel": "Back of the thighs",
    "How hard was it": "Just right",
    "any pain, from 0": "0, none",
}


def next_press(message: Message, moves: dict[str, str]) -> str | None:
    """The label this person presses now; None when the talk has come to its end."""
    if "Seven everyday signs" in message.text:
        ticked = "☑ 3. Stairs tire my legs" in message.labels
        return "Continue with 1 ticked" if ticked else "☐ 3. Stairs tire my legs"
    return next((label for words, label in moves.items() if words in message.text), None)


async def talk(person: Person, child: Child, moves: dict[str, str], chance: random.Random) -> int:
    """Press on until the talk ends; before each press there may come a kill. Returns how many came."""
    kills = 0
    while label := next_press(await person.last(), moves):
        if kills == 0 or chance.random() < 0.5:
            await person.press(label, wait=False)
            await child.kill_after(chance.uniform(0, LONGEST_DELAY))
            await child.start()
            await person.settled()
            kills += 1
        elif (label := next_press(await person.last(), moves)) is not None:
            await person.press(label)
    return kills


def with_two_sets(database: Path, person: int) -> None:
    """The rung with two sets, so that there is a set to lose or to count twice."""
    store = open_store(database)
    plan = store.health.plan(person)
    assert plan is not None
    store.health.save_plan(person, replace(plan, levels=((Exercise.HIP_LIFT, 3), (Exercise.LEG_CURL, 3))))
    store.close()


@pytest.mark.timeout(600)  # it starts the process anew some twenty times
async def test_a_check_and_a_session_survive_kills_at_random_moments(server: StandIn, tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(10**6)
    chance = random.Random(seed)
    emma = await server.person("Emma", "en")
    emma.patience = PATIENCE
    async with Child(server, tmp_path / "nightlift.db") as child:
        await emma.send("/check")
        assert await talk(emma, child, CHECK, chance) > 0
        assert "Your plan: leg curl, level 2" in (await emma.last()).text, f"seed {seed}"

        await child.stop()
        with_two_sets(child.database, emma.id)
        await child.start()
        await emma.send("/tonight")
        assert await talk(emma, child, SESSION, chance) > 0
        ends = ("Next training night", "Tonight is done")  # the second when the kill came before the words
        text = (await emma.last()).text
        assert any(end in text for end in ends), f"seed {seed}"
        await child.stop()

    store = open_store(child.database)
    check = store.health.check(emma.id)
    [session] = store.sessions.history(emma.id)
    store.close()
    assert check is not None
    assert (check.verdict, check.answers.signs) == (Verdict.GREEN, frozenset({"S6"})), f"seed {seed}"
    said = (session.sets_done, session.feel, session.pain)
    assert said == (2, Feel.THIGHS, Pain.NONE), f"each set counts once; seed {seed}"
