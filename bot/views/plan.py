"""The plan: what, how much, on which nights, and what comes next."""

from __future__ import annotations

from bot.coach import calendar
from bot.coach.model import Exercise, Level, Plan, Routine
from bot.coach.progress import Refusal
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
    parts: list[str] = [
        say(
            "plan.now",
            exercise=say.text(words.name),
            level=rung.level.number,
            top=words.top,
            rung=say.text(rung.name),
            how=say.text(rung.how),
            dose=dose(say, rung.level),
            days=nights(say, plan.days),
        )
    ]
    if plan.routine is not Routine.ONE:
        parts += [f"{routine(say, plan)}\n{_second(say, plan, other)}" for other in others]
    if rung.level.number < words.top:
        following = words.rungs[rung.level.number + 1]
        parts.append(say("plan.next", rung=say.text(following.name), how=say.text(following.how)))
    rows: Rows = (
        (say.button("menu.tonight", "tonight", "open"),),
        (say.button("plan.how", "plan", "how"), say.button("plan.easier", "plan", "easier")),
        (say.button("plan.change", "plan", "change"),),
        (say.button("menu.remind", "remind", "open"), say.button("menu.check", "check", "open")),
    )
    return Reply("\n\n".join(parts), rows)


def change_page(say: Words, plan: Plan, others: tuple[Exercise, ...]) -> Reply:
    """What may be changed, one thing at a time. `others`: further exercises that the check allows."""
    level = plan.level(plan.exercise)
    rows: list[tuple[Button, ...]] = [
        (
            say.button("plan.lower", "plan", "lower", level),
            say.button("plan.harder", "plan", "harder", level),
        ),
        (say.button("plan.days_button", "plan", "days"),),
    ]
    rows += [(_other(say, other),) for other in others]
    if others:
        rows.append((say.button("plan.routine_button", "plan", "routine"),))
    return Reply(say("plan.change_page"), (*rows, (say.button("menu.plan", "plan", "open"),)))


def nights(say: Words, days: frozenset[int]) -> Ready:
    """The training nights in words: three weekdays, or "every other night"."""
    if days == calendar.EVERY_OTHER:
        return say("plan.every_other_days")
    return say.listed([say.weekday(day) for day in sorted(days)])


def _second(say: Words, plan: Plan, exercise: Exercise) -> Ready:
    words = say.catalogue.plans[exercise]
    rung = words.rungs[plan.level(exercise)]
    return say(
        "plan.with_other", exercise=say.text(words.name), level=rung.level.number, rung=say.text(rung.name)
    )


def days_page(say: Words, plan: Plan) -> Reply:
    """How many nights a week, or every other night (H39, G61)."""
    counts = tuple(
        (say.button("plan.nights_a_week", "plan", "nights", count, nights=count),)
        for count in range(calendar.FEWEST, calendar.MOST + 1)
    )
    every_other = (say.button("plan.every_other", "plan", "on", days_mark(calendar.EVERY_OTHER)),)
    return Reply(
        say("plan.days_page", days=nights(say, plan.days)),
        (*counts, every_other, (say.button("menu.plan", "plan", "open"),)),
    )


def pick_days(say: Words, count: int) -> Reply:
    """Every choice of so many weekdays that never has two in a row, as one press each."""
    buttons = [_pattern(say, days) for days in calendar.patterns(count)]
    rows: Rows = tuple(tuple(buttons[n : n + 2]) for n in range(0, len(buttons), 2))
    return Reply(
        say("plan.pick_days", nights=count), (*rows, (say.button("plan.days_button", "plan", "days"),))
    )


def _pattern(say: Words, days: frozenset[int]) -> Button:
    names = dict(zip(("first", "second", "third"), (say.weekday(day) for day in sorted(days)), strict=False))
    key = "plan.two_days" if len(names) == calendar.FEWEST else "plan.three_days"
    return say.button(key, "plan", "on", days_mark(days), **names)


def days_mark(days: frozenset[int]) -> str:
    """Weekdays inside callback data: 135 for Tuesday, Thursday, Saturday."""
    return "".join(str(day) for day in sorted(days))


def routine_page(say: Words, plan: Plan) -> Reply:
    """One exercise, both in turn, or both one after the other."""
    rows: Rows = (
        *((_only(say, each),) for each in Exercise),
        *(
            (say.button(f"plan.routine_{each}", "plan", "routine", each),)
            for each in (Routine.ALTERNATE, Routine.BOTH)
        ),
        (say.button("menu.plan", "plan", "open"),),
    )
    return Reply(say("plan.routine_page", now=routine(say, plan)), rows)


def _only(say: Words, exercise: Exercise) -> Button:
    name = say.text(say.catalogue.plans[exercise].name)
    return say.button("plan.routine_one", "plan", "choose", exercise, exercise=name)


def routine(say: Words, plan: Plan) -> Ready:
    """What the plan does with the two exercises, in words."""
    if plan.routine is Routine.ONE:
        return say("plan.routine_one", exercise=say.text(say.catalogue.plans[plan.exercise].name))
    return say("plan.routine_alternate" if plan.routine is Routine.ALTERNATE else "plan.routine_both")


def changed(say: Words, note: str, page: Reply) -> Reply:
    """The plan's page with what has just been changed above it."""
    return Reply(f"{note}\n\n{page.text}", page.rows)


def refused(say: Words, why: Refusal) -> Ready:
    """Why a wish for a harder level is not met (G46, G64)."""
    return say(f"plan.refused_{why.replace('-', '_')}")


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


def no_plan(say: Words, *, half: bool = False) -> Reply:
    """`half`: the check waits half done."""
    return Reply(say("plan.none"), (check_row(say, half=half),))


def check_row(say: Words, *, half: bool) -> tuple[Button, ...]:
    """The way into the check, or back into it."""
    return (say.button("screening.resume" if half else "start.begin", "check", "open"),)


def not_allowed(say: Words) -> Reply:
    return Reply(say("plan.not_allowed"), ((say.button("menu.plan", "plan", "open"),),))
