"""What the coach adds to a night's reminder: tonight's rung, and the weekly question in its place."""

from __future__ import annotations

from datetime import date

from bot.coach import recommend, review, routine
from bot.coach.model import Exercise, Level, Plan
from bot.store import Store
from bot.views import review as view
from bot.views.reply import Reply
from bot.views.words import Words


def with_question(store: Store, say: Words, person: int, plan: Plan, night: date, reminder: Reply) -> Reply:
    """The reminder, or, once a week, the weekly question in its place with the reminder's buttons below."""
    history = store.sessions.history(person)
    open_ = review.due(plan, history, store.reviews.last(person), night)
    return view.with_reminder(say, night, reminder) if open_ and review.asked_on(plan, night) else reminder


def tonights_level(store: Store, say: Words, person: int, plan: Plan, night: date) -> Level:
    """The rung that /tonight will show: of tonight's exercise, lower after a break."""
    history = store.sessions.history(person)
    exercise = routine.tonights(plan, history, night, _allowed(store, say, person))[0]
    number = routine.level_tonight(plan, exercise, history, night).level
    words = say.catalogue.plans[exercise]
    return words.rungs[min(number, words.top)].level


def _allowed(store: Store, say: Words, person: int) -> tuple[Exercise, ...]:
    check = store.health.check(person)
    assert check is not None, "a reminder is composed only behind an open gate, and that wants a check"
    return recommend.recommend(check.answers, check.vetoes, say.catalogue.recommendations).allowed
