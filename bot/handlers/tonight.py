"""/tonight: the dose and the form, set by set, where it was felt, how hard, how much it hurt."""

from __future__ import annotations

from dataclasses import replace

from telegram import Update
from telegram.ext import CommandHandler, ConversationHandler

from bot.coach import session as evening
from bot.coach.model import Effort, Feel, Pain, Session
from bot.coach.screening import Gate
from bot.coach.session import AfterPain, Stage
from bot.handlers.deps import Deps, Visit
from bot.handlers.outbox import Context, answer, gallery_of, outcome_of_sending, settle, show
from bot.handlers.presses import NEW, conversation, on, pressed_on
from bot.handlers.situation import half_checked, review_due
from bot.handlers.training import Training
from bot.views import habits, pictures
from bot.views import plan as plan_view
from bot.views import tonight as view
from bot.views.reply import Press, Reply

NAME = "tonight"
STEPS: dict[Stage, tuple[str, ...]] = {
    Stage.FORM: ("start", "alone", "did", "ease"),
    Stage.SET: ("done", "all", "rest", "ease"),
    Stage.HURT: ("hurt",),
    Stage.FEEL: ("feel",),
    Stage.EFFORT: ("effort",),
    Stage.PAIN: ("pain",),
    Stage.DONE: ("keep", "second"),
}
ANYWHERE = ("hurts", "leave")


def build(deps: Deps) -> ConversationHandler[Context]:
    """The conversation, one state for each stage of the session."""
    talk = Tonight(deps)
    anywhere = [on(NAME, step, talk.pressed) for step in ANYWHERE]
    return conversation(
        NAME,
        entries=[
            CommandHandler("tonight", talk.opened, NEW),
            on(NAME, "open", talk.opened),
            on(NAME, "settled", talk.settled),
        ],
        states={
            stage: [on(NAME, step, talk.pressed) for step in steps] + anywhere
            for stage, steps in STEPS.items()
        },
    )


class Tonight:
    """The callbacks: read the press, load, ask the coach, save, show."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._health = deps.store.health
        self._sessions = deps.store.sessions

    async def opened(self, update: Update, context: Context) -> object:
        """Begin tonight's session, or go on with it; first how the last one was the day after, if it hurt."""
        await settle(update)
        visit = self._deps.visit(update)
        if (asked := self._morning(visit)) is not None:
            await answer(update, context, asked)
            return ConversationHandler.END
        session, refusal = self._tonight(visit)
        if session is None:
            await answer(update, context, refusal)
            return ConversationHandler.END
        await answer(update, context, self._stage(visit, session))
        return evening.stage(session)

    # -- the morning after -------------------------------------------------------------------------------

    def _morning(self, visit: Visit) -> Reply | None:
        """The question about the morning after, while it is open (G47)."""
        training, begun = self._training(visit), self._sessions.get(visit.id, visit.night) is not None
        if begun or training.gate is not Gate.OPEN:
            return None
        asked = training.unsettled()
        return view.morning(visit.say, asked[0].night) if asked else None

    async def settled(self, update: Update, context: Context) -> object:
        """Not back to normal by the next day: one rung easier, with its reason; then tonight."""
        visit, press = self._deps.visit(update), pressed_on(update)
        training, answered = self._training(visit), press.values[1:] in (("yes",), ("no",))
        asked = [each for each in training.unsettled() if each.night == press.night()]
        if not asked or not answered or training.gate is not Gate.OPEN:
            return await self.opened(update, context)
        await settle(update)
        fine = press.values[1] == "yes"
        training.settled(asked, fine=fine)
        session, refusal = self._tonight(visit)
        reply = refusal if session is None else self._stage(visit, session)
        words = f"{view.after_morning(visit.say, settled=fine)}\n\n{reply.text}"
        await show(update, context, replace(reply, text=words))
        return ConversationHandler.END if session is None else evening.stage(session)

    # -- inside the session ------------------------------------------------------------------------------

    async def pressed(self, update: Update, context: Context) -> object:
        """A press inside the session, checked against the night and the stage it stands at."""
        visit, press = self._deps.visit(update), pressed_on(update)
        stored = self._sessions.get(visit.id, visit.night)
        gate = self._training(visit).gate
        if press.night() != visit.night or stored is None or gate is not Gate.OPEN:
            await settle(update, visit.say("start.old_button_toast"))
            return await self._elsewhere(update, context, visit, gate)
        if press.step != "feel":  # an answer in the rest is no going on: the message that was asked for comes
            self._deps.rests.end(visit.id)
        session = self._training(visit).within_check(stored)
        if session.exercise is not stored.exercise or not self._fits(session, press):
            await settle(update, visit.say("tonight.stale_toast"))
            return await self._where(update, context, visit, session)
        await settle(update)
        return await self._apply(update, context, visit, session, press)

    async def _elsewhere(self, update: Update, context: Context, visit: Visit, gate: Gate) -> object:
        """A button of another evening, or one that is shut meanwhile: say so, and show tonight."""
        session, refusal = self._tonight(visit)
        if session is None:
            await answer(update, context, refusal)
            return ConversationHandler.END
        await answer(update, context, Reply(visit.say("tonight.other_night")), self._stage(visit, session))
        return evening.stage(session)

    async def _where(self, update: Update, context: Context, visit: Visit, session: Session) -> object:
        """A press that came twice, or whose answer was lost at a stop: show where the session stands."""
        following = self._stage(visit, session)
        if evening.stage(session) is Stage.DONE:
            await answer(update, context, following)
            return ConversationHandler.END
        await show(update, context, following)
        return evening.stage(session)

    def _fits(self, session: Session, press: Press) -> bool:
        """Whether the press belongs to the stage; a set counts once, however often its button is pressed."""
        at = evening.stage(session)
        if press.step in ANYWHERE:
            return at not in (Stage.HURT, Stage.DONE)
        if press.step in ("done", "all", "rest"):
            return at is Stage.SET and press.values[1:] == (str(session.sets_done + 1),)
        if press.step == "ease":
            return at in (Stage.FORM, Stage.SET) and press.values[1:] == (str(session.level),)
        return press.step in STEPS[at] or (press.step == "feel" and evening.may_feel(session))

    async def _apply(
        self, update: Update, context: Context, visit: Visit, session: Session, press: Press
    ) -> object:
        match press.step, *press.values[1:]:
            case ["start"]:
                session = evening.start(session)
            case ["alone"]:
                session = evening.start(evening.counts_alone(session))
            case ["did"] | ["all", _]:
                session = evening.all_done(session)
            case ["done", _]:
                session = evening.set_done(session)
            case ["ease", _]:
                return await self._ease(update, context, visit, session)
            case ["rest", _]:
                return await self._rest(update, context, visit, session)
            case ["second"]:
                return await self._second(update, context, visit, session)
            case ["hurts"]:
                session = evening.hurts(session)
            case ["hurt", value] if value in (*Pain, view.SHARP):
                return await self._said_it_hurts(update, context, visit, session, value)
            case ["feel", value] if value in set(Feel):
                session = evening.felt(session, Feel(value))
            case ["effort", value] if value in set(Effort):
                session = evening.effort_was(session, Effort(value))
            case ["pain", value] if value in set(Pain):
                session = evening.pain_was(session, Pain(value))
            case ["leave"]:
                await show(update, context, view.left(visit.say, session))
                return ConversationHandler.END
            case ["keep", level]:
                return await self._keep_level(update, context, visit, session, level)
            case _:
                return await self._where(update, context, visit, session)
        reply = self._save(visit, session)
        if self._deps.rests.goes_on(visit.id):
            reply = self._resting(visit, session)
        await show(update, context, reply)
        return ConversationHandler.END if evening.stage(session) is Stage.DONE else evening.stage(session)

    async def _ease(self, update: Update, context: Context, visit: Visit, session: Session) -> object:
        """Easier now, without pain (G59)."""
        session = evening.eased(session, self._sets_below(visit, session))
        reply = self._save(visit, session)
        await show(update, context, view.eased(visit.say, session, reply))
        return evening.stage(session)

    async def _rest(self, update: Update, context: Context, visit: Visit, session: Session) -> object:
        """Time this rest; the button for the next set stays where it is."""
        training = self._training(visit)
        hint = training.hint(session)
        await show(update, context, self._resting(visit, session))
        seconds = self._deps.content.catalogue.plans[session.exercise].rungs[session.level].level.rest

        async def over() -> None:
            now = self._sessions.get(visit.id, visit.night)
            still = now is not None and evening.stage(now) is Stage.SET and now.sets_done == session.sets_done
            if now is not None and still and training.gate is Gate.OPEN:
                reply = pictures.for_stage(visit.say, view.rest_over(visit.say, now, hint), now, Stage.SET)
                gallery = gallery_of(context)
                await outcome_of_sending(context.bot, visit.id, reply, silent=False, gallery=gallery)

        self._deps.rests.begin(visit.id, seconds, over)
        return Stage.SET

    def _resting(self, visit: Visit, session: Session) -> Reply:
        reply = view.resting(visit.say, session, self._training(visit).hint(session))
        return pictures.for_stage(visit.say, reply, session, Stage.SET)

    async def _second(self, update: Update, context: Context, visit: Visit, session: Session) -> object:
        """The other exercise, after the first one of tonight."""
        training = self._training(visit)
        following = training.following(session)
        if following is None:
            return await self._where(update, context, visit, session)
        second = training.begun(following, part=2)
        self._sessions.save(visit.id, second, visit.now)
        await answer(update, context, self._stage(visit, second))
        return evening.stage(second)

    def _save(self, visit: Visit, session: Session) -> Reply:
        """Keep the session; at its end the ladder's step goes into the same commit."""
        with self._deps.store.database.write():
            self._sessions.save(visit.id, session, visit.now)
            if evening.stage(session) is Stage.DONE:
                return self._finish(visit, session)
        return self._stage(visit, session)

    async def _said_it_hurts(
        self, update: Update, context: Context, visit: Visit, session: Session, value: str
    ) -> object:
        training = self._training(visit)
        sharp = value == view.SHARP
        pain = Pain.SEVERE if sharp else Pain(value)
        session, then = evening.pain_said(session, pain, sharp, self._sets_below(visit, session))
        before = training.plan.level(session.exercise)
        reply = self._save(visit, session)
        if then is AfterPain.STOP:
            level = training.plan.level(session.exercise)
            await show(update, context, view.stopped(visit.say, session, before, level))
            return ConversationHandler.END
        words = f"{view.after_pain(visit.say, session, then)}\n\n{reply.text}"
        await show(update, context, replace(reply, text=words))
        return ConversationHandler.END if evening.stage(session) is Stage.DONE else evening.stage(session)

    def _sets_below(self, visit: Visit, session: Session) -> int:
        return self._training(visit).sets(session.exercise, max(session.level - 1, 0))

    # -- the end -----------------------------------------------------------------------------------------

    def _finish(self, visit: Visit, session: Session) -> Reply:
        training = self._training(visit)
        before = training.plan.level(session.exercise)
        move = training.step(session)
        texts = self._deps.content.catalogue.nudges.done
        well_done = visit.say.text(texts[visit.night.toordinal() % len(texts)])
        self._deps.replan(visit.id)
        return view.done(
            visit.say,
            session,
            move,
            before,
            well_done,
            training.next_night(),
            second=training.following(session),
            review=review_due(self._deps, visit),
        )

    async def _keep_level(
        self, update: Update, context: Context, visit: Visit, session: Session, level: str
    ) -> object:
        """The person would rather stay: lower at will, back up only where pain had no part in it."""
        if level.isdecimal():
            self._training(visit).keep(session.exercise, int(level))
        await show(update, context, view.kept(visit.say))
        return ConversationHandler.END

    # -- what stands where -------------------------------------------------------------------------------

    def _tonight(self, visit: Visit) -> tuple[Session | None, Reply]:
        """Tonight's session, begun if need be; or None and the reason why there is none."""
        nothing, training = Reply(""), self._training(visit)
        gate = training.gate
        plan = self._deps.plan(visit.id)
        if gate is Gate.HELD:
            return None, self._held(visit)
        if gate is not Gate.OPEN:
            again = self._health.check(visit.id) is not None
            half = half_checked(self._deps, visit)
            return None, view.closed(visit.say, gate, again=again, half=half)
        if plan is None:
            return None, plan_view.no_plan(visit.say)
        if (session := self._sessions.get(visit.id, visit.night)) is not None:
            return training.within_check(session), nothing
        if (lately := training.trained_too_lately()) is not None:
            return None, view.rest_night(visit.say, lately, self._habit(visit))
        session = training.begun(training.wanted() or training.plan.exercise)
        self._sessions.save(visit.id, session, visit.now)
        return session, nothing

    def _held(self, visit: Visit) -> Reply:
        card = self._deps.card_if_shut(visit)
        assert card is not None, "the gate is held by a warning sign"
        return card

    def _training(self, visit: Visit) -> Training:
        return Training(self._deps, visit)

    def _stage(self, visit: Visit, session: Session) -> Reply:
        training = self._training(visit)
        at = evening.stage(session)
        reply = view.stage(
            visit.say,
            session,
            at,
            training.hint(session),
            first=not self._sessions.history(visit.id, limit=1),
            surface=training.plan.surface,
            second=training.to_come(session),
        )
        return pictures.for_stage(visit.say, reply, session, at)

    def _habit(self, visit: Visit) -> str:
        tips = self._deps.content.catalogue.habits
        return habits.tip(visit.say, tips[visit.night.toordinal() % len(tips)])
