"""Draws in processes of their own, so that nobody who talks to the bot waits for a picture.

A drawing takes a moment, a video ten seconds: the bot orders what is missing, goes on with words, and finds
it on the shelf the next time. The processes are started when there is work and end when there is none.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import ParamSpec, TypeVar

from bot.media.card import Card
from bot.media.make import make, sweep
from bot.media.pace import NoEncoderError
from bot.media.shelf import Item

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

POLITE = 15  # nice: the bot and its answers come first
CARD_SECONDS = 8.0  # a person waits for the progress card this long, then gets the words alone


class Workshop:
    """Makes files into `folder`, one after the other, and progress cards beside them.

    What an earlier run has left half made there is removed.
    """

    def __init__(self, folder: Path, maker: Callable[[Item, Path], Path] = make) -> None:
        self._folder = folder
        self._make = maker
        self._ordered: dict[Item, Future[Path]] = {}
        self._impossible: set[Item] = set()
        self._files: ProcessPoolExecutor | None = None
        self._cards: ProcessPoolExecutor | None = None
        self._closed = False
        sweep(folder)

    def order(self, item: Item) -> None:
        """Have a file made in the background; nothing happens when it is on order already."""
        if item in self._ordered or item in self._impossible:
            return
        loop = asyncio.get_running_loop()
        try:
            self._files = self._files or _pool()
            future = self._files.submit(self._make, item, self._folder)
        except (BrokenProcessPool, OSError, RuntimeError) as error:
            self._files = None
            log.warning("%s is not drawn: %s", item.file_name, error)
            return
        self._ordered[item] = future

        def done(finished: Future[Path]) -> None:
            if not self._closed:
                loop.call_soon_threadsafe(self._finished, item, finished)

        future.add_done_callback(done)

    def _finished(self, item: Item, done: Future[Path]) -> None:
        del self._ordered[item]
        if done.cancelled():
            return
        error = done.exception()
        if error is None:
            log.info("drawn: %s", item.file_name)
        elif isinstance(error, NoEncoderError):
            self._impossible.add(item)
            log.warning("%s is not made: PyAV is not installed (the extra `media`)", item.file_name)
        else:
            log.warning("%s is not drawn: %s: %s", item.file_name, type(error).__name__, error)
        if not self._ordered and self._files is not None:
            self._files.shutdown(wait=False)
            self._files = None

    async def idle(self) -> None:
        """Wait until everything on order is made or has failed."""
        while self._ordered:
            await asyncio.wait([asyncio.wrap_future(each) for each in self._ordered.values()])
            await asyncio.sleep(0)

    async def card(self, card: Card) -> bytes | None:
        """The progress card as a PNG; None when it cannot be drawn in time, which is logged."""
        try:
            self._cards = self._cards or _pool()
            drawn = self._cards.submit(_draw_card, card)
            return await asyncio.wait_for(asyncio.wrap_future(drawn), CARD_SECONDS)
        except (BrokenProcessPool, OSError, RuntimeError, TimeoutError) as error:
            self._cards = None
            log.warning("a progress card is not drawn: %s: %s", type(error).__name__, error)
            return None

    def close(self) -> None:
        """Drop what is not begun, and end the processes; a half-made file was never on the shelf."""
        self._closed = True
        for pool in (self._files, self._cards):
            if pool is not None:
                processes = list((pool._processes or {}).values())
                pool.shutdown(wait=False, cancel_futures=True)
                for process in processes:
                    process.terminate()
        self._files = self._cards = None


def _pool() -> ProcessPoolExecutor:
    # Spawned, not forked: a fork would take the bot's open connections and its database lock along.
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)


def _begin() -> None:
    """Ctrl-C and SIGHUP are the bot's to act on; drawing gives way to it, and ends when it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    give_way()
    threading.Thread(target=_end_with_the_bot, daemon=True).start()


def give_way() -> None:
    """The bot comes first. A sandbox that forbids even this is no reason to draw nothing."""
    try:
        os.nice(POLITE)
    except PermissionError as error:
        log.warning("drawing has no lower priority than the bot: %s", error)


def _end_with_the_bot() -> None:
    """A bot that was killed cannot end us; left alone we would wait for work for ever."""
    bot = multiprocessing.parent_process()
    assert bot is not None, "this runs in a process that the bot has started"
    bot.join()
    os._exit(0)


def _draw_card(card: Card) -> bytes:
    from bot.media.chart import draw_card

    return draw_card(card)
