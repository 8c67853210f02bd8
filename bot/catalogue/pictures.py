"""Reads `content/pictures.toml`: what is on each picture and video, in words, and where it is shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from bot.catalogue.guidance import one_of
from bot.catalogue.model import Habit, Motion, Pictures, PlanWords, Still
from bot.catalogue.reader import Faults, Table, read_table
from bot.coach.model import Exercise, Language

PICTURES = "pictures.toml"
# What the program draws (bot/media). Each needs its words; no other can be shown.
STILL_IDS = (
    "hip-lift",
    "hip-lift-start",
    "hip-lift-top",
    "hip-lift-half",
    "hip-lift-too-high",
    "heels-closer",
    "hip-lift-single-leg",
    "glute-squeeze",
    "leg-curl",
    "leg-curl-start",
    "leg-curl-half",
    "leg-curl-full",
    "leg-curl-hips-up",
    "leg-curl-pillow",
    "standing-leg-curl",
    "heel-dig",
    "sitting",
    "stairs",
    "heel-raise",
)
LONGEST_ALT = 300  # characters; a caption has 1,024 for this and the words above it
MOTION_IDS = ("glute-squeeze", "hip-lift-low", "hip-lift", "single-leg", "heel-dig", "half-curl", "full-curl")


def read_pictures(folder: Path, faults: Faults) -> Pictures:
    root = read_table(folder, PICTURES, faults)
    root.only("sound", "sound_sides", "pages", "pictures", "motions")
    stills = {each.id: each for each in (_still(table) for table in root.tables("pictures"))}
    motions = tuple(_motion(table, stills) for table in root.tables("motions"))
    _exactly(root, "pictures", [table.string("id") for table in _quiet(root, "pictures")], STILL_IDS)
    _exactly(root, "motions", [each.id for each in motions], MOTION_IDS)
    pages = root.table("pages")
    pages.only(*Exercise)
    shown = {each: pages.table(each) for each in Exercise}
    return Pictures(
        stills=stills,
        motions=motions,
        mistakes={each: _named(table, "mistakes", stills) for each, table in shown.items()},
        easier={each: _named(table, "easier", stills) for each, table in shown.items()},
        sound=root.text("sound"),
        sound_sides=root.text("sound_sides"),
    )


def _quiet(root: Table, name: str) -> tuple[Table, ...]:
    """The same tables; their faults are named elsewhere."""
    return Table(root.file, root.path, root.values, Faults()).tables(name)


def _exactly(root: Table, name: str, found: list[str], wanted: tuple[str, ...]) -> None:
    for id_ in sorted(set(wanted) - set(found)):
        root.fault(name, f"{id_!r} is drawn but has no words")
    for id_ in sorted(set(found) - set(wanted)):
        root.fault(name, f"{id_!r} is not drawn; there is: {', '.join(wanted)}")
    for id_ in sorted({id_ for id_ in found if found.count(id_) > 1}):
        root.fault(name, f"{id_!r} stands there more than once")


def _still(table: Table) -> Still:
    table.only("id", "from", "faq", "habits", "en", "ja")
    return Still(
        id=table.string("id"),
        alt=table.as_text(),
        faq=table.strings("faq") if table.has("faq") else (),
        habits=table.strings("habits") if table.has("habits") else (),
        sources=table.sources(),
    )


def _motion(table: Table, stills: Mapping[str, Still]) -> Motion:
    table.only("id", "from", "exercise", "levels", "picture", "en", "ja")
    levels = table.values.get("levels")
    if not isinstance(levels, list) or not all(type(each) is int for each in levels):
        table.fault("levels", "must be a list of whole numbers")
        levels = []
    picture = table.string("picture")
    if picture not in stills:
        table.fault("picture", f"there is no picture {picture!r}")
    return Motion(
        id=table.string("id"),
        exercise=one_of(table, "exercise", Exercise, Exercise.HIP_LIFT),
        levels=tuple(levels),
        still=picture,
        alt=table.as_text(),
        sources=table.sources(),
    )


def _named(table: Table, name: str, stills: Mapping[str, Still]) -> tuple[str, ...]:
    table.only("mistakes", "easier")
    ids = table.strings(name)
    for id_ in ids:
        if id_ not in stills:
            table.fault(name, f"there is no picture {id_!r}")
    return ids


def check_pictures(
    pictures: Pictures,
    plans: Mapping[Exercise, PlanWords],
    faq: Collection[str],
    habits: Collection[Habit],
    faults: Faults,
) -> None:
    """Every rung has exactly one movement; what a picture is shown with exists, and shows no second one."""
    for exercise, plan in plans.items():
        for rung in plan.rungs:
            number = rung.level.number
            count = sum(each.exercise is exercise and number in each.levels for each in pictures.motions)
            if count != 1:
                faults.add(PICTURES, "motions", f"{exercise}, level {number}: {count} movements, must be one")
    for name, text in (
        *((f"pictures.{still.id}", still.alt) for still in pictures.stills.values()),
        *((f"motions.{each.id}", each.alt) for each in pictures.motions),
    ):
        for language in Language:
            if len(text[language]) > LONGEST_ALT:
                faults.add(
                    PICTURES, name, f"{language}: {len(text[language])} characters, at most {LONGEST_ALT}"
                )
    for each in pictures.motions:
        for number in each.levels:
            if number > plans[each.exercise].top:
                faults.add(PICTURES, "motions", f"{each.id}: {each.exercise} has no level {number}")
    _check_shown("faq", [id_ for still in pictures.stills.values() for id_ in still.faq], faq, faults)
    known = [habit.id for habit in habits]
    _check_shown("habits", [id_ for still in pictures.stills.values() for id_ in still.habits], known, faults)


def _check_shown(name: str, ids: list[str], known: Collection[str], faults: Faults) -> None:
    for id_ in sorted(set(ids)):
        if id_ not in known:
            faults.add(PICTURES, f"pictures.{name}", f"{id_!r} is not known")
        if ids.count(id_) > 1:
            faults.add(PICTURES, f"pictures.{name}", f"{id_!r} has more than one picture")
