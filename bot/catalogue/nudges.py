"""Reads `reminders.toml` and its rules: enough texts, fit for a lock screen, no two alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields
from itertools import combinations, pairwise
from pathlib import Path

from bot.catalogue.model import Nudges, Text
from bot.catalogue.reader import Faults, Table, read_table
from bot.catalogue.style import Style
from bot.coach.model import Language

FILE = "reminders.toml"
# Texts per list: none of a nightly one comes again within a month.
ENOUGH = {
    "training": 30,
    "rest": 30,
    "discreet": 1,
    "not_tonight": 10,
    "done": 10,
    "still_helpful": 1,
    "paused": 1,
}
TOO_MUCH_SHARED = 0.5
LONGEST = {Language.EN: 140, Language.JA: 60}  # characters: a glance at a lock screen


def read_nudges(folder: Path, style: Style, faults: Faults) -> Nudges:
    root = read_table(folder, FILE, faults)
    root.only(*(each.name for each in fields(Nudges)))
    lists = {name: _texts(root, name) for name in ENOUGH}
    for name, texts in lists.items():
        _check(root, name, texts, style)
    return Nudges(
        training=lists["training"],
        rest=lists["rest"],
        discreet=lists["discreet"],
        not_tonight=lists["not_tonight"],
        done=lists["done"],
        still_helpful=lists["still_helpful"][0],
        paused=lists["paused"][0],
    )


def _texts(root: Table, name: str) -> tuple[Text, ...]:
    """At least one text, if only an empty one, so that reading can go on."""
    tables = root.tables(name)
    for table in tables:
        table.only("en", "ja", "from")
    if root.has(name) and len(tables) < ENOUGH[name]:
        root.fault(name, f"{len(tables)} texts; at least {ENOUGH[name]} are needed")
    return tuple(table.as_text() for table in tables) or (Text("", ""),)


def _check(root: Table, name: str, texts: tuple[Text, ...], style: Style) -> None:
    for language in Language:
        said = [text[language] for text in texts]
        for number, text in enumerate(said):
            if len(text) > LONGEST[language]:
                root.fault(
                    f"{name}[{number}]", f"{language}: {len(text)} characters, at most {LONGEST[language]}"
                )
            for fault in style.lock_screen_faults(text, language):
                root.fault(f"{name}[{number}]", f"{language}: {fault}")
        for one, other in alike(said, language):
            root.fault(f"{name}[{other}]", f"{language}: says much the same as {name}[{one}]")


def alike(texts: Sequence[str], language: Language) -> Iterator[tuple[int, int]]:
    """Pairs of texts that share more than half of the shorter one's words (Japanese: character pairs)."""
    parts = [_parts(text, language) for text in texts]
    for (one, first), (other, second) in combinations(enumerate(parts), 2):
        if first and second and len(first & second) / min(len(first), len(second)) > TOO_MUCH_SHARED:
            yield one, other


def _parts(text: str, language: Language) -> frozenset[str]:
    plain = re.sub(r"\{[a-z_]+\}", "", text).casefold()
    if language is Language.EN:
        return frozenset(re.findall(r"[a-z']+", plain))
    return frozenset(one + other for one, other in pairwise(re.sub(r"[\W\d]", "", plain)))
