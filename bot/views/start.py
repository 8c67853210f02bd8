"""/start, /help, /cancel and the lines for what the bot does not take."""

from __future__ import annotations

from bot.views.ask import way_back
from bot.views.reply import Reply
from bot.views.words import Words


def welcome(say: Words) -> Reply:
    return Reply(
        say("start.welcome"),
        (
            (say.button("start.begin", "check", "open"),),
            (say.button("start.topics", "ask", "topics"), say.button("start.privacy", "mydata", "privacy")),
        ),
    )


def welcome_back(say: Words) -> Reply:
    return Reply(
        say("start.welcome_back"),
        (
            (say.button("menu.tonight", "tonight", "open"),),
            (say.button("menu.plan", "plan", "open"), say.button("menu.remind", "remind", "open")),
            (say.button("menu.ask", "ask", "topics"), say.button("menu.check", "check", "open")),
        ),
    )


def help_page(say: Words) -> Reply:
    lines = [f"/{command}  {say.text(what)}" for command, what in say.catalogue.botfather.commands.items()]
    return Reply("\n".join([say("start.help"), "", *lines]))


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
