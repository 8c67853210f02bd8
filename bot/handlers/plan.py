"""/plan: what it is, and the other exercise where the check allows it."""

from __future__ import annotations

from dataclasses import replace

from telegram import Update
from telegram.ext import CommandHandler

from bot.coach import recommend
from bot.coach import screening as rules
from bot.coach.model import Check, Exercise, Plan
from bot.coach.screening import Gate
from bot.handlers.deps import Deps, Visit
from bot.handlers.outbox import Context, answer, settle
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
        on(NAME, "choose", talk.chosen),
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

    async def chosen(self, update: Update, context: Context) -> None:
        """Change the exercise within what the check allows; each keeps its own rung."""
        await settle(update)
        visit = self._deps.visit(update)
        await answer(update, context, self._refusal(visit) or self._choose(visit, pressed_on(update).values))

    async def how(self, update: Update, context: Context) -> None:
        await settle(update)
        visit = self._deps.visit(update)
        await answer(update, context, self._refusal(visit) or self._form(visit))

    async def easier(self, update: Update, context: Context) -> None:
        await settle(update)
        visit = self._deps.visit(update)
        shown = self._refusal(visit) or view.easier_page(visit.say, self._both(visit)[0].exercise)
        await answer(update, context, shown)

    def _choose(self, visit: Visit, values: tuple[str, ...]) -> Reply:
        plan, check = self._both(visit)
        if values not in {(each,) for each in self._allowed(check)}:
            return view.not_allowed(visit.say)
        self._health.save_plan(visit.id, replace(plan, exercise=Exercise(values[0])))
        return self._page(visit)

    def _page(self, visit: Visit) -> Reply:
        plan, check = self._both(visit)
        others = tuple(each for each in self._allowed(check) if each is not plan.exercise)
        return view.plan_page(visit.say, plan, others)

    def _form(self, visit: Visit) -> Reply:
        plan, _ = self._both(visit)
        return view.form_page(visit.say, plan.exercise, plan.level(plan.exercise))

    def _both(self, visit: Visit) -> tuple[Plan, Check]:
        plan, check = self._health.plan(visit.id), self._health.check(visit.id)
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
