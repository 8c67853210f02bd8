"""One pass over the ledger: at most one message per person and night, whatever goes wrong on the way."""

from __future__ import annotations

import asyncio
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from bot.coach.model import Bedtime, Hold, Verdict
from bot.coach.schedule import Due
from bot.reminders import tick
from bot.reminders.tick import Policy
from bot.store import open_store
from bot.transport.outcome import NotSent, Rejected, Sent, Unauthorized, Unknown
from tests.reminders.stage import (
    DUE,
    EMMA,
    MINUTE,
    NIGHT,
    PLAN,
    SAKURA,
    Bench,
    every_night,
    joins,
    nights_planned,
    state_of,
    trained,
)

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


@pytest.fixture
def emma(bench: Bench) -> Bench:
    """Emma's reminder is planned for tonight at 22:30."""
    joins(bench.store)
    bench.plan()
    return bench


def crowd(bench: Bench, people: int) -> None:
    for person in range(1, people + 1):
        joins(bench.store, person)
        bench.plan(person)


# -- the good evening ----------------------------------------------------------------------------------


async def test_before_bedtime_nothing_is_sent_and_at_bedtime_one_message(emma: Bench) -> None:
    await emma.tick_at(DUE - SECOND)
    assert emma.sending.sent == []
    await emma.tick_at(DUE)
    assert emma.sending.reached == [EMMA]
    assert state_of(emma.store) == ("sent", None)


async def test_after_sending_the_next_training_night_is_planned(emma: Bench) -> None:
    await emma.tick_at(DUE)
    assert nights_planned(emma.store) == ["2026-11-26"]


async def test_ticking_on_sends_nothing_twice(emma: Bench) -> None:
    for n in range(200):
        await emma.tick_at(DUE + n * 15 * SECOND)
    assert emma.sending.reached == [EMMA]


async def test_two_ticks_at_once_send_one_message(emma: Bench) -> None:
    emma.clock.now = DUE
    await asyncio.gather(*(emma.ticker.tick() for _ in range(5)))
    assert emma.sending.reached == [EMMA]


async def test_a_silent_wish_is_sent_without_sound(bench: Bench) -> None:
    joins(bench.store, wish=Bedtime(time(22, 30), silent=True))
    bench.plan()
    await bench.tick_at(DUE)
    assert [silent for _, _, silent in bench.sending.sent] == [True]


async def test_a_chain_of_nights_brings_one_message_on_each_training_night(emma: Bench) -> None:
    for night in range(14):
        for seconds in (0, 15, 1800):
            await emma.tick_at(DUE + night * DAY + seconds * SECOND)
        emma.store.people.seen(EMMA, emma.clock.now)
    sent = [row["night"] for row in emma.store.people.export(EMMA)["deliveries"] if row["state"] == "sent"]
    assert sent == [f"2026-{day}" for day in ("11-24", "11-26", "11-28", "12-01", "12-03", "12-05")]
    assert len(emma.sending.sent) == 6


async def test_every_night_means_one_message_on_every_night(bench: Bench) -> None:
    joins(bench.store, wish=every_night())
    bench.plan()
    for night in range(10):
        await bench.tick_at(DUE + night * DAY)
        bench.store.people.seen(EMMA, bench.clock.now)
    assert len(bench.sending.sent) == 10
    assert len({reply.text for _, reply, _ in bench.sending.sent}) == 10


async def test_a_whole_crowd_at_the_same_second_is_served_in_order_and_completely(bench: Bench) -> None:
    people = 70
    crowd(bench, people)
    joins(bench.store, 999, wish=Bedtime(time(22, 29)))
    bench.plan(999)
    await bench.tick_at(DUE)
    assert bench.sending.reached[0] == 999, "the earliest first"
    assert sorted(bench.sending.reached) == [*range(1, people + 1), 999]


# -- what keeps a message back ---------------------------------------------------------------------------


async def test_a_warning_sign_typed_in_the_evening_keeps_the_reminder_back(emma: Bench) -> None:
    emma.store.health.put_hold(EMMA, Hold(Verdict.RED, NIGHT))
    await emma.tick_at(DUE)
    assert emma.sending.sent == []
    assert state_of(emma.store) == ("expired", "closed")


