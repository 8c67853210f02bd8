"""The catalogue in one language: a key and its values in, a sentence for Telegram out."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from zoneinfo import ZoneInfo

from bot.catalogue.checks import without_tags
from bot.catalogue.load import Catalogue
from bot.catalogue.model import Text
from bot.coach.model import Language
from bot.views.reply import Button, press


class Ready(str):
    """Text that is HTML already and is not escaped again."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Words:
    """What a view speaks with. Values are escaped here, at the one place where text becomes HTML."""

    catalogue: Catalogue
    language: Language

    def __call__(self, key: str, **values: object) -> Ready:
        """The message of this key with its placeholders filled. Raises KeyError for an unknown key."""
        return self.text(self.catalogue.messages[key], **values)

    def text(self, text: Text, **values: object) -> Ready:
        """A text of the catalogue as it is shown: without source tags, its placeholders filled."""
        shown = without_tags(text[self.language])
        return Ready(shown.format(**{name: escaped(value) for name, value in values.items()}))

    def button(self, key: str, conversation: str, step: str, *values: object, **words: object) -> Button:
        """A button labelled with a message. Labels are plain text: Telegram reads no HTML there."""
        return Button(html.unescape(self(key, **words)), press(conversation, step, *values))

    def day(self, day: date) -> Ready:
        """A date with its weekday, as people say it: Mon 23 Nov / 11月23日(月)."""
        return self(
            "words.date",
            weekday=self.weekday(day.weekday()),
            day=day.day,
            month=self(f"words.month_{day.month}"),
        )

    def place(self, zone: str) -> str:
        """How people call this time zone: 東京 for Asia/Tokyo; without such a name the zone's own."""
        return self.catalogue.zones.japanese.get(zone, zone) if self.language is Language.JA else zone

    @property
    def languages(self) -> tuple[Language, Language]:
        return Language.EN, Language.JA

    def weekday(self, number: int) -> Ready:
        return self(f"words.weekday_{number}")

    def moment(self, moment: datetime, zone: ZoneInfo) -> Ready:
        """Day and time in this zone: Mon 23 Nov, 22:30."""
        local = moment.astimezone(zone)
        return self("words.moment", day=self.day(local.date()), time=local.strftime("%H:%M"))

    def listed(self, things: Sequence[Ready]) -> Ready:
        """Several things in one sentence: "a, b and c"."""
        *others, last = things or [Ready("")]
        if not others:
            return last
        first = reduce(lambda one, other: self("words.list_more", first=one, last=other), others)
        return self("words.list_last", first=first, last=last)


def escaped(value: object) -> str:
    return value if isinstance(value, Ready) else html.escape(str(value), quote=False)
