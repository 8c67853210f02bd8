"""Measures one bot from inside its process, from the first update to the last echo."""

from __future__ import annotations

import asyncio
import json
import time

import click


class Meter:
    """Counts echoes; `done` is set with the last one."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.replied = 0
        self.started: float | None = None
        self.started_cpu = 0.0
        self.seconds = 0.0
        self.cpu = 0.0
        self.done = asyncio.Event()

    def begin(self) -> None:
        """An update has reached the handler; only the first one starts the clocks."""
        if self.started is None:
            self.started = time.perf_counter()
            self.started_cpu = time.process_time()

    def end(self) -> None:
        """An echo has been taken by the server; the last one stops the clocks."""
        self.replied += 1
        if self.replied == self.total and self.started is not None:
            self.seconds = time.perf_counter() - self.started
            self.cpu = time.process_time() - self.started_cpu
            self.done.set()

    def report(self) -> None:
        click.echo(json.dumps({"seconds": self.seconds, "cpu": self.cpu}))
