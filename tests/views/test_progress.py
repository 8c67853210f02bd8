from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.coach.model import Exercise, Pain, Plan, Session
from bot.coach.trend import progress_data
from bot.views import progress as view
from bot.views.words import Words

NIGHT = date(2026, 11, 24)  # a Tuesday
PLAN = Plan(Exercise.HIP_LIFT, ((Exercise.HIP_LIFT, 2), (Exercise.LEG_CURL, 1)), frozenset({1, 3, 5}))
SESSION = Session(NIGHT, Exercise.HIP_LIFT, level=2, sets=1, started=True, sets_done=1)


def on(*days_ago: int) -> list[Session]:
    return [replace(SESSION, night=NIGHT - timedelta(days=days)) for days in sorted(days_ago, reverse=True)]


def shown(say: Words, history: list[Session], plan: Plan | None = PLAN) -> str:
    return view.page(say, plan, progress_data(history, 3, NIGHT)).text


def week(say: Words, monday: date, count: int, planned: int, *, kept: bool) -> str:
    line = say("progress.week", day=say.day(monday), count=count, planned=planned)
    return say("progress.week_kept", week=line) if kept else line


def test_weeks_kept_come_first_and_how_they_are_counted_is_said(say: Words) -> None:
    text = shown(say, on(0, 6, 8, 13, 15))
    assert text.startswith(say("progress.kept", kept=2, weeks=2)), "the week that runs is no missed one"
    assert {"en": "but one", "ja": "一晩まで"}[say.language] in text.split("\n")[1]


def test_the_last_four_weeks_stand_in_lines(say: Words) -> None:
    text = shown(say, on(0, 5, 7, 9, 40))
    lines = [
        week(say, date(2026, 11, 2), 0, 3, kept=False),
        week(say, date(2026, 11, 9), 1, 3, kept=False),
        week(say, date(2026, 11, 16), 2, 3, kept=True),
        say("progress.week_now", count=1, planned=3),
    ]
    assert "\n".join(lines) in text
    assert say("progress.total", count=5) in text


def test_the_first_evening_is_a_beginning_and_no_missed_week(say: Words) -> None:
    text = shown(say, on(0))
    assert text.startswith(say("progress.first_week"))
    assert say("progress.week_now", count=1, planned=3) in text


def test_a_beginner_sees_no_empty_weeks_from_before_the_first_evening(say: Words) -> None:
    assert say.day(date(2026, 11, 9)) not in shown(say, on(5, 0))


def test_the_path_of_levels_names_each_change_once(say: Words) -> None:
    history = [
        replace(session, level=level) for session, level in zip(on(8, 6, 4, 0), (1, 1, 2, 3), strict=True)
    ]
    assert "1 → 2 → 3" in shown(say, history)


def test_the_pain_trend_counts_the_evenings_on_which_it_was_said(say: Words) -> None:
    history = [
        replace(session, pain=pain)
        for session, pain in zip(on(6, 4, 2, 0), (None, Pain.NONE, Pain.MILD, Pain.MODERATE), strict=True)
    ]
    text = shown(say, history)
    assert say("progress.pain", quiet=2, count=3) in text
    assert {"en": "0, 1–3, 4–5", "ja": "0、1〜3、4〜5"}[say.language] in text


def test_without_a_word_about_pain_none_is_said(say: Words) -> None:
    assert not {"en": re.compile("pain"), "ja": re.compile("痛")}[say.language].search(shown(say, on(0)))


def test_before_the_first_evening_the_page_says_so(say: Words) -> None:
    assert shown(say, []) == say("progress.empty")
    assert shown(say, on(0), None) == say("progress.empty")
