"""Kills and stops of a real bot in mid-broadcast: `python -m bench.faults --kills 200 --sigterms 100`.

Each round starts the bot on the same database, lets it send at its full rate, and ends it at a random moment.
What was delivered is read from the stand-in's log, not from the bot's tables.
"""

from __future__ import annotations

import asyncio
import random
import signal
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import click

from bot.demo.server import StandIn
from tests.conversations.process import Child
from tests.faults.stage import ENDED, Burst

RATE = 28.8
LONGEST = 1.5  # seconds of sending before the end
PEOPLE_PER_ROUND = 40  # more than can be sent in that time


@dataclass(frozen=True, slots=True)
class Result:
    """What a row of the table shows."""

    name: str
    rounds: int
    delivered: int
    twice: int
    unaccounted: int
    unknown: int
    unknown_delivered: int
    bad_exits: int

    def row(self) -> str:
        per_round = self.unknown / self.rounds
        return (
            f"| {self.name} | {self.rounds} | {self.delivered} | {self.twice} | {self.unaccounted}"
            f" | {self.unknown} | {per_round:.2f} | {self.unknown_delivered} | {self.bad_exits} |"
        )


async def rounds(folder: Path, name: str, times: int, end: signal.Signals, latency: float) -> Result:
    """So many starts and ends over one database; then one quiet run that sends what is left."""
    async with StandIn(latency=latency) as server:
        burst = Burst.of(server, folder / f"{name}.db", times * PEOPLE_PER_ROUND)
        child = burst.child(RATE=str(RATE))
        bad_exits = 0
        for _ in range(times):
            bad_exits += await _one(child, burst, end)
        await child.start()  # it picks up what the last kill has left
        await child.stop()
        await server.changes.wait(lambda: not server.gateway.in_flight, 5.0)
        states, accepted = burst.state_of_each(), burst.accepted()
    return _result(name, times, states, accepted, bad_exits)


async def _one(child: Child, burst: Burst, end: signal.Signals) -> int:
    """One start, and one end at a random moment after its first message; 1 when it ended in another way."""
    before = sum(burst.accepted().values())
    await child.start()
    await burst.until_accepted(before + 1)
    await asyncio.sleep(random.uniform(0, LONGEST))
    child.send_signal(end)
    code = await child.ended()
    return int(code != (-signal.SIGKILL if end is signal.SIGKILL else 0))


def _result(name: str, times: int, states: dict[int, str], accepted: Counter[int], bad_exits: int) -> Result:
    """A row is unaccounted for when it is neither ended nor due, or says other than what the server has."""
    unknown = {person for person, state in states.items() if state == "unknown"}
    return Result(
        name=name,
        rounds=times,
        delivered=len(accepted),
        twice=sum(1 for copies in accepted.values() if copies > 1),
        unaccounted=sum(
            1
            for person, state in states.items()
            if state not in ENDED | {"due"}
            or (state == "sent") > (person in accepted)
            or (state == "due" and person in accepted)
        ),
        unknown=len(unknown),
        unknown_delivered=sum(1 for person in unknown if person in accepted),
        bad_exits=bad_exits,
    )


@click.command()
@click.option("--kills", default=200, show_default=True, help="kill -9 at so many random moments.")
@click.option("--sigterms", default=100, show_default=True, help="SIGTERM at so many random moments.")
@click.option("--latency", default=0.05, show_default=True, help="Seconds that the stand-in takes to answer.")
def main(kills: int, sigterms: int, latency: float) -> None:
    """Duplicates, rows unaccounted for, and unknown outcomes, from the stand-in's log."""
    click.echo(
        "| end | rounds | delivered | delivered twice | rows unaccounted for"
        " | unknown | unknown per round | of these delivered | bad exits |"
    )
    click.echo("|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, times, end in (("kill -9", kills, signal.SIGKILL), ("SIGTERM", sigterms, signal.SIGTERM)):
            if times:
                click.echo(asyncio.run(rounds(Path(folder), name, times, end, latency)).row())


if __name__ == "__main__":
    main()