async def test_after_the_hold_is_lifted_the_next_night_comes(emma: Bench) -> None:
    emma.store.health.put_hold(EMMA, Hold(Verdict.RED, NIGHT))
    await emma.tick_at(DUE)
    emma.store.health.lift_holds(EMMA)
    await emma.tick_at(DUE + 2 * DAY)
    assert emma.sending.reached == [EMMA]


async def test_a_session_done_before_bedtime_keeps_the_reminder_back(emma: Bench) -> None:
    trained(emma.store, NIGHT)
    await emma.tick_at(DUE)
    assert emma.sending.sent == []
    assert state_of(emma.store) == ("expired", "done")
    assert nights_planned(emma.store) == ["2026-11-26"]


async def test_a_night_that_became_a_rest_night_brings_nothing(emma: Bench) -> None:
    trained(emma.store, date(2026, 11, 23))
    await emma.tick_at(DUE)
    assert emma.sending.sent == []
    assert state_of(emma.store) == ("expired", "rest night")


async def test_switching_off_while_others_are_served_is_still_in_time(bench: Bench) -> None:
    crowd(bench, 2)
    bench.sending.meanwhile = lambda: bench.store.reminders.switch_off(SAKURA)
    await bench.tick_at(DUE)
    assert bench.sending.reached == [EMMA]


# -- lateness ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("late", "sent"), [(0, 1), (44, 1), (45, 0), (300, 0)])
async def test_never_more_than_45_minutes_late(emma: Bench, late: int, sent: int) -> None:
    await emma.tick_at(DUE + late * MINUTE)
    assert len(emma.sending.sent) == sent
    assert state_of(emma.store)[0] == ("sent" if sent else "expired")
    assert nights_planned(emma.store) == ["2026-11-26"]


async def test_after_a_long_outage_only_who_can_still_be_served_is(bench: Bench) -> None:
    """Down from 22:00 to 00:10; bedtimes every ten minutes from 22:15 to 00:05."""
    wishes = [time(22, 15), time(22, 45), time(23, 15), time(23, 25), time(23, 26), time(23, 45), time(0, 5)]
    for person, wish in enumerate(wishes, start=1):
        joins(bench.store, person, wish=Bedtime(wish))
        bench.plan(person)
    bench.ticker.reconcile()
    await bench.tick_at(DUE + 100 * MINUTE)
    assert bench.sending.reached == [5, 6, 7]
    assert bench.store.figures.ledger()["expired"] == 4


# -- what came back from Telegram ------------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["timed out", "server disconnected", "502"])
async def test_what_may_have_arrived_is_never_sent_again(emma: Bench, reason: str) -> None:
    emma.sending.outcomes = [Unknown(reason)]
    for n in range(12):
        await emma.tick_at(DUE + n * 5 * MINUTE)
    emma.started("second").reconcile()
    await emma.tick_at(DUE + MINUTE)
    assert emma.sending.reached == [EMMA]
    assert state_of(emma.store) == ("unknown", reason)
    assert nights_planned(emma.store) == ["2026-11-26"]


async def test_by_setting_what_may_have_arrived_is_sent_once_more_and_not_twice(bench: Bench) -> None:
    joins(bench.store)
    bench.plan()
    bench.ticker.policy = Policy(retry_unknown=True)
    bench.sending.outcomes = [Unknown("timed out"), Unknown("timed out")]
    for n in range(20):
        await bench.tick_at(DUE + n * MINUTE)
    assert len(bench.sending.sent) == 2
    assert state_of(bench.store) == ("unknown", "timed out")


async def test_with_a_clock_that_cannot_be_trusted_nothing_is_sent_and_nothing_dropped(emma: Bench) -> None:
    emma.ticker.trusted = lambda: False
    await emma.tick_at(DUE + MINUTE)
    await emma.tick_at(DUE + 180 * MINUTE)
    assert emma.sending.sent == []
    assert state_of(emma.store) == ("due", None), "a jump of three hours is no mass expiry"
    emma.ticker.trusted = lambda: True
    await emma.tick_at(DUE + 2 * MINUTE)
    assert emma.sending.reached == [EMMA]


