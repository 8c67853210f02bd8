"""When the person's next reminder is due: decided by the coach, kept in the ledger."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.coach.model import Mode
from bot.coach.schedule import Due, due_at, is_training_night, next_due
from bot.store import Store


def plan_next(store: Store, person_id: int, after: datetime) -> Due | None:
    """Plan anew the first automatic reminder that is due after this moment; None when there is to be none.

    Safe to call at any time: what was sent stays, what is due and not out yet stays if it is still wanted,
    and a night is never planned twice.
    """
    due = _next(store, person_id, after)
    store.reminders.plan(person_id, due)
    return due


def _next(store: Store, person_id: int, after: datetime) -> Due | None:
    person = store.people.get(person_id)
    wish = store.reminders.bedtime(person_id)
    if person is None or person.zone is None or person.blocked or wish is None or not wish.enabled:
        return None
    plan = store.health.plan(person_id)
    history = store.sessions.history(person_id, limit=1)
    trained = history[-1].night if history else None

    def wanted(night: date) -> bool:
        """A chosen night that is not done, and no training reminder on the night after a session."""
        if wish.mode is Mode.EVERY or plan is None:
            return night != trained
        return is_training_night(night, plan.days, trained)

    zone = ZoneInfo(person.zone)
    since = _since(store.reminders.waiting(person_id), wish.at, zone, after)
    return next_due(wish.at, zone, since, store.reminders.last(person_id), wanted)


def _since(waiting: Due | None, bedtime: time, zone: ZoneInfo, after: datetime) -> datetime:
    """Just before tonight's reminder if it waits for the tick or a retry and the bedtime is the same."""
    if waiting is None or not waiting.at <= after < waiting.expires:
        return after
    return waiting.at - timedelta(seconds=1) if waiting.at == due_at(waiting.night, bedtime, zone) else after
