"""What tonight's reminder says, and what keeps it from being sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.catalogue.load import Catalogue
from bot.coach.model import Bedtime, Exercise, Hold, Language, Mode, Pain, Verdict, Veto
from bot.coach.schedule import Due
from bot.reminders.compose import Message, Nothing, compose
from bot.store import Store
from bot.store.due import Delivery
from bot.views.plan import short_dose
from bot.views.reply import read_press
from bot.views.words import Words
from tests.reminders.stage import DUE, EMMA, NIGHT, NOON, PLAN, check, every_night, joins, trained

WEDNESDAY = NIGHT + timedelta(days=1)


def delivery(night: date = NIGHT, seq: int = 0) -> Delivery:
    due = DUE + (night - NIGHT)
    return Delivery(EMMA, night, seq, due, due + timedelta(minutes=45), "claimed")


def message(found: Message | Nothing) -> Message:
    assert isinstance(found, Message), found
    return found


def pressed(found: Message) -> list[str]:
    """What the buttons mean, as conversation and step: independent of their words."""
    presses = [read_press(button.data) for row in found.reply.rows for button in row]
    return [f"{each.conversation} {each.step}" for each in presses if each is not None]


def dose(catalogue: Catalogue, level: int) -> str:
    """The dose of this rung of the hip lift, in English."""
    rungs = catalogue.plans[Exercise.HIP_LIFT].rungs
    return short_dose(Words(catalogue, Language.EN), rungs[level].level)


def test_a_training_night_brings_the_dose_and_what_can_be_pressed(store: Store, catalogue: Catalogue) -> None:
    joins(store)
    found = message(compose(store, catalogue, delivery()))
    assert dose(catalogue, 2) in found.reply.text
    assert pressed(found) == ["tonight open", *["night later"] * 3, "night skip", "night done"]
    assert not found.silent


def test_a_silent_wish_makes_no_sound(store: Store, catalogue: Catalogue) -> None:
    joins(store, wish=Bedtime(time(22, 30), silent=True))
    assert message(compose(store, catalogue, delivery())).silent


def test_the_text_is_in_the_language_of_the_person(store: Store, catalogue: Catalogue) -> None:
    joins(store, language=Language.JA)
    text = message(compose(store, catalogue, delivery())).reply.text
    assert any("\u3040" <= letter <= "\u30ff" for letter in text), "kana"


def nothing_for(found: Message | Nothing) -> str:
    assert isinstance(found, Nothing), found
    return found.reason


def switched_off(store: Store) -> None:
    store.reminders.switch_off(EMMA)


def blocked(store: Store) -> None:
    store.people.set_blocked(EMMA, NOON)


def erased(store: Store) -> None:
    store.people.erase(EMMA, DUE)


def checked(
    *vetoes: Veto, verdict: Verdict = Verdict.GREEN, pain: Pain = Pain.NONE
) -> Callable[[Store], None]:
    return lambda store: store.health.finish_check(EMMA, check(verdict, *vetoes, pain=pain), None)


def held(verdict: Verdict) -> Callable[[Store], None]:
    return lambda store: store.health.put_hold(EMMA, Hold(verdict, NIGHT))


def consent_withdrawn(store: Store) -> None:
    store.people.withdraw_consent(EMMA, DUE)


def done(store: Store) -> None:
    trained(store, NIGHT)


def stopped(store: Store) -> None:
    trained(store, NIGHT, stopped=True)


def answered(answer: str) -> Callable[[Store], None]:
    def change(store: Store) -> None:
        store.reminders.note_answer(EMMA, NIGHT, answer, DUE)

    return change


AGAINST = {
    "switched off": (switched_off, "not wanted"),
    "blocked the bot": (blocked, "not wanted"),
    "erased everything": (erased, "not wanted"),
    "a red check": (checked(verdict=Verdict.RED), "closed"),
    "an amber-today check": (checked(verdict=Verdict.AMBER_TODAY), "closed"),
    "an amber check": (checked(verdict=Verdict.AMBER), "closed"),
    "a red sign typed": (held(Verdict.RED), "closed"),
    "an amber sign typed": (held(Verdict.AMBER), "closed"),
    "pregnant": (checked(Veto.NO_BEDTIME_PLAN), "closed"),
    "pain of 6 or more tonight": (checked(pain=Pain.SEVERE), "closed"),
    "consent withdrawn": (consent_withdrawn, "closed"),
    "trained tonight": (done, "done"),
    "stopped tonight for pain": (stopped, "done"),
    "said not tonight": (answered("skip-ill"), "answered"),
    "said done": (answered("done"), "answered"),
}


@pytest.mark.parametrize(("against", "reason"), AGAINST.values(), ids=AGAINST.keys())
@pytest.mark.parametrize("seq", [0, 1], ids=["automatic", "asked for"])
def test_no_message_when_something_speaks_against_it(
    store: Store, catalogue: Catalogue, against: Callable[[Store], None], reason: str, seq: int
) -> None:
    joins(store, wish=every_night())
    against(store)
    assert nothing_for(compose(store, catalogue, delivery(seq=seq))) == reason


def test_an_old_check_brings_no_message(store: Store, catalogue: Catalogue) -> None:
    joins(store)
    assert nothing_for(compose(store, catalogue, delivery(NIGHT + timedelta(days=28)))) == "closed"


def test_a_rest_night_brings_nothing_or_a_light_habit_by_the_mode(store: Store, catalogue: Catalogue) -> None:
    joins(store)
    assert nothing_for(compose(store, catalogue, delivery(WEDNESDAY))) == "rest night"
    store.reminders.set_bedtime(EMMA, every_night())
    found = message(compose(store, catalogue, delivery(WEDNESDAY)))
    assert dose(catalogue, 2) not in found.reply.text
    assert pressed(found) == ["habits open"]


def test_the_night_after_a_session_is_a_rest_night(store: Store, catalogue: Catalogue) -> None:
    joins(store)
    trained(store, date(2026, 11, 23))
    assert nothing_for(compose(store, catalogue, delivery())) == "rest night"


def test_what_was_asked_for_with_later_comes_even_if_the_days_were_changed_meanwhile(
    store: Store, catalogue: Catalogue
) -> None:
    joins(store)
    found = message(compose(store, catalogue, delivery(WEDNESDAY, seq=1)))
    assert "tonight open" in pressed(found)


def texts(store: Store, catalogue: Catalogue, nights: int, mode: Mode) -> list[str]:
    """The message of each night, as if nobody ever answered."""
    joins(store, wish=Bedtime(time(22, 30), mode))
    found = (compose(store, catalogue, delivery(NIGHT + timedelta(days=n))) for n in range(nights))
    return [each.reply.text for each in found if isinstance(each, Message)]


@pytest.mark.parametrize("mode", Mode)
def test_no_text_comes_twice_within_two_weeks(store: Store, catalogue: Catalogue, mode: Mode) -> None:
    found = texts(store, catalogue, 14, mode)
    assert len(found) == (14 if mode is Mode.EVERY else 6)
    assert len(set(found)) == len(found)


def test_the_dose_is_the_one_of_the_persons_rung(store: Store, catalogue: Catalogue) -> None:
    joins(store)
    higher = replace(PLAN, levels=((Exercise.HIP_LIFT, 4), (Exercise.LEG_CURL, 1)))
    store.health.save_plan(EMMA, higher)
    assert dose(catalogue, 4) in message(compose(store, catalogue, delivery())).reply.text


def test_after_a_break_the_dose_is_the_lower_one_that_tonight_shows(
    store: Store, catalogue: Catalogue
) -> None:
    joins(store)
    trained(store, NIGHT - timedelta(days=20))
    text = message(compose(store, catalogue, delivery())).reply.text
    assert dose(catalogue, 1) in text
    assert dose(catalogue, 2) not in text


# -- nobody answers ------------------------------------------------------------------------------------


def test_after_five_nights_without_an_answer_comes_one_question(store: Store, catalogue: Catalogue) -> None:
    joins(store, wish=every_night())
    for n in range(5):
        night = NIGHT + timedelta(days=n)
        made = compose(store, catalogue, delivery(night))
        assert isinstance(made, Message)
        assert not made.asks
        store.reminders.plan(EMMA, Due(night, DUE + timedelta(days=n)))
        [row] = store.reminders.claim("x", DUE + timedelta(days=n), 1)
        store.reminders.sent(row, 7, DUE + timedelta(days=n))
    last = delivery(NIGHT + timedelta(days=5))
    asked = compose(store, catalogue, last)
    assert isinstance(asked, Message)
    assert asked.asks
    store.people.seen(EMMA, DUE + timedelta(days=4))
    again = compose(store, catalogue, last)
    assert isinstance(again, Message)
    assert not again.asks


def test_in_a_pause_there_is_nothing(store: Store, catalogue: Catalogue) -> None:
    joins(store, wish=replace(every_night(), paused_until=NIGHT + timedelta(days=1)))
    assert compose(store, catalogue, delivery(NIGHT)) == Nothing("paused")
    assert isinstance(compose(store, catalogue, delivery(NIGHT + timedelta(days=1))), Message)


def test_later_has_another_text_than_at_bedtime(store: Store, catalogue: Catalogue) -> None:
    joins(store, wish=every_night())
    first, later = (compose(store, catalogue, replace(delivery(NIGHT), seq=seq)) for seq in (0, 1))
    assert isinstance(first, Message)
    assert isinstance(later, Message)
    assert first.reply.text != later.reply.text
