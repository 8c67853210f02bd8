"""/plan: what it is, and what may be changed: exercise, routine, level, training nights."""

from __future__ import annotations

from dataclasses import replace

from telegram import Update
from telegram.ext import CommandHandler

from bot.coach import calendar, progress, recommend, routine
from bot.coach import screening as rules
from bot.coach.model import Check, Exercise, Plan, Routine, Session
from bot.coach.screening import Gate
from bot.handlers.deps import Deps, Visit
from bot.handlers.outbox import Context, answer, settle, show
from bot.handlers.presses import NEW, Handler, on, pressed_on
from bot.views import plan as view
from bot.views import tonight as tonight_view
from bot.views.reply import Reply

NAME = "plan"


def build(deps: Deps) -> list[Handler]:
    talk = PlanPage(deps)
    return [
        CommandHandler("plan", talk.opened, NEW),
        on(NAME, "open", talk.opened),
        on(NAME, "change", talk.change),
        on(NAME, "choose", talk.chosen),
        on(NAME, "routine", talk.routine),
        on(NAME, "lower", talk.lower),
        on(NAME, "harder", talk.harder),
        on(NAME, "days", talk.days),
        on(NAME, "nights", talk.nights),
        on(NAME, "on", talk.days_chosen),
        on(NAME, "how", talk.how),
        on(NAME, "easier", talk.easier),
    ]


