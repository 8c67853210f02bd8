"""Where somebody stands tonight, for the menu and for /help."""

from __future__ import annotations

from datetime import date

from bot.coach import review, schedule
from bot.coach import screening as rules
from bot.coach import session as evening
from bot.coach.next_up import Next, Situation, next_up
from bot.coach.schedule import is_training_night, night_of, rested
from bot.coach.screening import Gate
from bot.handlers.deps import Deps, Visit


def whats_next(deps: Deps, visit: Visit) -> Next:
    """The one next thing for this person."""
    store = deps.store
    check, hold = store.health.check(visit.id), deps.hold(visit)
    last = store.sessions.last_night(visit.id, visit.night)
    session = store.sessions.get(visit.id, visit.night)
    begun = session is not None and (session.started or session.stopped or session.hurting)
    plan = deps.plan(visit.id)
    return next_up(
        Situation(
            gate=rules.gate(check, hold, last, visit.night),
            checked=check is not None,
            half_checked=half_checked(deps, visit),
            session=evening.stage(session) if session is not None and begun else None,
            rested=rested(visit.night, last),
            training_night=plan is not None and is_training_night(visit.night, plan.days, last),
        )
    )


def half_checked(deps: Deps, visit: Visit) -> bool:
    """Whether tonight's check waits half done."""
    at = deps.store.health.draft_at(visit.id)
    return at is not None and night_of(at, visit.zone) == visit.night


def review_due(deps: Deps, visit: Visit) -> bool:
    """Whether the weekly question is open: never while exercise is shut, or there is no bedtime plan."""
    plan, last = deps.plan(visit.id), deps.store.sessions.last_night(visit.id, visit.night)
    gate = rules.gate(deps.store.health.check(visit.id), deps.hold(visit), last, visit.night)
    if plan is None or gate not in (Gate.OPEN, Gate.PAIN_TONIGHT):
        return False
    history = deps.store.sessions.history(visit.id)
    return review.due(plan, history, deps.store.reviews.last(visit.id), visit.night)


def next_training_night(deps: Deps, visit: Visit) -> date | None:
    """The next night with exercise, tonight included."""
    plan, last = deps.plan(visit.id), deps.store.sessions.latest_night(visit.id)
    if plan is None:
        return None
    return schedule.next_training_night(plan.days, visit.night, last)
