"""The ledger: one row per person, night and wish; its states, its claims, its fence."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.coach.model import Bedtime, Language, Mode
from bot.coach.schedule import Due
from bot.store import Store, open_store
from bot.store.database import Database, Parameters
from bot.store.due import LEASE, Delivery, Reminders
from bot.store.erasures import Erasures
from bot.store.people import People

EMMA, JAMES, LUCY = 1, 2, 3
DUE = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
NIGHT, TOMORROW = date(2026, 11, 24), date(2026, 11, 25)
TONIGHT = Due(NIGHT, DUE)
NEXT = Due(TOMORROW, DUE + timedelta(days=1))
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture(autouse=True)
def people(store: Store) -> None:
    for person in (EMMA, JAMES, LUCY):
        store.people.remember(person, Language.EN, DUE)
        store.people.set_zone(person, "Europe/London")
        store.reminders.set_bedtime(person, Bedtime(time(22, 30)))


def states(store: Store, person: int = EMMA) -> list[tuple[str, int, str]]:
    """Night, number and state of the person's rows."""
    rows = store.people.export(person)["deliveries"]
    return [(row["night"], row["seq"], row["state"]) for row in rows]


def claimed(store: Store, person: int = EMMA, now: datetime = DUE) -> Delivery:
    """Tonight's reminder of this person, planned and claimed."""
    store.reminders.plan(person, TONIGHT)
    [delivery] = store.reminders.claim("ours", now, 10)
    return delivery


def sending(store: Store, person: int = EMMA) -> Delivery:
    delivery = claimed(store, person)
    assert store.reminders.fence(delivery, "ours", DUE)
    return delivery


# -- the wish ------------------------------------------------------------------------------------------


def test_a_bedtime_comes_back_as_it_was_wished(store: Store) -> None:
    wish = Bedtime(time(0, 5), Mode.EVERY, enabled=False, silent=True)
    store.reminders.set_bedtime(EMMA, wish)
    assert store.reminders.bedtime(EMMA) == wish
    assert store.reminders.bedtime(99) is None


def test_switching_off_takes_back_what_is_planned_and_keeps_the_time(store: Store) -> None:
    store.reminders.plan(EMMA, TONIGHT)
    store.reminders.plan_later(EMMA, TONIGHT)
    store.reminders.switch_off(EMMA)
    assert store.reminders.bedtime(EMMA) == Bedtime(time(22, 30), enabled=False)
    assert states(store) == []


def test_switching_off_what_was_never_on_is_no_error(store: Store) -> None:
    store.reminders.switch_off(99)
    assert store.reminders.bedtime(99) is None


# -- planning ------------------------------------------------------------------------------------------


def test_one_automatic_reminder_is_planned_at_a_time(store: Store) -> None:
    store.reminders.plan(EMMA, TONIGHT)
    store.reminders.plan(EMMA, NEXT)
    assert states(store) == [("2026-11-25", 0, "due")]
    assert store.reminders.planned(EMMA) == store.reminders.waiting(EMMA) == NEXT


def test_planning_none_takes_the_planned_one_back(store: Store) -> None:
    store.reminders.plan(EMMA, TONIGHT)
    store.reminders.plan(EMMA, None)
    assert states(store) == []


def test_a_night_that_was_served_is_not_planned_again(store: Store) -> None:
    store.reminders.sent(sending(store), 7, DUE)
    store.reminders.plan(EMMA, Due(NIGHT, DUE + timedelta(hours=1)))
    assert states(store) == [("2026-11-24", 0, "sent")]


def test_planning_the_same_again_keeps_the_retry(store: Store) -> None:
    store.reminders.back(sending(store), DUE + MINUTE, "no connection")
    store.reminders.plan(EMMA, TONIGHT)
    assert store.reminders.claim("ours", DUE + 30 * SECOND, 10) == []
    [again] = store.reminders.claim("ours", DUE + MINUTE, 10)
    assert again.tries == 1


def test_later_makes_a_second_row_and_a_second_wish_replaces_the_first(store: Store) -> None:
    store.reminders.sent(sending(store), 7, DUE)
    store.reminders.plan_later(EMMA, Due(NIGHT, DUE + 15 * MINUTE))
    store.reminders.plan_later(EMMA, Due(NIGHT, DUE + 30 * MINUTE))
    assert states(store) == [("2026-11-24", 0, "sent"), ("2026-11-24", 1, "due")]
    assert store.reminders.planned(EMMA) == Due(NIGHT, DUE + 30 * MINUTE)


def test_later_after_a_later_that_came_is_a_new_row(store: Store) -> None:
    store.reminders.sent(sending(store), 7, DUE)
    for seq in (1, 2):
        at = DUE + seq * 15 * MINUTE
        store.reminders.plan_later(EMMA, Due(NIGHT, at))
        [delivery] = store.reminders.claim("ours", at, 10)
        assert delivery.seq == seq
        store.reminders.sent(delivery, 7 + seq, at)


