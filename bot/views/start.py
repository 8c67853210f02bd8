"""/start, /help, /cancel and the lines for what the bot does not take."""

from __future__ import annotations

from datetime import date

from bot.coach.next_up import Next
from bot.views.ask import way_back
from bot.views.reply import Button, Reply, Rows, press
from bot.views.words import Ready, Words


def welcome(say: Words) -> Reply:
    return Reply(
        say("start.welcome"),
        (
            (say.button("start.begin", "check", "open"),),
            (say.button("start.topics", "ask", "topics"), say.button("start.privacy", "mydata", "privacy")),
        ),
    )


def welcome_back(say: Words, following: Next, night: date | None = None, *, review: bool = False) -> Reply:
    """The main menu: what is next stands first. `night`: the next night with exercise.

    `review`: the weekly question is open.
    """
    line = _next_line(say, following, night)
    first = _next_button(say, following)
    rest: Rows = (
        (say.button("menu.plan", "plan", "open"), say.button("menu.progress", "progress", "open")),
        (say.button("menu.remind", "remind", "open"), say.button("menu.habits", "habits", "open")),
        (say.button("menu.ask", "ask", "topics"), say.button("menu.settings", "settings", "open")),
    )
    if review:
        rest = ((say.button("review.button", "review", "open"),), *rest)
    if first is None or first.data != press("check", "open"):
        rest = (*rest, (say.button("menu.check", "check", "open"),))
    return Reply(f"{say('start.welcome_back')}\n{line}", ((first,), *rest) if first else rest)


def help_page(say: Words, following: Next, night: date | None = None) -> Reply:
    """What fits this person now, then the commands."""
    lines = [f"/{command}  {say.text(what)}" for command, what in say.catalogue.botfather.commands.items()]
    first = _next_button(say, following)
    line = say("start.next", what=_next_line(say, following, night))
    text = "\n".join([line, "", say("start.help"), "", *lines])
    return Reply(text, ((first,),) if first else ())


def _next_line(say: Words, following: Next, night: date | None) -> Ready:
    name = following.replace("-", "_")
    if following in (Next.REST, Next.DONE) and night is not None:
        return say(f"start.next_{name}_until", day=say.day(night))
    return say(f"start.next_{name}")


def _next_button(say: Words, following: Next) -> Button | None:
    match following:
        case Next.CHECK | Next.CHECK_AGAIN:
            return say.button("start.begin", "check", "open")
        case Next.CHECK_GOES_ON:
            return say.button("screening.resume", "check", "open")
        case Next.SHUT:
            return say.button("menu.check", "check", "open")
        case Next.SESSION_GOES_ON:
            return say.button("ask.back_to_tonight", "tonight", "open")
        case Next.TONIGHT:
            return say.button("menu.tonight", "tonight", "open")
    return None


def cancelled(say: Words, interrupted: str | None) -> Reply:
    """What was stopped is kept, and a button leads back to it."""
    if interrupted is None:
        return Reply(say("start.nothing_to_cancel"))
    return Reply(say("start.cancelled"), (way_back(say, interrupted),))


def not_private(say: Words) -> Reply:
    return Reply(say("start.not_private"))


def only_text(say: Words) -> Reply:
    return Reply(say("start.only_text"))


def too_fast(say: Words) -> Reply:
    return Reply(say("start.too_fast"))


def old_button(say: Words) -> Reply:
    return Reply(
        say("start.old_button"),
        ((say.button("menu.tonight", "tonight", "open"), say.button("menu.plan", "plan", "open")),),
    )


def trouble(say: Words) -> Reply:
    return Reply(say("start.trouble"))
