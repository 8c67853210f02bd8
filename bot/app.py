"""Builds everything and joins it: the only file that knows all parts, and the only one to read the clock."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
import zoneinfo
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import ApplicationBuilder

from bot.catalogue.load import FaultyContentError
from bot.clock import DemoClock
from bot.coach.schedule import Due, outdated_zones
from bot.handlers.deps import Content, Deps
from bot.handlers.gallery import Gallery
from bot.handlers.menus import show_menus
from bot.handlers.outbox import GALLERY, outcome_of_sending
from bot.handlers.registry import Telegram, register
from bot.logs import Aliases
from bot.maintenance import Maintenance, settle_restored
from bot.media.shelf import Shelf, all_items, shipped_folder
from bot.media.workshop import Workshop
from bot.metrics import Metrics
from bot.ready import read_content
from bot.reminders.planner import Spread, plan_next
from bot.reminders.scheduler import schedule
from bot.reminders.tick import IN_FLIGHT, Policy, Ticker
from bot.settings import Settings
from bot.store import Store, open_store
from bot.store.volume import is_encrypted
from bot.systemd import notify
from bot.transport.bot import PlainBot
from bot.transport.inbox import DurableQueue, PollingRequest
from bot.transport.limiter import FREE_RATE, ReminderLane, TwoLanes
from bot.transport.outcome import Outcome
from bot.transport.processor import PerChatProcessor
from bot.transport.request import AiohttpRequest
from bot.transport.webhook import WebhookServer
from bot.views.reply import Reply
from bot.vitals import Vitals
from bot.watchdog import Ending, Watchdog

log = logging.getLogger(__name__)

UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER]
KEPT_SECONDS = 5.0  # far below the minute or more for which servers keep a connection
ROUND_TRIP_SECONDS = 0.3  # to Telegram and back, at the worst that is usual: it bounds what is on its way
TZDATA = "tzdata"
START_RETRY_SECONDS = 5.0
WATCH_EVERY_SECONDS = 5.0
YOUNG_OBJECTS = 10_000  # so many before the collector looks at them; by default it is 700
STOP_SECONDS = 30.0  # for the graceful end of a process that is not well
DRAIN_SECONDS = 15.0  # a stop waits so long for updates that wait; what has begun is always finished

NOT_ENCRYPTED = (
    "the database is not known to be on an encrypted disk; it holds health answers, and Telegram's terms ask"
    " for it: see docs/deploy.md, and DATA_ENCRYPTED in .env.example"
)


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
        self.store, content = _opened(settings, content)
        _warn_of_an_open_disk(settings)
        if restored := settle_restored(self.store, self._now()):
            log.warning("this is a restored backup: %s", restored)
        self._deps = self._hand_out(content)
        self.watchdog = Watchdog(now, polling=not settings.webhook_url, checks_clock=not settings.demo_clock)
        self._lanes = TwoLanes(settings.rate, settings.chat_rate, self.watchdog.heard_message)
        self._vitals = Vitals(self.store.heartbeats, self.watchdog, real_now, settings)
        heard = None if settings.webhook_url else self._vitals.seconds_since_heard
        self._metrics = Metrics(self.store.inbox.waiting, heard)
        self._queue = DurableQueue(self.store.inbox, self._metrics.update_handled)
        # While an update is handled, what is said waits for the disk; what is committed does not.
        self._processor = PerChatProcessor(
            handled=self._queue.handled, around=self.store.database.settling.lightly
        )
        self._gallery = self._open_gallery(settings.media_folder)
        self._telegram = self._build_telegram()
        self._webhook = self._webhook_server()
        # Reminders go over connections of their own: a stale one would make the fate of a message unknown.
        self._reminder_request = AiohttpRequest(kept_for=KEPT_SECONDS, answered=self.watchdog.answered)
        lane = ReminderLane(self._lanes)
        self._reminder_bot = self._bot_over(self._reminder_request, lane)
        self._policy = _policy(settings)
        self._zones_checked = False
        self._ticker = self._build_ticker(lane)
        self._maintenance = Maintenance(self.store, self._now, self._ticker.plan_missing)
        self._tasks: set[asyncio.Task[object]] = set()

    @property
    def telegram(self) -> Telegram:
        """The library's side of it, for whoever drives it from outside."""
        return self._telegram

    def _hand_out(self, content: Content) -> Deps:
        """What every conversation is given."""
        return Deps(
            self.store,
            content,
            self._now,
            self._replan,
            self._settings.contact,
            burst=self._settings.burst,
            admins=self._settings.admin_ids,
            reload=self.reload,
            alias=Aliases(self.store.database.key("log key")).of,
        )

    def _open_gallery(self, folder: Path | None) -> Gallery | None:
        """Pictures and videos; None when the bot is to use words alone."""
        if folder is None:
            return None
        shelf = Shelf((folder, shipped_folder()))
        return Gallery(shelf, Workshop(folder), self.store.uploads, self._deps.is_shut)

    def _build_telegram(self) -> Telegram:
        builder = (
            ApplicationBuilder()
            .bot(
                self._bot_over(
                    AiohttpRequest(
                        settled=self.store.database.settling.settled, answered=self.watchdog.answered
                    ),
                    self._lanes,
                    PollingRequest(self._queue, self.watchdog.answered),
                )
            )
            .update_queue(self._queue)
            .concurrent_updates(self._processor)
        )
        application: Telegram = builder.build()  # type: ignore[assignment]  # the builder's types say Any here
        application.bot_data[GALLERY] = self._gallery
        register(application, self._deps)
        return application

    def _bot_over(
        self, request: AiohttpRequest, lane: TwoLanes | ReminderLane, polling: PollingRequest | None = None
    ) -> PlainBot:
        return PlainBot(
            self._settings.telegram_token,
            base_url=f"{self._settings.telegram_api}/bot",
            base_file_url=f"{self._settings.telegram_api}/file/bot",
            request=request,
            get_updates_request=polling or request,
            rate_limiter=lane,
        )

    def _webhook_server(self) -> WebhookServer | None:
        """None when updates come by polling."""
        url, secret = self._settings.webhook_url, self._settings.webhook_secret
        return WebhookServer(url, secret, self._queue, self._telegram.bot) if url else None

    def _build_ticker(self, lane: ReminderLane) -> Ticker:
        return Ticker(
            store=self.store,
            catalogue=lambda: self._deps.content.catalogue,
            send=self._send,
            now=self._now,
            lease=f"{os.getpid()}",
            lane=lane,
            policy=self._policy,
            trusted=lambda: self._zones_checked and self.watchdog.may_send(),
        )

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until `stop` is set, then end gracefully: nothing on its way is lost.

        Raises MetricsPortError when that port is taken, TokenRefusedError, WebhookUnusableError when Telegram
        refuses either at the start, UnwellError when the watchdog has ended it.
        """
        try:
            if self._settings.metrics_port:  # before anybody is answered: a taken port ends the start
                await self._metrics.start(self._settings.metrics_port)
            if await self._connect(stop):
                await self._serve(stop)
        finally:
            await self._metrics.stop()
            if self._gallery:
                self._gallery.close()
            self.store.close()

    async def _connect(self, stop: asyncio.Event) -> bool:
        """Say hello to Telegram, again and again while there is no network; False when stopped meanwhile."""
        while not stop.is_set():
            try:
                await self._telegram.initialize()
                if self._webhook is not None:
                    await self._webhook.announce(UPDATES)
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

    async def _receive(self) -> None:
        """Begin to take updates, by webhook or by polling."""
        assert self._telegram.updater is not None
        if self._webhook is not None:
            await self._webhook.start(self._settings.webhook_host, self._settings.webhook_port)
            return
        await self._telegram.updater.start_polling(
            allowed_updates=UPDATES, drop_pending_updates=False, bootstrap_retries=-1
        )

    async def _receive_no_more(self) -> None:
        assert self._telegram.updater is not None
        if self._webhook is None:
            await self._telegram.updater.stop()
        else:
            await self._webhook.stop()

    async def _serve(self, stop: asyncio.Event) -> None:
        await self._start()
        ending = await self._watch(stop)
        notify("STOPPING=1")
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

    async def _start(self) -> None:
        """First what was left half done, then what comes in, then what can wait."""
        application = self._telegram
        if self._demo_clock:
            await self._demo_clock.begin()
        self._ticker.reconcile()
        assert application.job_queue is not None
        await application.start()
        if left := self._queue.replay(application.bot):
            log.warning("%d updates were left unhandled at the last stop: handling them now", left)
        await self._reminder_request.initialize()
        schedule(application.job_queue.scheduler, self._beat, self._maintenance.run)
        await self._receive()
        self.watchdog.begin()
        log.info("Nightlift is ready")
        notify("READY=1")
        self._in_background(self._vitals.show())
        self._in_background(show_menus(application.bot, self._deps.content.catalogue))
        if self._demo_clock:
            self._in_background(self._demo_clock.follow(self._beat))
        self._in_background(self._check_zones())
        if self._gallery:
            self._gallery.order_missing(all_items(self._deps.content.catalogue))

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
        self._deps.rests.stop()
        await self._ticker.drain()
        await self._receive_no_more()
        await self._finish_updates()
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

    async def _finish_updates(self) -> None:
        """Handle what waits; when that takes too long, only what has begun: the rest is safe on disk."""
        try:
            await asyncio.wait_for(self._queue.join(), DRAIN_SECONDS)
        except TimeoutError:
            self._processor.let_go()
            await self._queue.join()

    def _in_background(self, work: Coroutine[Any, Any, object]) -> None:
        self._tasks.add(task := asyncio.create_task(_said_if_it_fails(work)))
        task.add_done_callback(self._tasks.discard)

    async def _send(self, person: int, reply: Reply, silent: bool) -> Outcome:
        due = self.store.reminders.on_its_way(person)
        paid = self._settings.rate > FREE_RATE
        outcome = await outcome_of_sending(self._reminder_bot, person, reply, silent=silent, paid=paid)
        late = (self._now() - due).total_seconds() if due else None
        self._metrics.reminder_ended(type(outcome).__name__.lower(), late)
        return outcome

    def _replan(self, person: int) -> Due | None:
        return plan_next(self.store, person, self._now(), self._policy.spread)

    def reload_soon(self) -> None:
        """`reload` beside the event loop, so that nobody waits; then the menus, which are words too."""
        self._in_background(self._reload_and_show())

    async def _reload_and_show(self) -> None:
        if not await asyncio.to_thread(self.reload):
            await show_menus(self._telegram.bot, self._deps.content.catalogue)

    def reload(self) -> list[str]:
        """Read the content again; a faulty folder changes nothing, and its faults are said and given back."""
        try:
            self._deps.content = read_content(
                self._settings.content, self._deps.content, self._settings.ready_words
            )
        except FaultyContentError as error:
            for fault in error.faults:
                log.error("content: %s", fault)
            log.error("the old content stays")
            return [str(fault) for fault in error.faults]
        log.info("content reloaded: %s", self._deps.content.catalogue.version)
        return []


async def _said_if_it_fails(work: Coroutine[Any, Any, object]) -> None:
    """Nobody awaits what runs in the background, so an error is logged here or never."""
    try:
        await work
    except Exception:
        log.exception("work in the background has broken off")


def _warn_of_an_open_disk(settings: Settings) -> None:
    """Once at the start, unless the operator or the disk itself says that it is encrypted."""
    if settings.data_encrypted or settings.demo_clock:
        return
    if not is_encrypted(settings.database.absolute().parent):
        log.warning(NOT_ENCRYPTED)


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


def _opened(settings: Settings, content: Content | None) -> tuple[Store, Content]:
    """The database, and the content unless it is given: read while SQLite looks through every page."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        reading = beside.submit(lambda: content or read_content(settings.content, kept=settings.ready_words))
        if not settings.database.exists():
            reading.result()  # faulty content leaves nothing behind
        store = open_store(settings.database)
    try:
        return store, reading.result()
    except FaultyContentError:
        store.close()
        raise


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """What is built here stays until the end, and the collector does not look at it again.

    Otherwise it walks through a quarter of a million objects again and again: a fifth of the start, later a
    fifth of all CPU under load, and up to 0.7 s at a time. Young objects it looks at less often than by
    default: an update makes hundreds, and most are gone by themselves before it could find any.
    """
    gc.disable()
    try:
        yield
        gc.collect()
        gc.freeze()
        gc.set_threshold(YOUNG_OBJECTS)
    finally:
        gc.enable()


def run(settings: Settings) -> None:
    """Run the bot until SIGINT or SIGTERM; SIGHUP reloads the content."""
    with _collector_at_rest():
        app = App(settings)

    async def main() -> None:
        stop, loop = asyncio.Event(), asyncio.get_running_loop()
        for each in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(each, stop.set)
        loop.add_signal_handler(signal.SIGHUP, app.reload_soon)
        await app.run(stop)

    asyncio.run(main())
