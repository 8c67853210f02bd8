"""A person spoken to in one language, by the keys of the messages: so one test is a test in both."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import timedelta

from bot.coach.model import Effort, Exercise, Feel, Language, Pain, Session
from bot.demo.client import Message, Person
from bot.store import Store
from bot.views.words import Words
from tests.conversations.stage import TUESDAY, Evening

CITY = {Language.EN: "London", Language.JA: "東京"}
OFFSET = {Language.EN: "+00:00", Language.JA: "+09:00"}
PATIENT = 0.5  # seconds of silence


@dataclass
class Talk:
    """One person's chat, and the words it is held in."""

    evening: Evening
    person: Person
    say: Words

    @property
    def store(self) -> Store:
        return self.evening.app.store

    @property
    def id(self) -> int:
        return self.person.id

    def label(self, key: str, **values: object) -> str:
        return html.unescape(self.say(key, **values))

    def shown(self, key: str, **values: object) -> str:
        """The message of this key as it stands in a chat: without its HTML."""
        return self.label(key, **values).replace("<b>", "").replace("</b>", "")

    async def press(self, key: str, **values: object) -> Message:
        """Press the newest button with the label of this key; the last thing that was said or changed."""
        return await self._told(await self.person.press(self.label(key, **values)))

    async def send(self, text: str) -> Message:
        return await self._told(await self.person.send(text))

    async def _told(self, replies: list[Message]) -> Message:
        """The last of them; on a busy machine the chat may seem at rest between two steps of the bot."""
        if not replies:
            await self.person.settled(quiet=PATIENT)
            return await self.person.last()
        return replies[-1]

    async def forge(self, data: str) -> Message:
        """Press data that stands on no button; what the chat's end looks like after it."""
        last = await self.person.last()
        return next(reversed(await self.person.forge(last.id, data)), last)

    # -- whole passages ----------------------------------------------------------------------------------

    async def to_the_signs(self) -> Message:
        await self.send("/check")
        if self.label("screening.consent_yes") in (await self.person.last()).labels:
            await self.press("screening.consent_yes")
        for _ in range(3):
            await self.press("screening.none")
        return await self.person.last()

    async def checked(self, pain: Pain = Pain.NONE) -> Message:
        """The check with no sign: the hip lift, level 2, three nights a week from Tuesday."""
        await self.to_the_signs()
        await self.press("screening.none")
        await self.press("screening.lying_both")
        await self.press("screening.experience_some")
        return await self.press(f"screening.pain_{pain.replace('-', '_').replace('+', '_up')}")

    async def with_bedtime(self) -> Message:
        await self.send("/remind")
        await self.send("22:30")
        return await self.send(CITY[self.say.language])

    async def go_to(self, night: int, at: str = "22:30:05") -> None:
        """So many nights after the first Tuesday, at this time of the person's own."""
        day = TUESDAY.date() + timedelta(days=night)
        await self.evening.control.move_to(f"{day}T{at}{OFFSET[self.say.language]}")

    async def questions(self, feel: str = "buttocks", effort: str = "right", pain: str = "0") -> Message:
        await self.press(f"tonight.feel_{feel}")
        await self.press(f"tonight.effort_{effort}")
        return await self.press(f"tonight.pain_{pain}")

    async def trains(self, effort: str = "right", pain: str = "0") -> Message:
        """A whole evening at a level of one set."""
        await self.send("/tonight")
        await self.press("tonight.start")
        await self.press("tonight.set_done")
        return await self.questions(effort=effort, pain=pain)

    def trained(self, *nights: int, level: int = 2, pain: Pain = Pain.NONE) -> None:
        """Sessions written down as if they had been done."""
        sets = self.say.catalogue.plans[Exercise.HIP_LIFT].rungs[level].level.sets
        for n in nights:
            session = Session(
                TUESDAY.date() + timedelta(days=n),
                Exercise.HIP_LIFT,
                level,
                sets,
                started=True,
                sets_done=sets,
                feel=Feel.BUTTOCKS,
                effort=Effort.RIGHT,
                pain=pain,
            )
            self.store.sessions.save(self.id, session, TUESDAY + timedelta(days=n))

    def sign(self, number: int, *, ticked: bool = False) -> str:
        """The label of a sign's toggle, by its place on the screen."""
        label = self.say.text(self.say.catalogue.signs[number - 1].label)
        return self.label("screening.ticked" if ticked else "screening.unticked", label=f"{number}. {label}")

    @property
    def level(self) -> int:
        plan = self.store.health.plan(self.id)
        assert plan is not None
        return plan.level(plan.exercise)
