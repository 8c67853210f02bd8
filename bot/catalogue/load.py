"""The whole of `content/` as one frozen record, or every fault that keeps it from being one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.catalogue.checks import check_texts
from bot.catalogue.faq_items import read_faq
from bot.catalogue.guidance import (
    check_levels,
    read_emergency,
    read_plans,
    read_questions,
    read_recommendations,
    read_signs,
)
from bot.catalogue.lengths import Parts, check_lengths
from bot.catalogue.model import (
    BotFather,
    Emergency,
    FaqItem,
    Habit,
    Nudges,
    Pictures,
    PlanWords,
    ScreenQuestion,
    Sign,
    Text,
)
from bot.catalogue.nudges import read_nudges
from bot.catalogue.pictures import check_pictures, read_pictures
from bot.catalogue.reader import Fault, Faults, toml_files
from bot.catalogue.style import read_style
from bot.catalogue.texts import read_botfather, read_habits, read_messages
from bot.catalogue.vocabulary import Vocabulary, WarningWords, read_vocabulary, read_warnings
from bot.catalogue.wordings import check_wordings
from bot.catalogue.zones import Zones, read_zones
from bot.coach.model import Exercise, Question
from bot.coach.recommend import Table


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything the bot can say and decide by. `version` changes with any byte of it."""

    version: str
    questions: tuple[ScreenQuestion, ...]
    signs: tuple[Sign, ...]
    recommendations: Table
    plans: Mapping[Exercise, PlanWords]
    emergency: Emergency
    messages: Mapping[str, Text]
    nudges: Nudges
    habits: tuple[Habit, ...]
    botfather: BotFather
    faq: Mapping[str, FaqItem]
    vocabulary: Vocabulary
    warnings: WarningWords
    zones: Zones
    pictures: Pictures
    texts: int

    @property
    def rules(self) -> tuple[Question, ...]:
        """The screening questions as the coach wants them: without words."""
        return tuple(question.rule for question in self.questions)


class FaultyContentError(Exception):
    """The folder cannot be used; `faults` names every reason."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} faults in the content, the first: {faults[0]}")
        self.faults = faults


def load(folder: Path) -> Catalogue:
    """Read and check everything. Raises FaultyContentError with all faults."""
    faults = Faults()
    style, faq = read_style(folder, faults), read_faq(folder, faults)
    check_wordings(faq, faults)
    catalogue = Catalogue(
        version=_version(folder),
        questions=read_questions(folder, faults),
        signs=read_signs(folder, faults),
        recommendations=read_recommendations(folder, faults),
        plans=read_plans(folder, faults),
        emergency=read_emergency(folder, faults),
        messages=read_messages(folder, faults),
        nudges=read_nudges(folder, style, faults),
        habits=read_habits(folder, faults),
        botfather=read_botfather(folder, faults),
        faq=faq,
        vocabulary=read_vocabulary(folder, faults, faq),
        warnings=read_warnings(folder, faults),
        zones=read_zones(folder, faults),
        pictures=read_pictures(folder, faults),
        texts=check_texts(folder, style, faults),
    )
    check_levels(catalogue.recommendations, catalogue.plans, faults)
    check_lengths(parts_of(catalogue), faults)
    check_pictures(catalogue.pictures, catalogue.plans, catalogue.faq, catalogue.habits, faults)
    if faults.found:
        raise FaultyContentError(sorted(faults.found, key=str))
    return catalogue


def parts_of(catalogue: Catalogue) -> Parts:
    """What the longest screens are made of."""
    return Parts(
        messages=catalogue.messages,
        questions=catalogue.questions,
        signs=catalogue.signs,
        plans=catalogue.plans,
        emergency=catalogue.emergency,
        nudges=catalogue.nudges,
        habits=catalogue.habits,
        commands=catalogue.botfather.commands,
        faq=catalogue.faq,
    )


def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in toml_files(folder):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
