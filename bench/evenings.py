"""Whole conversations with the real bot beside bare echo bots: `python -m bench.evenings`.

A thousand people each live through one recorded evening (check, questions, session, settings): every update
reads and writes the database. Beside it, in the same run and on the same server, bots that only echo: bare
python-telegram-bot at its defaults, the same with our processor and requests, and bare aiogram. Full load
first, all updates at once; then half of that rate, for the latency. Start-up and memory of the real bot too.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from bench.peers.loopback import report_of
from bench.peers.recorded import Evening, Step, record

TICK = os.sysconf("SC_CLK_TCK")
TOKEN = "7000000001:AAstandInTokenForTheDemo0123456789a"
BOTS = {
    "Nightlift, whole evenings": ["-m", "bot", "run"],
    "echo: PTB, our processor and requests": ["-m", "bench.peers.echo_ptb", "{server}", "{total}", "--ours"],
    "echo: aiogram 3, defaults": ["-m", "bench.peers.echo_aiogram", "{server}", "{total}"],
    "echo: PTB, defaults": ["-m", "bench.peers.echo_ptb", "{server}", "{total}"],
}
REAL, SLOW = "Nightlift, whole evenings", "echo: PTB, defaults"
SLOW_CHATS = 6


@dataclass(frozen=True, slots=True)
class Run:
    """Updates a second, CPU per update, latency in seconds, and the process: start-up and memory."""

    per_second: float
    cpu_ms: float
    p50: float
    p95: float
    start_seconds: float
    resident_mb: float


def echoes(evening: Evening) -> Evening:
    """As many updates as the evening has, each a text that is answered with itself."""
    text = next(step.update for step in evening.steps if "message" in step.update)
    return Evening(evening.person, [Step(text, 1)] * len(evening.steps))


@contextmanager
def server_for(evening: Evening, chats: int, delay: float, rate: float) -> Iterator[str]:
    given = asdict(evening) | {"chats": chats, "delay": delay, "rate": rate}
    command = [sys.executable, "-m", "bench.peers.evenings"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin
        assert server.stdout
        server.stdin.write(json.dumps(given) + "\n")
        server.stdin.flush()
        try:
            yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        finally:
            server.kill()


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def measure(name: str, evening: Evening, chats: int, delay: float, rate: float, limit: float) -> Run:
    """Run one bot through it; raises TimeoutError when it takes longer than `limit` seconds."""
    updates = chats * len(evening.steps)
    with tempfile.TemporaryDirectory() as folder, server_for(evening, chats, delay, rate) as root:
        parts = [part.format(server=root, total=updates + 1) for part in BOTS[name]]
        environment = os.environ | {
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API": root,
            "DATABASE": f"{folder}/bench.db",
            "BURST": "1000000000",
            "RATE": "1000",  # the highest there is
            "CHAT_RATE": "1000",
            "MEDIA": "off",  # the recorded evening is one of words
            "LOG_LEVEL": "ERROR",
        }
        began = time.perf_counter()
        bot = subprocess.Popen([sys.executable, *parts], env=environment, stdout=subprocess.DEVNULL)
        try:
            while not report_of(root)["begun"]:
                time.sleep(0.01)
            started, cpu = time.perf_counter() - began, cpu_seconds(bot.pid)
            while (report := report_of(root))["seconds"] is None:
                time.sleep(0.1)
                if time.perf_counter() - began > limit:
                    raise TimeoutError(f"{name}: {report}")
            used, memory = cpu_seconds(bot.pid) - cpu, resident(bot.pid)
        finally:
            bot.send_signal(signal.SIGKILL)
            bot.wait()
    per_second = updates / report["seconds"]
    return Run(per_second, used / updates * 1_000, report["p50"], report["p95"], started, memory)


def row(name: str, full: Run, half: Run | None) -> str:
    latency = f"{half.p50 * 1_000:.0f} / {half.p95 * 1_000:.0f}" if half else "—"
    return (
        f"| {name} | {full.per_second:.0f} | {full.cpu_ms:.2f} | {latency} | {full.start_seconds:.1f}"
        f" | {full.resident_mb:.0f} |"
    )


@click.command()
@click.option("--chats", default=1_000, show_default=True, help="How many people.")
@click.option("--delay", "delays", multiple=True, type=float, default=(0.0, 0.02, 0.06), show_default=True)
@click.option("--only", default="", help="Only the bots whose name holds this.")
@click.option("--limit", default=600.0, show_default=True, help="Seconds that one run may take.")
def main(chats: int, delays: tuple[float, ...], only: str, limit: float) -> None:
    """Measure, one delay after the other. Ours keeps to 1,000 messages a second, the others to no limit."""
    evening = record()
    echo = echoes(evening)
    click.echo(f"{len(evening.steps)} updates and {evening.shown} messages per person, {chats} people\n")
    for delay in delays:
        click.echo(f"Delay {delay * 1_000:.0f} ms\n")
        click.echo("| bot | updates/s | CPU ms/update | p50 / p95 ms at half load | start s | MB |")
        click.echo("|---|---|---|---|---|---|")
        for name in BOTS:
            if only in name:
                what, people = (evening if name == REAL else echo), (SLOW_CHATS if name == SLOW else chats)
                full = measure(name, what, people, delay, 0.0, limit)
                half = measure(name, what, people, delay, full.per_second / 2, limit)
                click.echo(row(name, full, half))
        click.echo()


if __name__ == "__main__":
    main()
