"""/settings: language, zone, training nights, sound, bed or floor, weekly question, data."""

from __future__ import annotations

from bot.coach import review
from bot.coach.model import Bedtime, Language, Plan, Surface
from bot.views.plan import nights
from bot.views.reply import Button, Reply, press
from bot.views.words import Words

NAMES = {Language.EN: "English", Language.JA: "日本語"}


def page(say: Words, zone: str | None, plan: Plan | None = None, wish: Bedtime | None = None) -> Reply:
    """Everything that can be set, as it stands; what needs a plan or a bedtime comes with one."""
    languages = tuple(Button(name, press("settings", "language", each)) for each, name in NAMES.items())
    place = say.place(zone) if zone else say("settings.no_zone")
    lines = [say("settings.page", language=NAMES[say.language], zone=place)]
    rows: list[tuple[Button, ...]] = [
        languages,
        (
            say.button("settings.change_zone", "remind", "open", "zone"),
            say.button("menu.remind", "remind", "open"),
        ),
    ]
    if wish is not None:
        lines.append(
            say("settings.sound", sound=say("settings.silent_on" if wish.silent else "settings.silent_off"))
        )
        rows.append((_sound(say, wish),))
    if plan is not None:
        lines.append(
            say(
                "settings.plan_lines",
                days=nights(say, plan.days),
                surface=say(f"settings.{plan.surface}"),
                review=say.weekday(review.day(plan)),
            )
        )
        rows.append((say.button("plan.days_button", "plan", "days"), _surface(say, plan)))
        rows.append((say.button("settings.review_day", "settings", "review"),))
    rows.append((say.button("menu.mydata", "mydata", "open"),))
    return Reply("\n".join(lines), tuple(rows))


def _sound(say: Words, wish: Bedtime) -> Button:
    key = "settings.to_sound" if wish.silent else "settings.to_silent"
    return say.button(key, "settings", "silent", int(not wish.silent))


def _surface(say: Words, plan: Plan) -> Button:
    other = Surface.BED if plan.surface is Surface.FLOOR else Surface.FLOOR
    return say.button(f"settings.to_{other}", "settings", "surface", other)


def language_set(say: Words) -> Reply:
    return Reply(say("settings.language_set"))
