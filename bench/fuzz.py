"""Random people do random things to the real bot: `python -m bench.fuzz --updates 100000`.

Updates from the whole type space of the Bot API, hostile texts, forged and replayed presses, in random order,
against the strict stand-in; half of the steps go on as people would, so that deep places are reached. It ends
at the first thing that must not be (see `bench.fuzzing.check`), and says what everybody had just done;
otherwise it prints what was reached, and how the memory grew.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
import tempfile
import time
from pathlib import Path

import click
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings

from bench.fuzzing.check import FoundError
from bench.fuzzing.play import Playground
from bench.fuzzing.space import rounds
from bench.fuzzing.steps import Step

TENTHS = 10
BY_WEBHOOK, WITH_PICTURES = 3, 2  # one seed in so many
SCRIPTS = 25  # in a batch; hypothesis begins each with its dullest one


def resident_mb() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


@click.command()
@click.option("--updates", default=100_000, show_default=True, help="How many at least.")
@click.option("--start", default=1, show_default=True, help="The seed: with the same one, the same steps.")
@click.option("--webhook/--polling", default=None, help="Else by webhook for every third seed.")
@click.option("--pictures/--words", default=None, help="Else with pictures for every second seed.")
def main(updates: int, start: int, webhook: bool | None, pictures: bool | None) -> None:
    """Play until so many updates have been handled. Exit code 1 when something was found."""
    logging.disable(logging.WARNING)  # what the bot takes in its stride
    loop = asyncio.new_event_loop()
    with tempfile.TemporaryDirectory() as folder:
        ground = loop.run_until_complete(
            Playground(
                Path(folder),
                webhook=start % BY_WEBHOOK == 0 if webhook is None else webhook,
                pictures=start % WITH_PICTURES == 0 if pictures is None else pictures,
            ).__aenter__()
        )
        try:
            play(loop, ground, updates, start)
        except FoundError as error:
            raise SystemExit(str(error)) from None
        finally:
            loop.run_until_complete(ground.__aexit__(None, None, None))
    loop.close()
    report(ground)


def play(loop: asyncio.AbstractEventLoop, ground: Playground, updates: int, start: int) -> None:
    """Batch after batch; a line at each tenth of the way."""
    began, batch, told = time.monotonic(), 0, 0
    while ground.deeds.updates < updates:
        play_some(loop, ground, start + batch)
        batch += 1
        done = ground.deeds.updates
        if (tenth := TENTHS * done // updates) > told:
            told, rate = tenth, done / (time.monotonic() - began)
            gc.collect()
            memory = f"{resident_mb():4.0f} MB, {sys.getallocatedblocks():9,} blocks in use"
            click.echo(f"{done:7} updates, {rate:4.0f}/s, {memory}, {ground.now:%Y-%m-%d}")


def play_some(loop: asyncio.AbstractEventLoop, ground: Playground, number: int) -> None:
    """A batch of scripts. The people and what is stored of them go on, so none is made shorter."""

    @seed(number)
    @settings(
        max_examples=SCRIPTS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
    )
    @given(rounds())
    def played(script: list[list[Step]]) -> None:
        loop.run_until_complete(ground.play(script))

    played()


def report(ground: Playground) -> None:
    tally, sent = ground.tally, ground.deeds.updates
    for name, count in sorted(tally.handled.items()):
        click.echo(f"{count:8}  {name}")
    unused = sorted(tally.callbacks - tally.handled.keys())
    click.echo(f"callbacks reached: {len(tally.handled)} of {len(tally.callbacks)}; not: {unused}")
    click.echo(f"updates sent {sent}, taken by a callback {tally.handled.total()}")
    click.echo(f"pictures and videos shown: {dict(ground.shown)}")
    click.echo(f"deeper than the menu: {tally.deep} = {tally.deep / sent:.0%} of all")
    for place, count in tally.stood.most_common():
        click.echo(f"{count / tally.stood.total():8.0%}  {place}")
    click.echo(
        "unhandled errors 0, refused requests 0, leaks 0, silences 0, exercise under a warning sign 0"
        " (the first would have ended this)"
    )


if __name__ == "__main__":
    main()