class PlanPage:
    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._health = deps.store.health

    async def opened(self, update: Update, context: Context) -> None:
        await settle(update)
        visit = self._deps.visit(update)
        await answer(update, context, self._refusal(visit) or self._page(visit))

    async def change(self, update: Update, context: Context) -> None:
        """The page with everything that may be changed."""
        await settle(update)
        visit = self._deps.visit(update)
        await show(update, context, self._refusal(visit) or self._changes(visit))

    def _changes(self, visit: Visit) -> Reply:
        plan, check = self._both(visit)
        return view.change_page(visit.say, plan, self._others(plan, check))

    async def how(self, update: Update, context: Context) -> None:
        await settle(update)
        visit = self._deps.visit(update)
        await answer(update, context, self._refusal(visit) or self._form(visit))

    async def easier(self, update: Update, context: Context) -> None:
        await settle(update)
        visit = self._deps.visit(update)
        shown = self._refusal(visit) or view.easier_page(visit.say, self._both(visit)[0].exercise)
        await answer(update, context, shown)

    # -- one exercise or both ----------------------------------------------------------------------------

    async def chosen(self, update: Update, context: Context) -> None:
        """Change the exercise within what the check allows; each keeps its own rung."""
        await settle(update)
        visit = self._deps.visit(update)
        await answer(update, context, self._refusal(visit) or self._choose(visit, pressed_on(update).values))

    def _choose(self, visit: Visit, values: tuple[str, ...]) -> Reply:
        plan, check = self._both(visit)
        if values not in {(each,) for each in self._allowed(check)}:
            return view.not_allowed(visit.say)
        self._health.save_plan(visit.id, replace(plan, exercise=Exercise(values[0]), routine=Routine.ONE))
        return self._page(visit)

    async def routine(self, update: Update, context: Context) -> None:
        """Both exercises in turn, or one after the other, where the check allows both (S23, G80)."""
        await settle(update)
        visit = self._deps.visit(update)
        refusal = self._refusal(visit)
        if refusal is not None:
            await answer(update, context, refusal)
            return
        await show(update, context, self._routine(visit, "".join(pressed_on(update).values)))

    def _routine(self, visit: Visit, wanted: str) -> Reply:
        plan, check = self._both(visit)
        if len(self._allowed(check)) < 2:
            return view.not_allowed(visit.say)
        if wanted not in set(Routine):
            return view.routine_page(visit.say, plan)
        plan = replace(plan, routine=Routine(wanted))
        self._health.save_plan(visit.id, plan)
        note = visit.say("plan.routine_set", now=view.routine(visit.say, plan))
        return view.changed(visit.say, note, self._page(visit))

    # -- easier or harder on request ---------------------------------------------------------------------

    async def lower(self, update: Update, context: Context) -> None:
        """A level easier: whoever asks gets it (G59)."""
        await settle(update)
        visit = self._deps.visit(update)
        await show(update, context, self._refusal(visit) or self._moved(visit, pressed_on(update).values, -1))

    async def harder(self, update: Update, context: Context) -> None:
        """A level harder, within the check's ceiling and the pain rules (G46, G64)."""
        await settle(update)
        visit = self._deps.visit(update)
        await show(update, context, self._refusal(visit) or self._moved(visit, pressed_on(update).values, +1))

    def _moved(self, visit: Visit, values: tuple[str, ...], by: int) -> Reply:
        """The button names the level it was made for, so that a double press moves once."""
        plan, check = self._both(visit)
        level = plan.level(plan.exercise)
        if values != (str(level),):
            return self._page(visit)
        if by < 0 and level == 0:
            return view.changed(visit.say, visit.say("plan.lowest"), self._page(visit))
        if by > 0 and (refusal := self._against_harder(visit, plan, check)) is not None:
            return view.changed(visit.say, view.refused(visit.say, refusal), self._page(visit))
        levels = tuple((each, old + by if each is plan.exercise else old) for each, old in plan.levels)
        self._health.save_plan(visit.id, replace(plan, levels=levels))
        note = visit.say("plan.went_harder" if by > 0 else "plan.went_lower")
        return view.changed(visit.say, note, self._page(visit))

    def _against_harder(self, visit: Visit, plan: Plan, check: Check) -> progress.Refusal | None:
        catalogue = self._deps.content.catalogue
        answers = check.answers if check.night == visit.night else replace(check.answers, pain=None)
        top = catalogue.plans[plan.exercise].top
        ceiling = recommend.ceiling(plan.exercise, answers, check.vetoes, catalogue.recommendations, top=top)
        return progress.may_ask_harder(self._ladder(visit, plan), plan.level(plan.exercise), ceiling)

    def _ladder(self, visit: Visit, plan: Plan) -> list[Session]:
        """This exercise's sessions, with a latest one that was stopped before a set was done."""
        sessions = self._deps.store.sessions
        history = routine.of(plan.exercise, sessions.history(visit.id))
        latest = sessions.latest_night(visit.id)
        tonight = sessions.of_night(visit.id, latest) if latest is not None else []
        return history + [
            each for each in routine.of(plan.exercise, tonight) if each.stopped and not each.sets_done
        ]

    # -- training nights ---------------------------------------------------------------------------------

    async def days(self, update: Update, context: Context) -> None:
        """How many nights a week."""
        await settle(update)
        visit = self._deps.visit(update)
        refusal = self._refusal(visit)
        if refusal is not None:
            await answer(update, context, refusal)
            return
        await show(update, context, view.days_page(visit.say, self._both(visit)[0]))

    async def nights(self, update: Update, context: Context) -> None:
        """Which weekdays, of those that never make two nights in a row."""
        await settle(update)
        visit = self._deps.visit(update)
        refusal, wanted = self._refusal(visit), "".join(pressed_on(update).values)
        if refusal is not None:
            await answer(update, context, refusal)
            return
        known = wanted in {str(count) for count in range(calendar.FEWEST, calendar.MOST + 1)}
        plan = self._both(visit)[0]
        await show(
            update,
            context,
            view.pick_days(visit.say, int(wanted)) if known else view.days_page(visit.say, plan),
        )

    async def days_chosen(self, update: Update, context: Context) -> None:
        await settle(update)
        visit = self._deps.visit(update)
        await show(
            update, context, self._refusal(visit) or self._train_on(visit, "".join(pressed_on(update).values))
        )

    def _train_on(self, visit: Visit, mark: str) -> Reply:
        plan, _ = self._both(visit)
        days = frozenset(int(each) for each in mark if each in "0123456")
        if not calendar.valid(days):
            return view.days_page(visit.say, plan)
        self._health.save_plan(visit.id, replace(plan, days=days))
        self._deps.replan(visit.id)
        note = visit.say("plan.days_set", days=view.nights(visit.say, days))
        return view.changed(visit.say, note, self._page(visit))

    # -- what stands where -------------------------------------------------------------------------------

    def _page(self, visit: Visit) -> Reply:
        plan, check = self._both(visit)
        return view.plan_page(visit.say, plan, self._others(plan, check))

    def _others(self, plan: Plan, check: Check) -> tuple[Exercise, ...]:
        return tuple(each for each in self._allowed(check) if each is not plan.exercise)

    def _form(self, visit: Visit) -> Reply:
        plan, _ = self._both(visit)
        return view.form_page(visit.say, plan.exercise, plan.level(plan.exercise))

    def _both(self, visit: Visit) -> tuple[Plan, Check]:
        plan, check = self._deps.plan(visit.id), self._health.check(visit.id)
        assert plan is not None, "without a refusal there is a plan"
        assert check is not None, "a plan comes from a check"
        return plan, check

    def _allowed(self, check: Check) -> tuple[Exercise, ...]:
        table = self._deps.content.catalogue.recommendations
        found = recommend.recommend(check.answers, check.vetoes, table)
        return (found.exercise, *found.others)

    def _refusal(self, visit: Visit) -> Reply | None:
        """Why there is no plan to show; nothing of it is shown while exercise is shut."""
        card = self._deps.card_if_shut(visit)
        if card is not None:
            return card
        check = self._health.check(visit.id)
        if check is not None and rules.gate(check, None, None, check.night) is Gate.NO_BEDTIME_PLAN:
            return tonight_view.closed(visit.say, Gate.NO_BEDTIME_PLAN)
        return view.no_plan(visit.say) if self._health.plan(visit.id) is None else None
