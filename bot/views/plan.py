"""The plan: what, how much, on which nights, and what comes next."""

from __future__ import annotations

from bot.coach.model import Exercise, Level, Plan
from bot.views.reply import Button, Reply, Rows
from bot.views.words import Ready, Words


def dose(say: Words, level: Level) -> Ready:
    """A level's dose in a line: how many, in what tempo."""
    if level.still:
        return say("plan.dose_still", reps=level.reps, hold=level.hold)
    key = "plan.dose_sides" if level.per_side else "plan.dose"
    text = say(
        key,
        reps=level.reps,
        sets=say("plan.sets", sets=level.sets) if level.sets > 1 else "",
        up=level.up,
        hold=level.hold,
        down=level.down,
    )
    return Ready(text.strip())  # a single set is not named, and leaves a space behind


def short_dose(say: Words, level: Level) -> Ready:
    """The dose for a lock screen: a number of times, no body part."""
    key = "plan.short_sides" if level.per_side else "plan.short"
    text = say(key, reps=level.reps)
    return say("plan.short_sets", dose=text, sets=level.sets) if level.sets > 1 else text


def plan_page(say: Words, plan: Plan, others: tuple[Exercise, ...]) -> Reply:
    words = say.catalogue.plans[plan.exercise]
    rung = words.rungs[plan.level(plan.exercise)]
    parts = [
        say(
            "plan.now",
            exercise=say.text(words.name),
            level=rung.level.number,
            top=words.top,
            rung=say.text(rung.name),
            how=say.text(rung.how),
            dose=dose(say, rung.level),
            days=say.listed([say.weekday(day) for day in sorted(plan.days)]),
        )
    ]
    if rung.level.number < words.top:
        following = words.rungs[rung.level.number + 1]
        parts.append(say("plan.next", rung=say.text(following.name), how=say.text(following.how)))
    rows: list[tuple[Button, ...]] = [
        (say.button("menu.tonight", "tonight", "open"),),
        (say.button("plan.how", "plan", "how"), say.button("plan.easier", "plan", "easier")),
    ]
    rows += [(_other(say, other),) for other in others]
    rows.append((say.button("menu.remind", "remind", "open"), say.button("menu.check", "check", "open")))
    return Reply("\n\n".join(parts), tuple(rows))


def form_page(say: Words, exercise: Exercise, level: int) -> Reply:
    """Step by step, then what often goes wrong and how to mend it.

    The lowest rung is another movement, so neither would fit there.
    """
    words = say.catalogue.plans[exercise]
    title = say("plan.form", exercise=say.text(words.name))
    if level == 0:
        return Reply("\n\n".join([title, say.text(words.rungs[0].how)]), _back(say))
    steps = "\n".join(f"{n}. {say.text(step)}" for n, step in enumerate(words.form, start=1))
    mistakes = "\n".join(
        say("plan.mistake", wrong=say.text(each.wrong), fix=say.text(each.fix)) for each in words.mistakes
    )
    return Reply("\n\n".join([title, say.text(words.aim), steps, mistakes]), _back(say))


def easier_page(say: Words, exercise: Exercise) -> Reply:
    """Easier ways, the first one first, and what else can be done when lying that way does not suit."""
    words = say.catalogue.plans[exercise]
    easier = "\n".join(f"{n}. {say.text(each)}" for n, each in enumerate(words.easier, start=1))
    instead = "\n".join(f"• {say.text(each)}" for each in words.alternatives)
    return Reply("\n\n".join([say("plan.easier_intro"), easier, say("plan.instead"), instead]), _back(say))


def _back(say: Words) -> Rows:
    return ((say.button("menu.tonight", "tonight", "open"), say.button("menu.plan", "plan", "open")),)


def _other(say: Words, exercise: Exercise) -> Button:
    name = say.text(say.catalogue.plans[exercise].name)
    return say.button("plan.switch", "plan", "choose", exercise, exercise=name)


def no_plan(say: Words) -> Reply:
    return Reply(say("plan.none"), ((say.button("start.begin", "check", "open"),),))


def not_allowed(say: Words) -> Reply:
    return Reply(say("plan.not_allowed"), ((say.button("menu.plan", "plan", "open"),),))
