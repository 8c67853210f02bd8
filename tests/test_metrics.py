from __future__ import annotations

import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.metrics import Metrics, MetricsPortError


@pytest.fixture
async def metrics() -> AsyncIterator[Metrics]:
    metrics = Metrics(lambda: 3, lambda: 12.5)
    yield metrics
    await metrics.stop()


async def page_of(metrics: Metrics) -> str:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    await metrics.start(port)
    async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{port}/metrics") as answer:
        return await answer.text()


async def test_prometheus_reads_what_happened(metrics: Metrics) -> None:
    metrics.update_handled("message", 0.02)
    metrics.update_handled("message", 0.3)
    metrics.reminder_ended("sent", 20.0)
    metrics.reminder_ended("unknown", 2_000.0)
    lines = (await page_of(metrics)).splitlines()
    for line in (
        'nightlift_update_seconds_count{kind="message"} 2.0',
        'nightlift_update_seconds_bucket{kind="message",le="0.025"} 1.0',
        'nightlift_reminders_total{outcome="sent"} 1.0',
        'nightlift_reminders_total{outcome="unknown"} 1.0',
        "nightlift_reminder_late_seconds_count 1.0",
        "nightlift_updates_waiting 3.0",
        "nightlift_heard_seconds 12.5",
    ):
        assert line in lines


async def test_by_webhook_nothing_is_said_of_polls() -> None:
    """Nobody is polled there: a figure that only grows would be an alarm for ever."""
    metrics = Metrics(lambda: 3, heard=None)
    try:
        page = await page_of(metrics)
        assert "nightlift_updates_waiting 3.0" in page
        assert "nightlift_heard_seconds" not in page
    finally:
        await metrics.stop()


async def test_a_taken_port_is_said_with_its_number(metrics: Metrics) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(MetricsPortError, match=rf"cannot listen on 127\.0\.0\.1, port {port}: "):
            await metrics.start(port)
