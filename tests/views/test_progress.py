from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.coach.model import Exercise, Pain, Plan, Session
from bot.views import progress as view
from bot.views.words import Words

NIGHT = date(2026, 11, 24)  # a Tuesday
PLAN = Plan(Exercise.HIP_LIFT, ((Exercise.HIP_LIFT, 2), (Exercise.LEG_CURL, 1)), frozenset({1, 3, 5}))
SESSION = Session(NIGHT, Exercise.HIP_LIFT, level=2, sets=1, started=True, sets_done=1)


def on(*days_ago: int) -> list[Session]:
    return [replace(SESSION, night=NIGHT - timedelta(days=days)) for days in sorted(days_ago, reverse=True)]


def test_sessions_are_counted_by_week_from_monday_the_last_four(say: Words) -> None:
    text = view.page(say, PLAN, on(0, 1, 2, 5, 9, 40), NIGHT).text
    weeks = [(2, 0), (9, 1), (16, 2), (23, 2)]  # the Monday in November, and how many evenings
    lines = [say("progress.week", day=say.day(date(2026, 11, day)), count=count) for day, count in weeks]
    assert "\n".join(lines) in text
    assert text.startswith(say("progress.total", count=6))


def test_the_pain_trend_counts_the_evenings_on_which_it_was_said(say: Words) -> None:
    history = [
        replace(session, pain=pain)
        for session, pain in zip(on(6, 4, 2, 0), (None, Pain.NONE, Pain.MILD, Pain.MODERATE), strict=True)
    ]
    assert say("progress.pain", quiet=2, count=3) in view.page(say, PLAN, history, NIGHT).text


def test_without_a_word_about_pain_none_is_said(say: Words) -> None:
    text = view.page(say, PLAN, on(0), NIGHT).text
    assert not {"en": re.compile("pain"), "ja": re.compile("痛")}[say.language].search(text)


def test_before_the_first_evening_the_page_says_so(say: Words) -> None:
    assert view.page(say, PLAN, [], NIGHT).text == say("progress.empty")


def test_a_beginner_sees_no_empty_weeks_from_before_the_first_evening(say: Words) -> None:
    shown = view.page(say, PLAN, on(2, 0), NIGHT).text
    last, this = (date(2026, 11, 16), 1), (date(2026, 11, 23), 1)
    lines = [say("progress.week", day=say.day(monday), count=count) for monday, count in (last, this)]
    assert "\n".join(lines) in shown
    assert say("progress.week", day=say.day(date(2026, 11, 9)), count=0) not in shown
