"""One evening's session: what comes next, and what an answer changes."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from bot.coach.model import Effort, Feel, Pain, Session


class Stage(StrEnum):
    """Where the session stands. It follows from the record, so a restart asks the right next thing."""

    FORM = "form"  # tonight's dose and how to do it
    SET = "set"  # doing a set
    HURT = "hurt"  # "it hurts" was pressed: how much?
    FEEL = "feel"
    EFFORT = "effort"
    PAIN = "pain"
    DONE = "done"


def stage(session: Session) -> Stage:
    """The stage that this record stands at."""
    if session.hurting:
        return Stage.HURT
    if session.stopped:
        return Stage.DONE
    if not session.started:
        return Stage.FORM
    if session.sets_done < session.sets:
        return Stage.SET
    asked = ((Stage.FEEL, session.feel), (Stage.EFFORT, session.effort), (Stage.PAIN, session.pain))
    return next((each for each, given in asked if given is None), Stage.DONE)


def start(session: Session) -> Session:
    return replace(session, started=True)


def set_done(session: Session) -> Session:
    return replace(session, sets_done=session.sets_done + 1)


def all_done(session: Session) -> Session:
    """The sets that were left are done too, or the whole session was done without the bot."""
    return replace(session, started=True, sets_done=session.sets)


def counts_alone(session: Session) -> Session:
    return replace(session, own_count=True)


def hurts(session: Session) -> Session:
    """The set stops at once (H32); the next question is how much it hurts."""
    return replace(session, hurting=True)


class AfterPain(StrEnum):
    GO_ON = "go-on"
    EASIER = "easier"
    STOP = "stop"


def after_pain(pain: Pain, sharp: bool) -> AfterPain:
    """What pain during a session means (G46): 0–3 dull goes on, 4–5 easier now, 6 or more or sharp stops."""
    if sharp or pain is Pain.SEVERE:
        return AfterPain.STOP
    return AfterPain.EASIER if pain is Pain.MODERATE else AfterPain.GO_ON


def pain_said(session: Session, pain: Pain, sharp: bool, easier_sets: int) -> tuple[Session, AfterPain]:
    """The session after "it hurts" was answered.

    Easier means one rung down for the rest of tonight; `easier_sets` is that rung's number of sets, but pain
    never adds a set. The pain is kept, so that it counts for the ladder (G50) and is not asked again.
    On the lowest rung there is no easier version, so the session ends (G60).
    """
    then = after_pain(pain, sharp)
    if then is AfterPain.EASIER and session.level == 0:
        then = AfterPain.STOP
    match then:
        case AfterPain.GO_ON:
            return replace(session, hurting=False), then
        case AfterPain.EASIER:
            easier = lowered(session, session.level - 1, easier_sets)
            return replace(easier, hurting=False, pain=pain), then
        case AfterPain.STOP:
            return replace(
                session, hurting=False, stopped=True, pain=pain if not sharp else Pain.SEVERE
            ), then


def lowered(session: Session, level: int, sets: int) -> Session:
    """The rest of tonight on an easier rung with its number of sets; that never adds a set."""
    return replace(session, level=level, sets=min(session.sets, max(sets, session.sets_done + 1)))


def eased(session: Session, easier_sets: int) -> Session:
    """Easier now, without pain: one rung down for the rest of tonight (G59), if there is one."""
    return lowered(session, session.level - 1, easier_sets) if session.level else session


def may_feel(session: Session) -> bool:
    """Where it is felt can be said between two sets, so that the next one is better for it (H42, H43)."""
    return stage(session) is Stage.SET and session.sets_done > 0 and session.feel is None


def felt(session: Session, feel: Feel) -> Session:
    return replace(session, feel=feel)


def given_up(session: Session) -> Session:
    """Not for tonight any more, because a newer check shuts this exercise; what was done stays."""
    return replace(session, stopped=True)


def effort_was(session: Session, effort: Effort) -> Session:
    return replace(session, effort=effort)


def pain_was(session: Session, pain: Pain) -> Session:
    return replace(session, pain=pain)


def complete(session: Session) -> bool:
    """All sets done and the questions answered, nothing stopped: a session that counts as trained."""
    return stage(session) is Stage.DONE and not session.stopped
