"""/remind and the nightly message."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.catalogue.cities import Town
from bot.catalogue.model import Text
from bot.catalogue.places import Asked, Why
from bot.coach.model import Bedtime, Language, Mode
from bot.coach.schedule import Due
from bot.views.reply import Button, Reply, Rows, night_mark, press
from bot.views.words import Words

TIMES = ("21:00", "21:30", "22:00", "22:30", "23:00", "23:30")
REASONS = ("tired", "no-time", "ill", "pain")
LATER = (15, 30, 60)
PAUSES = (1, 3, 7, 14, 30)  # nights


def ask_time(say: Words) -> Reply:
    return Reply(say("reminder.ask_time"), (*_times("time"), _leave(say)))


def ask_weekend(say: Words, wish: Bedtime) -> Reply:
    """Another time for the nights of Friday and Saturday."""
    same: Rows = (
        ((say.button("reminder.weekend_same", "remind", "weekend", "same"),),) if wish.weekend else ()
    )
    return Reply(say("reminder.ask_weekend"), (*_times("weekend"), *same, _leave(say)))


def _times(step: str) -> Rows:
    buttons = [Button(each, press("remind", step, each.replace(":", ""))) for each in TIMES]
    return tuple(buttons[:3]), tuple(buttons[3:])


def ask_pause(say: Words) -> Reply:
    labels = [
        say.button("reminder.pause_tonight", "remind", "pause", nights)
        if nights == 1
        else say.button("reminder.pause_days", "remind", "pause", nights, days=nights)
        for nights in PAUSES
    ]
    return Reply(say("reminder.ask_pause"), (tuple(labels[:1]), tuple(labels[1:]), _leave(say)))


def ask_which(say: Words, morning: time, evening: time, step: str = "time") -> Reply:
    """A time that may be two: "10時半", "half ten"."""
    options = tuple(
        Button(each.strftime("%H:%M"), press("remind", step, each.strftime("%H%M")))
        for each in (evening, morning)
    )
    return Reply(say("reminder.ask_which"), (options, _leave(say)))


def time_unclear(say: Words, step: str = "time") -> Reply:
    return Reply(say("reminder.time_unclear"), (*_times(step), _leave(say)))


def ask_zone(say: Words, at: time) -> Reply:
    offered = say.catalogue.zones.offered
    buttons = [Button(city(say, zone), press("remind", "zone", zone)) for zone in offered]
    rows: Rows = tuple(tuple(buttons[n : n + 2]) for n in range(0, len(buttons), 2))
    text = f"{say('reminder.ask_zone', time=at.strftime('%H:%M'))}\n\n{say('reminder.share_place')}"
    return Reply(text, (*rows, _leave(say)))


def zone_unclear(say: Words, at: time) -> Reply:
    """Not every place has a name that is known; a shared location always does."""
    text = f"{say('reminder.zone_unclear')}\n\n{say('reminder.share_place')}"
    return Reply(text, ask_zone(say, at).rows)


def ask_which_town(say: Words, asked: Asked, now: datetime) -> Reply:
    """The towns that may be meant: where each is, and what time it is there now (`now` is UTC)."""
    question = {Why.NAMESAKES: "which_town", Why.WIDE: "which_clock", Why.GUESS: "meant_town"}[asked.why]
    rows = tuple((_town(say, town, now),) for town in asked.towns)
    return Reply(say(f"reminder.{question}"), (*rows, _leave(say)))


def _town(say: Words, town: Town, now: datetime) -> Button:
    return say.button(
        "reminder.town",
        *("remind", "zone", town.zone),
        town=town.japanese or town.name if say.language is Language.JA else town.name,
        region=say.text(say.catalogue.zones.regions[town.region].name),
        time=_clock(now.astimezone(ZoneInfo(town.zone))),
    )


def place_unclear(say: Words, at: time) -> Reply:
    return Reply(say("reminder.place_unclear"), ask_zone(say, at).rows)


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
    return Reply(
        "\n\n".join(_wish(say, wish, zone, due, checked=checked)), _changes(say, wish, checked=checked)
    )


def _wish(say: Words, wish: Bedtime, zone: str, due: Due | None, *, checked: bool) -> Iterator[str]:
    yield say("reminder.is_set", time=_clock(wish.at), zone=say.place(zone))
    if not checked:
        yield say("reminder.check_first")
    if wish.weekend is not None:
        yield say("reminder.weekend_is", time=_clock(wish.weekend))
    yield say(f"reminder.mode_{wish.mode}")
    yield say("reminder.silent_on") if wish.silent else say("reminder.silent_off")
    if wish.discreet:
        yield say("reminder.discreet_on")
    if wish.paused_until is not None:
        yield say("reminder.paused_until", day=say.day(wish.paused_until))
    if due is not None:
        here = ZoneInfo(zone)
        yield say("reminder.next", moment=say.moment(due.leaves, here), zone=say.place(zone))
        if due.spread:
            wished, comes = (_clock(each.astimezone(here)) for each in (due.at, due.leaves))
            yield say("reminder.next_spread", wished=wished, time=comes)
    yield say("reminder.promise")


def _clock(at: time | datetime) -> str:
    return at.strftime("%H:%M")


def _changes(say: Words, wish: Bedtime, *, checked: bool) -> Rows:
    other = Mode.EVERY if wish.mode is Mode.TRAINING else Mode.TRAINING
    sound = "reminder.sound" if wish.silent else "reminder.silent"
    words = "reminder.full_words" if wish.discreet else "reminder.discreet"
    end = wish.paused_until is not None
    rows: Rows = (
        (
            say.button("reminder.change_time", "remind", "open", "time"),
            say.button("reminder.change_zone", "remind", "open", "zone"),
        ),
        (
            say.button("reminder.weekend", "remind", "open", "weekend"),
            say.button(f"reminder.to_{other}", "remind", "mode", other),
        ),
        (
            say.button(sound, "remind", "silent", int(not wish.silent)),
            say.button(words, "remind", "discreet", int(not wish.discreet)),
        ),
        (
            say.button("reminder.pause_end", "remind", "pause", 0)
            if end
            else say.button("reminder.pause", "remind", "open", "pause"),
            say.button("reminder.turn_off", "remind", "off"),
        ),
    )
    return rows if checked else ((say.button("start.begin", "check", "open"),), *rows)


# -- the nightly message -------------------------------------------------------------------------------


def nightly(say: Words, night: date, text: Text, dose: str) -> Reply:
    """A training night: one line with tonight's dose, and what can be pressed."""
    line = say.text(text, dose=dose)
    words = line if dose in line else f"{line}\n{say('night.dose', dose=dose)}"
    return Reply(words, _answers(say, night_mark(night)))


def wind_down(say: Words, night: date, *, training: bool = True) -> Reply:
    """The discreet message: it says nothing that others may not read."""
    habits: Rows = ((say.button("menu.habits", "habits", "open"),),)
    return Reply(say("night.wind_down"), _answers(say, night_mark(night)) if training else habits)


def still_helpful(say: Words) -> Reply:
    """After nights without an answer, in place of the reminder."""
    rows: Rows = (
        (
            say.button("night.still_yes", "remind", "on"),
            say.button("night.still_no", "remind", "off"),
        ),
    )
    return Reply(say("night.still_helpful"), rows)


def _answers(say: Words, mark: str) -> Rows:
    return (
        (say.button("night.start", "tonight", "open", mark),),
        tuple(say.button("night.later", "night", "later", mark, each, minutes=each) for each in LATER),
        (
            say.button("night.not_tonight", "night", "skip", mark),
            say.button("night.done", "night", "done", mark),
        ),
    )


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
