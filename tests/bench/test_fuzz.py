"""A short run of the fuzzer; `python -m bench.fuzz` is the long one."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from telegram.error import BadRequest

from bench.fuzzing.play import FoundError, Playground
from bench.fuzzing.space import MARK, PEOPLE, ROUNDS
from bench.fuzzing.steps import Say, Step
from bot.ready import read_content


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
    @given(ROUNDS)
    def played(rounds: list[list[Step]]) -> None:
        loop.run_until_complete(ground.play(rounds))

    try:
        played()
    finally:
        loop.run_until_complete(ground.__aexit__(None, None, None))
        loop.close()
    assert ground.updates > 100
    assert ground.deep > 0


async def test_the_checker_sees_a_leak_an_error_and_a_refusal(tmp_path: Path) -> None:
    """What is planted is found; otherwise its silence would mean nothing."""
    async with Playground(tmp_path, read_content(None)) as ground:
        await ground.play([[Say("/help")] * PEOPLE])
        emma, sakura = ground.people[0], ground.people[1]
        await ground.bot.send_message(sakura.id, f"{MARK}000 has a plan")
        with pytest.raises(FoundError, match="leak"):
            await ground.play([[Say("/help")] * PEOPLE])
        ground.forgive()
        with pytest.raises(BadRequest):
            await ground.bot.send_message(emma.id, "x", parse_mode="Nonsense")
        with pytest.raises(FoundError, match="refused"):
            await ground.play([[Say("/help")] * PEOPLE])
        ground.forgive()
        logging.getLogger("bot").error("planted")
        with pytest.raises(FoundError, match="unhandled"):
            await ground.play([[Say("/help")] * PEOPLE])
