"""docs/recommendation.md, made from the table: how signs and answers become a plan, for people to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, combinations

from bot.catalogue.load import Catalogue
from bot.coach.calendar import DEFAULT, EVERY_OTHER, FEWEST, MOST, patterns
from bot.coach.model import Answers, Exercise, Experience, Lying, Pain
from bot.coach.recommend import Reason, Recommendation, Table, recommend

HEAD = """# How the plan is recommended

Made from `content/recommendation.toml` by `python -m bot.catalogue --recommendation`; a test keeps it so.
The weights are ours (derived), not a medical test: the seven signs are a magazine checklist and only choose
a plan (G41). Any one sign is reason enough to train (S11).
"""
RULES = """
## In this order

1. **Stated vetoes.** RED and AMBER answers: no plan, a card (G9 to G37). Under 18: no plan (G34). Pregnancy:
   no bedtime plan (G29). Pain of 6 or more now: the plan is made, and tonight is for resting (G46).
2. **What the body allows outranks every vote.** Spine or joint answers (A12), or comfortable only on the
   back: no leg curl (G32, G83). Comfortable only on the front: no hip lift. Neither way: the hip lift's
   squeeze, which works in any position (G59). Here **the signs have no weight**: the reason names the limit.
3. **The signs vote.** The exercise with more votes is recommended; a tie, and no sign at all, go to the
   {tie}. Every ticked sign is named by one reason: it speaks for the plan, or it alone would point to the
   other exercise, or both exercises fit.
4. **The person may choose otherwise** within point 2: the other exercise, both in turn, or one after the
   other (S23, G80).
"""


def recommendation_page(catalogue: Catalogue) -> str:
    """The page as Markdown."""
    table = catalogue.recommendations
    names = {each: catalogue.plans[each].name.en for each in Exercise}
    parts = [
        HEAD,
        RULES.format(tie=names[table.tie]),
        *_votes(catalogue, names),
        *_outcomes(table, names),
        *_levels(table, names),
        *_calendar(table),
    ]
    return "\n".join(part.strip("\n") + "\n" for part in parts)


def _table(head: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def _votes(catalogue: Catalogue, names: Mapping[Exercise, str]) -> Iterator[str]:
    weights = catalogue.recommendations.weights
    yield "## Votes of each sign"
    yield _table(
        ("sign", "in words", *names.values(), "alone it leads to"),
        (
            (
                sign.id,
                sign.label.en,
                *(weights[sign.id][each] for each in Exercise),
                names[_of((sign.id,), catalogue.recommendations).exercise],
            )
            for sign in catalogue.signs
        ),
    )


def _of(signs: tuple[str, ...], table: Table) -> Recommendation:
    return recommend(told(*signs), frozenset(), table)


def told(*signs: str) -> Answers:
    """Somebody who can lie both ways and has no pain: only the signs decide."""
    return Answers(signs=frozenset(signs), lying=Lying.BOTH, experience=Experience.SOME, pain=Pain.NONE)


def _outcomes(table: Table, names: Mapping[Exercise, str]) -> Iterator[str]:
    """All 128 sets of signs, counted."""
    signs = sorted(table.weights, key=lambda sign: int(sign[1:]))
    sets = list(chain.from_iterable(combinations(signs, n) for n in range(len(signs) + 1)))
    found = [_of(each, table) for each in sets]
    ties = sum(any(because.reason is Reason.TIE for because in each.because) for each in found)
    counts = ", ".join(f"{sum(one.exercise is each for one in found)} the {names[each]}" for each in Exercise)
    yield "## What comes out"
    yield f"Of the {len(sets)} sets of signs, {counts}; {ties} of them are ties.\n"
    yield "Adding one sign changes the recommended exercise in this many of the sets without it:\n"
    yield _table(
        ("sign", "sets in which it changes the exercise", "of"),
        (
            (sign, sum(_changes(sign, each, table) for each in sets if sign not in each), len(sets) // 2)
            for sign in signs
        ),
    )


def _changes(sign: str, signs: tuple[str, ...], table: Table) -> bool:
    return _of(signs, table).exercise is not _of((*signs, sign), table).exercise


def _levels(table: Table, names: Mapping[Exercise, str]) -> Iterator[str]:
    yield "## Where to begin, and how far"
    yield "The lower of the two counts; answers on pain count on their own night.\n"
    rows = [(f"experience: {name}", levels) for name, levels in table.start.items()]
    rows += [(f"at most, with {name}", levels) for name, levels in table.ceiling.items()]
    rows += [("at most, comfortable neither way", dict.fromkeys(Exercise, 0))]
    yield _table(
        ("answer", *names.values()),
        ((name, *(f"level {levels[each]}" for each in Exercise)) for name, levels in rows),
    )


def _calendar(table: Table) -> Iterator[str]:
    yield "## Which nights"
    choices = ", ".join(f"{nights} ({len(patterns(nights))} choices)" for nights in range(FEWEST, MOST + 1))
    sevens = (len(EVERY_OTHER) + 1) // 2
    yield (
        f"{table.nights} nights a week unless the person chooses otherwise: {choices}, or every other\n"
        f"night, which makes {DEFAULT} in one week and {sevens} in the next. Never two in a row, the week's\n"
        "end included (H39, G61, D4)."
    )
