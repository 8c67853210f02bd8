"""/progress: weeks kept, level, pain; in words. The same record is what a picture is drawn from."""

from __future__ import annotations

from functools import reduce

from bot.coach.model import Exercise, Pain, Plan
from bot.coach.trend import ProgressData, Week
from bot.views.reply import Reply
from bot.views.words import Ready, Words

SHOWN_WEEKS = 4
SHOWN_EVENINGS = 6
FULL = 100


def page(say: Words, plan: Plan | None, data: ProgressData) -> Reply:
    """The weeks and how they are counted, then level and pain."""
    if not data.weeks or plan is None:
        return Reply(say("progress.empty"), ((say.button("menu.tonight", "tonight", "open"),),))
    parts = [
        _kept(say, data),
        "\n".join(week(say, each) for each in data.weeks[-SHOWN_WEEKS:]),
        _steady(say, data),
        "\n".join([say("progress.total", count=evenings(data)), *_levels(say, plan, data)]),
        _pain(say, data),
    ]
    return Reply("\n\n".join(part for part in parts if part), ((say.button("menu.plan", "plan", "open"),),))


def _kept(say: Words, data: ProgressData) -> Ready:
    """In the first week nothing is kept or missed yet: "0 of 1" would only discourage."""
    if not data.counted:
        return say("progress.first_week")
    return say("progress.kept", kept=data.kept, weeks=data.counted)


def _steady(say: Words, data: ProgressData) -> str:
    """Once a week is over: the share of half a week would only discourage."""
    over = any(not each.running for each in data.weeks)
    return say("progress.steady", score=round(data.score * FULL), full=FULL) if over else ""


def evenings(data: ProgressData) -> int:
    return sum(each.done for each in data.weeks)


def week(say: Words, each: Week) -> Ready:
    """One week in a line; a kept one says so once it is over, or kept already."""
    day = say.day(each.monday)
    if not each.planned:
        return say("progress.week_free", day=day)
    if each.running and not each.kept:
        return say("progress.week_now", count=each.done, planned=each.planned)
    line = say("progress.week", day=day, count=each.done, planned=each.planned)
    return say("progress.week_kept", week=line) if each.kept else line


def _levels(say: Words, plan: Plan, data: ProgressData) -> list[Ready]:
    words = say.catalogue.plans[plan.exercise]
    level = plan.level(plan.exercise)
    now = say(
        "progress.level",
        exercise=say.text(words.name),
        level=level,
        top=words.top,
        rung=say.text(words.rungs[level].name),
    )
    paths = ((each, [level for _, level in steps]) for each, steps in data.levels)
    return [now, *(path(say, each, levels) for each, levels in paths if len(set(levels)) > 1)]


def path(say: Words, exercise: Exercise, levels: list[int]) -> Ready:
    """The levels in the order they were done, each change once: 1 → 2 → 3."""
    changes = [level for n, level in enumerate(levels) if n == 0 or level != levels[n - 1]]
    steps = Ready(changes[-SHOWN_EVENINGS:][0])
    for level in changes[-SHOWN_EVENINGS:][1:]:
        steps = say("progress.step", first=steps, last=level)
    return say("progress.path", exercise=say.text(say.catalogue.plans[exercise].name), path=steps)


def _pain(say: Words, data: ProgressData) -> str:
    if not data.pain:
        return ""
    quiet = sum(pain in (Pain.NONE, Pain.MILD) for _, pain in data.pain)
    lately = [say(f"progress.band_{_word(pain)}") for _, pain in data.pain[-SHOWN_EVENINGS:]]
    return "\n".join(
        [
            say("progress.pain", quiet=quiet, count=len(data.pain)),
            say(
                "progress.pain_lately",
                bands=reduce(lambda one, next_: say("words.list_more", first=one, last=next_), lately),
            ),
        ]
    )


def _word(pain: Pain) -> str:
    return pain.replace("-", "_").replace("+", "_up")
