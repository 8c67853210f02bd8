"""Turns a step into what that person does at the stand-in, hence into the update that the bot will get."""

from __future__ import annotations

import re
from contextlib import suppress
from copy import deepcopy
from typing import Any

from bench.fuzzing.space import MARK
from bench.fuzzing.steps import (
    Again,
    Block,
    Edit,
    Forge,
    Nothing,
    Odd,
    OldPress,
    Onward,
    Press,
    Say,
    Share,
    Step,
)
from bot.demo import person as deeds
from bot.demo.person import ImpossibleError
from bot.demo.state import Message, Person, World
from bot.store import Store

BEGINNINGS = (
    *("/tonight", "/tonight", "/tonight", "/plan", "/plan", "/remind", "/settings", "/habits", "/progress"),
    *("/check", "/mydata", "/start", "/ask knee pain", "why not sit-ups?"),
)
# Buttons that lead away from where somebody is, to a page that anybody can open.
AWAY = re.compile(r"v1:(\w+:(open|later|leave|back)|ask:(topics|faq)|mydata:privacy)\b")
# What somebody presses who wants to get on.
WILLING = re.compile(
    r"v1:(check:(consent:yes|meant:none|\w+:(none|off)|cleared:is:yes|pregnant:is:no|lying:is:both|experience|pain:is:0)"
    r"|tonight:(settled|start|done|all|did|feel|effort|pain|second)|remind:(time|zone|weekend|on)|night:later"
    r"|review:is)\b"
)
ANSWERS: dict[str, tuple[str, ...]] = {
    "time": ("22:30", "23時", "10.30pm", "7", "21:15", "0:40"),
    "weekend": ("23:30", "22時半", "1:00"),
    "zone": ("London", "東京", "Asia/Tokyo", "Paris, Texas", "アメリカ", "Portland", "Melborne", "21:05"),
}
PLACES = ((35.7, 139.7), (51.5, -0.1), (-33.9, 151.2))
NEW_THING_IN = 6  # one step onward in so many begins something new


class Deeds:
    """`updates` counts what was given to the bot; `acted` and `wrote` say who did so in this round."""

    def __init__(self, world: World, people: list[Person], store: Store) -> None:
        self._world = world
        self._people = people
        self._store = store
        self._last: dict[int, dict[str, Any]] = {}
        self.updates = 0
        self.acted: set[int] = set()
        self.wrote: set[int] = set()  # as people do, so that an answer is owed

    def begin_round(self) -> None:
        self.acted, self.wrote = set(), set()

    def do(self, person: Person, step: Step) -> None:
        """What is impossible in Telegram's app, such as an empty text, does not happen."""
        before = list(self._world.inbox.pending)
        person = self._world.people[person.id]
        with suppress(ImpossibleError):
            if person.blocked:
                deeds.block(self._world, person, blocked=False)
            else:
                self._do(person, step)
        added = self._world.inbox.pending[len(before) :]
        self.updates += len(added)
        for update in added:
            if not any(update is earlier for earlier in before):
                self._note(person, update, step)

    def _note(self, person: Person, update: dict[str, Any], step: Step) -> None:
        """A new update of this person, hence something to answer."""
        self.acted.add(person.id)
        self._last[person.id] = update
        if "message" in update and not isinstance(step, Odd | Again):
            self.wrote.add(person.id)

    def _do(self, person: Person, step: Step) -> None:
        world, chat = self._world, person.id
        match step:
            case Onward(number, willing):
                self._go_on(person, number, willing=willing)
            case Press(number):
                self._press_one(person, self._newest(chat), number)
            case OldPress(number):
                self._press_one(person, self._shown(chat), number)
            case Forge(data):
                if own := [each for each in world.messages[chat].values() if each.sender is None]:
                    deeds.press(world, chat, person, own[-1].id, data, forged=True)
            case Say(text, forward):
                mark = self._mark(person) if len(text) < 60 and text[:1] != "/" else ""
                deeds.say(world, chat, person, {"text": f"{text}{mark}"[:4096], "forward": forward})
            case Share(kind, value, caption):
                deeds.say(world, chat, person, {kind: value, "caption": caption})
            case Edit(text):
                if mine := [each for each in world.messages[chat].values() if each.sender is not None]:
                    deeds.edit(world, chat, person, mine[-1].id, text)
            case Again(same_number=True):
                for update in world.inbox.pending[-1:]:
                    world.inbox.push(update)
            case Again(same_number=False):
                if last := self._last.get(chat):
                    world.inbox.push(last | {"update_id": world.inbox.next_id()})
            case Odd(kind, content, as_person):
                content = deepcopy(content)  # hypothesis may play the same one again
                if as_person:
                    _put_in(content, person, world.chat_json(chat))
                world.inbox.push({"update_id": world.inbox.next_id(), kind: content})
            case Block():
                deeds.block(world, person, blocked=True)
            case Nothing():
                pass

    def _mark(self, person: Person) -> str:
        number = next(n for n, each in enumerate(self._people) if each.id == person.id)
        return f"{MARK}{number:03}"

    # -- going on --------------------------------------------------------------------------------------

    def _go_on(self, person: Person, number: int, *, willing: bool) -> None:
        number, new_thing = divmod(number, NEW_THING_IN)
        awaited = self._store.people.awaited(person.id)
        if awaited is not None and awaited.step in ANSWERS and number % 2:
            self._answer(person, awaited.step, number // 2)
            return
        shown = [each for each in self._newest(person.id) if not AWAY.match(each[1])]
        wanted = [each for each in shown if willing and WILLING.match(each[1])]
        if shown and new_thing < NEW_THING_IN - 1:
            self._press_one(person, wanted or shown, number)
        elif willing and not self._may_train(person):
            self._say(person, "/check")
        else:
            self._say(person, BEGINNINGS[number % len(BEGINNINGS)])

    def _may_train(self, person: Person) -> bool:
        health = self._store.health
        return health.plan(person.id) is not None and health.hold(person.id) is None

    def _answer(self, person: Person, step: str, number: int) -> None:
        """As asked: a time, a town, or the place itself."""
        answers = ANSWERS[step]
        if step == "zone" and number % 3 == 0:
            place = {"location": PLACES[number % len(PLACES)]}
            deeds.say(self._world, person.id, person, place)
        else:
            self._say(person, answers[number % len(answers)])

    def _say(self, person: Person, text: str) -> None:
        deeds.say(self._world, person.id, person, {"text": text})

    # -- buttons ---------------------------------------------------------------------------------------

    def _press_one(self, person: Person, shown: list[tuple[Message, str]], number: int) -> None:
        if not shown:
            return
        message, data = shown[number % len(shown)]
        deeds.press(self._world, person.id, person, message.id, data, forged=False)

    def _newest(self, chat: int) -> list[tuple[Message, str]]:
        """The buttons of the newest message that has any."""
        for message in reversed(self._world.messages[chat].values()):
            if found := deeds.button_data(message):
                return [(message, data) for data in found]
        return []

    def _shown(self, chat: int) -> list[tuple[Message, str]]:
        messages = self._world.messages[chat].values()
        return [(message, data) for message in messages for data in deeds.button_data(message)]


def _put_in(content: Any, person: Person, chat: dict[str, Any]) -> None:
    """This person, in their private chat, wherever the content names a sender or a chat at its top."""
    if not isinstance(content, dict):
        return
    if "from" in content or "message_id" in content or "data" in content:
        content["from"] = person.to_json()
    if "chat" in content:
        content["chat"] = chat
    if isinstance(content.get("message"), dict):
        content["message"]["chat"] = chat
