"""A person to write tests with: sends, presses, waits and reads, so that a test reads like a chat."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

import aiohttp

from bot.demo.wire import Json

# Long enough for a machine that is busy with something else: no test is about how long the bot takes.
PATIENCE = 60.0
# After its first sign of life the bot has this long, in seconds, to begin what comes next.
QUIET = 0.03
SHOWN_MESSAGES = 6
LONG_WAIT = 25.0


class NoAnswerError(AssertionError):
    """The bot did not do what the test waited for; the text shows the end of the chat."""


class NoSuchButtonError(AssertionError):
    """No message has this button; the text names those there are."""


@dataclass(frozen=True)
class Button:
    """One button under a message; `data` is empty for a link."""

    text: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True)
class Media:
    """A picture, video or document: its kind and where the page loads it from."""

    kind: str
    url: str
    name: str
    size: int


@dataclass(frozen=True)
class Message:
    """A message as the person sees it."""

    id: int
    from_bot: bool
    text: str
    html: str
    buttons: tuple[tuple[Button, ...], ...]
    media: Media | None
    edited: bool
    silent: bool
    date: int
    raw: Json

    @property
    def labels(self) -> list[str]:
        """The words on the buttons, row by row."""
        return [button.text for row in self.buttons for button in row]

    def button(self, wanted: str) -> Button | None:
        """The button with this label or data; `None` if there is none."""
        every = [button for row in self.buttons for button in row]
        return next((b for b in every if wanted in (b.text, b.data)), None)


def _message(raw: Json) -> Message:
    media = raw["media"]
    return Message(
        id=raw["message_id"],
        from_bot=raw["from_bot"],
        text=raw["text"],
        html=raw["html"],
        buttons=tuple(tuple(_button(button) for button in row) for row in raw["buttons"]),
        media=Media(media["kind"], media["url"], media["name"], media["size"]) if media else None,
        edited=raw["edited"],
        silent=raw["silent"],
        date=raw["date"],
        raw=raw,
    )


def _button(raw: Json) -> Button:
    return Button(raw["text"], raw.get("callback_data", ""), raw.get("url", ""))


async def _call(session: aiohttp.ClientSession, method: str, path: str, **more: Any) -> Any:
    async with session.request(method, path, **more) as response:
        answer = await response.json()
        if response.status != 200:
            raise ValueError(answer["error"])
        return answer


class Person:
    """Someone with a phone. Every wait ends with NoAnswerError after `patience` seconds."""

    def __init__(self, session: aiohttp.ClientSession, person_id: int, name: str, chat_id: int) -> None:
        self._session = session
        self.id = person_id
        self.name = name
        self.chat_id = chat_id
        self.patience = PATIENCE
        self._read_to = 0

    @classmethod
    async def new(cls, session: aiohttp.ClientSession, given: Json) -> Self:
        """Create a person at the server."""
        made = await _call(session, "POST", "/demo/people", json=given)
        return cls(session, made["id"], made["first_name"], made["id"])

    def in_group(self, chat_id: int) -> "Person":
        """The same person, writing in a group."""
        return Person(self._session, self.id, self.name, chat_id)

    # What the person does

    async def send(self, text: str, *, wait: bool = True, forward: bool = False) -> list[Message]:
        """Send a text; what the bot said or changed after it. `wait=False` does not wait for an answer."""
        return await self._do("send", {"text": text, "forward": forward}, wait)

    async def send_something(self, wait: bool = True, **what: Any) -> list[Message]:
        """Send sticker="👍", location=[35.7, 139.7], voice=True or photo=True (with caption="…")."""
        return await self._do("send", what, wait)

    async def press(self, wanted: str, *, wait: bool = True) -> list[Message]:
        """Press the button with this label (or data) on the newest message that has it."""
        messages = await self.messages()
        for message in reversed(messages):
            if message.button(wanted):
                return await self._press(message, wanted, wait)
        there = [label for message in messages for label in message.labels]
        raise NoSuchButtonError(f"{self.name} sees no button {wanted!r}; there are {there}")

    async def press_on(self, message_id: int, wanted: str, *, wait: bool = True) -> list[Message]:
        """Press a button of one particular message, old ones too."""
        for message in await self.messages():
            if message.id == message_id:
                return await self._press(message, wanted, wait)
        raise NoSuchButtonError(f"{self.name} sees no message {message_id}")

    async def _press(self, message: Message, wanted: str, wait: bool) -> list[Message]:
        button = message.button(wanted)
        if button is None or not button.data:
            raise NoSuchButtonError(
                f"message {message.id} has no button {wanted!r} to press, only {message.labels}"
            )
        return await self._do("press", {"message_id": message.id, "data": button.data}, wait)

    async def forge(self, message_id: int, data: str, *, wait: bool = True) -> list[Message]:
        """Send callback data that stands on no button, as a modified app could."""
        return await self._do("press", {"message_id": message_id, "data": data, "forged": True}, wait)

    async def edit(self, message_id: int, text: str, *, wait: bool = True) -> list[Message]:
        """Change an own message."""
        return await self._do("edit", {"message_id": message_id, "text": text}, wait)

    async def block(self) -> None:
        """Block the bot."""
        await self._post(f"/demo/people/{self.id}/block", {"blocked": True})

    async def unblock(self) -> None:
        """Take the block back."""
        await self._post(f"/demo/people/{self.id}/block", {"blocked": False})

    # What the person sees

    async def messages(self) -> list[Message]:
        """The whole chat, oldest first."""
        return [_message(raw) for raw in (await self._chat())["messages"]]

    async def last(self) -> Message:
        """The newest message of the bot; NoAnswerError if there is none."""
        own = [message for message in await self.messages() if message.from_bot]
        if not own:
            raise NoAnswerError(f"the bot has said nothing to {self.name}")
        return own[-1]

    async def toasts(self) -> list[str]:
        """The texts that the answered presses showed, oldest first; empty where one showed none."""
        return [str(answer["text"]) for answer in (await self._chat())["answers"]]

    async def toast(self) -> str:
        """The text that the last answered press showed; empty if none."""
        return next(reversed(await self.toasts()), "")

    async def version_after(self, version: int) -> int:
        """Wait until the chat has changed after this version; its version now. Waits for ever."""
        while (newer := (await self._chat(after=version, timeout=LONG_WAIT))["version"]) <= version:
            pass
        return int(newer)

    async def commands(self) -> list[str]:
        """The names in this person's command menu."""
        return [row["command"] for row in (await self._chat())["commands"]]

    async def until(
        self, met: Callable[[list[Message]], bool], patience: float | None = None, what: str = "the condition"
    ) -> list[Message]:
        """Wait until the chat is as `met` wants it; the chat. Never asks twice for the same."""
        patience = self.patience if patience is None else patience
        seen = await self._chat()
        while not met([_message(raw) for raw in seen["messages"]]):
            newer = await self._chat(after=seen["version"], timeout=patience)
            if newer["version"] == seen["version"]:
                raise NoAnswerError(f"{what} did not come about within {patience} s\n{self._shown(seen)}")
            seen = newer
        return [_message(raw) for raw in seen["messages"]]

    async def sees(self, words: str, patience: float | None = None) -> Message:
        """Wait until a message of the bot with these words, sent or edited since the last deed, is there."""

        def fitting(messages: list[Message]) -> list[Message]:
            return [m for m in messages if m.from_bot and words in m.text]

        return fitting(await self.until(lambda ms: bool(fitting(ms)), patience, f"{words!r}"))[-1]

    async def settled(self, patience: float | None = None, quiet: float = QUIET) -> None:
        """Wait until the bot has taken all updates, has no call open, and this chat rests `quiet` seconds."""
        await self._settle(-1, self.patience if patience is None else patience, quiet)

    # How

    async def _do(self, deed: str, given: Json, wait: bool) -> list[Message]:
        before = {message.id: message for message in await self.messages()}
        done = await self._post(f"/demo/chats/{self.chat_id}/{deed}", given | {"from": self.id})
        if not wait:
            return []
        await self._settle(done["version"], self.patience, QUIET)
        after = await self.messages()
        return [m for m in after if m.from_bot and m != before.get(m.id)]

    async def _settle(self, after: int, patience: float, quiet: float) -> None:
        query = {"chat": self.chat_id, "after": after, "timeout": patience, "quiet": quiet}
        answer = await _call(self._session, "GET", "/demo/settled", params=query)
        if not answer["settled"]:
            chat = await self._chat()
            raise NoAnswerError(
                f"the bot did not answer {self.name} within {patience} s\n{self._shown(chat)}"
            )

    async def _chat(self, **query: float) -> Json:
        answer: Json = await _call(self._session, "GET", f"/demo/chats/{self.chat_id}", params=query)
        return answer

    async def _post(self, path: str, given: Json) -> Json:
        answer: Json = await _call(self._session, "POST", path, json=given)
        return answer

    def _shown(self, chat: Json) -> str:
        rows = (_message(raw) for raw in chat["messages"][-SHOWN_MESSAGES:])
        lines = (f"  {'bot' if m.from_bot else self.name}: {m.text[:200]!r} {m.labels or ''}" for m in rows)
        return "The chat ends with\n" + "\n".join(lines)


