"""A shorter form of `python -m bench.simulation`: no rule is broken, and every rule's mutant is noticed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bench.simulation import HABITS, breaches, lives, table
from bot.catalogue.load import Catalogue, load
from bot.coach import calendar, progress, recommend, review, routine, schedule, screening, session, trend
from bot.coach.model import Check, Effort, Exercise, Pain, Session, Verdict
from bot.coach.progress import Move, Why
from bot.coach.screening import Gate
from bot.coach.session import AfterPain

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def content() -> Catalogue:
    return load(ROOT / "content")


def broken(content: Catalogue, people: int) -> set[str]:
    return {rule for diary in lives(people, 5, content) for rule in breaches(diary)}


def test_no_rule_is_broken_in_half_a_year_of_many_lives(content: Catalogue) -> None:
    diaries = list(lives(60, 5, content))
    assert {rule for diary in diaries for rule in breaches(diary)} == set()
    assert sum(len(diary.trained) for diary in diaries) > 2_000
    assert all(habit.name in table(diaries) for habit in HABITS)


def test_the_simulation_reaches_what_the_rules_are_about(content: Catalogue) -> None:
    """Rules that nothing ever touches would be kept by any coach."""
    diaries = list(lives(60, 5, content))
    causes = {move.cause for diary in diaries for move in diary.moved if move.after != move.before}
    assert {"ladder", "asked", "easier", "kept", "morning", "review-worse"} <= causes
    assert any(each.hurt for diary in diaries for each in diary.trained)
    assert any(diary.lifted for diary in diaries)
    assert {each.session.part for diary in diaries for each in diary.trained} == {1, 2}
    assert {note for diary in diaries for each in diary.asked for note in each.notes} == set(review.Note)


# -- mutants: one rule of the coach at a time is wrong, and the simulation must see it -------------------


def always_good(session: Session, level: int) -> bool:
    return session.level == level


def good_whatever_hurts(session: Session, level: int) -> bool:
    return GOOD(replace(session, pain=Pain.NONE), level)


def good_however_hard(session: Session, level: int) -> bool:
    return GOOD(replace(session, effort=Effort.RIGHT), level)


def good_left_half_way(session: Session, level: int) -> bool:
    """Who leaves is asked nothing, so the answers are missing too."""
    told = replace(session, effort=session.effort or Effort.RIGHT, pain=session.pain or Pain.NONE)
    return GOOD(replace(told, sets_done=session.sets), level)


def good_on_any_level(session: Session, level: int) -> bool:
    return GOOD(replace(session, level=level), level)


def good_after_a_bad_morning(session: Session, level: int) -> bool:
    return GOOD(replace(session, settled=None), level)


def two_rungs_up(history: Sequence[Session], level: int, ceiling: int) -> Move:
    move = NEXT(history, level, ceiling)
    return replace(move, level=move.level + 1) if move.why is Why.TWO_GOOD else move


def never_up(history: Sequence[Session], level: int, ceiling: int) -> Move:
    move = NEXT(history, level, ceiling)
    return replace(move, level=level) if move.why is Why.TWO_GOOD else move


def no_back(history: Sequence[Session], level: int, ceiling: int) -> Move:
    return NEXT([replace(each, feel=None) for each in history], level, ceiling)


def no_severe(history: Sequence[Session], level: int, ceiling: int) -> Move:
    """Pain of 6 or more counts like 4 to 5, and a stop like none."""
    milder = [
        replace(each, stopped=False, pain=Pain.MODERATE if each.pain is Pain.SEVERE else each.pain)
        for each in history
    ]
    return NEXT(milder, level, ceiling)


def no_hard(history: Sequence[Session], level: int, ceiling: int) -> Move:
    move = NEXT(history, level, ceiling)
    return replace(move, level=min(level, ceiling)) if move.why is Why.HARD_TWICE else move


def pain_never_twice(session: Session) -> bool:
    return False


def no_ceiling(*_: object, top: int) -> int:
    return top


def goes_on(pain: Pain, sharp: bool) -> AfterPain:
    return AfterPain.GO_ON


def not_lowered(session: Session, level: int, sets: int) -> Session:
    return session


def morning_is_fine(level: int, last: Session) -> Move:
    return Move(level, Why.STEADY)


def morning_raises(level: int, last: Session) -> Move:
    return Move(level + 1, Why.STEADY)


def harder_for_everyone(history: Sequence[Session], level: int, ceiling: int) -> None:
    return None


def both_at_once(move: Move, level: int, *, other_went_up: bool) -> Move:
    return move


def ignores_the_check(*_: object) -> tuple[Exercise, ...]:
    return (Exercise.LEG_CURL,)


def no_break(level: int, last_session: date | None, night: date) -> Move:
    return Move(level, Why.STEADY)


def only_a_short_break(level: int, last_session: date | None, night: date) -> Move:
    away = (night - last_session).days if last_session else 0
    return Move(max(level - 1, 0) if away >= 14 else level, Why.BREAK)


def open_door(check: Check | None, *_: object) -> Gate:
    return Gate.NEEDS_CHECK if check is None else Gate.OPEN


def never_stale(*_: object) -> bool:
    return False


def at_once(*_: object) -> bool:
    return True


def never_blocked(*_: object) -> Verdict | None:
    return None


def by_the_date_alone(now: datetime, zone: ZoneInfo, latest: date | None) -> date:
    return schedule.night_of(now, zone)


def by_the_calendar_alone(night: date, now: datetime, last: date | None, at: datetime | None) -> bool:
    return schedule.rested(night, last)


def never_rests(*_: object) -> bool:
    return True


def every_weekday(nights: int) -> tuple[frozenset[int], ...]:
    return (frozenset({0, 1}),) * 10


def worse_is_nothing(answer: review.Answer, level: int, ceiling: int, history: Sequence[Session]) -> Move:
    return Move(level, Why.STEADY)


def better_raises(answer: review.Answer, level: int, ceiling: int, history: Sequence[Session]) -> Move:
    return Move(level + (answer is review.Answer.BETTER), Why.STEADY)


def always_asked(_: object, history: Sequence[Session], *__: object) -> bool:
    return bool(history)


def says_nothing(*_: object, other_allowed: bool) -> tuple[review.Note, ...]:
    return ()


def every_night_counts(planned: int) -> int:
    return planned


GOOD, NEXT = progress.good, progress.next_level

MUTANTS: list[tuple[str, Any, str, object]] = [
    ("H39, G61", calendar, "rested", never_rests),
    ("G61", calendar, "patterns", every_weekday),
    ("the night", calendar, "rested", by_the_calendar_alone),
    ("the night|G65: the same part|H39, G61", calendar, "tonight", by_the_date_alone),
    ("G16", screening, "blocking", never_blocked),
    ("G16|G29|G36", screening, "gate", open_door),
    ("G36", screening, "stale", never_stale),
    ("decision 2", screening, "may_recheck", at_once),
    ("G31, G46", recommend, "ceiling", no_ceiling),
    ("G32", routine, "tonights", ignores_the_check),
    ("G64: up without", progress, "good", always_good),
    ("G46: pain raised|G64: up without", progress, "good", good_whatever_hurts),
    ("G64: up without", progress, "good", good_however_hard),
    ("G64: up without", progress, "good", good_left_half_way),
    ("G64: up without", progress, "good", good_on_any_level),
    ("G64: up without", progress, "good", good_after_a_bad_morning),
    ("G63, G64", progress, "next_level", two_rungs_up),
    ("G64: two good", progress, "next_level", never_up),
    ("H20, H22", progress, "next_level", no_back),
    ("G46: stopped", progress, "next_level", no_severe),
    ("G64: hard twice", progress, "next_level", no_hard),
    ("G50: pain of 4", progress, "_hurt", pain_never_twice),
    ("G65: no level down", progress, "after_break", no_break),
    ("G65: above level 2", progress, "after_break", only_a_short_break),
    ("G65: no level down", progress, "BREAK_ONE_LEVEL", 22),
    ("G65: above level 2", progress, "RESTART_LEVEL", 6),
    ("G46: pain of 6|G46: pain of 4", session, "after_pain", goes_on),
    ("G46: pain of 4", session, "lowered", not_lowered),
    ("G47", progress, "after_morning", morning_is_fine),
    ("G47, G50", progress, "after_morning", morning_raises),
    ("G64: up on request", progress, "may_ask_harder", harder_for_everyone),
    ("G64: two changes", routine, "one_change", both_at_once),
    ("G50: a worse week", review, "adjusted", worse_is_nothing),
    ("G47, G50", review, "adjusted", better_raises),
    ("the week", review, "due", always_asked),
    ("G66|G50: worse twice", review, "notes", says_nothing),
    ("G66", review, "NO_CHANGE_WEEKS", 10),
    ("H34, G86", trend, "needed", every_night_counts),
    ("the night|H39, G61", schedule, "ROLLOVER", time(0, 0)),
]


@pytest.mark.parametrize(
    ("rule", "module", "name", "mutant"),
    MUTANTS,
    ids=[f"{name} {getattr(mutant, '__name__', mutant)}" for _, _, name, mutant in MUTANTS],
)
def test_a_wrong_rule_is_noticed(
    content: Catalogue, monkeypatch: pytest.MonkeyPatch, rule: str, module: Any, name: str, mutant: object
) -> None:
    monkeypatch.setattr(module, name, mutant)
    wanted = tuple(rule.split("|"))
    for diary in lives(100, 5, content):
        if any(each.startswith(wanted) for each in breaches(diary)):
            return
    pytest.fail(f"nobody noticed: {rule}")
