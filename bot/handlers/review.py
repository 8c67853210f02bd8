"""The weekly question, in the place of a night's reminder or by its button."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from telegram import Update

from bot.coach import review, routine
from bot.coach.model import Exercise, Routine
from bot.coach.progress import Move
from bot.coach.review import Answer, Review
from bot.handlers.deps import Deps, Visit
from bot.handlers.outbox import Context, answer, settle, show
from bot.handlers.presses import Handler, on, pressed_on
from bot.handlers.situation import review_due
from bot.handlers.training import Training
from bot.views import habits
from bot.views import plan as plan_view
from bot.views import review as view
from bot.views.reply import Reply

NAME = "review"


def build(deps: Deps) -> list[Handler]:
    talk = Weekly(deps)
    return [on(NAME, "open", talk.opened), on(NAME, "is", talk.answered)]


class Weekly:
    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._reviews = deps.store.reviews
        self._sessions = deps.store.sessions

    async def opened(self, update: Update, context: Context) -> None:
        await settle(update)
        visit = self._deps.visit(update)
        await answer(update, context, self._refusal(visit) or self._open(visit))

    def _open(self, visit: Visit) -> Reply:
        open_ = review_due(self._deps, visit)
        return view.question(visit.say, visit.night) if open_ else view.not_now(visit.say)

    async def answered(self, update: Update, context: Context) -> None:
        """Keep the answer once, adjust within the rules, and say what follows."""
        await settle(update)
        visit, press = self._deps.visit(update), pressed_on(update)
        night, said = press.night(), "".join(press.values[1:])
        refusal = self._refusal(visit)
        if refusal is not None:
            await answer(update, context, refusal)
        elif night is None or said not in set(Answer) or not self._open_for(visit, night):
            await answer(update, context, self._open(visit))
        elif not review_due(self._deps, visit):
            await answer(update, context, self._not_due(visit))
        else:
            await show(update, context, self._keep(visit, Answer(said)))

    def _not_due(self, visit: Visit) -> Reply:
        """Answered this week already, or not to be asked now."""
        last = self._reviews.last(visit.id)
        noted = last is not None and self._open_for(visit, last.night)
        return view.noted(visit.say) if noted else view.not_now(visit.say)

    def _open_for(self, visit: Visit, night: date) -> bool:
        """Whether the press is about this week: a button of last month asks nothing any more."""
        return 0 <= (visit.night - night).days < review.OPEN_NIGHTS

    def _keep(self, visit: Visit, said: Answer) -> Reply:
        training = Training(self._deps, visit)
        plan = training.plan
        before = plan.level(plan.exercise)
        with self._deps.store.database.write():
            self._reviews.add(visit.id, Review(visit.night, said), visit.now)
            moves = {exercise: self._move(training, said, exercise) for exercise, _ in plan.levels}
            levels = tuple((each, moves[each].level) for each, _ in plan.levels)
            self._deps.store.health.save_plan(visit.id, replace(plan, levels=levels))
        first = self._sessions.first_night(visit.id) or visit.night
        notes = review.notes(self._reviews.all(visit.id), first, other_allowed=self._may_alternate(training))
        tips = self._deps.content.catalogue.habits
        habit = habits.tip(visit.say, tips[habits.of_week(visit.night) % len(tips)])
        data = self._deps.progress(visit)
        return view.answered(visit.say, said, plan.exercise, before, moves[plan.exercise], notes, data, habit)

    def _move(self, training: Training, said: Answer, exercise: Exercise) -> Move:
        """Each exercise that was done has its own ladder; one that was not stays."""
        history = routine.of(exercise, training.history)
        top = self._deps.content.catalogue.plans[exercise].top
        return review.adjusted(said, training.plan.level(exercise), top, history)

    def _may_alternate(self, training: Training) -> bool:
        return training.plan.routine is Routine.ONE and len(training.allowed) > 1

    def _refusal(self, visit: Visit) -> Reply | None:
        card = self._deps.card_if_shut(visit)
        if card is not None:
            return card
        return plan_view.no_plan(visit.say) if self._deps.plan(visit.id) is None else None
