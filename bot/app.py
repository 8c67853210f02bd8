"""Builds everything and joins it: the only file that knows all parts, and the only one to read the clock."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import zoneinfo
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from telegram import BotCommand, Update
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import ApplicationBuilder, ExtBot

from bot.catalogue.load import FaultyContentError, load
from bot.catalogue.place import content_folder
from bot.clock import DemoClock
from bot.coach.model import Language
from bot.coach.schedule import Due, outdated_zones
from bot.faq.index import Index
from bot.faq.warning import Warnings
from bot.handlers.deps import Content, Deps
from bot.handlers.gallery import Gallery
from bot.handlers.outbox import GALLERY, outcome_of_sending
from bot.handlers.registry import Telegram, register
from bot.media.shelf import Shelf, all_items, shipped_folder
from bot.media.workshop import Workshop
from bot.reminders.planner import Spread, plan_next
from bot.reminders.scheduler import schedule
from bot.reminders.tick import IN_FLIGHT, Policy, Ticker
from bot.settings import Settings
from bot.store import Store, open_store
from bot.transport.limiter import FREE_RATE, ReminderLane, TwoLanes
from bot.transport.outcome import Outcome
from bot.transport.processor import PerChatProcessor
from bot.transport.request import AiohttpRequest
from bot.views.reply import Reply
from bot.watchdog import Ending, Watchdog

log = logging.getLogger(__name__)

UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER]
LEDGER_NIGHTS = timedelta(days=30)
LOOKED_AT = 200  # people looked at in one step of a walk over everybody's nights
KEPT_SECONDS = 5.0  # far below the minute or more for which servers keep a connection
ROUND_TRIP_SECONDS = 0.3  # to Telegram and back, at the worst that is usual: it bounds what is on its way
TZDATA = "tzdata"
START_RETRY_SECONDS = 5.0
WATCH_EVERY_SECONDS = 5.0
STOP_SECONDS = 30.0  # for the graceful end of a process that is not well


class TokenRefusedError(Exception):
    """Telegram does not know this token."""


class UnwellError(Exception):
    """The process has ended itself, and why."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(ending.line)
        self.ending = ending


class OutdatedZonesError(Exception):
    """The time-zone data is too old, and the operator wants it to be right."""


def real_now() -> datetime:
    """The one clock read."""
    return datetime.now(UTC)


def read_content(folder: Path | None) -> Content:
    """The catalogue with the index and the warning rules over it. Raises FaultyContentError."""
    catalogue = load(folder or content_folder())
    index = Index.build(catalogue.faq, catalogue.vocabulary)
    return Content(catalogue, index, Warnings.build(catalogue.warnings))


