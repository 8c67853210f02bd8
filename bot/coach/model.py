"""The records the coach works on. All are frozen; a change makes a new record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum


class Language(StrEnum):
    EN = "en"
    JA = "ja"


class Verdict(StrEnum):
    """What the safety screens say, worst first."""

    RED = "red"
    AMBER_TODAY = "amber_today"
    AMBER = "amber"
    GREEN_WITH_ADVICE = "green_with_advice"
    GREEN = "green"

    @property
    def may_train(self) -> bool:
        return self in (Verdict.GREEN, Verdict.GREEN_WITH_ADVICE)


WORST_FIRST: tuple[Verdict, ...] = tuple(Verdict)


class Exercise(StrEnum):
    HIP_LIFT = "hip-lift"
    LEG_CURL = "leg-curl"


class Veto(StrEnum):
    """A limit that outranks every vote and survives a professional's yes."""

    NO_PRONE = "no-prone"  # A12: lying face down or bending backward may aggravate (G32)
    NO_BEDTIME_PLAN = "no-bedtime-plan"  # pregnancy (G29)
    LOW_LIFT = "low-lift"  # A11: keep the bridge low, no long holds (G31)
    MINOR = "minor"  # under 18 (G34)


class CheckStep(StrEnum):
    """The steps of /check, in order."""

    CLEARED = "cleared"  # only after an earlier RED or AMBER: has a professional said yes?
    RED = "red"
    AMBER_1 = "amber1"
    AMBER_2 = "amber2"
    PREGNANT = "pregnant"  # only for A10, once a professional has said yes
    SIGNS = "signs"
    LYING = "lying"
    EXPERIENCE = "experience"
    PAIN = "pain"


class Lying(StrEnum):
    """How the person lies comfortably."""

    BACK = "back"
    FRONT = "front"
    BOTH = "both"
    NEITHER = "neither"


class Surface(StrEnum):
    """Where the exercise is done: a firm bed, or a mat on the floor (H45, G35, G58)."""

    BED = "bed"
    FLOOR = "floor"


class Experience(StrEnum):
    NEW = "new"
    SOME = "some"
    REGULAR = "regular"


class Pain(StrEnum):
    """Pain from 0 (none) to 10 (worst you can imagine), in the bands of G46."""

    NONE = "0"
    MILD = "1-3"
    MODERATE = "4-5"
    SEVERE = "6+"


@dataclass(frozen=True, slots=True)
class Question:
    """One screening question: a yes means `verdict`, and may bring a veto."""

    id: str
    step: CheckStep
    verdict: Verdict
    veto: Veto | None = None
    may_skip: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """What has been answered in a check so far; None is "not asked yet"."""

    cleared: bool | None = None
    covered: frozenset[str] = frozenset()  # the AMBER answers that a professional's yes is about
    red: frozenset[str] | None = None
    amber1: frozenset[str] | None = None
    amber2: frozenset[str] | None = None
    pregnant: bool | None = None
    signs: frozenset[str] | None = None
    lying: Lying | None = None
    experience: Experience | None = None
    pain: Pain | None = None
    surface: Surface = Surface.BED
    left_out: frozenset[str] = frozenset()  # questions that may be skipped, and were (R4)

    @property
    def ticked(self) -> frozenset[str]:
        """Every warning sign said yes to."""
        return (self.red or frozenset()) | (self.amber1 or frozenset()) | (self.amber2 or frozenset())


@dataclass(frozen=True, slots=True)
class Check:
    """A finished check. `night` is the nominal date of the evening it belongs to."""

    night: date
    at: datetime
    verdict: Verdict
    answers: Answers
    vetoes: frozenset[Veto] = frozenset()


@dataclass(frozen=True, slots=True)
class Hold:
    """Exercise is shut until a check: a warning sign was typed as text, or ticked in a half-done check."""

    verdict: Verdict
    since: date


@dataclass(frozen=True, slots=True)
class Level:
    """One rung of a ladder. Seconds, repetitions and sets as the plan's file says."""

    number: int
    sets: int
    reps: int
    up: int
    hold: int
    down: int
    rest: int
    per_side: bool = False
    still: bool = False  # nothing moves: squeeze or press, hold, let go


class Routine(StrEnum):
    """One exercise, or both: in turn, or one after the other on the same night (S23, G80)."""

    ONE = "one"
    ALTERNATE = "alternate"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a person does: the exercise, a rung for each exercise, and the training weekdays (Monday = 0).

    All seven weekdays stand for "every other night": a night after a session is never one for training.
    `review_day`: the weekday of the weekly question; None: the week's last training night.
    """

    exercise: Exercise
    levels: tuple[tuple[Exercise, int], ...]
    days: frozenset[int]
    routine: Routine = Routine.ONE
    surface: Surface = Surface.BED
    review_day: int | None = None

    def level(self, exercise: Exercise) -> int:
        return dict(self.levels)[exercise]


WEEKEND = (4, 5)  # the nights of Friday and Saturday, before which nobody has to get up


class Mode(StrEnum):
    TRAINING = "training"  # a reminder on training nights only
    EVERY = "every"  # every night; rest nights bring a light habit


@dataclass(frozen=True, slots=True)
class Bedtime:
    """The person's wish: local time, mode, whether it is on, whether it makes no sound.

    `weekend`: another time for the nights of Friday and Saturday. `discreet`: the message says only that it
    is time to wind down. `paused_until`: the first night with a reminder again. `asked`: after nights without
    an answer the bot has asked whether reminders still help, and sends none until the person is back.
    """

    at: time
    mode: Mode = Mode.TRAINING
    enabled: bool = True
    silent: bool = False
    weekend: time | None = None
    discreet: bool = False
    paused_until: date | None = None
    asked: bool = False

    def on(self, night: date) -> time:
        """The local time of this night's reminder."""
        return self.weekend if self.weekend is not None and night.weekday() in WEEKEND else self.at

    def pauses(self, night: date) -> bool:
        return self.asked or (self.paused_until is not None and night < self.paused_until)


class Feel(StrEnum):
    BUTTOCKS = "buttocks"
    THIGHS = "thighs"
    BACK = "back"
    ELSEWHERE = "elsewhere"


class Effort(StrEnum):
    EASY = "easy"
    RIGHT = "right"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class Session:
    """One evening's training: where it stands and what was said of it.

    `part` is 2 for the second exercise of the same night. `settled`: whether the pain was back to normal by
    the next day (G47); None: not asked. `own_count`: the person counts without being paced.
    """

    night: date
    exercise: Exercise
    level: int
    sets: int
    started: bool = False
    sets_done: int = 0
    hurting: bool = False
    stopped: bool = False
    feel: Feel | None = None
    effort: Effort | None = None
    pain: Pain | None = None
    part: int = 1
    own_count: bool = False
    settled: bool | None = None