def test_the_last_automatic_one_is_known_whatever_became_of_it(store: Store) -> None:
    assert store.reminders.last(EMMA) is None
    store.reminders.ended(sending(store), "unknown", "timed out")
    store.reminders.plan_later(EMMA, Due(NIGHT, DUE + 15 * MINUTE))
    store.reminders.plan(EMMA, NEXT)
    assert store.reminders.last(EMMA) == TONIGHT


def test_cancelling_takes_a_claimed_one_back_before_its_fence(store: Store) -> None:
    delivery = claimed(store)
    store.reminders.cancel(EMMA)
    assert not store.reminders.fence(delivery, "ours", DUE)
    assert states(store) == []


def test_cancelling_does_not_touch_what_is_on_its_way(store: Store) -> None:
    sending(store)
    store.reminders.cancel(EMMA)
    assert states(store) == [("2026-11-24", 0, "sending")]


def test_who_wants_reminders_and_has_none_planned_is_found(store: Store) -> None:
    store.reminders.plan(EMMA, TONIGHT)
    store.people.set_blocked(JAMES, DUE)
    assert store.everybody.unplanned(0, 10) == ([LUCY], LUCY)
    store.reminders.switch_off(LUCY)
    assert store.everybody.unplanned(0, 10) == ([], LUCY)
    store.reminders.sent(sending(store), 7, DUE)
    assert store.everybody.unplanned(0, 10) == ([EMMA], LUCY)


# -- claim, fence and outcome --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "taken"),
    [
        (DUE - SECOND, False),
        (DUE, True),
        (DUE + 45 * MINUTE - SECOND, True),
        (DUE + 45 * MINUTE, False),
    ],
)
def test_a_row_is_claimed_from_its_due_time_until_it_expires(
    store: Store, now: datetime, taken: bool
) -> None:
    store.reminders.plan(EMMA, TONIGHT)
    assert bool(store.reminders.claim("ours", now, 10)) is taken


def test_the_earliest_are_claimed_first_and_each_only_once(store: Store) -> None:
    for person, minutes in ((EMMA, 2), (JAMES, 0), (LUCY, 1)):
        store.reminders.plan(person, Due(NIGHT, DUE + minutes * MINUTE))
    now = DUE + 5 * MINUTE
    assert [each.person for each in store.reminders.claim("ours", now, 2)] == [JAMES, LUCY]
    assert [each.person for each in store.reminders.claim("theirs", now, 2)] == [EMMA]
    assert store.reminders.claim("ours", now, 2) == []


@pytest.mark.parametrize(
    ("lease", "now", "passes"),
    [
        ("ours", DUE, True),
        ("ours", DUE + LEASE - SECOND, True),
        ("ours", DUE + LEASE, False),
        ("theirs", DUE, False),
    ],
)
def test_only_the_holder_of_a_live_lease_passes_the_fence(
    store: Store, lease: str, now: datetime, passes: bool
) -> None:
    assert store.reminders.fence(claimed(store), lease, now) is passes


def test_nothing_passes_the_fence_after_it_expired(store: Store) -> None:
    delivery = claimed(store, now=DUE + 45 * MINUTE - SECOND)
    assert not store.reminders.fence(delivery, "ours", DUE + 45 * MINUTE)


def test_nothing_passes_the_fence_twice(store: Store) -> None:
    assert not store.reminders.fence(sending(store), "ours", DUE)


def test_a_stalled_worker_that_was_taken_over_does_not_send(store: Store) -> None:
    stalled = claimed(store)
    store.reminders.reconcile()
    [taken_over] = store.reminders.claim("theirs", DUE + 2 * MINUTE, 10)
    assert not store.reminders.fence(stalled, "ours", DUE + 2 * MINUTE)
    assert store.reminders.fence(taken_over, "theirs", DUE + 2 * MINUTE)


def test_what_provably_was_not_sent_is_due_again_after_its_wait(store: Store) -> None:
    store.reminders.back(sending(store), DUE + MINUTE, "no connection")
    assert store.reminders.claim("ours", DUE + MINUTE - SECOND, 10) == []
    assert [each.tries for each in store.reminders.claim("ours", DUE + MINUTE, 10)] == [1]


@pytest.mark.parametrize("state", ["unknown", "expired", "rejected"])
def test_what_ended_is_never_claimed_again(store: Store, state: str) -> None:
    store.reminders.ended(sending(store), state, "so it was")
    store.reminders.reconcile()
    assert store.reminders.expire(DUE + 50 * MINUTE, 10) == []
    assert store.reminders.claim("ours", DUE + MINUTE, 10) == []
    assert states(store) == [("2026-11-24", 0, state)]


def test_a_state_that_the_ledger_does_not_know_is_refused(store: Store) -> None:
    delivery = sending(store)
    with pytest.raises(Exception, match="CHECK"):
        store.reminders.ended(delivery, "forgotten", "")
    assert states(store) == [("2026-11-24", 0, "sending")]


