"""Figures for Prometheus, on loopback only: counts and times, nothing of anybody."""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)

HOST = "127.0.0.1"
ANSWER_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
LATE_SECONDS = (1, 5, 15, 30, 60, 120, 300, 600, 1200, 2700)  # after 45 minutes a reminder is dropped


class MetricsPortError(Exception):
    """The port for the figures cannot be had; the text says which, and why."""


class Metrics:
    """Told what happens; served as text when `start` was given a port."""

    def __init__(self, waiting: Callable[[], float], heard: Callable[[], float] | None) -> None:
        """`waiting`: how many updates wait; `heard`: seconds since the last good poll, None by webhook."""
        self._registry = CollectorRegistry()
        self._seconds = Histogram(
            "nightlift_update_seconds",
            "From the moment an update was kept until it was handled.",
            ["kind"],
            buckets=ANSWER_SECONDS,
            registry=self._registry,
        )
        self._outcomes = Counter(
            "nightlift_reminders", "What became of reminders.", ["outcome"], registry=self._registry
        )
        self._late = Histogram(
            "nightlift_reminder_late_seconds",
            "From a reminder's time until it was sent.",
            buckets=LATE_SECONDS,
            registry=self._registry,
        )
        Gauge("nightlift_updates_waiting", "Updates that wait.", registry=self._registry).set_function(
            waiting
        )
        if heard is not None:
            Gauge(
                "nightlift_heard_seconds", "Since Telegram was heard.", registry=self._registry
            ).set_function(heard)
        self._runner: web.AppRunner | None = None

    def update_handled(self, kind: str, seconds: float) -> None:
        self._seconds.labels(kind).observe(seconds)

    def reminder_ended(self, outcome: str, late_seconds: float | None) -> None:
        """`outcome`: sent, notsent, unknown, rejected or unauthorized."""
        self._outcomes.labels(outcome).inc()
        if outcome == "sent" and late_seconds is not None:
            self._late.observe(max(late_seconds, 0.0))

    async def start(self, port: int) -> None:
        """Serve /metrics on this machine. Raises MetricsPortError when the port is taken."""
        app = web.Application()
        app.router.add_get("/metrics", self._page)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, HOST, port).start()
        except OSError as error:
            raise MetricsPortError(f"cannot listen on {HOST}, port {port}: {error.strerror}") from None

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _page(self, request: web.Request) -> web.Response:
        return web.Response(
            body=generate_latest(self._registry), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )
