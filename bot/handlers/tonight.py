"""/tonight: the dose and the form, set by set, where it was felt, how hard, how much it hurt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from telegram import Update
from telegram.ext import CommandHandler, ConversationHandler

from bot.coach import progress, recommend, routine
from bot.coach import screening as rules
from bot.coach import session as evening
from bot.coach.calendar import rested
from bot.coach.model import Check, Effort, Exercise, Feel, Pain, Plan, Routine, Session
from bot.coach.schedule import is_training_night
from bot.coach.screening import Gate
from bot.coach.session import AfterPain, Stage
from bot.handlers.deps import Deps, Visit
from bot.handlers.outbox import Context, answer, outcome_of_sending, settle, show
from bot.handlers.presses import NEW, conversation, on, pressed_on
from bot.handlers.situation import review_due
from bot.views import habits
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
        if self._gate(visit) is not Gate.OPEN or self._sessions.get(visit.id, visit.night) is not None:
            return None
        asked = self._unsettled(visit)
        return view.morning(visit.say, asked[0].night) if asked else None

    def _unsettled(self, visit: Visit) -> list[Session]:
        """The sessions of the latest night that hurt and were not asked about yet."""
        latest = self._sessions.latest_night(visit.id)
        of_it = self._sessions.of_night(visit.id, latest) if latest is not None else []
        return [each for each in of_it if progress.asks_morning(each, visit.night)]

    async def settled(self, update: Update, context: Context) -> object:
        """Not back to normal by the next day: one rung easier, with its reason; then tonight."""
        visit, press = self._deps.visit(update), pressed_on(update)
        asked = [each for each in self._unsettled(visit) if each.night == press.night()]
        if not asked or press.values[1:] not in (("yes",), ("no",)) or self._gate(visit) is not Gate.OPEN:
            return await self.opened(update, context)
        await settle(update)
        fine = press.values[1] == "yes"
        with self._deps.store.database.write():
            told = [replace(each, settled=fine) for each in asked]
            for each in told:
                self._sessions.settle(visit.id, each)
            plan = self._plan(visit)
            wanted = self._wanted(visit, plan, part=1)
            self._health.save_plan(visit.id, routine.after_morning(plan, told, wanted))
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
        gate = self._gate(visit)
        if press.night() != visit.night or stored is None or gate is not Gate.OPEN:
            await settle(update, visit.say("start.old_button_toast"))
            return await self._elsewhere(update, context, visit, gate)
        self._deps.rests.end(visit.id)
        session = self._within_check(visit, stored)
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
        await show(update, context, reply)
        return ConversationHandler.END if evening.stage(session) is Stage.DONE else evening.stage(session)

    async def _ease(self, update: Update, context: Context, visit: Visit, session: Session) -> object:
        """Easier now, without pain (G59)."""
        session = evening.eased(session, self._sets_below(session))
        reply = self._save(visit, session)
        await show(update, context, view.eased(visit.say, session, reply))
        return evening.stage(session)

    async def _rest(self, update: Update, context: Context, visit: Visit, session: Session) -> object:
        """Time this rest; the button for the next set stays where it is."""
        hint = self._hint(visit, session)
        await show(update, context, view.resting(visit.say, session, hint))
        seconds = self._deps.content.catalogue.plans[session.exercise].rungs[session.level].level.rest

        async def over() -> None:
            now = self._sessions.get(visit.id, visit.night)
            still = now is not None and evening.stage(now) is Stage.SET and now.sets_done == session.sets_done
            if now is not None and still and self._gate(visit) is Gate.OPEN:
                reply = view.rest_over(visit.say, now, hint)
                await outcome_of_sending(context.bot, visit.id, reply, silent=False)

        self._deps.rests.begin(visit.id, seconds, over)
        return Stage.SET

    async def _second(self, update: Update, context: Context, visit: Visit, session: Session) -> object:
        """The other exercise, after the first one of tonight."""
        following = self._following(visit, session)
        if following is None:
            return await self._where(update, context, visit, session)
        second = self._new(visit, self._plan(visit), following, part=2)
        self._sessions.save(visit.id, second, visit.now)
        await answer(update, context, self._stage(visit, second))
        return evening.stage(second)

    def _following(self, visit: Visit, session: Session) -> Exercise | None:
        """The exercise that may follow this session tonight."""
        plan = self._plan(visit)
        if plan.routine is not Routine.BOTH or session.part > 1 or not routine.may_follow(session):
            return None
        other = routine.other(session.exercise)
        return other if other in self._allowed(visit) else None

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
        sharp = value == view.SHARP
        pain = Pain.SEVERE if sharp else Pain(value)
        session, then = evening.pain_said(session, pain, sharp, self._sets_below(session))
        before = self._plan(visit).level(session.exercise)
        reply = self._save(visit, session)
        if then is AfterPain.STOP:
            level = self._plan(visit).level(session.exercise)
            await show(update, context, view.stopped(visit.say, session, before, level))
            return ConversationHandler.END
        words = f"{view.after_pain(visit.say, session, then)}\n\n{reply.text}"
        await show(update, context, replace(reply, text=words))
        return ConversationHandler.END if evening.stage(session) is Stage.DONE else evening.stage(session)

    def _sets_below(self, session: Session) -> int:
        return self._sets(session.exercise, max(session.level - 1, 0))

    # -- the end -----------------------------------------------------------------------------------------

    def _finish(self, visit: Visit, session: Session) -> Reply:
        before = self._plan(visit).level(session.exercise)
        move = self._step_ladder(visit, session)
        texts = self._deps.content.catalogue.nudges.done
        well_done = visit.say.text(texts[visit.night.toordinal() % len(texts)])
        self._deps.replan(visit.id)
        return view.done(
            visit.say,
            session,
            move,
            before,
            well_done,
            self._next_night(visit),
            second=self._following(visit, session),
            review=review_due(self._deps, visit),
        )

    def _step_ladder(self, visit: Visit, session: Session) -> progress.Move:
        """The level for the next time, kept in the plan."""
        plan = self._plan(visit)
        level = plan.level(session.exercise)
        move = progress.next_level(
            self._ladder(visit, session), level, self._ceiling(visit, session.exercise)
        )
        move = routine.one_change(move, level, other_went_up=self._went_up(visit, plan, session))
        self._save_level(visit, session.exercise, move.level)
        return move

    def _ladder(self, visit: Visit, session: Session) -> list[Session]:
        """This exercise's history, with tonight's session also when no set of it was done."""
        history = routine.of(session.exercise, self._sessions.history(visit.id))
        return history if session.sets_done else [*history, session]

    def _went_up(self, visit: Visit, plan: Plan, session: Session) -> bool:
        """Whether the first exercise of tonight has gone up a rung already."""
        first = self._sessions.of_night(visit.id, session.night)[0]
        return session.part > 1 and plan.level(first.exercise) > first.level

    async def _keep_level(
        self, update: Update, context: Context, visit: Visit, session: Session, level: str
    ) -> object:
        """The person would rather stay: lower at will, back up only where pain had no part in it."""
        now, exercise = self._plan(visit).level(session.exercise), session.exercise
        before = int(level) if level.isdecimal() else now
        ceiling = self._ceiling(visit, exercise)
        if before < now or progress.may_refuse(self._ladder(visit, session), before, now, ceiling):
            self._save_level(visit, exercise, before)
        await show(update, context, view.kept(visit.say))
        return ConversationHandler.END

    def _save_level(self, visit: Visit, exercise: Exercise, level: int) -> None:
        plan = self._plan(visit)
        levels = tuple((each, level if each is exercise else old) for each, old in plan.levels)
        self._health.save_plan(visit.id, replace(plan, levels=levels))

    def _next_night(self, visit: Visit) -> date | None:
        days = self._plan(visit).days
        nights = (visit.night + timedelta(days=n) for n in range(1, 9))
        return next((night for night in nights if is_training_night(night, days, visit.night)), None)

    # -- what stands where -------------------------------------------------------------------------------

    def _tonight(self, visit: Visit) -> tuple[Session | None, Reply]:
        """Tonight's session, begun if need be; or None and the reason why there is none."""
        nothing = Reply("")
        gate = self._gate(visit)
        plan = self._deps.plan(visit.id)
        if gate is Gate.HELD:
            return None, self._held(visit)
        if gate is not Gate.OPEN:
            return None, view.closed(visit.say, gate, again=self._check(visit) is not None)
        if plan is None:
            return None, plan_view.no_plan(visit.say)
        if (session := self._sessions.get(visit.id, visit.night)) is not None:
            return self._within_check(visit, session), nothing
        last = self._sessions.last_night(visit.id, visit.night)
        last_at = self._sessions.last_at(visit.id, visit.night)
        if last is not None and not rested(visit.night, visit.now, last, last_at):
            return None, view.rest_night(visit.say, last, self._habit(visit))
        session = self._new(visit, plan, self._wanted(visit, plan, part=1))
        self._sessions.save(visit.id, session, visit.now)
        return session, nothing

    def _wanted(self, visit: Visit, plan: Plan, part: int) -> Exercise | None:
        """The exercise of this part of tonight; None when there is no such part (any more)."""
        history = self._sessions.history(visit.id)
        tonights = routine.tonights(plan, history, visit.night, self._allowed(visit))
        return tonights[part - 1] if part <= len(tonights) else None

    def _within_check(self, visit: Visit, session: Session) -> Session:
        """The session, kept to what a check or a plan newer than it says, from the next set on."""
        if evening.stage(session) not in (Stage.FORM, Stage.SET):
            return session
        plan, exercise = self._plan(visit), session.exercise
        ceiling = self._ceiling(visit, exercise)
        untouched = session.sets_done == 0 and session.pain is None
        wanted = self._wanted(visit, plan, session.part)
        if exercise is not wanted and (untouched or exercise not in self._allowed(visit)):
            kept = self._new(visit, plan, wanted, part=session.part) if wanted else evening.given_up(session)
        elif session.level > ceiling:
            kept = evening.lowered(session, ceiling, self._sets(exercise, ceiling))
        else:
            return session
        self._sessions.save(visit.id, kept, visit.now)
        return kept

    def _allowed(self, visit: Visit) -> tuple[Exercise, ...]:
        check = self._check(visit)
        assert check is not None, "the gate is open only with a check"
        table = self._deps.content.catalogue.recommendations
        found = recommend.recommend(check.answers, check.vetoes, table)
        return (found.exercise, *found.others)

    def _sets(self, exercise: Exercise, level: int) -> int:
        return self._deps.content.catalogue.plans[exercise].rungs[level].level.sets

    def _new(self, visit: Visit, plan: Plan, exercise: Exercise | None, part: int = 1) -> Session:
        exercise = exercise or plan.exercise
        history = self._sessions.history(visit.id)
        level = routine.level_tonight(plan, exercise, history, visit.night).level
        level = min(level, self._ceiling(visit, exercise))
        sets = self._sets(exercise, level)
        return Session(night=visit.night, exercise=exercise, level=level, sets=sets, part=part)

    def _gate(self, visit: Visit) -> Gate:
        return rules.gate(
            self._check(visit),
            self._health.hold(visit.id),
            self._sessions.last_night(visit.id, visit.night),
            visit.night,
        )

    def _check(self, visit: Visit) -> Check | None:
        return self._health.check(visit.id)

    def _held(self, visit: Visit) -> Reply:
        card = self._deps.card_if_shut(visit)
        assert card is not None, "the gate is held by a warning sign"
        return card

    def _ceiling(self, visit: Visit, exercise: Exercise) -> int:
        """The highest rung allowed tonight; the pain of the check counts on its own night only."""
        check = self._check(visit)
        assert check is not None, "the gate is open only with a check"
        answers = check.answers if check.night == visit.night else replace(check.answers, pain=None)
        catalogue = self._deps.content.catalogue
        top = catalogue.plans[exercise].top
        return recommend.ceiling(exercise, answers, check.vetoes, catalogue.recommendations, top=top)

    def _plan(self, visit: Visit) -> Plan:
        plan = self._deps.plan(visit.id)
        assert plan is not None, "a session begins only with a plan"
        return plan

    def _stage(self, visit: Visit, session: Session) -> Reply:
        return view.stage(
            visit.say,
            session,
            evening.stage(session),
            self._hint(visit, session),
            first=not self._sessions.history(visit.id, limit=1),
            surface=self._plan(visit).surface,
            second=self._to_come(visit, session),
        )

    def _to_come(self, visit: Visit, session: Session) -> Exercise | None:
        """The exercise after this one, begun or done: to say that it is the first of two."""
        if evening.stage(session) is Stage.DONE:
            return self._following(visit, session)
        other = self._wanted(visit, self._plan(visit), part=2)
        return other if session.part == 1 else None

    def _hint(self, visit: Visit, session: Session) -> Feel | None:
        """Where this exercise was felt the last time; it helps with the hip lift only (H42, H20)."""
        history = routine.of(session.exercise, self._sessions.history(visit.id))
        earlier = [each for each in history if each.night < visit.night]
        return earlier[-1].feel if earlier and session.exercise is Exercise.HIP_LIFT else None

    def _habit(self, visit: Visit) -> str:
        tips = self._deps.content.catalogue.habits
        return habits.tip(visit.say, tips[visit.night.toordinal() % len(tips)])
