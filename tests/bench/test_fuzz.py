"""A short run of the fuzzer; `python -m bench.fuzz` is the long one."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest

from bench.fuzzing.check import FoundError
from bench.fuzzing.play import Playground
from bench.fuzzing.space import KINDS, MARK, PEOPLE, STEPS, rounds
from bench.fuzzing.steps import Again, Block, Forge, Nothing, Onward, Say, Step
from bot.coach.model import Hold, Language, Verdict
from bot.handlers.help import Help
from bot.handlers.other import Other
from bot.ready import read_content
from tests.media.stubs import png

EVERYBODY_ASKS: list[list[Step]] = [[Say("/help")] * PEOPLE]
WILLING: list[list[Step]] = [[Onward(number, willing=True)] * PEOPLE for number in range(12)]


# Hypothesis describes its strategies; those of hostile texts are long.
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
def test_random_people_doing_random_things_find_no_error_no_refusal_and_no_leak(tmp_path: Path) -> None:
    loop = asyncio.new_event_loop()
    ground = loop.run_until_complete(Playground(tmp_path, read_content(None)).__aenter__())

    @settings(
        max_examples=8,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(rounds())
    def played(script: list[list[Step]]) -> None:
        loop.run_until_complete(ground.play(script))

    try:
        played()
    finally:
        loop.run_until_complete(ground.__aexit__(None, None, None))
        loop.close()
    assert ground.deeds.updates > 100
    assert ground.tally.deep > 0


def test_every_kind_of_step_comes_about_as_often_as_its_share_says() -> None:
    """Hypothesis takes equal branches for one: shares given as repeated branches would all be the same."""
    drawn: Counter[str] = Counter()

    @settings(max_examples=40, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(rounds())
    def draw(script: list[list[Step]]) -> None:
        drawn.update(type(step).__name__ for steps in script for step in steps)

    draw()
    assert set(KINDS) == STEPS.keys()
    assert len(KINDS) == 100
    assert 0.3 < drawn["Onward"] / drawn.total() < 0.6
    assert drawn["Odd"] < drawn["Onward"] / 2


async def test_the_willing_get_to_a_plan_through_an_evening_and_are_reminded(tmp_path: Path) -> None:
    wish: list[list[Step]] = [[Say(text)] * PEOPLE for text in ("/remind", "22:30", "London")]
    async with Playground(tmp_path, read_content(None)) as ground:
        await ground.play(wish)
        for _ in range(8):
            await ground.play(WILLING)
        assert all(ground.store.health.plan(person.id) for person in ground.people)
        assert ground.tally.handled["Tonight.pressed"] > PEOPLE
        assert ground.store.figures.ledger()["sent"] >= PEOPLE
        assert ground.tally.deep > ground.deeds.updates / 3


async def test_by_webhook_and_with_pictures_the_same_evening_goes_on(tmp_path: Path) -> None:
    async with Playground(tmp_path, read_content(None), webhook=True, pictures=True) as ground:
        for _ in range(3):
            await ground.play(WILLING)
        assert ground.server.world.inbox.webhook is not None
        assert ground.tally.handled["Tonight.pressed"] > PEOPLE
        assert ground.shown.keys() == {"sendphoto", "editmessagemedia"}, "a drawing becomes a video in place"


async def test_a_block_is_taken_back_by_whatever_is_done_next(tmp_path: Path) -> None:
    block: list[list[Step]] = [[Block()] * PEOPLE, [Nothing()] * PEOPLE]
    async with Playground(tmp_path, read_content(None)) as ground:
        await ground.play(block)
        assert ground.tally.handled["Other.blocked_or_back"] == 2 * PEOPLE


async def test_an_update_that_comes_again_is_new_only_under_a_new_number(tmp_path: Path) -> None:
    same: list[list[Step]] = [[Say("/help"), *[Again(same_number=True)] * (PEOPLE - 1)]]
    new: list[list[Step]] = [[Again(same_number=False)] * PEOPLE]
    async with Playground(tmp_path, read_content(None)) as ground:
        await ground.play(same)
        assert (ground.deeds.updates, ground.tally.handled["Help.opened"]) == (PEOPLE, 1)
        await ground.play(new)
        assert (ground.deeds.updates, ground.tally.handled["Help.opened"]) == (PEOPLE + 1, 2)


async def test_the_checker_sees_who_is_left_without_an_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent(self: object, update: Update, context: object) -> None:
        """Does nothing at all."""

    monkeypatch.setattr(Help, "opened", silent)
    monkeypatch.setattr(Other, "old_button", silent)
    async with Playground(tmp_path, read_content(None)) as ground:
        with pytest.raises(FoundError, match="silence: nothing for"):
            await ground.play(EVERYBODY_ASKS)
        ground.forgive()
        greeted: list[list[Step]] = [[Say("/start")] * PEOPLE]
        await ground.play(greeted)
        with pytest.raises(FoundError, match="silence: presses without an answer"):
            await ground.play([[Forge("v0:check:open")] * PEOPLE])


async def test_the_checker_sees_exercise_under_a_warning_sign(tmp_path: Path) -> None:
    async with Playground(tmp_path, read_content(None)) as ground:
        emma = ground.people[0]
        await ground.play(WILLING)
        start = InlineKeyboardMarkup(
            [[InlineKeyboardButton("Start", callback_data="v1:tonight:start:20261124")]]
        )
        await ground.bot.send_message(emma.id, "Lift your hips.", reply_markup=start)
        await ground.play(EVERYBODY_ASKS)  # which is as it should be …
        ground.store.health.put_hold(emma.id, Hold(Verdict.RED, ground.now.date()))
        await ground.bot.send_message(emma.id, "Lift your hips.", reply_markup=start)
        with pytest.raises(FoundError, match="exercise under a warning sign: sendmessage to 5000001"):
            await ground.play(EVERYBODY_ASKS)  # … and is not after a warning sign


async def test_the_checker_sees_a_drawing_under_a_warning_sign(tmp_path: Path) -> None:
    async with Playground(tmp_path, read_content(None), pictures=True) as ground:
        emma = ground.people[0]
        await ground.play(EVERYBODY_ASKS)
        ground.store.people.remember(emma.id, Language.EN, ground.now)
        ground.store.health.put_hold(emma.id, Hold(Verdict.RED, ground.now.date()))
        await ground.bot.send_photo(emma.id, png(), "Your weeks")
        await ground.play(EVERYBODY_ASKS)  # the progress card may be seen …
        await ground.bot.send_photo(emma.id, png(), "Lift.\n\n<i>Picture: the hips are up.</i>")
        with pytest.raises(FoundError, match="exercise under a warning sign: sendphoto to 5000001"):
            await ground.play(EVERYBODY_ASKS)  # … and a drawing may not


async def test_the_checker_sees_a_leak_an_error_and_a_refusal(tmp_path: Path) -> None:
    """What is planted is found; otherwise its silence would mean nothing."""
    async with Playground(tmp_path, read_content(None)) as ground:
        await ground.play(EVERYBODY_ASKS)
        emma, sakura = ground.people[0], ground.people[1]

        await ground.bot.send_message(sakura.id, f"{MARK}000 has a plan")
        with pytest.raises(FoundError, match="leak: something of 5000001"):
            await ground.play(EVERYBODY_ASKS)
        with pytest.raises(FoundError, match="leak: something of 5000001"):
            await ground.play(EVERYBODY_ASKS)  # again and again, until it is forgiven
        ground.forgive()

        await ground.bot.send_document(sakura.id, f'{{"person": {emma.id}}}'.encode(), filename="export.json")
        with pytest.raises(FoundError, match="leak: something of 5000001 in senddocument"):
            await ground.play(EVERYBODY_ASKS)
        ground.forgive()

        await ground.bot.send_message(emma.id, "you did not ask")
        with pytest.raises(FoundError, match="leak: sendmessage to 5000001, who did nothing"):
            await ground.play([[Nothing()] * PEOPLE])
        ground.forgive()

        with pytest.raises(BadRequest):
            await ground.bot.send_message(emma.id, "x", parse_mode="Nonsense")
        with pytest.raises(FoundError, match="refused"):
            await ground.play(EVERYBODY_ASKS)
        ground.forgive()

        logging.getLogger("bot").error("planted")
        with pytest.raises(FoundError, match="unhandled: bot: planted"):
            await ground.play(EVERYBODY_ASKS)
