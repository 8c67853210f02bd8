"""Is the bot well? It leaves a sign of life in its database, by which `health` and systemd judge it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.settings import Settings
from bot.store.database import StorageDownError
from bot.store.heartbeat import Heartbeat, Heartbeats
from bot.store.volume import free_share
from bot.systemd import notify
from bot.watchdog import Watchdog

log = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 15.0
SILENT = timedelta(seconds=90)
LEAST_FREE = 0.1  # of the disk: when it is full, nothing can be stored, and so nothing is sent


def ailments(beat: Heartbeat | None, now: datetime, settings: Settings) -> list[str]:
    """What is wrong with the running bot, by its last sign of life and its disk; empty when it is well."""
    found = _stuck(beat, now, settings)
    if beat is not None and beat.clock_off is not None:
        way = "slow" if beat.clock_off > timedelta(0) else "fast"
        found.append(f"this computer's clock is {abs(beat.clock_off)} {way}: no reminders are sent")
    free = free_share(settings.database.absolute().parent)
    if free < LEAST_FREE:
        found.append(f"the disk is almost full: {free:.0%} free")
    return found


def _stuck(beat: Heartbeat | None, now: datetime, settings: Settings) -> list[str]:
    """What a new start may mend."""
    found = []
    if beat is None or now - beat.at > SILENT:
        found.append("no sign of life: the bot does not run, or cannot write its database")
    elif beat.ticked is not None and beat.at - beat.ticked > SILENT:
        found.append(f"due reminders were last looked for at {beat.ticked:%H:%M:%S} UTC")
    if beat and beat.heard is not None and not settings.webhook_url and beat.at - beat.heard > SILENT:
        found.append(f"Telegram was last heard at {beat.heard:%H:%M:%S} UTC")
    return found


class Vitals:
    """This process's sign of life. `now` is the computer's clock, never the demo's: `health` reads it."""

    def __init__(
        self, heartbeats: Heartbeats, watchdog: Watchdog, now: Callable[[], datetime], settings: Settings
    ) -> None:
        self._heartbeats = heartbeats
        self._watchdog = watchdog
        self._now = now
        self._settings = settings

    async def show(self) -> None:
        """Leave a sign of life every few seconds, until cancelled.

        systemd hears of it unless a new start may help: a wrong clock or a full disk would be there again.
        """
        while True:
            beat = self._heartbeat()
            try:
                self._heartbeats.note(beat)
            except StorageDownError as error:
                log.error("no sign of life can be written: %s", error)
            else:
                if not _stuck(beat, self._now(), self._settings):
                    notify("WATCHDOG=1")
            await asyncio.sleep(HEARTBEAT_SECONDS)

    def seconds_since_heard(self) -> float:
        """Since Telegram was last heard; infinite when it never was."""
        heard = self._watchdog.pulse().heard
        return float("inf") if heard is None else heard

    def _heartbeat(self) -> Heartbeat:
        now, pulse = self._now(), self._watchdog.pulse()
        heard, ticked = (
            None if ago is None else now - timedelta(seconds=ago) for ago in (pulse.heard, pulse.ticked)
        )
        return Heartbeat(now, heard, ticked, None if pulse.may_send else pulse.clock_off)
