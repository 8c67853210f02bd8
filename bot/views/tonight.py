"""Tonight's session, one stage at a time, and the words at its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.coach.model import Effort, Exercise, Feel, Level, Pain, Session, Surface
from bot.coach.progress import MAY_REFUSE, Move, Why
from bot.coach.screening import Gate
from bot.coach.session import AfterPain, Stage, may_feel
from bot.views.plan import check_row, dose
from bot.views.reply import Button, Reply, Rows, night_mark
from bot.views.words import Ready, Words

SHARP = "sharp"
LONGEST_CRY = 25  # characters
# Reasons that say "lower": at the lowest level there is nothing lower to promise.
GOES_LOWER = (Why.PAIN_TWICE, Why.HARD_TWICE, Why.STOPPED, Why.BACK_FELT)


def stage(
    say: Words,
    session: Session,
    at: Stage,
    hint: Feel | None = None,
    *,
    first: bool = False,
    surface: Surface = Surface.BED,
    second: Exercise | None = None,
) -> Reply:
    """The message of this stage. `hint`: where the last session was felt, if that brings a tip.

    `first`: nobody has trained yet, so a warm word begins it (H34). `second`: the exercise that follows
    this one tonight.
    """
    hint = hint if session.level else None  # the lowest rung lifts nothing
    match at:
        case Stage.FORM:
            return _form(say, session, hint, first=first, surface=surface, second=second)
        case Stage.SET:
            return _set(say, session, hint)
        case Stage.HURT:
            return _hurt(say, session)
        case Stage.FEEL:
            return _asked(say, session, "feel", tuple(Feel))
        case Stage.EFFORT:
            return _asked(say, session, "effort", tuple(Effort))
        case Stage.PAIN:
            return _asked(say, session, "pain", tuple(Pain))
        case Stage.DONE:
            return _already_done(say, session, second)


def _button(say: Words, session: Session, key: str, step: str, *values: object) -> Button:
    return say.button(f"tonight.{key}", "tonight", step, night_mark(session.night), *values)


def _level(say: Words, session: Session) -> Level:
    return say.catalogue.plans[session.exercise].rungs[session.level].level


def _form(
    say: Words,
    session: Session,
    hint: Feel | None,
    *,
    first: bool,
    surface: Surface,
    second: Exercise | None,
) -> Reply:
    words = say.catalogue.plans[session.exercise]
    rung = words.rungs[session.level]
    steps = [f"{n}. {say.text(step)}" for n, step in enumerate(words.form, start=1)]
    if session.level == 0:
        steps = [say.text(rung.how)]
    parts = [
        say(
            "tonight.intro",
            exercise=say.text(words.name),
            rung=say.text(rung.name),
            dose=dose(say, rung.level),
        ),
        say.text(rung.how) if session.level else "",
        _of_two(say, session, second),
        say("tonight.first") if first else "",
        say("tonight.on_floor") if first and surface is Surface.FLOOR else "",
        "\n".join(steps),
        _tip(say, hint),
        say("tonight.stop_rule"),
    ]
    rows: Rows = (
        (_button(say, session, "start", "start"),),
        (_button(say, session, "alone", "alone"), *_ease(say, session)),
        (_button(say, session, "did", "did"), _button(say, session, "not_now", "leave")),
        (_button(say, session, "hurts", "hurts"),),
    )
    return Reply("\n\n".join(part for part in parts if part), rows)


def _of_two(say: Words, session: Session, second: Exercise | None) -> str:
    if session.part > 1:
        return say("tonight.second_of_two")
    return say("tonight.first_of_two") if second is not None else ""


def _ease(say: Words, session: Session) -> tuple[Button, ...]:
    """Easier now, without pain (G59). The button names the level, so that a double press counts once."""
    return (_button(say, session, "ease", "ease", session.level),) if session.level else ()


def _already_done(say: Words, session: Session, second: Exercise | None) -> Reply:
    if second is None:
        return Reply(say("tonight.already_done"), _after(say))
    name = say.text(say.catalogue.plans[second].name)
    return Reply(say("tonight.second_or_not", exercise=name), (_second(say, session, second), *_after(say)))


def _second(say: Words, session: Session, second: Exercise) -> tuple[Button, ...]:
    name = say.text(say.catalogue.plans[second].name)
    mark = night_mark(session.night)
    return (say.button("tonight.second", "tonight", "second", mark, exercise=name),)


def _tip(say: Words, hint: Feel | None) -> str:
    """What the last session's feeling brings into this one (H42, H43; H20–H22)."""
    return say(f"tonight.tip_{hint}") if hint in (Feel.THIGHS, Feel.BACK) else ""


