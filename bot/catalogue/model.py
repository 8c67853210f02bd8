"""The records that `content/` becomes. Frozen; both languages side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.coach.model import Exercise, Language, Level, Question


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or paragraph in both languages."""

    en: str
    ja: str

    def __getitem__(self, language: Language) -> str:
        return self.en if language is Language.EN else self.ja


@dataclass(frozen=True, slots=True)
class FaqItem:
    """One question of the catalogue and its answer. The file name is the id."""

    id: str
    question: Text
    short: Text
    steps: tuple[Text, ...]
    more: tuple[Text, ...]
    wordings: Mapping[Language, tuple[str, ...]]
    keywords: Mapping[Language, tuple[str, ...]]
    sources: tuple[str, ...]
    related: tuple[str, ...]
    action: str | None = None


@dataclass(frozen=True, slots=True)
class ScreenQuestion:
    """A screening question with its words: in full, and short enough for a button."""

    rule: Question
    ask: Text
    label: Text
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """One of the seven everyday signs, with a line that says it in everyday words."""

    id: str
    label: Text
    gloss: Text
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mistake:
    wrong: Text
    fix: Text
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rung:
    """One level of a ladder with its words."""

    level: Level
    name: Text
    how: Text
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanWords:
    """An exercise: form, mistakes, easier ways, alternatives, and the ladder from the lowest rung up."""

    exercise: Exercise
    name: Text
    aim: Text
    form: tuple[Text, ...]
    mistakes: tuple[Mistake, ...]
    easier: tuple[Text, ...]
    alternatives: tuple[Text, ...]
    rungs: tuple[Rung, ...]

    @property
    def top(self) -> int:
        return len(self.rungs) - 1


@dataclass(frozen=True, slots=True)
class Emergency:
    """Emergency numbers by time zone, and what is said when the zone is not known (G15)."""

    by_zone: Mapping[str, Text]
    anywhere: Text

    def number(self, zone: str | None) -> Text:
        return self.by_zone.get(zone or "", self.anywhere)


@dataclass(frozen=True, slots=True)
class Nudges:
    """Texts of the nightly message and of the answers to it."""

    training: tuple[Text, ...]
    rest: tuple[Text, ...]
    discreet: tuple[Text, ...]
    not_tonight: tuple[Text, ...]
    done: tuple[Text, ...]
    still_helpful: Text
    paused: Text


@dataclass(frozen=True, slots=True)
class Habit:
    id: str
    title: Text
    text: Text
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BotFather:
    """What Telegram shows about the bot; set at start."""

    name: Text
    short_description: Text
    description: Text
    commands: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Still:
    """A picture that is drawn: what is on it in words, and the answers and habits that it stands beside."""

    id: str
    alt: Text
    faq: tuple[str, ...]
    habits: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Motion:
    """The movement of some rungs of a ladder: its pacing video in words, and the picture of its form."""

    id: str
    exercise: Exercise
    levels: tuple[int, ...]
    still: str
    alt: Text
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pictures:
    """Everything that can be shown, and where. `sound`: how to follow a video by ear."""

    stills: Mapping[str, Still]
    motions: tuple[Motion, ...]
    mistakes: Mapping[Exercise, tuple[str, ...]]
    easier: Mapping[Exercise, tuple[str, ...]]
    sound: Text
    sound_sides: Text

    def motion(self, exercise: Exercise, level: int) -> Motion:
        """The movement of a rung. The checker has seen to it that there is one."""
        return next(each for each in self.motions if each.exercise is exercise and level in each.levels)

    def beside_answer(self, id_: str) -> Still | None:
        """The picture that goes with an answer of the question index."""
        return next((still for still in self.stills.values() if id_ in still.faq), None)

    def beside_habit(self, id_: str) -> Still | None:
        return next((still for still in self.stills.values() if id_ in still.habits), None)
