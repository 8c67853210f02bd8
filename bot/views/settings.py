"""/settings: language, zone, reminder, data."""

from __future__ import annotations

from bot.coach.model import Language
from bot.views.reply import Button, Reply, press
from bot.views.words import Words

NAMES = {Language.EN: "English", Language.JA: "日本語"}


def page(say: Words, zone: str | None) -> Reply:
    languages = tuple(Button(name, press("settings", "language", each)) for each, name in NAMES.items())
    place = say.place(zone) if zone else say("settings.no_zone")
    return Reply(
        say("settings.page", language=NAMES[say.language], zone=place),
        (
            languages,
            (
                say.button("reminder.change_zone", "remind", "open", "zone"),
                say.button("menu.remind", "remind", "open"),
            ),
            (say.button("menu.mydata", "mydata", "open"),),
        ),
    )


def language_set(say: Words) -> Reply:
    return Reply(say("settings.language_set"))
