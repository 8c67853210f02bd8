"""Reads `content/faq/<id>.toml`: one question of the catalogue, its answer, and how people ask it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from bot.catalogue.model import FaqItem, Text
from bot.catalogue.reader import SOURCES, Faults, Table, read_folder
from bot.catalogue.style import sentences
from bot.coach.model import Language

# The stable ids: files may be added, none of these renamed or dropped.
FAQ_IDS = frozenset(
    [
        "why-glutes",
        "why-not-situps",
        "hip-lift-how-to",
        "hip-lift-height",
        "hip-lift-arching",
        "tempo-and-momentum",
        "hold-time",
        "breathing",
        "foot-and-arm-position",
        "sets-reps-frequency",
        "every-day",
        "hamstrings-not-glutes",
        "cramp",
        "time-of-day",
        "on-the-bed",
        "time-to-results",
        "harder",
        "single-leg",
        "easier",
        "pain-during",
        "soreness",
        "see-a-professional",
        "where-hamstrings",
        "weak-signs",
        "weak-consequences",
        "benefits",
        "shape",
        "metabolism",
        "leg-curl-how-to",
        "leg-curl-dose",
        "which-plan",
        "knees",
        "calves-tired",
        "stairs",
        "sitting",
        "heel-raises",
        "posture",
        "equipment",
        "motivation",
        "missed-days",
        "age",
        "pregnancy-surgery",
        "reminders",
        "privacy",
        "language",
        "how-the-bot-works",
    ]
)

ACTIONS = frozenset(
    [
        "tonight",
        "check",
        "plan",
        "remind",
        "progress",
        "habits",
        "settings",
        "mydata",
        "privacy",
        "help",
        "language",
    ]
)

_KEYS = [
    "sources",
    "related",
    "action",
    "question",
    "short",
    "steps",
    "more",
    "wordings",
    "keywords",
]  # every key that a file may hold
LONGEST_ANSWER = 3800  # of Telegram's 4,096, so that the line with the sources fits below
LONGEST_QUESTION = {Language.EN: 42, Language.JA: 22}  # characters; it stands on a button of a phone
FIRST_SENTENCES = 2  # the short answer already helps
FEWEST_LINES, MOST_LINES = 3, 8  # steps and more together
BETWEEN = 4  # characters that set a part apart: its number, or an empty line
_TAG = re.compile(r"\[([^\[\]]+)\]")


def read_faq(folder: Path, faults: Faults) -> dict[str, FaqItem]:
    """Every item by id, in id order; source tags such as [H18] stay in the texts."""
    tables = dict(read_folder(folder, "faq", faults))
    items = {id_: _item(id_, table) for id_, table in tables.items()}
    for id_, table in tables.items():
        _check_related(items[id_], table, items)
    for id_ in sorted(FAQ_IDS - items.keys()):
        faults.add(f"faq/{id_}.toml", "-", "file is missing")
    return items


def _item(id_: str, table: Table) -> FaqItem:
    table.only(*_KEYS)
    item = FaqItem(
        id=id_,
        question=table.text("question"),
        short=table.text("short"),
        steps=_texts(table, "steps"),
        more=_texts(table, "more"),
        wordings=_by_language(table.table("wordings")),
        keywords=_by_language(table.table("keywords")),
        sources=table.sources("sources"),
        related=table.strings("related"),
        action=_action(table),
    )
    _check_length(item, table)
    _check_tags(item, table)
    return item


def _texts(table: Table, name: str) -> tuple[Text, ...]:
    return tuple(entry.as_text() for entry in table.tables(name)) if table.has(name) else ()


def _by_language(table: Table) -> Mapping[Language, tuple[str, ...]]:
    table.only(*Language)
    found = {language: table.strings(language) for language in Language}
    for language, texts in found.items():
        if not texts:
            table.fault(language, "must hold at least one text")
    return found


def _action(table: Table) -> str | None:
    if not table.has("action"):
        return None
    action = table.string("action")
    if action not in ACTIONS:
        table.fault("action", f"{action!r} is not one of {', '.join(sorted(ACTIONS))}")
    return action


def _check_length(item: FaqItem, table: Table) -> None:
    lines = len(item.steps) + len(item.more)
    if not FEWEST_LINES <= lines <= MOST_LINES:
        table.fault("more", f"{lines} lines of steps and more; an answer has {FEWEST_LINES} to {MOST_LINES}")
    for language in Language:
        if len(item.question[language]) > LONGEST_QUESTION[language]:
            length, most = len(item.question[language]), LONGEST_QUESTION[language]
            table.fault("question", f"{language}: {length} characters; a button shows {most}")
        count = len(sentences(item.short[language]))
        if count > FIRST_SENTENCES:
            table.fault("short", f"{language}: {count} sentences; the first answer has {FIRST_SENTENCES}")
    parts = (item.question, item.short, *item.steps, *item.more)
    for language in Language:
        length = sum(len(part[language]) + BETWEEN for part in parts)
        if length > LONGEST_ANSWER:
            table.fault(language, f"{length} characters in all; an answer may have {LONGEST_ANSWER}")


def _check_tags(item: FaqItem, table: Table) -> None:
    """A source tag that stands in a text must stand in `sources`."""
    named = {"question": (item.question,), "short": (item.short,), "steps": item.steps, "more": item.more}
    for key, texts in named.items():
        for tag in sorted({tag for text in texts for tag in _tags(text)} - set(item.sources)):
            what = "is not in sources" if tag in SOURCES else "is no source number"
            table.fault(key, f"[{tag}] {what}")


def _tags(text: Text) -> list[str]:
    brackets = _TAG.findall(f"{text.en} {text.ja}")
    return [tag.strip() for bracket in brackets for tag in re.split(r"[,、;]", bracket)]


def _check_related(item: FaqItem, table: Table, items: Mapping[str, FaqItem]) -> None:
    for other in item.related:
        if other == item.id:
            table.fault("related", "names the item itself")
        elif other not in items:
            table.fault("related", f"{other!r} is not a known question")