def _set(say: Words, session: Session, hint: Feel | None, *, rest: str = "") -> Reply:
    """One set. `rest`: what is said about the rest before it in place of the usual line."""
    level = _level(say, session)
    number = session.sets_done + 1
    asks = may_feel(session)
    parts = [
        rest or (say("tonight.rest", seconds=level.rest) if session.sets_done else ""),
        _set_line(say, session, level),
        _now(say, session) or _tip(say, hint),
        say("tonight.feel_now") if asks else "",
    ]
    rows: list[tuple[Button, ...]] = [(_button(say, session, "set_done", "done", number),)]
    if session.sets - session.sets_done > 1:
        rows.append((_button(say, session, "all_sets", "all", number),))
    if session.sets_done and level.rest and not rest:
        rows.append((_button(say, session, "rest_button", "rest", number),))
    if asks:
        felt = [_button(say, session, f"feel_{each}", "feel", each) for each in Feel]
        rows += [tuple(felt[:2]), tuple(felt[2:])]
    rows.append((_button(say, session, "hurts", "hurts"), *_ease(say, session)))
    rows.append((_button(say, session, "enough", "leave"),))
    return Reply("\n\n".join(part for part in parts if part), tuple(rows))


def _set_line(say: Words, session: Session, level: Level) -> Ready:
    key = "tonight.set_sides" if level.per_side else "tonight.set"
    if session.own_count:
        key = "tonight.set_alone"
    one = dose(say, replace(level, sets=1))  # of this set; how many there are stands above it
    return say(key, number=session.sets_done + 1, sets=session.sets, dose=one)


def _now(say: Words, session: Session) -> str:
    """What was felt in this session's last set brings its tip into the next one (H42, H43; H20–H22)."""
    return say(f"tonight.now_{session.feel}") if _lift_felt_elsewhere(session) else ""


def _lift_felt_elsewhere(session: Session) -> bool:
    """Whether a hip lift was felt where it brings a tip; the lowest rung lifts nothing."""
    lifted = session.exercise is Exercise.HIP_LIFT and session.level > 0
    return lifted and session.feel in (Feel.THIGHS, Feel.BACK)


def resting(say: Words, session: Session, hint: Feel | None) -> Reply:
    """The rest is being timed: the set's button stays, so nobody has to wait."""
    return _set(say, session, hint, rest=say("tonight.resting", seconds=_level(say, session).rest))


def rest_over(say: Words, session: Session, hint: Feel | None) -> Reply:
    """One short message when the rest is over; then nothing more."""
    return _set(say, session, hint, rest=say("tonight.rest_over"))


def eased(say: Words, session: Session, reply: Reply) -> Reply:
    rung = say.catalogue.plans[session.exercise].rungs[session.level]
    words = say("tonight.eased", rung=say.text(rung.name))
    if session.started:  # before the start the form below says how
        words = Ready(f"{words}\n{say.text(rung.how)}")
    return replace(reply, text=f"{words}\n\n{reply.text}")


def morning(say: Words, night: date) -> Reply:
    """Was the pain back to normal by the next day? Asked at the next contact, never as a message (G47)."""
    mark = night_mark(night)
    return Reply(
        say("tonight.morning", day=say.day(night)),
        (
            (say.button("tonight.morning_yes", "tonight", "settled", mark, "yes"),),
            (say.button("tonight.morning_no", "tonight", "settled", mark, "no"),),
        ),
    )


def after_morning(say: Words, *, settled: bool) -> Ready:
    return say("tonight.morning_fine") if settled else say("tonight.why_not_settled")


def says_it_hurts(say: Words, text: str) -> bool:
    """Whether this text is a cry of pain rather than a question about it."""
    cry = text.casefold().rstrip("。.! ！")
    asks = cry.endswith(("?", "？", "か"))
    return (
        not asks
        and len(cry) <= LONGEST_CRY
        and any(word in cry for word in say("tonight.hurts_words").split(", "))
    )


def _hurt(say: Words, session: Session) -> Reply:
    values = (*(Pain.MILD, Pain.MODERATE, Pain.SEVERE), SHARP)
    rows: Rows = tuple((_button(say, session, f"hurt_{_word(value)}", "hurt", value),) for value in values)
    return Reply(say("tonight.hurt"), rows)


