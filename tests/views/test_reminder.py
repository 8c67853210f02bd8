from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.catalogue.model import Text
from bot.coach.model import Bedtime, Exercise, Language, Mode
from bot.coach.schedule import Due
from bot.views import reminder as view
from bot.views.plan import short_dose
from bot.views.reply import Reply
from bot.views.words import Words

NIGHT = date(2026, 11, 24)
DUE = Due(NIGHT, datetime(2026, 11, 24, 13, 30, tzinfo=UTC))
# Words for pain or body trouble, which may not stand on a lock screen, and guilt.
BODY = {
    Language.EN: re.compile(
        r"\b(pain|hurt|ache|sore|back|buttock|hip|thigh|hamstring|insomnia|symptom)", re.I
    ),
    Language.JA: re.compile("痛|腰|尻|もも|太もも|症状|病|しびれ|不眠"),
}
GUILT = re.compile(r"\b(should have|must|don't forget|disappoint|streak|failed|lazy)\b|忘れ|さぼ|サボ", re.I)


def data(reply: Reply) -> list[str]:
    return [button.data for row in reply.rows for button in row]


def nightly_texts(say: Words) -> list[str]:
    doses = [short_dose(say, rung.level) for plan in say.catalogue.plans.values() for rung in plan.rungs]
    nudges = say.catalogue.nudges
    training = [view.nightly(say, NIGHT, text, dose).text for text in nudges.training for dose in doses]
    return training + [say.text(text) for text in (*nudges.rest, *nudges.discreet)]


def test_what_a_lock_screen_shows_has_no_word_for_pain_or_body_trouble(say: Words) -> None:
    assert [text for text in nightly_texts(say) if BODY[say.language].search(text)] == []


def test_no_nightly_text_makes_guilt(say: Words) -> None:
    assert [text for text in nightly_texts(say) if GUILT.search(text)] == []


def test_the_search_for_body_words_finds_some(say: Words) -> None:
    said = {Language.EN: "It helps your back pain.", Language.JA: "腰の痛みに。"}[say.language]
    assert BODY[say.language].search(said)


def test_there_are_enough_training_texts_that_none_comes_back_within_two_weeks(say: Words) -> None:
    assert len(set(say.catalogue.nudges.training)) >= 14
    assert len(set(say.catalogue.nudges.rest)) >= 14


def test_the_nightly_buttons_are_start_later_not_tonight_and_done(say: Words) -> None:
    reply = view.nightly(say, NIGHT, Text("Good evening.", "こんばんは。"), "10")
    assert data(reply) == [
        "v1:tonight:open:20261124",
        "v1:night:later:20261124:15",
        "v1:night:later:20261124:30",
        "v1:night:later:20261124:60",
        "v1:night:skip:20261124",
        "v1:night:done:20261124",
    ]


def test_the_dose_stands_once_in_the_nightly_message(english: Words) -> None:
    dose = short_dose(english, english.catalogue.plans[Exercise.HIP_LIFT].rungs[4].level)
    for text in english.catalogue.nudges.training:
        assert view.nightly(english, NIGHT, text, dose).text.count(dose) == 1


def test_the_overview_repeats_time_zone_next_date_and_the_promise(say: Words) -> None:
    text = view.overview(say, Bedtime(time(22, 30)), "Asia/Tokyo", DUE, checked=True).text
    moment = say.moment(DUE.at, ZoneInfo("Asia/Tokyo"))
    place = {Language.EN: "Asia/Tokyo", Language.JA: "東京"}[say.language]
    assert say("reminder.is_set", time="22:30", zone=place) in text
    assert say("reminder.next", moment=moment, zone=place) in text
    assert text.endswith(say("reminder.promise"))


def test_the_promise_is_never_more_than_45_minutes_late(say: Words) -> None:
    assert "45" in say("reminder.promise")


@pytest.mark.parametrize("checked", [True, False])
def test_before_the_check_the_overview_says_that_reminders_wait_for_it(say: Words, checked: bool) -> None:
    reply = view.overview(say, Bedtime(time(22, 30)), "Asia/Tokyo", None, checked=checked)
    assert (say("reminder.check_first") in reply.text) is not checked
    assert (data(reply)[0] == "v1:check:open") is not checked


def test_a_reminder_that_is_off_can_be_turned_on_again(say: Words) -> None:
    reply = view.overview(say, Bedtime(time(22, 30), enabled=False), "Asia/Tokyo", None, checked=True)
    assert data(reply) == ["v1:remind:on"]


@pytest.mark.parametrize(
    ("wish", "leads"),
    [
        (Bedtime(time(22, 30), Mode.TRAINING, silent=False), ["v1:remind:mode:every", "v1:remind:silent:1"]),
        (Bedtime(time(22, 30), Mode.EVERY, silent=True), ["v1:remind:mode:training", "v1:remind:silent:0"]),
    ],
)
def test_the_switches_lead_to_the_other_side(say: Words, wish: Bedtime, leads: list[str]) -> None:
    pressed = data(view.overview(say, wish, "Asia/Tokyo", DUE, checked=True))
    assert [each for each in pressed if ":mode:" in each or ":silent:" in each] == leads


@pytest.mark.parametrize(("reason", "check"), [("pain", True), ("ill", False), ("tired", False)])
def test_not_tonight_because_of_pain_offers_the_check(say: Words, reason: str, check: bool) -> None:
    reply = view.not_tonight(say, say.catalogue.nudges.not_tonight[0], reason)
    assert ("v1:check:open" in data(reply)) is check


def test_a_time_that_may_be_two_offers_the_evening_first(say: Words) -> None:
    pressed = data(view.ask_which(say, time(10, 30), time(22, 30)))
    assert pressed[:2] == ["v1:remind:time:2230", "v1:remind:time:1030"]


def test_the_places_on_the_buttons_are_called_as_people_call_them(english: Words, japanese: Words) -> None:
    labels = [
        [b.label for row in view.ask_zone(say, time(22, 30)).rows for b in row] for say in (english, japanese)
    ]
    assert labels[0][:4] == ["Tokyo", "London", "Berlin", "New York"]
    assert labels[1][:4] == ["東京", "ロンドン", "ベルリン", "ニューヨーク"]
