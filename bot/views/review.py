"""The weekly question and what follows from its answer."""

from __future__ import annotations

from datetime import date

from bot.coach.model import Exercise
from bot.coach.progress import Move
from bot.coach.review import Answer, Note
from bot.coach.trend import ProgressData
from bot.views import progress
from bot.views.plan import dose
from bot.views.reply import Button, Reply, Rows, night_mark
from bot.views.words import Ready, Words


def question(say: Words, night: date) -> Reply:
    """Better, the same, worse: neutral words, for it may come at night on a lock screen."""
    return Reply(say("review.question"), _answers(say, night))


def _answers(say: Words, night: date) -> Rows:
    return tuple((say.button(f"review.{each}", "review", "is", night_mark(night), each),) for each in Answer)


def with_reminder(say: Words, night: date, reminder: Reply) -> Reply:
    """The question in the place of this night's reminder, whose buttons stay."""
    asked = question(say, night)
    return Reply(f"{asked.text}\n\n{reminder.text}", (*asked.rows, *reminder.rows))


def answered(
    say: Words,
    answer: Answer,
    exercise: Exercise,
    before: int,
    move: Move,
    notes: tuple[Note, ...],
    data: ProgressData,
    habit: str,
) -> Reply:
    """Kind words, what changes and why, what else there is to say, and a habit for the week."""
    parts: list[str] = [say(f"review.said_{answer}")]
    if answer is Answer.WORSE:
        parts.append(_easier(say, exercise, before, move))
    if Note.LOOK_BACK in notes:
        parts.append(_look_back(say, data))
    if Note.SEE_SOMEONE in notes:
        parts.append(say("review.see_someone"))
    if Note.VARIETY in notes:
        parts.append(say("review.variety"))
    if answer is not Answer.WORSE:
        parts.append(f"{say('review.habit')}\n{habit}")
    return Reply("\n\n".join(parts), _next_steps(say, answer, notes))


def _easier(say: Words, exercise: Exercise, before: int, move: Move) -> Ready:
    if move.level == before:
        return say("review.level_kept")
    words = say.catalogue.plans[exercise]
    rung = words.rungs[move.level]
    why = say(f"tonight.why_{move.why.replace('-', '_')}")
    down = say(
        "review.level_down",
        exercise=say.text(words.name),
        rung=say.text(rung.name),
        dose=dose(say, rung.level),
    )
    return Ready(f"{why}\n{down}")


def _look_back(say: Words, data: ProgressData) -> Ready:
    paths = [progress.path(say, each, [level for _, level in steps]) for each, steps in data.levels]
    return say(
        "review.look_back",
        evenings=progress.evenings(data),
        kept=data.kept,
        weeks=data.counted,
        path=Ready("\n".join(paths)),
    )


def _next_steps(say: Words, answer: Answer, notes: tuple[Note, ...]) -> Rows:
    rows: list[tuple[Button, ...]] = []
    if answer is Answer.WORSE:
        rows.append((say.button("menu.check", "check", "open"),))
    if Note.VARIETY in notes:
        rows.append((say.button("plan.routine_alternate", "plan", "routine", "alternate"),))
    rows.append(
        (say.button("menu.tonight", "tonight", "open"), say.button("menu.progress", "progress", "open"))
    )
    return tuple(rows)


def noted(say: Words) -> Reply:
    return Reply(say("review.noted"), ((say.button("menu.tonight", "tonight", "open"),),))


def not_now(say: Words) -> Reply:
    return Reply(say("review.not_now"), ((say.button("menu.tonight", "tonight", "open"),),))


def day_page(say: Words, now: int) -> Reply:
    """On which weekday the question comes."""
    days = tuple(say.button(f"words.weekday_{each}", "settings", "review", each) for each in range(7))
    return Reply(
        say("review.day_page", day=say.weekday(now)),
        (days[:4], days[4:], (say.button("menu.settings", "settings", "open"),)),
    )
