"""A thousand people, 26 weeks each, through the pure coach: are the rules kept, and what becomes of people?

    python -m bench.simulation                      # 1,000 people
    python -m bench.simulation --people 100 --seed 7

Nobody is sent anything and nothing is stored: a person here is a habit (good, tired, painful, forgetful,
travelling), a die, and the coach's own functions. `breaches` then reads the diary of each life and names
every rule that was broken, by its source number. It shares no code with the coach: what a good session is, or
when a break is long, is written down there once more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from random import Random
from statistics import mean, median
from zoneinfo import ZoneInfo

import click

from bot.catalogue.load import Catalogue, load
from bot.catalogue.place import content_folder
from bot.coach import calendar, progress, recommend, review, routine, schedule, screening, trend
from bot.coach import session as evening
from bot.coach.model import (
    Answers,
    Check,
    Effort,
    Exercise,
    Experience,
    Feel,
    Hold,
    Lying,
    Pain,
    Plan,
    Routine,
    Session,
    Verdict,
    Veto,
)
from bot.coach.review import Note, Review
from bot.coach.screening import Gate

WEEKS = 26
FIRST_DAY = date(2026, 9, 28)  # a Monday; clocks change in Europe and America in the weeks after
ZONES = ("Asia/Tokyo", "Europe/London", "America/Los_Angeles", "Pacific/Honolulu", "Pacific/Auckland")
PAINS = (Pain.NONE, Pain.MILD, Pain.MODERATE, Pain.SEVERE)
EFFORTS = (Effort.EASY, Effort.RIGHT, Effort.HARD)


@dataclass(frozen=True, slots=True)
class Habit:
    """How somebody lives with the bot. Shares and chances are 0 to 1, weights in the order of their scale."""

    name: str
    comes: float  # on a training night
    comes_anyway: float = 0.1  # on any other night: the coach has to say no
    pain: tuple[float, ...] = (80, 18, 2, 0)
    effort: tuple[float, ...] = (30, 60, 10)
    stays_sore: float = 0.1  # of painful evenings, not back to normal by the next day
    hurts_midway: float = 0.02
    stops_early: float = 0.05
    vanishes: float = 0.0  # each night: stays away for weeks
    flies: float = 0.0  # each night: wakes up in another zone
    worse: float = 0.1  # of weekly answers
    better: float = 0.4
    warning_sign: float = 0.001  # each night: types a RED or AMBER sign


HABITS = (
    Habit("good", comes=0.95),
    Habit("tired", comes=0.6, effort=(5, 45, 50), stops_early=0.25, better=0.2),
    Habit(
        "painful", comes=0.8, pain=(20, 30, 35, 15), stays_sore=0.5, hurts_midway=0.25, worse=0.5, better=0.05
    ),
    Habit("forgetful", comes=0.45, vanishes=0.03, better=0.0, worse=0.0),
    Habit("travelling", comes=0.8, comes_anyway=0.5, flies=0.15),
)


@dataclass(frozen=True, slots=True)
class Trained:
    """A session as it ended, and the circumstances that the rules are about."""

    at: datetime
    zone: ZoneInfo
    session: Session
    first_level: int  # the rung it began on
    plan_level: int  # the plan's rung then
    check: Check
    hold: Hold | None
    hurt: Pain | None = None  # said with "it hurts"
    level_when_hurt: int = 0
    sets_when_hurt: int = 0


@dataclass(frozen=True, slots=True)
class Moved:
    """One change, or none, of an exercise's rung."""

    night: date
    exercise: Exercise
    before: int
    after: int
    cause: str  # ladder, asked, kept, morning, review
    history: tuple[Session, ...]  # of this exercise, the newest last
    ceiling: int
    other_went_up: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A weekly question and what came of it."""

    review: Review
    notes: tuple[Note, ...]
    earlier: tuple[Review, ...]
    first_session: date


@dataclass
class Diary:
    """Everything that happened in one life."""

    habit: Habit
    trained: list[Trained] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    lifted: list[tuple[date, date]] = field(default_factory=list)  # a RED sign: said on, lifted on
    plan: Plan | None = None
    data: trend.ProgressData | None = None


class Life:
    """One person, night after night."""

    def __init__(self, habit: Habit, die: Random, content: Catalogue) -> None:
        self.diary = Diary(habit)
        self._habit, self._die, self._content = habit, die, content
        self._table = content.recommendations
        self._zone = ZoneInfo(die.choice(ZONES))
        self._history: list[Session] = []
        self._stopped: Session | None = None  # the latest, when no set of it was done
        self._reviews: list[review.Review] = []
        self._hold: Hold | None = None
        self._check: Check | None = None
        self._away_until = FIRST_DAY
        self._plan = Plan(Exercise.HIP_LIFT, tuple((each, 0) for each in Exercise), frozenset({0, 2, 4}))
        self._begun: set[date] = set()  # nights with a session, also with one left at once
        self._at: dict[date, datetime] = {}  # when each night was trained
        self._last_now = datetime.min.replace(tzinfo=UTC)

    def live(self, weeks: int) -> Diary:
        for n in range(weeks * 7):
            self._night(FIRST_DAY + timedelta(days=n))
        self.diary.plan = self._plan
        self.diary.data = trend.progress_data(
            self._history, calendar.nights_a_week(self._plan.days), FIRST_DAY + timedelta(days=weeks * 7 - 1)
        )
        return self.diary

    def _chance(self, share: float) -> bool:
        return self._die.random() < share

    # -- one night ---------------------------------------------------------------------------------------

    def _night(self, day: date) -> None:
        if self._chance(self._habit.flies):
            self._zone = ZoneInfo(self._die.choice(ZONES))
        if self._chance(self._habit.vanishes):
            self._away_until = day + timedelta(days=self._die.choice((8, 15, 20, 30, 45)))
        if day < self._away_until:
            return
        for _ in range(self._die.choice((1, 1, 2))):  # some come back later the same night
            self._evening(self._moment(day))
        if self._chance(self._habit.flies):  # lands, sets the zone, and looks again
            self._zone = ZoneInfo(self._die.choice(ZONES))
            self._last_now += timedelta(minutes=self._die.randrange(10, 20 * 60))
            self._evening(self._last_now)

    def _moment(self, day: date) -> datetime:
        """Some time between 18:00 and 03:45 of this night, where the person is; time never runs backwards."""
        minutes = self._die.randrange(18 * 60, 27 * 60 + 45)
        local = datetime.combine(day, time(), tzinfo=self._zone) + timedelta(minutes=minutes)
        now = max(local.astimezone(UTC), self._last_now + timedelta(minutes=10))
        self._last_now = now
        return now

    def _evening(self, now: datetime) -> None:
        night = calendar.tonight(now, self._zone, self._latest())
        if self._chance(self._habit.warning_sign):
            verdict = self._die.choice((Verdict.RED, Verdict.AMBER))
            self._hold = Hold(verdict, night)
        gate = screening.gate(self._check, self._hold, self._last_night(night), night)
        if gate in (Gate.NEEDS_CHECK, Gate.HELD) and self._chance(0.5):
            self._answer_check(now, night)
            gate = screening.gate(self._check, self._hold, self._last_night(night), night)
        if gate is not Gate.OPEN:
            return
        self._weekly(night)
        training = schedule.is_training_night(night, self._plan.days, self._last_night(night))
        if self._chance(self._habit.comes if training else self._habit.comes_anyway):
            self._train(now, night)

    def _latest(self) -> date | None:
        nights = [each.night for each in (*self._history[-1:], self._stopped) if each is not None]
        return max(nights, default=None)

    def _last_night(self, before: date) -> date | None:
        return max((each.night for each in self._history if each.night < before), default=None)

    # -- the check ---------------------------------------------------------------------------------------

    def _answer_check(self, now: datetime, night: date) -> None:
        if not screening.may_recheck(self._check, self._hold, night):
            return
        if self._hold is not None and self._hold.verdict is Verdict.RED:
            self.diary.lifted.append((self._hold.since, night))
        ticked = self._die.random()
        vetoes = frozenset(
            veto for veto, share in ((Veto.NO_PRONE, 0.1), (Veto.LOW_LIFT, 0.1)) if self._chance(share)
        )
        vetoes |= {Veto.NO_BEDTIME_PLAN} if self._chance(0.01) else frozenset()
        verdict = Verdict.AMBER if ticked < 0.02 else Verdict.GREEN
        answers = Answers(
            signs=frozenset(sign for sign in self._table.weights if self._chance(0.4)),
            lying=self._die.choices(tuple(Lying), (15, 10, 70, 5))[0],
            experience=self._die.choice(tuple(Experience)),
            pain=self._die.choices(PAINS, (70, 20, 8, 2))[0],
        )
        first = self._check is None
        self._check, self._hold = Check(night, now, verdict, answers, vetoes), None
        found = recommend.recommend(answers, vetoes, self._table)
        if first:
            plan = recommend.plan_from(found, night.weekday(), self._table)
            days = self._die.choice((plan.days, calendar.EVERY_OTHER, calendar.patterns(2)[3]))
            self._plan = replace(plan, days=days, routine=self._die.choice(tuple(Routine)))
            return
        levels = tuple((each, min(level, self._ceiling(each, night))) for each, level in self._plan.levels)
        self._plan = replace(self._plan, exercise=found.exercise, levels=levels)

    def _allowed(self) -> tuple[Exercise, ...]:
        assert self._check is not None
        return recommend.recommend(self._check.answers, self._check.vetoes, self._table).allowed

    def _ceiling(self, exercise: Exercise, night: date) -> int:
        check = self._check
        assert check is not None
        answers = check.answers if check.night == night else replace(check.answers, pain=None)
        top = self._content.plans[exercise].top
        return recommend.ceiling(exercise, answers, check.vetoes, self._table, top=top)

    # -- the session -------------------------------------------------------------------------------------

    def _train(self, now: datetime, night: date) -> None:
        if night in self._begun:
            return  # the store has this night's session: it shows where it stands
        last = self._last_night(night)
        if not calendar.rested(night, now, last, self._at.get(last) if last else None):
            return
        self._begun.add(night)
        self._morning(night)
        up: Exercise | None = None
        for part, exercise in enumerate(
            routine.tonights(self._plan, self._history, night, self._allowed()), start=1
        ):
            done = self._one(now, night, exercise, part)
            before = self._plan.level(exercise)
            self._after(done, other_went_up=up is not None)
            up = exercise if self._plan.level(exercise) > before else up
            if not routine.may_follow(done):
                break
        self._wishes(night)

    def _morning(self, night: date) -> None:
        """The question about the day after, for everything of the latest night."""
        latest = self._latest()
        fine = not self._chance(self._habit.stays_sore)
        told: list[Session] = []
        for at, last in enumerate(self._history):
            if last.night == latest and progress.asks_morning(last, night):
                self._history[at] = replace(last, settled=fine)
                told.append(self._history[at])
        if self._stopped and self._stopped.night == latest and progress.asks_morning(self._stopped, night):
            self._stopped = replace(self._stopped, settled=fine)
            told.append(self._stopped)
        tonight = routine.tonights(self._plan, self._history, night, self._allowed())[0]
        after = routine.after_morning(self._plan, told, tonight)
        asked = {each.exercise for each in told}
        for exercise in asked:
            move = progress.Move(after.level(exercise), progress.Why.NOT_SETTLED)
            self._move(exercise, night, "morning", move)
        if asked and tonight not in asked:
            move = progress.Move(after.level(tonight), progress.Why.NOT_SETTLED)
            self._move(tonight, night, "morning-other" if not fine else "fine", move)

    def _one(self, now: datetime, night: date, exercise: Exercise, part: int) -> Session:
        """One exercise, from the form to the last answer."""
        level = routine.level_tonight(self._plan, exercise, self._history, night).level
        level = min(level, self._ceiling(exercise, night))
        session = Session(night, exercise, level, self._sets(exercise, level), part=part)
        assert self._check is not None
        note = Trained(now, self._zone, session, level, self._plan.level(exercise), self._check, self._hold)
        session = evening.start(session)
        while evening.stage(session) is evening.Stage.SET and not self._chance(self._habit.stops_early):
            if self._chance(self._habit.hurts_midway):
                pain = self._die.choices(PAINS[1:], self._habit.pain[1:])[0]
                note = replace(
                    note, hurt=pain, level_when_hurt=session.level, sets_when_hurt=session.sets_done
                )
                below = self._sets(exercise, max(session.level - 1, 0))
                session, _ = evening.pain_said(evening.hurts(session), pain, self._chance(0.1), below)
            elif self._chance(0.03):
                session = evening.eased(session, self._sets(exercise, max(session.level - 1, 0)))
            else:
                session = evening.set_done(session)
        session = self._told(session)
        self.diary.trained.append(replace(note, session=session))
        if session.sets_done:
            self._history.append(session)
            self._at[night] = now
        self._stopped = session if session.stopped and not session.sets_done else None
        return session

    def _sets(self, exercise: Exercise, level: int) -> int:
        return self._content.plans[exercise].rungs[level].level.sets

    def _told(self, session: Session) -> Session:
        """The three questions; who left half-way is asked none."""
        if session.stopped or evening.stage(session) is evening.Stage.SET:
            return session
        feel = self._die.choices(tuple(Feel), (60, 25, 8, 7))[0]
        effort = self._die.choices(EFFORTS, self._habit.effort)[0]
        session = evening.effort_was(evening.felt(session, feel), effort)
        if session.pain is not None:
            return session
        return evening.pain_was(session, self._die.choices(PAINS, self._habit.pain)[0])

    def _after(self, session: Session, *, other_went_up: bool) -> None:
        """The ladder; sometimes the step is refused."""
        if evening.stage(session) is not evening.Stage.DONE:
            return
        exercise, night = session.exercise, session.night
        history = self._ladder(exercise)
        ceiling, before = self._ceiling(exercise, night), self._plan.level(exercise)
        move = progress.next_level(history, before, ceiling)
        move = routine.one_change(move, before, other_went_up=other_went_up)
        self._move(exercise, night, "ladder", move, other_went_up=other_went_up)
        if self._chance(0.1) and progress.may_refuse(history, before, move.level, ceiling):
            self._move(exercise, night, "kept", progress.Move(before, progress.Why.STEADY))

    def _ladder(self, exercise: Exercise) -> list[Session]:
        history = routine.of(exercise, self._history)
        stopped = self._stopped if self._stopped and self._stopped.exercise is exercise else None
        return [*history, stopped] if stopped else history

    def _move(
        self, exercise: Exercise, night: date, cause: str, move: progress.Move, *, other_went_up: bool = False
    ) -> None:
        before = self._plan.level(exercise)
        levels = tuple((each, move.level if each is exercise else old) for each, old in self._plan.levels)
        self._plan = replace(self._plan, levels=levels)
        history = tuple(self._ladder(exercise))
        ceiling = self._ceiling(exercise, night)
        self.diary.moved.append(
            Moved(night, exercise, before, move.level, cause, history, ceiling, other_went_up)
        )

    def _wishes(self, night: date) -> None:
        """Some ask for a harder or an easier rung."""
        exercise = self._plan.exercise
        level, ceiling = self._plan.level(exercise), self._ceiling(exercise, night)
        if self._chance(0.1) and progress.may_ask_harder(self._ladder(exercise), level, ceiling) is None:
            self._move(exercise, night, "asked", progress.Move(level + 1, progress.Why.STEADY))
        elif self._chance(0.03) and level:
            self._move(exercise, night, "easier", progress.Move(level - 1, progress.Why.STEADY))

    # -- the week ----------------------------------------------------------------------------------------

    def _weekly(self, night: date) -> None:
        last = self._reviews[-1] if self._reviews else None
        if not review.due(self._plan, self._history, last, night) or not self._chance(0.7):
            return
        habit = self._habit
        weights = (habit.better, 1 - habit.better - habit.worse, habit.worse)
        answer = self._die.choices(tuple(review.Answer), weights)[0]
        new = review.Review(night, answer)
        earlier, first = tuple(self._reviews), self._history[0].night
        self._reviews.append(new)
        for exercise, level in self._plan.levels:
            top = self._content.plans[exercise].top
            history = routine.of(exercise, self._history)
            self._move(exercise, night, f"review-{answer}", review.adjusted(answer, level, top, history))
        notes = review.notes(self._reviews, first, other_allowed=len(self._allowed()) > 1)
        self.diary.asked.append(Asked(new, notes, earlier, first))


# -- the rules, written down a second time -----------------------------------------------------------------

HURTS = (Pain.MODERATE, Pain.SEVERE)
LOW = {Exercise.HIP_LIFT: 1, Exercise.LEG_CURL: 1}
LOW_LIFT = {Exercise.HIP_LIFT: 1, Exercise.LEG_CURL: 4}
TOP = {Exercise.HIP_LIFT: 6, Exercise.LEG_CURL: 4}


def breaches(diary: Diary) -> Iterator[str]:
    """Every rule that this life broke, with its source number."""
    yield from _nights(diary)
    yield from _doors(diary)
    yield from _rungs(diary)
    yield from _sessions(diary)
    yield from _moves(diary)
    yield from _weeks(diary)


def _nights(diary: Diary) -> Iterator[str]:
    done = [each for each in diary.trained if each.session.sets_done]
    nights = sorted({each.session.night for each in done})
    if any((later - sooner).days < 2 for sooner, later in pairwise(nights)):
        yield "H39, G61: two training nights in a row"
    weeks = [night - timedelta(days=night.weekday()) for night in nights]
    if any(weeks.count(week) > 4 for week in weeks):
        yield "H39, G61: more than four nights in a week"
    starts = {each.session.night: each.at for each in reversed(done)}
    moments = [starts[night] for night in nights]
    gaps = [later - sooner for sooner, later in pairwise(moments)]
    if any(gap < timedelta(hours=24) for gap in gaps):
        yield "the night: a night was counted twice, or a session came within a day of the last"
    if any(_evening_of(each) != each.session.night for each in diary.trained):
        yield "the night: a session does not count for the evening on which it was done"
    parts = [(each.session.night, each.session.part) for each in diary.trained]
    if len(set(parts)) < len(parts):
        yield "G65: the same part of a night was done twice"
    if diary.plan is not None and diary.plan.days != frozenset(range(7)):
        days = diary.plan.days
        if len(days) not in (2, 3) or any((day + 1) % 7 in days for day in days):
            yield "G61: training weekdays two in a row, or too few or too many"


def _evening_of(each: Trained) -> date:
    """Until four in the night it is still the evening before."""
    return (each.at.astimezone(each.zone).replace(tzinfo=None) - timedelta(hours=4)).date()


def _doors(diary: Diary) -> Iterator[str]:
    """What has to be open before anybody trains."""
    last: date | None = None
    for each in diary.trained:
        night, check = each.session.night, each.check
        if each.hold is not None or check.verdict not in (Verdict.GREEN, Verdict.GREEN_WITH_ADVICE):
            yield "G16: a session under a warning sign"
        if Veto.NO_BEDTIME_PLAN in check.vetoes:
            yield "G29: a session where there is no bedtime plan"
        if check.night == night and check.answers.pain is Pain.SEVERE:
            yield "G46: a session on a night with pain of 6 or more"
        if (night - check.night).days >= 365 or (night - max(check.night, last or check.night)).days >= 28:
            yield "G36: a session on a check that is out of date"
        if each.session.sets_done:
            last = night
    if any(lifted <= said for said, lifted in diary.lifted):
        yield "decision 2: RED was lifted on the same day"


def _rungs(diary: Diary) -> Iterator[str]:
    """On which rung a session may begin."""
    before: dict[Exercise, Session] = {}
    last_done: dict[Exercise, date] = {}
    for each in diary.trained:
        session, answers, vetoes = each.session, each.check.answers, each.check.vetoes
        exercise, night = session.exercise, session.night
        allowed = TOP[exercise]
        if Veto.LOW_LIFT in vetoes:
            allowed = min(allowed, LOW_LIFT[exercise])
        if each.check.night == night and answers.pain in HURTS:
            allowed = min(allowed, LOW[exercise])
        nowhere = answers.lying is Lying.NEITHER or (answers.lying is Lying.FRONT and Veto.NO_PRONE in vetoes)
        if nowhere:
            allowed = 0
        if each.first_level > allowed:
            yield "G31, G46, G59: above the level that the check allows"
        if exercise is Exercise.LEG_CURL and (
            Veto.NO_PRONE in vetoes or answers.lying in (Lying.BACK, Lying.NEITHER)
        ):
            yield "G32, G83: lying on the front where it must not be"
        if exercise is Exercise.HIP_LIFT and answers.lying is Lying.FRONT and not nowhere:
            yield "G80: lying on the back where it is not comfortable"
        away = (night - last_done[exercise]).days if exercise in last_done else 0
        if away >= 14 and each.first_level > max(each.plan_level - 1, 0):
            yield "G65: no level down after two weeks away"
        if away >= 29 and each.first_level > 2:
            yield "G65: above level 2 after more than four weeks away"
        earlier = before.get(exercise)
        if earlier is not None and each.first_level > earlier.level and _unsettled(diary, earlier):
            yield "G47: pain that stayed for more than a day, and no easier level"
        before[exercise] = session
        if session.sets_done:
            last_done[exercise] = night


def _unsettled(diary: Diary, session: Session) -> bool:
    """The answer of the morning after stands in the history that later moves were made from."""
    return any(
        each.settled is False and (each.night, each.part) == (session.night, session.part)
        for move in diary.moved
        for each in move.history[-1:]
        if move.cause == "morning"
    )


def _sessions(diary: Diary) -> Iterator[str]:
    for each in diary.trained:
        session = each.session
        if each.hurt is Pain.SEVERE and not session.stopped:
            yield "G46: pain of 6 or more, and it went on"
        if each.hurt is Pain.SEVERE and session.sets_done > each.sets_when_hurt:
            yield "H32: a set after the stop"
        easier = session.stopped or session.level < each.level_when_hurt
        if each.hurt is Pain.MODERATE and not easier:
            yield "G46: pain of 4 or 5, and no easier version"
        if session.level > each.first_level:
            yield "G46: harder in the middle of a session"


def _good(session: Session, level: int) -> bool:
    return (
        session.level == level
        and session.sets_done >= session.sets
        and not session.stopped
        and session.settled is not False
        and session.effort in (Effort.EASY, Effort.RIGHT)
        and session.pain in (Pain.NONE, Pain.MILD)
    )


def _moves(diary: Diary) -> Iterator[str]:
    """Every change of a rung: why it may, and why it must."""
    risen: set[date] = set()
    for move in diary.moved:
        two = move.history[-2:]
        last = two[-1] if two else None
        rise = move.after - move.before
        if move.after < 0 or (rise > 0 and move.after > move.ceiling):
            yield "G31, G46: above the allowed level, or below the lowest"
        if rise > 1:
            yield "G63, G64: more than one level at a time"
        if rise > 0 and move.cause == "ladder":
            if not (len(two) == 2 and all(_good(each, move.before) for each in two)):
                yield "G64: up without two good sessions in a row"
            if move.night in risen:
                yield "G64: two changes on one night"
            risen.add(move.night)
        if move.cause == "kept" and rise < 0:
            risen.discard(move.night)  # a step that was refused is no change
        if rise > 0 and last is not None and (last.stopped or last.pain in HURTS):
            yield "G46: pain raised the level"
        if rise > 0 and move.cause == "asked" and not (last and _good(last, move.before)):
            yield "G64: up on request without one good session on this level"
        if rise > 0 and move.cause == "asked" and any(each.pain in HURTS or each.stopped for each in two):
            yield "G46: up on request after pain"
        if rise > 0 and (move.cause in ("morning", "easier") or "review" in move.cause):
            yield "G47, G50: a bad morning, a wish for less, or a weekly answer raised the level"
        yield from _must_move(move, two, last)


def _must_move(move: Moved, two: Sequence[Session], last: Session | None) -> Iterator[str]:
    floor = max(min(move.before, move.ceiling) - 1, 0)
    if last is None:
        return
    if move.cause == "ladder":
        if (last.stopped or last.pain is Pain.SEVERE) and move.after > max(min(floor, last.level - 1), 0):
            yield "G46: stopped for pain, and the next time is no easier"
        if last.feel is Feel.BACK and move.after > floor:
            yield "H20, H22: the lower back did the work, and the next lift is no lower"
        if len(two) == 2 and all(each.pain in HURTS for each in two) and move.after > floor:
            yield "G50: pain of 4 or more twice in a row, and no level down"
        tired = len(two) == 2 and all(each.effort is Effort.HARD for each in two)
        if tired and move.after > floor:
            yield "G64: hard twice in a row, and no level down"
        offered = len(two) == 2 and all(_good(each, move.before) for each in two)
        free = offered and last.feel is not Feel.BACK and not move.other_went_up
        if free and move.before < move.ceiling and move.after != move.before + 1:
            yield "G64: two good sessions in a row, and nothing offered"
    if move.cause == "morning-other" and move.after > max(move.before - 1, 0):
        yield "G47: pain that stayed, and the other exercise is no easier"
    if move.cause == "morning" and last.settled is False and move.after > max(last.level - 1, 0):
        yield "G47: pain that stayed for more than a day, and no easier level"
    if move.cause == "review-worse" and move.after > max(last.level - 1, 0):
        yield "G50: a worse week, and no easier level"


def _weeks(diary: Diary) -> Iterator[str]:
    nights = [each.review.night for each in diary.asked]
    if any((later - sooner).days < 1 for sooner, later in pairwise(nights)):
        yield "the week: the weekly question twice on one night"
    weeks = [night.toordinal() // 7 for night in nights]
    if any(weeks.count(week) > 2 for week in weeks):
        yield "the week: the weekly question more than weekly"
    for each in diary.asked:
        answers = [*each.earlier, each.review]
        better = [one.night for one in answers if one.answer is review.Answer.BETTER]
        since = better[-1] if better else each.first_session
        long = (each.review.night - since).days >= 42
        if long and review.Note.SEE_SOMEONE not in each.notes:
            yield "G66: six weeks without a better one, and nobody was sent to see someone"
        worse_twice = each.earlier and all(one.answer is review.Answer.WORSE for one in answers[-2:])
        if worse_twice and review.Note.SEE_SOMEONE not in each.notes:
            yield "G50: worse twice, and nobody was sent to see someone"
    if diary.data is None:
        return
    if not 0 <= diary.data.score <= 1:
        yield "G86: a score outside 0 to 1"
    for week in diary.data.weeks:
        if week.planned >= 2 and week.done >= week.planned - 1 and not week.kept:
            yield "H34, G86: one missed night took a week away"


# -- the program -------------------------------------------------------------------------------------------


def lives(people: int, seed: int, content: Catalogue, weeks: int = WEEKS) -> Iterator[Diary]:
    """So many lives, the habits by turns."""
    for number in range(people):
        die = Random(f"{seed}:{number}")
        yield Life(HABITS[number % len(HABITS)], die, content).live(weeks)


def table(diaries: Sequence[Diary]) -> str:
    """Evenings, levels and weeks kept, by habit."""
    head = ("habit", "people", "evenings", "level at the end", "highest", "weeks kept", "score", "up", "down")
    rows = [head]
    for habit in HABITS:
        group = [each for each in diaries if each.habit is habit]
        datas = [each.data for each in group if each.data is not None]
        ups = [sum(move.after > move.before for move in each.moved) for each in group]
        downs = [sum(move.after < move.before for move in each.moved) for each in group]
        ends = [max(level for _, level in each.plan.levels) for each in group if each.plan is not None]
        tops = [max((one.first_level for one in each.trained), default=0) for each in group]
        kept = [data.kept / len(data.weeks) for data in datas if data.weeks]
        evenings = [len({one.session.night for one in each.trained}) for each in group]
        rows.append(
            (
                habit.name,
                str(len(group)),
                f"{median(evenings):.0f}",
                f"{median(ends):.0f} ({min(ends)}–{max(ends)})",
                f"{median(tops):.0f}",
                f"{mean(kept):.0%}",
                f"{mean(data.score for data in datas):.2f}",
                f"{mean(ups):.1f}",
                f"{mean(downs):.1f}",
            )
        )
    widths = [max(len(row[n]) for row in rows) for n in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(r, widths, strict=True)) for r in rows
    )


@click.command()
@click.option("--people", default=1000, show_default=True)
@click.option("--weeks", default=WEEKS, show_default=True)
@click.option("--seed", default=1, show_default=True)
def main(people: int, weeks: int, seed: int) -> None:
    """Live so many lives, print what became of them, and every rule that was broken. Exit code 1 for any."""
    diaries = list(lives(people, seed, load(content_folder()), weeks))
    print(table(diaries))
    sessions = sum(len(each.trained) for each in diaries)
    moves = sum(len(each.moved) for each in diaries)
    broken = [(number, rule) for number, diary in enumerate(diaries) for rule in breaches(diary)]
    print(f"\n{people} people, {weeks} weeks, {sessions} sessions, {moves} decisions on a level.")
    for number, rule in broken[:20]:
        print(f"person {number}: {rule}")
    print(f"{len(broken)} rules broken." if broken else "No rule broken.")
    raise SystemExit(bool(broken))


if __name__ == "__main__":
    main()
