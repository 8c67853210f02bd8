"""The buttons under the nightly message: later, not tonight, done already."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from telegram import Update

from bot.coach import screening as rules
from bot.coach import session as evening
from bot.coach.schedule import Due, night_of
from bot.coach.screening import Gate
from bot.handlers.deps import Deps, Visit
from bot.handlers.outbox import Context, answer, close_buttons, settle, show
from bot.handlers.presses import Handler, on, pressed_on
from bot.handlers.training import Training
from bot.views import reminder as view
from bot.views import tonight as tonight_view
from bot.views.reply import Reply, night_from

NAME = "night"
REMEMBERED_NIGHTS = 2  # a late press still counts for a night this long ago


def build(deps: Deps) -> list[Handler]:
    """The buttons under the nightly message; "Start now" opens tonight's session."""
    talk = Night(deps)
    return [
        on(NAME, "later", talk.later),
        on(NAME, "skip", talk.skipped),
        on(NAME, "done", talk.done),
    ]


class Night:
    """The buttons under the nightly message. The night is in the button, so a late press counts for it."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._reminders = deps.store.reminders

    async def later(self, update: Update, context: Context) -> None:
        """Once more in 15, 30 or 60 minutes, if that is still this night."""
        visit, press = self._deps.visit(update), pressed_on(update)
        night = await self._night(update, context, visit)
        if night is None or visit.zone_name is None:
            return
        minutes = next((each for each in view.LATER if press.values[1:] == (str(each),)), view.LATER[0])
        at = visit.now + timedelta(minutes=minutes)
        if night != visit.night or night_of(at, visit.zone) != night:
            await answer(update, context, Reply(visit.say("night.too_late")))
            return
        refusal = self._refusal(visit, night)
        if refusal is not None:
            await answer(update, context, refusal)
            return
        self._reminders.plan_later(visit.id, Due(night, at))
        await close_buttons(update)
        await answer(update, context, view.later(visit.say, at, visit.zone))

    def _refusal(self, visit: Visit, night: date) -> Reply | None:
        """Why there will be no more reminder tonight: exercise is shut, or the night is answered."""
        card = self._deps.card_if_shut(visit)
        if card is not None:
            return card
        store = self._deps.store
        check, last = store.health.check(visit.id), store.sessions.last_night(visit.id, night)
        gate = rules.gate(check, None, last, night)
        if gate is not Gate.OPEN:
            return tonight_view.closed(visit.say, gate)
        answered = self._reminders.answer(visit.id, night) is not None
        return view.already_noted(visit.say) if answered else None

    async def skipped(self, update: Update, context: Context) -> None:
        """Not tonight: first the reason is asked, then noted; kind words, no guilt."""
        visit, press = self._deps.visit(update), pressed_on(update)
        night = await self._night(update, context, visit)
        if night is None:
            return
        if self._is_done(visit, night):
            await close_buttons(update)
            await answer(update, context, view.already_noted(visit.say))
            return
        reason = next((each for each in view.REASONS if press.values[1:] == (each,)), None)
        if reason is None:
            await show(update, context, view.ask_reason(visit.say, night))
            return
        self._note(visit, night, f"skip-{reason}")
        texts = self._deps.content.catalogue.nudges.not_tonight
        await show(
            update, context, view.not_tonight(visit.say, texts[night.toordinal() % len(texts)], reason)
        )

    async def done(self, update: Update, context: Context) -> None:
        """Done already: counts as a session of that night, once; how it was can be said after."""
        visit = self._deps.visit(update)
        night = await self._night(update, context, visit)
        if night is None:
            return
        with (
            self._deps.store.database.write()
        ):  # a crash between them must not leave a note without a session
            noted = self._note(visit, night, "done")
            logged = noted and self._log(visit, night, visit.now - (visit.night - night))
            self._deps.replan(visit.id)
        if not noted:
            await answer(update, context, view.already_noted(visit.say))
            return
        texts = self._deps.content.catalogue.nudges.done
        text = texts[night.toordinal() % len(texts)]
        asks = logged and night == visit.night
        await close_buttons(update)
        await answer(update, context, view.marked_done(visit.say, text, asks=asks))

    def _note(self, visit: Visit, night: date, said: str) -> bool:
        """False when it was noted before. "Ill" and "pain" are health answers: nothing without consent."""
        return not visit.consented or self._reminders.note_answer(visit.id, night, said, visit.now)

    async def _night(self, update: Update, context: Context, visit: Visit) -> date | None:
        """The night of the button, or None when it is too long ago (then it has been said)."""
        night = night_from(pressed_on(update).values[0]) if pressed_on(update).values else None
        if night is not None and 0 <= (visit.night - night).days <= REMEMBERED_NIGHTS and visit.person:
            await settle(update)
            return night
        await settle(update, visit.say("start.old_button_toast"))
        await answer(update, context, view.old_night(visit.say, night or visit.night))
        return None

    def _is_done(self, visit: Visit, night: date) -> bool:
        session = self._deps.store.sessions.get(visit.id, night)
        return session is not None and evening.stage(session) is evening.Stage.DONE

    def _log(self, visit: Visit, night: date, now: datetime) -> bool:
        """All sets of that night as done; False when exercise is shut or there is no plan."""
        store = self._deps.store
        plan = self._deps.plan(visit.id)
        check, hold = store.health.check(visit.id), store.health.hold(visit.id)
        last = store.sessions.last_night(visit.id, night)
        if plan is None or rules.gate(check, hold, last, night) is not Gate.OPEN:
            return False
        training = Training(self._deps, visit)
        exercise = training.wanted(night=night) or plan.exercise
        session = store.sessions.get(visit.id, night) or training.begun(exercise, night=night)
        if evening.stage(session) is evening.Stage.DONE:
            return False
        store.sessions.save(
            visit.id, replace(session, started=True, hurting=False, sets_done=session.sets), now
        )
        return True
