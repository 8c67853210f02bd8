"""The words on the progress card."""

from __future__ import annotations

import html
from collections.abc import Mapping
from datetime import date, timedelta

from bot.coach.model import Exercise, Pain
from bot.coach.trend import ProgressData
from bot.views.words import Words


def words(say: Words, data: ProgressData) -> Mapping[str, str]:
    """Plain text by what it labels; a picture reads no HTML."""
    found: dict[str, str] = {
        "title": say("card.title"),
        "weeks": say("card.weeks", kept=data.kept, count=data.counted)
        if data.counted
        else say("card.first_week"),
        "level": say("card.level"),
        "pain": say("card.pain"),
        "empty": say("card.empty"),
        "first": _day(say, data.weeks[0].monday) if data.weeks else "",
        "last": _day(say, data.weeks[-1].monday + timedelta(days=6)) if data.weeks else "",
    }
    found |= {each: say.text(say.catalogue.plans[each].name) for each in Exercise}
    found |= {each: each.value.replace("-", "–") for each in Pain}
    return {name: html.unescape(text) for name, text in found.items()}


def _day(say: Words, day: date) -> str:
    return say("card.day", day=day.day, month=say(f"words.month_{day.month}"))
