"""/progress: weeks kept, level, pain; in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.coach.model import Pain, Plan, Session
from bot.views.reply import Reply
from bot.views.words import Words

WEEKS = 4


def page(say: Words, plan: Plan | None, history: Sequence[Session], night: date) -> Reply:
    if not history or plan is None:
        return Reply(say("progress.empty"), ((say.button("menu.tonight", "tonight", "open"),),))
    words = say.catalogue.plans[plan.exercise]
    level = plan.level(plan.exercise)
    parts = [
        say("progress.total", count=len(history)),
        "\n".join(_week(say, history, night, back) for back in reversed(range(_weeks(history, night)))),
        say(
            "progress.level",
            exercise=say.text(words.name),
            level=level,
            top=words.top,
            rung=say.text(words.rungs[level].name),
        ),
        _pain(say, history),
    ]
    return Reply("\n\n".join(part for part in parts if part), ((say.button("menu.plan", "plan", "open"),),))


def _weeks(history: Sequence[Session], night: date) -> int:
    """The last four, or fewer: a week before the first session is no week with nothing done."""
    first = min(session.night for session in history)
    since = night - (first - timedelta(days=first.weekday()))
    return min(since.days // 7 + 1, WEEKS)


def _week(say: Words, history: Sequence[Session], night: date, back: int) -> str:
    monday = night - timedelta(days=night.weekday() + 7 * back)
    count = sum(monday <= session.night < monday + timedelta(days=7) for session in history)
    return say("progress.week", day=say.day(monday), count=count)


def _pain(say: Words, history: Sequence[Session]) -> str:
    said = [session.pain for session in history if session.pain is not None]
    if not said:
        return ""
    quiet = sum(pain in (Pain.NONE, Pain.MILD) for pain in said)
    return say("progress.pain", quiet=quiet, count=len(said))
