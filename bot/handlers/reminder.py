"""/remind: bedtime, place, mode."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import time, timedelta

from telegram import Update
from telegram.ext import CommandHandler, ConversationHandler, MessageHandler, filters

from bot.catalogue.places import Asked
from bot.coach import screening as rules
from bot.coach.bedtime import Clock, Unclear, parse_time
from bot.coach.model import Bedtime, Mode
from bot.coach.recommend import recounted
from bot.coach.schedule import night_of
from bot.faq.index import Kind
from bot.handlers.deps import Deps, Visit
from bot.handlers.outbox import Context, answer, close_buttons, settle, show
from bot.handlers.presses import NEW, Handler, conversation, on, pressed_on
from bot.views import reminder as view
from bot.views.reply import Reply

NAME = "remind"
TIME, ZONE, WEEKEND, PAUSE = "time", "zone", "weekend", "pause"
_ON_A_BUTTON = re.compile("([01][0-9]|2[0-3])[0-5][0-9]")


def build(deps: Deps) -> ConversationHandler[Context]:
    """The conversation: a time and a place, tapped or typed, then the overview with its switches."""
    talk = Reminder(deps)
    typed = MessageHandler(NEW & filters.TEXT & ~filters.COMMAND & Awaited(deps), talk.typed)
    placed = MessageHandler(NEW & filters.LOCATION & ZoneAwaited(deps), talk.placed)
    overview: list[Handler] = [
        on(NAME, "mode", talk.switched),
        on(NAME, "silent", talk.switched),
        on(NAME, "discreet", talk.switched),
        on(NAME, "off", talk.switched),
        on(NAME, "on", talk.switched),
        on(NAME, PAUSE, talk.paused),
    ]
    return conversation(
        NAME,
        entries=[
            CommandHandler("remind", talk.opened, NEW),
            CommandHandler("start", talk.opened, NEW & filters.Regex(r"^/start remind$")),
            on(NAME, "open", talk.opened),
        ],
        states={
            TIME: [on(NAME, TIME, talk.time_pressed), typed, on(NAME, "leave", talk.left)],
            WEEKEND: [on(NAME, WEEKEND, talk.weekend_pressed), typed],
            ZONE: [on(NAME, ZONE, talk.zone_pressed), typed, placed, on(NAME, "leave", talk.left)],
            "overview": overview,
        },
    )


class Awaited(filters.UpdateFilter):
    """Typed text that answers the pending question. Text that is a question for the FAQ goes there."""

    def __init__(self, deps: Deps) -> None:
        super().__init__("Awaited")
        self._deps = deps

    def filter(self, update: Update) -> bool:
        user, message = update.effective_user, update.message
        if user is None or message is None or message.text is None:
            return False
        awaited = self._deps.store.people.met(user.id, update.update_id)
        if awaited is None or awaited.name != NAME:
            return False
        return self._answers(awaited.step, message.text)

    def _answers(self, step: str, text: str) -> bool:
        content = self._deps.content
        if parse_time(text) is not None:
            return True
        if step == ZONE and content.catalogue.zones.place(text, self._deps.now()):
            return True
        return content.index.search(text).kind is not Kind.ANSWER


class ZoneAwaited(filters.UpdateFilter):
    """A place shared in answer to the question where the person lives."""

    def __init__(self, deps: Deps) -> None:
        super().__init__("ZoneAwaited")
        self._deps = deps

    def filter(self, update: Update) -> bool:
        user = update.effective_user
        awaited = self._deps.store.people.met(user.id, update.update_id) if user else None
        return awaited is not None and (awaited.name, awaited.step) == (NAME, ZONE)


class Reminder:
    """The callbacks of /remind."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._people = deps.store.people
        self._reminders = deps.store.reminders

    async def opened(self, update: Update, context: Context) -> object:
        """The wish as it stands; without one, or with `time` or `zone` in the button, the question for it."""
        await settle(update)
        visit = self._deps.visit(update)
        wish = self._reminders.bedtime(visit.id)
        wanted = pressed_on(update).values if update.callback_query else ()
        if wish is None or wanted == (TIME,):
            return await self._ask_time(update, context, visit)
        if visit.zone_name is None or wanted == (ZONE,):
            return await self._ask_zone(update, context, visit, wish.at)
        if wanted == (WEEKEND,):
            return await self._ask_weekend(update, context, visit, wish)
        reply = view.ask_pause(visit.say) if wanted == (PAUSE,) else self._overview(visit, wish)
        await answer(update, context, reply)
        return "overview"

    async def _ask_weekend(self, update: Update, context: Context, visit: Visit, wish: Bedtime) -> object:
        self._people.await_text(visit.id, NAME, WEEKEND, {}, visit.now, by=visit.update)
        await answer(update, context, view.ask_weekend(visit.say, wish))
        return WEEKEND

    async def weekend_pressed(self, update: Update, context: Context) -> object:
        """A time for the nights of Friday and Saturday, or the same as on the others."""
        await settle(update)
        visit, values = self._deps.visit(update), pressed_on(update).values
        if values == ("same",):
            return await self._weekend_is(update, context, visit, None)
        match parse_time("".join(values)):
            case Clock(at) | Unclear(_, at):
                return await self._weekend_is(update, context, visit, _exact(update, at))
        return await self.opened(update, context)

    async def _weekend_is(self, update: Update, context: Context, visit: Visit, at: time | None) -> object:
        wish = self._reminders.bedtime(visit.id)
        if wish is None or visit.zone_name is None:
            return await self._ask_time(update, context, visit)
        self._people.await_nothing(visit.id, by=visit.update)
        await close_buttons(update)
        await answer(update, context, self._wished(visit, replace(wish, weekend=at)))
        return "overview"

    def _wished(self, visit: Visit, wish: Bedtime) -> Reply:
        """Keep the wish, plan anew, and say how it stands now."""
        self._reminders.set_bedtime(visit.id, wish)
        self._deps.replan(visit.id)
        return self._overview(visit, wish)

    async def paused(self, update: Update, context: Context) -> object:
        """No reminder for so many nights from tonight on; 0 ends the pause."""
        visit, values = self._deps.visit(update), pressed_on(update).values
        await settle(update)
        wish = self._reminders.bedtime(visit.id)
        nights = next((each for each in (0, *view.PAUSES) if values == (str(each),)), None)
        if wish is None or visit.zone_name is None or nights is None:
            return await self._ask_time(update, context, visit)
        until = visit.night + timedelta(days=nights) if nights else None
        await show(update, context, self._wished(visit, replace(wish, paused_until=until)))
        return "overview"

    async def _ask_time(self, update: Update, context: Context, visit: Visit) -> object:
        self._deps.remember(visit)
        self._people.await_text(visit.id, NAME, TIME, {}, visit.now, by=visit.update)
        await answer(update, context, view.ask_time(visit.say))
        return TIME

    async def _ask_zone(self, update: Update, context: Context, visit: Visit, at: time) -> object:
        waiting = {"at": at.strftime("%H:%M")}
        self._people.await_text(visit.id, NAME, ZONE, waiting, visit.now, by=visit.update)
        await answer(update, context, view.ask_zone(visit.say, at))
        return ZONE

    async def time_pressed(self, update: Update, context: Context) -> object:
        await settle(update)
        visit = self._deps.visit(update)
        match parse_time("".join(pressed_on(update).values)):
            case Clock(at) | Unclear(_, at):
                return await self._time_is(update, context, visit, _exact(update, at))
        return await self._ask_time(update, context, visit)

    async def typed(self, update: Update, context: Context) -> object:
        """A typed answer to the pending question."""
        visit = self._deps.visit(update)
        awaited = self._people.met(visit.id, visit.update)
        message = update.effective_message
        assert awaited is not None, "the filter lets nothing else through"
        assert message is not None
        text = message.text or ""
        if awaited.step == ZONE:
            at = time.fromisoformat(awaited.data["at"])
            return await self._zone_typed(update, context, visit, text, at)
        match parse_time(text):
            case Clock(at) if awaited.step == WEEKEND:
                return await self._weekend_is(update, context, visit, at)
            case Clock(at):
                return await self._time_is(update, context, visit, at)
            case Unclear(morning, evening_):
                await answer(update, context, view.ask_which(visit.say, morning, evening_, awaited.step))
                return awaited.step
        await answer(update, context, view.time_unclear(visit.say, awaited.step))
        return awaited.step

    async def _time_is(self, update: Update, context: Context, visit: Visit, at: time) -> object:
        if visit.zone_name is None:
            self._deps.remember(visit)
            return await self._ask_zone(update, context, visit, at)
        return await self._set(update, context, visit, at, visit.zone_name)

    async def zone_pressed(self, update: Update, context: Context) -> object:
        await settle(update)
        visit = self._deps.visit(update)
        zone = ":".join(pressed_on(update).values)
        at = self._pending_time(visit)
        if at is None:
            return await self._ask_time(update, context, visit)
        if zone not in self._deps.content.catalogue.zones.known:
            return await self._ask_zone(update, context, visit, at)
        return await self._set(update, context, visit, at, zone)

    async def _zone_typed(
        self, update: Update, context: Context, visit: Visit, text: str, at: time
    ) -> object:
        zones = self._deps.content.catalogue.zones
        place = zones.place(text, visit.now)
        if place is None:
            match parse_time(text):
                case Clock(local):
                    place = zones.where_it_is(local, visit.now)
                case Unclear(morning, evening_):
                    place = zones.where_it_is(morning, visit.now, evening_)
        match place or zones.guess(text, visit.now):
            case None:
                await answer(update, context, view.zone_unclear(visit.say, at))
            case Asked() as asked:
                await answer(update, context, view.ask_which_town(visit.say, asked, visit.now))
            case zone:
                return await self._set(update, context, visit, at, zone)
        return ZONE

    async def placed(self, update: Update, context: Context) -> object:
        """A shared location: only its time zone is kept."""
        visit, message = self._deps.visit(update), update.effective_message
        at = self._pending_time(visit)
        assert message is not None
        assert message.location is not None, "the filter lets nothing else through"
        if at is None:
            return await self._ask_time(update, context, visit)
        point = message.location
        zone = self._deps.content.catalogue.zones.at(point.latitude, point.longitude)
        if zone is None:
            await answer(update, context, view.place_unclear(visit.say, at))
            return ZONE
        return await self._set(update, context, visit, at, zone)

    def _pending_time(self, visit: Visit) -> time | None:
        """The bedtime that the place is asked for: just given, or already set."""
        awaited = self._people.met(visit.id, visit.update)
        if awaited is not None and awaited.name == NAME and "at" in awaited.data:
            return time.fromisoformat(awaited.data["at"])
        wish = self._reminders.bedtime(visit.id)
        return wish.at if wish else None

    async def _set(self, update: Update, context: Context, visit: Visit, at: time, zone: str) -> object:
        with self._deps.store.database.write():
            wish = self._keep(update, visit, at, zone)
        await close_buttons(update)
        await answer(update, context, self._overview(self._deps.visit(update), wish))
        return "overview"

    def _keep(self, update: Update, visit: Visit, at: time, zone: str) -> Bedtime:
        """Zone and bedtime, with what follows from them; the wish as it is now."""
        self._deps.remember(visit)
        self._people.set_zone(visit.id, zone)
        if visit.zone_name is None:
            self._recount(visit, self._deps.visit(update))
        self._people.await_nothing(visit.id, by=visit.update)
        earlier = self._reminders.bedtime(visit.id)
        wish = replace(earlier, at=at, enabled=True, paused_until=None) if earlier else Bedtime(at)
        self._reminders.set_bedtime(visit.id, wish)
        self._deps.replan(visit.id)
        return wish

    def _recount(self, before: Visit, now: Visit) -> None:
        """The plan counted its nights from an evening whose zone was not known; now it is known."""
        health, sessions = self._deps.store.health, self._deps.store.sessions
        plan, check = health.plan(now.id), health.check(now.id)
        if plan is None or check is None or sessions.last_night(now.id, now.night) is not None:
            return
        counted_from, really = night_of(check.at, before.zone), night_of(check.at, now.zone)
        health.save_plan(now.id, recounted(plan, counted_from.weekday(), really.weekday()))

    async def switched(self, update: Update, context: Context) -> object:
        """One of the switches under the overview."""
        visit, press = self._deps.visit(update), pressed_on(update)
        await settle(update)
        wish = self._reminders.bedtime(visit.id)
        if wish is None or visit.zone_name is None:
            return await self._ask_time(update, context, visit)
        match press.step, *press.values:
            case ["mode", mode] if mode in set(Mode):
                wish = replace(wish, mode=Mode(mode))
            case ["silent", "1" | "0" as on_or_off]:
                wish = replace(wish, silent=on_or_off == "1")
            case ["discreet", "1" | "0" as on_or_off]:
                wish = replace(wish, discreet=on_or_off == "1")
            case ["on"]:
                wish = replace(wish, enabled=True)
            case ["off"]:
                wish = replace(wish, enabled=False)
        self._reminders.set_bedtime(visit.id, wish)
        if not wish.enabled:
            self._reminders.switch_off(visit.id)
        self._deps.replan(visit.id)
        await show(update, context, self._overview(visit, wish))
        return "overview"

    async def left(self, update: Update, context: Context) -> object:
        await settle(update)
        visit = self._deps.visit(update)
        self._people.await_nothing(visit.id, by=visit.update)
        await show(update, context, view.left(visit.say))
        return ConversationHandler.END

    def _overview(self, visit: Visit, wish: Bedtime) -> Reply:
        assert visit.zone_name is not None
        check, hold = self._deps.store.health.check(visit.id), self._deps.store.health.hold(visit.id)
        checked = check is not None and rules.blocking(check, hold) is None
        due = self._reminders.planned(visit.id) if checked else None
        if wish.paused_until is not None and wish.paused_until <= visit.night:
            wish = replace(wish, paused_until=None)
        return view.overview(visit.say, wish, visit.zone_name, due, checked=checked)


def _exact(update: Update, evening_: time) -> time:
    """The time on the button itself: "1030" there means 10:30, because the person has chosen."""
    digits = "".join(pressed_on(update).values)
    return time.fromisoformat(digits) if _ON_A_BUTTON.fullmatch(digits) else evening_
