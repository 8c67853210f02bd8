"""When the person's next reminder is due: decided by the coach, kept in the ledger."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.coach.model import Bedtime, Mode
from bot.coach.schedule import Due, due_at, is_training_night, next_due, spread_of
from bot.store import Store


@dataclass(frozen=True, slots=True)
class Spread:
    """A minute takes so many people; whoever comes after them is reminded up to `width` later.

    By default nothing is spread.
    """

    full: int = 0
    width: timedelta = timedelta(0)


UNSPREAD = Spread()


def plan_next(store: Store, person_id: int, after: datetime, spread: Spread = UNSPREAD) -> Due | None:
    """Plan anew the first automatic reminder that is due after this moment; None when there is to be none.

    Safe to call at any time: what was sent stays, what is due and not out yet stays if it is still wanted,
    and a night is never planned twice.
    """
    due = _next(store, person_id, after)
    if due is not None:
        due = _spread(store, person_id, due, spread)
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
        """A chosen night that is not done, no pause, no training reminder on the night after a session."""
        if wish.pauses(night):
            return False
        if wish.mode is Mode.EVERY or plan is None:
            return night != trained
        return is_training_night(night, plan.days, trained)

    zone = ZoneInfo(person.zone)
    since = _since(store.reminders.waiting(person_id), wish, zone, after)
    if wish.paused_until is not None:  # a pause may be longer than the two weeks that are looked at
        since = max(since, due_at(wish.paused_until, wish.on(wish.paused_until), zone) - timedelta(seconds=1))
    return next_due(wish.on, zone, since, store.reminders.last(person_id), wanted)


def _since(waiting: Due | None, wish: Bedtime, zone: ZoneInfo, after: datetime) -> datetime:
    """Just before tonight's reminder if it waits for the tick or a retry and the bedtime is the same."""
    if waiting is None or not waiting.at <= after < waiting.expires:
        return after
    same = waiting.at == due_at(waiting.night, wish.on(waiting.night), zone)
    return waiting.at - timedelta(seconds=1) if same else after


def _spread(store: Store, person_id: int, due: Due, spread: Spread) -> Due:
    """As planned before, if nothing has changed; else at the wished time, or a little later if it is full."""
    waiting = store.reminders.waiting(person_id)
    if waiting is not None and (waiting.night, waiting.at) == (due.night, due.at):
        return waiting
    if not spread.full or not store.reminders.is_full(due.at, spread.full):
        return due
    return replace(due, spread=spread_of(person_id, spread.width))
