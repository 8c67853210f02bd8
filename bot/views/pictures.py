"""Which drawing or video goes with what is said."""

from __future__ import annotations

from dataclasses import replace

from bot.catalogue.model import FaqItem, Habit, Still
from bot.coach.model import Exercise, Session
from bot.coach.session import Stage
from bot.views.reply import Picture, Reply, Video
from bot.views.words import Words


def for_stage(say: Words, reply: Reply, session: Session, at: Stage) -> Reply:
    """The form as a drawing before the first set, each set as its pacing video, unless one counts alone."""
    match at:
        case Stage.FORM:
            return form(say, reply, session.exercise, session.level)
        case Stage.SET if not session.own_count:
            return replace(reply, shown=pacing(say, session.exercise, session.level))
        case _:
            return reply


def form(say: Words, reply: Reply, exercise: Exercise, level: int) -> Reply:
    """How a rung is done, start and end of the movement."""
    pictures = say.catalogue.pictures
    return _with(say, reply, pictures.stills[pictures.motion(exercise, level).still])


def pacing(say: Words, exercise: Exercise, level: int) -> Video:
    """The whole set in its tempo, and how to follow it by ear."""
    pictures = say.catalogue.pictures
    motion, rung = pictures.motion(exercise, level), say.catalogue.plans[exercise].rungs[level]
    texts = [motion.alt, pictures.sound, *([pictures.sound_sides] if rung.level.per_side else [])]
    return Video(motion.id, rung.level, "\n".join(say.text(text) for text in texts))


def beside_answer(say: Words, reply: Reply, item: FaqItem) -> Reply:
    return _with(say, reply, say.catalogue.pictures.beside_answer(item.id))


def beside_habit(say: Words, reply: Reply, habit: Habit) -> Reply:
    return _with(say, reply, say.catalogue.pictures.beside_habit(habit.id))


def alone(say: Words, ids: tuple[str, ...]) -> tuple[Reply, ...]:
    """Drawings in messages of their own; where one cannot be shown, its words say what would be on it."""
    return tuple(_with(say, Reply(""), say.catalogue.pictures.stills[id_]) for id_ in ids)


def _with(say: Words, reply: Reply, still: Still | None) -> Reply:
    return reply if still is None else replace(reply, shown=Picture(still.id, say.text(still.alt)))
