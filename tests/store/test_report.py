"""What the ledger says as a whole."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from bot.coach.model import Bedtime, Language
from bot.coach.schedule import Due
from bot.store import Store
from bot.store.report import Lateness

NIGHT = date(2026, 11, 24)
DUE = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)


def crowd(store: Store, people: int) -> None:
    for person in range(1, people + 1):
        store.people.remember(person, Language.EN, DUE)
        store.reminders.set_bedtime(person, Bedtime(time(22, 30)))
        store.reminders.plan(person, Due(NIGHT, DUE))


def test_an_empty_ledger_has_nothing_to_say(store: Store) -> None:
    assert store.report.quarters(DUE) == []
    assert store.report.outcomes(NIGHT) == {}
    assert store.report.lateness(NIGHT) == Lateness(0)


def test_each_quarter_of_an_hour_says_how_many_are_planned(store: Store) -> None:
    crowd(store, 3)
    store.reminders.plan(1, Due(NIGHT, DUE + timedelta(minutes=14)))
    store.reminders.plan(2, Due(NIGHT, DUE + timedelta(minutes=15)))
    quarters = [(DUE, 2), (DUE + timedelta(minutes=15), 1)]
    assert store.report.quarters(DUE + timedelta(days=1)) == quarters
    assert store.report.quarters(DUE + timedelta(minutes=15)) == quarters[:1]


def test_lateness_is_counted_from_the_wished_time_and_not_from_the_spread_one(store: Store) -> None:
    crowd(store, 20)
    store.reminders.plan(20, Due(NIGHT, DUE, timedelta(seconds=200)))
    for delivery in store.reminders.claim("ours", DUE + timedelta(minutes=5), 100):
        late = 240 if delivery.person == 20 else delivery.person
        store.reminders.sent(delivery, 1, DUE + timedelta(seconds=late))
    seconds = [timedelta(seconds=each) for each in (10, 19, 240)]
    assert store.report.lateness(NIGHT) == Lateness(20, *seconds)
    assert store.report.outcomes(NIGHT) == {"sent": 20}
    assert store.report.outcomes(NIGHT + timedelta(days=1)) == {}