@pytest.mark.parametrize(("late", "dropped"), [(44, False), (45, True), (600, True)])
def test_what_is_45_minutes_late_is_dropped(store: Store, late: int, dropped: bool) -> None:
    store.reminders.plan(EMMA, TONIGHT)
    found = store.reminders.expire(DUE + late * MINUTE, 10)
    assert [each.person for each in found] == ([EMMA] if dropped else [])
    assert states(store) == [("2026-11-24", 0, "expired" if dropped else "due")]


def test_what_is_still_to_come_does_not_expire(store: Store) -> None:
    store.reminders.plan(EMMA, NEXT)
    assert store.reminders.expire(DUE + 45 * MINUTE, 10) == []


def test_a_graceful_stop_gives_back_only_its_own_claims(store: Store) -> None:
    sending(store)
    for person, lease in ((JAMES, "ours"), (LUCY, "theirs")):
        store.reminders.plan(person, TONIGHT)
        store.reminders.claim(lease, DUE, 10)
    assert store.reminders.release("ours") == 1
    assert [states(store, each)[0][2] for each in (EMMA, JAMES, LUCY)] == ["sending", "due", "claimed"]


def test_after_a_crash_claims_are_due_again_and_what_was_on_its_way_is_unknown(
    store: Store, path: Path
) -> None:
    sending(store, EMMA)
    claimed(store, JAMES)
    store.reminders.plan(LUCY, TONIGHT)
    store.close()
    again = open_store(path)
    assert again.reminders.reconcile() == (1, [EMMA])
    assert again.figures.ledger() == {"unknown": 1, "due": 2}
    assert [each.person for each in again.reminders.claim("new", DUE + MINUTE, 10)] == [JAMES, LUCY]
    assert again.reminders.reconcile() == (2, [])
    again.close()


def test_who_is_erased_while_a_message_is_on_its_way_leaves_no_row(store: Store) -> None:
    delivery = sending(store)
    store.people.erase(EMMA, DUE)
    store.reminders.sent(delivery, 7, DUE)
    assert store.figures.ledger() == {}


# -- answers and retention -----------------------------------------------------------------------------


def test_the_same_answer_twice_counts_once_and_a_new_one_replaces_it(store: Store) -> None:
    assert store.reminders.answer(EMMA, NIGHT) is None
    assert store.reminders.note_answer(EMMA, NIGHT, "skip-tired", DUE)
    assert not store.reminders.note_answer(EMMA, NIGHT, "skip-tired", DUE + SECOND)
    assert store.reminders.note_answer(EMMA, NIGHT, "done", DUE + MINUTE)
    assert store.reminders.answer(EMMA, NIGHT) == "done"
    assert store.reminders.answer(JAMES, NIGHT) is None


def test_the_ledger_forgets_what_is_older_than_a_night(store: Store) -> None:
    store.reminders.sent(sending(store), 7, DUE)
    store.reminders.note_answer(EMMA, NIGHT, "done", DUE)
    store.reminders.plan(EMMA, NEXT)
    assert store.everybody.forget_before(NIGHT, 0, 10) == (0, LUCY)
    assert store.everybody.forget_before(TOMORROW, 0, 10) == (2, LUCY)
    assert states(store) == [("2026-11-25", 0, "due")]
    assert store.reminders.answer(EMMA, NIGHT) is None


# -- speed ---------------------------------------------------------------------------------------------


class Explaining(Database):
    """Notes how SQLite finds the rows of the ledger for every writing statement."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.plans: list[str] = []

    def run(self, sql: str, parameters: Parameters = ()) -> int:
        self._explain(sql, parameters)
        return super().run(sql, parameters)

    def changing(self, sql: str, parameters: Parameters = ()) -> list[dict[str, Any]]:
        self._explain(sql, parameters)
        return super().changing(sql, parameters)

    def _explain(self, sql: str, parameters: Parameters) -> None:
        details = [row["detail"] for row in self.rows(f"EXPLAIN QUERY PLAN {sql}", parameters)]
        self.plans += [detail for detail in details if "deliveries" in detail]


def test_no_statement_of_a_tick_reads_the_whole_ledger(tmp_path: Path) -> None:
    database = Explaining(tmp_path / "explained.db")
    People(database, Erasures(tmp_path)).remember(EMMA, Language.EN, DUE)
    ledger = Reminders(database)
    ledger.plan(EMMA, TONIGHT)
    ledger.expire(DUE, 10)
    [delivery] = ledger.claim("ours", DUE, 10)
    ledger.fence(delivery, "ours", DUE)
    ledger.back(delivery, DUE, "")
    ledger.sent(delivery, 7, DUE)
    ledger.ended(delivery, "unknown", "")
    ledger.release("ours")
    ledger.reconcile()
    database.close()
    assert len(database.plans) >= 9
    # Few rows are claimed or on their way at a time: reading all of these is not reading the ledger.
    scans = [each for each in database.plans if each.startswith("SCAN")]
    assert [each for each in scans if "deliveries_live" not in each] == []