class App:
    """One running bot: built from settings, started, stopped."""

    def __init__(
        self, settings: Settings, now: Callable[[], datetime] = real_now, content: Content | None = None
    ) -> None:
        """Open content (unless it is given) and database.

        Raises FaultyContentError, DatabaseInUseError, DatabaseUnusableError, OutdatedZonesError.
        """
        os.environ["PTB_TIMEDELTA"] = "true"  # the library's coming default, without its warning at each 429
        zoneinfo.reset_tzpath(to=())  # the tzdata package, never an older copy of the system
        _refuse_old_zones(stop=settings.old_tzdata == "stop")
        self._settings = settings
        self._demo_clock = DemoClock(settings.demo_clock, now) if settings.demo_clock else None
        self._now = self._demo_clock.now if self._demo_clock else now
        content = content or read_content(settings.content)
        self.store: Store = open_store(settings.database)
        self._deps = Deps(self.store, content, self._now, self._replan, settings.contact)
        self.watchdog = Watchdog(now, checks_clock=not settings.demo_clock)
        self._lanes = TwoLanes(settings.rate, settings.chat_rate, self.watchdog.heard_message)
        self._gallery = self._open_gallery(settings.media_folder)
        self._telegram = self._build()
        # Reminders go over connections of their own: a stale one would make the fate of a message unknown.
        self._reminder_request = AiohttpRequest(kept_for=KEPT_SECONDS, answered=self.watchdog.answered)
        lane = ReminderLane(self._lanes)
        self._reminder_bot = self._bot_over(self._reminder_request, lane)
        self._policy = _policy(settings)
        self._zones_checked = False
        self._ticker = Ticker(
            store=self.store,
            catalogue=lambda: self._deps.content.catalogue,
            send=self._send,
            now=self._now,
            lease=f"{os.getpid()}",
            lane=lane,
            policy=self._policy,
            trusted=lambda: self._zones_checked and self.watchdog.may_send(),
        )
        self._tasks: set[asyncio.Task[None]] = set()

    def _open_gallery(self, folder: Path | None) -> Gallery | None:
        """Pictures and videos; None when the bot is to use words alone."""
        if folder is None:
            return None
        shelf = Shelf((folder, shipped_folder()))
        return Gallery(shelf, Workshop(folder), self.store.uploads, self._deps.is_shut)

    def _build(self) -> Telegram:
        builder = (
            ApplicationBuilder()
            .token(self._settings.telegram_token)
            .base_url(f"{self._settings.telegram_api}/bot")
            .base_file_url(f"{self._settings.telegram_api}/file/bot")
            .request(AiohttpRequest(answered=self.watchdog.answered))
            .get_updates_request(AiohttpRequest(connection_pool_size=1, answered=self.watchdog.answered))
            .rate_limiter(self._lanes)
            .concurrent_updates(PerChatProcessor())
        )
        application: Telegram = builder.build()  # type: ignore[assignment]  # the builder's types say Any here
        application.bot_data[GALLERY] = self._gallery
        register(application, self._deps)
        return application

    def _bot_over(self, request: AiohttpRequest, lane: ReminderLane) -> ExtBot[None]:
        return ExtBot(
            self._settings.telegram_token,
            base_url=f"{self._settings.telegram_api}/bot",
            request=request,
            get_updates_request=request,
            rate_limiter=lane,
        )

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until `stop` is set, then end gracefully: nothing on its way is lost.

        Raises TokenRefusedError when Telegram refuses the token at the start, UnwellError when the watchdog
        has ended it.
        """
        try:
            if await self._connect(stop):
                await self._serve(stop)
        finally:
            if self._gallery:
                self._gallery.close()
            self.store.close()

    async def _connect(self, stop: asyncio.Event) -> bool:
        """Say hello to Telegram, again and again while there is no network; False when stopped meanwhile."""
        while not stop.is_set():
            try:
                await self._telegram.initialize()
            except InvalidToken:
                # The library's own text quotes the token; ours does not, and drops the cause.
                raise TokenRefusedError from None
            except NetworkError as error:
                log.warning("no answer from Telegram (%s), trying again", type(error).__name__)
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), START_RETRY_SECONDS)
            else:
                return True
        return False

    async def _serve(self, stop: asyncio.Event) -> None:
        application = self._telegram
        self._ticker.reconcile()
        assert application.updater is not None
        assert application.job_queue is not None
        await application.start()
        await self._reminder_request.initialize()
        schedule(application.job_queue.scheduler, self._beat, self._maintain)
        await application.updater.start_polling(allowed_updates=UPDATES, drop_pending_updates=False)
        log.info("Nightlift is ready")
        self.watchdog.begin()
        self._in_background(self._show_menus())
        if self._demo_clock:
            self._in_background(self._demo_clock.follow(self._beat))
        self._in_background(self._check_zones())
        if self._gallery:
            self._gallery.order_missing(all_items(self._deps.content.catalogue))
        ending = await self._watch(stop)
        if ending is None:
            log.info("stopping")
            await self._end()
            return
        log.critical("%s", ending.line)
        try:
            await asyncio.wait_for(self._end(), STOP_SECONDS)
        except (TelegramError, TimeoutError) as error:  # a deaf poll says at its end what made it deaf
            log.warning("the graceful end was cut short by %s", type(error).__name__)
        raise UnwellError(ending)

    async def _watch(self, stop: asyncio.Event) -> Ending | None:
        """Wait until `stop` is set (None), or until the process had better end (why)."""
        while not stop.is_set():
            if (ending := self.watchdog.ending()) is not None:
                return ending
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), WATCH_EVERY_SECONDS)
        return None

    async def _end(self) -> None:
        """Take nothing new, finish what is on its way, close everything."""
        application = self._telegram
        assert application.updater is not None
        self._deps.rests.stop()
        await self._ticker.drain()
        await application.updater.stop()
        await application.update_queue.join()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await application.stop()
        await application.shutdown()
        await self._reminder_request.shutdown()

    async def _beat(self) -> None:
        """The metronome: look for what is due."""
        self.watchdog.ticked()
        await self._ticker.beat()

    async def _check_zones(self) -> None:
        """Before the first reminder: other time-zone data than last time moves the instants of some.

        Then look for nights that were never planned.
        """
        used = version("tzdata")
        if self.store.database.meta(TZDATA) != used:
            log.info("time-zone data is now %s: looking for reminders to move", used)
            await self._ticker.plan_anew()
            self.store.database.set_meta(TZDATA, used)
        self._zones_checked = True
        await self._beat()
        await self._ticker.plan_missing()

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.add(asyncio.create_task(work))

    async def _send(self, person: int, reply: Reply, silent: bool) -> Outcome:
        paid = self._settings.rate > FREE_RATE
        return await outcome_of_sending(self._reminder_bot, person, reply, silent=silent, paid=paid)

    def _replan(self, person: int) -> Due | None:
        return plan_next(self.store, person, self._now(), self._policy.spread)

    async def _maintain(self) -> None:
        """Once a day: retention, and nights that were never planned."""
        now = self._now()
        rows = await self._forget_nights((now - LEDGER_NIGHTS).date())
        people = self.store.people.forget_stale(now)
        self.store.questions.forget_old(now)
        await self._ticker.plan_missing()
        log.info("maintenance: %d ledger rows and %d people forgotten", rows, people)

    async def _forget_nights(self, night: date) -> int:
        gone, after = 0, 0
        while True:
            rows, next_after = self.store.everybody.forget_before(night, after, LOOKED_AT)
            gone += rows
            if next_after is None:
                return gone
            after = next_after
            await asyncio.sleep(0)

    async def _show_menus(self) -> None:
        """Names, descriptions and the command menu, per language; Telegram keeps them between starts."""
        bot, words = self._telegram.bot, self._deps.content.catalogue.botfather
        try:
            for language in Language:
                code = None if language is Language.EN else language.value
                commands = [BotCommand(name, text[language]) for name, text in words.commands.items()]
                await bot.set_my_commands(commands, language_code=code)
                await bot.set_my_name(words.name[language], language_code=code)
                await bot.set_my_short_description(words.short_description[language], language_code=code)
                await bot.set_my_description(words.description[language], language_code=code)
        except TelegramError as error:
            log.warning("the menu could not be set: %s", error.message)

    def reload(self) -> None:
        """Read the content again; a faulty folder changes nothing and is said."""
        try:
            self._deps.content = read_content(self._settings.content)
        except FaultyContentError as error:
            for fault in error.faults:
                log.error("content: %s", fault)
            log.error("the old content stays")
        else:
            log.info("content reloaded: %s", self._deps.content.catalogue.version)


def _policy(settings: Settings) -> Policy:
    """A minute is full when it holds what can be sent in it."""
    width = timedelta(minutes=settings.spread_minutes)
    return Policy(
        retry_unknown=settings.unknown == "retry_once",
        in_flight=max(IN_FLIGHT, int(settings.rate * ROUND_TRIP_SECONDS)),
        spread=Spread(int(settings.rate * 60), width) if width else Spread(),
    )


def _refuse_old_zones(*, stop: bool) -> None:
    """Say so when the time-zone data has places wrong; raises OutdatedZonesError with `stop`."""
    if zones := outdated_zones():
        text = (
            f"time-zone data {version('tzdata')} is too old: {', '.join(zones)} would be reminded an hour off"
        )
        log.error("%s; install a newer tzdata", text)
        if stop:
            raise OutdatedZonesError(text)


def run(settings: Settings) -> None:
    """Run the bot until SIGINT or SIGTERM; SIGHUP reloads the content."""
    app = App(settings)

    async def main() -> None:
        stop, loop = asyncio.Event(), asyncio.get_running_loop()
        for each in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(each, stop.set)
        loop.add_signal_handler(signal.SIGHUP, app.reload)
        await app.run(stop)

    asyncio.run(main())
