"""Reads what the coach decides with: the safety questions, the signs, the recommendation table, the plans."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.catalogue.model import Emergency, Mistake, PlanWords, Rung, ScreenQuestion, Sign, Text
from bot.catalogue.reader import Faults, Table, read_table
from bot.coach.calendar import FEWEST, MOST
from bot.coach.model import CheckStep, Exercise, Experience, Level, Question, Verdict, Veto
from bot.coach.recommend import CEILING_LOW_LIFT, CEILING_PAIN
from bot.coach.recommend import Table as Recommendations

SCREENING = "screening.toml"
RECOMMENDATION = "recommendation.toml"
SCREENS = (CheckStep.RED, CheckStep.AMBER_1, CheckStep.AMBER_2)
# The safety questions; A13 asks two things, so it is two. None may be lost by an edit.
QUESTION_IDS = (
    *(f"R{n}" for n in range(1, 7)),
    *(f"A{n}" for n in range(1, 13)),
    *("A13a", "A13b", "A14"),
)
SIGN_IDS = ("S4", "S5", "S6", "S7", "S8", "S9", "S10")

Kind = TypeVar("Kind", bound=StrEnum)


def one_of(table: Table, name: str, kind: type[Kind], empty: Kind) -> Kind:
    """The key's value as one of the enumeration's words; anything else is a fault."""
    value = table.string(name)
    if value in set(kind):
        return kind(value)
    if value:
        table.fault(name, f"{value!r} is not one of: {', '.join(kind)}")
    return empty


def read_questions(folder: Path, faults: Faults) -> tuple[ScreenQuestion, ...]:
    root = read_table(folder, SCREENING, faults)
    root.only("questions", "signs")
    questions = tuple(_question(table) for table in root.tables("questions"))
    if [question.rule.id for question in questions] != list(QUESTION_IDS):
        root.fault("questions", f"must be exactly {', '.join(QUESTION_IDS)}, in this order")
    for step in SCREENS:
        if not any(question.rule.step is step for question in questions):
            root.fault("questions", f"the screen {step} has no question")
    return questions


def _question(table: Table) -> ScreenQuestion:
    table.only("id", "step", "verdict", "veto", "may_skip", "from", "ask", "label")
    step = one_of(table, "step", CheckStep, CheckStep.RED)
    if step not in SCREENS:
        table.fault("step", f"must be one of: {', '.join(SCREENS)}")
    return ScreenQuestion(
        rule=Question(
            id=table.string("id"),
            step=step,
            verdict=one_of(table, "verdict", Verdict, Verdict.RED),
            veto=one_of(table, "veto", Veto, Veto.MINOR) if table.has("veto") else None,
            may_skip=table.has("may_skip") and table.boolean("may_skip"),
        ),
        ask=table.text("ask"),
        label=table.text("label"),
        sources=table.sources(),
    )


def read_signs(folder: Path, faults: Faults) -> tuple[Sign, ...]:
    root = read_table(folder, SCREENING, Faults())  # its faults are named once, by read_questions
    signs = tuple(_sign(Table(each.file, each.path, each.values, faults)) for each in root.tables("signs"))
    if [sign.id for sign in signs] != list(SIGN_IDS):
        faults.add(SCREENING, "signs", f"must be exactly {', '.join(SIGN_IDS)}, in this order")
    return signs


def _sign(table: Table) -> Sign:
    table.only("id", "from", "label", "gloss")
    return Sign(table.string("id"), table.text("label"), table.text("gloss"), table.sources())


def read_recommendations(folder: Path, faults: Faults) -> Recommendations:
    root = read_table(folder, RECOMMENDATION, faults)
    root.only("ties", "weights", "start", "ceiling", "calendar")
    calendar = root.table("calendar")
    nights = calendar.integer("nights")
    if calendar.has("nights") and not FEWEST <= nights <= MOST:
        calendar.fault("nights", f"must be {FEWEST} or {MOST}: never two nights in a row")
    start = _per_exercise(root.table("start"), tuple(Experience))
    return Recommendations(
        weights=_per_exercise(root.table("weights"), SIGN_IDS),
        start={Experience(name): levels for name, levels in start.items()},
        ceiling=_per_exercise(root.table("ceiling"), (CEILING_PAIN, CEILING_LOW_LIFT)),
        tie=one_of(root, "ties", Exercise, Exercise.HIP_LIFT),
        nights=nights,
    )


def _per_exercise(table: Table, names: tuple[str, ...]) -> Mapping[str, Mapping[Exercise, int]]:
    table.only(*names)
    return {name: {each: _from_zero(table.table(name), each) for each in Exercise} for name in names}


def _from_zero(table: Table, name: str) -> int:
    number = table.integer(name)
    if number < 0:
        table.fault(name, "must be 0 or more")
    return number


def check_levels(found: Recommendations, plans: Mapping[Exercise, PlanWords], faults: Faults) -> None:
    """Every rung that the recommendation names must be on the ladder."""
    for part, levels in (("start", found.start), ("ceiling", found.ceiling)):
        for name, by_exercise in levels.items():
            for exercise, number in by_exercise.items():
                if number > plans[exercise].top:
                    key = f"{part}.{name}.{exercise}"
                    faults.add(RECOMMENDATION, key, f"the ladder ends at level {plans[exercise].top}")


def read_plans(folder: Path, faults: Faults) -> Mapping[Exercise, PlanWords]:
    return {each: _plan(each, read_table(folder, f"plans/{each}.toml", faults)) for each in Exercise}


def _plan(exercise: Exercise, root: Table) -> PlanWords:
    root.only("name", "aim", "form", "mistakes", "easier", "alternatives", "levels")
    rungs = tuple(_rung(table) for table in root.tables("levels"))
    if [rung.level.number for rung in rungs] != list(range(len(rungs))) or not rungs:
        root.fault("levels", "must be numbered 0, 1, 2 … from the easiest up")
    for name in ("form", "mistakes", "easier", "alternatives"):
        if root.values.get(name) == []:
            root.fault(name, "must hold at least one")
    return PlanWords(
        exercise=exercise,
        name=root.text("name"),
        aim=root.text("aim"),
        form=_texts(root, "form"),
        mistakes=tuple(_mistake(table) for table in root.tables("mistakes")),
        easier=_texts(root, "easier"),
        alternatives=_texts(root, "alternatives"),
        rungs=rungs,
    )


def _texts(root: Table, name: str) -> tuple[Text, ...]:
    """A list of texts, each with its sources."""
    tables = root.tables(name)
    for table in tables:
        table.only("from", "en", "ja")
        table.sources()
    return tuple(table.as_text() for table in tables)


def _mistake(table: Table) -> Mistake:
    table.only("from", "wrong", "fix")
    return Mistake(table.text("wrong"), table.text("fix"), table.sources())


def _rung(table: Table) -> Rung:
    numbers = ("number", "sets", "reps", "up", "hold", "down", "rest")
    table.only(*numbers, "per_side", "still", "from", "name", "how")
    level = Level(
        **{name: table.integer(name) for name in numbers},
        per_side=table.has("per_side") and table.boolean("per_side"),
        still=table.has("still") and table.boolean("still"),
    )
    for name in ("sets", "reps", "up", "hold", "down"):
        if table.has(name) and getattr(level, name) < 1:
            table.fault(name, "must be 1 or more")
    if level.rest < 0:
        table.fault("rest", "must be 0 or more")
    return Rung(level, table.text("name"), table.text("how"), table.sources())


def read_emergency(folder: Path, faults: Faults) -> Emergency:
    root = read_table(folder, "emergency.toml", faults)
    root.only("places", "anywhere")
    by_zone: dict[str, Text] = {}
    for place in root.tables("places"):
        place.only("from", "zones", "number")
        place.sources()
        number = place.text("number")
        for zone in place.strings("zones"):
            if zone in by_zone:
                place.fault("zones", f"{zone!r} stands there more than once")
            if not _is_zone(zone):
                place.fault("zones", f"{zone!r} is no time zone of the IANA list")
            by_zone[zone] = number
    anywhere = root.table("anywhere")
    anywhere.only("from", "number")
    anywhere.sources()
    return Emergency(by_zone, anywhere.text("number"))


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True
