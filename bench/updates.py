"""Updates per second of three bare echo bots over one stand-in server: `python -m bench.updates`.

python-telegram-bot at its defaults, the same with our processor and requests, and aiogram 3 at its defaults.
Each bot and its server are processes of their own; the two fast ones take turns, and the median run counts.
The defaults include the connections: aiogram 100, ours 256 (python-telegram-bot's own number).
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click

from bench.peers.loopback import report_of

PTB = ["bench.peers.echo_ptb"]
OURS = ["bench.peers.echo_ptb", "--ours"]
AIOGRAM = ["bench.peers.echo_aiogram"]


@dataclass(frozen=True, slots=True)
class Load:
    """What a bot has to answer: messages per chat, and seconds from a request (or a poll) to its answer."""

    chats: int
    messages: int
    delay: float
    poll_delay: float

    @property
    def updates(self) -> int:
        return self.chats * self.messages

    def options(self) -> list[str]:
        """As the stand-in server takes them."""
        return [
            f"--chats={self.chats}",
            f"--messages={self.messages}",
            f"--delay={self.delay}",
            f"--poll-delay={self.poll_delay}",
        ]


@dataclass(frozen=True, slots=True)
class Run:
    """One bot's measurement."""

    per_second: float
    cpu_ms: float
    disordered: int


def main_of(module: str, *arguments: object) -> list[str]:
    return [sys.executable, "-m", module, *map(str, arguments)]


@contextmanager
def server_for(load: Load) -> Iterator[str]:
    """A fresh stand-in server; gives its root URL."""
    command = main_of("bench.peers.standin", *load.options())
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        finally:
            server.terminate()


def measure(bot: list[str], load: Load, limit: float) -> Run:
    """Run one bot against a server of its own; raises when it does not finish within `limit` seconds."""
    with server_for(load) as root:
        command = main_of(bot[0], root, load.updates, *bot[1:])
        child = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=limit, check=True)
        seen = report_of(root)
    clocks = json.loads(child.stdout)
    assert seen["received"] == load.updates
    return Run(load.updates / clocks["seconds"], clocks["cpu"] / load.updates * 1_000, seen["disordered"])


def median(runs: list[Run]) -> Run:
    """The medians; of disorder, the worst."""
    return Run(
        per_second=statistics.median(run.per_second for run in runs),
        cpu_ms=statistics.median(run.cpu_ms for run in runs),
        disordered=max(run.disordered for run in runs),
    )


def row(name: str, run: Run, aiogram: Run, ptb: Run, load: Load) -> str:
    order = f"no ({run.disordered} of {load.chats} chats)" if run.disordered else "yes"
    ratios = f"{run.per_second / aiogram.per_second:.2f} × | {run.per_second / ptb.per_second:.1f} ×"
    return f"| {name} | {run.per_second:.0f} | {ratios} | {run.cpu_ms:.2f} | {order} |"


@click.command()
@click.option("--chats", default=1_000, show_default=True, help="How many people write.")
@click.option("--messages", default=4, show_default=True, help="How many messages each of them sends.")
@click.option("--delay", default=0.06, show_default=True, help="Seconds from a request to its answer.")
@click.option("--poll-delay", default=0.0, show_default=True, help="The same for getUpdates, 100 at a time.")
@click.option("--rounds", default=3, show_default=True, help="How often the two fast bots take their turn.")
@click.option("--slow-updates", default=150, show_default=True, help="Messages for the defaults of PTB.")
@click.option("--limit", default=20.0, show_default=True, help="Seconds that one bot may take.")
def main(
    chats: int, messages: int, delay: float, poll_delay: float, rounds: int, slow_updates: int, limit: float
) -> None:
    """Compare updates per second, CPU and order. No rate limiter is in use."""
    load = Load(chats, messages, delay, poll_delay)
    ours, aiogram = [], []
    for _ in range(rounds):
        ours.append(measure(OURS, load, limit))
        aiogram.append(measure(AIOGRAM, load, limit))
    # One at a time, PTB's rate does not depend on how many there are: a short run tells it.
    few = Load(min(chats, slow_updates), max(slow_updates // chats, 1), delay, poll_delay)
    ptb = measure(PTB, few, limit)
    click.echo("| echo bot | updates/s | to aiogram | to PTB's defaults | CPU ms/update | order kept |")
    click.echo("|---|---|---|---|---|---|")
    click.echo(row("PTB, defaults", ptb, median(aiogram), ptb, few))
    click.echo(row("PTB, our processor and requests", median(ours), median(aiogram), ptb, load))
    click.echo(row("aiogram 3, defaults", median(aiogram), median(aiogram), ptb, load))
    for name, runs in (("ours", ours), ("aiogram", aiogram)):
        click.echo(f"{name}, each run: {', '.join(f'{run.per_second:.0f}' for run in runs)}")


if __name__ == "__main__":
    main()
