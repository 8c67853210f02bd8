"""Where a person's training stands: plan, check, ladder and tonight's session, read from the store.

The conversations ask here what the coach says of it; nothing in here speaks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.coach import progress, recommend, routine
from bot.coach import screening as rules
from bot.coach import session as evening
from bot.coach.calendar import rested
from bot.coach.model import Check, Exercise, Feel, Plan, Routine, Session
from bot.coach.schedule import next_training_night
from bot.coach.screening import Gate
from bot.coach.session import Stage
from bot.handlers.deps import Deps, Visit


@dataclass(frozen=True, slots=True)
class Training:
    """One person's training, tonight. Whoever asks for more than the gate has seen it open."""

    deps: Deps
    visit: Visit

    # -- what stands in the store ------------------------------------------------------------------------

    @property
    def gate(self) -> Gate:
        store, visit = self.deps.store, self.visit
        last = store.sessions.last_night(visit.id, visit.night)
        return rules.gate(store.health.check(visit.id), store.health.hold(visit.id), last, visit.night)

    @property
    def plan(self) -> Plan:
        plan = self.deps.plan(self.visit.id)
        assert plan is not None, "a session begins only with a plan"
        return plan

    @property
    def check(self) -> Check:
        check = self.deps.store.health.check(self.visit.id)
        assert check is not None, "a plan comes from a check"
        return check

    @property
    def history(self) -> list[Session]:
        """All sessions with a set done, oldest first."""
        return self.deps.store.sessions.history(self.visit.id)

    def _latest(self) -> list[Session]:
        """The sessions of the latest night that has any, also those without a set done."""
        sessions = self.deps.store.sessions
        latest = sessions.latest_night(self.visit.id)
        return sessions.of_night(self.visit.id, latest) if latest is not None else []

    # -- which exercise, which rung ----------------------------------------------------------------------

    @property
    def allowed(self) -> tuple[Exercise, ...]:
        """The exercises that the check allows, the recommended one first."""
        check, table = self.check, self.deps.content.catalogue.recommendations
        return recommend.recommend(check.answers, check.vetoes, table).allowed

    def ceiling(self, exercise: Exercise) -> int:
        """The highest rung allowed tonight; the pain of the check counts on its own night only."""
        check, catalogue = self.check, self.deps.content.catalogue
        answers = check.answers if check.night == self.visit.night else replace(check.answers, pain=None)
        top = catalogue.plans[exercise].top
        return recommend.ceiling(exercise, answers, check.vetoes, catalogue.recommendations, top=top)

    def sets(self, exercise: Exercise, level: int) -> int:
        return self.deps.content.catalogue.plans[exercise].rungs[level].level.sets

    def wanted(self, part: int = 1, night: date | None = None) -> Exercise | None:
        """The exercise of this part of the night; None when there is no such part (any more)."""
        tonights = routine.tonights(self.plan, self.history, night or self.visit.night, self.allowed)
        return tonights[part - 1] if part <= len(tonights) else None

    def begun(self, exercise: Exercise, part: int = 1, night: date | None = None) -> Session:
        """A session that nothing has been done of yet, on tonight's rung: lower after a break (G65)."""
        night = night or self.visit.night
        level = routine.level_tonight(self.plan, exercise, self.history, night).level
        level = min(level, self.ceiling(exercise))
        return Session(night, exercise, level, self.sets(exercise, level), part=part)

    # -- tonight's session -------------------------------------------------------------------------------

    def trained_too_lately(self) -> date | None:
        """The night of the session after which tonight is for resting; None when tonight is free."""
        sessions, visit = self.deps.store.sessions, self.visit
        last = sessions.last_night(visit.id, visit.night)
        free = rested(visit.night, visit.now, last, sessions.last_at(visit.id, visit.night))
        return None if free else last

    def within_check(self, session: Session) -> Session:
        """The session, kept to what a check or a plan newer than it says, from the next set on."""
        if evening.stage(session) not in (Stage.FORM, Stage.SET):
            return session
        exercise, ceiling = session.exercise, self.ceiling(session.exercise)
        untouched = session.sets_done == 0 and session.pain is None
        wanted = self.wanted(session.part)
        if exercise is not wanted and (untouched or exercise not in self.allowed):
            kept = self.begun(wanted, session.part) if wanted else evening.given_up(session)
        elif session.level > ceiling:
            kept = evening.lowered(session, ceiling, self.sets(exercise, ceiling))
        else:
            return session
        self.deps.store.sessions.save(self.visit.id, kept, self.visit.now)
        return kept

    def following(self, session: Session) -> Exercise | None:
        """The exercise that may still follow this session tonight."""
        if self.plan.routine is not Routine.BOTH or session.part > 1 or not routine.may_follow(session):
            return None
        other = routine.other(session.exercise)
        return other if other in self.allowed else None

    def to_come(self, session: Session) -> Exercise | None:
        """The exercise after this one, while it goes on too: to say that it is the first of two."""
        if evening.stage(session) is Stage.DONE:
            return self.following(session)
        return self.wanted(part=2) if session.part == 1 else None

    def hint(self, session: Session) -> Feel | None:
        """Where this exercise was felt the last time; it helps with the hip lift only (H42, H20)."""
        history = routine.of(session.exercise, self.history)
        earlier = [each for each in history if each.night < self.visit.night]
        return earlier[-1].feel if earlier and session.exercise is Exercise.HIP_LIFT else None

    # -- the ladder --------------------------------------------------------------------------------------

    def ladder(self, exercise: Exercise) -> list[Session]:
        """This exercise's sessions, oldest first; also a latest one that was stopped before its first set."""
        unfinished = [each for each in self._latest() if each.stopped and not each.sets_done]
        return routine.of(exercise, [*self.history, *unfinished])

    def step(self, session: Session) -> progress.Move:
        """The rung for the next time after this session, kept in the plan."""
        plan, exercise = self.plan, session.exercise
        level = plan.level(exercise)
        move = progress.next_level(self.ladder(exercise), level, self.ceiling(exercise))
        move = routine.one_change(move, level, other_went_up=self._other_went_up(plan, session))
        self.save_level(exercise, move.level)
        return move

    def _other_went_up(self, plan: Plan, session: Session) -> bool:
        """Whether the first exercise of tonight has gone up a rung already."""
        first = self.deps.store.sessions.of_night(self.visit.id, session.night)[0]
        return session.part > 1 and plan.level(first.exercise) > first.level

    def keep(self, exercise: Exercise, level: int) -> None:
        """The person would rather stay on this rung: lower at will, back up only where pain has no part."""
        now = self.plan.level(exercise)
        up = progress.may_refuse(self.ladder(exercise), level, now, self.ceiling(exercise))
        if level < now or up:
            self.save_level(exercise, level)

    def save_level(self, exercise: Exercise, level: int) -> None:
        plan = self.plan
        levels = tuple((each, level if each is exercise else old) for each, old in plan.levels)
        self.deps.store.health.save_plan(self.visit.id, replace(plan, levels=levels))

    # -- the morning after -------------------------------------------------------------------------------

    def unsettled(self) -> list[Session]:
        """The sessions of the latest night that hurt and were not asked about yet (G47)."""
        return [each for each in self._latest() if progress.asks_morning(each, self.visit.night)]

    def settled(self, asked: list[Session], *, fine: bool) -> None:
        """Keep the answer; what it makes easier goes into the same commit."""
        with self.deps.store.database.write():
            told = [replace(each, settled=fine) for each in asked]
            for each in told:
                self.deps.store.sessions.settle(self.visit.id, each)
            plan = routine.after_morning(self.plan, told, self.wanted())
            self.deps.store.health.save_plan(self.visit.id, plan)

    # -- nights to come ----------------------------------------------------------------------------------

    def next_night(self) -> date | None:
        """The next night with exercise after tonight's session."""
        tonight = self.visit.night
        return next_training_night(self.plan.days, tonight + timedelta(days=1), tonight)