class Control:
    """The switches behind the stage: clock, faults, groups, the log of the bot's calls."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def add_seconds(self, seconds: float) -> None:
        """Move the clock on (or back)."""
        await _call(self._session, "POST", "/demo/clock", json={"add": seconds})

    async def now(self) -> float:
        """The demo's time in seconds since 1970."""
        clock = await _call(self._session, "GET", "/demo/clock")
        return float(clock["now"])

    async def move_to(self, moment: str) -> None:
        """Move the clock to an ISO time with its offset."""
        await _call(self._session, "POST", "/demo/clock", json={"to": moment})

    async def fault(self, **fields: Any) -> None:
        """Script a fault; the fields are those of bot.demo.faults.Fault."""
        await _call(self._session, "POST", "/demo/faults", json=fields)

    async def log(self, method: str = "", chat: int | None = None) -> list[Json]:
        """The bot's calls, oldest first: method, fields, accepted, status, description."""
        query = {"method": method} | ({"chat": str(chat)} if chat is not None else {})
        rows: list[Json] = await _call(self._session, "GET", "/demo/log", params=query)
        return rows

    async def accepted(self, method: str, chat: int | None = None) -> list[Json]:
        """The calls of a method that took effect."""
        return [row for row in await self.log(method, chat) if row["accepted"]]

    async def group(self, title: str, *members: Person) -> int:
        """A new group; its chat id."""
        given = {"title": title, "members": [member.id for member in members]}
        made = await _call(self._session, "POST", "/demo/groups", json=given)
        return int(made["id"])

    async def update(self, update: Json) -> None:
        """Hand the bot an update as it is."""
        await _call(self._session, "POST", "/demo/updates", json=update)
