"""Random people do random things to the real bot: `python -m bench.fuzz --updates 100000`.

Updates from the whole type space of the Bot API, hostile texts, forged and replayed presses, in random order,
against the strict stand-in. It ends at the first unhandled error, refused request or leak, with the shortest
script that shows it; otherwise it prints coverage by handler, depth, and how the memory grew.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

import click
from hypothesis import HealthCheck, Phase, given, seed, settings

from bench.fuzzing.play import Playground
from bench.fuzzing.space import ROUNDS
from bench.fuzzing.steps import Step


def resident_mb() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


@click.command()
@click.option("--updates", default=100_000, show_default=True, help="How many at least.")
@click.option("--start", default=1, show_default=True, help="The seed: the same one plays the same again.")
def main(updates: int, start: int) -> None:
    """Play until so many updates have been handled."""
    loop = asyncio.new_event_loop()
    with tempfile.TemporaryDirectory() as folder:
        ground = loop.run_until_complete(Playground(Path(folder)).__aenter__())
        began, memory, batch = time.monotonic(), [], 0
        while ground.updates < updates:
            play_some(loop, ground, start + batch)
            batch += 1
            memory.append(resident_mb())
            seconds = time.monotonic() - began
            click.echo(
                f"{ground.updates:7} updates, {ground.updates / seconds:4.0f}/s, {memory[-1]:.0f} MB",
                err=True,
            )
        loop.run_until_complete(ground.__aexit__(None, None, None))
    loop.close()
    report(ground, memory)


def play_some(loop: asyncio.AbstractEventLoop, ground: Playground, number: int) -> None:
    """Ten scripts; a failing one is made short by hypothesis and printed."""

    @seed(number)
    @settings(
        max_examples=10,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(ROUNDS)
    def played(rounds: list[list[Step]]) -> None:
        loop.run_until_complete(ground.play(rounds))

    played()


def report(ground: Playground, memory: list[float]) -> None:
    total = sum(ground.handled.values())
    for name, count in ground.handled.most_common():
        click.echo(f"{count:8}  {name}")
    unused = ground.callbacks - ground.handled.keys()
    click.echo(f"callbacks reached: {len(ground.handled)} of {len(ground.callbacks)}; not: {sorted(unused)}")
    click.echo(f"updates sent {ground.updates}, taken by a conversation {total}")
    click.echo(f"deeper than the menu: {ground.deep} = {100 * ground.deep / ground.updates:.0f} % of all")
    click.echo("unhandled errors 0, refused requests 0, leaks 0 (the first would have ended this)")
    early = memory[len(memory) // 5]
    click.echo(f"memory: {early:.0f} MB after a fifth, {memory[-1]:.0f} MB at the end")


if __name__ == "__main__":
    main()