async def test_a_wrong_clock_noticed_in_the_middle_stops_the_rest(bench: Bench) -> None:
    crowd(bench, 40)
    bench.ticker.trusted = lambda: len(bench.sending.sent) < 1
    await bench.tick_at(DUE)
    assert len(bench.sending.sent) == 1
    assert bench.store.figures.ledger() == {"sent": 1, "due": 40}


async def test_three_refused_nights_in_a_row_are_said_to_the_operator(
    emma: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    emma.sending.outcomes = [Rejected("oops", permanent=False) for _ in range(3)]
    for night in (0, 2, 4):
        assert "night after night" not in caplog.text
        await emma.tick_at(DUE + night * DAY)
    assert "night after night" in caplog.text


async def test_after_a_429_one_message_goes_ahead_of_the_others(bench: Bench) -> None:
    crowd(bench, 5)
    bench.sending.outcomes = [NotSent("too many requests", retry_after=30.0)] * 2
    await bench.tick_at(DUE)
    await bench.tick_at(DUE + 30 * SECOND)
    assert len(bench.sending.sent) == 2, "only one tries whether it may"


async def test_a_beat_returns_at_once_and_the_pass_goes_on_by_itself(bench: Bench) -> None:
    crowd(bench, 3)
    bench.clock.now = DUE
    await bench.ticker.beat()
    assert bench.sending.sent == []
    await bench.ticker.beat()
    await asyncio.sleep(0)
    await bench.ticker.tick()
    await bench.ticker.drain()
    assert sorted(bench.sending.reached) == [1, 2, 3]


async def test_what_provably_was_not_sent_is_sent_once_when_it_can_be(emma: Bench) -> None:
    emma.sending.outcomes = [NotSent("refused"), NotSent("refused")]
    for n in range(20):
        await emma.tick_at(DUE + n * 15 * SECOND)
    assert len(emma.sending.sent) == 3
    assert state_of(emma.store) == ("sent", "refused")


async def test_a_retry_waits_and_the_others_go_on(bench: Bench) -> None:
    crowd(bench, 3)
    bench.sending.outcomes = [NotSent("refused")]
    await bench.tick_at(DUE)
    assert bench.sending.reached == [1, 2, 3]
    await bench.tick_at(DUE + tick.RETRY_AFTER - SECOND)
    assert bench.sending.reached == [1, 2, 3]
    await bench.tick_at(DUE + tick.RETRY_AFTER + SECOND)
    assert bench.sending.reached == [1, 2, 3, 1]


async def test_each_try_waits_longer_and_not_everybody_for_the_same_time(bench: Bench) -> None:
    crowd(bench, 2)
    bench.sending.outcomes = [NotSent("refused") for _ in range(500)]
    tries: dict[int, list[int]] = {1: [], 2: []}
    for second in range(0, 600):
        bench.sending.sent.clear()
        await bench.tick_at(DUE + second * SECOND)
        for person in bench.sending.reached:
            tries[person].append(second)
    assert tries == {1: [0, 31, 92, 213, 454], 2: [0, 32, 94, 216, 458]}


async def test_what_can_never_be_sent_expires(emma: Bench) -> None:
    emma.sending.outcomes = [NotSent("refused") for _ in range(500)]
    for n in range(60):
        await emma.tick_at(DUE + n * MINUTE)
    assert state_of(emma.store) == ("expired", "late")
    assert nights_planned(emma.store) == ["2026-11-26"]


async def test_when_telegram_asks_for_silence_all_reminders_are_silent(bench: Bench) -> None:
    crowd(bench, 5)
    bench.sending.outcomes = [Sent(1, DUE), NotSent("too many requests", retry_after=40.0)]
    await bench.tick_at(DUE)
    for seconds in (15, 30, 39):
        await bench.tick_at(DUE + seconds * SECOND)
    assert bench.sending.reached == [1, 2], "one refusal, not one for everybody"
    await bench.tick_at(DUE + 40 * SECOND)
    assert sorted(bench.sending.reached[2:]) == [2, 3, 4, 5]
    assert bench.store.figures.ledger()["sent"] == 5


async def test_in_a_storm_of_refusals_there_is_one_request_per_wait(bench: Bench) -> None:
    crowd(bench, 20)
    bench.sending.outcomes = [NotSent("too many requests", retry_after=30.0) for _ in range(500)]
    for n in range(200):
        await bench.tick_at(DUE + n * 15 * SECOND)
    assert len(bench.sending.sent) <= 45 * 60 / 30
    assert bench.store.figures.ledger()["expired"] == 20


async def test_an_outage_is_one_line_a_pass_and_so_is_what_it_costs(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    crowd(bench, 5)
    bench.sending.outcomes = [NotSent("refused"), NotSent("refused")]
    await bench.tick_at(DUE)
    assert "2 reminders have not left and are tried again" in caplog.text
    caplog.clear()
    await bench.tick_at(DUE + 46 * MINUTE)
    assert [record.message for record in caplog.records] == ["2 reminders were too late and are dropped"]


async def test_a_closed_chat_ends_the_reminders_of_this_person_only(bench: Bench) -> None:
    crowd(bench, 2)
    bench.sending.outcomes = [Rejected("bot was blocked by the user", permanent=True)]
    await bench.tick_at(DUE)
    assert bench.sending.reached == [1, 2]
    assert state_of(bench.store, person=1) == ("rejected", "bot was blocked by the user")
    assert nights_planned(bench.store, 1) == []
    assert nights_planned(bench.store, 2) == ["2026-11-26"]
    await bench.tick_at(DUE + 2 * DAY)
    assert bench.sending.reached == [1, 2, 2]


async def test_an_unknown_refusal_ends_tonight_and_not_the_reminders(emma: Bench) -> None:
    emma.sending.outcomes = [Rejected("oops", permanent=False)]
    await emma.tick_at(DUE)
    await emma.tick_at(DUE + MINUTE)
    assert len(emma.sending.sent) == 1
    assert state_of(emma.store) == ("rejected", "oops")
    assert nights_planned(emma.store) == ["2026-11-26"]


async def test_a_refused_token_stops_all_sending_and_loses_nothing(bench: Bench) -> None:
    crowd(bench, 3)
    bench.sending.outcomes = [Unauthorized()]
    await bench.tick_at(DUE)
    await bench.tick_at(DUE + MINUTE)
    assert len(bench.sending.sent) == 1
    bench.ticker = bench.started("with a new token")
    await bench.tick_at(DUE + 2 * MINUTE)
    assert sorted(bench.sending.reached[1:]) == [1, 2, 3]


# -- later ---------------------------------------------------------------------------------------------


async def test_later_brings_one_more_message_at_its_time(emma: Bench) -> None:
    await emma.tick_at(DUE)
    emma.store.reminders.plan_later(EMMA, Due(NIGHT, DUE + 30 * MINUTE))
    await emma.tick_at(DUE + 29 * MINUTE)
    assert len(emma.sending.sent) == 1
    await emma.tick_at(DUE + 30 * MINUTE)
    assert len(emma.sending.sent) == 2
    assert state_of(emma.store, seq=1) == ("sent", None)
    assert nights_planned(emma.store) == ["2026-11-26"], "the next automatic one stays where it was"


async def test_later_is_dropped_when_the_session_was_done_meanwhile(emma: Bench) -> None:
    await emma.tick_at(DUE)
    emma.store.reminders.plan_later(EMMA, Due(NIGHT, DUE + 30 * MINUTE))
    trained(emma.store, NIGHT)
    await emma.tick_at(DUE + 30 * MINUTE)
    assert len(emma.sending.sent) == 1
    assert state_of(emma.store, seq=1) == ("expired", "done")


# -- crashes and stops ---------------------------------------------------------------------------------


class KilledError(BaseException):
    """kill -9 at this very place."""


async def crash(bench: Bench) -> None:
    """Die in the middle of sending, and start again over the same file."""
    bench.sending.outcomes = [KilledError()]
    with pytest.raises(KilledError):
        await bench.tick_at(DUE)
    bench.ticker = bench.started("second")
    bench.ticker.reconcile()


async def test_after_a_kill_while_sending_it_is_unknown_and_not_sent_again(emma: Bench) -> None:
    await crash(emma)
    await emma.tick_at(DUE + MINUTE)
    assert emma.sending.reached == [EMMA]
    assert state_of(emma.store) == ("unknown", "stopped while sending")
    assert nights_planned(emma.store) == ["2026-11-26"]


async def test_after_a_kill_the_others_of_the_batch_are_served_once(bench: Bench) -> None:
    crowd(bench, 10)
    await crash(bench)
    await bench.tick_at(DUE + MINUTE)
    await bench.tick_at(DUE + 2 * MINUTE)
    assert sorted(bench.sending.reached) == list(range(1, 11))
    assert bench.store.figures.ledger() == {"unknown": 1, "sent": 9, "due": 10}


async def test_after_a_kill_between_claim_and_fence_everybody_is_served(bench: Bench) -> None:
    crowd(bench, 3)
    bench.store.reminders.claim("first", DUE, 2)
    bench.ticker = bench.started("second")
    bench.ticker.reconcile()
    await bench.tick_at(DUE + MINUTE)
    assert sorted(bench.sending.reached) == [1, 2, 3]


async def test_a_restart_from_the_file_loses_nothing(emma: Bench, tmp_path: Path) -> None:
    emma.store.close()
    reopened = open_store(tmp_path / "nightlift.db")
    again = Bench(reopened, emma.catalogue)
    again.ticker.reconcile()
    await again.tick_at(DUE)
    reopened.close()
    assert again.sending.reached == [EMMA]


async def test_at_a_start_nights_that_were_never_planned_are(bench: Bench) -> None:
    joins(bench.store)
    await bench.ticker.plan_missing()
    assert nights_planned(bench.store) == ["2026-11-24"]


async def test_at_a_start_within_45_minutes_an_unplanned_bedtime_is_still_served(bench: Bench) -> None:
    joins(bench.store)
    bench.clock.now = DUE + 20 * MINUTE
    await bench.ticker.plan_missing()
    await bench.ticker.tick()
    assert bench.sending.reached == [EMMA]


async def test_a_graceful_stop_finishes_what_is_on_its_way_and_gives_back_the_rest(bench: Bench) -> None:
    crowd(bench, 5)
    bench.sending.meanwhile = bench.ticker.stop
    await bench.tick_at(DUE)
    await bench.ticker.drain()
    assert len(bench.sending.sent) == 1
    assert bench.store.figures.ledger() == {"sent": 1, "due": 5}, "four given back, one planned anew"
    bench.ticker = bench.started("second")
    bench.sending.meanwhile = lambda: None
    await bench.tick_at(DUE + MINUTE)
    assert sorted(bench.sending.reached) == [1, 2, 3, 4, 5]


async def test_a_slow_evening_outlives_its_lease_and_still_serves_everybody_once(bench: Bench) -> None:
    crowd(bench, 8)

    def twenty_seconds() -> None:
        bench.clock.now += 20 * SECOND

    bench.sending.meanwhile = twenty_seconds
    await bench.tick_at(DUE)
    await bench.tick_at(bench.clock.now + 15 * SECOND)
    await bench.tick_at(bench.clock.now + 15 * SECOND)
    assert sorted(bench.sending.reached) == [1, 2, 3, 4, 5, 6, 7, 8]


# -- errors of our own ---------------------------------------------------------------------------------


async def test_an_error_while_sending_is_unknown_and_the_night_after_is_planned(
    emma: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    emma.sending.outcomes = [RuntimeError("a bug")]
    await emma.tick_at(DUE)
    assert "a reminder could not be served" in caplog.text
    await emma.tick_at(DUE + 15 * SECOND)
    assert emma.sending.reached == [EMMA]
    assert state_of(emma.store)[0] == "unknown"
    assert nights_planned(emma.store) == ["2026-11-26"]


async def test_a_row_that_cannot_be_composed_does_not_stand_in_the_others_way(bench: Bench) -> None:
    crowd(bench, 3)
    bench.store.database.run("UPDATE plans SET exercise = 'squat' WHERE person = 1")
    await bench.tick_at(DUE)
    assert bench.sending.reached == [2, 3]
    await bench.tick_at(DUE + 15 * SECOND)
    assert bench.sending.reached == [2, 3]
    assert state_of(bench.store, person=1)[0] == "due"
    bench.store.health.save_plan(1, PLAN)
    await bench.tick_at(DUE + tick.PUT_OFF)
    assert bench.sending.reached == [2, 3, 1]
