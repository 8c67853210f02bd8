"""/remind and the nightly message."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.catalogue.model import Text
from bot.coach.model import Bedtime, Mode
from bot.coach.schedule import Due
from bot.views.reply import Button, Reply, Rows, night_mark, press
from bot.views.words import Words

TIMES = ("21:00", "21:30", "22:00", "22:30", "23:00", "23:30")
REASONS = ("tired", "no-time", "ill", "pain")
LATER = (15, 30, 60)


def ask_time(say: Words) -> Reply:
    buttons = [Button(each, press("remind", "time", each.replace(":", ""))) for each in TIMES]
    return Reply(say("reminder.ask_time"), (tuple(buttons[:3]), tuple(buttons[3:]), _leave(say)))


def ask_which(say: Words, morning: time, evening: time) -> Reply:
    """A time that may be two: "10時半", "half ten"."""
    options = tuple(
        Button(each.strftime("%H:%M"), press("remind", "time", each.strftime("%H%M")))
        for each in (evening, morning)
    )
    return Reply(say("reminder.ask_which"), (options, _leave(say)))


def time_unclear(say: Words) -> Reply:
    return Reply(say("reminder.time_unclear"), ask_time(say).rows)


def ask_zone(say: Words, at: time) -> Reply:
    offered = say.catalogue.zones.offered
    buttons = [Button(city(say, zone), press("remind", "zone", zone)) for zone in offered]
    rows: Rows = tuple(tuple(buttons[n : n + 2]) for n in range(0, len(buttons), 2))
    return Reply(say("reminder.ask_zone", time=at.strftime("%H:%M")), (*rows, _leave(say)))


def zone_unclear(say: Words, at: time) -> Reply:
    return Reply(say("reminder.zone_unclear"), ask_zone(say, at).rows)


def city(say: Words, zone: str) -> str:
    return say.place(zone).rsplit("/", 1)[-1].replace("_", " ")


def _leave(say: Words) -> tuple[Button, ...]:
    return (say.button("reminder.leave", "remind", "leave"),)


def left(say: Words) -> Reply:
    return Reply(say("reminder.left"))


def overview(say: Words, wish: Bedtime, zone: str, due: Due | None, *, checked: bool) -> Reply:
    """The wish as it stands; it always repeats the next date, time and zone."""
    if not wish.enabled:
        return Reply(say("reminder.is_off"), ((say.button("reminder.turn_on", "remind", "on"),),))
    parts = [
        say("reminder.is_set", time=wish.at.strftime("%H:%M"), zone=say.place(zone)),
        say(f"reminder.mode_{wish.mode}"),
        say("reminder.silent_on") if wish.silent else say("reminder.silent_off"),
    ]
    if due is not None:
        parts.append(say("reminder.next", moment=say.moment(due.at, ZoneInfo(zone)), zone=say.place(zone)))
    parts.append(say("reminder.promise"))
    if not checked:
        parts.append(say("reminder.check_first"))
    return Reply("\n\n".join(parts), _changes(say, wish, checked=checked))


def _changes(say: Words, wish: Bedtime, *, checked: bool) -> Rows:
    other = Mode.EVERY if wish.mode is Mode.TRAINING else Mode.TRAINING
    rows: Rows = (
        (
            say.button("reminder.change_time", "remind", "open", "time"),
            say.button("reminder.change_zone", "remind", "open", "zone"),
        ),
        (say.button(f"reminder.to_{other}", "remind", "mode", other),),
        (
            say.button(
                "reminder.sound" if wish.silent else "reminder.silent",
                "remind",
                "silent",
                int(not wish.silent),
            ),
            say.button("reminder.turn_off", "remind", "off"),
        ),
    )
    return rows if checked else ((say.button("start.begin", "check", "open"),), *rows)


# -- the nightly message -------------------------------------------------------------------------------


def nightly(say: Words, night: date, text: Text, dose: str) -> Reply:
    """A training night: one line with tonight's dose, and what can be pressed."""
    mark = night_mark(night)
    rows: Rows = (
        (say.button("night.start", "tonight", "open", mark),),
        tuple(say.button("night.later", "night", "later", mark, each, minutes=each) for each in LATER),
        (
            say.button("night.not_tonight", "night", "skip", mark),
            say.button("night.done", "night", "done", mark),
        ),
    )
    line = say.text(text, dose=dose)
    return Reply(line if dose in line else f"{line}\n{say('night.dose', dose=dose)}", rows)


def rest_evening(say: Words, text: Text, habit: str) -> Reply:
    """A rest night, for people who wish a word every night: a hello and one light habit."""
    return Reply(f"{say.text(text)}\n\n{habit}", ((say.button("menu.habits", "habits", "open"),),))


def ask_reason(say: Words, night: date) -> Reply:
    mark = night_mark(night)
    rows: Rows = tuple(
        (say.button(f"night.reason_{reason.replace('-', '_')}", "night", "skip", mark, reason),)
        for reason in REASONS
    )
    return Reply(say("night.ask_reason"), rows)


def not_tonight(say: Words, text: Text, reason: str) -> Reply:
    """Kind words; for "pain" and "ill" their own, with what to mind (G46, G52)."""
    words = say(f"night.said_{reason}") if reason in ("pain", "ill") else say.text(text)
    rows: Rows = ((say.button("menu.check", "check", "open"),),) if reason == "pain" else ()
    return Reply(words, rows)


def later(say: Words, at: datetime, zone: ZoneInfo) -> Reply:
    return Reply(say("night.later_set", moment=say.moment(at, zone)))


def marked_done(say: Words, text: Text, *, asks: bool) -> Reply:
    """Kind words; with `asks`, a way to say how it was."""
    rows: Rows = ((say.button("night.how_was_it", "tonight", "open"),),) if asks else ()
    return Reply(say.text(text), rows)


def already_noted(say: Words) -> Reply:
    return Reply(say("night.already_noted"))


def old_night(say: Words, night: date) -> Reply:
    return Reply(say("night.old", day=say.day(night)), ((say.button("menu.tonight", "tonight", "open"),),))