def _asked(say: Words, session: Session, step: str, values: tuple[str, ...]) -> Reply:
    rows: Rows = tuple((_button(say, session, f"{step}_{_word(value)}", step, value),) for value in values)
    if step != "pain":
        rows = (*rows, (_button(say, session, "hurts", "hurts"),))
    return Reply(say(f"tonight.{step}"), rows)


def _word(value: str) -> str:
    return value.replace("-", "_").replace("+", "_up")


def after_pain(say: Words, session: Session, then: AfterPain) -> str:
    """What to do now; an easier version is described at once, since it is another movement."""
    words = say(f"tonight.then_{_word(then)}")
    if then is not AfterPain.EASIER:
        return words
    return f"{words}\n{say.text(say.catalogue.plans[session.exercise].rungs[session.level].how)}"


def done(
    say: Words,
    session: Session,
    move: Move,
    before: int,
    well_done: str,
    next_night: date | None,
    *,
    second: Exercise | None = None,
    review: bool = False,
) -> Reply:
    """The words at the end: kind, what changes next time and why, when next time is.

    `second`: the exercise that may follow tonight. `review`: the weekly question is open.
    """
    parts = [well_done]
    if _lift_felt_elsewhere(session) and move.why is not Why.BACK_FELT:  # that reason says it itself
        parts.append(say(f"tonight.felt_{session.feel}"))
    parts.append(_move(say, session, move, before))
    if session.pain not in (None, Pain.NONE):
        parts.append(say(f"tonight.pain_said_{_word(session.pain)}"))
    rows = _after(say)
    if review:
        rows = ((say.button("review.button", "review", "open"),), *rows)
    if move.level != before and move.why in MAY_REFUSE:
        rows = ((_button(say, session, "keep_level", "keep", before),), *rows)
    if second is not None:
        parts.append(say("tonight.second_or_not", exercise=say.text(say.catalogue.plans[second].name)))
        rows = (_second(say, session, second), *rows)
    elif next_night is not None:
        parts.append(say("tonight.next", day=say.day(next_night)))
    return Reply("\n\n".join(part for part in parts if part), rows)


def _move(say: Words, session: Session, move: Move, before: int) -> str:
    rung = say.catalogue.plans[session.exercise].rungs[move.level]
    why = say(f"tonight.why_{_word(move.why)}")
    if move.level == before:
        return say("plan.lowest") if move.why in GOES_LOWER else why
    key = "tonight.level_up" if move.level > before else "tonight.level_down"
    return f"{why}\n{say(key, rung=say.text(rung.name), dose=dose(say, rung.level))}"


def kept(say: Words) -> Reply:
    return Reply(say("tonight.kept"), _after(say))


def stopped(say: Words, session: Session, before: int, level: int) -> Reply:
    """Pain of 6 or more, or sharp: no more today (G46), and what changes next time."""
    parts: list[str] = [say("tonight.stopped")]
    if level < before:
        parts.append(_move(say, session, Move(level, Why.STOPPED), before))
    return Reply(
        "\n\n".join(parts),
        (
            (
                say.button("menu.check", "check", "open"),
                say.button("tonight.ask_pain", "ask", "faq", "pain-during"),
            ),
        ),
    )


def left(say: Words, session: Session) -> Reply:
    key = "tonight.left_some" if session.sets_done else "tonight.left"
    return Reply(say(key, sets=session.sets_done) if session.sets_done else say(key), _after(say))


def _after(say: Words) -> Rows:
    return ((say.button("menu.remind", "remind", "open"), say.button("menu.progress", "progress", "open")),)


def closed(say: Words, gate: Gate, *, again: bool = False, half: bool = False) -> Reply:
    """Why there is no session tonight, and what can be done.

    `again`: the last check is out of date. `half`: a new one waits half done.
    """
    if gate is Gate.NEEDS_CHECK:
        text = say("tonight.gate_check_again") if again else say("tonight.gate_needs_check")
        return Reply(text, (check_row(say, half=half),))
    return Reply(say(f"tonight.gate_{_word(gate)}"), ((say.button("start.topics", "ask", "topics"),),))


def rest_night(say: Words, trained: date, habit: str) -> Reply:
    """A free night lies between two sessions (H39, S37): a small habit instead."""
    return Reply(
        "\n\n".join([say("tonight.rest_night", day=say.day(trained)), habit]),
        ((say.button("menu.habits", "habits", "open"), say.button("menu.plan", "plan", "open")),),
    )
