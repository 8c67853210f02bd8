"""/plan: what it is, and what may be changed: exercise, routine, level, training nights."""

from __future__ import annotations

from dataclasses import replace

from telegram import Update
from telegram.ext import CommandHandler

from bot.coach import calendar, progress
from bot.coach import screening as rules
from bot.coach.model import Exercise, Plan, Routine
from bot.coach.screening import Gate
from bot.handlers.deps import Deps, Visit
from bot.handlers.outbox import Context, answer, settle, show
from bot.handlers.presses import NEW, Handler, on, pressed_on
from bot.handlers.situation import half_checked
from bot.handlers.training import Training
from bot.views import pictures
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
        plan = self._training(visit).plan
        return view.change_page(visit.say, plan, self._others(visit, plan))

    async def how(self, update: Update, context: Context) -> None:
        await settle(update)
        visit = self._deps.visit(update)
        refusal = self._refusal(visit)
        await answer(update, context, *((refusal,) if refusal else self._form(visit)))

    async def easier(self, update: Update, context: Context) -> None:
        await settle(update)
        visit = self._deps.visit(update)
        refusal = self._refusal(visit)
        await answer(update, context, *((refusal,) if refusal else self._easier(visit)))

    # -- one exercise or both ----------------------------------------------------------------------------

    async def chosen(self, update: Update, context: Context) -> None:
        """Change the exercise within what the check allows; each keeps its own rung."""
        await settle(update)
        visit = self._deps.visit(update)
        await answer(update, context, self._refusal(visit) or self._choose(visit, pressed_on(update).values))

    def _choose(self, visit: Visit, values: tuple[str, ...]) -> Reply:
        plan, allowed = self._training(visit).plan, self._training(visit).allowed
        if values not in {(each,) for each in allowed}:
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
        plan = self._training(visit).plan
        if not self._others(visit, plan):
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
        training = self._training(visit)
        plan, level = training.plan, training.plan.level(training.plan.exercise)
        if values != (str(level),):
            return self._page(visit)
        if by < 0 and level == 0:
            return view.changed(visit.say, visit.say("plan.lowest"), self._page(visit))
        ladder, ceiling = training.ladder(plan.exercise), training.ceiling(plan.exercise)
        if by > 0 and (why := progress.may_ask_harder(ladder, level, ceiling)) is not None:
            return view.changed(visit.say, view.refused(visit.say, why), self._page(visit))
        training.save_level(plan.exercise, level + by)
        note = visit.say("plan.went_harder" if by > 0 else "plan.went_lower")
        return view.changed(visit.say, note, self._page(visit))

    # -- training nights ---------------------------------------------------------------------------------

    async def days(self, update: Update, context: Context) -> None:
        """How many nights a week."""
        await settle(update)
        visit = self._deps.visit(update)
        refusal = self._refusal(visit)
        if refusal is not None:
            await answer(update, context, refusal)
            return
        await show(update, context, view.days_page(visit.say, self._training(visit).plan))

    async def nights(self, update: Update, context: Context) -> None:
        """Which weekdays, of those that never make two nights in a row."""
        await settle(update)
        visit = self._deps.visit(update)
        refusal, wanted = self._refusal(visit), "".join(pressed_on(update).values)
        if refusal is not None:
            await answer(update, context, refusal)
            return
        known = wanted in {str(count) for count in range(calendar.FEWEST, calendar.MOST + 1)}
        plan = self._training(visit).plan
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
        plan = self._training(visit).plan
        days = frozenset(int(each) for each in mark if each in "0123456")
        if not calendar.valid(days):
            return view.days_page(visit.say, plan)
        self._health.save_plan(visit.id, replace(plan, days=days))
        self._deps.replan(visit.id)
        note = visit.say("plan.days_set", days=view.nights(visit.say, days))
        return view.changed(visit.say, note, self._page(visit))

    # -- what stands where -------------------------------------------------------------------------------

    def _page(self, visit: Visit) -> Reply:
        plan = self._training(visit).plan
        return view.plan_page(visit.say, plan, self._others(visit, plan))

    def _others(self, visit: Visit, plan: Plan) -> tuple[Exercise, ...]:
        return tuple(each for each in self._training(visit).allowed if each is not plan.exercise)

    def _form(self, visit: Visit) -> tuple[Reply, ...]:
        """What often goes wrong as a drawing, then step by step. The lowest rung is another movement."""
        plan = self._training(visit).plan
        level = plan.level(plan.exercise)
        page = view.form_page(visit.say, plan.exercise, level)
        wrong = visit.say.catalogue.pictures.mistakes[plan.exercise] if level else ()
        return (*pictures.alone(visit.say, wrong), pictures.form(visit.say, page, plan.exercise, level))

    def _easier(self, visit: Visit) -> tuple[Reply, ...]:
        exercise = self._training(visit).plan.exercise
        drawn = pictures.alone(visit.say, visit.say.catalogue.pictures.easier[exercise])
        return (*drawn, view.easier_page(visit.say, exercise))

    def _training(self, visit: Visit) -> Training:
        return Training(self._deps, visit)

    def _refusal(self, visit: Visit) -> Reply | None:
        """Why there is no plan to show; nothing of it is shown while exercise is shut."""
        card = self._deps.card_if_shut(visit)
        if card is not None:
            return card
        check = self._health.check(visit.id)
        if check is not None and rules.gate(check, None, None, check.night) is Gate.NO_BEDTIME_PLAN:
            return tonight_view.closed(visit.say, Gate.NO_BEDTIME_PLAN)
        if self._health.plan(visit.id) is not None:
            return None
        return view.no_plan(visit.say, half=half_checked(self._deps, visit))
