"""Moves that many conversations begin with."""

from __future__ import annotations

from bot.demo.client import Message, Person

HEALTHY = ("None of these", "Both are fine", "Now and then", "0, no pain")


async def checked(emma: Person, *answers: str) -> Message:
    """The check with no warning sign; `answers` are the presses from the seven signs on."""
    await emma.send("/check")
    if "Yes, I agree" in (await emma.last()).labels:
        await emma.press("Yes, I agree")
    for _ in range(3):
        await emma.press("None of these")
    for label in answers or HEALTHY:
        await emma.press(label)
    return await emma.last()


async def with_bedtime(emma: Person, at: str = "22:30", city: str = "London") -> Message:
    await emma.send("/remind")
    await emma.send(at)
    await emma.send(city)
    return await emma.last()


async def reminder_reaches(person: Person, label: str = "Done already") -> Message:
    """The nightly message, known by its button."""
    messages = await person.until(lambda all_: label in all_[-1].labels, what=f"a message with {label!r}")
    return messages[-1]


async def said_since(person: Person, message: Message) -> list[Message]:
    """What the bot has said after this message."""
    return [each for each in await person.messages() if each.from_bot and each.id > message.id]
